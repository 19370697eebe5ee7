import { Module } from '@nestjs/common';
import { ExchangeRatesController } from './rates.controller.js';
import { RatesService } from './rates.service.js';

/** What one currency was worth in another on a day, and who said so. */
@Module({ controllers: [ExchangeRatesController], providers: [RatesService], exports: [RatesService] })
export class ExchangeRatesModule {}

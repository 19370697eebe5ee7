import { Module } from '@nestjs/common';
import { DoorbellModule } from '../doorbell/doorbell.module.js';
import { SharedRates } from './shared-rates.js';

@Module({ imports: [DoorbellModule], providers: [SharedRates], exports: [SharedRates] })
export class RatesModule {}

import { Module } from '@nestjs/common';
import { PricesRepository } from './prices.repository.js';

/** What a night costs: the rules, and the prices of a category they make. */
@Module({
  providers: [PricesRepository],
  exports: [PricesRepository],
})
export class PricingModule {}

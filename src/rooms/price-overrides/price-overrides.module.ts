import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { PriceOverridesController } from './price-overrides.controller.js';
import { PriceOverridesRepository } from './price-overrides.repository.js';
import { PriceOverridesService } from './price-overrides.service.js';

/** Prices set by hand for some dates. */
@Module({
  imports: [CategoriesModule, PricingModule, RoomNightsModule],
  controllers: [PriceOverridesController],
  providers: [PriceOverridesRepository, PriceOverridesService],
  exports: [PriceOverridesService],
})
export class PriceOverridesModule {}

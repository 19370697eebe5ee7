import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import { GenerationSettingsModule } from '../generation-settings/generation-settings.module.js';
import { HotelsModule } from '../hotels/hotels.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { HotelInventoryController } from './hotel-inventory.controller.js';
import { HotelInventoryRepository } from './hotel-inventory.repository.js';
import { HotelInventoryService } from './hotel-inventory.service.js';

/** The inventory of all categories of a hotel at once. */
@Module({
  imports: [HotelsModule, PricingModule, CategoriesModule, GenerationSettingsModule, CoverageModule],
  controllers: [HotelInventoryController],
  providers: [HotelInventoryRepository, HotelInventoryService],
})
export class HotelInventoryModule {}

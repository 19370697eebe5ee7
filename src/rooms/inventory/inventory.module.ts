import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { OccupancyModule } from '../occupancy/occupancy.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { AvailabilityService } from './availability.service.js';
import { HeldNightsService } from './held-nights.service.js';
import { InventoryCalendarService } from './inventory-calendar.service.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryService } from './inventory.service.js';
import { SalesRepository } from './sales.repository.js';

/** Selling nights and giving them back, restrictions, availability. */
@Module({
  imports: [PricingModule, CategoriesModule, OccupancyModule, RoomNightsModule],
  controllers: [InventoryController],
  providers: [SalesRepository, HeldNightsService, InventoryService, InventoryCalendarService, AvailabilityService],
  exports: [SalesRepository, HeldNightsService, InventoryService, AvailabilityService],
})
export class InventoryModule {}

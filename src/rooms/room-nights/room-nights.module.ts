import { Module } from '@nestjs/common';
import { InventoryDaysRepository } from './inventory-days.repository.js';
import { PlannedNightsRepository } from './planned-nights.repository.js';
import { RoomNightsRepository } from './room-nights.repository.js';

/** The two tables of what is for sale: room nights with their prices, and the counters of each category and day. */
@Module({
  providers: [RoomNightsRepository, PlannedNightsRepository, InventoryDaysRepository],
  exports: [RoomNightsRepository, PlannedNightsRepository, InventoryDaysRepository],
})
export class RoomNightsModule {}

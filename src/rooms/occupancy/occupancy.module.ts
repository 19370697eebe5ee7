import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { FreedNights } from './freed-nights.js';
import { Oversell } from './oversell.js';
import { RoomAssignmentsRepository } from './room-assignments.repository.js';

/** Which room is taken when, by a stay or by a closure, and what is sold without a room. */
@Module({
  imports: [PricingModule, CategoriesModule, RoomNightsModule],
  providers: [FreedNights, RoomAssignmentsRepository, Oversell],
  exports: [RoomAssignmentsRepository, Oversell],
})
export class OccupancyModule {}

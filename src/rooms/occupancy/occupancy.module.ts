import { Module } from '@nestjs/common';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { Oversell } from './oversell.js';
import { RoomAssignmentsRepository } from './room-assignments.repository.js';

/** Which room is taken when, by a stay or by a closure, and what is sold without a room. */
@Module({
  imports: [RoomNightsModule],
  providers: [RoomAssignmentsRepository, Oversell],
  exports: [RoomAssignmentsRepository, Oversell],
})
export class OccupancyModule {}

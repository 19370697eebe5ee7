import { Module } from '@nestjs/common';
import { RoomAssignmentsRepository } from './room-assignments.repository.js';

/** Which room is taken when, by a stay or by a closure. */
@Module({
  providers: [RoomAssignmentsRepository],
  exports: [RoomAssignmentsRepository],
})
export class OccupancyModule {}

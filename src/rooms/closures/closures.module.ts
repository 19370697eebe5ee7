import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { OccupancyModule } from '../occupancy/occupancy.module.js';
import { PhysicalRoomsModule } from '../physical-rooms/physical-rooms.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { RoomClosuresController } from './room-closures.controller.js';
import { RoomClosuresService } from './room-closures.service.js';

/** Rooms that are closed for a while. */
@Module({
  imports: [CategoriesModule, OccupancyModule, PhysicalRoomsModule, RoomNightsModule],
  controllers: [RoomClosuresController],
  providers: [RoomClosuresService],
  exports: [RoomClosuresService],
})
export class ClosuresModule {}

import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { OccupancyModule } from '../occupancy/occupancy.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { RoomsController } from './rooms.controller.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

/** The rooms themselves: their numbers, and when they are in service. */
@Module({
  imports: [CategoriesModule, RoomNightsModule, OccupancyModule],
  controllers: [RoomsController],
  providers: [RoomsRepository, RoomsService],
  exports: [RoomsRepository, RoomsService],
})
export class PhysicalRoomsModule {}

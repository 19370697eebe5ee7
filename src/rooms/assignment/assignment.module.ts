import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { OccupancyModule } from '../occupancy/occupancy.module.js';
import { PhysicalRoomsModule } from '../physical-rooms/physical-rooms.module.js';
import { RoomAssignmentService } from './room-assignment.service.js';

/** Gives sold nights their rooms. */
@Module({
  imports: [CategoriesModule, InventoryModule, OccupancyModule, PhysicalRoomsModule],
  providers: [RoomAssignmentService],
  exports: [RoomAssignmentService],
})
export class AssignmentModule {}

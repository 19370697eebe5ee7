import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { RoomTimelineController } from './room-timeline.controller.js';
import { RoomTimelineRepository } from './room-timeline.repository.js';

/** Which room is held by whom, room by room. */
@Module({
  imports: [RoomsModule],
  controllers: [RoomTimelineController],
  providers: [RoomTimelineRepository],
})
export class RoomTimelineModule {}

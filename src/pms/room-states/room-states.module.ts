import { Module } from '@nestjs/common';
import { RoomStatesRepository } from './room-states.repository.js';

/** Whether rooms are dirty, clean or inspected. */
@Module({
  providers: [RoomStatesRepository],
  exports: [RoomStatesRepository],
})
export class RoomStatesModule {}

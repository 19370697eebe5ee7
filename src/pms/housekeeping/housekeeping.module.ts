import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { RoomStatesModule } from '../room-states/room-states.module.js';
import { AttendantsRepository } from './attendants.repository.js';
import { DailyHousekeepingRound } from './daily-housekeeping-round.job.js';
import { DailyHousekeepingRoundProcessor } from './daily-housekeeping-round.processor.js';
import { GuestTasks } from './guest-tasks.js';
import { HousekeepingController } from './housekeeping.controller.js';
import { ManualTasksService } from './manual-tasks.service.js';
import { RoundRepository } from './round.repository.js';
import { RoundWork } from './round.work.js';
import { TasksController } from './tasks.controller.js';
import { TasksRepository } from './tasks.repository.js';
import { TasksService } from './tasks.service.js';

/** Cleaning of rooms: tasks, attendants and the daily round. */
@Module({
  imports: [RoomsModule, HotelPolicyModule, RoomStatesModule, NightsModule.forFeature(DailyHousekeepingRound)],
  controllers: [TasksController, HousekeepingController],
  providers: [
    AttendantsRepository,
    RoundRepository,
    RoundWork,
    TasksRepository,
    TasksService,
    DailyHousekeepingRoundProcessor,
    GuestTasks,
    ManualTasksService,
  ],
  exports: [GuestTasks],
})
export class HousekeepingModule {}

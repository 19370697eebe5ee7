import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { DailyHousekeepingRound } from './daily-housekeeping-round.job.js';
import { NightsModule } from '../nights/nights.module.js';
import { AttendantsRepository } from './attendants.repository.js';
import { DailyHousekeepingRoundProcessor } from './daily-housekeeping-round.processor.js';
import { HousekeepingController } from './housekeeping.controller.js';
import { RoundRepository } from './round.repository.js';
import { RoundWork } from './round.work.js';
import { TasksController } from './tasks.controller.js';
import { TasksRepository } from './tasks.repository.js';
import { TasksService } from './tasks.service.js';

/** What is cleaned when, by whom. */
@Module({
  imports: [RoomsModule, BookingsModule, NightsModule, JobsModule.forFeature(DailyHousekeepingRound)],
  controllers: [TasksController, HousekeepingController],
  providers: [
    AttendantsRepository,
    RoundRepository,
    RoundWork,
    TasksRepository,
    TasksService,
    DailyHousekeepingRoundProcessor,
  ],
  exports: [AttendantsRepository],
})
export class HousekeepingModule {}

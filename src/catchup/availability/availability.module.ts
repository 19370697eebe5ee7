import { Module } from '@nestjs/common';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { AvailabilityRetention } from './availability-retention.js';
import { UserAvailabilityController } from './availability.controller.js';
import { AvailabilityRepository } from './availability.repository.js';
import { Availability } from './availability.service.js';
import { BlocksController } from './blocks.controller.js';
import { BlocksService } from './blocks.service.js';
import { WeekController } from './week.controller.js';
import { WeekService } from './week.service.js';
import { WhyService } from './why.service.js';

/** When users have time, what keeps them busy, and how likely an hour is free. */
@Module({
  imports: [CatchupPreferencesModule],
  controllers: [UserAvailabilityController, WeekController, BlocksController],
  providers: [AvailabilityRepository, Availability, WeekService, WhyService, BlocksService, AvailabilityRetention],
  exports: [Availability, WhyService],
})
export class AvailabilityOfUsersModule {}

import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { NightsModule } from '../nights/nights.module.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityRecalc } from './availability-recalc.job.js';
import { AvailabilityRecalcProcessor } from './availability-recalc.processor.js';
import { AvailabilityRepository } from './availability.repository.js';
import { HotelAvailability } from './hotel-availability.js';

/** What a hotel has, has sold and can still sell, day by day. */
@Module({
  imports: [RoomsModule, NightsModule.forFeature(AvailabilityRecalc)],
  controllers: [AvailabilityController],
  providers: [AvailabilityRepository, HotelAvailability, AvailabilityRecalcProcessor],
})
export class AvailabilityModule {}

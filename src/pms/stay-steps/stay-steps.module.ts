import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { StaySteps } from './stay-steps.js';
import { StayStepsRepository } from './stay-steps.repository.js';

/** What the front desk did to a booking, kept so that it can be taken back. */
@Module({
  imports: [RoomsModule, BusinessDaysModule],
  providers: [StaySteps, StayStepsRepository],
  exports: [StaySteps, StayStepsRepository],
})
export class StayStepsModule {}

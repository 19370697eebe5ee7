import { Module } from '@nestjs/common';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { BusinessDaysRepository } from './business-days.repository.js';
import { HouseClock } from './house-clock.js';

/** The date a hotel's books are open for. The night audit closes it. */
@Module({
  imports: [HotelPolicyModule],
  providers: [BusinessDaysRepository, HouseClock],
  exports: [BusinessDaysRepository, HouseClock],
})
export class BusinessDaysModule {}

import { Module } from '@nestjs/common';
import { BusinessDaysRepository } from './business-days.repository.js';

/** The date a hotel's books are open for. The night audit closes it. */
@Module({
  providers: [BusinessDaysRepository],
  exports: [BusinessDaysRepository],
})
export class BusinessDaysModule {}

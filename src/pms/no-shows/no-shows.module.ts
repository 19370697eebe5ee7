import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { FoliosModule } from '../folios/folios.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { NoShowCheck } from './no-show-check.job.js';
import { NoShowCheckProcessor } from './no-show-check.processor.js';
import { NoShowNotice } from './no-show-notice.job.js';
import { NoShowNoticeProcessor } from './no-show-notice.processor.js';
import { NoShowRecordsController } from './no-show-records.controller.js';
import { NoShowWork } from './no-show.work.js';
import { NoShowsRepository } from './no-shows.repository.js';

/** Guests who did not come. */
@Module({
  imports: [
    RoomsModule,
    HotelPolicyModule,
    FoliosModule,
    BookingsModule,
    NightsModule.forFeature(NoShowCheck),
    JobsModule.forFeature(NoShowNotice),
  ],
  controllers: [NoShowRecordsController],
  providers: [NoShowsRepository, NoShowWork, NoShowCheckProcessor, NoShowNoticeProcessor],
})
export class NoShowsModule {}

import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { BookingImport } from './booking-import.job.js';
import { BookingImportProcessor } from './booking-import.processor.js';
import { BookingImportWork } from './booking-import.work.js';
import { ImportsController } from './imports.controller.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';
import { RejectRetention } from './reject-retention.js';
import { RejectsCsv } from './rejects-csv.js';

/** Bookings made elsewhere, read from files. */
@Module({
  imports: [JobsModule.forFeature(BookingImport), RoomsModule, BookingsModule],
  controllers: [ImportsController],
  providers: [
    ImportsRepository,
    ImportsService,
    RejectsCsv,
    RejectRetention,
    BookingImportWork,
    BookingImportProcessor,
  ],
})
export class ImportsModule {}

import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { BookingImport, type BookingImportPayload, type BookingImportResult } from './booking-import.job.js';
import { BookingImportWork } from './booking-import.work.js';

@Processor(BookingImport)
export class BookingImportProcessor implements JobHandler<BookingImportPayload, BookingImportResult> {
  constructor(private readonly work: BookingImportWork) {}

  handle({ importId }: BookingImportPayload, ctx: JobContext) {
    return this.work.run(importId, ctx);
  }
}

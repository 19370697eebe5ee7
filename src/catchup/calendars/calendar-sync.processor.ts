import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { CalendarSync, type CalendarSyncPayload, type CalendarSyncResult } from './calendar-sync.job.js';
import { CalendarSyncWork } from './calendar-sync.work.js';

@Processor(CalendarSync)
export class CalendarSyncProcessor implements JobHandler<CalendarSyncPayload, CalendarSyncResult> {
  constructor(private readonly work: CalendarSyncWork) {}

  handle(payload: CalendarSyncPayload, ctx: JobContext) {
    return this.work.run(payload, ctx);
  }
}

import { type JobContext, type JobHandler, Processor } from '../../../jobs/index.js';
import { RunStarter } from '../run-starter.js';
import { dateOfFiring, firesOn, periodOf } from './schedule-rule.js';
import {
  StatementScheduleJob,
  type StatementSchedulePayload,
  type StatementScheduleResult,
} from './statement-schedule.job.js';
import { StatementSchedulesService } from './statement-schedules.service.js';

@Processor(StatementScheduleJob)
export class StatementScheduleProcessor implements JobHandler<StatementSchedulePayload, StatementScheduleResult> {
  constructor(
    private readonly schedules: StatementSchedulesService,
    private readonly starter: RunStarter,
  ) {}

  handle({ scheduleId }: StatementSchedulePayload, ctx: JobContext) {
    return ctx.complete<StatementScheduleResult>(async () => {
      const schedule = await this.schedules.find(scheduleId);
      if (!schedule?.active) return { outcome: 'inactive', jobId: null };
      // The date of the slot, not of today: a firing that comes late states the month it was meant for.
      const date = dateOfFiring(schedule, await this.schedules.zone(), ctx.scheduledFor);
      if (!firesOn(schedule, date)) return { outcome: 'not_today', jobId: null };
      const { calculationType, groupingBy: grouping, createdBy, notify } = schedule;
      const run = await this.starter.start(
        { ...periodOf(schedule, date), calculationType, grouping, ownerId: null, listingId: null },
        { createdBy, notify, triggerJobId: ctx.jobId, scheduleId },
      );
      return run ? { outcome: 'started', jobId: run.jobId } : { outcome: 'nothing_to_state', jobId: null };
    });
  }
}

import type { JobContext, JobHandler } from '../contract/job-context.js';
import { JobControl } from '../control/job-control.js';
import { Processor } from '../runner/processor.decorator.js';
import { CancelJobs, type CancelJobsPayload, type ChangedManyResult } from './bulk.job.js';
import { ManyJobs } from './many-jobs.js';

/** Cancels what waits and tells what runs to stop; of a batch its jobs too. */
@Processor(CancelJobs)
export class CancelJobsProcessor implements JobHandler<CancelJobsPayload, ChangedManyResult> {
  constructor(
    private readonly many: ManyJobs,
    private readonly control: JobControl,
  ) {}

  async handle(payload: CancelJobsPayload, ctx: JobContext) {
    const filter = await this.many.filter(payload, 'cancel', ctx.scheduledFor);
    const { matched } = await this.many.count(filter);
    return this.many.each(
      ctx,
      { route: '/jobs/cancel', collection: 'jobs' },
      matched,
      (after) => this.many.next(filter, after),
      (tx, rows) => this.control.cancelMany(tx, rows),
    );
  }
}

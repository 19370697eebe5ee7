import type { JobContext, JobHandler } from '../contract/job-context.js';
import { BATCH } from '../ledger/job-row.js';
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
      // A batch brings its jobs, which may be a thousand: nothing else is cancelled in its transaction.
      async (after) => {
        const page = await this.many.next(filter, after);
        const at = page.findIndex(({ name }) => name === BATCH);
        return at < 0 ? page : page.slice(0, Math.max(at, 1));
      },
      (tx, rows) => this.control.cancelMany(tx, rows),
    );
  }
}

import type { JobContext, JobHandler } from '../contract/job-context.js';
import { JobControl } from '../control/job-control.js';
import { Processor } from '../runner/processor.decorator.js';
import { type ChangedManyResult, RetryJobs, type RetryJobsPayload } from './bulk.job.js';
import { ManyJobs } from './many-jobs.js';

/** Runs failed, dead and cancelled jobs again, of a batch its jobs, each once: one that fails anew meanwhile is left to people. */
@Processor(RetryJobs)
export class RetryJobsProcessor implements JobHandler<RetryJobsPayload, ChangedManyResult> {
  constructor(
    private readonly many: ManyJobs,
    private readonly control: JobControl,
  ) {}

  async handle({ failedItemsOnly, ...fields }: RetryJobsPayload, ctx: JobContext) {
    const filter = await this.many.filter(fields, 'retry', ctx.scheduledFor);
    const { matched } = await this.many.count(filter);
    return this.many.each(
      ctx,
      { route: '/jobs/retry', collection: 'jobs' },
      matched,
      (after) => this.many.next(filter, after),
      (tx, rows) => this.control.retryMany(tx, rows, ctx.jobId, failedItemsOnly),
    );
  }
}

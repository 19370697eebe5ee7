import type { JobContext, JobHandler } from '../contract/job-context.js';
import { CHANGES_MANY, DeadLettersService } from '../dead-letter/dead-letters.service.js';
import { Processor } from '../runner/processor.decorator.js';
import { type ChangedManyResult, RequeueDeadLetters, type RequeueDeadLettersPayload } from './bulk.job.js';
import { ManyJobs } from './many-jobs.js';

/** Runs the jobs of dead letters again, each once: what fails anew has a new letter. An item has the id of its letter. */
@Processor(RequeueDeadLetters)
export class RequeueDeadLettersProcessor implements JobHandler<RequeueDeadLettersPayload, ChangedManyResult> {
  constructor(
    private readonly many: ManyJobs,
    private readonly letters: DeadLettersService,
  ) {}

  async handle(payload: RequeueDeadLettersPayload, ctx: JobContext) {
    const filter = { ...payload, except: CHANGES_MANY };
    return this.many.each(
      ctx,
      { route: '/jobs/dead-letters/requeue-many', collection: 'dead-letters' },
      await this.letters.count(filter),
      (after, limit) => this.letters.openAfter(filter, ctx.scheduledFor, after, limit),
      (tx, rows) => this.letters.requeueOpen(tx, rows),
    );
  }
}

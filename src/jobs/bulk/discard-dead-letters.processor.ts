import type { JobContext, JobHandler } from '../contract/job-context.js';
import { DeadLettersService } from '../dead-letter/dead-letters.service.js';
import { Processor } from '../runner/processor.decorator.js';
import { type ChangedManyResult, DiscardDeadLetters, type DiscardDeadLettersPayload } from './bulk.job.js';
import { ManyJobs } from './many-jobs.js';

/** Takes dead letters off the list for good; an item has the id of its letter. */
@Processor(DiscardDeadLetters)
export class DiscardDeadLettersProcessor implements JobHandler<DiscardDeadLettersPayload, ChangedManyResult> {
  constructor(
    private readonly many: ManyJobs,
    private readonly letters: DeadLettersService,
  ) {}

  async handle(payload: DiscardDeadLettersPayload, ctx: JobContext) {
    return this.many.each(
      ctx,
      { route: '/jobs/dead-letters/discard', collection: 'dead-letters' },
      await this.letters.count(payload),
      (after, limit) => this.letters.openAfter(payload, ctx.scheduledFor, after, limit),
      (tx, rows) => this.letters.discardAll(tx, rows),
    );
  }
}

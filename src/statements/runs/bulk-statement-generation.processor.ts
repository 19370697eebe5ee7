import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import {
  BulkStatementGeneration,
  type BulkStatementPayload,
  type BulkStatementResult,
} from './bulk-statement-generation.job.js';
import { toParams } from './run-params.js';
import { runLinks } from './run-links.js';
import { RunStarter } from './run-starter.js';

/** Starts the run; the job that was asked for is known as its run afterwards. */
@Processor(BulkStatementGeneration)
export class BulkStatementGenerationProcessor implements JobHandler<BulkStatementPayload, BulkStatementResult> {
  constructor(private readonly starter: RunStarter) {}

  handle(payload: BulkStatementPayload, ctx: JobContext) {
    return ctx.complete(async (tx) => {
      const job = await tx.first<{ by: string | null }>('SELECT created_by AS by FROM job WHERE id = $1', [ctx.jobId]);
      const origin = { createdBy: job!.by, notify: payload.notify ?? false, triggerJobId: ctx.jobId };
      const run = await this.starter.start(toParams({ ...payload, ownerId: 'all' }), origin);
      if (!run) return { jobId: null, total: 0, statusUrl: null };
      return { jobId: run.jobId, total: run.total, statusUrl: runLinks(run.jobId).statusUrl };
    });
  }
}

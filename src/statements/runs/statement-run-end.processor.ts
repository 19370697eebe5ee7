import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { RunClosing } from './run-closing.js';
import { StatementRunEnd, type StatementRunEndPayload } from './statement-run-end.job.js';

@Processor(StatementRunEnd)
export class StatementRunEndProcessor implements JobHandler<StatementRunEndPayload, Record<string, never>> {
  constructor(private readonly closing: RunClosing) {}

  handle({ runId }: StatementRunEndPayload, ctx: JobContext) {
    return ctx.complete(async () => {
      // False: what failed is being run again, and a job like this one follows that.
      await this.closing.close(runId, true);
      return {};
    });
  }
}

import { type JobContext, type JobHandler, PermanentJobError, Processor } from '../../jobs/index.js';
import { parseLocalDate } from '../../platform/dates/index.js';
import { ProviderError } from '../connections/provider-reads.js';
import type { GenerationOutcome } from '../statements/statement-types.js';
import { StatementMaking } from './statement-making.js';
import { RunsRepository } from './runs.repository.js';
import {
  StatementGenerationJob,
  type StatementGenerationPayload,
  type StatementGenerationResult,
} from './statement-generation.job.js';

/** Makes one statement: statement, outcome and the end of the job are one transaction. */
@Processor(StatementGenerationJob)
export class StatementGenerationProcessor implements JobHandler<StatementGenerationPayload, StatementGenerationResult> {
  constructor(
    private readonly runs: RunsRepository,
    private readonly making: StatementMaking,
  ) {}

  async handle(payload: StatementGenerationPayload, ctx: JobContext) {
    const { runId, no } = payload;
    const item = itemOf(payload) ?? (await this.runs.item(runId, no));
    if (!item) throw gone();
    try {
      await this.making.refresh(item, item, ctx.signal);
    } catch (error) {
      ctx.signal.throwIfAborted();
      if (!(error instanceof ProviderError)) throw error;
      // Told before the next attempt, so that whoever looks sees why it takes so long; it stays if that was the last one.
      const detail = error.message;
      await ctx.transaction(() => this.runs.setItem(runId, no, 'retrying', { reason: 'provider_error', detail }));
      throw error;
    }
    await this.making.expenses(item, item);
    return ctx.complete(async () => {
      const outcome = await this.making.make(item);
      await this.keep(runId, no, outcome);
      const reason = 'reason' in outcome ? outcome.reason : null;
      // A failed item is what makes a job run again that has completed.
      if (outcome.outcome === 'failed')
        ctx.item(String(no), 'failed', { code: outcome.reason, message: outcome.detail });
      const statementId = 'statementId' in outcome ? outcome.statementId : null;
      return { outcome: outcome.outcome, reason, statementId };
    });
  }

  private async keep(runId: string, no: number, outcome: GenerationOutcome): Promise<void> {
    if (!(await this.runs.setItem(runId, no, outcome.outcome, outcome))) throw gone();
  }
}

function itemOf({ no, ownerId, listingId = null, from, to, calculationType = null }: StatementGenerationPayload) {
  if (ownerId === undefined || from === undefined || to === undefined) return undefined;
  return { no, ownerId, listingId, from: parseLocalDate(from), to: parseLocalDate(to), calculationType };
}

const gone = () => new PermanentJobError('RUN_GONE', 'The run of this statement is not there');

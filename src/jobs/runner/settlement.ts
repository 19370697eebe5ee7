import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../platform/errors/app-error.js';
import type { JobContract } from '../contract/define-job.js';
import {
  CancelledError,
  DeadlineError,
  DrainError,
  LeaseLostError,
  PermanentJobError,
  SnoozeError,
} from '../contract/job-errors.js';
import { backoffDelay } from '../ledger/backoff.js';
import { Ledger } from '../ledger/ledger.js';
import type { Outcome } from '../metrics/job-metrics.js';
import type { Attempt } from './attempt.js';
import { describeError, fingerprint } from './describe-error.js';
import type { RunningJob } from './running-job.js';

/** What a handler came to. */
export type Answer = { value: unknown } | { thrown: unknown };

/** Writes into the ledger what an attempt came to. */
@Injectable()
export class Settlement {
  private readonly logger = new Logger('JobRunner');

  constructor(private readonly ledger: Ledger) {}

  async settle(contract: JobContract, job: RunningJob, ctx: Attempt, answer: Answer): Promise<Outcome> {
    // Effects and completion are committed: a later throw cannot take them back.
    if (ctx.committed) return 'completed';
    try {
      const unwritten = ctx.hasItems ? await this.close(contract, job, ctx) : undefined;
      if ('thrown' in answer) throw answer.thrown;
      if (unwritten) throw unwritten;
      return (await this.ledger.complete(job, answer.value)) ? 'completed' : 'fenced';
    } catch (error) {
      return this.failed(contract, job, error);
    }
  }

  /** Hands back jobs that never started; those that were to be cancelled are. */
  async giveBack(jobs: readonly RunningJob[]): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        if (!(await this.ledger.giveBack(job))) await this.ledger.cancelled(job);
      }),
    );
  }

  /** Writes the items that are left; answers what went wrong. An attempt that failed is told by its own error. */
  private async close(contract: JobContract, job: RunningJob, ctx: Attempt): Promise<Error | undefined> {
    try {
      await ctx.close();
      return undefined;
    } catch (error) {
      this.logger.warn({ msg: `${contract.name}: items could not be written`, err: error, ...about(job) });
      return error as Error;
    }
  }

  /** What became of an attempt that was to go on later: cancelled, if that was asked meanwhile. */
  private async later(job: RunningJob, stored: Promise<boolean>, outcome: Outcome): Promise<Outcome> {
    if (await stored) return outcome;
    return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';
  }

  private async failed(contract: JobContract, job: RunningJob, thrown: unknown): Promise<Outcome> {
    const { row, reason } = job;
    if (thrown instanceof LeaseLostError || reason instanceof LeaseLostError) return 'fenced';
    if (reason instanceof DrainError) return this.later(job, this.ledger.release(job), 'released');
    if (reason instanceof CancelledError) return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';

    if (thrown instanceof SnoozeError) return this.later(job, this.ledger.snooze(job, thrown.ms), 'snoozed');

    const error = reason instanceof DeadlineError ? reason : thrown;
    const permanent = error instanceof PermanentJobError || (error instanceof AppError && error.status < 429);
    const exhausted = row.attempt >= row.max_attempts;
    const retryInMs = permanent || exhausted ? null : backoffDelay(contract.backoff, row.attempt);
    this.logger.warn({
      msg: `${contract.name} attempt ${row.attempt} of ${row.max_attempts} failed`,
      err: error,
      job: contract.name,
      retryInMs,
      ...about(job),
    });
    const told = describeError(error);
    if (retryInMs !== null) return this.later(job, this.ledger.retry(job, told, retryInMs), 'retry');
    const reasonWord = permanent ? ('permanent' as const) : ('exhausted' as const);
    const letter = { id: uuidv7(), reason: reasonWord, fingerprint: fingerprint(contract.name, told) };
    return (await this.ledger.bury(job, told, letter)) ? 'dead' : 'fenced';
  }
}

/** Whose log line it is: what is told of a job's end is told outside its context. */
export function about({ row }: RunningJob) {
  return { jobId: row.id, tenantId: row.tenant_id, requestId: row.request_id ?? undefined };
}

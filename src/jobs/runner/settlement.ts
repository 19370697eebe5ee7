import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../platform/errors/app-error.js';
import type { JobContract } from '../contract/define-job.js';
import {
  AbandonedError,
  CancelledError,
  DeadlineError,
  DrainError,
  LeaseLostError,
  PermanentJobError,
  SnoozeError,
} from '../contract/job-errors.js';
import { databaseTrouble, type DatabaseTrouble, PERHAPS_OWN_CODES } from '../../platform/database/database-trouble.js';
import { backoffDelay } from './backoff.js';
import { Ledger } from '../ledger/ledger.js';
import type { Outcome } from '../metrics/job-metrics.js';
import type { Attempt } from './attempt.js';
import type { Backoff } from '../contract/define-job.js';
import type { JobError } from '../ledger/job-row.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { describeError, fingerprint } from './describe-error.js';
import type { RunningJob } from './running-job.js';

/** How long a job is delayed after trouble with Postgres interrupted it: longer each time in a row. */
const INTERRUPTED: Required<Backoff> = { type: 'exponential', delayMs: 1_000, maxMs: 300_000 };
/**
 * Interruptions in a row that a job's own statements can have caused (too slow, out of memory, a lock held by itself, a server
 * that it crashes). Those after that spend attempts, or the job would come back for ever and nobody would notice.
 */
export const PERHAPS_OWN_MOST = 10;
/** Pauses between two tries to write an outcome while Postgres is away, ms. */
const RETRY_PAUSE_MS = { first: 100, most: 1_000 };

/** How a handler ended. */
export type Answer = { value: unknown } | { thrown: unknown };

/** Writes the outcomes of attempts into the ledger. */
@Injectable()
export class Settlement {
  private readonly logger = new Logger('JobRunner');

  constructor(
    private readonly ledger: Ledger,
    private readonly metrics: JobMetrics,
  ) {}

  async settle(contract: JobContract, job: RunningJob, ctx: Attempt, answer: Answer): Promise<Outcome> {
    // Effects and completion are committed: a later throw cannot take them back.
    if (ctx.committed) return 'completed';
    const unwritten = ctx.hasItems ? await this.close(contract, job, ctx) : undefined;
    if ('thrown' in answer) {
      await ctx.lastProgress();
      return this.failed(contract, job, answer.thrown);
    }
    if (unwritten) return this.failed(contract, job, unwritten);
    try {
      const completed = await this.untilWritten(job, () => this.ledger.complete(job, answer.value));
      return completed ? 'completed' : 'fenced';
    } catch (error) {
      return this.failed(contract, job, error);
    }
  }

  /**
   * Tries to write until Postgres answers, however long that takes: the work is done, and must not be done again because its
   * outcome could not be written at once. The lease is kept meanwhile; if it is lost, the fence refuses the write.
   */
  private async untilWritten<T>(job: RunningJob, write: () => Promise<T>): Promise<T> {
    for (let ms = RETRY_PAUSE_MS.first; ; ms = Math.min(ms * 2, RETRY_PAUSE_MS.most)) {
      try {
        return await write();
      } catch (error) {
        if (!databaseTrouble(error)) throw error;
        this.logger.warn({ msg: `the outcome waits for Postgres: ${(error as Error).message}`, ...about(job) });
      }
      await setTimeout(ms);
    }
  }

  /** Hands back jobs that never started; those that were to be cancelled are. */
  async giveBack(jobs: readonly RunningJob[]): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        await this.untilWritten(job, async () => (await this.ledger.giveBack(job)) || this.ledger.cancelled(job));
      }),
    );
  }

  /** Writes the items that are left; answers what went wrong. An attempt that failed keeps its own error. */
  private async close(contract: JobContract, job: RunningJob, ctx: Attempt): Promise<Error | undefined> {
    try {
      await this.untilWritten(job, () => ctx.close());
      return undefined;
    } catch (error) {
      this.logger.warn({ msg: `${contract.name}: items could not be written`, err: error, ...about(job) });
      return error as Error;
    }
  }

  /** Stores that the job goes on later; answers the outcome, or cancelled if that was asked for meanwhile. */
  private async later(job: RunningJob, store: () => Promise<boolean>, outcome: Outcome): Promise<Outcome> {
    if (await store()) return outcome;
    return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';
  }

  private failed(contract: JobContract, job: RunningJob, thrown: unknown): Promise<Outcome> {
    return this.untilWritten(job, () => this.store(contract, job, thrown));
  }

  private async store(contract: JobContract, job: RunningJob, thrown: unknown): Promise<Outcome> {
    const { reason } = job;
    const silence = reason instanceof LeaseLostError ? databaseTrouble(reason) : undefined;
    if (silence) return this.silenced(contract, job, silence);
    if (thrown instanceof LeaseLostError || reason instanceof LeaseLostError) return 'fenced';
    if (reason instanceof DrainError) return this.later(job, () => this.ledger.release(job), 'released');
    if (reason instanceof CancelledError) {
      const left = thrown instanceof AbandonedError ? describeError(thrown) : undefined;
      return (await this.ledger.cancelled(job, left)) ? 'cancelled' : 'fenced';
    }
    if (thrown instanceof SnoozeError) return this.later(job, () => this.ledger.snooze(job, thrown.ms), 'snoozed');
    if (reason instanceof DeadlineError)
      return this.spend(contract, job, thrown instanceof AbandonedError ? thrown : reason);

    // These errors are the handler's own decision and no sign of trouble with Postgres.
    const deliberate = thrown instanceof PermanentJobError || (thrown instanceof AppError && thrown.status < 429);
    const trouble = deliberate ? undefined : databaseTrouble(thrown);
    if (!trouble) return this.spend(contract, job, thrown);
    const before = await this.ledger.interruptions(job, PERHAPS_OWN_CODES);
    if (trouble.perhapsOwn && before.perhapsOwn >= PERHAPS_OWN_MOST)
      return this.spend(contract, job, thrown, infrastructure(trouble, true));
    return this.interrupt(contract, job, trouble, backoffDelay(INTERRUPTED, before.all + 1));
  }

  /** Postgres did not answer until the lease was over: the job goes back, unless another worker has claimed it since. */
  private async silenced(contract: JobContract, job: RunningJob, trouble: DatabaseTrouble): Promise<Outcome> {
    const outcome = await this.interrupt(contract, job, trouble, 0);
    // Another process found the lease over and counted a crash.
    if (outcome === 'fenced') await this.ledger.noCrash(job, infrastructure(trouble));
    return outcome;
  }

  private async interrupt(
    contract: JobContract,
    job: RunningJob,
    trouble: DatabaseTrouble,
    inMs: number,
  ): Promise<Outcome> {
    const outcome = await this.later(
      job,
      () => this.ledger.interrupt(job, infrastructure(trouble), inMs),
      'interrupted',
    );
    if (outcome !== 'interrupted') return outcome;
    this.metrics.interrupted(contract.name, trouble.code);
    this.logger.warn({
      msg: `${contract.name} interrupted: ${trouble.words} (${trouble.code}); no attempt was spent`,
      retryInMs: inMs,
      ...about(job),
    });
    return outcome;
  }

  /** Ends an attempt that failed: another follows, or the job is a dead letter. */
  private async spend(
    contract: JobContract,
    job: RunningJob,
    error: unknown,
    told: JobError = describeError(error),
  ): Promise<Outcome> {
    const { row } = job;
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
    if (retryInMs !== null) return this.later(job, () => this.ledger.retry(job, told, retryInMs), 'retry');
    const reasonWord = permanent ? ('permanent' as const) : ('exhausted' as const);
    const letter = { id: uuidv7(), reason: reasonWord, fingerprint: fingerprint(contract.name, told) };
    return (await this.ledger.deadLetter(job, told, letter)) ? 'dead' : 'fenced';
  }
}

function infrastructure({ code, words }: DatabaseTrouble, spent = false): JobError {
  const also = spent ? 'again and again, so it counts as an attempt' : 'no attempt was spent';
  const message = `Trouble with Postgres: ${words} (${code}); ${also}`;
  return { code: 'INFRASTRUCTURE', message, cause: code, ...(spent && { spent }) };
}

/** The job's fields for log lines, needed because outcomes are logged outside the context of the job. */
export function about({ row }: RunningJob) {
  return { jobId: row.id, tenantId: row.tenant_id, requestId: row.request_id ?? undefined };
}

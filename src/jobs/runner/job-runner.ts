import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../../platform/config/config.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { JobContract } from '../contract/define-job.js';
import type { JobContext } from '../contract/job-context.js';
import {
  CancelledError,
  DeadlineError,
  DrainError,
  LeaseLostError,
  PermanentJobError,
  SnoozeError,
} from '../contract/job-errors.js';
import { checkPayload } from '../contract/payload.js';
import { backoffDelay } from '../ledger/backoff.js';
import type { JobRow } from '../ledger/job-row.js';
import { Ledger } from '../ledger/ledger.js';
import { Batches } from '../batches/batches.js';
import { JobWatch } from '../events/job-watch.js';
import { Pace } from '../fleet/pace.js';
import { JobMetrics, type Outcome } from '../metrics/job-metrics.js';
import { Relay } from '../relay/relay.js';
import type { Attempt } from './attempt.js';
import { AttemptFactory } from './attempt-factory.js';
import { describeError, fingerprint } from './describe-error.js';
import { Places } from './places.js';
import { type RunningJob, RunningJobs } from './running-jobs.js';

type Handle = (payload: object, ctx: JobContext) => Promise<unknown>;

/** A claimed job waits so long, ms, for a place in this process before it goes back. */
const HOLD_MS = 1_000;

/** One attempt of one job, from the doorbell to the ledger: the only caller of handlers. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('JobRunner');
  private readonly places = new Map<string, Places>();

  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: AttemptFactory,
    private readonly context: RequestContext,
    private readonly running: RunningJobs,
    private readonly relay: Relay,
    private readonly batches: Batches,
    private readonly pace: Pace,
    private readonly watch: JobWatch,
    private readonly metrics: JobMetrics,
    private readonly config: Config,
  ) {}

  /** Answers a doorbell: claims its jobs and runs them. Resolves when the ledger knows the outcome of each. */
  async answer(contract: JobContract, ids: readonly string[], handle: Handle): Promise<void> {
    await Promise.all(ids.map((id) => this.run(contract, id, handle)));
    this.relay.refill(contract.name);
  }

  /** A doorbell for a job that somebody else has taken does nothing. */
  private async run(contract: JobContract, id: string, handle: Handle): Promise<void> {
    const claimedAt = performance.now();
    const row = await this.ledger.claim(id, this.running.worker, this.config.JOBS_LEASE_MS);
    if (!row) return;
    let done!: () => void;
    const job: RunningJob = {
      id: row.id,
      token: row.token,
      name: row.name,
      abort: new AbortController(),
      leaseEnds: claimedAt + this.config.JOBS_LEASE_MS,
      settled: new Promise((resolve) => (done = resolve)),
    };
    this.running.add(job);
    try {
      await this.context.asTenant(row.tenant_id, () => this.attempt(contract, row, job, handle), {
        jobId: row.id,
        requestId: row.request_id ?? undefined,
      });
    } finally {
      this.running.remove(job);
      done();
      this.watch.nudge(row.id);
    }
    if (row.batch_id) this.batches.touch(row.batch_id);
  }

  private async attempt(contract: JobContract, row: JobRow, job: RunningJob, handle: Handle): Promise<void> {
    const places = this.placesOf(contract);
    // A bundle was claimed as a whole: what finds no place here soon is for others to run.
    if (!(await places.take(HOLD_MS, job.abort.signal))) return this.unstarted(job);
    this.metrics.started(row);
    const ctx = this.attempts.open(row, job.abort.signal);
    const started = performance.now();
    const answer = await this.handle(contract, row, job, ctx, handle);
    const ms = performance.now() - started;
    places.give();
    this.pace.observe(row.name, ms);
    // The place is free already: the next handler runs while this one's outcome is on its way into the ledger.
    const outcome = await this.settle(contract, row, job, ctx, answer);
    this.metrics.finished(row, outcome, ms / 1000);
    this.logger.log({ msg: `${row.name} ${outcome}`, job: row.name, outcome, attempt: row.attempt });
  }

  private async handle(contract: JobContract, row: JobRow, job: RunningJob, ctx: Attempt, handle: Handle) {
    const deadline = setTimeout(() => job.abort.abort(new DeadlineError(contract.deadlineMs)), contract.deadlineMs);
    try {
      return { value: await handle(this.payload(contract, row), ctx) };
    } catch (thrown) {
      return { thrown };
    } finally {
      clearTimeout(deadline);
    }
  }

  private async settle(
    contract: JobContract,
    row: JobRow,
    job: RunningJob,
    ctx: Attempt,
    answer: { value: unknown } | { thrown: unknown },
  ): Promise<Outcome> {
    // Effects and completion are committed: a later throw cannot take them back.
    if (ctx.committed) return 'completed';
    try {
      const unwritten = await this.close(row, ctx);
      if ('thrown' in answer) throw answer.thrown;
      if (unwritten) throw unwritten;
      return (await this.ledger.complete(job, answer.value)) ? 'completed' : 'fenced';
    } catch (error) {
      return this.settleError(contract, row, job, error);
    }
  }

  /** Writes the items that are left; answers what went wrong. An attempt that failed is told by its own error. */
  private async close(row: JobRow, ctx: Attempt): Promise<Error | undefined> {
    try {
      await ctx.close();
      return undefined;
    } catch (error) {
      this.logger.warn({ msg: `${row.name}: items could not be written`, err: error, jobId: row.id });
      return error as Error;
    }
  }

  private async unstarted(job: RunningJob): Promise<void> {
    if (!(await this.ledger.giveBack(job))) await this.ledger.cancelled(job);
  }

  /** What became of an attempt that was to go on later: cancelled, if that was asked meanwhile. */
  private async later(job: RunningJob, stored: Promise<boolean>, outcome: Outcome): Promise<Outcome> {
    if (await stored) return outcome;
    return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';
  }

  private placesOf(contract: JobContract): Places {
    let places = this.places.get(contract.name);
    if (!places) this.places.set(contract.name, (places = new Places(contract.concurrency)));
    return places;
  }

  private payload(contract: JobContract, row: JobRow): object {
    try {
      return checkPayload(contract, row.data);
    } catch (error) {
      throw new PermanentJobError('INVALID_PAYLOAD', (error as Error).message, { cause: error });
    }
  }

  private async settleError(contract: JobContract, row: JobRow, job: RunningJob, thrown: unknown): Promise<Outcome> {
    const reason: unknown = job.abort.signal.aborted ? job.abort.signal.reason : undefined;
    if (thrown instanceof LeaseLostError || reason instanceof LeaseLostError) return 'fenced';
    if (reason instanceof DrainError) return this.later(job, this.ledger.release(job), 'released');
    if (reason instanceof CancelledError) return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';

    if (thrown instanceof SnoozeError) return this.later(job, this.ledger.snooze(job, thrown.ms), 'snoozed');

    const error = reason instanceof DeadlineError ? reason : thrown;
    const permanent = error instanceof PermanentJobError || (error instanceof AppError && error.status < 429);
    const exhausted = row.attempt >= row.max_attempts;
    const retryInMs = permanent || exhausted ? null : backoffDelay(contract.backoff, row.attempt);
    this.logger.warn({
      msg: `${row.name} attempt ${row.attempt} of ${row.max_attempts} failed`,
      err: error,
      job: row.name,
      retryInMs,
    });
    const told = describeError(error);
    if (retryInMs !== null) return this.later(job, this.ledger.retry(job, told, retryInMs), 'retry');
    const reasonWord = permanent ? ('permanent' as const) : ('exhausted' as const);
    const letter = { id: uuidv7(), reason: reasonWord, fingerprint: fingerprint(row.name, told) };
    return (await this.ledger.bury(job, told, letter)) ? 'dead' : 'fenced';
  }
}

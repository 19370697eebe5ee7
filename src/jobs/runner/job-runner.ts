import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
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
} from '../contract/job-errors.js';
import { checkPayload } from '../contract/payload.js';
import { backoffDelay } from '../ledger/backoff.js';
import type { JobRow } from '../ledger/job-row.js';
import { Ledger } from '../ledger/ledger.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { Relay } from '../relay/relay.js';
import { Attempt } from './attempt.js';
import { describeError } from './describe-error.js';
import { type RunningJob, RunningJobs } from './running-jobs.js';

type Handle = (payload: object, ctx: JobContext) => Promise<unknown>;

/** One attempt of one job, from the doorbell to the ledger: the only caller of handlers. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('JobRunner');

  constructor(
    private readonly ledger: Ledger,
    private readonly system: SystemDatabase,
    private readonly tenants: TenantDatabase,
    private readonly context: RequestContext,
    private readonly running: RunningJobs,
    private readonly relay: Relay,
    private readonly metrics: JobMetrics,
    private readonly config: Config,
  ) {}

  /** Answers a doorbell. Resolves when the ledger knows the outcome; a doorbell for a taken job does nothing. */
  async run(contract: JobContract, id: string, handle: Handle): Promise<void> {
    const claimedAt = performance.now();
    const row = await this.ledger.claim(id, this.running.worker, this.config.JOBS_LEASE_MS);
    if (!row) return;
    this.metrics.started(row);

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
    const deadline = setTimeout(() => job.abort.abort(new DeadlineError(contract.deadlineMs)), contract.deadlineMs);
    try {
      await this.context.asTenant(row.tenant_id, () => this.attempt(contract, row, job, handle), {
        jobId: row.id,
        requestId: row.request_id ?? undefined,
      });
    } finally {
      clearTimeout(deadline);
      this.running.remove(job);
      done();
      this.relay.refill(row.name);
    }
  }

  private async attempt(contract: JobContract, row: JobRow, job: RunningJob, handle: Handle): Promise<void> {
    const ctx = new Attempt(row, job.abort.signal, this.ledger, this.tenants);
    const started = performance.now();
    const outcome = await this.settle(contract, row, job, ctx, handle);
    this.metrics.finished(row, outcome, (performance.now() - started) / 1000);
    this.logger.log({ msg: `${row.name} ${outcome}`, job: row.name, outcome, attempt: row.attempt });
  }

  private async settle(contract: JobContract, row: JobRow, job: RunningJob, ctx: Attempt, handle: Handle) {
    try {
      const answer = await handle(this.payload(contract, row), ctx);
      if (ctx.isCompleted(answer)) return 'completed';
      if (await this.ledger.complete(this.system, job, answer)) return 'completed';
      return 'fenced';
    } catch (error) {
      // Effects and completion are committed: a later throw cannot take them back.
      if (ctx.committed) return 'completed';
      return this.settleError(contract, row, job, error);
    }
  }

  private payload(contract: JobContract, row: JobRow): object {
    try {
      return checkPayload(contract, row.data);
    } catch (error) {
      throw new PermanentJobError('INVALID_PAYLOAD', (error as Error).message, { cause: error });
    }
  }

  private async settleError(contract: JobContract, row: JobRow, job: RunningJob, thrown: unknown) {
    const reason: unknown = job.abort.signal.aborted ? job.abort.signal.reason : undefined;
    if (thrown instanceof LeaseLostError || reason instanceof LeaseLostError) return 'fenced';
    if (reason instanceof DrainError) return (await this.ledger.release(job)) ? 'released' : 'fenced';
    if (reason instanceof CancelledError) return (await this.ledger.cancelled(job)) ? 'cancelled' : 'fenced';

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
    const outcome = await this.ledger.fail(job, describeError(error), {
      retryInMs,
      reason: permanent ? 'permanent' : 'exhausted',
      deadLetterId: uuidv7(),
    });
    return outcome === 'lost' ? 'fenced' : outcome;
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { CancelledError, DrainError, LeaseLostError } from '../contract/job-errors.js';
import { ThisWorker } from '../fleet/this-worker.js';
import type { JobError } from '../ledger/job-row.js';
import { Ledger } from '../ledger/ledger.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { RunningJob } from './running-job.js';

/** Pause before the leases are asked for again when Postgres did not answer, ms. */
const AGAIN_MS = 1_000;

const LOST_ANSWER: JobError = {
  code: 'INFRASTRUCTURE',
  message: 'The connection to Postgres was lost while a worker took the job; no attempt was spent',
  cause: 'CONNECTION',
};

/** The jobs this process runs now. Extends their leases by one statement for all, as long as its event loop is not blocked. */
@Injectable()
export class RunningJobs {
  private readonly logger = new Logger('Leases');
  /** A set of attempts, since two of one job may run here: the older one must still be told that it has lost its lease. */
  private readonly jobs = new Set<RunningJob>();
  private readonly waiters: (() => void)[] = [];
  private timer?: NodeJS.Timeout;
  private beating = false;
  /** Until then (this process's clock, ms) the ledger may give this process jobs that it does not know of. */
  private unansweredUntil = -Infinity;

  constructor(
    private readonly ledger: Ledger,
    private readonly keeper: LeaseKeeper,
    private readonly self: ThisWorker,
    private readonly config: Config,
  ) {}

  get size(): number {
    return this.jobs.size;
  }

  list(): RunningJob[] {
    return [...this.jobs];
  }

  add(job: RunningJob): void {
    this.jobs.add(job);
    this.keeper.hold(job);
    this.beatIn(this.config.JOBS_LEASE_MS / 3);
  }

  /**
   * The answer to a claim did not come, and Postgres may have carried it out. Until the leases of that claim are over, each
   * heartbeat looks for jobs that the ledger gives to this process and that it does not know of.
   */
  claimUnanswered(): void {
    this.unansweredUntil = performance.now() + this.config.JOBS_LEASE_MS;
    this.beatIn(this.config.JOBS_LEASE_MS / 3);
  }

  remove(job: RunningJob): void {
    this.jobs.delete(job);
    this.keeper.drop(job);
    if (this.jobs.size > 0) return;
    if (!this.mayHaveUnknown) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    for (const resolve of this.waiters.splice(0)) resolve();
  }

  /** Resolves when the ledger knows the outcome of every job there is. */
  settled(): Promise<void> {
    return this.jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Aborts the job if this process runs it. */
  cancel(id: string): void {
    for (const job of this.jobs) if (job.id === id) job.abort(new CancelledError());
  }

  /** Tells every handler that the process is going down. */
  drain(): void {
    for (const job of this.jobs) job.abort(new DrainError());
  }

  private get mayHaveUnknown(): boolean {
    return performance.now() < this.unansweredUntil;
  }

  private beatIn(ms: number): void {
    if (this.timer || this.beating) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.beating = true;
      void this.beat().then((heard) => {
        this.beating = false;
        const next = this.config.JOBS_LEASE_MS / 3;
        if (this.jobs.size > 0 || this.mayHaveUnknown) this.beatIn(heard ? next : Math.min(next, AGAIN_MS));
      });
    }, ms);
  }

  /** False when Postgres did not answer. */
  private async beat(): Promise<boolean> {
    const held = this.list();
    try {
      const sent = performance.now();
      const alive = await this.ledger.heartbeat(held, this.config.JOBS_LEASE_MS);
      this.keeper.beaten();
      for (const job of held) {
        const state = alive.get(`${job.id}.${job.token}`);
        if (!state) job.abort(new LeaseLostError({ cause: job.silence }));
        else if (state.cancel) job.abort(new CancelledError());
        else if (state.extended) {
          job.leaseEnds = sent + this.config.JOBS_LEASE_MS;
          job.silence = undefined;
        }
      }
      if (this.mayHaveUnknown) await this.handBackOrphans();
      return true;
    } catch (error) {
      this.logger.warn(`heartbeat failed: ${(error as Error).message}`);
      // Without an answer the outcome is unknown: once the lease is over, another worker may have the job.
      for (const job of held) {
        job.silence = error as Error;
        if (performance.now() > job.leaseEnds) job.abort(new LeaseLostError({ cause: error }));
      }
      return false;
    }
  }

  private async handBackOrphans(): Promise<void> {
    const jobs = await this.ledger.orphans(this.self.id, this.list(), this.config.JOBS_LEASE_MS, LOST_ANSWER);
    if (jobs > 0) this.logger.warn(`${jobs} jobs go back: Postgres gave them to this process, which got no answer`);
  }
}

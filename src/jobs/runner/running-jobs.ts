import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { CancelledError, DrainError, LeaseLostError } from '../contract/job-errors.js';
import { Ledger } from '../ledger/ledger.js';
import type { RunningJob } from './running-job.js';

/** What this process runs now; keeps the leases alive with one statement for all of them. */
@Injectable()
export class RunningJobs {
  private readonly logger = new Logger('Leases');
  /** By token too: a late body of a job whose next attempt runs here as well must still hear that it lost. */
  private readonly jobs = new Set<RunningJob>();
  private readonly waiters: (() => void)[] = [];
  private timer?: NodeJS.Timeout;
  /** Name of this process in the ledger. */
  readonly worker = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;

  constructor(
    private readonly ledger: Ledger,
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
    this.timer ??= setInterval(() => void this.beat(), this.config.JOBS_LEASE_MS / 3);
  }

  remove(job: RunningJob): void {
    this.jobs.delete(job);
    if (this.jobs.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
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

  private async beat(): Promise<void> {
    const held = this.list();
    try {
      const sent = performance.now();
      const alive = await this.ledger.heartbeat(held, this.config.JOBS_LEASE_MS);
      for (const job of held) {
        const state = alive.get(`${job.id}.${job.token}`);
        if (!state) job.abort(new LeaseLostError());
        else if (state.cancel) job.abort(new CancelledError());
        else if (state.extended) job.leaseEnds = sent + this.config.JOBS_LEASE_MS;
      }
    } catch (error) {
      this.logger.warn(`heartbeat failed: ${(error as Error).message}`);
      // Without an answer we cannot know: past the lease another worker may have the job.
      for (const job of held) if (performance.now() > job.leaseEnds) job.abort(new LeaseLostError());
    }
  }
}

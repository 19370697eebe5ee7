import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { sessionOptions, SYSTEM_ROLE } from '../../platform/database/data-source.js';
import type { RunningJob } from './running-job.js';
import { LeaseTable } from './lease-table.js';
import type { LeaseThreadData } from './lease-thread.js';

/** The thread's program. A thread runs compiled files only; under test, where this file is not compiled, the one of the build is used. */
const PROGRAM = import.meta.filename.endsWith('.ts')
  ? import.meta.filename.replace(/\/src\/(.*)keeper\.ts$/, '/dist/src/$1thread.js')
  : import.meta.filename.replace('keeper.js', 'thread.js');

/** A thread that ended by itself is not replaced for so long, ms, since the cause may still be there. */
const AGAIN_MS = 30_000;

/** Tells the lease thread which jobs this process holds and that its event loop still runs. */
@Injectable()
export class LeaseKeeper implements OnApplicationShutdown {
  private readonly logger = new Logger('Leases');
  private readonly table = new LeaseTable();
  private readonly places = new Map<RunningJob, number>();
  private thread?: Worker;
  private timer?: NodeJS.Timeout;
  private notBefore = 0;
  private closed = false;

  constructor(private readonly config: Config) {}

  /** From now on the job's lease is kept even while this process's loop is blocked. */
  hold(job: RunningJob): void {
    this.start();
    const place = this.table.put(job);
    if (place !== undefined) this.places.set(job, place);
  }

  drop(job: RunningJob): void {
    const place = this.places.get(job);
    if (place === undefined) return;
    this.places.delete(job);
    this.table.remove(place);
  }

  /** The process has extended all leases itself. */
  beaten(): void {
    this.table.beaten();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.thread?.terminate();
  }

  /** Started with the first job, because a process that runs no jobs needs no thread. */
  private start(): void {
    if (this.thread || this.closed || performance.now() < this.notBefore) return;
    const { JOBS_LEASE_MS: leaseMs, JOBS_BLOCKED_MS: blockedMs, systemDatabaseUrl } = this.config;
    const connection = { connectionString: systemDatabaseUrl, options: sessionOptions(SYSTEM_ROLE) };
    const workerData: LeaseThreadData = { memory: this.table.memory, connection, leaseMs, blockedMs };
    const thread = new Worker(PROGRAM, { workerData, execArgv: [] });
    this.thread = thread;
    thread.unref();
    thread.on('error', (error) => this.logger.error(`the lease thread ended: ${error.message}`));
    // A later job starts another one.
    thread.on('exit', () => {
      this.thread = undefined;
      this.notBefore = performance.now() + AGAIN_MS;
    });
    clearInterval(this.timer);
    this.timer = setInterval(() => this.table.sign(), leaseMs / 6).unref();
  }
}

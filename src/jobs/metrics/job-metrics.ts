import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { Metrics } from '../../platform/observability/metrics.js';

export type Outcome = 'completed' | 'retry' | 'dead' | 'cancelled' | 'released' | 'snoozed' | 'interrupted' | 'fenced';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

// One branch a state: each is answered by that state's own small index, however long the history is.
const DEPTH = `
  SELECT name, 'PENDING' AS status, count(*) AS jobs FROM job_live WHERE status = 'PENDING' AND due GROUP BY name
  UNION ALL SELECT name, 'DELAYED', count(*) FROM job_live WHERE status = 'PENDING' AND NOT due GROUP BY name
  UNION ALL SELECT name, 'QUEUED', count(*) FROM job_live WHERE status = 'QUEUED' GROUP BY name
  UNION ALL SELECT name, 'RUNNING', count(*) FROM job_live WHERE status = 'RUNNING' GROUP BY name`;
const OLDEST = `
  SELECT name, extract(epoch FROM now() - min(since))::float8 AS age FROM (
    SELECT name, min(run_at) AS since FROM job_live WHERE status = 'PENDING' AND due GROUP BY name
    UNION ALL SELECT name, min(run_at) FROM job_live WHERE status = 'QUEUED' GROUP BY name) hot
  GROUP BY name`;

/** Prometheus series of the platform, by queue. Never by tenant: labels would grow without bound and leak. */
@Injectable()
export class JobMetrics {
  private readonly wait: Histogram<'queue'>;
  private readonly run: Histogram<'queue'>;
  private readonly outcomes: Counter<'queue' | 'outcome'>;
  private readonly dead: Counter<'queue' | 'reason'>;
  private readonly recovered: Counter<'queue' | 'cause'>;
  private readonly setBack: Counter;
  private readonly interruptions: Counter<'queue' | 'cause'>;
  private readonly leftBehind: Counter<'queue' | 'reason'>;
  private readonly leftBehindNow: Gauge;
  private readonly byQueue = new Map<string, Record<'wait' | 'run', Histogram.Internal<'queue'>>>();

  constructor(metrics: Metrics, db: SystemDatabase) {
    const registers = [metrics.registry];
    this.wait = new Histogram({
      name: 'nightshift_job_wait_seconds',
      help: 'Time between the moment a job was due and the start of its attempt',
      labelNames: ['queue'],
      buckets: SECONDS,
      registers,
    });
    this.run = new Histogram({
      name: 'nightshift_job_run_seconds',
      help: 'Duration of attempts',
      labelNames: ['queue'],
      buckets: SECONDS,
      registers,
    });
    this.outcomes = new Counter({
      name: 'nightshift_job_attempts_total',
      help: 'Attempts by outcome; retry counts retries, fenced counts writes refused to a lost lease',
      labelNames: ['queue', 'outcome'],
      registers,
    });
    this.dead = new Counter({
      name: 'nightshift_dead_letters_total',
      help: 'Jobs given up, by reason',
      labelNames: ['queue', 'reason'],
      registers,
    });
    this.recovered = new Counter({
      name: 'nightshift_jobs_recovered_total',
      help: 'Jobs put back by the reconciler: expired lease, lost doorbell, wiped Redis',
      labelNames: ['queue', 'cause'],
      registers,
    });
    this.setBack = new Counter({
      name: 'nightshift_clock_set_back_total',
      help: "How often this process found that the database's clock had been set back",
      registers,
    });
    this.interruptions = new Counter({
      name: 'nightshift_job_interruptions_total',
      help: 'Attempts ended by trouble with Postgres, by SQLSTATE or code; they spend nothing',
      labelNames: ['queue', 'cause'],
      registers,
    });
    this.leftBehind = new Counter({
      name: 'nightshift_job_handlers_abandoned_total',
      help: 'Handlers that ignored their signal and were left behind, by what the signal said',
      labelNames: ['queue', 'reason'],
      registers,
    });
    this.leftBehindNow = new Gauge({
      name: 'nightshift_job_handlers_abandoned',
      help: 'Handlers that were left behind and still run in this process',
      registers,
    });
    new Gauge({
      name: 'nightshift_queue_depth',
      help: 'Jobs that are not final, by ledger status',
      labelNames: ['queue', 'status'],
      registers,
      async collect() {
        const rows = await db.rows<{ name: string; status: string; jobs: number }>(DEPTH);
        this.reset();
        for (const row of rows) this.set({ queue: row.name, status: row.status }, row.jobs);
      },
    });
    new Gauge({
      name: 'nightshift_queue_oldest_seconds',
      help: 'Age of the oldest due job that no worker has taken',
      labelNames: ['queue'],
      registers,
      async collect() {
        const rows = await db.rows<{ name: string; age: number }>(OLDEST);
        this.reset();
        for (const row of rows) this.set({ queue: row.name }, row.age);
      },
    });
  }

  /** @param waited s since the job was due */
  started(queue: string, waited: number): void {
    this.of(queue).wait.observe(Math.max(0, waited));
  }

  finished(queue: string, outcome: Outcome, seconds: number): void {
    this.of(queue).run.observe(seconds);
    this.outcomes.inc({ queue, outcome });
    if (outcome === 'dead') this.dead.inc({ queue, reason: 'failed' });
  }

  /** The library looks labels up by hashing them: once a queue is enough. */
  private of(queue: string) {
    let own = this.byQueue.get(queue);
    if (!own) this.byQueue.set(queue, (own = { wait: this.wait.labels(queue), run: this.run.labels(queue) }));
    return own;
  }

  interrupted(queue: string, cause: string): void {
    this.interruptions.inc({ queue, cause });
  }

  /** @param now how many of them run in this process */
  abandoned(queue: string, reason: string, now: number): void {
    this.leftBehind.inc({ queue, reason });
    this.leftBehindNow.set(now);
  }

  abandonedNow(now: number): void {
    this.leftBehindNow.set(now);
  }

  quarantined(queue: string): void {
    this.dead.inc({ queue, reason: 'quarantined' });
  }

  clockSetBack(): void {
    this.setBack.inc();
  }

  putBack(queue: string, cause: 'lease' | 'doorbell' | 'redis', jobs = 1): void {
    this.recovered.inc({ queue, cause }, jobs);
  }
}

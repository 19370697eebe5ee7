import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { Doorbell, JobsLifecycle, JobsService, SchedulesService } from '../../src/jobs/index.js';
import { JobControl } from '../../src/jobs/control/job-control.js';
import { DeadLettersService } from '../../src/jobs/dead-letter/dead-letters.service.js';
import { LimitsService } from '../../src/jobs/queues/limits.service.js';
import { PausesService } from '../../src/jobs/queues/pauses.service.js';
import { RunningJobs } from '../../src/jobs/runner/running-jobs.js';
import { startJobs } from '../../src/jobs/testing/index.js';
import { WhyService } from '../../src/jobs/why/why.service.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { createTestDatabase } from '../support/databases.js';
import { KindsModule } from './kinds.js';
import { ScriptedModule } from './scripted.js';

const FINAL = ['COMPLETED', 'FAILED', 'CANCELLED', 'DEAD'];

/** One process of the platform with the test kinds, without HTTP. */
export class JobsProcess {
  private constructor(readonly app: INestApplicationContext) {}

  static async start(env: Record<string, string>): Promise<JobsProcess> {
    return new JobsProcess(await startJobs({ JOBS_LEASE_MS: '600', ...env }, [KindsModule, ScriptedModule]));
  }

  get jobs(): JobsService {
    return this.app.get(JobsService);
  }

  get control(): JobControl {
    return this.app.get(JobControl);
  }

  get why(): WhyService {
    return this.app.get(WhyService);
  }

  get pauses(): PausesService {
    return this.app.get(PausesService);
  }

  get limits(): LimitsService {
    return this.app.get(LimitsService);
  }

  get letters(): DeadLettersService {
    return this.app.get(DeadLettersService);
  }

  get schedules(): SchedulesService {
    return this.app.get(SchedulesService);
  }

  /** Runs fn as a tenant. */
  as<T>(tenantId: string, fn: () => Promise<T>): Promise<T> {
    return this.app.get(RequestContext).asTenant(tenantId, fn);
  }

  /** Attempts with this outcome, from the process's own counter. */
  async outcomes(outcome: string): Promise<number> {
    const metric = await this.app.get(Metrics).registry.getSingleMetric('nightshift_job_attempts_total')!.get();
    return metric.values.filter((v) => v.labels['outcome'] === outcome).reduce((sum, v) => sum + v.value, 0);
  }

  /** How many bells of a tenant in a queue Redis does not have. */
  async missing(queue: string, world: JobsWorld, tenantId: string): Promise<number> {
    const { rows } = await world.db.query<{ bell: string }>(
      `SELECT bell FROM job_live WHERE name = $1 AND tenant_id = $2 AND status = 'QUEUED'`,
      [queue, tenantId],
    );
    return (
      await this.app.get(Doorbell).missing(
        queue,
        rows.map(({ bell }) => bell),
      )
    ).length;
  }

  /** True when this process runs the job and could not extend its lease in time, or does not run it. */
  leaseOver(id: string): boolean {
    const job = this.app
      .get(RunningJobs)
      .list()
      .find((one) => one.id === id);
    return job === undefined || performance.now() > job.leaseEnds;
  }

  /** Stops taking messages of the doorbell while the rest of the process goes on. */
  async stopListening(): Promise<void> {
    await this.app.get(Doorbell).stopConsuming();
  }

  async stop(): Promise<boolean> {
    const clean = await this.app.get(JobsLifecycle).drain();
    await this.app.close();
    return clean;
  }
}

/** A database of its own, a Redis prefix of its own, two tenants. */
export class JobsWorld {
  readonly processes: JobsProcess[] = [];
  readonly prefix = `t${randomUUID().slice(0, 8)}`;

  private constructor(
    readonly url: string,
    readonly redisUrl: string,
    readonly db: pg.Pool,
    readonly a: string,
    readonly b: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async create(redisUrl = process.env['TEST_REDIS_URL']!): Promise<JobsWorld> {
    const database = await createTestDatabase();
    const db = new pg.Pool({ connectionString: database.url, max: 4 });
    const [a, b] = [randomUUID(), randomUUID()];
    await db.query(`INSERT INTO tenant (id, slug, name) VALUES ($1, 'a-tenant', 'A'), ($2, 'b-tenant', 'B')`, [a, b]);
    await db.query(
      `CREATE TABLE test_effect (key text, attempt int); GRANT ALL ON test_effect TO nightshift_app, nightshift_system`,
    );
    return new JobsWorld(database.url, redisUrl, db, a, b, () => database.drop());
  }

  async start(env: Record<string, string> = {}): Promise<JobsProcess> {
    const one = await JobsProcess.start({
      DATABASE_URL: this.url,
      REDIS_URL: this.redisUrl,
      REDIS_PREFIX: this.prefix,
      ...env,
    });
    this.processes.push(one);
    return one;
  }

  /** Resolves once every job is final. @throws Error after ms. */
  async drain(ms = 20_000): Promise<void> {
    await this.until(async () => (await this.count(`status <> ALL ($1)`, [FINAL])) === 0, ms);
  }

  /** Resolves once the condition holds. @throws Error after ms. */
  async until(condition: () => Promise<boolean>, ms = 10_000): Promise<void> {
    const end = Date.now() + ms;
    while (!(await condition())) {
      if (Date.now() > end) {
        const { rows } = await this.db.query('SELECT name, status, count(*) FROM job GROUP BY 1, 2');
        throw new Error(`waited ${ms} ms in vain; jobs: ${JSON.stringify(rows)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async count(where: string, values: unknown[] = []): Promise<number> {
    const { rows } = await this.db.query<{ n: number }>(`SELECT count(*)::int AS n FROM job WHERE ${where}`, values);
    return rows[0]!.n;
  }

  /** Pauses a queue (null: all) for a tenant (null: all); answers a function that lifts the pause. */
  async pause(name: string | null, tenant: string | null = null): Promise<() => Promise<unknown>> {
    await this.db.query('INSERT INTO queue_pause (name, tenant_id) VALUES ($1, $2)', [name, tenant]);
    return () =>
      this.db.query(
        'DELETE FROM queue_pause WHERE name IS NOT DISTINCT FROM $1 AND tenant_id IS NOT DISTINCT FROM $2',
        [name, tenant],
      );
  }

  /** Another tenant. */
  async tenant(slug: string): Promise<string> {
    const id = randomUUID();
    await this.db.query('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, slug]);
    return id;
  }

  async effects(key: string): Promise<number> {
    const { rows } = await this.db.query<{ n: number }>('SELECT count(*)::int AS n FROM test_effect WHERE key = $1', [
      key,
    ]);
    return rows[0]!.n;
  }

  async close(): Promise<void> {
    for (const one of this.processes) await one.stop();
    await this.db.end();
    await this.drop();
  }
}

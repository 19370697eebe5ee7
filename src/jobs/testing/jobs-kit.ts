import { randomUUID } from 'node:crypto';
import type { INestApplicationContext, ModuleMetadata, Type } from '@nestjs/common';
import pg from 'pg';
import { RequestContext } from '../../platform/tenancy/context.js';
import { JobsService, type EnqueueOptions } from '../accept/jobs.service.js';
import type { JobContract } from '../contract/define-job.js';
import { EffectsService, type EffectView } from '../effects/effects.service.js';
import { ItemsService, type ItemView } from '../items/items.service.js';
import type { JobDetail } from '../ledger/job-view.js';
import { JobsLifecycle } from '../lifecycle/jobs-lifecycle.js';
import { startJobs } from './start-jobs.js';

export interface KitOptions {
  /** A migrated database of its own, with the rights of its owner. */
  databaseUrl: string;
  redisUrl: string;
  /** Modules with the job kinds under test, and what these need. */
  imports: NonNullable<ModuleMetadata['imports']>;
  /** Variables of `.env.example` that are to differ. */
  env?: Record<string, string>;
}

export interface RunOptions extends EnqueueOptions {
  /** The tenant the job belongs to; default: the kit's first. */
  tenantId?: string;
  /** Instant the job is meant for (`ctx.scheduledFor`), as if a schedule had started it for that slot; may lie in the past. */
  at?: Date;
}

/** A job that has ended, with what it told of its items and its calls to the outside. */
export type Run<Result> = Omit<JobDetail, 'items' | 'result'> & {
  result: Result;
  /** In the order in which the handler told them. */
  items: ItemView[];
  /** In the order in which they were claimed. */
  effects: EffectView[];
};

/** How long a job may take in a test, ms. */
const PATIENCE_MS = 30_000;

/**
 * Runs job kinds in tests as in production: accepted into Postgres, rung through Redis, claimed, fenced. Nothing is mocked
 * but the time a job waits for (`advance`). CONTRIBUTING.md and test/jobs/kit.spec.ts show it at work.
 */
export class JobsKit {
  private constructor(
    readonly app: INestApplicationContext,
    private readonly pool: pg.Pool,
    /** The tenant that jobs belong to unless told otherwise. */
    readonly tenantId: string,
  ) {}

  static async start({ databaseUrl, redisUrl, imports, env }: KitOptions): Promise<JobsKit> {
    const prefix = `t${randomUUID().slice(0, 8)}`;
    const app = await startJobs(
      { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, REDIS_PREFIX: prefix, ...env },
      imports,
    );
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    const kit = new JobsKit(app, pool, randomUUID());
    await kit.addTenant(kit.tenantId);
    return kit;
  }

  /** Ends running jobs or hands them back, then closes everything. */
  async stop(): Promise<void> {
    await this.app.get(JobsLifecycle).drain();
    await this.app.close();
    await this.pool.end();
  }

  get<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  /** Makes another tenant; answers its id. */
  async addTenant(id: string = randomUUID()): Promise<string> {
    await this.sql('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, `t-${id}`]);
    return id;
  }

  /** Runs fn with the rights of a tenant. */
  as<T>(fn: () => Promise<T>, tenantId = this.tenantId): Promise<T> {
    return this.app.get(RequestContext).asTenant(tenantId, fn);
  }

  /** Rows as the owner of the database, who sees all tenants. */
  async sql<Row = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(text, parameters)).rows as Row[];
  }

  /** Accepts a job; answers its id. */
  async enqueue<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payload: NoInfer<Payload>,
    { tenantId, at, ...options }: RunOptions = {},
  ): Promise<string> {
    // Put off until its slot is set: otherwise it might start without.
    const delayed = at ? { ...options, delay: 3_600_000 } : options;
    const { id } = await this.as(() => this.get(JobsService).enqueue(contract, payload, delayed), tenantId);
    if (at) await this.sql('UPDATE job_live SET scheduled_for = $2, run_at = now() WHERE id = $1', [id, at]);
    return id;
  }

  /**
   * Accepts a job and waits for its end, whatever that is: read `status`, `result`, `error`, `items`, `effects`,
   * `attemptLog`. A retry waits for its back-off as in production; see `advance`.
   * @throws Error when it has not ended after 30 s
   */
  async run<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payload: NoInfer<Payload>,
    options: RunOptions = {},
  ): Promise<Run<Result>> {
    const id = await this.enqueue(contract, payload, options);
    return this.ended<Result>(id, options.tenantId);
  }

  /** What became of a job, once it has ended. @throws Error when it has not after 30 s */
  async ended<Result = unknown>(id: string, tenantId = this.tenantId): Promise<Run<Result>> {
    return this.as(async () => {
      const job = await this.get(JobsService).waitFor(id, PATIENCE_MS);
      if (!job) throw new Error(`Job ${id} has not ended: ${JSON.stringify(await this.get(JobsService).get(id))}`);
      const { items } = await this.get(ItemsService).list(id, { limit: 1_000, offset: 0 });
      const { effects } = await this.get(EffectsService).list({ jobId: id, limit: 1_000, offset: 0 });
      return { ...job, result: job.result as Result, items, effects: effects.reverse() };
    }, tenantId);
  }

  /** Resolves once the job waits for its time: put off, snoozed, or before its next attempt. */
  async waiting(id: string): Promise<void> {
    await this.until(
      `job ${id} does not wait`,
      `SELECT 1 FROM job_live WHERE id = $1 AND status = 'PENDING' AND run_at > now()`,
      [id],
    );
  }

  /** Brings everything that jobs wait for (delays, back-off, snoozes) nearer by so many ms. */
  async advance(ms: number): Promise<void> {
    await this.sql(
      `UPDATE job_live SET run_at = run_at - make_interval(secs => $1::float8 / 1000)
       WHERE status = 'PENDING' AND run_at > now()`,
      [ms],
    );
  }

  /** Resolves once every job of every tenant has ended. @throws Error when one has not after 30 s */
  async drain(): Promise<void> {
    await this.until('jobs have not ended', 'SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM job_live)', []);
  }

  private async until(trouble: string, sql: string, parameters: unknown[]): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while ((await this.sql(sql, parameters)).length === 0) {
      if (Date.now() > end) {
        const jobs = await this.sql('SELECT name, status, run_at, error FROM job_live LIMIT 20');
        throw new Error(`After ${PATIENCE_MS} ms ${trouble}: ${JSON.stringify(jobs)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

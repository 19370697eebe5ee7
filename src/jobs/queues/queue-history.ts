import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';

export const STEPS = ['minute', 'hour'] as const;
export type Step = (typeof STEPS)[number];

/** What ended in one step of time. */
export interface HistoryPoint {
  at: Date;
  /** Completed jobs. */
  completed: number;
  /** Failed and dead ones. */
  failed: number;
  /** ms; null: nothing completed. */
  waitP95: number | null;
  runP95: number | null;
}

/** What one tenant has in a queue. */
export interface TenantShare {
  tenant: string;
  name: string;
  waiting: number;
  running: number;
  /** When the job that has waited longest became due. */
  oldest: Date | null;
  /** Completed and failed jobs of the last hour. */
  finished: number;
  /** Of the time that the queue's jobs ran in the last hour, percent. */
  share: number;
}

/** How far back the history goes. */
export const HISTORY_HOURS = 24;

const P95 = (length: string) =>
  `percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM ${length}) * 1000) FILTER (WHERE status = 'COMPLETED')`;

/**
 * $1 queue, $2 tenants, $3 'minute' or 'hour', $4 steps. Read tenant by tenant, along the index by the end of jobs.
 */
const HISTORY = `
  WITH steps AS (
    SELECT date_trunc($3, now(), 'UTC') - n * ('1 ' || $3)::interval AS at FROM generate_series(0, $4::int - 1) AS n
  ), first AS (SELECT min(at) AS at FROM steps
  ), done AS (
    SELECT date_trunc($3, h.completed_at, 'UTC') AS at,
      count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed,
      count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS failed,
      ${P95('h.started_at - h.run_at')} AS wait, ${P95('h.completed_at - h.started_at')} AS run
    FROM unnest($2::uuid[]) AS t(id) CROSS JOIN LATERAL (
      SELECT status, run_at, started_at, completed_at FROM job_history
      WHERE tenant_id = t.id AND name = $1 AND completed_at >= (SELECT at FROM first)) h
    GROUP BY 1
  )
  SELECT steps.at, coalesce(completed, 0) AS completed, coalesce(failed, 0) AS failed,
    CASE WHEN wait IS NOT NULL THEN greatest(round(wait), 0)::float8 END AS "waitP95",
    CASE WHEN run IS NOT NULL THEN greatest(round(run), 0)::float8 END AS "runP95"
  FROM steps LEFT JOIN done USING (at) ORDER BY steps.at`;

/** $1 queue. Tenants that have something in it now, or had in the last hour. */
const SHARES = `
  WITH live AS (
    SELECT tenant_id, count(*) FILTER (WHERE status <> 'RUNNING')::int AS waiting,
      count(*) FILTER (WHERE status = 'RUNNING')::int AS running, min(run_at) FILTER (WHERE status <> 'RUNNING') AS oldest
    FROM job_live WHERE name = $1 AND (status IN ('QUEUED', 'RUNNING') OR (status = 'PENDING' AND due)) GROUP BY tenant_id
  ), done AS (
    SELECT t.id AS tenant_id, h.finished, h.ms
    FROM tenant t CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status IN ('COMPLETED', 'FAILED', 'DEAD'))::int AS finished,
        coalesce(sum(extract(epoch FROM completed_at - greatest(started_at, now() - interval '1 hour')))
          FILTER (WHERE started_at IS NOT NULL), 0)::float8 AS ms
      FROM job_history WHERE tenant_id = t.id AND name = $1 AND completed_at >= now() - interval '1 hour') h
    WHERE h.finished > 0 OR h.ms > 0
  )
  SELECT t.slug AS tenant, t.name, coalesce(waiting, 0) AS waiting, coalesce(running, 0) AS running, oldest,
    coalesce(finished, 0) AS finished,
    coalesce(round((100 * ms / nullif(sum(ms) OVER (), 0))::numeric, 2), 0)::float8 AS share
  FROM live FULL JOIN done USING (tenant_id) JOIN tenant t ON t.id = tenant_id
  ORDER BY waiting + running DESC, share DESC, t.slug`;

/** What a queue did in the last day, of the caller's tenant or of all; and, for the operator, whose jobs they are. */
@Injectable()
export class QueueHistory {
  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
  ) {}

  /** Oldest first, a point for each step, also where nothing ended. @throws AppError NOT_FOUND (queue) */
  async points(queue: string, step: Step): Promise<HistoryPoint[]> {
    const { name } = this.contracts.resolve(queue);
    const own = this.context.principal?.tenantId;
    const tenants = own ? [own] : await this.tenants();
    return this.db.rows<HistoryPoint>(HISTORY, [name, tenants, step, HISTORY_HOURS * (step === 'minute' ? 60 : 1)]);
  }

  /** @throws AppError NOT_FOUND (queue) */
  shares(queue: string): Promise<TenantShare[]> {
    const { name } = this.contracts.resolve(queue);
    return this.db.rows<TenantShare>(SHARES, [name]);
  }

  private async tenants(): Promise<string[]> {
    return (await this.db.rows<{ id: string }>('SELECT id FROM tenant')).map(({ id }) => id);
  }
}

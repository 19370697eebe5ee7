import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { pauses } from '../ledger/pauses.sql.js';

interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface QueueMetricsRow {
  name: string;
  waiting: number;
  active: number;
  /** Of the jobs made in the last 24 hours, as are failed, wait and run. */
  completed: number;
  failed: number;
  delayed: number;
  paused: boolean;
  /** Failed among finished, percent. */
  failedRate: number;
  /** Finished in the last hour. */
  throughput: number;
  /** ms. */
  wait: Percentiles;
  run: Percentiles;
}

const PERCENTILES = (expression: string) =>
  `percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM ${expression}) * 1000)
     FILTER (WHERE status = 'COMPLETED')`;

/** What is not final, and what became final of the jobs made in the last 24 hours. $1: names; $2: tenant or null for all. */
const METRICS = `
  WITH live AS (
    SELECT name, count(*) FILTER (WHERE status = 'QUEUED' OR (status = 'PENDING' AND due))::int AS waiting,
           count(*) FILTER (WHERE status = 'RUNNING')::int AS active,
           count(*) FILTER (WHERE status = 'PENDING' AND NOT due)::int AS delayed
    FROM job_live WHERE $2::uuid IS NULL OR tenant_id = $2 GROUP BY name
  ), done AS (
    SELECT name, count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed,
           count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS failed,
           count(*) FILTER (WHERE completed_at > now() - interval '1 hour')::int AS throughput,
           ${PERCENTILES('started_at - run_at')} AS wait,
           ${PERCENTILES('completed_at - started_at')} AS run
    FROM job_history WHERE id >= ledger_floor(now() - interval '24 hours') AND ($2::uuid IS NULL OR tenant_id = $2)
    GROUP BY name
  )
  SELECT q.name, coalesce(waiting, 0) AS waiting, coalesce(active, 0) AS active, coalesce(delayed, 0) AS delayed,
    coalesce(completed, 0) AS completed, coalesce(failed, 0) AS failed, coalesce(throughput, 0) AS throughput, wait, run,
    EXISTS (SELECT 1 FROM queue_pause p WHERE ${pauses('p', 'q.name')}
            AND (p.tenant_id IS NULL OR p.tenant_id = $2::uuid)) AS paused
  FROM unnest($1::text[]) AS q(name) LEFT JOIN live USING (name) LEFT JOIN done USING (name)
  ORDER BY q.name`;

type Raw = Omit<QueueMetricsRow, 'failedRate' | 'wait' | 'run'> & { wait: number[] | null; run: number[] | null };

/** Figures of the queues: a tenant's own, or everybody's for an OPERATOR. */
@Injectable()
export class QueueMetrics {
  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
  ) {}

  async read(type?: string): Promise<QueueMetricsRow[]> {
    const names = type ? [this.contracts.resolve(type).name] : this.contracts.names();
    // An operator has no tenant and sees all.
    const rows = await this.db.rows<Raw>(METRICS, [names, this.context.principal?.tenantId ?? null]);
    return rows.map((row) => ({
      ...row,
      failedRate: percent(row.failed, row.failed + row.completed),
      wait: percentiles(row.wait),
      run: percentiles(row.run),
    }));
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}

function percentiles(values: number[] | null): Percentiles {
  const [p50 = null, p95 = null, p99 = null] = (values ?? []).map((ms) => Math.max(0, Math.round(ms)));
  return { p50, p95, p99 };
}

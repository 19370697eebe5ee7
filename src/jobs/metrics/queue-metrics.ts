import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Relay } from '../relay/relay.js';

interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface QueueMetricsRow {
  name: string;
  waiting: number;
  active: number;
  completed: number;
  failed: number;
  delayed: number;
  paused: boolean;
  /** Failed among finished, percent. */
  failedRate: number;
  /** Finished in the last hour. */
  throughput: number;
  /** ms, of the last 24 hours. */
  wait: Percentiles;
  run: Percentiles;
}

const PERCENTILES = (expression: string) =>
  `percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM ${expression}) * 1000)
     FILTER (WHERE status = 'COMPLETED' AND completed_at > now() - interval '24 hours')`;

const METRICS = `
  SELECT q.name, p.paused, m.*
  FROM unnest($1::text[]) AS q(name)
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'QUEUED' OR (status = 'PENDING' AND due))::int AS waiting,
           count(*) FILTER (WHERE status = 'RUNNING')::int AS active,
           count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed,
           count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS failed,
           count(*) FILTER (WHERE status = 'PENDING' AND NOT due)::int AS delayed,
           count(*) FILTER (WHERE completed_at > now() - interval '1 hour')::int AS throughput,
           ${PERCENTILES('started_at - run_at')} AS wait,
           ${PERCENTILES('completed_at - started_at')} AS run
    FROM job WHERE job.name = q.name) m
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM queue_pause WHERE queue_pause.name = q.name
                   AND (tenant_id IS NULL OR tenant_id = $2::uuid)) AS paused) p
  ORDER BY q.name`;

type Raw = Omit<QueueMetricsRow, 'failedRate' | 'wait' | 'run'> & { wait: number[] | null; run: number[] | null };

/** Figures of the queues: a tenant's own, or everybody's for an OPERATOR. Also holds the pause switches. */
@Injectable()
export class QueueMetrics {
  constructor(
    private readonly tenantDb: TenantDatabase,
    private readonly systemDb: SystemDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
    private readonly relay: Relay,
  ) {}

  async read(type?: string): Promise<QueueMetricsRow[]> {
    const names = type ? [this.contracts.resolve(type).name] : this.contracts.names();
    const tenantId = this.context.principal?.tenantId ?? null;
    const rows = tenantId
      ? await this.tenantDb.rows<Raw>(METRICS, [names, tenantId])
      : await this.systemDb.rows<Raw>(METRICS, [names, null]);
    return rows.map((row) => ({
      ...row,
      failedRate: percent(row.failed, row.failed + row.completed),
      wait: percentiles(row.wait),
      run: percentiles(row.run),
    }));
  }

  /** Pauses or resumes a queue: for everybody when an OPERATOR asks, else for the caller's tenant. */
  async setPaused(type: string, paused: boolean): Promise<{ name: string; paused: boolean; scope: string }> {
    const { name } = this.contracts.resolve(type);
    const { tenantId = null, userId = null } = this.context.principal ?? {};
    if (paused)
      await this.systemDb.run(
        'INSERT INTO queue_pause (name, tenant_id, paused_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [name, tenantId, userId],
      );
    else
      await this.systemDb.run('DELETE FROM queue_pause WHERE name = $1 AND tenant_id IS NOT DISTINCT FROM $2', [
        name,
        tenantId,
      ]);
    // Rings that are out already go back, or they would still be answered.
    if (paused)
      await this.systemDb.run(
        `UPDATE job SET status = 'PENDING', rung_at = NULL, checked_at = NULL, epoch = epoch + 1
         WHERE name = $1 AND status = 'QUEUED' AND ($2::uuid IS NULL OR tenant_id = $2)`,
        [name, tenantId],
      );
    else this.relay.wake(name);
    return { name, paused, scope: tenantId ? 'tenant' : 'everybody' };
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}

function percentiles(values: number[] | null): Percentiles {
  const [p50 = null, p95 = null, p99 = null] = (values ?? []).map((ms) => Math.max(0, Math.round(ms)));
  return { p50, p95, p99 };
}

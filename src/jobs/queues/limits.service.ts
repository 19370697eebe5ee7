import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Relay } from '../relay/relay.js';

/** What holds for the jobs of one tenant in a queue; null: no such limit. */
export interface LimitView {
  name: string;
  /** Slug; null: the rule for every tenant that has none of its own. */
  tenant: string | null;
  /** kind: declared by the job kind; operator: set by hand. */
  source: 'kind' | 'operator';
  maxRunning: number | null;
  rate: { jobs: number; perSeconds: number } | null;
}

interface Row {
  name: string;
  tenant: string | null;
  source: 'kind' | 'operator';
  max_running: number | null;
  rate_jobs: number | null;
  rate_seconds: number | null;
}

/** Caps and rates of the queues: what the kinds declare, and what an operator sets over it. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly relay: Relay,
    private readonly context: RequestContext,
  ) {}

  /** A tenant sees what holds for all and for itself. @throws AppError NOT_FOUND (queue). */
  async list(queue: string): Promise<LimitView[]> {
    const { name } = this.contracts.resolve(queue);
    const rows = await this.db.rows<Row>(
      `SELECT name, NULL AS tenant, 'kind' AS source, max_running, rate_jobs, rate_seconds FROM job_kind WHERE name = $1
       UNION ALL
       SELECT l.name, t.slug, 'operator', l.max_running, l.rate_jobs, l.rate_seconds
       FROM job_limit l LEFT JOIN tenant t ON t.id = l.tenant_id
       WHERE l.name = $1 AND ($2::uuid IS NULL OR l.tenant_id IS NULL OR l.tenant_id = $2)
       ORDER BY source, tenant NULLS FIRST`,
      [name, this.context.principal?.tenantId ?? null],
    );
    return rows.map((row) => ({
      name: row.name,
      tenant: row.tenant,
      source: row.source,
      maxRunning: row.max_running,
      rate: row.rate_jobs && row.rate_seconds ? { jobs: row.rate_jobs, perSeconds: row.rate_seconds } : null,
    }));
  }

  /** Sets the limits of a queue for one tenant (slug) or for all; what is not given falls back to the kind's own. */
  async put(
    queue: string,
    tenant: string | undefined,
    limit: { maxRunning?: number; rate?: { jobs: number; perSeconds: number } },
  ): Promise<LimitView[]> {
    const { name } = this.contracts.resolve(queue);
    await this.db.run(
      `INSERT INTO job_limit (name, tenant_id, max_running, rate_jobs, rate_seconds) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name, tenant_id) DO UPDATE SET max_running = excluded.max_running, rate_jobs = excluded.rate_jobs,
         rate_seconds = excluded.rate_seconds`,
      [
        name,
        await this.tenantId(tenant),
        limit.maxRunning ?? null,
        limit.rate?.jobs ?? null,
        limit.rate?.perSeconds ?? null,
      ],
    );
    this.relay.wake(name);
    return this.list(name);
  }

  async remove(queue: string, tenant: string | undefined): Promise<void> {
    const { name } = this.contracts.resolve(queue);
    await this.db.run('DELETE FROM job_limit WHERE name = $1 AND tenant_id IS NOT DISTINCT FROM $2', [
      name,
      await this.tenantId(tenant),
    ]);
    this.relay.wake(name);
  }

  private async tenantId(slug: string | undefined): Promise<string | null> {
    if (slug === undefined) return null;
    const tenant = await this.db.first<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [slug]);
    if (!tenant) throw notFound('Tenant');
    return tenant.id;
  }
}

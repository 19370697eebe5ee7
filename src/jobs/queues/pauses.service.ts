import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { pauses } from '../ledger/pauses.sql.js';
import { Relay } from '../relay/relay.js';

/** In a route, the word for all queues. */
const ALL_QUEUES = 'all';

export interface PauseView {
  /** Queue, or `all`. */
  name: string;
  paused: boolean;
  scope: 'everybody' | 'tenant';
}

export interface ActivePause {
  /** Queue, or `all`. */
  name: string;
  scope: 'everybody' | 'tenant';
  tenant: string | null;
  /** A tenant is not told who works for the operator. */
  pausedBy: string;
  pausedAt: Date;
  reason: string | null;
  /** Its tenant is disabled, and enabling it lifts this. */
  tenantDisabled: boolean;
  /** Of the tenant, for its page. */
  tenantId: string | null;
}

/** One pause: whose jobs it holds, and who has it in hand. */
interface Scope {
  name: string | null;
  tenantId: string | null;
  byOperator: boolean;
}

/** Holds jobs back: of a queue, of a tenant, or of both. Jobs are accepted meanwhile; running ones go on. */
@Injectable()
export class PausesService {
  constructor(
    private readonly db: SystemDatabase,
    private readonly tenants: TenantDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
    private readonly relay: Relay,
  ) {}

  /**
   * @param queue its name, or ALL_QUEUES
   * @param tenant slug; only an OPERATOR names one, and without it means everybody. Others mean their own.
   * @throws AppError NOT_FOUND (queue, tenant).
   */
  async pause(queue: string, reason?: string, tenant?: string): Promise<PauseView> {
    const { name, tenantId, byOperator } = await this.scope(queue, tenant);
    await this.write(
      byOperator,
      `INSERT INTO queue_pause (name, tenant_id, paused_by, reason, by_operator) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name, tenant_id, by_operator, tenant_disabled) DO UPDATE SET reason = coalesce(excluded.reason, queue_pause.reason)`,
      [name, tenantId, this.context.principal?.userId ?? null, reason ?? null, byOperator],
    );
    // Jobs that have been rung already go back, or workers would still run them.
    await this.write(
      byOperator,
      `UPDATE job_live SET status = 'PENDING', rung_at = NULL, checked_at = NULL, bell = NULL
       WHERE id IN (SELECT j.id FROM job_live j CROSS JOIN (SELECT $1::text AS name, false AS tenant_disabled) p
                    WHERE j.status = 'QUEUED' AND ${pauses('p', 'j.name')}
                      AND ($2::uuid IS NULL OR j.tenant_id = $2) FOR UPDATE OF j SKIP LOCKED)`,
      [name, tenantId],
    );
    return { name: queue, paused: true, scope: tenantId ? 'tenant' : 'everybody' };
  }

  /**
   * Lifts exactly that pause, the caller's own; others that hold the same jobs stay, and so does that of a disabled tenant.
   * @throws AppError NOT_FOUND (queue, tenant); FORBIDDEN to a tenant whose jobs the operator alone holds; CONFLICT when only the
   *   disabling of the tenant holds them.
   */
  async resume(queue: string, tenant?: string): Promise<PauseView> {
    const { name, tenantId, byOperator } = await this.scope(queue, tenant);
    const lifted = await this.write(
      byOperator,
      `DELETE FROM queue_pause
       WHERE name IS NOT DISTINCT FROM $1 AND tenant_id IS NOT DISTINCT FROM $2 AND by_operator = $3 AND NOT tenant_disabled`,
      [name, tenantId, byOperator],
    );
    if (lifted === 0) await (byOperator ? this.checkNotDisabled(name, tenantId) : this.checkNotHeld(name, tenantId));
    this.tenants.afterCommit(() => (name ? [name] : this.contracts.names()).forEach((one) => this.relay.wake(one)));
    return { name: queue, paused: false, scope: tenantId ? 'tenant' : 'everybody' };
  }

  /** Pauses that concern the caller: its tenant's and everybody's; an operator sees all. */
  async list(): Promise<{ pauses: ActivePause[]; total: number }> {
    const pauses = await this.db.rows<ActivePause>(
      `SELECT coalesce(p.name, '${ALL_QUEUES}') AS name, t.slug AS tenant, p.tenant_id AS "tenantId", p.paused_at AS "pausedAt", p.reason,
              p.tenant_disabled AS "tenantDisabled",
              CASE WHEN p.tenant_id IS NULL THEN 'everybody' ELSE 'tenant' END AS scope,
              CASE WHEN p.by_operator AND $1::uuid IS NOT NULL THEN 'the operator'
                   ELSE coalesce(u.email, CASE WHEN p.by_operator THEN 'the operator' ELSE 'an API key' END) END AS "pausedBy"
       FROM queue_pause p LEFT JOIN tenant t ON t.id = p.tenant_id LEFT JOIN app_user u ON u.id = p.paused_by
       WHERE $1::uuid IS NULL OR p.tenant_id IS NULL OR p.tenant_id = $1 ORDER BY p.paused_at`,
      [this.context.principal?.tenantId ?? null],
    );
    return { pauses, total: pauses.length };
  }

  /** A tenant's own are written in its transaction, an operator's concern others' rows. Answers how many. */
  private write(byOperator: boolean, sql: string, values: unknown[]): Promise<number> {
    return byOperator ? this.db.run(sql, values) : this.tenants.transaction((tx) => tx.run(sql, values));
  }

  private async checkNotHeld(name: string | null, tenantId: string | null): Promise<void> {
    const held = await this.db.first(
      `SELECT 1 FROM queue_pause
       WHERE by_operator AND ($1::text IS NULL OR ${pauses('queue_pause', '$1')}) AND (tenant_id = $2 OR tenant_id IS NULL) LIMIT 1`,
      [name, tenantId],
    );
    if (held) throw new AppError('FORBIDDEN', 'The operator has paused this, and only the operator resumes it');
  }

  private async checkNotDisabled(name: string | null, tenantId: string | null): Promise<void> {
    const held = await this.db.first(
      `SELECT 1 FROM queue_pause WHERE tenant_disabled AND name IS NOT DISTINCT FROM $1 AND tenant_id = $2`,
      [name, tenantId],
    );
    if (held) throw new AppError('CONFLICT', 'The tenant is disabled: its jobs wait until it is enabled again');
  }

  private async scope(queue: string, slug?: string): Promise<Scope> {
    const name = queue === ALL_QUEUES ? null : this.contracts.resolve(queue).name;
    const own = this.context.principal?.tenantId ?? null;
    if (own && slug !== undefined) throw invalid('tenant', 'Only an operator names a tenant');
    if (own || slug === undefined) return { name, tenantId: own, byOperator: !own };
    const tenant = await this.db.first<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [slug]);
    if (!tenant) throw notFound('Tenant');
    return { name, tenantId: tenant.id, byOperator: true };
  }
}

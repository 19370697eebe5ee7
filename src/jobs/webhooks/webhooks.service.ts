import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { OutboundClient } from '../../platform/outbound/outbound.client.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { JobControl } from '../control/job-control.js';
import { hotelExists } from './hotel-exists.js';
import { WEBHOOK_DELIVERY } from './webhook-rows.sql.js';
import { WebhookSecrets } from './webhook-secrets.js';

export interface WebhookView {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  /** null: of every kind. */
  jobNames: string[] | null;
  /** null: of every hotel. */
  hotelId: number | null;
  enabled: boolean;
  disabledReason: string | null;
  /** Deliveries given up since the last that arrived. */
  failures: number;
  createdAt: Date;
}

export interface WebhookInput {
  url: string;
  events: string[];
  jobNames?: string[] | null;
  hotelId?: number | null;
  description?: string | null;
}

/** Most webhooks a tenant has: each of them is looked at whenever a job ends. */
const MOST_WEBHOOKS = 100;
/** How long a replaced secret goes on signing beside the new one. */
const ROTATION_HOURS = 24;

const VIEW = `id, url, description, events, job_names AS "jobNames", hotel_id AS "hotelId", enabled,
  disabled_reason AS "disabledReason", failures, created_at AS "createdAt"`;

/** Unfinished jobs that carry out deliveries of webhook $1. */
const JOBS_OF = `
  SELECT j.id FROM webhook_delivery d
  JOIN job_live j ON j.tenant_id = d.tenant_id AND j.name = '${WEBHOOK_DELIVERY}' AND j.dedupe_key = d.id::text
  WHERE d.webhook_id = $1`;

/** A tenant's webhooks. Secrets leave the house once, when they are made. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
    private readonly outbound: OutboundClient,
    private readonly control: JobControl,
    private readonly secrets: WebhookSecrets,
  ) {}

  /** @throws AppError VALIDATION_FAILED; NOT_FOUND (hotel); CONFLICT when the tenant has MOST_WEBHOOKS already. */
  async create(input: WebhookInput): Promise<WebhookView & { secret: string }> {
    this.check(input);
    const id = uuidv7();
    const { secret, sealed } = this.secrets.make('webhook', this.context.tenantId, id);
    const inserting = this.db.first<WebhookView>(
      `INSERT INTO webhook (id, tenant_id, url, events, job_names, hotel_id, description, secret, created_by)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (SELECT count(*) FROM webhook) < $10 RETURNING ${VIEW}`,
      [
        id,
        this.context.tenantId,
        input.url,
        [...new Set(input.events)],
        input.jobNames ?? null,
        input.hotelId ?? null,
        input.description ?? null,
        sealed,
        this.context.principal?.userId ?? null,
        MOST_WEBHOOKS,
      ],
    );
    const row = await hotelExists(inserting, 'webhook');
    if (!row) throw new AppError('CONFLICT', `A tenant may have at most ${MOST_WEBHOOKS} webhooks`);
    return { ...row, secret };
  }

  async list(limit: number, offset: number): Promise<{ webhooks: WebhookView[]; total: number }> {
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM webhook');
      const webhooks = await tx.rows<WebhookView>(`SELECT ${VIEW} FROM webhook ORDER BY id LIMIT $1 OFFSET $2`, [
        limit,
        offset,
      ]);
      return { webhooks, total: count!.total };
    });
  }

  /** @throws AppError NOT_FOUND. */
  async get(id: string): Promise<WebhookView> {
    const row = await this.db.first<WebhookView>(`SELECT ${VIEW} FROM webhook WHERE id = $1`, [id]);
    if (!row) throw notFound('Webhook');
    return row;
  }

  /**
   * Changes what is given; switching on clears the reason it was switched off for.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED
   */
  async update(id: string, change: Partial<WebhookInput> & { enabled?: boolean }): Promise<WebhookView> {
    return this.db.transaction(async (tx) => {
      const before = await tx.first<WebhookView>(`SELECT ${VIEW} FROM webhook WHERE id = $1 FOR NO KEY UPDATE`, [id]);
      if (!before) throw notFound('Webhook');
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const after: WebhookView = { ...before, ...given };
      this.check(after);
      const updating = tx.first<WebhookView>(
        `UPDATE webhook SET url = $2, events = $3, job_names = $4, hotel_id = $5, description = $6, enabled = $7,
                disabled_reason = CASE WHEN $7 THEN NULL ELSE coalesce(disabled_reason, 'Switched off by hand') END,
                failures = CASE WHEN $7 AND NOT enabled THEN 0 ELSE failures END,
                failing_since = CASE WHEN $7 AND NOT enabled THEN NULL ELSE failing_since END
         WHERE id = $1 RETURNING ${VIEW}`,
        [id, after.url, [...new Set(after.events)], after.jobNames, after.hotelId, after.description, after.enabled],
      );
      return (await hotelExists(updating, 'webhook'))!;
    });
  }

  /** Removes it with its deliveries; the jobs that carry them out end as cancelled. */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      // From here on no job that ends tells this webhook: TELL_WEBHOOKS passes by what is locked.
      const webhook = await tx.first('SELECT 1 FROM webhook WHERE id = $1 FOR UPDATE', [id]);
      if (!webhook) throw notFound('Webhook');
      const jobs = await tx.rows<{ id: string }>(JOBS_OF, [id]);
      if (jobs.length > 0)
        await this.control.cancelAll(
          tx,
          jobs.map((job) => job.id),
        );
      await tx.run('DELETE FROM webhook WHERE id = $1', [id]);
    });
  }

  /** A new secret; the old one signs beside it for a day. */
  async rotate(id: string): Promise<{ secret: string; previousValidUntil: Date }> {
    const { secret, sealed } = this.secrets.make('webhook', this.context.tenantId, id);
    const row = await this.db.first<{ previousValidUntil: Date }>(
      `UPDATE webhook SET previous_secret = secret, secret = $2, previous_until = now() + make_interval(hours => $3)
       WHERE id = $1 RETURNING previous_until AS "previousValidUntil"`,
      [id, sealed, ROTATION_HOURS],
    );
    if (!row) throw notFound('Webhook');
    return { secret, previousValidUntil: row.previousValidUntil };
  }

  private check({ url, events, jobNames }: WebhookInput): void {
    this.outbound.parse(url);
    if (url.length > 2_000) throw invalid('url', 'url may have at most 2,000 characters');
    if (events.length === 0) throw invalid('events', 'events has at least one event');
    if (jobNames?.includes(WEBHOOK_DELIVERY))
      throw invalid('jobNames', `Deliveries tell of no further ends: ${WEBHOOK_DELIVERY} would never be told`);
    const unknown = (jobNames ?? []).filter((name) => !this.contracts.get(name));
    if (unknown.length > 0)
      throw new AppError('VALIDATION_FAILED', `There is no job type "${unknown[0]}"`, {
        errors: [{ path: 'jobNames', message: `jobNames are of ${this.contracts.names().join(', ')}` }],
      });
  }
}

import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { OutboundClient } from '../../platform/outbound/outbound.client.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { JobControl } from '../control/job-control.js';
import { hotelExists } from './hotel-exists.js';
import { Webhook } from './webhook.entity.js';
import { WEBHOOK_DELIVERY } from './webhook-rows.sql.js';
import { WebhookSecrets } from './webhook-secrets.js';

export interface WebhookView {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  /** null: jobs of every kind. */
  jobNames: string[] | null;
  /** null: jobs of every hotel. */
  hotelId: number | null;
  enabled: boolean;
  disabledReason: string | null;
  /** Deliveries given up since the last successful one. */
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

/** Unfinished jobs that carry out deliveries of webhook $1. */
const JOBS_OF = `
  SELECT j.id FROM webhook_delivery d
  JOIN job_live j ON j.tenant_id = d.tenant_id AND j.name = '${WEBHOOK_DELIVERY}' AND j.dedupe_key = d.id::text
  WHERE d.webhook_id = $1`;

/** A tenant's webhooks. A secret is shown once, in the answer to the request that makes it. */
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
    const inserting = this.db.withRepository(Webhook, async (webhooks) => {
      if ((await webhooks.count()) >= MOST_WEBHOOKS)
        throw new AppError('CONFLICT', `A tenant may have at most ${MOST_WEBHOOKS} webhooks`);
      await webhooks.insert({
        id,
        url: input.url,
        events: [...new Set(input.events)],
        jobNames: input.jobNames ?? null,
        hotelId: input.hotelId ?? null,
        description: input.description ?? null,
        secret: sealed,
        createdBy: this.context.principal?.userId ?? null,
      });
      return webhooks.findOneByOrFail({ id });
    });
    return { ...toView(await hotelExists(inserting, 'webhook')), secret };
  }

  async list(limit: number, offset: number): Promise<{ webhooks: WebhookView[]; total: number }> {
    const [webhooks, total] = await this.db.withRepository(Webhook, (all) =>
      all.findAndCount({ order: { id: 'ASC' }, take: limit, skip: offset }),
    );
    return { webhooks: webhooks.map(toView), total };
  }

  /** @throws AppError NOT_FOUND. */
  async get(id: string): Promise<WebhookView> {
    const webhook = await this.db.withRepository(Webhook, (webhooks) => webhooks.findOneBy({ id }));
    if (!webhook) throw notFound('Webhook');
    return toView(webhook);
  }

  /**
   * Changes the given fields; switching it on clears the reason for which it was switched off.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED
   */
  async update(id: string, change: Partial<WebhookInput> & { enabled?: boolean }): Promise<WebhookView> {
    return this.db.withRepository(Webhook, async (webhooks) => {
      // Not FOR UPDATE, because jobs that end meanwhile would make no deliveries for a webhook locked in that way.
      const before = await webhooks.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!before) throw notFound('Webhook');
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const after: WebhookView = { ...toView(before), ...given };
      this.check(after);
      const { url, jobNames, hotelId, description, enabled } = after;
      const switchedOn = enabled && !before.enabled;
      const updating = webhooks.update(
        { id },
        {
          url,
          events: [...new Set(after.events)],
          jobNames,
          hotelId,
          description,
          enabled,
          disabledReason: enabled ? null : (before.disabledReason ?? 'Switched off by hand'),
          ...(switchedOn && { failures: 0, failingSince: null }),
        },
      );
      await hotelExists(updating, 'webhook');
      return toView(await webhooks.findOneByOrFail({ id }));
    });
  }

  /** Removes it with its deliveries; the jobs that carry them out end as cancelled. */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      // From here on jobs that end make no deliveries for this webhook: WEBHOOK_DELIVERIES leaves out rows locked in this way.
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
    const updated = await this.db.withRepository(Webhook, (webhooks) =>
      webhooks
        .createQueryBuilder()
        .update()
        .set({
          previousSecret: () => 'secret',
          secret: sealed,
          // By the clock of the database, because that clock also decides when the time is over.
          previousUntil: () => `now() + interval '${ROTATION_HOURS} hours'`,
        })
        .where({ id })
        .returning('previous_until')
        .execute(),
    );
    const [row] = updated.raw as { previous_until: Date }[];
    if (!row) throw notFound('Webhook');
    return { secret, previousValidUntil: row.previous_until };
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

/** A webhook as its tenant sees it, without its secrets. */
function toView(webhook: Webhook): WebhookView {
  const { id, url, description, events, jobNames, hotelId, enabled, disabledReason, failures, createdAt } = webhook;
  return { id, url, description, events, jobNames, hotelId, enabled, disabledReason, failures, createdAt };
}

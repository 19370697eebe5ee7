import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { notFound } from '../../platform/errors/app-error.js';
import { JobsService } from '../accept/jobs.service.js';
import type { DeliveryState } from './deliveries.repository.js';
import { AT_ONCE, type DeliveryView, IDLE, VIEW } from './deliveries.service.js';
import { WebhookDelivery } from './webhook-delivery.job.js';

export interface DeliveryFilter {
  limit: number;
  after?: string;
  state?: DeliveryState;
  since?: Date;
  webhookId?: string;
}

export interface Redelivered {
  dryRun: boolean;
  matching: number;
  webhooks: number;
  switchedOff: number;
  redelivered: number;
}

/** By its id, which holds the time, so that an index finds them; the minute is for clocks of processes that differ. */
const SINCE = (at: string) => `created_at >= ${at} AND id >= ledger_floor(${at} - interval '1 minute')`;

/** Given up since $1. As with one webhook, a delivery whose job was cancelled or quarantined is among them. */
const GIVEN_UP = `state <> 'delivered' AND ${SINCE('$1::timestamptz')} AND ${IDLE}`;

/** What was sent to all webhooks of a tenant, and sending again what did not arrive. */
@Injectable()
export class AllDeliveriesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly jobs: JobsService,
  ) {}

  /** Newest first. `next` is where the following page begins; null after the last. */
  async list(filter: DeliveryFilter): Promise<{ deliveries: DeliveryView[]; next: string | null }> {
    const values: unknown[] = [filter.limit + 1];
    const given = (value: unknown, text: (parameter: string) => string) =>
      value === undefined ? [] : [text(`$${values.push(value)}`)];
    const conditions = [
      'true',
      // Written out, because the partial index of what has not arrived is used for a state that is known beforehand only.
      ...(filter.state ? [`state = '${filter.state}'`] : []),
      ...given(filter.after, (parameter) => `id < ${parameter}`),
      ...given(filter.since, (parameter) => SINCE(`${parameter}::timestamptz`)),
      ...given(filter.webhookId, (parameter) => `webhook_id = ${parameter}`),
    ];
    const rows = await this.db.rows<DeliveryView>(
      `SELECT ${VIEW} FROM webhook_delivery WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT $1`,
      values,
    );
    const deliveries = rows.slice(0, filter.limit);
    return { deliveries, next: rows.length > filter.limit ? deliveries.at(-1)!.id : null };
  }

  /**
   * Sends again what was given up since an instant, oldest first, AT_ONCE at most; those of webhooks that are switched off are
   * counted and left. @throws AppError NOT_FOUND (webhook)
   */
  async redeliver(since: Date, webhookId: string | undefined, dryRun: boolean): Promise<Redelivered> {
    return this.db.transaction(async (tx) => {
      const on = await this.switchedOn(tx, webhookId, !dryRun);
      const count = await tx.first<Omit<Redelivered, 'dryRun' | 'redelivered'>>(
        `SELECT count(*) FILTER (WHERE webhook_id = ANY ($2::uuid[])) AS matching,
                count(DISTINCT webhook_id) FILTER (WHERE webhook_id = ANY ($2::uuid[])) AS webhooks,
                count(*) FILTER (WHERE webhook_id <> ALL ($2::uuid[])) AS "switchedOff"
         FROM webhook_delivery WHERE ${GIVEN_UP} AND ($3::uuid IS NULL OR webhook_id = $3)`,
        [since, on, webhookId ?? null],
      );
      if (dryRun) return { dryRun, ...count!, redelivered: 0 };
      const rows = await tx.rows<{ id: string }>(
        `UPDATE webhook_delivery SET state = 'pending' WHERE id IN (
           SELECT id FROM webhook_delivery WHERE ${GIVEN_UP} AND webhook_id = ANY ($2::uuid[])
           ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id`,
        [since, on, AT_ONCE],
      );
      if (rows.length > 0)
        await this.jobs.enqueueMany(
          WebhookDelivery,
          rows.map(({ id }) => ({ deliveryId: id })),
        );
      return { dryRun, ...count!, redelivered: rows.length };
    });
  }

  /** Ids of the webhooks that are on. They are locked before their deliveries, in the order in which removing one locks. */
  private async switchedOn(tx: Tx, webhookId: string | undefined, lock: boolean): Promise<string[]> {
    const hooks = await tx.rows<{ id: string; enabled: boolean }>(
      `SELECT id, enabled FROM webhook WHERE $1::uuid IS NULL OR id = $1 ORDER BY id ${lock ? 'FOR KEY SHARE' : ''}`,
      [webhookId ?? null],
    );
    if (webhookId !== undefined && hooks.length === 0) throw notFound('Webhook');
    return hooks.filter(({ enabled }) => enabled).map(({ id }) => id);
  }
}

import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { JobControl } from '../control/job-control.js';
import { JobsService } from '../accept/jobs.service.js';
import type { DeliveryState } from './deliveries.repository.js';
import { WebhookDelivery } from './webhook-delivery.job.js';
import { WEBHOOK_DELIVERY } from './webhook-rows.sql.js';
import { WebhooksService } from './webhooks.service.js';

export interface DeliveryView {
  /** The webhook-id header of every try. */
  id: string;
  webhookId: string;
  event: string;
  jobId: string | null;
  state: DeliveryState;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  lastAttemptAt: Date | null;
  /** When it is tried next, if it waits for that. */
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  createdAt: Date;
}

export interface DeliveryDetail extends DeliveryView {
  body: Record<string, unknown>;
  log: { at: Date; status: number | null; error: string | null; durationMs: number; answer: string | null }[];
}

/** Most deliveries one request sends again. */
export const AT_ONCE = 1_000;

/** The unfinished job that carries it out. */
const ITS_JOB = `job_live j WHERE j.tenant_id = webhook_delivery.tenant_id AND j.name = '${WEBHOOK_DELIVERY}'
  AND j.dedupe_key = webhook_delivery.id::text`;
const NEXT = `(SELECT j.run_at FROM ${ITS_JOB} AND j.status = 'PENDING')`;

export const VIEW = `id, webhook_id AS "webhookId", event, job_id AS "jobId", state, attempts, last_status AS "lastStatus", last_error AS "lastError",
  last_attempt_at AS "lastAttemptAt", ${NEXT} AS "nextAttemptAt", delivered_at AS "deliveredAt", created_at AS "createdAt"`;

/** No job carries it out: it was delivered or given up, or its job was cancelled or quarantined. */
export const IDLE = `NOT EXISTS (SELECT 1 FROM ${ITS_JOB})`;

/** What was sent to a webhook, and sending it again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly webhooks: WebhooksService,
    private readonly jobs: JobsService,
    private readonly control: JobControl,
  ) {}

  /** Newest first. */
  async list(
    webhookId: string,
    state: DeliveryState | undefined,
    limit: number,
    offset: number,
  ): Promise<{ deliveries: DeliveryView[]; total: number }> {
    await this.webhooks.get(webhookId);
    return this.db.transaction(async (tx) => {
      const where = 'webhook_id = $1 AND ($2::text IS NULL OR state = $2)';
      const values = [webhookId, state ?? null];
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM webhook_delivery WHERE ${where}`,
        values,
      );
      const deliveries = await tx.rows<DeliveryView>(
        `SELECT ${VIEW} FROM webhook_delivery WHERE ${where} ORDER BY id DESC LIMIT $3 OFFSET $4`,
        [...values, limit, offset],
      );
      return { deliveries, total: count!.total };
    });
  }

  /** @throws AppError NOT_FOUND. */
  async get(webhookId: string, id: string): Promise<DeliveryDetail> {
    return this.db.transaction(async (tx) => {
      const delivery = await tx.first<DeliveryDetail>(
        `SELECT ${VIEW}, body FROM webhook_delivery WHERE webhook_id = $1 AND id = $2`,
        [webhookId, id],
      );
      if (!delivery) throw notFound('Delivery');
      const log = await tx.rows<DeliveryDetail['log'][number]>(
        `SELECT at, status, error, duration_ms AS "durationMs", answer FROM webhook_attempt WHERE delivery_id = $1 ORDER BY at`,
        [id],
      );
      return { ...delivery, log };
    });
  }

  /**
   * Sends a delivery again that was delivered or given up, under the same webhook-id; one that waits for its next try is
   * tried now. @throws AppError NOT_FOUND; CONFLICT while it is tried, or its webhook is switched off.
   */
  async redeliver(webhookId: string, id: string): Promise<DeliveryView> {
    return this.db.transaction(async (tx) => {
      await this.enabled(tx, webhookId);
      const row = await tx.first<DeliveryView>(
        `UPDATE webhook_delivery SET state = 'pending', delivered_at = NULL
         WHERE webhook_id = $1 AND id = $2 AND ${IDLE} RETURNING ${VIEW}`,
        [webhookId, id],
      );
      if (!row) {
        const { log: _, body: __, ...delivery } = await this.get(webhookId, id);
        if (!(await this.control.makeDue(tx, WEBHOOK_DELIVERY, id)))
          throw new AppError('CONFLICT', 'This delivery is under way');
        return { ...delivery, nextAttemptAt: new Date() };
      }
      await this.jobs.enqueue(WebhookDelivery, { deliveryId: id });
      return row;
    });
  }

  /**
   * Sends again what was given up since an instant, oldest first, AT_ONCE at most. Answers how many.
   * @throws AppError NOT_FOUND; CONFLICT while the webhook is switched off.
   */
  async redeliverFailed(webhookId: string, since: Date): Promise<number> {
    return this.db.transaction(async (tx) => {
      await this.enabled(tx, webhookId);
      const rows = await tx.rows<{ id: string }>(
        `UPDATE webhook_delivery SET state = 'pending' WHERE id IN (
           SELECT id FROM webhook_delivery WHERE webhook_id = $1 AND state <> 'delivered' AND created_at >= $2 AND ${IDLE}
           ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id`,
        [webhookId, since, AT_ONCE],
      );
      if (rows.length > 0)
        await this.jobs.enqueueMany(
          WebhookDelivery,
          rows.map(({ id }) => ({ deliveryId: id })),
        );
      return rows.length;
    });
  }

  /** Sends a message that belongs to no job, to test the receiver. @throws AppError NOT_FOUND; CONFLICT while it is switched off. */
  async test(webhookId: string): Promise<DeliveryView> {
    return this.db.transaction(async (tx) => {
      await this.enabled(tx, webhookId);
      const body = { type: 'ping', timestamp: new Date().toISOString(), data: { webhookId } };
      const row = await tx.first<DeliveryView>(
        `INSERT INTO webhook_delivery (id, tenant_id, webhook_id, event, body) VALUES ($1, $2, $3, 'ping', $4::jsonb)
         RETURNING ${VIEW}`,
        [uuidv7(), this.context.tenantId, webhookId, JSON.stringify(body)],
      );
      await this.jobs.enqueue(WebhookDelivery, { deliveryId: row!.id });
      return row!;
    });
  }

  /** Checks that the webhook exists and is enabled, and keeps it from being removed until the transaction ends. */
  private async enabled(tx: Tx, webhookId: string): Promise<void> {
    const webhook = await tx.first<{ enabled: boolean }>('SELECT enabled FROM webhook WHERE id = $1 FOR KEY SHARE', [
      webhookId,
    ]);
    if (!webhook) throw notFound('Webhook');
    if (!webhook.enabled) throw new AppError('CONFLICT', 'This webhook is switched off; switch it on first');
  }
}

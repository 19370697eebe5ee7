import { Injectable } from '@nestjs/common';
import { storableText } from '../../platform/database/storable-text.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** A delivery with what is needed to make it. */
export interface Outgoing {
  id: string;
  webhookId: string;
  state: DeliveryState;
  attempts: number;
  body: object;
  url: string;
  enabled: boolean;
  tenantId: string;
  /** Encrypted; the one in use first. */
  sealedSecrets: string[];
}

/** How one try went. */
export interface Attempt {
  /** null: no answer came. */
  status: number | null;
  error: string | null;
  durationMs: number;
  answer: string | null;
}

/** A webhook is switched off after so many deliveries given up in a row, … */
const GIVE_UP_AFTER = 50;
/** … if that has gone on for so long: one evening's outage may cost hundreds of deliveries at once. */
const GIVE_UP_DAYS = 3;
/** Most of an answer that is kept, characters. */
const ANSWER_CHARS = 1_000;

/** The delivery log. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  outgoing(id: string): Promise<Outgoing | undefined> {
    return this.db.first<Outgoing>(
      `SELECT d.id, w.id AS "webhookId", d.state, d.attempts, d.body, w.url, w.enabled, w.tenant_id AS "tenantId",
              array_remove(ARRAY[w.secret, CASE WHEN w.previous_until > now() THEN w.previous_secret END], NULL) AS "sealedSecrets"
       FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id WHERE d.id = $1`,
      [id],
    );
  }

  /**
   * Notes one try and the state of the delivery after it; does nothing when its webhook was removed meanwhile.
   * @param ofReceiver false: nothing was sent to the receiver, so the try does not count among its failures
   */
  async note(tx: Tx, delivery: Outgoing, state: DeliveryState, attempt: Attempt, ofReceiver: boolean): Promise<void> {
    if (!(await this.hold(tx, delivery.webhookId, state === 'failed' && ofReceiver))) return;
    await tx.run(
      `INSERT INTO webhook_attempt (tenant_id, delivery_id, status, error, duration_ms, answer)
       SELECT tenant_id, id, $2, $3, $4, $5 FROM webhook_delivery WHERE id = $1`,
      [
        delivery.id,
        attempt.status,
        attempt.error,
        attempt.durationMs,
        attempt.answer && storableText(attempt.answer, ANSWER_CHARS),
      ],
    );
    await tx.run(
      `UPDATE webhook_delivery SET state = $2, attempts = attempts + 1, last_status = $3, last_error = $4,
              last_attempt_at = now(), delivered_at = CASE WHEN $2 = 'delivered' THEN now() END
       WHERE id = $1`,
      [delivery.id, state, attempt.status, attempt.error],
    );
    if (state !== 'pending' && ofReceiver) await this.count(tx, delivery.webhookId, state);
  }

  /** Ends a delivery without trying it. */
  async drop(tx: Tx, { id, webhookId }: Outgoing, reason: string): Promise<void> {
    if (!(await this.hold(tx, webhookId))) return;
    await tx.run(`UPDATE webhook_delivery SET state = 'failed', last_error = $2 WHERE id = $1`, [id, reason]);
  }

  /**
   * Locks the webhook before its delivery and the delivery's job. Removing a webhook locks in the same order; with the
   * opposite order the two transactions could wait for each other for ever. False when the webhook was removed.
   * @param counts it is going to be written to as well
   */
  async hold(tx: Tx, webhookId: string, counts = false): Promise<boolean> {
    const lock = counts ? 'NO KEY UPDATE' : 'KEY SHARE';
    return (await tx.first(`SELECT 1 FROM webhook WHERE id = $1 FOR ${lock}`, [webhookId])) !== undefined;
  }

  async disable(tx: Tx, webhookId: string, reason: string): Promise<void> {
    await tx.run('UPDATE webhook SET enabled = false, disabled_reason = $2 WHERE id = $1 AND enabled', [
      webhookId,
      reason,
    ]);
  }

  private async count(tx: Tx, webhookId: string, state: DeliveryState): Promise<void> {
    if (state === 'delivered') {
      await tx.run('UPDATE webhook SET failures = 0, failing_since = NULL WHERE id = $1 AND failures > 0', [webhookId]);
      return;
    }
    const row = await tx.first<{ hopeless: boolean }>(
      `UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, now()) WHERE id = $1
       RETURNING failures >= $2 AND failing_since < now() - make_interval(days => $3) AS hopeless`,
      [webhookId, GIVE_UP_AFTER, GIVE_UP_DAYS],
    );
    if (row?.hopeless)
      await this.disable(tx, webhookId, `Nothing could be delivered for ${GIVE_UP_DAYS} days, ${GIVE_UP_AFTER} times`);
  }
}

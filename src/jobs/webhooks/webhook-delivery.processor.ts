import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { OutboundClient, OutboundError } from '../../platform/outbound/outbound.client.js';
import { SecretError } from '../../platform/secrets/key-ring.js';
import type { JobContext, JobHandler } from '../contract/job-context.js';
import { Processor } from '../runner/processor.decorator.js';
import { askedWait, triedForMs } from './asked-wait.js';
import { type Attempt, DeliveriesRepository, type Outgoing } from './deliveries.repository.js';
import { signatureHeaders } from './signature.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookDelivery, type WebhookDeliveryPayload, type WebhookDeliveryResult } from './webhook-delivery.job.js';

const TIMEOUT_MS = 15_000;

/** How a try went, and whether the receiver was reached by it. */
interface Sent {
  attempt: Attempt;
  retryAfterMs?: number;
  hopeless: boolean;
  ofReceiver: boolean;
}

/** The receiver did not take it this time. */
class NotDeliveredError extends Error {
  override readonly name = 'NotDeliveredError';
  readonly code = 'WEBHOOK_NOT_DELIVERED';
}

/** Sends one delivery. At least once: the receiver knows a repeated one by its webhook-id. */
@Processor(WebhookDelivery)
export class WebhookDeliveryProcessor implements JobHandler<WebhookDeliveryPayload, WebhookDeliveryResult> {
  constructor(
    private readonly db: TenantDatabase,
    private readonly deliveries: DeliveriesRepository,
    private readonly outbound: OutboundClient,
    private readonly secrets: WebhookSecrets,
  ) {}

  async handle({ deliveryId }: WebhookDeliveryPayload, ctx: JobContext) {
    const delivery = await this.deliveries.outgoing(deliveryId);
    if (!delivery) return { delivered: false, attempts: 0, reason: 'The webhook is gone' };
    if (delivery.state === 'delivered') return { delivered: true, attempts: delivery.attempts, reason: null };
    if (!delivery.enabled)
      return ctx.complete(async (tx) => {
        await this.deliveries.drop(tx, delivery, 'The webhook is switched off');
        return { delivered: false, attempts: delivery.attempts, reason: 'The webhook is switched off' };
      });

    const { attempt, retryAfterMs, hopeless, ofReceiver } = await this.send(delivery);
    const attempts = delivery.attempts + 1;
    const ok = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    // A failed delivery is found and sent again in the delivery log, so it needs no dead letter.
    // Each time it is sent again it has a new job, and all its tries.
    const wait = retryAfterMs === undefined ? undefined : askedWait(retryAfterMs, await triedForMs(this.db, ctx.jobId));
    const spent = wait === undefined && ctx.attempt >= WebhookDelivery.attempts;
    if (ok || hopeless || attempt.status === 410 || spent)
      return ctx.complete(async (tx) => {
        await this.deliveries.note(tx, delivery, ok ? 'delivered' : 'failed', attempt, ofReceiver);
        if (attempt.status === 410)
          await this.deliveries.disable(tx, delivery.webhookId, 'The receiver answered 410 Gone');
        return { delivered: ok, attempts, reason: attempt.error };
      });
    await ctx.transaction((tx) => this.deliveries.note(tx, delivery, 'pending', attempt, ofReceiver));
    if (wait !== undefined) ctx.snooze(wait);
    throw new NotDeliveredError(attempt.error ?? 'not delivered');
  }

  private async send(delivery: Outgoing): Promise<Sent> {
    const body = JSON.stringify(delivery.body);
    const secrets = this.open(delivery);
    if (secrets instanceof SecretError) {
      // Until the key is configured again, or the webhook has a new secret, each try notes the reason; a failed delivery can be sent again.
      const attempt = { status: null, error: secrets.message, durationMs: 0, answer: null };
      return { attempt, hopeless: false, ofReceiver: false };
    }
    const headers = signatureHeaders(delivery.id, body, secrets, new Date());
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    try {
      const answer = await this.outbound.post(delivery.url, { headers, body, timeoutMs: TIMEOUT_MS });
      const error = answer.status >= 200 && answer.status < 300 ? null : `The receiver answered ${answer.status}`;
      const asked = answer.status === 429 || answer.status === 503 ? answer.retryAfterMs : undefined;
      const attempt = { status: answer.status, error, durationMs: since(), answer: answer.body };
      return { attempt, retryAfterMs: asked, hopeless: false, ofReceiver: true };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const attempt = { status: null, error: error.message, durationMs: since(), answer: null };
      return { attempt, hopeless: error.kind === 'refused', ofReceiver: true };
    }
  }

  /** The secrets to sign with: the one in use and, while it is replaced, the one before, if that can still be read. */
  private open({ webhookId, tenantId, sealedSecrets }: Outgoing): string[] | SecretError {
    const opened: string[] = [];
    for (const sealed of sealedSecrets)
      try {
        opened.push(this.secrets.open('webhook', tenantId, webhookId, sealed));
      } catch (error) {
        if (!(error instanceof SecretError)) throw error;
        if (opened.length === 0) return error;
      }
    return opened;
  }
}

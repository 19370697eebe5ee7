import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { MailError } from '../../platform/mail/mail.error.js';
import { OutboundError } from '../../platform/outbound/outbound.client.js';
import { SecretError } from '../../platform/secrets/key-ring.js';
import type { JobContext, JobHandler } from '../contract/job-context.js';
import { PermanentJobError, SnoozeError } from '../contract/job-errors.js';
import { Processor } from '../runner/processor.decorator.js';
import type { EffectOptions } from '../contract/effect.js';
import { askedWait, triedForMs } from '../webhooks/asked-wait.js';
import { WebhookSecrets } from '../webhooks/webhook-secrets.js';
import { AlertChannels, RefusedError } from './alert-channels.js';
import { mailText, webhookBody } from './alert-message.js';
import {
  AlertNotification,
  type AlertNotificationPayload,
  type AlertNotificationResult,
} from './alert-notification.job.js';
import { type AlertRuleView, RULE_VIEW } from './alert-rule.js';

/** Longest time one channel may take, ms: a mail server has three waits, the last of them long. */
const TIMEOUT_MS = 60_000;

type Rule = AlertRuleView & { tenantId: string; sealed: string | null };
type Send = (id: string, signal: AbortSignal) => Promise<object>;

/** A channel, by the name it has in results and in the keys of its effects. */
interface Channel {
  name: string;
  kind: 'webhook' | 'mail';
  send: Send;
}

/** Sends one message over every channel of its rule. Each channel is tried by itself; one that has accepted it is not tried again. */
@Processor(AlertNotification)
export class AlertNotificationProcessor implements JobHandler<AlertNotificationPayload, AlertNotificationResult> {
  constructor(
    private readonly db: TenantDatabase,
    private readonly channels: AlertChannels,
    private readonly secrets: WebhookSecrets,
  ) {}

  async handle(payload: AlertNotificationPayload, ctx: JobContext): Promise<AlertNotificationResult> {
    const rule = await this.db.first<Rule>(
      `SELECT ${RULE_VIEW}, webhook_secret AS sealed, tenant_id AS "tenantId" FROM alert_rule WHERE id = $1`,
      [payload.ruleId],
    );
    // The rule was removed meanwhile.
    if (!rule) return { sent: [] };
    const sent: string[] = [];
    const failed: unknown[] = [];
    for (const channel of this.of(rule, payload)) {
      ctx.signal.throwIfAborted();
      const error = await this.deliver(channel, ctx).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      if (!error) sent.push(channel.name);
      else if (ofTheChannel(error)) failed.push(error);
      else throw error;
    }
    if (failed.length > 0) throw errorOf(failed, await triedForMs(this.db, ctx.jobId));
    return { sent };
  }

  private async deliver(channel: Channel, ctx: JobContext): Promise<void> {
    const options: EffectOptions<object> = {
      key: `alert:${ctx.jobId}:${channel.name}`,
      kind: channel.kind,
      timeoutMs: TIMEOUT_MS,
      // Sent again when the outcome is unknown: a receiver recognises a repeated message by its id, but would miss a lost one.
      lookup: () => Promise.resolve(null),
    };
    await ctx.effect(options, channel.send);
  }

  private of(rule: Rule, payload: AlertNotificationPayload): Channel[] {
    const mail = mailText(rule, payload);
    const emails = rule.emails.map((to): Channel => {
      return { name: to, kind: 'mail', send: (id, signal) => this.channels.email(to, mail, id, signal) };
    });
    const { webhookUrl, sealed } = rule;
    if (webhookUrl === null || sealed === null) return emails;
    const body = webhookBody(rule, payload);
    const send: Send = async (id) => this.channels.webhook(webhookUrl, this.open(rule, sealed), id, body);
    return [{ name: 'webhook', kind: 'webhook', send }, ...emails];
  }

  /** @throws RefusedError when it cannot be decrypted; this is tried again, since the missing key may be configured again */
  private open(rule: Rule, sealed: string): string {
    try {
      return this.secrets.open('alert-rule', rule.tenantId, rule.id, sealed);
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      throw new RefusedError(error.message, false, { cause: error });
    }
  }
}

/** True for failures of one channel; the others are still tried after them. */
function ofTheChannel(error: unknown): boolean {
  return [RefusedError, MailError, OutboundError, SnoozeError].some((type) => error instanceof type);
}

/**
 * The error that the attempt ends with: a snooze comes before an error that is retried, and that before a permanent one. A receiver that
 * asks to wait is waited for only if no other channel is to be tried again: the others keep their own pace.
 * @param sinceMs time since the message was tried first, ms
 */
function errorOf(failed: readonly unknown[], sinceMs: number): unknown {
  const waits = failed.find((error) => error instanceof SnoozeError);
  if (waits) return waits;
  const again = failed.filter((error) => !(error instanceof RefusedError && error.permanent));
  const asked = again.map((error) =>
    askedWait(error instanceof RefusedError ? error.retryAfterMs : undefined, sinceMs),
  );
  if (asked.length > 0 && asked.every((ms) => ms !== undefined)) return new SnoozeError(Math.max(...asked));
  if (again.length > 0) return again[0];
  const words = failed.map((error) => (error as Error).message).join('; ');
  return new PermanentJobError('ALERT_NOT_DELIVERED', words, { cause: failed[0] });
}

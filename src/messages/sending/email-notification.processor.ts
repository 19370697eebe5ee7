import { type JobContext, type JobHandler, JobsService, PermanentJobError, Processor } from '../../jobs/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Delivery } from '../../platform/mail/delivery.js';
import { MailError } from '../../platform/mail/mail.error.js';
import { Outbox } from '../../platform/mail/outbox.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import {
  EmailNotification,
  type EmailNotificationPayload,
  type EmailNotificationResult,
} from './email-notification.job.js';
import { mailKeyOf } from './mail-key.js';
import { MailOutcomes } from './mail-outcomes.js';
import { MessageHolds } from './message-holds.js';
import { Messages } from './messages.js';

/** Shortest time after which it is looked again at a mail that somebody may be sending, ms. */
const SOON_MS = 1_000;

/** Writes the mail into the outbox if it is not there yet, and sends it. */
@Processor(EmailNotification)
export class EmailNotificationProcessor implements JobHandler<EmailNotificationPayload, EmailNotificationResult> {
  constructor(
    private readonly messages: Messages,
    private readonly outbox: Outbox,
    private readonly delivery: Delivery,
    private readonly jobs: JobsService,
    private readonly outcomes: MailOutcomes,
    private readonly holds: MessageHolds,
    private readonly context: RequestContext,
  ) {}

  handle(payload: EmailNotificationPayload, ctx: JobContext): Promise<EmailNotificationResult> {
    const { messageId, personId } = payload;
    if (!messageId || !personId) return this.send(payload, ctx);
    return this.context.asPerson(ctx.tenantId, personId, async () => {
      const holdMs = await this.holds.msOf(messageId);
      return holdMs > 0 ? ctx.snooze(Math.max(holdMs, SOON_MS)) : this.send(payload, ctx);
    });
  }

  private async send(payload: EmailNotificationPayload, ctx: JobContext): Promise<EmailNotificationResult> {
    const messageId = payload.messageId ?? (await this.put(payload, ctx).catch(unwritable));
    const delivered = await this.delivery.deliver(messageId, ctx.signal).catch((error: unknown) => {
      return this.failed(messageId, error, ctx);
    });
    if (!delivered) throw new PermanentJobError('MAIL_GONE', 'There is no such mail in the outbox');
    if (delivered.state === 'sending') return ctx.snooze(Math.max(delivered.ms, SOON_MS));
    await this.outcomes.tell(messageId);
    return { messageId, state: delivered.state, route: delivered.route };
  }

  /** The mail of these data. */
  private async put(payload: EmailNotificationPayload, ctx: JobContext) {
    const { type, recipientEmail, templateData = {} } = payload;
    return ctx.transaction(async () => {
      const template = this.messages.template(type!);
      const written = await this.messages.write(template, templateData);
      const { id } = await this.outbox.put({
        key: mailKeyOf(ctx.jobId, payload),
        template: template.name,
        policy: template.policy,
        to: { address: recipientEmail! },
        ...written,
      });
      await this.outbox.sentBy(id, ctx.jobId);
      return id;
    });
  }

  /** What the failure means for the job: a mail that was refused for good is not tried again. */
  private async failed(messageId: string, error: unknown, ctx: JobContext): Promise<never> {
    if (!(error instanceof MailError)) throw error;
    if (error.unsent && error.permanent) {
      await this.outcomes.tell(messageId, true);
      throw new PermanentJobError('MAIL_REFUSED', error.message, { cause: error });
    }
    if (await this.isLast(ctx)) {
      if (error.unsent) await this.outbox.giveUp(messageId);
      await this.outcomes.tell(messageId);
    }
    throw error;
  }

  private async isLast({ jobId, attempt }: JobContext): Promise<boolean> {
    return attempt >= (await this.jobs.get(jobId)).maxAttempts;
  }
}

/** A mail that cannot be written from its data: no later attempt could. */
function unwritable(error: unknown): never {
  if (error instanceof AppError && error.status < 429)
    throw new PermanentJobError('MAIL_DATA', error.message, { cause: error });
  throw error;
}

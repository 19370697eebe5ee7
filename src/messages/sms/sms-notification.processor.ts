import { type JobContext, type JobHandler, JobsService, Processor } from '../../jobs/index.js';
import { SmsDelivery } from '../../platform/sms/sms-delivery.js';
import { SmsError } from '../../platform/sms/sms-error.js';
import { SmsOutbox } from '../../platform/sms/sms-outbox.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { MessageHolds } from '../sending/message-holds.js';
import { SmsNotification, type SmsNotificationPayload, type SmsNotificationResult } from './sms-notification.job.js';
import { SmsOutcomes } from './sms-outcomes.js';

/** Shortest time after which it is looked again at a message that somebody may be sending, ms. */
const SOON_MS = 1_000;

/** Sends an SMS of the outbox for the user whose it is. */
@Processor(SmsNotification)
export class SmsNotificationProcessor implements JobHandler<SmsNotificationPayload, SmsNotificationResult> {
  constructor(
    private readonly outbox: SmsOutbox,
    private readonly delivery: SmsDelivery,
    private readonly outcomes: SmsOutcomes,
    private readonly holds: MessageHolds,
    private readonly jobs: JobsService,
    private readonly context: RequestContext,
  ) {}

  handle({ messageId, userId }: SmsNotificationPayload, ctx: JobContext): Promise<SmsNotificationResult> {
    return this.context.asPerson(ctx.tenantId, userId, async () => {
      const holdMs = await this.holds.msOf(messageId);
      if (holdMs > 0) return ctx.snooze(Math.max(holdMs, SOON_MS));
      const delivered = await this.delivery
        .deliver(messageId, ctx.signal)
        .catch((error: unknown) => this.failed(messageId, error, ctx));
      // Her data were erased meanwhile.
      if (!delivered) return { messageId, state: 'failed', route: null };
      if (delivered.state === 'sending' && 'ms' in delivered) return ctx.snooze(Math.max(delivered.ms, SOON_MS));
      await this.outcomes.tell(messageId);
      const { state, route } = delivered;
      return { messageId, state, route };
    });
  }

  /** What the failure means for the job. What the number or its holder has refused is an end, and no failure of ours. */
  private async failed(messageId: string, error: unknown, ctx: JobContext) {
    if (!(error instanceof SmsError)) throw error;
    if (error.trouble === 'opted_out') return { state: 'opted_out', route: 'provider' } as const;
    if (error.trouble === 'refused') return { state: 'failed', route: 'provider' } as const;
    if (await this.isLast(ctx)) {
      if (error.trouble !== 'unknown') await this.outbox.giveUp(messageId);
      await this.outcomes.tell(messageId);
    }
    throw error;
  }

  private async isLast({ jobId, attempt }: JobContext): Promise<boolean> {
    return attempt >= (await this.jobs.get(jobId)).maxAttempts;
  }
}

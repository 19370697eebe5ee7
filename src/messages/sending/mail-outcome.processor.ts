import { type JobContext, type JobDetail, type JobHandler, JobsService, Processor } from '../../jobs/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Outbox } from '../../platform/mail/outbox.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { mailKeyOf } from './mail-key.js';
import { MailOutcomeJob, type MailOutcomePayload, type MailOutcomeResult } from './mail-outcome.job.js';
import { MailOutcomes } from './mail-outcomes.js';
import type { EmailNotificationPayload } from './email-notification.job.js';

const NONE: MailOutcomeResult = { state: null };

/** The end of a mail whose job sends it no more. A job that somebody has started again since tells the end itself. */
@Processor(MailOutcomeJob)
export class MailOutcomeProcessor implements JobHandler<MailOutcomePayload, MailOutcomeResult> {
  constructor(
    private readonly jobs: JobsService,
    private readonly outbox: Outbox,
    private readonly outcomes: MailOutcomes,
    private readonly context: RequestContext,
  ) {}

  async handle({ jobId }: MailOutcomePayload, ctx: JobContext): Promise<MailOutcomeResult> {
    const job = await this.jobs.get(jobId).catch(gone);
    if (!job || !['failed', 'cancelled'].includes(job.status)) return NONE;
    const data = job.data as unknown as EmailNotificationPayload;
    if (!data.personId) return this.end(job, data);
    return this.context.asPerson(ctx.tenantId, data.personId, () => this.end(job, data));
  }

  private async end(job: JobDetail, data: EmailNotificationPayload): Promise<MailOutcomeResult> {
    const words = job.status === 'cancelled' ? 'Its job was cancelled' : 'Its job was given up';
    const mail = await this.outbox.abandon(
      data.messageId ? { id: data.messageId } : { key: mailKeyOf(job.id, data) },
      words,
    );
    if (!mail) return NONE;
    await this.outcomes.tell(mail.id);
    return { state: mail.state };
  }
}

function gone(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
  throw error;
}

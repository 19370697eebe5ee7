import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { type NewSms, SmsOutbox } from '../../platform/sms/sms-outbox.js';
import type { SmsState } from '../../platform/sms/sms-status.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { SmsNotification } from './sms-notification.job.js';

export interface SentSms {
  id: string;
  state: SmsState;
  jobId: string | null;
  /** False: a message with this key was there already, and is answered. */
  created: boolean;
}

/** SMS to the user who acts, or for whom a job acts; to nobody else. */
@Injectable()
export class SmsMessages {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly outbox: SmsOutbox,
  ) {}

  /** Writes a message and the job that sends it, in the caller's transaction if one is open: both are there, or neither. */
  async send(sms: NewSms): Promise<SentSms> {
    return this.db.transaction(async () => {
      const message = await this.outbox.put(sms);
      if (!message.created) return message;
      const payload = { messageId: message.id, userId: this.context.userId };
      const job = await this.jobs.enqueue(SmsNotification, payload, { runAt: sms.notBefore });
      await this.outbox.sentBy(message.id, job.id);
      return { ...message, jobId: job.id };
    });
  }

  /** How many SMS of these purposes the user who acts was written since then. */
  async since(purposes: readonly string[], seconds: number): Promise<number> {
    const row = await this.db.first<{ n: number }>(
      `SELECT count(*) AS n FROM sms_message
       WHERE purpose = ANY($1::text[]) AND created_at > now() - make_interval(secs => $2)`,
      [purposes, seconds],
    );
    return row!.n;
  }
}

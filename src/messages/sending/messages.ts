import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { Mailbox } from '../../platform/mail/mail-address.js';
import { MailSenders } from '../../platform/mail/mail-senders.js';
import type { Unsubscribe } from '../../platform/mail/mail.transport.js';
import { type AttachmentRequest, type NewMessage, Outbox } from '../../platform/mail/outbox.js';
import type { MailState } from '../../platform/mail/outbox-rules.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { MailDataError, type MailPolicy, type MailTemplate, type RenderedMail } from '../templates/define-template.js';
import { TemplateRegistry } from '../templates/template-registry.js';
import { EmailNotification } from './email-notification.job.js';

export interface MessageRequest {
  /** What the mail is, unique in the tenant: `quote:42:rev-3:ready`. The same key is the same mail, sent once. */
  key: string;
  /** As `defineMailTemplate` made it, or its name. */
  template: MailTemplate | string;
  to: Mailbox;
  /** The template's variables. */
  data: object;
  /** Stored files of the tenant. */
  attachments?: AttachmentRequest[];
  /** Default: the template's. */
  policy?: MailPolicy;
  /** Not sent before this instant. */
  notBefore?: Date;
  /** For mails that come again and again. */
  unsubscribe?: Unsubscribe;
  /** Of the user for whom the job acts (asPerson), and nobody else's: the tenant's ADMIN does not find it in the log. */
  personal?: boolean;
}

export interface SentMessage {
  id: string;
  state: MailState;
  /** The job that sends it. */
  jobId: string | null;
  /** False: a mail with this key was there already, and is answered. */
  created: boolean;
}

/** A mail whose lease is over is not being sent any more: nobody knows whether it went out (rules mail 2). */
export const MAIL_STATE = `CASE WHEN state = 'sending' AND lease_until < now() THEN 'ambiguous' ELSE state END`;

/** Mail of a tenant to people. */
@Injectable()
export class Messages {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly outbox: Outbox,
    private readonly senders: MailSenders,
    private readonly templates: TemplateRegistry,
  ) {}

  /**
   * Deletes the mails of these templates to an address, sent or not, for somebody who has her data erased. One that is being handed
   * over at this moment stays as long as mails are kept.
   */
  forget(address: string, templates: readonly string[]): Promise<number> {
    return this.db.transaction((tx) =>
      tx.run(
        `DELETE FROM mail_message WHERE lower(to_address) = lower($1) AND template = ANY($2::text[]) AND state <> 'sending'`,
        [address, templates],
      ),
    );
  }

  /**
   * Writes a mail into the outbox and its job into the ledger, in the caller's transaction if one is open: both are there once
   * it has committed, or neither.
   * @throws AppError NOT_FOUND for a template nobody registered; VALIDATION_FAILED for anything but exactly one address, and
   *   for data that do not fit the template, naming each variable.
   */
  async send(request: MessageRequest): Promise<SentMessage> {
    const { key, to, attachments, notBefore, unsubscribe, personal } = request;
    const template = this.template(request.template);
    const policy = request.policy ?? template.policy;
    return this.db.transactionOfJob(async () => {
      const written = await this.write(template, request.data);
      return this.post({
        key,
        template: template.name,
        policy,
        to,
        ...written,
        attachments,
        unsubscribe,
        notBefore,
        personal,
      });
    });
  }

  /**
   * How the mail with this key stands: sent, once it or a repeat of it from the log was; else as the last of these. Undefined: it was not
   * written, or is no longer kept.
   */
  standing(key: string): Promise<{ state: MailState; toAddress: string; words: string | null } | undefined> {
    return this.db.transactionOfJob((tx) =>
      tx.first(
        `${line('key')} SELECT ${MAIL_STATE} AS state, to_address AS "toAddress", coalesce(error, response) AS words
         FROM mail_message WHERE id IN (SELECT id FROM line) ORDER BY (state = 'sent') DESC, id DESC LIMIT 1`,
        [key],
      ),
    );
  }

  /**
   * Whether the mail, or a repeat of it from the log, may still be sent by its job. In the caller's transaction: until that ends nobody
   * has it sent once more.
   * @param id the first mail, not a repeat
   */
  async underWay(id: string): Promise<boolean> {
    const mails = await this.db.transactionOfJob(async (tx) => {
      await tx.rows('SELECT FROM mail_message WHERE id = $1 FOR UPDATE', [id]);
      return tx.rows<{ state: MailState; jobId: string | null }>(
        `${line('id')} SELECT state, job_id AS "jobId" FROM mail_message WHERE id IN (SELECT id FROM line)`,
        [id],
      );
    });
    for (const mail of mails) if (await this.willBeSent(mail)) return true;
    return false;
  }

  /**
   * Whether its job may still send it: one that was cancelled or given up will not. Also one whose end nobody knows is sent again by
   * its job, and one that has failed when its job was started again.
   */
  private async willBeSent({ state, jobId }: { state: MailState; jobId: string | null }): Promise<boolean> {
    if (state === 'sent') return false;
    const job = jobId === null ? null : await this.jobs.get(jobId).catch(gone);
    return job !== null && !['completed', 'failed', 'cancelled'].includes(job.status);
  }

  /** Puts a written mail into the outbox, with a job that sends it. */
  async post(mail: NewMessage): Promise<SentMessage> {
    return this.db.transactionOfJob(async () => {
      const message = await this.outbox.put(mail);
      if (!message.created) return message;
      const payload = { messageId: message.id, ...(mail.personal && { personId: this.context.userId }) };
      const job = await this.jobs.enqueue(EmailNotification, payload, { runAt: mail.notBefore });
      await this.outbox.sentBy(message.id, job.id);
      return { ...message, jobId: job.id };
    });
  }

  /**
   * The mail as it would be sent now.
   * @throws AppError VALIDATION_FAILED naming each variable that is missing or does not fit
   */
  async write(template: MailTemplate, data: object): Promise<RenderedMail> {
    const { sender, replyTo, fromAddress } = await this.senders.get();
    const brand = { name: sender.from.name ?? sender.from.address, replies: (replyTo ?? fromAddress) !== null };
    try {
      return template.render(data, brand);
    } catch (error) {
      if (!(error instanceof MailDataError)) throw error;
      const errors = error.problems.map(({ path, message }) => ({ path: `data.${path}`, message }));
      throw new AppError('VALIDATION_FAILED', error.message, { errors, cause: error });
    }
  }

  /** @throws AppError NOT_FOUND naming the templates there are */
  template(template: MailTemplate | string): MailTemplate {
    if (typeof template !== 'string') return template;
    const found = this.templates.get(template);
    if (!found) {
      const known = this.templates.names().join(', ');
      throw new AppError('NOT_FOUND', `There is no mail template "${template}"; known: ${known}`);
    }
    return found;
  }
}

/** SQL: a mail and those that repeat it, as `line`. */
const line = (column: 'id' | 'key'): string => `WITH RECURSIVE line AS (
  SELECT id FROM mail_message WHERE ${column} = $1
  UNION ALL
  SELECT m.id FROM line l JOIN mail_message m ON m.resend_of = l.id)`;

function gone(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
  throw error;
}

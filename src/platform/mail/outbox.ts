import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../config/config.js';
import { PersonalDatabase } from '../database/personal-database.js';
import { storableText } from '../database/storable-text.js';
import { AppError, invalid } from '../errors/app-error.js';
import { FileStorage } from '../storage/index.js';
import { RequestContext } from '../tenancy/context.js';
import { displayName, isMailAddress, type Mailbox, sameAddress } from './mail-address.js';
import type { Unsubscribe } from './mail.transport.js';
import { messageIdOf } from './message-id.js';
import { type MailPolicy, type MailState, nextStep, type NextStep, type Standing } from './outbox-rules.js';

/** A stored file of the tenant, and the name under which the reader sees it. */
export interface AttachmentRequest {
  fileId: string;
  name: string;
}

export interface Attachment extends AttachmentRequest {
  contentType: string;
  bytes: number;
  sha256: string;
}

export interface NewMessage {
  /** What the mail is, unique in the tenant: `quote:42:v3:ready`. */
  key: string;
  template: string;
  policy: MailPolicy;
  to: Mailbox;
  subject: string;
  text: string;
  html: string;
  unsubscribe?: Unsubscribe;
  attachments?: AttachmentRequest[];
  notBefore?: Date;
  resendOf?: string;
  /** Of the user for whom the job acts, and nobody else's: not in the tenant's log. */
  personal?: boolean;
  /** Message-ID of the mail that this one repeats. Default: from the key. */
  messageId?: string;
}

/** A mail as it is to be sent. */
export interface OutboxMessage {
  id: string;
  toAddress: string;
  toName: string | null;
  subject: string;
  text: string;
  html: string;
  unsubscribe: Unsubscribe | null;
  attachments: Attachment[];
  messageId: string;
  policy: MailPolicy;
  attempt: number;
}

/** The right to send a mail, until its lease is over. */
export type Claim = { step: 'send'; claim: string; message: OutboxMessage } | Exclude<NextStep, { step: 'send' }>;

/** How an attempt to send ended. */
export interface Settled {
  state: Exclude<MailState, 'sending'>;
  route?: 'smtp' | 'inbox';
  from?: string;
  response?: string;
  error?: string;
}

/**
 * Longest time of one attempt to send, s. The attempt itself ends earlier (Delivery); whoever finds a mail that has been
 * "sending" for longer knows that nobody is sending it any more.
 */
export const LEASE_SECONDS = 30;
const MAX_KEY = 300;
const MAX_ATTACHMENTS = 20;
/** Mail servers take 25 MB and more, counted after base64 has made a third more of it. */
const MAX_ATTACHED_BYTES = 18_000_000;
const MAX_FILE_NAME = 150;
const MAX_NOTE = 1_000;

const TO_SEND = `id, to_address AS "toAddress", to_name AS "toName", subject, body_text AS "text", body_html AS "html",
  unsubscribe, attachments, message_id AS "messageId", policy, attempt`;

/** The tenant's mail: each is a row before it is sent (rules mail 1). */
@Injectable()
export class Outbox {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
    private readonly files: FileStorage,
  ) {}

  /**
   * Writes a mail, in the caller's transaction if one is open. Where one with its key is there already, nothing is written and
   * that one is answered.
   * @throws AppError VALIDATION_FAILED for anything but exactly one address
   */
  async put(mail: NewMessage): Promise<{ id: string; state: MailState; jobId: string | null; created: boolean }> {
    const { key, to, notBefore, unsubscribe } = mail;
    if (!isMailAddress(to.address)) throw invalid('to.address', 'A mail goes to exactly one address');
    if (key.length === 0 || key.length > MAX_KEY) throw invalid('key', `A key has 1 to ${MAX_KEY} characters`);
    const messageId = mail.messageId ?? messageIdOf(`${this.context.tenantId}\n${key}`, this.config.MAIL_FROM);
    return this.db.transactionOfJob(async (tx) => {
      const attachments = await this.filesOf(mail.attachments ?? []);
      const [made] = await tx.rows<{ id: string }>(
        `INSERT INTO mail_message (id, tenant_id, key, template, policy, to_address, to_name, subject, body_text, body_html,
           unsubscribe, attachments, message_id, content_hash, not_before, resend_of, created_by, person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (tenant_id, key) DO NOTHING RETURNING id`,
        [
          uuidv7(),
          this.context.tenantId,
          key,
          mail.template,
          mail.policy,
          to.address,
          displayName(to.name) ?? null,
          mail.subject,
          mail.text,
          mail.html,
          unsubscribe ? JSON.stringify(unsubscribe) : null,
          JSON.stringify(attachments),
          messageId,
          contentHash({ ...mail, attachments }),
          notBefore ?? null,
          mail.resendOf ?? null,
          this.context.principal?.userId ?? null,
          mail.personal ? this.context.userId : null,
        ],
      );
      if (made) return { id: made.id, state: 'queued', jobId: null, created: true };
      const found = await tx.first<{ id: string; state: MailState; jobId: string | null }>(
        `SELECT id, state, job_id AS "jobId" FROM mail_message WHERE key = $1`,
        [key],
      );
      return { ...found!, created: false };
    });
  }

  /** What is known of the files. @throws AppError NOT_FOUND for one that the tenant does not have; PAYLOAD_TOO_LARGE */
  private async filesOf(requests: readonly AttachmentRequest[]): Promise<Attachment[]> {
    if (requests.length > MAX_ATTACHMENTS)
      throw invalid('attachments', `A mail has at most ${MAX_ATTACHMENTS} attachments`);
    const attachments: Attachment[] = [];
    for (const { fileId, name } of requests) {
      const { contentType, bytes, sha256 } = await this.files.find(fileId);
      attachments.push({ fileId, name: fileName(name), contentType, bytes, sha256 });
    }
    if (attachments.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_ATTACHED_BYTES)
      throw new AppError(
        'PAYLOAD_TOO_LARGE',
        `The attachments of a mail have at most ${MAX_ATTACHED_BYTES} bytes together`,
      );
    return attachments;
  }

  /** Notes which job sends a mail. */
  async sentBy(id: string, jobId: string): Promise<void> {
    await this.db.transactionOfJob((tx) => tx.run('UPDATE mail_message SET job_id = $2 WHERE id = $1', [id, jobId]));
  }

  /** Takes the right to send a mail, or tells why not. Committed before anything is sent. Undefined: there is no such mail. */
  async claim(id: string): Promise<Claim | undefined> {
    return this.db.transactionOfJob(async (tx) => {
      const row = await tx.first<Standing & { closed: boolean }>(
        `SELECT m.state, m.policy, coalesce(extract(epoch FROM m.lease_until - now()) * 1000, 0)::float8 AS "leaseLeftMs",
                EXISTS (SELECT 1 FROM mail_suppression s WHERE s.address = lower(m.to_address)) AS suppressed,
                EXISTS (SELECT 1 FROM app_user u WHERE u.id = m.person_id AND u.disabled_at IS NOT NULL) AS closed
         FROM mail_message m WHERE m.id = $1 FOR UPDATE OF m`,
        [id],
      );
      if (!row) return undefined;
      // Of a mail that is a user's own: one who is disabled is told nothing.
      const { closed } = row;
      const next = nextStep({ ...row, suppressed: row.suppressed || closed });
      if (next.step === 'over' && next.state !== row.state)
        await tx.run(`UPDATE mail_message SET state = $2, settled_at = now() WHERE id = $1`, [id, next.state]);
      if (next.step === 'suppress')
        await tx.run(`UPDATE mail_message SET state = 'suppressed', error = $2, settled_at = now() WHERE id = $1`, [
          id,
          closed ? 'The account is closed' : 'The address is on the suppression list',
        ]);
      if (next.step !== 'send') return next;
      const claim = randomUUID();
      const message = await tx.first<OutboxMessage>(
        `UPDATE mail_message SET state = 'sending', claim = $2, attempt = attempt + 1, settled_at = NULL, error = NULL,
           lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
         WHERE id = $1 RETURNING ${TO_SEND}`,
        [id, claim],
      );
      return { step: 'send', claim, message: message! };
    });
  }

  /** Writes how an attempt ended, unless another has claimed the mail since. */
  async settle(id: string, claim: string, { state, route, from, response, error }: Settled): Promise<void> {
    await this.db.transactionOfJob((tx) =>
      tx.run(
        `UPDATE mail_message SET state = $3, route = coalesce($4, route), sent_from = coalesce($5, sent_from),
           response = $6, error = $7, settled_at = CASE WHEN $3 = 'queued' THEN NULL ELSE now() END
         WHERE id = $1 AND claim = $2 AND state IN ('sending', 'ambiguous')`,
        [id, claim, state, route ?? null, from ?? null, note(response), note(error)],
      ),
    );
  }

  /** The job of a mail gave it up. */
  async giveUp(id: string): Promise<void> {
    await this.db.transactionOfJob((tx) =>
      tx.run(`UPDATE mail_message SET state = 'failed', settled_at = now() WHERE id = $1 AND state = 'queued'`, [id]),
    );
  }

  /**
   * The job of a mail has ended without having settled it. One that was being handed over may have gone out: nobody knows. (Whoever
   * is handing it over all the same still writes how that ended.) Undefined: there is no such mail.
   */
  async abandon(
    which: { id: string } | { key: string },
    why: string,
  ): Promise<{ id: string; state: MailState } | undefined> {
    return this.db.transactionOfJob(async (tx) => {
      const [column, value] = 'id' in which ? ['id', which.id] : ['key', which.key];
      await tx.run(
        `UPDATE mail_message SET state = CASE state WHEN 'queued' THEN 'failed' ELSE 'ambiguous' END,
           error = coalesce(error, $2), settled_at = now()
         WHERE ${column} = $1 AND state IN ('queued', 'sending')`,
        [value, why],
      );
      return tx.first<{ id: string; state: MailState }>(`SELECT id, state FROM mail_message WHERE ${column} = $1`, [
        value,
      ]);
    });
  }
}

/** Tells one written mail from another. */
function contentHash(mail: Omit<NewMessage, 'attachments'> & { attachments: Attachment[] }): string {
  const { to, subject, text, html, attachments } = mail;
  const parts = [sameAddress(to.address), to.name ?? null, subject, text, html, attachments];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Without folders and characters that mail clients or disks refuse. */
function fileName(name: string): string {
  const clean = name.replace(/[\u0000-\u001f\u007f/\\]+/g, '_').trim();
  return clean.slice(-MAX_FILE_NAME) || 'attachment';
}

function note(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text, MAX_NOTE);
}

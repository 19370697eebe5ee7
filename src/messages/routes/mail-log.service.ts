import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { sameAddress } from '../../platform/mail/mail-address.js';
import type { Unsubscribe } from '../../platform/mail/mail.transport.js';
import type { Attachment } from '../../platform/mail/outbox.js';
import type { MailPolicy, MailState } from '../../platform/mail/outbox-rules.js';
import { Suppressions } from '../../platform/mail/suppressions.js';
import { MAIL_STATE, Messages, type SentMessage } from '../sending/messages.js';

export interface MailFilter {
  state?: MailState;
  template?: string;
  address?: string;
  from?: Date;
  to?: Date;
  limit: number;
  offset: number;
}

export interface MailView {
  id: string;
  key: string;
  template: string;
  policy: MailPolicy;
  toAddress: string;
  toName: string | null;
  subject: string;
  state: MailState;
  route: 'smtp' | 'inbox' | null;
  attempt: number;
  response: string | null;
  error: string | null;
  jobId: string | null;
  resendOf: string | null;
  createdAt: Date;
  notBefore: Date | null;
  settledAt: Date | null;
}

export interface MailDetail extends MailView {
  text: string;
  html: string;
  headers: Record<string, string>;
  contentHash: string;
  attachments: Attachment[];
}

const VIEW = `id, key, template, policy, to_address AS "toAddress", to_name AS "toName", subject, ${MAIL_STATE} AS state, route,
  attempt, response, error, job_id AS "jobId", resend_of AS "resendOf", created_at AS "createdAt", not_before AS "notBefore",
  settled_at AS "settledAt"`;
const WHERE = `($1::text IS NULL OR ${MAIL_STATE} = $1) AND ($2::text IS NULL OR template = $2)
  AND ($3::text IS NULL OR lower(to_address) = $3)
  AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at < $5)`;

type Row = Omit<MailDetail, 'headers'> & {
  unsubscribe: Unsubscribe | null;
  messageId: string;
  sentFrom: string | null;
};

/** What was written to whom, and what became of it. */
@Injectable()
export class MailLog {
  constructor(
    private readonly db: TenantDatabase,
    private readonly messages: Messages,
    private readonly suppressions: Suppressions,
  ) {}

  /** Newest first. */
  async list(filter: MailFilter): Promise<{ messages: MailView[]; total: number }> {
    const { state, template, address, from, to, limit, offset } = filter;
    const values = [state ?? null, template ?? null, address ? sameAddress(address) : null, from ?? null, to ?? null];
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM mail_message WHERE ${WHERE}`,
        values,
      );
      const messages = await tx.rows<MailView>(
        `SELECT ${VIEW} FROM mail_message WHERE ${WHERE} ORDER BY id DESC LIMIT $6 OFFSET $7`,
        [...values, limit, offset],
      );
      return { messages, total: count!.total };
    });
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<MailDetail> {
    const { unsubscribe, messageId, sentFrom, ...rest } = await this.row(id);
    return { ...rest, headers: headersOf({ ...rest, unsubscribe, messageId, sentFrom }) };
  }

  /**
   * Sends a mail once more, as it was written, as a mail of its own. One whose end nobody knows keeps its Message-ID, so that
   * the mailbox that has it recognises the second; any other gets a new one, or the mailbox would hide it.
   * @throws AppError NOT_FOUND; CONFLICT while it or a repeat of it is still to be sent, for a suppressed address, and when an
   *   attached file is gone
   */
  async resend(id: string): Promise<SentMessage> {
    return this.db.transaction(async (tx) => {
      const mail = await this.row(id);
      // A repeat is sent once more as the mail that it repeats: that one is known to whoever asked for it.
      const first = mail.resendOf ?? id;
      if (await this.messages.underWay(first))
        throw new AppError('CONFLICT', 'This mail, or a repeat of it, is still to be sent');
      const repeats = await tx.rows('SELECT FROM mail_message WHERE resend_of = $1', [first]);
      if (await this.suppressions.find(mail.toAddress))
        throw new AppError('CONFLICT', 'The address is on the suppression list; take it off first');
      return this.messages
        .post({
          key: `resend:${first}:${repeats.length + 1}`,
          template: mail.template,
          policy: mail.policy,
          to: { address: mail.toAddress, ...(mail.toName !== null && { name: mail.toName }) },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          unsubscribe: mail.unsubscribe ?? undefined,
          attachments: mail.attachments,
          resendOf: first,
          messageId: mail.state === 'ambiguous' ? mail.messageId : undefined,
        })
        .catch((error: unknown) => {
          if (error instanceof AppError && error.code === 'NOT_FOUND')
            throw new AppError('CONFLICT', 'An attached file is not there any more', { cause: error });
          throw error;
        });
    });
  }

  private async row(id: string): Promise<Row> {
    const row = await this.db.first<Row>(
      `SELECT ${VIEW}, body_text AS "text", body_html AS "html", unsubscribe, attachments, message_id AS "messageId",
              sent_from AS "sentFrom", content_hash AS "contentHash"
       FROM mail_message WHERE id = $1`,
      [id],
    );
    if (!row) throw notFound('Mail');
    return row;
  }
}

/** The headers that the outbox decides; those about transport and encoding are the mail server's business. */
function headersOf(mail: Omit<Row, 'headers'>): Record<string, string> {
  const { toName, toAddress, subject, messageId, unsubscribe, sentFrom } = mail;
  const headers: Record<string, string> = {
    To: toName === null ? toAddress : `${toName} <${toAddress}>`,
    Subject: subject,
    'Message-ID': messageId,
  };
  if (sentFrom !== null) headers['From'] = sentFrom;
  if (unsubscribe) {
    const mailto = unsubscribe.mailto === undefined ? '' : `, <mailto:${unsubscribe.mailto}>`;
    headers['List-Unsubscribe'] = `<${unsubscribe.url}>${mailto}`;
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return headers;
}

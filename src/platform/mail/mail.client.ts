import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { mailboxOf } from './mail-address.js';
import { messageIdOf } from './message-id.js';
import { MailTransport } from './mail.transport.js';

export interface Mail {
  /** One address: a mail is either taken or refused, never half. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** The same for every try of the same mail: becomes its Message-ID, by which mailboxes know a repeated one. */
  idempotencyKey: string;
}

/**
 * Mail about the running of the platform (alerts, invitations, notices of a night job), whose senders keep their own record of
 * it. Mail of a tenant to its customers goes through the outbox (`Messages` in src/messages).
 */
@Injectable()
export class MailClient {
  constructor(
    private readonly transport: MailTransport,
    private readonly config: Config,
  ) {}

  /** False without a mail server: then send() refuses. */
  get configured(): boolean {
    return this.transport.configured;
  }

  /**
   * Hands a mail to the server. Answers its Message-ID and what the server said.
   * @throws MailError
   */
  async send(mail: Mail, signal?: AbortSignal): Promise<{ messageId: string; response: string }> {
    const { to, subject, text, html, idempotencyKey } = mail;
    const messageId = messageIdOf(idempotencyKey, this.config.MAIL_FROM);
    const from = mailboxOf(this.config.MAIL_FROM);
    const response = await this.transport.send({ from, to: { address: to }, subject, text, html, messageId }, signal);
    return { messageId, response };
  }
}

import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../config/config.js';
import { MailError } from './mail.error.js';

export interface Mail {
  /** One address: a mail is either taken or refused, never half. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** The same for every try of the same mail: becomes its Message-ID, by which mailboxes know a repeated one. */
  idempotencyKey: string;
}

/** What nodemailer tells about a failure. */
interface Failure extends Error {
  code?: string;
  responseCode?: number;
  permanent?: boolean;
  originalCode?: string;
  timeoutType?: string;
}

/** Failures before the server could have seen the mail. */
const BEFORE = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EENVELOPE', 'ECONFIG']);
const REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const EARLY = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);
/** Errors in the mail itself, which the next try would repeat. */
const OURS = new Set(['EENVELOPE', 'ENOAUTH', 'ECONFIG']);

/** Sends mail: one connection for each mail, to the server of SMTP_URL. */
@Injectable()
export class MailClient {
  private readonly transport?: ReturnType<typeof transportOf>;
  private readonly password: string;

  constructor(private readonly config: Config) {
    const url = config.SMTP_URL === undefined ? undefined : new URL(config.SMTP_URL);
    this.password = url ? decodeURIComponent(url.password) : '';
    if (url) this.transport = transportOf(url, config.SMTP_TIMEOUT_MS);
  }

  /** False without SMTP_URL: then send() refuses. */
  get configured(): boolean {
    return this.transport !== undefined;
  }

  /**
   * Hands a mail to the server. Answers its Message-ID and what the server said.
   * @throws MailError
   */
  async send(mail: Mail, signal?: AbortSignal): Promise<{ messageId: string; response: string }> {
    if (!this.transport) throw new MailError('Mail is not configured: SMTP_URL is not set', true, true);
    const { to, subject, text, html, idempotencyKey } = mail;
    const messageId = this.messageId(idempotencyKey);
    const message = { from: this.config.MAIL_FROM, to: { name: '', address: to }, subject, text, html, messageId };
    const info = await this.transport.sendMail({ ...message, signal }).catch((error: Failure) => {
      throw this.failure(error);
    });
    return { messageId, response: this.clean(info.response ?? '') };
  }

  private messageId(key: string): string {
    const domain = /@([^\s<>@]+)>?$/.exec(this.config.MAIL_FROM)![1]!;
    return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
  }

  private failure(error: Failure): MailError {
    const { code = '', responseCode, originalCode = '', timeoutType = '' } = error;
    // A server that answered has decided; one that was never reached has seen nothing.
    const unsent =
      responseCode !== undefined || BEFORE.has(code) || REFUSED.has(originalCode) || EARLY.has(timeoutType);
    const permanent = error.permanent ?? (responseCode === undefined && OURS.has(code));
    return new MailError(this.clean(error.message), permanent, unsent);
  }

  /** A text from the server, which might repeat the password, as it is or the way it was sent. */
  private clean(text: string): string {
    if (!this.password) return text;
    const encoded = [this.password, encodeURIComponent(this.password), Buffer.from(this.password).toString('base64')];
    return encoded.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }
}

function transportOf(url: URL, timeoutMs: number) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'smtps:';
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  return createTransport({
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    auth,
    // Without this, somebody between the servers could suppress the offer of TLS and read the password.
    requireTLS: auth !== undefined && !secure && !onThisMachine(host),
    connectionTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    // Longer than the greeting's, which would otherwise be taken for an answer that got lost.
    socketTimeout: 3 * timeoutMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function onThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

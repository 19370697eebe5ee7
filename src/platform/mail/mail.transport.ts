import { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../config/config.js';
import type { Mailbox } from './mail-address.js';
import { type Failure, verdict } from './mail-failure.js';
import { MailError } from './mail.error.js';
import { onThisMachine, type SmtpServer, smtpServer } from './smtp-server.js';

export interface OutgoingMail {
  from: Mailbox;
  replyTo?: string;
  to: Mailbox;
  subject: string;
  text: string;
  html?: string;
  /** With its angle brackets. */
  messageId: string;
  unsubscribe?: Unsubscribe;
  attachments?: { filename: string; contentType?: string; content: Readable }[];
}

/** Where the reader ends a series of mails, by one click (RFC 8058) or by a mail. */
export interface Unsubscribe {
  url: string;
  mailto?: string;
}

/** Connections are used for so many mails, and times again for a mail that a dropped connection did not begin. */
const MAILS_A_CONNECTION = 100;
const REQUEUES = 2;

/** The mail server, over a few connections that are kept: every mail of the process goes through here. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private readonly pool?: ReturnType<typeof poolOf>;
  private readonly password: string;

  constructor(config: Config) {
    const server = smtpServer(config);
    this.password = server?.auth?.pass ?? '';
    if (server) this.pool = poolOf(server, config);
  }

  /** False without a mail server: then send() refuses. */
  get configured(): boolean {
    return this.pool !== undefined;
  }

  /** After the jobs are drained: what is under way is finished, idle connections end. */
  onApplicationShutdown(): void {
    this.pool?.close();
  }

  /**
   * Hands a mail to the server; answers what it said.
   * @throws MailError
   */
  async send(mail: OutgoingMail, signal?: AbortSignal): Promise<string> {
    if (!this.pool) throw new MailError('Mail is not configured: neither SMTP_URL nor SMTP_HOST is set', true, true);
    const { unsubscribe, to, ...rest } = mail;
    let begun = false;
    const message = {
      ...rest,
      to: { name: to.name ?? '', address: to.address },
      from: { name: mail.from.name ?? '', address: mail.from.address },
      // Out-of-office replies to a program help nobody (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated', ...(unsubscribe && ONE_CLICK) },
      // A nested list makes one header; a flat one would make two, which RFC 8058 does not allow.
      ...(unsubscribe && { list: { unsubscribe: [addressesOf(unsubscribe)] } }),
      onBody: () => (begun = true),
      signal,
    };
    try {
      const info = await this.pool.sendMail(message);
      return this.clean(info.response ?? '');
    } catch (error) {
      const { permanent, unsent, badAddress } = verdict(error as Failure, begun);
      throw new MailError(this.clean((error as Error).message), permanent, unsent, badAddress);
    } finally {
      // Not read to the end when the mail was refused before.
      for (const { content } of mail.attachments ?? []) content.destroy();
    }
  }

  /** A text from the server, which might repeat the password, as it is or the way it was sent. */
  private clean(text: string): string {
    if (!this.password) return text;
    const encoded = [this.password, encodeURIComponent(this.password), Buffer.from(this.password).toString('base64')];
    return encoded.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }
}

const ONE_CLICK = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

function addressesOf({ url, mailto }: Unsubscribe): string[] {
  return mailto === undefined ? [url] : [url, `mailto:${mailto}`];
}

function poolOf({ host, port, secure, auth }: SmtpServer, config: Config) {
  const timeoutMs = config.SMTP_TIMEOUT_MS;
  const pool = createTransport({
    pool: true,
    host,
    port,
    secure,
    auth,
    maxConnections: config.SMTP_MAX_CONNECTIONS,
    maxMessages: MAILS_A_CONNECTION,
    maxRequeues: REQUEUES,
    rateDelta: 1_000,
    rateLimit: config.SMTP_RATE_PER_SECOND || undefined,
    // Without this, somebody between the servers could suppress the offer of TLS and read the password.
    requireTLS: auth !== undefined && !secure && !onThisMachine(host),
    connectionTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    // Longer than the greeting's, which would otherwise be taken for an answer that got lost; shorter than the job's 30 s.
    socketTimeout: 2 * timeoutMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // A connection that breaks while nothing is under way is replaced when the next is needed.
  pool.on('error', () => undefined);
  pool.use('stream', ({ message, data }, done) => {
    const { onBody } = data as { onBody?: () => void };
    if (onBody) message.processFunc((input) => told(input, onBody));
    done();
  });
  return pool;
}

/** The same stream; calls begun() before its first byte is read, which is when the server has asked for the mail. */
function told(input: Readable, begun: () => void): Readable {
  async function* read() {
    begun();
    yield* input;
  }
  return Readable.from(read(), { objectMode: false });
}

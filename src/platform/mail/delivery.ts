import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { FileStorage } from '../storage/index.js';
import { type Claim, Outbox, type OutboxMessage, type Settled } from './outbox.js';
import { mailboxText } from './mail-address.js';
import { MailSenders } from './mail-senders.js';
import { MailError } from './mail.error.js';
import { MailTransport, type OutgoingMail } from './mail.transport.js';
import { Suppressions } from './suppressions.js';

/** How the delivery of a mail ended, or why it has to wait. */
export type Delivered =
  | { state: 'sent'; route: 'smtp' | 'inbox'; response: string | null }
  /** Sent before, or a digest whose end nobody knows. */
  | { state: 'sent' | 'ambiguous'; route: null; response: null }
  | { state: 'suppressed'; route: null; response: null }
  /** Somebody may be sending it: ask again in so many ms. */
  | { state: 'sending'; ms: number };

/** Longest time of one handing over, ms: less than the outbox's lease and than the 30 s of the job. */
const SENDING_MS = 25_000;
/** A claim that was got later than this after it was asked for, ms, might be somebody else's before the mail is out. */
const LATE_MS = 4_000;
/** The receipt of a mail is written again and again, because without it the mail would be sent twice. */
const SETTLE_TRIES = 5;
const SETTLE_PAUSE_MS = 300;

/** Hands mails of the outbox to the mail server, or lays them into the local inbox where there is none. */
@Injectable()
export class Delivery {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly outbox: Outbox,
    private readonly senders: MailSenders,
    private readonly suppressions: Suppressions,
    private readonly transport: MailTransport,
    private readonly files: FileStorage,
  ) {}

  /**
   * Sends a mail unless it is sent. Never in a transaction: what happens is committed step by step.
   * @throws MailError when the server did not take a mail, or may have taken a transactional one; its state is written by then
   */
  async deliver(id: string, signal: AbortSignal): Promise<Delivered | undefined> {
    const asked = performance.now();
    const claim = await this.outbox.claim(id);
    if (!claim) return undefined;
    if (claim.step === 'wait') return { state: 'sending', ms: claim.ms };
    if (claim.step === 'suppress') return { state: 'suppressed', route: null, response: null };
    if (claim.step === 'over') return { state: claim.state, route: null, response: null };
    return this.send(id, claim, asked, signal);
  }

  private async send(
    id: string,
    { claim, message }: Extract<Claim, { step: 'send' }>,
    asked: number,
    signal: AbortSignal,
  ): Promise<Delivered> {
    const settle = (settled: Settled) => this.settle(id, claim, settled);
    try {
      const { sender } = await this.senders.get();
      const from = mailboxText(sender.from);
      if (!this.transport.configured) {
        await settle({ state: 'sent', route: 'inbox', from });
        return { state: 'sent', route: 'inbox', response: null };
      }
      if (performance.now() - asked > LATE_MS) throw new MailError('The claim on the mail came too late', false, true);
      const limit = AbortSignal.any([signal, AbortSignal.timeout(SENDING_MS)]);
      const attachments = await this.open(message);
      const response = await this.transport.send({ ...sender, ...outgoing(message), attachments }, limit);
      await settle({ state: 'sent', route: 'smtp', from, response });
      return { state: 'sent', route: 'smtp', response };
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      const state = stateAfter(error);
      if (error.badAddress) await this.suppressions.add(message.toAddress, 'refused', error.message, message.id);
      await settle({ state, error: error.message });
      // Once more could be once too often: a digest ends here.
      if (state === 'ambiguous' && message.policy === 'digest') return { state, route: null, response: null };
      throw error;
    }
  }

  /** The attached files as streams. @throws MailError for one that was removed meanwhile */
  private async open({ attachments }: OutboxMessage): Promise<OutgoingMail['attachments']> {
    const opened: NonNullable<OutgoingMail['attachments']> = [];
    try {
      for (const { fileId, name, contentType } of attachments)
        opened.push({ filename: name, contentType, content: await this.files.read(fileId) });
      return opened;
    } catch (error) {
      for (const { content } of opened) content.destroy();
      if (error instanceof AppError && error.code === 'NOT_FOUND')
        throw new MailError('An attached file is not there any more', true, true);
      throw new MailError(`An attached file cannot be read: ${(error as Error).message}`, false, true);
    }
  }

  private async settle(id: string, claim: string, settled: Settled): Promise<void> {
    for (let left = SETTLE_TRIES; ; left--) {
      try {
        return await this.outbox.settle(id, claim, settled);
      } catch (error) {
        if (left === 1) throw error;
        this.logger.warn(`the end of a mail (${settled.state}) waits for Postgres: ${(error as Error).message}`);
      }
      await setTimeout(SETTLE_PAUSE_MS);
    }
  }
}

function stateAfter({ unsent, permanent }: MailError): 'ambiguous' | 'failed' | 'queued' {
  if (!unsent) return 'ambiguous';
  return permanent ? 'failed' : 'queued';
}

function outgoing(message: OutboxMessage) {
  const { toAddress, toName, subject, text, html, unsubscribe, messageId } = message;
  return {
    to: { address: toAddress, ...(toName !== null && { name: toName }) },
    subject,
    text,
    html,
    messageId,
    ...(unsubscribe && { unsubscribe }),
  };
}

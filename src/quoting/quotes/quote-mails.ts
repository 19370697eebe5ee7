import { Injectable } from '@nestjs/common';
import { Messages } from '../../messages/index.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { QuotingSettingsService } from '../catalogue/settings/quoting-settings.service.js';
import { longestLead, workingDaysText } from './lead-days.js';
import { QuoteLinks } from './link/quote-links.js';
import { QuoteAccepted, QuoteDecided, QuoteExpired, QuoteReady } from './mail/index.js';
import type { QuoteRow, QuoteWithItems } from './quote-row.js';

/** The order that was made of a quote. */
export interface OrderMade {
  number: string;
  /** Null: not known yet. */
  promisedOn: LocalDate | null;
}

export type MailStanding = NonNullable<Awaited<ReturnType<Messages['standing']>>>;

interface Ready {
  link: string;
  validUntil: string;
  pdf: { fileId: string; name: string };
}

/** Mails about quotes, written in the caller's transaction; each is sent once. */
@Injectable()
export class QuoteMails {
  constructor(
    private readonly messages: Messages,
    private readonly settings: QuotingSettingsService,
    private readonly links: QuoteLinks,
  ) {}

  async ready(quote: QuoteWithItems, { link, validUntil, pdf }: Ready): Promise<void> {
    const { currency, price, snapshot } = quote;
    const money = (minor: number) => formatMoney(minor, currency);
    const lines = price!.lines.map(({ position, tiers: [tier] }) => {
      const line = snapshot!.lines.find((one) => one.position === position)!;
      const detail = [line.process.name, line.material.name, line.finish?.name].filter(Boolean).join(', ');
      const { quantity, unitMinor, lineMinor } = tier!;
      return { name: line.file.name, detail, quantity, unitPrice: money(unitMinor), total: money(lineMinor) };
    });
    // Of several parts it would not be clear whose other quantities they are; the PDF and the page show them by part.
    const others = price!.lines.length === 1 ? price!.lines[0]!.tiers.slice(1) : [];
    const days = longestLead(price!.lines.map(({ tiers: [tier] }) => tier!));
    await this.messages.send({
      key: `quote:${quote.id}:ready`,
      template: QuoteReady,
      to: mailbox(quote),
      attachments: [pdf],
      data: {
        quoteNumber: titleOf(quote),
        customerName: quote.recipient.name,
        total: money(quote.totalMinor!),
        currency,
        validUntil,
        link,
        leadTime: days === null ? null : workingDaysText(days),
        message: quote.note,
        lines,
        breaks: others.map(({ quantity, unitMinor, lineMinor }) => ({
          quantity,
          unitPrice: money(unitMinor),
          total: money(lineMinor),
        })),
      },
    });
  }

  /** How the mail stands that a quote was sent with; null before it was sent, and once the mail is no longer kept. */
  async standing({ id, sentAt }: Pick<QuoteRow, 'id' | 'sentAt'>): Promise<MailStanding | null> {
    return (sentAt && (await this.messages.standing(`quote:${id}:ready`))) ?? null;
  }

  /** To the customer, and to the shop if it has given an address. */
  async accepted(quote: QuoteWithItems, { number: orderNumber, promisedOn }: OrderMade): Promise<void> {
    const { shopEmail, timezone } = await this.settings.needed();
    const day = today(timezone, quote.decidedAt!);
    const total = formatMoney(quote.totalMinor!, quote.currency);
    const facts = { quoteNumber: titleOf(quote), customerName: quote.recipient.name, total, currency: quote.currency };
    await this.messages.send({
      key: `quote:${quote.id}:accepted`,
      template: QuoteAccepted,
      to: mailbox(quote),
      data: {
        ...facts,
        orderNumber,
        acceptedAt: day,
        readyBy: promisedOn,
        link: this.links.of(quote),
      },
    });
    await this.decided(quote, shopEmail, { ...facts, outcome: 'accepted', orderNumber, readyBy: promisedOn });
  }

  /** To the shop, if it has given an address. */
  async declined(quote: QuoteWithItems): Promise<void> {
    const { shopEmail } = await this.settings.needed();
    const facts = { quoteNumber: titleOf(quote), customerName: quote.recipient.name };
    await this.decided(quote, shopEmail, { ...facts, outcome: 'declined' });
  }

  async expired(quote: QuoteRow): Promise<void> {
    const { validUntil, recipient } = quote;
    const data = { quoteNumber: titleOf(quote), customerName: recipient.name, validUntil, link: this.links.of(quote) };
    await this.messages.send({ key: `quote:${quote.id}:expired`, template: QuoteExpired, to: mailbox(quote), data });
  }

  private async decided(quote: QuoteWithItems, shopEmail: string | null, data: object): Promise<void> {
    // What somebody of the shop decided, the shop knows.
    if (shopEmail === null || quote.decision?.by !== 'customer') return;
    const { name, note, reason } = quote.decision;
    await this.messages.send({
      key: `quote:${quote.id}:decided`,
      template: QuoteDecided,
      to: { address: shopEmail },
      data: { ...data, signedBy: name, words: note ?? reason },
    });
  }
}

/** `Q-2026-0001`, and its revision from the second on. */
export function titleOf({ number, revision }: Pick<QuoteRow, 'number' | 'revision'>): string {
  return revision === 1 ? number : `${number} rev. ${revision}`;
}

function mailbox({ recipient }: Pick<QuoteRow, 'recipient'>): { address: string; name: string } {
  return { address: recipient.email, name: recipient.name };
}

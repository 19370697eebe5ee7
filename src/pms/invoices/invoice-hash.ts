import { createHash } from 'node:crypto';
import { fiscalJson } from './fiscal-json.js';
import type { InvoiceContent, IssuedInvoice } from './invoice-row.js';

/** What the first invoice of a series is chained to. */
export const NO_HASH = '0'.repeat(64);

/**
 * sha256, hex, over the frozen JSON (fiscal-json.ts) of all that the invoice says and of the hash of the one before it
 * in its series: whoever changes, adds or removes an invoice would have to rewrite all that follow it. (rules pms B.0b, B.1)
 */
export function hashOf(content: InvoiceContent, prevHash: string): string {
  const said: InvoiceContent = {
    id: content.id,
    kind: content.kind,
    hotelId: content.hotelId,
    folioId: content.folioId,
    window: content.window,
    bookingId: content.bookingId,
    correctsInvoiceId: content.correctsInvoiceId,
    reason: content.reason,
    supplyDate: content.supplyDate,
    currency: content.currency,
    netMinor: content.netMinor,
    taxMinor: content.taxMinor,
    grossMinor: content.grossMinor,
    seller: content.seller,
    buyer: content.buyer,
    stay: content.stay,
    lines: content.lines,
    taxes: content.taxes,
    payments: content.payments,
    legalEntityId: content.legalEntityId,
    seriesId: content.seriesId,
    number: content.number,
    textNumber: content.textNumber,
    issueDate: content.issueDate,
    issuedAt: content.issuedAt,
    issuedBy: content.issuedBy,
  };
  return createHash('sha256')
    .update(fiscalJson({ ...said, prevHash }))
    .digest('hex');
}

export const BREAKS = ['CONTENT', 'LINK', 'GAP', 'ORDER', 'END'] as const;
/** CONTENT: not what was hashed. LINK: not chained to the one before. GAP: numbers missing. ORDER: dated before the one
 * before. END: the series has given out more numbers than there are invoices. */
export type Break = (typeof BREAKS)[number];

export interface ChainBreak {
  number: number;
  /** Null where the invoice is missing. */
  textNumber: string | null;
  reason: Break;
}

/** How far a chain was checked. */
export interface ChainEnd {
  number: number;
  hash: string;
  issueDate: string;
}

export const CHAIN_START: ChainEnd = { number: 0, hash: NO_HASH, issueDate: '' };

/** First break in a run of a series' invoices, by number, that follows `end`; undefined if there is none. */
export function firstBreak(end: ChainEnd, invoices: readonly IssuedInvoice[]): ChainBreak | undefined {
  for (const invoice of invoices) {
    const { number, textNumber } = invoice;
    if (number !== end.number + 1) return { number: end.number + 1, textNumber: null, reason: 'GAP' };
    if (hashOf(invoice, invoice.prevHash) !== invoice.hash) return { number, textNumber, reason: 'CONTENT' };
    if (invoice.prevHash !== end.hash) return { number, textNumber, reason: 'LINK' };
    if (invoice.issueDate < end.issueDate) return { number, textNumber, reason: 'ORDER' };
    end = invoice;
  }
  return undefined;
}

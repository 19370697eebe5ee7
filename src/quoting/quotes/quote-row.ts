import type { Level } from '../catalogue/fields.js';
import type { ManualPrice, PricedQuote, Snapshot } from './pricing/price-quote.js';
import type { Reason } from './pricing/terms.js';
import type { QuoteState } from './quote-state.js';

/** Whom a quote is for. */
export interface Recipient {
  name: string;
  company: string | null;
  /** In lines. Quotes of before there were addresses have none. */
  address?: string | null;
  email: string;
}

/** How the shop presents itself on a quote, as it was when the quote was sent. */
export interface Letterhead {
  shopName: string;
  shopAddress: string | null;
  terms: string | null;
  timezone: string;
}

/** What the customer, or somebody of the shop for the customer, decided. */
export interface Decision {
  by: 'customer' | 'shop';
  name: string | null;
  note: string | null;
  reason: string | null;
  /** Chosen quantity by position. */
  quantities: Record<string, number>;
}

/** Of an item by its position; null: of the quote. */
export type QuoteReason = Reason & { position: number | null };

export interface QuoteRow {
  id: string;
  number: string;
  revision: number;
  state: QuoteState;
  customerId: number | null;
  recipient: Recipient;
  level: Level;
  note: string | null;
  currency: string;
  validUntil: string | null;
  expiresAt: Date | null;
  subtotalMinor: number | null;
  taxMinor: number | null;
  totalMinor: number | null;
  reasons: QuoteReason[];
  snapshot: Snapshot | null;
  price: PricedQuote | null;
  priceHash: string | null;
  letterhead: Letterhead | null;
  previousId: string | null;
  /** The revision that took its place. */
  nextId: string | null;
  calculatedAt: Date | null;
  sentAt: Date | null;
  /** The stored PDF that went out with the mail; null on quotes of before it was kept. */
  pdfFileId: string | null;
  decidedAt: Date | null;
  decision: Decision | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface ItemRow {
  position: number;
  fileId: string;
  fileName: string;
  process: string;
  material: string;
  finish: string | null;
  leadTime: string | null;
  quantities: number[];
  manual: ManualPrice | null;
}

export interface QuoteWithItems extends QuoteRow {
  items: ItemRow[];
}

/** Columns of a quote, as QuoteRow names them; the table's alias is q. */
export const QUOTE = `q.id, q.number, q.revision, q.state, q.customer_id AS "customerId", q.recipient, q.level, q.note, q.currency,
  q.valid_until AS "validUntil", q.expires_at AS "expiresAt", q.subtotal_minor AS "subtotalMinor", q.tax_minor AS "taxMinor",
  q.total_minor AS "totalMinor", q.reasons, q.letterhead, q.previous_id AS "previousId", q.calculated_at AS "calculatedAt",
  q.sent_at AS "sentAt", q.pdf_file_id AS "pdfFileId", q.decided_at AS "decidedAt", q.decision, q.created_at AS "createdAt", q.updated_at AS "updatedAt",
  q.price_hash AS "priceHash",
  (SELECT n.id FROM quote n WHERE n.previous_id = q.id) AS "nextId"`;

/** The same with what may be large. */
export const WHOLE_QUOTE = `${QUOTE}, q.snapshot, q.price`;

export const ITEM = `i.position, i.file_id AS "fileId", i.file_name AS "fileName", i.process, i.material, i.finish,
  i.lead_time AS "leadTime", i.quantities, i.manual`;

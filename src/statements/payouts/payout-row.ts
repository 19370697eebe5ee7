import type { LocalDate } from '../../platform/dates/index.js';

export const PAYOUT_METHODS = ['bank_transfer', 'card', 'cheque', 'cash', 'paypal', 'wise', 'other'] as const;
export type PayoutMethod = (typeof PAYOUT_METHODS)[number];

/** What was paid out to an owner. */
export interface Payout {
  id: string;
  ownerId: number;
  /** Null: for all listings of the owner together. */
  listingId: number | null;
  /** The statement that it settles. */
  statementId: string | null;
  day: LocalDate;
  /** Above zero, in the owner's currency. */
  amountMinor: number;
  currency: string;
  method: PayoutMethod;
  reference: string | null;
  /** Why it does not count; null: it does. */
  voidReason: string | null;
  voidedAt: Date | null;
}

/** Columns of owner_payout `p` under the names of Payout. */
export const PAYOUT = `p.id, p.owner_id AS "ownerId", p.listing_id AS "listingId", p.statement_id AS "statementId", p.day,
  p.amount_minor AS "amountMinor", p.currency, p.method, p.reference, p.void_reason AS "voidReason", p.voided_at AS "voidedAt"`;

import type { LocalDate } from '../../platform/dates/index.js';
import type { StatementState } from './statement-types.js';

export interface StatementsFilter {
  ownerId?: number;
  listingId?: number;
  state?: StatementState;
  /** Statements whose period has a day of these. */
  from?: string;
  to?: string;
  limit: number;
  /** Of the page before. */
  cursor?: string;
}

/** A statement in a list: its head and totals. */
export interface StatementSummary {
  id: string;
  number: string;
  version: number;
  state: StatementState;
  ownerId: number;
  ownerName: string;
  listingId: number | null;
  from: LocalDate;
  to: LocalDate;
  currency: string;
  openingMinor: number;
  netMinor: number;
  payoutsMinor: number;
  closingMinor: number;
  reserveMinor: number;
  calculatedAt: Date;
  finalisedAt: Date | null;
  sentAt: Date | null;
  paidAt: Date | null;
}

export interface StatementPage {
  statements: StatementSummary[];
  /** Null: there are no more. */
  nextCursor: string | null;
}

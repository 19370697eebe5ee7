import type { LocalDate } from '../../platform/dates/index.js';
import type { Recognition } from '../agreements/terms.js';
import type { StatementSnapshot } from './generation/facts.js';
import type { CalculationType, StatementState, StatementStay, StatementView } from './statement-types.js';

export interface StatementsFilter {
  ownerId?: number;
  listingId?: number;
  state?: StatementState;
  /** Only those of which something is still to be paid out. */
  unpaid?: boolean;
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
  /** As it was asked for; null: as each agreement says. */
  calculationType: CalculationType | null;
  currency: string;
  openingMinor: number;
  netMinor: number;
  payoutsMinor: number;
  closingMinor: number;
  reserveMinor: number;
  /** Still to be paid out; 0 unless it is the last final one of its owner and scope. */
  leftMinor: number;
  /** The later one with which its closing is paid; null: none. */
  goesOnTo: { id: string; number: string } | null;
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

/** Columns of statement `s` and WITH_BALANCE under the names of StatementSummary. */
export const SUMMARY = `s.id, s.number, s.version, s.state, s.owner_id AS "ownerId", s.parties -> 'owner' ->> 'name' AS "ownerName",
  s.listing_id AS "listingId", s.period_from AS "from", s.period_to AS "to", s.currency, s.opening_minor AS "openingMinor",
  s.net_minor AS "netMinor", s.payouts_minor AS "payoutsMinor", s.closing_minor AS "closingMinor",
  s.reserve_minor AS "reserveMinor", own.left_minor AS "leftMinor",
  CASE WHEN later.id IS NOT NULL THEN jsonb_build_object('id', later.id, 'number', later.number) END AS "goesOnTo",
  s.calculated_at AS "calculatedAt", s.finalised_at AS "finalisedAt", s.sent_at AS "sentAt",
  s.paid_at AS "paidAt", NULLIF(s.calculation, 'agreement') AS "calculationType"`;

/** A statement as it was kept, but for its lines and payouts. */
export interface StatementRow {
  id: string;
  number: string;
  version: number;
  state: StatementState;
  ownerId: number;
  listingId: number | null;
  from: LocalDate;
  to: LocalDate;
  currency: string;
  recognition: Recognition;
  openingMinor: number;
  revenueMinor: number;
  feesMinor: number;
  expensesMinor: number;
  adjustmentsMinor: number;
  netMinor: number;
  payoutsMinor: number;
  closingMinor: number;
  reserveMinor: number;
  parties: Pick<StatementView, 'owner' | 'manager' | 'listings'>;
  stays: StatementStay[];
  snapshot: StatementSnapshot;
  warnings: string[];
  calculatedAt: Date;
  finalisedAt: Date | null;
}

/** Columns of statement `s` under the names of StatementRow. */
export const STATEMENT = `s.id, s.number, s.version, s.state, s.owner_id AS "ownerId", s.listing_id AS "listingId",
  s.period_from AS "from", s.period_to AS "to", s.currency, s.recognition, s.opening_minor AS "openingMinor",
  s.revenue_minor AS "revenueMinor", s.fees_minor AS "feesMinor", s.expenses_minor AS "expensesMinor",
  s.adjustments_minor AS "adjustmentsMinor", s.net_minor AS "netMinor", s.payouts_minor AS "payoutsMinor",
  s.closing_minor AS "closingMinor", s.reserve_minor AS "reserveMinor", s.parties, s.stays, s.snapshot, s.warnings,
  s.calculated_at AS "calculatedAt", s.finalised_at AS "finalisedAt"`;

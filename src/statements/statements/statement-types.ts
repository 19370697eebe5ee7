import type { Recognition } from '../agreements/terms.js';
import type { Period } from '../reservations/reservation-row.js';

/** As the route takes it; `calendar` is nightly. Left out: as the agreement says. */
export const CALCULATION_TYPES = ['checkout', 'checkin', 'calendar', 'nightly_over_n'] as const;
export type CalculationType = (typeof CALCULATION_TYPES)[number];

/** draft and review may be made anew; from final on a statement never changes. */
export const STATEMENT_STATES = ['draft', 'review', 'final', 'sent', 'paid', 'void'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

/** Kinds of lines. Amounts are signed: what is taken from the owner is negative. */
export const LINE_KINDS = [
  'rent',
  'cleaning',
  'extras',
  'tax',
  'channel_fee',
  'payment_fee',
  'management_fee',
  'cohost_collected',
  'expense',
  'adjustment',
  'opening',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** One statement to be made: of one listing of an owner, or (listingId null) of all the owner's listings together. */
export interface GenerationRequest extends Period {
  ownerId: number;
  listingId: number | null;
  calculationType: CalculationType | null;
  /**
   * Asked for by itself: made also where nothing happened, when the one before closed below 0. That cannot be paid out, and is set
   * to 0 on a statement only.
   */
  byItself?: boolean;
}

/** Why there is no statement, or no new one. */
export type SkipReason = 'no_activity' | 'no_contract' | 'already_final' | 'before_opening';
export type FailReason =
  | 'fx_missing'
  | 'needs_review'
  | 'other_scope'
  | 'provider_error'
  | 'overlaps'
  | 'internal_error';

export type GenerationOutcome =
  | { outcome: 'generated' | 'unchanged'; statementId: string; number: string }
  | { outcome: 'skipped'; reason: SkipReason; statementId: string | null; detail: string }
  | { outcome: 'failed'; reason: FailReason; detail: string };

/** A line as it is shown and summed up. Amounts are minor units of the statement's currency. */
export interface StatementLine {
  id: string;
  kind: LineKind;
  /** Of an adjustment: the kind of what it corrects, `expense`, `override` or `manual`. */
  adjustedKind: string | null;
  /** Null: of no listing, as an amount set by hand may be. */
  listingId: number | null;
  reservationId: string | null;
  /** YYYY-MM-DD. */
  date: string;
  /** Nights that it covers, first inclusive and last exclusive, and how many of how many; null: not of a stay. */
  nights: { from: string; to: string; count: number; of: number } | null;
  amountMinor: number;
  /** In its own currency, when that is another: the rate's day and source say how it was converted. */
  original: { amountMinor: number; currency: string; rate: string; rateDate: string; rateSource: string } | null;
  description: string;
  /** The statement that an adjustment corrects. */
  correctsStatementId: string | null;
  /** The owner's share on the days that it is of, first inclusive and last exclusive; null: it is not shared. */
  shares: { from: string; to: string; shareBp: number }[] | null;
}

/** What the owner has of a listing on some days of a statement, the first and the last of them included. */
export interface StatementShare {
  listingId: number;
  /** Basis points: 6000 is 60 %. */
  shareBp: number;
  from: string;
  to: string;
}

/** A stay on a statement: its lines summed up by kind. */
export interface StatementStay {
  reservationId: string;
  code: string;
  channel: string;
  guest: string | null;
  listingId: number;
  checkIn: string;
  checkOut: string;
  nightsInPeriod: number;
  nights: number;
  rentMinor: number;
  cleaningMinor: number;
  extrasMinor: number;
  taxMinor: number;
  channelFeeMinor: number;
  paymentFeeMinor: number;
  managementFeeMinor: number;
  netMinor: number;
  /** Shown with 0, e.g. already stated, or cancelled money that the agreement leaves out. */
  note: string | null;
}

/** Everything that a statement shows, as it was kept: nothing of it is computed anew. */
export interface StatementView {
  id: string;
  number: string;
  version: number;
  state: StatementState;
  owner: { id: number; name: string; address: string | null; locale: string };
  manager: {
    name: string;
    address: string | null;
    email: string | null;
    footer: string | null;
    paper: 'a4' | 'letter';
  };
  /** Listings that it is of, by name. */
  listings: { id: number; name: string; code: string }[];
  /** The owner's shares of them, by listing and day. Days on which a listing was another's have none. */
  shares: StatementShare[];
  from: string;
  to: string;
  recognition: Recognition;
  currency: string;
  openingMinor: number;
  revenueMinor: number;
  feesMinor: number;
  expensesMinor: number;
  adjustmentsMinor: number;
  /** Sum of all lines. */
  netMinor: number;
  /** Paid out to the owner in the period, as a positive amount. */
  payoutsMinor: number;
  /** opening + net - payouts. */
  closingMinor: number;
  reserveMinor: number;
  /** max(0, closing - reserve), and what is missing for the reserve. */
  payableMinor: number;
  shortfallMinor: number;
  stays: StatementStay[];
  lines: StatementLine[];
  payouts: { date: string; amountMinor: number; reference: string | null }[];
  /** What a person should look at, e.g. more cleanings than departures. Not for the owner. */
  warnings: string[];
  /** What the agreements said, for the footnote. */
  agreements: { listingId: number; feePercent: string; feeBase: string; from: string; to: string | null }[];
  /** Date the figures are as of, ISO instant: part of the printed bytes. */
  calculatedAt: string;
  finalisedAt: string | null;
}

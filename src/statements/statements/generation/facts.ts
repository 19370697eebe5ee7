import type { LocalDate } from '../../../platform/dates/index.js';
import type { AgreementVersion } from '../../agreements/terms.js';
import type { Share } from '../calculation/shares.js';
import type { Stay } from '../calculation/stay-plan.js';
import type { FoundRate, RateBook } from '../../rates/rate-book.js';
import type { GenerationRequest, LineKind, StatementShare, StatementState, StatementView } from '../statement-types.js';

export type Calculation = 'agreement' | 'checkout' | 'checkin' | 'calendar' | 'nightly_over_n';

/** A statement of the owner as the making of another one needs it. */
export interface KnownStatement {
  id: string;
  number: string;
  series: number;
  version: number;
  state: StatementState;
  listingId: number | null;
  from: LocalDate;
  to: LocalDate;
  calculation: Calculation;
  chain: number | null;
  closingMinor: number;
  inputsHash: string;
  calculatedAt: Date;
}

/** What a restatement follows, as it was when the statement was made. */
export interface StatementSnapshot {
  /** By listing. */
  versions: Record<number, AgreementVersion[]>;
  /** By `currency day`. */
  rates: Record<string, FoundRate>;
  /** As they are shown; not kept of the first statements that there were. What is restated follows those of its own day. */
  shares?: StatementShare[];
}

export interface KnownStay extends Stay {
  changedAt: Date;
}

/** Days of a stay that a statement has stated, first inclusive and last exclusive. */
export interface Claim {
  id: string;
  reservationId: string;
  from: LocalDate;
  to: LocalDate;
  forStatementId: string;
  number: string;
}

/** What has been stated of a stay on a statement and its corrections, of a kind. */
export interface Stated {
  statementId: string;
  reservationId: string;
  /** Listings of which it was stated. */
  listingIds: readonly number[];
  kind: string;
  amountMinor: number;
}

/** What a person has set on a statement. */
export interface Decision {
  id: string;
  /** Null: on the statement that is being made and is not kept yet. */
  statementId: string | null;
  kind: 'amount' | 'exclude' | 'override';
  listingId: number | null;
  reservationId: string | null;
  amountMinor: number | null;
  day: LocalDate;
  description: string;
  reason: string;
  /** What was set on the void statement that this one follows. */
  copyOf?: string;
}

export interface KnownExpense {
  id: string;
  listingId: number;
  /** Null: of all owners by their shares. */
  ownerId: number | null;
  category: string;
  description: string;
  vendor: string | null;
  day: LocalDate;
  amountMinor: number;
  currency: string;
  /** It does not count here: it was voided, or moved to another listing. */
  gone: boolean;
  /** On final statements, signed; null: on none. */
  statedMinor: number | null;
  statedOn: string | null;
  /** The day it had when a final statement of any owner told it first: by its shares, agreement and rate it is told to all. */
  statedDay: LocalDate | null;
  /** Another statement of the owner that is still open lists it, or what corrects it. */
  listed: boolean;
}

export interface KnownPayout {
  id: string;
  day: LocalDate;
  amountMinor: number;
  reference: string | null;
}

/** What the owner was owed at the end of a day, before its statements began here. */
export interface OpeningBalance {
  id: string;
  amountMinor: number;
  day: LocalDate;
  note: string;
}

/** What the owner is owed of a scope: the closing of its last final statement less what was paid since. */
export interface OwnerBalance {
  /** Of that statement. */
  id: string;
  number: string;
  listingId: number | null;
  from: LocalDate;
  to: LocalDate;
  currency: string;
  finalisedAt: Date;
  balanceMinor: number;
}

/** Everything that a statement is made of. */
export interface Facts {
  request: GenerationRequest;
  calculation: Calculation;
  owner: StatementView['owner'] & { currency: string };
  manager: StatementView['manager'];
  listings: StatementView['listings'];
  /** All listings of which the owner has, or had, a share. */
  owned: readonly number[];
  shares: Map<number, Share[]>;
  versions: Map<number, AgreementVersion[]>;
  /** Those that are not void. */
  statements: KnownStatement[];
  /**
   * Final statements of the owner, in the order of their periods, with what they were made with. Behind them those of others who
   * had a share that is the owner's since: of what they told the owner is told its part.
   */
  targets: Target[];
  /** The open statement that is made anew. */
  current: KnownStatement | null;
  stays: KnownStay[];
  claims: Claim[];
  stated: Stated[];
  decisions: Decision[];
  rates: RateBook;
  expenses: KnownExpense[];
  payouts: KnownPayout[];
  openingMinor: number;
  /** Whether it is the first of its scope and opens with what was brought here. */
  bringsBalance: boolean;
}

export interface Target extends KnownStatement {
  snapshot: StatementSnapshot;
  /** Another owner's, of which this listing is looked at; null: the owner's own. */
  foreignListing: number | null;
}

/** A line before it is kept. */
export interface DraftLine {
  /** What it is of; `*` stands for the statement itself. */
  key: string;
  kind: LineKind;
  adjustedKind: string | null;
  listingId: number | null;
  reservationId: string | null;
  expenseId: string | null;
  day: LocalDate;
  nights: { from: LocalDate; to: LocalDate; count: number; of: number } | null;
  amountMinor: number;
  original: { amountMinor: number; currency: string; rate: string; rateDate: LocalDate; rateSource: string } | null;
  description: string;
  correctsStatementId: string | null;
  reasoning: object;
}

/** Days of a stay that a statement will claim, for itself (null) or for the one that it corrects. */
export interface DraftClaim {
  reservationId: string;
  from: LocalDate;
  to: LocalDate;
  forStatementId: string | null;
}

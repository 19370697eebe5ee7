import type { LocalDate } from '../../platform/dates/index.js';
import type { CalculationType } from '../statements/statement-types.js';
import type { EntryAmounts } from './run-amounts.js';
import type { Grouping } from './run-params.js';

export type RunEnd = 'completed' | 'failed' | 'cancelled';

/** A run as it is kept. The counts are null until it has ended. */
export interface RunRow {
  id: string;
  jobId: string;
  scheduleId: number | null;
  from: LocalDate;
  to: LocalDate;
  calculationType: CalculationType | null;
  grouping: Grouping;
  params: Record<string, unknown>;
  notify: boolean;
  total: number;
  round: number;
  roundStartedAt: Date;
  createdBy: string | null;
  createdAt: Date;
  endedAt: Date | null;
  status: RunEnd | null;
  generated: number | null;
  unchanged: number | null;
  skipped: number | null;
  failed: number | null;
  perSecond: number | null;
}

/** Columns of statement_run `r` under the names of RunRow. */
export const RUN = `
  r.id, r.job_id AS "jobId", r.schedule_id AS "scheduleId", r.period_from AS "from", r.period_to AS "to",
  r.calculation_type AS "calculationType", r.grouping_by AS "grouping", r.params, r.notify, r.total, r.round,
  r.round_started_at AS "roundStartedAt", r.created_by AS "createdBy", r.created_at AS "createdAt", r.ended_at AS "endedAt",
  r.status, r.generated, r.unchanged, r.skipped, r.failed, r.per_second AS "perSecond"`;

export const ITEM_STATES = ['waiting', 'retrying', 'generated', 'unchanged', 'skipped', 'failed', 'cancelled'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What a child has to do. */
export interface RunItem {
  no: number;
  ownerId: number;
  listingId: number | null;
  from: LocalDate;
  to: LocalDate;
  calculationType: CalculationType | null;
}

/** What became of a statement of a run, with the names of today. */
export interface RunEntry extends EntryAmounts {
  no: number;
  ownerId: number;
  owner: string;
  propertyId: number | null;
  property: string | null;
  state: ItemState;
  reason: string | null;
  detail: string | null;
  statementId: string | null;
  statementNumber: string | null;
}

/** Statements of a run that stand so, and when the last of them came to its end. */
export type Tally = Record<ItemState, number> & {
  /** Made or found unchanged in the present round. */
  thisRound: number;
};

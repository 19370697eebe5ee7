import { createHash } from 'node:crypto';
import { countDays, type LocalDate } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import type { CalculationType } from '../statements/statement-types.js';

/** A statement for each owner and listing, or one for all listings of an owner. */
export const GROUPINGS = ['listing', 'owner'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Longest period of a statement, days: two years and a day. */
export const MOST_DAYS = 732;

/** What a run makes statements of. */
export interface RunParams {
  from: LocalDate;
  to: LocalDate;
  /** Null: as each agreement says. */
  calculationType: CalculationType | null;
  grouping: Grouping;
  /** Of one owner or one listing only; null: of all. */
  ownerId: number | null;
  listingId: number | null;
}

/** As a request names them. */
export interface RunRequest {
  ownerId: number | 'all';
  propertyId?: number;
  startDate: string;
  endDate: string;
  calculationType?: CalculationType;
  grouping?: Grouping;
}

/** @throws AppError VALIDATION_FAILED for dates that no calendar has, in the wrong order or too far apart */
export function toParams(request: RunRequest): RunParams {
  return {
    ...periodOf({ startDate: request.startDate, endDate: request.endDate }),
    calculationType: request.calculationType ?? null,
    grouping: request.grouping ?? 'listing',
    ownerId: request.ownerId === 'all' ? null : request.ownerId,
    listingId: request.propertyId ?? null,
  };
}

/**
 * First and last day by the names that a request gives them, in this order.
 * @throws AppError VALIDATION_FAILED for dates that no calendar has, in the wrong order or too far apart
 */
export function periodOf(named: Record<string, string>): { from: LocalDate; to: LocalDate } {
  const [[first, a], [last, b]] = Object.entries(named) as [[string, string], [string, string]];
  const [from, to] = [dateOf(first, a)!, dateOf(last, b)!];
  if (to < from) throw invalid(last, `${last} must not be before ${first}`);
  if (countDays(from, to) > MOST_DAYS) throw invalid(last, `A statement covers at most ${MOST_DAYS} days`);
  return { from, to };
}

/** The same for the same work, however it was asked for: two requests for it while one runs are one run. */
export function paramsHash({ from, to, calculationType, grouping, ownerId, listingId }: RunParams): string {
  const text = JSON.stringify([from, to, calculationType, grouping, ownerId, listingId]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 32);
}

/** The parameters as an answer repeats them: what was asked for, without what it did not say. */
export function paramsOf(params: RunParams) {
  return {
    startDate: params.from,
    endDate: params.to,
    ...(params.calculationType !== null && { calculationType: params.calculationType }),
    ...(params.grouping !== 'listing' && { grouping: params.grouping }),
    ...(params.ownerId !== null && { ownerId: params.ownerId }),
    ...(params.listingId !== null && { propertyId: params.listingId }),
  };
}

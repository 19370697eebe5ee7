import type { LocalDate } from '../../platform/dates/index.js';

/** Room nights of one date of a category: those its rooms in service make possible, and those that exist. */
export interface DayCount {
  date: LocalDate;
  expected: number;
  existing: number;
}

export interface Verdict {
  expected: number;
  existing: number;
  /** existing / expected, 0..1. */
  coverage: number;
  /** Missing room nights up to the last existing date of the category. */
  holes: number;
  skip: boolean;
  /** Why it was skipped, for people; null when it is to be generated. */
  reason: string | null;
}

/**
 * existing / expected to four decimals, rounded down, so that only a complete range is 1. It is 1 as well when nothing is expected.
 */
export function coverageOf(existing: number, expected: number): number {
  if (expected === 0) return 1;
  return Math.floor((existing * 10_000) / expected) / 10_000;
}

/**
 * Smart coverage (rules rooms A.2.4): the nightly sweep skips a category whose coverage has reached the threshold, but
 * only if all missing nights lie after the last existing one: they have just not been opened yet. Any other missing night is a
 * hole, of a date or of one room on a date that other rooms have, and is always filled.
 * @param days every date of the horizon, ascending
 * @param lastExisting last date on which the category has any night, also beyond the horizon; null: none
 */
export function judgeCoverage(days: readonly DayCount[], lastExisting: LocalDate | null, threshold: number): Verdict {
  const expected = sum(days.map((day) => day.expected));
  const existing = sum(days.map((day) => day.existing));
  const coverage = coverageOf(existing, expected);
  const holes = sum(
    days.filter((day) => lastExisting !== null && day.date <= lastExisting).map((day) => day.expected - day.existing),
  );
  const reason = reasonToSkip();
  return { expected, existing, coverage, holes, skip: reason !== null, reason };

  function reasonToSkip(): string | null {
    if (expected === 0) return 'no room of the category is in service';
    if (existing === expected) return 'every room night exists already';
    if (holes > 0 || existing / expected < threshold) return null;
    return `coverage ${percent(existing / expected)} has reached the threshold of ${percent(threshold)} and there are no holes`;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10}%`;
}

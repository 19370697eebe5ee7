import { addDays, addMonths, type LocalDate, startOfDay } from '../platform/dates/index.js';

export const PERIODS = [
  'today',
  'yesterday',
  'last-7-days',
  'last-30-days',
  'this-month',
  'last-month',
  'this-year',
] as const;
/** A range that is counted from the day of the report, so that a schedule can name it. All but the two of the past include today. */
export type Period = (typeof PERIODS)[number];

/** What a report without range and period is of. */
export const USUAL_PERIOD: Period = 'last-30-days';

/** Days in the tenant's zone, both included, and the instants they begin and end at: [start, end). */
export interface ReportRange {
  from: LocalDate;
  to: LocalDate;
  timezone: string;
  start: Date;
  end: Date;
}

/**
 * The range of two dates. A day has 23 or 25 hours when the clocks are changed: 2026-03-08 in New York is 23 hours long.
 * @throws InvalidTimeZoneError
 */
export function rangeOf(from: LocalDate, to: LocalDate, timezone: string): ReportRange {
  return { from, to, timezone, start: startOfDay(from, timezone), end: startOfDay(addDays(to, 1), timezone) };
}

/** The range of a period, counted from this day. @param timezone in which its days begin and end */
export function periodRange(period: Period, timezone: string, day: LocalDate): ReportRange {
  const month = `${day.slice(0, 8)}01` as LocalDate;
  const [from, to] = {
    today: [day, day],
    yesterday: [addDays(day, -1), addDays(day, -1)],
    'last-7-days': [addDays(day, -6), day],
    'last-30-days': [addDays(day, -29), day],
    'this-month': [month, day],
    'last-month': [addMonths(month, -1), addDays(month, -1)],
    'this-year': [`${day.slice(0, 5)}01-01` as LocalDate, day],
  }[period] as [LocalDate, LocalDate];
  return rangeOf(from, to, timezone);
}

import { nextRun } from '../../../jobs/index.js';
import {
  addDays,
  addMonths,
  daysBetween,
  isoWeekday,
  type LocalDate,
  startOfDay,
  today,
} from '../../../platform/dates/index.js';
import type { Period } from '../../reservations/reservation-row.js';

export const RHYTHMS = ['monthly', 'weekly', 'biweekly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

export const PERIOD_RULES = ['previous_month', 'previous_week', 'previous_two_weeks'] as const;
/** Which days the statements of a firing cover; weeks begin on Monday. */
export type PeriodRule = (typeof PERIOD_RULES)[number];

/** When statements are made, in local dates and times of the manager. */
export interface ScheduleRule {
  rhythm: Rhythm;
  /** Of a monthly one; in a shorter month its last day. */
  dayOfMonth: number | null;
  /** 1 Monday to 7 Sunday, of the others. */
  weekday: number | null;
  /** A biweekly one fires in the week of this date and in every second one from there. */
  anchorDate: LocalDate | null;
  /** HH:MM. */
  localTime: string;
  period: PeriodRule;
  skipDates: readonly LocalDate[];
}

/**
 * An expression that fires on every date of the rule, and perhaps on others: cron has no "last day" and no "every second week".
 * Whether a date is one of the rule's is for firesOn to say.
 */
export function cronOf({ rhythm, dayOfMonth, weekday, localTime }: ScheduleRule): string {
  const [hour, minute] = localTime.split(':').map(Number);
  if (rhythm !== 'monthly') return `${minute} ${hour} * * ${weekday! % 7}`;
  return `${minute} ${hour} ${dayOfMonth! > 28 ? `28-${dayOfMonth!}` : dayOfMonth!} * *`;
}

/** True on the local dates on which the rule fires. */
export function firesOn(
  { rhythm, dayOfMonth, weekday, anchorDate, skipDates }: ScheduleRule,
  date: LocalDate,
): boolean {
  if (skipDates.includes(date)) return false;
  if (rhythm === 'monthly') return dayOf(date) === Math.min(dayOfMonth!, dayOf(lastOfMonth(date)));
  if (isoWeekday(date) !== weekday) return false;
  return rhythm === 'weekly' || (daysBetween(monday(anchorDate!), monday(date)) / 7) % 2 === 0;
}

/** The local date that a firing is for. One whose time the clocks jumped over at midnight fires on the date after. */
export function dateOfFiring({ localTime }: Pick<ScheduleRule, 'localTime'>, zone: string, instant: Date): LocalDate {
  const date = today(zone, instant);
  const evening = localTime >= '12:00';
  return evening && instant.getTime() === startOfDay(date, zone).getTime() ? addDays(date, -1) : date;
}

/** First and last day of the statements of a firing on this date. */
export function periodOf({ period }: Pick<ScheduleRule, 'period'>, date: LocalDate): Period {
  if (period === 'previous_month') {
    const first = addDays(date, 1 - dayOf(date));
    return { from: addMonths(first, -1), to: addDays(first, -1) };
  }
  const weeks = period === 'previous_week' ? 1 : 2;
  return { from: addDays(monday(date), -7 * weeks), to: addDays(monday(date), -1) };
}

/** How many firings of the expression are looked at for each that is asked for: skipped dates are not firings. */
const LOOK = 40;

/** The next firings after an instant. */
export function nextFirings(rule: ScheduleRule, zone: string, after: Date, count: number): Date[] {
  const found: Date[] = [];
  const cron = cronOf(rule);
  for (let last = after, looked = 0; found.length < count && looked < count * LOOK; looked++) {
    last = nextRun(cron, zone, last);
    if (firesOn(rule, dateOfFiring(rule, zone, last))) found.push(last);
  }
  return found;
}

const dayOf = (date: LocalDate) => Number(date.slice(8));
const monday = (date: LocalDate) => addDays(date, 1 - isoWeekday(date));
const lastOfMonth = (date: LocalDate) => addDays(addMonths(addDays(date, 1 - dayOf(date)), 1), -1);

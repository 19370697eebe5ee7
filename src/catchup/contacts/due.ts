import { addDays, addMonths, daysBetween, type LocalDate, today } from '../../platform/dates/index.js';
import type { Frequency, Importance } from './contact-types.js';

/** Days of an interval as the ratio counts them; when somebody is due goes by the calendar. */
export const NOMINAL_DAYS: Readonly<Record<Exclude<Frequency, 'na'>, number>> = {
  daily: 1,
  weekly: 7,
  biweekly: 14,
  monthly: 30,
  quarterly: 90,
  yearly: 365,
  flexible: 60,
};

/** How much a contact's ratio counts in the score. */
export const WEIGHTS: Readonly<Record<Importance, number>> = { close_friend: 2, normal: 1, low: 0.5 };

/** A flexible contact is due after two months, and gives way to those with a rhythm of the same importance. */
const FLEXIBLE_WEIGHT = 0.5;

/** Where somebody stands with a contact on one day. */
export interface Standing {
  /** The local day from which days are counted: of the last contact, or on which the contact was noted down. */
  since: LocalDate;
  /** Null: never met. */
  lastContactOn: LocalDate | null;
  daysSince: number;
  /** Null: never due. */
  dueOn: LocalDate | null;
  due: boolean;
  daysOverdue: number;
  /** Days since then, in intervals; null: never due. */
  ratio: number | null;
}

export interface Rhythm {
  frequency: Frequency;
  lastContactAt: Date | null;
  createdAt: Date;
}

/** The day on which somebody is due again, by the calendar: 31 January and a month is 28 February. Null: never. */
export function dueOn(since: LocalDate, frequency: Frequency): LocalDate | null {
  switch (frequency) {
    case 'daily':
      return addDays(since, 1);
    case 'weekly':
      return addDays(since, 7);
    case 'biweekly':
      return addDays(since, 14);
    case 'monthly':
      return addMonths(since, 1);
    case 'flexible':
      return addMonths(since, 2);
    case 'quarterly':
      return addMonths(since, 3);
    case 'yearly':
      return addMonths(since, 12);
    case 'na':
      return null;
  }
}

/**
 * Counts calendar days in the user's zone, never hours: a week in which clocks are changed is a week (E8). Who was never met is
 * counted from the day on which the contact was noted down.
 */
export function standing({ frequency, lastContactAt, createdAt }: Rhythm, zone: string, now: Date): Standing {
  const day = today(zone, now);
  const since = today(zone, lastContactAt ?? createdAt);
  const daysSince = Math.max(0, daysBetween(since, day));
  const due = dueOn(since, frequency);
  return {
    since,
    lastContactOn: lastContactAt && since,
    daysSince,
    dueOn: due,
    due: due !== null && due <= day,
    daysOverdue: due === null ? 0 : Math.max(0, daysBetween(due, day)),
    ratio: frequency === 'na' ? null : daysSince / NOMINAL_DAYS[frequency],
  };
}

/** What a contact's ratio is multiplied by. */
export function weightOf(importance: Importance, frequency: Frequency): number {
  return WEIGHTS[importance] * (frequency === 'flexible' ? FLEXIBLE_WEIGHT : 1);
}

const LONGER: Partial<Record<Frequency, Frequency>> = {
  daily: 'weekly',
  weekly: 'biweekly',
  biweekly: 'monthly',
  monthly: 'quarterly',
  quarterly: 'yearly',
};

/** The next longer frequency; the same where there is none. */
export function lessOften(frequency: Frequency): Frequency {
  return LONGER[frequency] ?? frequency;
}

/** All frequencies that are longer, the next one first. */
export function longerThan(frequency: Frequency): Frequency[] {
  const next = LONGER[frequency];
  return next ? [next, ...longerThan(next)] : [];
}

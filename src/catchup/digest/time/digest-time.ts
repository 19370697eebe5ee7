import { Temporal } from 'temporal-polyfill';
import { addDays, instantAt, isoWeekday, today } from '../../../platform/dates/index.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import type { Preferences } from '../../preferences/preferences.js';

type Rhythm = Pick<Preferences, 'timeZone' | 'digest'>;
type Quiet = Preferences['quiet'];

/** How late a digest may still be sent. */
export const GRACE_MS = 12 * 3_600_000;
/** A week, and what a change of the calendar (Apia 2011) may leave out. */
const DAYS_AHEAD = 15;

/** The schedule's expression. It fires at the digest's instant; in a gap of the clock at its end, which is earlier (dueAt). */
export function digestCron({ weekday, time }: Preferences['digest']): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour} * * ${weekday % 7}`;
}

/** Of which local day a slot of the schedule is. */
export function digestDate(slot: Date, timeZone: string): LocalDate {
  return today(timeZone, slot);
}

/**
 * When the digest of a local day is due: at the local time; a time the clocks jump over means as much later as they jump, one that
 * comes twice its first coming.
 */
export function dueAt(date: LocalDate, { timeZone, digest }: Rhythm): Date {
  return instantAt(date, digest.time, timeZone);
}

/** The first digest strictly after an instant. */
export function nextDigest(rhythm: Rhythm, after: Date): Date {
  const first = addDays(today(rhythm.timeZone, after), -1);
  for (let n = 0; n < DAYS_AHEAD; n++) {
    const date = addDays(first, n);
    if (isoWeekday(date) !== rhythm.digest.weekday) continue;
    const due = dueAt(date, rhythm);
    if (due > after) return due;
  }
  throw new RangeError('a fortnight without the weekday');
}

/** When the quiet hours end in which an instant lies; null outside of them. */
export function quietEnd(at: Date, quiet: Quiet, timeZone: string): Date | null {
  if (!quiet || quiet.from === quiet.to) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const now = local.toPlainTime();
  const [from, to] = [quiet.from, quiet.to].map((time) => Temporal.PlainTime.from(time)) as [
    Temporal.PlainTime,
    Temporal.PlainTime,
  ];
  const before = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) < 0;
  const passesMidnight = before(to, from);
  const isQuiet = passesMidnight ? !before(now, from) || before(now, to) : !before(now, from) && before(now, to);
  if (!isQuiet) return null;
  const date = today(timeZone, at);
  const end = instantAt(passesMidnight && !before(now, from) ? addDays(date, 1) : date, quiet.to, timeZone);
  // In the second pass of an hour that comes twice, its end has been once already.
  return end > at ? end : new Date(at.getTime() + now.until(to).total('milliseconds'));
}

/** The instant at which a message may be sent that is due now or at a later one. */
export function sendAt(due: Date, quiet: Quiet, timeZone: string): Date {
  return quietEnd(due, quiet, timeZone) ?? due;
}

/** Whether it is too late for what was to be sent then. */
export function isLate(planned: Date, now: Date): boolean {
  return now.getTime() - planned.getTime() > GRACE_MS;
}

import type { LocalDate } from '../../platform/dates/index.js';
import { daysFromTheOneBefore, timeOf } from './free-time.js';
import type { Interval } from './interval.js';

/** Time that a user keeps for herself: once, or every week at the same local hours. */
export interface ManualBlock {
  id: string;
  kind: 'busy' | 'commute';
  title: string | null;
  once: Interval | null;
  weekly: {
    weekdays: readonly number[];
    from: string;
    to: string;
    since: LocalDate | null;
    until: LocalDate | null;
  } | null;
}

/** The times of a block that reach into a range. A night, 22:00–06:00, belongs to the weekday on which it begins. */
export function timesOf({ once, weekly }: ManualBlock, range: Interval, zone: string): Interval[] {
  if (once) return [once].filter((time) => reaches(time, range));
  if (!weekly) return [];
  const { weekdays, from, to, since, until } = weekly;
  return daysFromTheOneBefore(range, zone)
    .filter(({ date, weekday }) => weekdays.includes(weekday) && (!since || date >= since) && (!until || date <= until))
    .map((day) => timeOf(day, [from, to]))
    .filter((time) => reaches(time, range));
}

function reaches({ start, end }: Interval, range: Interval): boolean {
  return start < range.end && end > range.start;
}

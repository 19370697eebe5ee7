import { addDays, isoWeekday, type LocalDate } from '../../platform/dates/index.js';

/** When a workshop works. */
export interface WorkingTimes {
  /** ISO: 1 is Monday. At least one. */
  workingDays: readonly number[];
  /** Days on which nobody works, whatever day of the week they are. */
  closedDays: readonly string[];
}

/**
 * So many working days after a day; the day itself does not count, and the answer is a working day. With 0 it is the day itself,
 * or the first working day after it. Accepted on a Friday with ten days, Monday to Friday: Friday in two weeks.
 */
export function workingDaysAfter(day: LocalDate, days: number, { workingDays, closedDays }: WorkingTimes): LocalDate {
  const closed = new Set(closedDays);
  const works = (date: LocalDate) => workingDays.includes(isoWeekday(date)) && !closed.has(date);
  let date = day;
  for (let left = days; left > 0;) if (works((date = addDays(date, 1)))) left--;
  while (!works(date)) date = addDays(date, 1);
  return date;
}

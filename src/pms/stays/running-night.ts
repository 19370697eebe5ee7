import { addDays, instantAt, type LocalDate, today } from '../../platform/dates/index.js';

/** Local hour until which, while yesterday's books are open, the night of yesterday is still being slept. */
const NIGHT_ENDS = '06:00';

/**
 * The night a guest who changes rooms now will sleep in the new one: tonight; before six in the morning, while the books are
 * still open for yesterday, the night that began then.
 */
export function runningNight(timeZone: string, businessDate: LocalDate, now: Date): LocalDate {
  const date = today(timeZone, now);
  const isEarly = now < instantAt(date, NIGHT_ENDS, timeZone);
  return isEarly && businessDate === addDays(date, -1) ? businessDate : date;
}

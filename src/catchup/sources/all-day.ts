import { addDays, type LocalDate, startOfDay } from '../../platform/dates/index.js';

/**
 * From when to when an all-day event lasts: its local days in the calendar's zone, the last date excluded, so that a day on which
 * clocks are changed has 23 or 25 hours. An end that is missing, or not after the start, means one day.
 */
export function allDaySpan(from: LocalDate, until: LocalDate | null, zone: string): { start: Date; end: Date } {
  const end = until !== null && until > from ? until : addDays(from, 1);
  return { start: startOfDay(from, zone), end: startOfDay(end, zone) };
}

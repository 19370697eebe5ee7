import { addDays, countDays, type DateRange, type LocalDate } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { MAX_RANGE_DAYS, parseStayDate } from './stay-date.js';

/**
 * An inclusive range startDate..endDate; one day is a range.
 * @throws AppError VALIDATION_FAILED when it is reversed or longer than maxDays.
 */
export function parseRange(startDate: string, endDate: string, maxDays: number = MAX_RANGE_DAYS): DateRange {
  const from = parseStayDate('startDate', startDate);
  const to = parseStayDate('endDate', endDate);
  if (from > to) throw invalid('endDate', `endDate ${to} lies before startDate ${from}`);
  if (countDays(from, to) > maxDays) throw invalid('endDate', `The range has more than ${maxDays} days`);
  return { from, to };
}

/**
 * Dates of rooms to be generated. Past is judged by the property's own calendar: today is allowed, yesterday is not.
 * @param today the property's local date
 * @throws AppError VALIDATION_FAILED
 */
export function checkOpenable({ from, to }: DateRange, today: LocalDate): void {
  if (from < today) throw invalid('startDate', `startDate ${from} is in the past: at the property it is ${today}`);
  if (to > addDays(today, MAX_RANGE_DAYS))
    throw invalid('endDate', `endDate ${to} lies more than ${MAX_RANGE_DAYS} days ahead`);
}

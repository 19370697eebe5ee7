import {
  addDays,
  countDays,
  type DateRange,
  eachDay,
  InvalidDateError,
  type LocalDate,
  parseLocalDate,
} from '../platform/dates/index.js';
import { AppError, invalid } from '../platform/errors/app-error.js';

/** Longest range one request or job may span: five years. */
export const MAX_RANGE_DAYS = 1826;

/**
 * The calendar date a client means; see parseLocalDate for the forms. (rules rooms A.2.2)
 * @throws AppError VALIDATION_FAILED when it is no date, UNPROCESSABLE when it has a time of day.
 */
export function parseStayDate(path: string, text: string): LocalDate {
  try {
    return parseLocalDate(text);
  } catch (error) {
    if (!(error instanceof InvalidDateError)) throw error;
    const message = `${path} ${error.message}`;
    if (error.reason === 'time') throw new AppError('UNPROCESSABLE', message, { errors: [{ path, message }] });
    throw invalid(path, message);
  }
}

/**
 * An inclusive range first..last; one day is a range.
 * @param words what the two ends are called in the request
 * @throws AppError VALIDATION_FAILED when it is reversed or longer than maxDays.
 */
export function parseRange(
  first: string,
  last: string,
  maxDays: number = MAX_RANGE_DAYS,
  words: readonly [string, string] = ['from', 'to'],
): DateRange {
  const from = parseStayDate(words[0], first);
  const to = parseStayDate(words[1], last);
  if (from > to) throw invalid(words[1], `${words[1]} ${to} lies before ${words[0]} ${from}`);
  if (countDays(from, to) > maxDays) throw invalid(words[1], `The range has more than ${maxDays} days`);
  return { from, to };
}

/** The same for routes whose ends are called startDate and endDate. */
export function parseOrderRange({ startDate, endDate }: { startDate: string; endDate: string }, maxDays?: number) {
  return parseRange(startDate, endDate, maxDays, ['startDate', 'endDate']);
}

/**
 * Refuses dates that no room nights are opened for: before today at the hotel, or too far ahead. (rules rooms A.2.3)
 * @param today the hotel's local date
 * @throws AppError VALIDATION_FAILED
 */
export function checkOpenable({ from, to }: DateRange, today: LocalDate): void {
  if (from < today) throw invalid('startDate', `startDate ${from} is in the past: at the property it is ${today}`);
  if (to > addDays(today, MAX_RANGE_DAYS))
    throw invalid('endDate', `endDate ${to} lies more than ${MAX_RANGE_DAYS} days ahead`);
}

/** Nights of the half-open stay [arrival, departure). */
export function nightsOf(arrival: LocalDate, departure: LocalDate): LocalDate[] {
  return [...eachDay(arrival, addDays(departure, -1))];
}

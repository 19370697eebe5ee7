import { AppError, invalid } from '../../platform/errors/app-error.js';
import type { LocalDate } from '../../platform/dates/index.js';

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const EDGE_OF_DAY = /^(?:00:00(?::00(?:\.0+)?)?|23:59:59(?:\.9+)?)$/;

/**
 * The calendar date a client means: a bare date, or the first or last moment of a day as in
 * `2024-01-01T00:00:00.000Z` .. `2024-01-31T23:59:59.999Z`. The digits are taken as they stand; converting them by a
 * property's zone would make 32 days of January in Tokyo.
 * @throws AppError VALIDATION_FAILED when it is no date, UNPROCESSABLE when it is a moment within a day.
 */
export function parseStayDate(path: string, text: string): LocalDate {
  const match = FORM.exec(text);
  const date = match?.[1];
  if (!date || !isCalendarDate(date)) throw invalid(path, `${path} must be a calendar date such as 2026-01-31`);
  if (match[2] !== undefined && !EDGE_OF_DAY.test(match[2])) {
    const message = `${path} must be a calendar date: without a time, or with 00:00:00 or 23:59:59`;
    throw new AppError('UNPROCESSABLE', message, { errors: [{ path, message }] });
  }
  return date;
}

/** Longest range one request or job may span: five years. */
export const MAX_RANGE_DAYS = 1826;

function isCalendarDate(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

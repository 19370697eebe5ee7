import { InvalidDateError, type LocalDate, parseLocalDate } from '../platform/dates/index.js';
import { AppError, invalid } from '../platform/errors/app-error.js';

/** Longest range one request or job may span: five years. */
export const MAX_RANGE_DAYS = 1826;

/**
 * The calendar date a client means; see parseLocalDate for the forms. (rules A.2.2)
 * @throws AppError VALIDATION_FAILED when it is no date, UNPROCESSABLE when it is a moment within a day.
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

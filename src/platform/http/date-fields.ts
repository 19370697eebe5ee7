import { Matches } from 'class-validator';
import { isLocalDate, type LocalDate } from '../dates/index.js';
import { invalid } from '../errors/app-error.js';

const FORM = /^\d{4}-\d{2}-\d{2}$/;

/** A text with the form of a calendar date. Whether the calendar has that date (30 February) is checked by `dateOf` and `assertDate`. */
export const IsDate = (options?: { each: boolean }) =>
  Matches(FORM, { ...options, message: '$property must be a date such as 2027-03-01' });

/** @throws AppError VALIDATION_FAILED naming the path, unless the text is a date of the calendar */
export function assertDate(path: string, text: string): asserts text is LocalDate {
  if (!isLocalDate(text)) throw invalid(path, `${path} must be a date such as 2027-03-01`);
}

/** The calendar date in a member of a request; undefined if it was not sent. @throws AppError VALIDATION_FAILED naming the path */
export function dateOf(path: string, text: string | undefined): LocalDate | undefined {
  if (text === undefined) return undefined;
  assertDate(path, text);
  return text;
}

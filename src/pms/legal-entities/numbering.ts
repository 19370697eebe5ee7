import { type LocalDate } from '../../platform/dates/index.js';

/** What the numbers of a series are made of: its code, its fiscal year, the running number with leading zeros. */
export const DEFAULT_FORMAT = '{code}-{year}-{no:6}';

const FORM = /^[A-Za-z0-9/._ -]*\{code\}[A-Za-z0-9/._ -]*\{year\}[A-Za-z0-9/._ -]*\{no(?::([1-9]))?\}$/;

/**
 * True for a format in which no two invoices of a legal entity can get one number: code, year and number are in it, in
 * this order, the number last.
 */
export function isNumberFormat(format: string): boolean {
  return format.length <= 60 && FORM.test(format);
}

/** The number as it is printed: `CDM-2026-000012`. */
export function textNumber(format: string, series: { code: string; fiscalYear: number; number: number }): string {
  const digits = Number(FORM.exec(format)?.[1] ?? 1);
  return format
    .replace('{code}', () => series.code)
    .replace('{year}', String(series.fiscalYear))
    .replace(/\{no(?::\d)?\}/, String(series.number).padStart(digits, '0'));
}

/**
 * The fiscal year a date lies in, named by the calendar year it starts in: with April as the first month, 2027-03-31 is
 * in 2026.
 */
export function fiscalYearOf(date: LocalDate, firstMonth: number): number {
  const year = Number(date.slice(0, 4));
  return Number(date.slice(5, 7)) >= firstMonth ? year : year - 1;
}

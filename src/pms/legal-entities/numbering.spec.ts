import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { DEFAULT_FORMAT, fiscalYearOf, isNumberFormat, textNumber } from './numbering.js';

const d = parseLocalDate;

describe('invoice numbers', () => {
  it.each([
    [DEFAULT_FORMAT, 12, 'CDM-2026-000012'],
    ['{code}/{year}/{no}', 12, 'CDM/2026/12'],
    ['F {code}{year}-{no:3}', 1_234, 'F CDM2026-1234'],
  ])('%s with %i is %s', (format, number, expected) => {
    expect(isNumberFormat(format)).toBe(true);
    expect(textNumber(format, { code: 'CDM', fiscalYear: 2026, number })).toBe(expected);
  });

  it.each(['{code}-{no}', '{year}-{no}', '{no}-{code}-{year}', '{code}-{year}-{no:0}', '{code}-{year}-{no}€', ''])(
    'refuses %s',
    (format) => expect(isNumberFormat(format)).toBe(false),
  );

  it.each([
    ['2026-12-31', 1, 2026],
    ['2027-01-01', 1, 2027],
    ['2027-03-31', 4, 2026],
    ['2027-04-01', 4, 2027],
    ['2026-11-30', 12, 2025],
  ])('%s with first month %i is in %i', (date, month, year) => expect(fiscalYearOf(d(date), month)).toBe(year));
});

import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  countDays,
  daysBetween,
  eachDay,
  InvalidDateError,
  isLocalDate,
  isoWeekday,
  parseLocalDate,
} from './local-date.js';

const d = parseLocalDate;

describe('parseLocalDate', () => {
  it.each([
    ['2024-01-31', '2024-01-31'],
    ['2024-02-29', '2024-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['2200-12-31', '2200-12-31'],
    ['2024-01-01T00:00:00.000Z', '2024-01-01'],
    ['2024-01-31T23:59:59.999Z', '2024-01-31'],
    ['2024-01-31T23:59:59.999999', '2024-01-31'],
    ['2024-01-31T23:59:59.000Z', '2024-01-31'],
    ['2024-01-31T23:59:59Z', '2024-01-31'],
    ['2024-01-31T00:00:00', '2024-01-31'],
    ['2024-01-31T00:00:00+09:00', '2024-01-31'],
    ['2024-01-31T23:59:59-11:00', '2024-01-31'],
  ])('takes the digits of %s as they stand', (text, date) => {
    expect(parseLocalDate(text)).toBe(date);
  });

  it.each([
    ['2023-02-29', 'form'],
    ['2024-02-30', 'form'],
    ['2024-13-01', 'form'],
    ['2024-00-10', 'form'],
    ['2024-04-31', 'form'],
    ['1900-02-29', 'form'],
    ['1899-12-31', 'range'],
    ['0001-01-01', 'range'],
    ['2201-01-01', 'range'],
    ['2024-01-01T12:00:00Z', 'time'],
    ['2024-01-01T00:00:01Z', 'time'],
    ['2024-01-01T00:00:00.001Z', 'time'],
    ['2024-01-01T23:59:59.998Z', 'time'],
    ['2024-01-01T00:00Z', 'time'],
    ['2024-01-01T24:00:00Z', 'time'],
    ['2024-02-30T00:00:00Z', 'form'],
    ['2024-01-01T00:00:00+99:00', 'form'],
    ['2024-01-01 00:00:00', 'form'],
    ['2024-1-1', 'form'],
    [' 2024-01-01', 'form'],
    ['2024-01-01\n', 'form'],
    ['20240101', 'form'],
    ['01/02/2024', 'form'],
    ['1704067200000', 'form'],
    ['', 'form'],
    ['+002024-01-01', 'form'],
    ['２０２４-01-01', 'form'],
  ])('refuses %j as %s', (text, reason) => {
    expect(() => parseLocalDate(text)).toThrow(expect.objectContaining({ name: 'InvalidDateError', reason }));
  });

  it.each([[undefined], [null], [20240101], [new Date(0)], [['2024-01-01']]])(
    'refuses %p, which is no text',
    (value) => {
      expect(() => parseLocalDate(value as unknown as string)).toThrow(InvalidDateError);
      expect(isLocalDate(value)).toBe(false);
    },
  );

  it('tells a bare date from a text that only names one', () => {
    expect(isLocalDate('2024-02-29')).toBe(true);
    expect(isLocalDate('2023-02-29')).toBe(false);
    expect(isLocalDate('2024-02-29T00:00:00Z')).toBe(false);
  });
});

describe('calendar arithmetic', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2026-10-25', 1, '2026-10-26'],
    ['2026-03-29', 0, '2026-03-29'],
    ['1969-12-31', 1, '1970-01-01'],
    ['1900-01-01', 109_937, '2200-12-31'],
  ])('%s plus %i days is %s', (from, days, to) => {
    expect(addDays(d(from), days)).toBe(to);
    expect(daysBetween(d(from), d(to))).toBe(days);
    expect(addDays(d(to), -days)).toBe(from);
  });

  it('refuses to leave the calendar or to step by half a day', () => {
    expect(() => addDays(d('2200-12-31'), 1)).toThrow(InvalidDateError);
    expect(() => addDays(d('1900-01-01'), -1)).toThrow(InvalidDateError);
    expect(() => addDays(d('2024-01-01'), 0.5)).toThrow(RangeError);
    expect(() => addDays(d('2024-01-01'), Number.NaN)).toThrow(RangeError);
  });

  it.each([
    ['2024-01-01', '2024-01-31', 31],
    ['2024-02-01', '2024-02-29', 29],
    ['2023-02-01', '2023-02-28', 28],
    ['2024-01-01', '2024-12-31', 366],
    ['2026-08-15', '2026-08-15', 1],
  ])('%s to %s, both counted, are %i dates', (from, to, days) => {
    expect(countDays(d(from), d(to))).toBe(days);
    expect([...eachDay(d(from), d(to))]).toHaveLength(days);
  });

  it('refuses a range that ends before it starts', () => {
    expect(() => countDays(d('2024-01-02'), d('2024-01-01'))).toThrow(expect.objectContaining({ reason: 'range' }));
    expect([...eachDay(d('2024-01-02'), d('2024-01-01'))]).toEqual([]);
  });

  it.each([
    ['2026-08-15', 6],
    ['2026-08-16', 7],
    ['2026-08-17', 1],
    ['1970-01-01', 4],
    ['1900-01-01', 1],
    ['1969-12-31', 3],
  ])('%s is ISO weekday %i', (date, weekday) => {
    expect(isoWeekday(d(date))).toBe(weekday);
  });
});

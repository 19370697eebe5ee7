import { describe, expect, it } from '@jest/globals';
import { type LocalDate, today } from '../platform/dates/index.js';
import { type Period, periodRange, rangeOf } from './report-range.js';

const HOUR = 3_600_000;

describe('range of a report', () => {
  it.each([
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z', 23],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z', 25],
    ['2026-03-08', 'UTC', '2026-03-08T00:00:00.000Z', 24],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z', 23.5],
  ])('%s in %s begins at %s and has %d hours', (day, zone, start, hours) => {
    const range = rangeOf(day as LocalDate, day as LocalDate, zone);
    expect(range.start.toISOString()).toBe(start);
    expect((range.end.getTime() - range.start.getTime()) / HOUR).toBe(hours);
  });

  it.each<[Period, string, string]>([
    ['today', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-02-28', '2026-02-28'],
    ['last-7-days', '2026-02-23', '2026-03-01'],
    ['last-30-days', '2026-01-31', '2026-03-01'],
    ['this-month', '2026-03-01', '2026-03-01'],
    ['last-month', '2026-02-01', '2026-02-28'],
    ['this-year', '2026-01-01', '2026-03-01'],
  ])('%s is %s to %s on the wall in Auckland, where March has begun', (period, from, to) => {
    const range = periodRange(period, 'Pacific/Auckland', today('Pacific/Auckland', new Date('2026-02-28T11:30:00Z')));
    expect([range.from, range.to]).toEqual([from, to]);
  });
});

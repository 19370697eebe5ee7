import { describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate } from '../../platform/dates/index.js';
import { coverageOf, judgeCoverage } from './coverage.js';

const horizon = (existing: number[], expected = 10) =>
  existing.map((n, i) => ({ date: addDays(parseLocalDate('2026-06-01'), i), expected, existing: n }));
const days = (n: number, existing: number) => Array<number>(n).fill(existing);

describe('coverageOf', () => {
  it.each([
    [240, 300, 0.8],
    [0, 300, 0],
    [0, 0, 1],
    [99_999, 100_000, 0.9999],
    [300, 300, 1],
  ])('%d of %d is %d', (existing, expected, coverage) => {
    expect(coverageOf(existing, expected)).toBe(coverage);
  });
});

describe('judgeCoverage', () => {
  it.each<[string, number[], string | null, boolean, number]>([
    ['A4: 8 of 10 rooms every day are holes', days(30, 8), '2026-06-30', false, 60],
    ['a tail of 6 of 30 days waits', [...days(24, 10), ...days(6, 0)], '2026-06-24', true, 0],
    ['a tail of 7 of 30 days is below 80%', [...days(23, 10), ...days(7, 0)], '2026-06-23', false, 0],
    ['one date missing in the middle', [...days(10, 10), 0, ...days(19, 10)], '2026-06-30', false, 10],
    ['one room missing on the last existing date', [...days(24, 10), 9, ...days(5, 0)], '2026-06-25', false, 1],
    ['dates beyond the horizon make the tail a hole', [...days(24, 10), ...days(6, 0)], '2026-12-24', false, 60],
    ['nothing exists yet', days(30, 0), null, false, 0],
    ['all exists', days(30, 10), '2026-06-30', true, 0],
  ])('%s', (_name, existing, last, skip, holes) => {
    expect(judgeCoverage(horizon(existing), last === null ? null : parseLocalDate(last), 0.8)).toMatchObject({
      skip,
      holes,
    });
  });

  it('skips a category without rooms and says why', () => {
    expect(judgeCoverage(horizon(days(30, 0), 0), null, 0.8)).toMatchObject({
      skip: true,
      reason: expect.stringContaining('no room'),
    });
  });
});

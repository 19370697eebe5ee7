import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { type PriceBook, priceCalendar, priceOn, type PriceRule } from './price-calendar.js';

const d = parseLocalDate;
const rule = (over: Partial<PriceRule>): PriceRule => ({
  kind: 'season',
  from: null,
  to: null,
  weekday: null,
  priceMinor: null,
  basisPoints: null,
  ...over,
});
const saturday = rule({ kind: 'weekday', weekday: 6, basisPoints: 2000 });
const a7: PriceBook = {
  basePriceMinor: 12_000,
  rules: [saturday],
  overrides: [{ from: d('2026-08-15'), to: d('2026-08-15'), weekdays: [1, 2, 3, 4, 5, 6, 7], priceMinor: 15_000 }],
};

describe('priceOn', () => {
  it.each([
    ['2026-08-14', undefined, 12_000, 'base'],
    ['2026-08-15', undefined, 15_000, 'override'],
    ['2026-08-22', undefined, 14_400, 'season'],
    ['2026-08-16', 0, 0, 'job'],
    ['2026-08-15', 9_995, 9_995, 'job'],
    ['2026-08-16', null, 12_000, 'base'],
  ] as const)('A7: %s with job override %s costs %d (%s)', (date, job, priceMinor, source) => {
    expect(priceOn(a7, d(date), job)).toEqual({ date, priceMinor, source });
  });

  it.each([
    ['2026-08-15', 15_000],
    ['2026-08-22', 15_600],
    ['2026-08-14', 13_000],
  ])('A8: after the base moved to 130.00, %s costs %d', (date, priceMinor) => {
    expect(priceOn({ ...a7, basePriceMinor: 13_000 }, d(date)).priceMinor).toBe(priceMinor);
  });

  it.each<[string, number, PriceRule[], string, number]>([
    ['a season sets the base', 10_000, [rule({ priceMinor: 20_000 })], '2026-08-14', 20_000],
    [
      'a weekday percentage goes on top of a season',
      10_000,
      [rule({ priceMinor: 20_000 }), saturday],
      '2026-08-15',
      24_000,
    ],
    ['both percentages compound', 10_000, [rule({ basisPoints: 1000 }), saturday], '2026-08-15', 13_200],
    [
      'a weekday price replaces',
      10_000,
      [rule({ basisPoints: 1000 }), rule({ kind: 'weekday', weekday: 6, priceMinor: 1 })],
      '2026-08-15',
      1,
    ],
    [
      'a season ends',
      10_000,
      [rule({ from: d('2026-08-01'), to: d('2026-08-13'), priceMinor: 1 })],
      '2026-08-14',
      10_000,
    ],
    ['a season includes its last date', 10_000, [rule({ to: d('2026-08-14'), priceMinor: 1 })], '2026-08-14', 1],
    ['half a unit goes up', 9_995, [rule({ basisPoints: 1000 })], '2026-08-14', 10_995],
    ['rounded once, not per step', 105, [rule({ basisPoints: 1000 }), saturday], '2026-08-15', 139],
    ['-100% is free', 9_995, [rule({ basisPoints: -10_000 })], '2026-08-14', 0],
  ])('%s', (_name, basePriceMinor, rules, date, expected) => {
    expect(priceOn({ basePriceMinor, rules, overrides: [] }, d(date)).priceMinor).toBe(expected);
  });

  it('an override holds on its weekdays only', () => {
    const book: PriceBook = {
      ...a7,
      overrides: [{ from: d('2026-08-10'), to: d('2026-08-16'), weekdays: [5], priceMinor: 0 }],
    };
    expect(priceCalendar(book, d('2026-08-13'), d('2026-08-15')).map((night) => night.priceMinor)).toEqual([
      12_000, 0, 14_400,
    ]);
  });
});

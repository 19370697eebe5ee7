import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate, parseLocalDate } from '../../platform/dates/index.js';
import { convert, RateBook, type StoredRate } from './rate-book.js';

const d = parseLocalDate;
const rate = (pair: string, day: string, value: string, source = 'ECB'): StoredRate => ({
  base: pair.slice(0, 3),
  quote: pair.slice(3),
  day: d(day),
  rate: value,
  source,
});
const on = (rates: StoredRate[], pair: string, day = '2026-03-10') =>
  new RateBook(rates).on(pair.slice(0, 3), pair.slice(3), d(day));

describe('conversion', () => {
  it.each([
    [100_000, 'CAD', 'USD', '0.7312', 73_120],
    [12_345, 'EUR', 'JPY', '161.237', 19_905],
    [19_905, 'JPY', 'EUR', '0.0062', 12_341],
    [-12_345, 'EUR', 'JPY', '161.237', -19_905],
    [1_000, 'KWD', 'USD', '3.25', 325],
    [1, 'USD', 'KWD', '0.3', 3],
    [50, 'EUR', 'JPY', '1', 1],
    [-50, 'EUR', 'JPY', '1', -1],
    [49, 'EUR', 'JPY', '1', 0],
    [0, 'EUR', 'USD', '1.1', 0],
  ])('C11: %i minor units of %s are in %s, at %s, %s', (amount, from, to, at, expected) => {
    expect(Object.is(convert(amount, from, to, at), expected)).toBe(true);
  });

  it('is exact where a float is not, and refuses what it cannot hold', () => {
    // 1.005 as a float is less than 1.005.
    expect(convert(100, 'EUR', 'USD', '1.005')).toBe(101);
    expect(() => convert(Number.MAX_SAFE_INTEGER, 'EUR', 'USD', '2')).toThrow(RangeError);
  });
});

describe('rate of a day', () => {
  it('C11: there is none, and it is never 1', () => {
    expect(on([], 'CADUSD')).toBeUndefined();
    expect(on([rate('CADEUR', '2026-03-10', '0.68')], 'CADUSD')).toBeUndefined();
  });

  it('the same currency needs none', () => {
    expect(on([], 'EUREUR')).toEqual({ rate: '1', day: '2026-03-10', source: 'same currency' });
  });

  it.each<[string, StoredRate[], unknown]>([
    ['of the day', [rate('CADUSD', '2026-03-10', '0.7312')], ['0.7312', '2026-03-10', 'ECB']],
    [
      'the last before it',
      [rate('CADUSD', '2026-03-06', '0.73'), rate('CADUSD', '2026-03-05', '0.72')],
      ['0.73', '2026-03-06', 'ECB'],
    ],
    ['none of a later day', [rate('CADUSD', '2026-03-11', '0.7312')], undefined],
    ['seven days old', [rate('CADUSD', '2026-03-03', '0.7312')], ['0.7312', '2026-03-03', 'ECB']],
    ['eight days old: none', [rate('CADUSD', '2026-03-02', '0.7312')], undefined],
    ['the other way round', [rate('USDCAD', '2026-03-10', '1.25', 'Bank')], ['0.8', '2026-03-10', 'Bank']],
    [
      'a later one the other way round',
      [rate('CADUSD', '2026-03-09', '0.7'), rate('USDCAD', '2026-03-10', '1.25')],
      ['0.8', '2026-03-10', 'ECB'],
    ],
    [
      'of one day the direct one',
      [rate('CADUSD', '2026-03-10', '0.7'), rate('USDCAD', '2026-03-10', '1.25')],
      ['0.7', '2026-03-10', 'ECB'],
    ],
    [
      'by a common currency',
      [rate('EURCAD', '2026-03-10', '1.6'), rate('EURUSD', '2026-03-09', '1.2')],
      ['0.75', '2026-03-09', 'ECB via EUR'],
    ],
    [
      'by two sources',
      [rate('CADEUR', '2026-03-10', '0.6', 'Bank'), rate('EURUSD', '2026-03-10', '1.2')],
      ['0.72', '2026-03-10', 'Bank, ECB via EUR'],
    ],
    [
      'a direct one before a later common currency',
      [rate('CADUSD', '2026-03-08', '0.7'), rate('EURCAD', '2026-03-10', '1.6'), rate('EURUSD', '2026-03-10', '1.2')],
      ['0.7', '2026-03-08', 'ECB'],
    ],
    [
      'by one currency, not by two',
      [rate('CADEUR', '2026-03-10', '0.6'), rate('EURGBP', '2026-03-10', '0.8'), rate('GBPUSD', '2026-03-10', '1.3')],
      undefined,
    ],
  ])('%s', (_, rates, expected) => {
    const found = on(rates, 'CADUSD');
    expect(found && [found.rate, found.day, found.source]).toEqual(expected);
  });

  it('gives the amount that anybody gets who multiplies by the rate that is shown', () => {
    const found = on([rate('USDJPY', '2026-03-10', '151.37')], 'JPYUSD')!;
    expect(found.rate).toBe('0.00660632886305');
    expect(convert(1_000_000, 'JPY', 'USD', found.rate)).toBe(660_633);
  });

  it('is the last of at most seven days, whatever else is known', () => {
    const first = d('2026-01-01');
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 60 }), (told, asked) => {
        const book = new RateBook(told.map((n) => rate('EURUSD', addDays(first, n), `1.${100 + n}`)));
        const expected = told.filter((n) => n <= asked && asked - n <= 7).sort((a, b) => b - a)[0];
        const found: LocalDate | undefined = book.on('EUR', 'USD', addDays(first, asked))?.day;
        expect(found).toBe(expected === undefined ? undefined : addDays(first, expected));
      }),
    );
  });
});

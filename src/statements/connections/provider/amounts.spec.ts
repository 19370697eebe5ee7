import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidMoneyError, formatMoney } from '../../../platform/money/index.js';
import { fromMajor, fromScaled } from './amounts.js';

describe('amounts of providers', () => {
  it.each([
    [1234.1, 'EUR', 123_410, true],
    ['1234.10', 'EUR', 123_410, true],
    [0.1 + 0.2, 'EUR', 30, true],
    [1.005, 'EUR', 101, false],
    [33.335, 'EUR', 3_334, false],
    [-12.34, 'EUR', -1_234, true],
    [19_905, 'JPY', 19_905, true],
    [1.2345, 'KWD', 1_235, false],
    [null, 'EUR', 0, true],
    ['', 'EUR', 0, true],
    [8.2e-14, 'EUR', 0, true],
  ])('%p %s in major units is %i minor ones, exact: %p', (value, currency, minor, exact) => {
    expect(fromMajor(value, currency)).toEqual({ minor, exact });
  });

  it.each([
    [12_345, 'EUR', undefined, 12_345],
    [12_345, 'JPY', 2, 123],
    [-500, 'USD', 2, -500],
    [1_500, 'KWD', 2, 15_000],
  ])('%p %s with exponent %p is %i', (value, currency, exponent, minor) => {
    expect(fromScaled(value, currency, exponent).minor).toBe(minor);
  });

  it.each([Number.NaN, Infinity, '1,200.50', 'twelve', {}, true])('refuses %p', (value) => {
    expect(() => fromMajor(value, 'EUR')).toThrow(InvalidMoneyError);
  });

  it('reads every amount that a float can name to the cent', () => {
    const cents = fc.integer({ min: -999_999_999, max: 999_999_999 });
    fc.assert(
      fc.property(cents, (minor) => {
        const told = JSON.parse(formatMoney(minor, 'EUR')) as number;
        expect(fromMajor(told, 'EUR')).toEqual({ minor, exact: true });
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allocate,
  currencyDigits,
  formatMoney,
  InvalidMoneyError,
  isCurrency,
  parseMoney,
  percentOf,
} from './index.js';

describe('parseMoney', () => {
  it.each([
    ['99.95', 'EUR', 9995],
    [99.95, 'EUR', 9995],
    ['99.9', 'EUR', 9990],
    [0, 'EUR', 0],
    ['0.00', 'USD', 0],
    [-0, 'EUR', 0],
    ['-0.00', 'EUR', 0],
    ['-12.34', 'EUR', -1234],
    [1.1, 'EUR', 110],
    [4.35, 'EUR', 435],
    [1.005, 'KWD', 1005],
    ['1.5', 'KWD', 1500],
    [100, 'JPY', 100],
    ['0100.50', 'EUR', 10050],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, 'JPY', Number.MAX_SAFE_INTEGER],
  ])('%p %s is %i minor units', (input, currency, minor) => {
    expect(Object.is(parseMoney(input, currency), minor)).toBe(true);
  });

  it.each([
    ['99.955', 'EUR'],
    ['99.950', 'EUR'],
    [0.1 + 0.2, 'EUR'],
    [1.0001, 'KWD'],
    ['100.0', 'JPY'],
    [0.5, 'JPY'],
    ['1e3', 'EUR'],
    [1e21, 'EUR'],
    [1e-7, 'EUR'],
    [Number.NaN, 'EUR'],
    [Infinity, 'EUR'],
    ['NaN', 'EUR'],
    ['-Infinity', 'EUR'],
    ['90071992547409.92', 'EUR'],
    ['1'.repeat(400), 'EUR'],
    ['', 'EUR'],
    [' 1', 'EUR'],
    ['1,50', 'EUR'],
    ['1_000', 'EUR'],
    ['0x10', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['+5', 'EUR'],
    ['--5', 'EUR'],
    ['٣', 'EUR'],
    ['10', 'eur'],
    ['10', 'ABC'],
    ['10', 'XAU'],
    ['10', ''],
    [null as unknown as string, 'EUR'],
    [['1'] as unknown as string, 'EUR'],
    [5n as unknown as number, 'EUR'],
  ])('refuses %p %s', (input, currency) => {
    expect(() => parseMoney(input, currency)).toThrow(InvalidMoneyError);
  });
});

describe('formatMoney', () => {
  it.each([
    [9995, 'EUR', '99.95'],
    [0, 'EUR', '0.00'],
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [-1234, 'USD', '-12.34'],
    [100, 'JPY', '100'],
    [-1, 'JPY', '-1'],
    [1500, 'KWD', '1.500'],
    [7, 'KWD', '0.007'],
    ['9007199254740993', 'EUR', '90071992547409.93'],
    [9007199254740993n, 'EUR', '90071992547409.93'],
    ['-0', 'EUR', '0.00'],
  ])('%p %s is %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text);
  });

  it.each([
    [1.5, 'EUR'],
    [2 ** 53, 'EUR'],
    [Number.NaN, 'EUR'],
    ['1.5', 'EUR'],
    ['', 'EUR'],
    [1, 'ZZZ'],
  ])('refuses %p %s', (minor, currency) => {
    expect(() => formatMoney(minor, currency)).toThrow(InvalidMoneyError);
  });

  it('is undone by parseMoney, in every currency', () => {
    const minor = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD', 'CLF', 'HUF', 'BHD').filter(isCurrency);
    fc.assert(fc.property(minor, currency, (amount, code) => parseMoney(formatMoney(amount, code), code) === amount));
  });
});

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['CHF', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['KWD', 3],
  ])('%s has %i decimals, by Intl and by ISO 4217 alike', (code, count) => {
    expect(currencyDigits(code)).toBe(count);
  });

  it.each(['eur', 'EURO', '€', 'ABC', 'XXX', 'XAU', 'XDR', '', 'toString'])('%j is none', (code) => {
    expect(isCurrency(code)).toBe(false);
  });
});

describe('percentOf', () => {
  it.each([
    [12000, 20, 2400],
    [10000, '8.875', 888],
    [-10000, '8.875', -888],
    [1, 50, 1],
    [-1, 50, -1],
    [1, '49.9999', 0],
    [3, 50, 2],
    [9995, 21, 2099],
    [10000, '0.0001', 0],
    [1_000_000, '0.0001', 1],
    [10000, -10, -1000],
    [10000, 150, 15000],
    [10000, 0, 0],
    [Number.MAX_SAFE_INTEGER, 100, Number.MAX_SAFE_INTEGER],
    [333, 33.3333, 111],
  ])('of %i, %p %% is %i', (minor, percent, result) => {
    expect(Object.is(percentOf(minor, percent), result)).toBe(true);
  });

  it.each([
    [100, '1.00001'],
    [100, 1e-7],
    [100, Number.NaN],
    [100, ''],
    [1.5, 10],
    [Number.MAX_SAFE_INTEGER, 101],
  ])('refuses %p at %p %%', (minor, percent) => {
    expect(() => percentOf(minor, percent)).toThrow(InvalidMoneyError);
  });
});

describe('allocate', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [101, [1, 1, 1], [34, 34, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [100, [0, 1], [0, 100]],
    [5, [3, 7], [2, 3]],
    [1, [1, 2, 2], [0, 1, 0]],
    [0, [1, 2], [0, 0]],
    [0, [], []],
    [0, [0, 0], [0, 0]],
  ])('%i by %j gives %j', (total, weights, parts) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  it.each([
    [100, []],
    [100, [0, 0]],
    [100, [-1, 2]],
    [100, [0.5]],
    [1.5, [1]],
    [100, [Number.NaN]],
  ])('refuses %p by %j', (total, weights) => {
    expect(() => allocate(total, weights)).toThrow(InvalidMoneyError);
  });

  it('adds up, and no part is off by a whole minor unit', () => {
    const weights = fc
      .array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 30 })
      .filter((all) => all.some((w) => w > 0));
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), weights, (total, all) => {
        const parts = allocate(total, all);
        const sum = all.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        parts.forEach((part, index) => {
          expect(Math.abs(part - (total * (all[index] ?? 0)) / sum)).toBeLessThan(1);
        });
      }),
    );
  });
});

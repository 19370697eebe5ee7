import { describe, expect, it } from '@jest/globals';
import { amountOf, decimalEvidence, numberOf } from './amounts.js';
import { dateOf, orderEvidence } from './dates.js';

describe('amounts of files', () => {
  it.each([
    ['1,200.50', '.', 'EUR', 120_050],
    ['1.234,56', ',', 'EUR', 123_456],
    ['1 234,50 €', ',', 'EUR', 123_450],
    ['1\u00a0234,50\u00a0€', ',', 'EUR', 123_450],
    ['1\u202f234,50 €', ',', 'EUR', 123_450],
    ['(12.50)', '.', 'EUR', -1_250],
    ['($1,678.83)', '.', 'USD', -167_883],
    ['-97.00', '.', 'EUR', -9_700],
    ['\u221297.00', '.', 'EUR', -9_700],
    ['97.00-', '.', 'EUR', -9_700],
    ['-$1.86', '.', 'USD', -186],
    ['126.6314 EUR', '.', 'EUR', 12_663],
    ["1'234.50", '.', 'CHF', 123_450],
    ['85,000', '.', 'JPY', 85_000],
    ['1,00,000.00', '.', 'INR', 10_000_000],
    ['', '.', 'EUR', null],
    ['-', '.', 'EUR', null],
    ['1,200.50', ',', 'EUR', undefined],
    ['12.5.0', '.', 'EUR', undefined],
    ['twelve', '.', 'EUR', undefined],
    ['1e3', '.', 'EUR', undefined],
    ['1,20.00', '.', 'EUR', undefined],
  ] as const)('%j with decimal mark %j in %s is %p', (cell, mark, currency, minor) => {
    expect(amountOf(cell, mark, currency)).toBe(minor);
  });

  it.each([
    ['1,200.50', { mark: '.', certain: true }],
    ['1.234,56', { mark: ',', certain: true }],
    ['12,5', { mark: ',', certain: true }],
    ['0.125', { mark: '.', certain: true }],
    ['1.234.567', { mark: ',', certain: true }],
    ['1,200', { mark: '.', certain: false }],
    ['1200', null],
    ['Loft', null],
  ])('%j tells %j', (cell, evidence) => {
    expect(decimalEvidence(cell)).toEqual(evidence);
  });

  it('reads percentages', () => {
    expect([numberOf('15.00%', '.'), numberOf('11,37 %', ','), numberOf('', '.'), numberOf('x', '.')]).toEqual([
      '15',
      '11.37',
      null,
      undefined,
    ]);
  });
});

describe('dates of files', () => {
  it.each([
    ['09/12/2026', 'mdy', '2026-09-12'],
    ['09/12/2026', 'dmy', '2026-12-09'],
    ['2026-01-15', 'dmy', '2026-01-15'],
    ['19 Apr 2026', 'mdy', '2026-04-19'],
    ['December 30, 2025', 'mdy', '2025-12-30'],
    ['3 juillet 2026', 'mdy', '2026-07-03'],
    ['3 juin 2026', 'mdy', '2026-06-03'],
    ['1 de maio de 2026', 'mdy', '2026-05-01'],
    ['31/02/2026', 'dmy', undefined],
    ['-', 'dmy', null],
    ['soon', 'dmy', undefined],
  ] as const)('%j, %s first, is %p', (cell, order, date) => {
    expect(dateOf(cell, order)).toBe(date);
  });

  it.each([
    ['13/05/2026', 'dmy'],
    ['05/13/2026', 'mdy'],
    ['05/06/2026', 'either'],
    ['05/05/2026', null],
    ['2026-05-13', null],
  ])('%j tells %p', (cell, order) => {
    expect(orderEvidence(cell)).toBe(order);
  });
});

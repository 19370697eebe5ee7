import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../platform/dates/index.js';
import { checkOpenable, parseRange, parseStayDate } from './stay-dates.js';

describe('parseStayDate', () => {
  it.each([
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00.000Z', '2024-01-01'],
    ['2024-01-31T23:59:59.999Z', '2024-01-31'],
  ])('takes the literal date of %s', (text, date) => {
    expect(parseStayDate('startDate', text)).toBe(date);
  });

  it.each([
    ['2024-01-01T10:00:00Z', 'UNPROCESSABLE'],
    ['2024-01-01T23:59:00Z', 'UNPROCESSABLE'],
    ['2023-02-29', 'VALIDATION_FAILED'],
    ['soon', 'VALIDATION_FAILED'],
    ['', 'VALIDATION_FAILED'],
  ])('refuses "%s" with %s', (text, code) => {
    expect(() => parseStayDate('startDate', text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('parseRange', () => {
  it('takes one day', () => {
    expect(parseRange('2026-06-01', '2026-06-01')).toEqual({ from: '2026-06-01', to: '2026-06-01' });
  });

  it.each([
    ['2026-06-02', '2026-06-01'],
    ['2026-01-01', '2031-01-02'],
  ])('refuses %s..%s', (start, end) => {
    expect(() => parseRange(start, end)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});

describe('checkOpenable', () => {
  const today = parseLocalDate('2026-06-15');
  it.each([
    ['2026-06-15', '2026-06-15', true],
    ['2026-06-14', '2026-06-20', false],
    ['2026-06-20', '2031-06-15', true],
    ['2031-06-10', '2031-06-17', false],
  ])('%s..%s on 2026-06-15: %s', (from, to, allowed) => {
    const check = expect(() => checkOpenable(parseRange(from, to), today));
    if (allowed) check.not.toThrow();
    else check.toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../platform/dates/index.js';
import { dateSpan } from './date-span.js';

const d = parseLocalDate;

describe('dateSpan', () => {
  it.each([
    ['[2027-01-01,2029-01-01)', { from: d('2027-01-01'), until: d('2029-01-01') }],
    ['[2027-01-01,)', { from: d('2027-01-01'), until: null }],
    ['(,2029-01-01)', { from: null, until: d('2029-01-01') }],
    ['(,)', { from: null, until: null }],
  ])('reads %s', (text, span) => expect(dateSpan.from(text)).toEqual(span));

  it.each(['empty', '[2027-01-01,2029-01-01]', ''])('refuses "%s", which no column here holds', (text) =>
    expect(() => dateSpan.from(text) as unknown).toThrow('not a range of dates'),
  );

  it('writes what Postgres reads', () => {
    expect(dateSpan.to({ from: d('2027-01-01'), until: null })).toBe('[2027-01-01,)');
    expect(dateSpan.to({ from: null, until: d('2029-01-01') })).toBe('[,2029-01-01)');
  });
});

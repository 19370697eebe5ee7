import { describe, expect, it } from '@jest/globals';
import { InvalidTimeZoneError } from '../../platform/dates/index.js';
import { type DstPolicy, firings, nextFiring, parseCron, previousFiring } from './cron.js';

/** The next firings after an instant, without the parts of the text that are always the same. */
function list(expression: string, zone: string, from: string, count: number, policy?: DstPolicy): string[] {
  const found = firings(parseCron(expression), zone, new Date(from), { count }, policy);
  return [...found].map((at) => at.toISOString().replace(/:00\.000Z$/, 'Z'));
}

describe('a local time that does not exist', () => {
  it.each<[string, string, string, DstPolicy, string[]]>([
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', 'once', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', 'both', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', 'skip', ['2026-03-09T06:30Z', '2026-03-10T06:30Z']],
    // many at once, and one that falls due by itself at the end of the gap: still one
    ['America/New_York', '*/5 2 * * *', '2026-03-07T12:00Z', 'once', ['2026-03-08T07:00Z', '2026-03-09T06:00Z']],
    ['America/New_York', '0 2,3 * * *', '2026-03-07T12:00Z', 'once', ['2026-03-08T07:00Z', '2026-03-09T06:00Z']],
    ['America/New_York', '30 1,2 * * *', '2026-03-08T05:00Z', 'once', ['2026-03-08T06:30Z', '2026-03-08T07:00Z']],
    // half an hour
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', 'once', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
    ['Australia/Lord_Howe', '0,15,30 2 * * *', '2026-10-03T00:00Z', 'once', ['2026-10-03T15:30Z', '2026-10-04T15:00Z']],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', 'skip', ['2026-10-04T15:15Z', '2026-10-05T15:15Z']],
    // two hours
    ['Antarctica/Troll', '30 1,2 * * *', '2026-03-28T12:00Z', 'once', ['2026-03-29T01:00Z', '2026-03-29T23:30Z']],
    // midnight
    ['America/Havana', '0 0 * * *', '2026-03-07T12:00Z', 'once', ['2026-03-08T05:00Z', '2026-03-09T04:00Z']],
    ['America/Havana', '0 0,1 * * *', '2026-03-07T12:00Z', 'once', ['2026-03-08T05:00Z', '2026-03-09T04:00Z']],
    ['America/Havana', '0 0 8 3 *', '2026-03-07T12:00Z', 'once', ['2026-03-08T05:00Z', '2027-03-08T05:00Z']],
    ['Africa/Cairo', '30 0 * * *', '2026-04-23T12:00Z', 'once', ['2026-04-23T22:00Z', '2026-04-24T21:30Z']],
    // a whole date left out
    ['Pacific/Apia', '30 2 * * *', '2011-12-29T20:00Z', 'once', ['2011-12-30T10:00Z', '2011-12-30T12:30Z']],
    ['Pacific/Apia', '30 2 * * *', '2011-12-29T20:00Z', 'skip', ['2011-12-30T12:30Z', '2011-12-31T12:30Z']],
  ])('%s, %s after %s, %s', (zone, expression, from, policy, expected) => {
    expect(list(expression, zone, from, expected.length, policy)).toEqual(expected);
  });
});

describe('a local time that comes twice', () => {
  it.each<[string, string, string, DstPolicy, string[]]>([
    ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', 'once', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', 'skip', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    [
      'America/New_York',
      '30 1 * * *',
      '2026-10-31T12:00Z',
      'both',
      ['2026-11-01T05:30Z', '2026-11-01T06:30Z', '2026-11-02T06:30Z'],
    ],
    ['America/New_York', '30 1 * * *', '2026-11-01T06:10Z', 'once', ['2026-11-02T06:30Z']],
    ['America/New_York', '30 1 * * *', '2026-11-01T06:10Z', 'both', ['2026-11-01T06:30Z']],
    [
      'America/New_York',
      '*/30 1 * * *',
      '2026-11-01T04:59Z',
      'once',
      ['2026-11-01T05:00Z', '2026-11-01T05:30Z', '2026-11-02T06:00Z'],
    ],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T00:00Z', 'once', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
    [
      'Australia/Lord_Howe',
      '45 1 * * *',
      '2026-04-04T00:00Z',
      'both',
      ['2026-04-04T14:45Z', '2026-04-04T15:15Z', '2026-04-05T15:15Z'],
    ],
    ['Antarctica/Troll', '30 1 * * *', '2026-10-24T12:00Z', 'once', ['2026-10-24T23:30Z', '2026-10-26T01:30Z']],
    [
      'Antarctica/Troll',
      '30 1 * * *',
      '2026-10-24T12:00Z',
      'both',
      ['2026-10-24T23:30Z', '2026-10-25T01:30Z', '2026-10-26T01:30Z'],
    ],
    ['America/Havana', '0 0 * * *', '2026-10-31T12:00Z', 'once', ['2026-11-01T04:00Z', '2026-11-02T05:00Z']],
    ['America/Havana', '0 0 * * *', '2026-10-31T12:00Z', 'both', ['2026-11-01T04:00Z', '2026-11-01T05:00Z']],
    // the second pass goes back into the day before
    ['Africa/Cairo', '30 23 * * *', '2026-10-29T12:00Z', 'once', ['2026-10-29T20:30Z', '2026-10-30T21:30Z']],
    ['Africa/Cairo', '30 23 * * *', '2026-10-29T12:00Z', 'both', ['2026-10-29T20:30Z', '2026-10-29T21:30Z']],
  ])('%s, %s after %s, %s', (zone, expression, from, policy, expected) => {
    expect(list(expression, zone, from, expected.length, policy)).toEqual(expected);
  });
});

describe('an interval expression', () => {
  const count = (expression: string, from: string, to: string, policy?: DstPolicy) =>
    [...firings(parseCron(expression), 'America/New_York', new Date(from), { to: new Date(to) }, policy)].length;

  it.each<DstPolicy>(['skip', 'once', 'both'])('follows elapsed time whatever the policy (%s)', (policy) => {
    expect(count('0 * * * *', '2026-03-08T04:59Z', '2026-03-09T03:59Z', policy)).toBe(23);
    expect(count('0 * * * *', '2026-11-01T03:59Z', '2026-11-02T04:59Z', policy)).toBe(25);
    expect(count('*/15 * * * *', '2026-11-01T03:59Z', '2026-11-02T04:59Z', policy)).toBe(100);
  });

  it('makes nothing up in a gap, and fires in both passes of a fold', () => {
    expect(list('30 */2 * * *', 'America/New_York', '2026-03-08T05:00Z', 2)).toEqual([
      '2026-03-08T05:30Z',
      '2026-03-08T08:30Z',
    ]);
    expect(list('30 */2 * * *', 'Europe/Madrid', '2026-10-24T23:00Z', 3)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-25T01:30Z',
      '2026-10-25T03:30Z',
    ]);
  });
});

describe('ordinary days', () => {
  it.each([
    ['Asia/Kolkata', '30 2 * * *', '2026-06-01T00:00Z', ['2026-06-01T21:00Z', '2026-06-02T21:00Z']],
    ['UTC', '0 0 29 2 *', '2096-03-01T00:00Z', ['2104-02-29T00:00Z']],
    ['UTC', '0 0 31 * *', '2026-01-31T00:00Z', ['2026-03-31T00:00Z', '2026-05-31T00:00Z']],
    [
      'UTC',
      '0 0 13 * 5',
      '2026-02-10T00:00Z',
      ['2026-02-13T00:00Z', '2026-02-20T00:00Z', '2026-02-27T00:00Z', '2026-03-06T00:00Z', '2026-03-13T00:00Z'],
    ],
    ['UTC', '0 0 */2 * 5', '2026-02-10T00:00Z', ['2026-02-13T00:00Z', '2026-02-27T00:00Z', '2026-03-13T00:00Z']],
    ['UTC', '0 0 30 2 1', '2026-02-10T00:00Z', ['2026-02-16T00:00Z', '2026-02-23T00:00Z']],
    ['UTC', '59 23 31 12 *', '1969-06-01T00:00Z', ['1969-12-31T23:59Z', '1970-12-31T23:59Z']],
    ['UTC', '*/20 59 23 * * *', '2026-01-01T23:59:39.999Z', ['2026-01-01T23:59:40.000Z', '2026-01-02T23:59Z']],
  ])('%s, %s after %s', (zone, expression, from, expected) => {
    expect(list(expression, zone, from, expected.length)).toEqual(expected);
  });

  it.each([
    ['2026-01-01T02:29:59.999Z', '2026-01-01T02:30:00.000Z'],
    ['2026-01-01T02:30:00.000Z', '2026-01-02T02:30:00.000Z'],
    ['2026-01-01T02:30:00.001Z', '2026-01-02T02:30:00.000Z'],
  ])('is strictly after %s', (after, expected) => {
    expect(nextFiring(parseCron('30 2 * * *'), 'UTC', new Date(after))?.toISOString()).toBe(expected);
  });

  it('knows that some dates never come', () => {
    for (const expression of ['0 0 30 2 *', '0 0 31 4,6,9,11 *', '0 0 30 2 */2']) {
      expect(nextFiring(parseCron(expression), 'Europe/Madrid', new Date('2026-01-01T00:00Z'))).toBeNull();
      expect(previousFiring(parseCron(expression), 'Europe/Madrid', new Date('2026-01-01T00:00Z'))).toBeNull();
      expect(list(expression, 'UTC', '2026-01-01T00:00Z', 3)).toEqual([]);
    }
  });

  it('looks back, strictly', () => {
    const before = (at: string) =>
      previousFiring(parseCron('30 2 * * *'), 'America/New_York', new Date(at))?.toISOString();
    expect(before('2026-03-08T07:00:00.000Z')).toBe('2026-03-07T07:30:00.000Z');
    expect(before('2026-03-08T07:00:00.001Z')).toBe('2026-03-08T07:00:00.000Z');
  });

  it('refuses what is no zone and no date', () => {
    const cron = parseCron('30 2 * * *');
    expect(() => nextFiring(cron, '+02:00', new Date(0))).toThrow(InvalidTimeZoneError);
    expect(() => nextFiring(cron, 'UTC', new Date(Number.NaN))).toThrow(RangeError);
    expect(() => previousFiring(cron, 'UTC', new Date(Number.NaN))).toThrow(RangeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import { InvalidDateError, parseLocalDate } from './local-date.js';
import { InvalidTimeZoneError, isValidTimeZone, startOfDay, today } from './time-zone.js';

describe('isValidTimeZone', () => {
  it.each([
    'UTC',
    'Etc/UTC',
    'Europe/Madrid',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'America/Port-au-Prince',
    'Antarctica/DumontDUrville',
  ])('takes %s', (zone) => {
    expect(isValidTimeZone(zone)).toBe(true);
  });

  it.each([
    '',
    '+02:00',
    'Z',
    'utc',
    'GMT+2',
    'Etc/GMT-2',
    'CET',
    'EST5EDT',
    'US/Eastern',
    'europe/madrid',
    'EUROPE/MADRID',
    'Europe/Atlantis',
    'Europe/',
    'Madrid',
    ' Europe/Madrid',
    'local',
    '../Europe/Madrid',
  ])('refuses %j', (zone) => {
    expect(isValidTimeZone(zone)).toBe(false);
  });

  it('takes every region the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC' && !isValidTimeZone(zone))).toEqual([]);
  });
});

describe('today', () => {
  it.each([
    ['Pacific/Auckland', '2026-06-30T23:30:00Z', '2026-07-01'],
    ['America/Los_Angeles', '2026-06-30T23:30:00Z', '2026-06-30'],
    ['Asia/Kolkata', '2026-06-30T18:29:59.999Z', '2026-06-30'],
    ['Asia/Kolkata', '2026-06-30T18:30:00Z', '2026-07-01'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['America/Havana', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/Havana', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
  ])('in %s at %s is %s', (zone, instant, date) => {
    expect(today(zone, new Date(instant))).toBe(date);
  });

  it('refuses what is no zone or no date', () => {
    expect(() => today('+02:00', new Date(0))).toThrow(InvalidTimeZoneError);
    expect(() => today('UTC', new Date('1800-01-01T00:00:00Z'))).toThrow(InvalidDateError);
    expect(() => today('UTC', new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('startOfDay', () => {
  it.each([
    ['Europe/Madrid', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Madrid', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'], // no midnight: 01:00 is the first instant
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'], // midnight twice: the earlier
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'], // a date left out
    ['UTC', '2026-01-01', '2026-01-01T00:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, date, instant) => {
    expect(startOfDay(parseLocalDate(date), zone).toISOString()).toBe(instant);
  });

  it('refuses what is no zone', () => {
    expect(() => startOfDay(parseLocalDate('2026-01-01'), 'CET')).toThrow(InvalidTimeZoneError);
  });
});

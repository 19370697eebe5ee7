import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../platform/dates/index.js';
import { arrivalsOf, closableFrom, firstNight, type HouseMoment, isOver } from './house-day.js';

const hours = { checkOutTime: '12:00', closeFrom: null, noShowCutoff: '02:00' };
/** At a hotel in Lisbon in June, where it is an hour later than in UTC. */
const at = (now: string, businessDate: string): HouseMoment => ({
  now: new Date(`${now}:00+01:00`),
  timeZone: 'Europe/Lisbon',
  businessDate: d(businessDate),
  hours,
});

describe('a hotel’s day', () => {
  it.each([
    ['the no-show cut-off of the next day', hours, 'Europe/Lisbon', '2026-06-01', '2026-06-02T01:00:00Z'],
    ['its own hour', { ...hours, closeFrom: '04:30' }, 'Europe/Lisbon', '2026-06-01', '2026-06-02T03:30:00Z'],
    ['an hour that the clocks skip', hours, 'America/New_York', '2026-03-07', '2026-03-08T07:00:00Z'],
  ])('may be closed from %s on', (_, own, zone, date, expected) => {
    expect(closableFrom(d(date), own, zone)).toEqual(new Date(expected));
  });

  it.each([
    ['the calendar', '2026-06-01T23:30', '2026-06-01', '2026-06-01'],
    ['the calendar, while yesterday is open', '2026-06-02T00:30', '2026-06-01', '2026-06-02'],
    ['the business date, once today was closed early', '2026-06-01T23:30', '2026-06-02', '2026-06-02'],
  ])('whose guests may come goes by %s', (_, now, open, expected) => {
    expect(arrivalsOf(at(now, open))).toBe(expected);
  });

  it.each([
    ['00:30, the date of the night open', '2026-06-02T00:30', '2026-06-01', false],
    ['00:30, the date closed', '2026-06-02T00:30', '2026-06-02', false],
    ['11:59, the date closed', '2026-06-02T11:59', '2026-06-02', false],
    ['12:00, the date closed', '2026-06-02T12:00', '2026-06-02', true],
    ['12:00, the date open', '2026-06-02T12:00', '2026-06-01', false],
    ['the day after, the date still open', '2026-06-03T00:00', '2026-06-01', true],
  ])('a stay until 2 June at %s', (_, now, open, over) => {
    expect(isOver(d('2026-06-02'), at(now, open))).toBe(over);
  });

  const stay = (arrival: string, departure: string) => ({ arrival: d(arrival), departure: d(departure) });
  it.each([
    ['in the evening', stay('2026-06-01', '2026-06-03'), '2026-06-01T20:00', '2026-06-01', '2026-06-01'],
    ['a day late', stay('2026-05-30', '2026-06-03'), '2026-06-01T20:00', '2026-06-01', '2026-06-01'],
    ['after midnight', stay('2026-06-01', '2026-06-03'), '2026-06-02T00:30', '2026-06-01', '2026-06-01'],
    ['after midnight, books closed', stay('2026-06-01', '2026-06-03'), '2026-06-02T00:30', '2026-06-02', '2026-06-02'],
    ['after midnight for one night', stay('2026-06-01', '2026-06-02'), '2026-06-02T00:30', '2026-06-02', '2026-06-01'],
    ['the day before, closed early', stay('2026-06-02', '2026-06-03'), '2026-06-01T23:30', '2026-06-02', '2026-06-02'],
    ['at noon, yesterday open', stay('2026-06-01', '2026-06-03'), '2026-06-02T12:00', '2026-06-01', '2026-06-02'],
  ])('a guest who comes %s gets a room from the right night on', (_, booked, now, open, expected) => {
    expect(firstNight(booked, at(now, open))).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { eachDay, parseLocalDate as d } from '../../../platform/dates/index.js';
import { cronOf, dateOfFiring, firesOn, nextFirings, periodOf, type ScheduleRule } from './schedule-rule.js';

const MONTHLY: ScheduleRule = {
  rhythm: 'monthly',
  dayOfMonth: 1,
  weekday: null,
  anchorDate: null,
  localTime: '06:00',
  period: 'previous_month',
  skipDates: [],
};
const WEEKLY: ScheduleRule = { ...MONTHLY, rhythm: 'weekly', dayOfMonth: null, weekday: 1, period: 'previous_week' };
const BIWEEKLY: ScheduleRule = {
  ...WEEKLY,
  rhythm: 'biweekly',
  anchorDate: d('2026-01-07'),
  period: 'previous_two_weeks',
};

const dates = (rule: ScheduleRule, from: string, to: string) =>
  [...eachDay(d(from), d(to))].filter((date) => firesOn(rule, date));

describe('monthly', () => {
  it('on the first', () => {
    expect(dates(MONTHLY, '2026-01-01', '2026-04-30')).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ]);
  });

  it.each([
    [31, ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']],
    [30, ['2027-01-30', '2027-02-28', '2027-03-30', '2027-04-30']],
    [29, ['2027-01-29', '2027-02-28', '2027-03-29', '2027-04-29']],
    [28, ['2027-01-28', '2027-02-28', '2027-03-28', '2027-04-28']],
  ])('on day %i, in a shorter month on its last day', (dayOfMonth, expected) => {
    expect(dates({ ...MONTHLY, dayOfMonth }, '2027-01-01', '2027-04-30')).toEqual(expected);
  });

  it('in a leap year day 29 to 31 of February is the 29th', () => {
    for (const dayOfMonth of [29, 30, 31])
      expect(dates({ ...MONTHLY, dayOfMonth }, '2028-02-01', '2028-02-29')).toEqual(['2028-02-29']);
  });

  it('its expression fires on each of these dates', () => {
    for (let dayOfMonth = 1; dayOfMonth <= 31; dayOfMonth++) {
      const rule = { ...MONTHLY, dayOfMonth };
      const firings = nextFirings(rule, 'UTC', new Date('2027-12-31T23:00:00Z'), 12);
      expect(firings.map((at) => at.toISOString().slice(0, 10))).toEqual(dates(rule, '2028-01-01', '2028-12-31'));
    }
    expect(cronOf({ ...MONTHLY, dayOfMonth: 31, localTime: '23:05' })).toBe('5 23 28-31 * *');
  });

  it('states the month before, whatever the day', () => {
    expect(periodOf(MONTHLY, d('2026-03-01'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodOf(MONTHLY, d('2026-03-31'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodOf(MONTHLY, d('2026-01-15'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });
});

describe('weekly and every second week', () => {
  it('on its weekday', () => {
    expect(dates(WEEKLY, '2026-01-01', '2026-01-31')).toEqual(['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26']);
    expect(dates({ ...WEEKLY, weekday: 7 }, '2026-01-01', '2026-01-12')).toEqual(['2026-01-04', '2026-01-11']);
    expect(cronOf({ ...WEEKLY, weekday: 7 })).toBe('0 6 * * 0');
  });

  it('every second week counts from the week of its date, also backwards and over a new year', () => {
    expect(dates(BIWEEKLY, '2025-12-15', '2026-02-05')).toEqual([
      '2025-12-22',
      '2026-01-05',
      '2026-01-19',
      '2026-02-02',
    ]);
  });

  it('states whole weeks from Monday to Sunday, none twice and none left out', () => {
    expect(periodOf(WEEKLY, d('2026-01-14'))).toEqual({ from: '2026-01-05', to: '2026-01-11' });
    expect(periodOf(WEEKLY, d('2026-01-12'))).toEqual({ from: '2026-01-05', to: '2026-01-11' });
    const periods = dates(BIWEEKLY, '2026-01-01', '2026-02-20').map((date) => periodOf(BIWEEKLY, date));
    expect(periods).toEqual([
      { from: '2025-12-22', to: '2026-01-04' },
      { from: '2026-01-05', to: '2026-01-18' },
      { from: '2026-01-19', to: '2026-02-01' },
      { from: '2026-02-02', to: '2026-02-15' },
    ]);
  });
});

describe('dates that are left out, zones, clocks', () => {
  it('does not fire on a skipped date, and fires the next time', () => {
    const rule = { ...MONTHLY, skipDates: [d('2026-02-01')] };
    expect(dates(rule, '2026-01-01', '2026-03-31')).toEqual(['2026-01-01', '2026-03-01']);
    const next = nextFirings(rule, 'UTC', new Date('2026-01-02T00:00:00Z'), 2);
    expect(next.map((at) => at.toISOString())).toEqual(['2026-03-01T06:00:00.000Z', '2026-04-01T06:00:00.000Z']);
  });

  it("fires at the manager's hour, in summer and in winter", () => {
    const next = nextFirings(MONTHLY, 'America/Los_Angeles', new Date('2026-02-15T00:00:00Z'), 2);
    expect(next.map((at) => at.toISOString())).toEqual(['2026-03-01T14:00:00.000Z', '2026-04-01T13:00:00.000Z']);
  });

  it('a time that the clocks jump over is fired after the gap, for the date it was meant for', () => {
    const lisbon = { ...WEEKLY, weekday: 7, localTime: '01:30' };
    const [at] = nextFirings(lisbon, 'Europe/Lisbon', new Date('2026-03-28T12:00:00Z'), 1);
    expect(at!.toISOString()).toBe('2026-03-29T01:00:00.000Z');
    // Nuuk: Saturday 23:00 is Sunday 00:00.
    const nuuk = { ...WEEKLY, weekday: 6, localTime: '23:30' };
    const [moved] = nextFirings(nuuk, 'America/Nuuk', new Date('2026-03-28T12:00:00Z'), 1);
    expect(moved!.toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(dateOfFiring(nuuk, 'America/Nuuk', moved!)).toBe('2026-03-28');
    // Havana: Sunday begins at 01:00.
    const havana = { ...WEEKLY, weekday: 7, localTime: '00:30' };
    const [late] = nextFirings(havana, 'America/Havana', new Date('2026-03-07T12:00:00Z'), 1);
    expect(dateOfFiring(havana, 'America/Havana', late!)).toBe('2026-03-08');
  });
});

import { describe, expect, it } from '@jest/globals';
import { nextRun } from '../../../jobs/index.js';
import { defaultPreferences } from '../../preferences/preferences.js';
import { digestCron, digestDate, dueAt, GRACE_MS, isLate, nextDigest, quietEnd, sendAt } from './digest-time.js';

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
const rhythm = (timeZone: string, weekday: Weekday, time: string) => ({
  timeZone,
  digest: { ...defaultPreferences(timeZone).digest, weekday, time },
});

/** The next digests, and those that the schedule's slots come to. */
function digests(zone: string, weekday: Weekday, time: string, after: string, count: number) {
  const own = rhythm(zone, weekday, time);
  const [told, planned]: [string[], string[]] = [[], []];
  let [last, slot] = [new Date(after), new Date(after)];
  for (let n = 0; n < count; n++) {
    last = nextDigest(own, last);
    told.push(last.toISOString().slice(0, 16));
    slot = nextRun(digestCron(own.digest), zone, slot, 'once');
    const due = dueAt(digestDate(slot, zone), own);
    // The schedule may fire earlier than the digest is due, never later; its job waits.
    expect(slot.getTime()).toBeLessThanOrEqual(due.getTime());
    planned.push(due.toISOString().slice(0, 16));
  }
  expect(planned).toEqual(told);
  return told;
}

describe(`the digest's instant (TZ=${process.env['TZ'] ?? 'unset'})`, () => {
  it.each<[string, string, Weekday, string, string, string[]]>([
    ['E1 in spring', 'America/New_York', 7, '09:00', '2026-02-25', ['2026-03-01T14:00', '2026-03-08T13:00']],
    ['E1 in autumn', 'America/New_York', 7, '09:00', '2026-10-20', ['2026-10-25T13:00', '2026-11-01T14:00']],
    ['E2 Sydney', 'Australia/Sydney', 7, '09:00', '2026-03-27', ['2026-03-28T22:00', '2026-04-04T23:00']],
    ['E2 Kathmandu', 'Asia/Kathmandu', 7, '09:00', '2026-03-02', ['2026-03-08T03:15']],
    ['E3 gap', 'America/New_York', 7, '02:30', '2026-03-02', ['2026-03-08T07:30', '2026-03-15T06:30']],
    ['E4 overlap', 'America/New_York', 7, '01:30', '2026-10-27', ['2026-11-01T05:30', '2026-11-08T06:30']],
    ['E5 Lord Howe', 'Australia/Lord_Howe', 7, '02:15', '2026-09-30', ['2026-10-03T15:45', '2026-10-10T15:15']],
    ['E5 Cairo', 'Africa/Cairo', 5, '00:30', '2026-04-20', ['2026-04-23T22:30', '2026-04-30T21:30']],
    ['Vienna, midnight (K3)', 'Europe/Vienna', 4, '00:00', '2026-09-01', ['2026-09-02T22:00', '2026-09-09T22:00']],
    ['Apia, a day that was left out', 'Pacific/Apia', 6, '09:00', '2011-12-28', ['2011-12-30T19:00']],
  ])('%s', (_, zone, weekday, time, after, instants) => {
    expect(digests(zone, weekday, time, `${after}T00:00:00Z`, instants.length)).toEqual(instants);
  });

  it('is 167 and 169 hours after the one before where clocks change (E1)', () => {
    const hours = (after: string) => {
      const [first, second] = digests('America/New_York', 7, '09:00', after, 2).map((one) => Date.parse(`${one}Z`));
      return (second! - first!) / 3_600_000;
    };
    expect(hours('2026-02-25T00:00:00Z')).toBe(167);
    expect(hours('2026-10-20T00:00:00Z')).toBe(169);
    expect(hours('2026-05-20T00:00:00Z')).toBe(168);
  });

  it('comes once a week for a year, in every zone that changes its clocks oddly', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Havana', 'Antarctica/Troll'];
    for (const zone of zones)
      for (const time of ['00:00', '00:30', '01:30', '02:15', '02:30', '03:00']) {
        const dates = digests(zone, 7, time, '2026-01-01T00:00:00Z', 52).map((one) =>
          digestDate(new Date(`${one}Z`), zone),
        );
        expect(new Set(dates).size).toBe(52);
      }
  });
});

describe('quiet hours', () => {
  const night = { from: '21:00', to: '08:00' };
  it.each([
    ['by day', '2026-03-03T12:00:00Z', night, null],
    ['in the evening', '2026-03-03T21:00:00Z', night, '2026-03-04T08:00:00.000Z'],
    ['in the morning', '2026-03-04T07:59:59Z', night, '2026-03-04T08:00:00.000Z'],
    ['at their end', '2026-03-04T08:00:00Z', night, null],
    ['around noon', '2026-03-04T12:30:00Z', { from: '12:00', to: '14:00' }, '2026-03-04T14:00:00.000Z'],
    ['until midnight', '2026-03-04T23:30:00Z', { from: '23:00', to: '00:00' }, '2026-03-05T00:00:00.000Z'],
    ['none', '2026-03-04T03:00:00Z', null, null],
  ])('%s', (_, at, quiet, end) => {
    expect(quietEnd(new Date(at), quiet, 'Europe/Lisbon')?.toISOString() ?? null).toBe(end);
  });

  it('end at the local hour, also in the night in which clocks change', () => {
    const end = (at: string) => quietEnd(new Date(at), night, 'America/New_York')!.toISOString();
    expect(end('2026-03-08T03:00:00Z')).toBe('2026-03-08T12:00:00.000Z');
    expect(end('2026-11-01T03:00:00Z')).toBe('2026-11-01T13:00:00.000Z');
    // 01:15 for the second time: until 01:30 it is a quarter of an hour.
    const short = { from: '01:00', to: '01:30' };
    expect(quietEnd(new Date('2026-11-01T06:15:00Z'), short, 'America/New_York')!.toISOString()).toBe(
      '2026-11-01T06:30:00.000Z',
    );
  });

  it('put a digest off, whose grace begins then', () => {
    const planned = sendAt(new Date('2026-03-01T07:00:00Z'), night, 'Europe/Lisbon');
    expect(planned.toISOString()).toBe('2026-03-01T08:00:00.000Z');
    expect(isLate(planned, new Date(planned.getTime() + GRACE_MS))).toBe(false);
    expect(isLate(planned, new Date(planned.getTime() + GRACE_MS + 1))).toBe(true);
  });
});

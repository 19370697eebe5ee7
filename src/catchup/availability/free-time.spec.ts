import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { instantAt, type LocalDate } from '../../platform/dates/index.js';
import type { LocalWindow, WeekWindows } from '../preferences/preferences.js';
import { type FreeTimeInput, freeTime, slotsIn, workingTimes } from './free-time.js';
import type { Interval } from './interval.js';
import { instantOn, localDay, MINUTE } from './local-days.js';

const week = (...windows: LocalWindow[]): WeekWindows => Array.from({ length: 7 }, () => windows);
const utc = (from: string, to: string): Interval => ({ start: Date.parse(from), end: Date.parse(to) });

/** Local times of one day, as "09:00–10:00". */
function spoken(intervals: readonly Interval[], zone: string): string[] {
  const clock = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(zone)
      .toPlainTime()
      .toString({ smallestUnit: 'minute' });
  return intervals.map(({ start, end }) => `${clock(start)}–${clock(end)}`);
}

function dayOf(date: string, zone: string, busy: [string, string][], over: Partial<FreeTimeInput> = {}): string[] {
  const at = (time: string) => instantAt(date as LocalDate, time, zone).getTime();
  const { start, end } = localDay(date as LocalDate, zone);
  const free = freeTime({
    ...{ range: { start, end }, zone, windows: week(['09:00', '21:00']), quiet: null, exact: [] },
    ...{ spaced: busy.map(([from, to]) => ({ start: at(from), end: at(to) })), distanceMinutes: 0, minMinutes: 30 },
    ...over,
  });
  return spoken(free, zone);
}

describe('free time', () => {
  const e6: [string, string][] = [
    ['10:00', '11:00'],
    ['10:30', '12:00'],
    ['12:20', '13:00'],
    ['18:00', '18:30'],
  ];

  it('E6: a window of 09–21 with four events', () => {
    expect(dayOf('2026-03-10', 'Europe/Madrid', e6)).toEqual(['09:00–10:00', '13:00–18:00', '18:30–21:00']);
  });

  it('E6 with buffers of 15 minutes', () => {
    const free = dayOf('2026-03-10', 'Europe/Madrid', e6, { distanceMinutes: 15 });
    expect(free).toEqual(['09:00–09:45', '13:15–17:45', '18:45–21:00']);
  });

  it('K1: an event of 15 minutes takes every slot that it overlaps', () => {
    const zone = 'Europe/London';
    const date = '2026-03-10' as LocalDate;
    const { start, end } = localDay(date, zone);
    const at = (time: string) => instantAt(date, time, zone).getTime();
    const input = { range: { start, end }, zone, windows: week(['09:00', '12:00']), quiet: null, exact: [] };
    const rest = { distanceMinutes: 0, minMinutes: 10 };
    const free = freeTime({ ...input, ...rest, spaced: [{ start: at('09:15'), end: at('09:30') }] });
    const slots = spoken(slotsIn(free, 60), zone);
    expect([slots[0], slots.at(-1), slots.length]).toEqual(['09:30–10:30', '11:00–12:00', 7]);

    const noon = { ...input, windows: week(['12:00', '14:00']), ...rest };
    const short = spoken(slotsIn(freeTime({ ...noon, spaced: [{ start: at('12:50'), end: at('12:55') }] }), 30), zone);
    expect(short).not.toContain('12:30–13:00');
    expect(short).toContain('12:15–12:45');
  });

  it('K2: an event on the last day of a query takes its slot', () => {
    const range = utc('2026-06-17T00:00:00Z', '2026-06-18T23:59:00Z');
    const free = freeTime({
      ...{
        range,
        zone: 'UTC',
        windows: week(['10:00', '10:30']),
        quiet: null,
        exact: [],
        distanceMinutes: 0,
        minMinutes: 30,
      },
      spaced: [utc('2026-06-18T10:00:00Z', '2026-06-18T11:00:00Z')],
    });
    expect(free).toEqual([utc('2026-06-17T10:00:00Z', '2026-06-17T10:30:00Z')]);
  });

  it('K4: 13–18 in New York on the day clocks go forward, and on the day before', () => {
    const windows = (day: string) =>
      workingTimes(localDay(day as LocalDate, 'America/New_York'), 'America/New_York', week(['13:00', '18:00']));
    expect(windows('2026-03-08')).toEqual([utc('2026-03-08T17:00:00Z', '2026-03-08T22:00:00Z')]);
    expect(windows('2026-03-07')).toEqual([utc('2026-03-07T18:00:00Z', '2026-03-07T23:00:00Z')]);
  });

  it('quiet hours that pass midnight are not free, whatever the windows say', () => {
    const free = dayOf('2026-03-10', 'Asia/Tokyo', [], {
      windows: week(['00:00', '24:00']),
      quiet: { from: '21:00', to: '08:00' },
    });
    expect(free).toEqual(['08:00–21:00']);
  });

  it('a window that passes midnight goes on into the next day', () => {
    expect(dayOf('2026-03-10', 'Asia/Tokyo', [], { windows: week(['22:00', '02:00']) })).toEqual([
      '00:00–02:00',
      '22:00–00:00',
    ]);
  });

  it('slots begin at full quarters of an hour, in Kathmandu as well', () => {
    const free = [utc('2026-03-10T04:05:00Z', '2026-03-10T05:00:00Z')];
    expect(spoken(slotsIn(free, 30), 'Asia/Kathmandu')).toEqual(['10:00–10:30', '10:15–10:45']);
  });

  it('no slot is longer than its free time, and none is told where nothing fits', () => {
    expect(slotsIn([utc('2026-03-10T04:05:00Z', '2026-03-10T04:40:00Z')], 30)).toEqual([]);
  });
});

describe('the local clock', () => {
  it.each(['America/New_York', 'Australia/Lord_Howe', 'America/Havana', 'Africa/Casablanca'])(
    'in %s is the one of instantAt on every day of a year',
    (zone) => {
      for (let day = localDay('2026-01-01' as LocalDate, zone); day.date < '2027-01-01';) {
        for (const minutes of [0, 150, 1425]) {
          const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
          expect(instantOn(day, minutes)).toBe(instantAt(day.date, clock, zone).getTime());
        }
        day = localDay(Temporal.PlainDate.from(day.date).add({ days: 1 }).toString() as LocalDate, zone);
      }
    },
  );
});

describe('by steps of five minutes', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((n) => n * 15);
  const hhmm = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const span = fc.tuple(time, time).map(([from, to]): LocalWindow => [hhmm(from), hhmm(to)]);
  // Two days in which clocks go forward, go back, and stay.
  const from = fc.constantFrom('2026-03-07', '2026-10-31', '2026-06-10', '2026-10-03');
  const zone = fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo');
  const minute = fc.integer({ min: -40, max: 640 }).map((n) => n * 5);
  const taken = fc.array(
    fc.tuple(
      minute,
      fc.integer({ min: 0, max: 80 }).map((n) => n * 5),
    ),
    { maxLength: 6 },
  );

  it('one is free exactly when no rule takes it', () => {
    fc.assert(
      fc.property(
        fc.record({
          from,
          zone,
          window: span,
          quiet: fc.option(span),
          taken,
          exact: taken,
          distance: fc.integer({ min: 0, max: 18 }).map((n) => n * 5),
        }),
        (one) => {
          const begin = localDay(one.from as LocalDate, one.zone).start;
          const range = { start: begin, end: begin + 2880 * MINUTE };
          const intervals = (list: [number, number][]) =>
            list.map(([at, length]) => ({ start: begin + at * MINUTE, end: begin + (at + length) * MINUTE }));
          const spaced = intervals(one.taken).filter(({ start, end }) => end > start);
          const exact = intervals(one.exact);
          const quiet = one.quiet && { from: one.quiet[0], to: one.quiet[1] };
          const windows = week(one.window);
          const free = freeTime({
            ...{ range, zone: one.zone, windows, quiet, spaced, exact, distanceMinutes: one.distance, minMinutes: 0 },
          });
          const night = quiet && quiet.from !== quiet.to ? spansAround(one.from, one.zone, [quiet.from, quiet.to]) : [];
          const work = spansAround(one.from, one.zone, one.window);
          const inside = (list: readonly Interval[], at: number) =>
            list.some(({ start, end }) => start <= at && at < end);
          for (let n = 0; n < 2880; n += 5) {
            const at = begin + n * MINUTE;
            const distance = one.distance * MINUTE;
            const near = spaced.some(({ start, end }) => start - distance <= at && at < end + distance);
            const expected = inside(work, at) && !inside(night, at) && !inside(exact, at) && !near;
            if (inside(free, at) !== expected) throw new Error(`minute ${n}: ${expected ? 'free' : 'taken'} expected`);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  /** The spans of four days around, each by Temporal. */
  function spansAround(date: string, zoneId: string, [a, b]: LocalWindow): Interval[] {
    return [-1, 0, 1, 2].map((days) => {
      const day = Temporal.PlainDate.from(date).add({ days });
      const last = b > a ? day : day.add({ days: 1 });
      const at = (on: Temporal.PlainDate, clock: string) =>
        on.toZonedDateTime({ timeZone: zoneId, plainTime: clock }).epochMilliseconds;
      return { start: at(day, a), end: at(last, b) };
    });
  }
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { instantAt, type LocalDate } from '../../platform/dates/index.js';
import { type Interval, merged } from './interval.js';
import { freeCells, pastOf } from './prediction.js';

const TUESDAY = 2;
const SIX_PM = 36;

/** The Tuesdays of the eight weeks before 2026-03-11, New York, in which clocks go forward. */
const TUESDAYS = ['01-20', '01-27', '02-03', '02-10', '02-17', '02-24', '03-03', '03-10'];
const zone = 'America/New_York';
const now = Date.parse('2026-03-11T15:00:00Z');
const tuesday = (date: string, from: string, to: string): Interval => ({
  start: instantAt(`2026-${date}` as LocalDate, from, zone).getTime(),
  end: instantAt(`2026-${date}` as LocalDate, to, zone).getTime(),
});

describe('how likely an hour is free', () => {
  it('E10: a cell that was free in 5 of 8 weeks has 0.60, across a change of clocks', () => {
    const busy = TUESDAYS.slice(5).map((date) => tuesday(date, '18:10', '18:20'));
    const cells = freeCells(merged(busy), now, zone);
    expect(cells.ofCell(TUESDAY, SIX_PM)).toBe(0.6);
    expect(cells.ofCell(TUESDAY, SIX_PM - 1)).toBe(0.9);
    expect(cells.ofCell(TUESDAY, SIX_PM + 1)).toBe(0.9);
  });

  it('what begins when a cell ends does not touch it', () => {
    const cells = freeCells([tuesday('03-03', '17:30', '18:00'), tuesday('03-10', '18:30', '19:00')], now, zone);
    expect(cells.ofCell(TUESDAY, SIX_PM)).toBe(0.9);
  });

  it('weeks before the calendars were read tell nothing', () => {
    const busy = TUESDAYS.map((date) => tuesday(date, '18:00', '18:30'));
    const since = instantAt('2026-02-20' as LocalDate, '12:00', zone).getTime();
    expect(freeCells(merged(busy), now, zone, since).ofCell(TUESDAY, SIX_PM)).toBe(1 / 5);
    expect(freeCells([], now, zone, now).ofCell(TUESDAY, SIX_PM)).toBe(0.5);
  });

  it('a half hour that clocks jumped over was neither free nor busy', () => {
    const sunday = freeCells([], now, zone);
    expect(sunday.ofCell(7, 4)).toBe(8 / 9);
    expect(sunday.ofCell(7, 6)).toBe(9 / 10);
  });

  it('a slot is as likely free as its least likely half hour', () => {
    const cells = freeCells(merged(TUESDAYS.slice(5).map((date) => tuesday(date, '18:00', '18:30'))), now, zone);
    const slots = [
      tuesday('03-17', '17:00', '18:00'),
      tuesday('03-17', '17:15', '18:15'),
      tuesday('03-17', '18:30', '19:30'),
    ];
    expect(cells.ofSlots(slots).map(({ p }) => p)).toEqual([0.9, 0.6, 0.9]);
  });

  it('looks at eight whole weeks before today', () => {
    const { start, end } = pastOf(now, zone);
    expect(new Date(start).toISOString()).toBe('2026-01-14T05:00:00.000Z');
    expect(new Date(end).toISOString()).toBe('2026-03-11T04:00:00.000Z');
  });

  it('is what counting minute by minute gives', () => {
    const minutes = fc.tuple(fc.integer({ min: 0, max: 56 * 1440 }), fc.integer({ min: 1, max: 200 }));
    const past = pastOf(now, zone);
    fc.assert(
      fc.property(fc.array(minutes, { maxLength: 5 }), (list) => {
        const busy = merged(
          list.map(([at, length]) => ({ start: past.start + at * 60_000, end: past.start + (at + length) * 60_000 })),
        );
        const cells = freeCells(busy, now, zone);
        const touched = new Set<string>();
        for (const { start, end } of busy) {
          for (let at = start; at < Math.min(end, past.end); at += 60_000) {
            const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
            touched.add(
              `${local.toPlainDate().toString()} ${local.dayOfWeek} ${Math.floor((local.hour * 60 + local.minute) / 30)}`,
            );
          }
        }
        for (const probe of touched) {
          const [, weekday, cell] = probe.split(' ').map(Number) as [number, number, number];
          const busyWeeks = [...touched].filter((one) => one.endsWith(` ${weekday} ${cell}`)).length;
          const weeks = weekday === 7 && (cell === 4 || cell === 5) ? 7 : 8;
          expect(cells.ofCell(weekday, cell)).toBe((weeks - busyWeeks + 1) / (weeks + 2));
        }
      }),
      { numRuns: 12 },
    );
  });
});

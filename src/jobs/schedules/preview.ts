import { addDays, type LocalDate, startOfDay } from '../../platform/dates/index.js';
import { type Cron, type DstPolicy, firings } from '../cron/cron.js';
import { nextWallTime, wallTimesOnDay } from '../cron/wall-clock.js';
import { segmentAt, type ZoneSegment } from '../cron/zone-timeline.js';

/** Firings listed for one day; the count is of all. */
export const LISTED_A_DAY = 24;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const ODD_DAYS = ['clock-change-gap', 'clock-change-fold', 'moved', 'none', 'twice'] as const;
/**
 * Why a day is not like the others:
 * - `moved`: a firing's local time does not exist, it fires right after the gap;
 * - `none`: the firing's local time does not exist, and it is left out;
 * - `twice`: a local time comes twice, and fires both times;
 * - `clock-change-gap`, `clock-change-fold`: the clocks change; what fires keeps its local times, once each.
 */
export type OddDay = (typeof ODD_DAYS)[number];

export interface PreviewDay {
  date: LocalDate;
  /** Firings on this local day. */
  count: number;
  /** The first LISTED_A_DAY of them. */
  firings: Date[];
  odd: OddDay | null;
  /** What is odd about it, for people. */
  note: string | null;
}

/** The days on which an expression fires, or does not fire because of a clock change, in so many local days from a date. */
export function preview(cron: Cron, zone: string, dst: DstPolicy, from: LocalDate, days: number): PreviewDay[] {
  const changes = changesByDay(zone, Date.parse(from), Date.parse(addDays(from, days)));
  const found: PreviewDay[] = [];
  for (let n = 0, date = from; n < days; n++, date = addDays(date, 1)) {
    const change = changes.get(date);
    const day = change ? changedDay(cron, zone, dst, date, change) : steadyDay(cron, zone, date);
    if (day.count > 0 || day.odd) found.push(day);
  }
  return found;
}

/** A day without a clock change: its firings are the matching local times. This is fast, and most days are such days. */
function steadyDay(cron: Cron, zone: string, date: LocalDate): PreviewDay {
  const midnight = Date.parse(date);
  const count = wallTimesOnDay(cron, midnight);
  const noon = midnight + 12 * HOUR_MS;
  const { offset } = segmentAt(zone, noon - segmentAt(zone, noon).offset);
  const listed: Date[] = [];
  for (let wall = midnight - 1; listed.length < Math.min(count, LISTED_A_DAY);) {
    wall = nextWallTime(cron, wall + 1, midnight + DAY_MS)!;
    listed.push(new Date(wall - offset));
  }
  return { date, count, firings: listed, odd: null, note: null };
}

function changedDay(cron: Cron, zone: string, dst: DstPolicy, date: LocalDate, change: Change): PreviewDay {
  const start = new Date(startOfDay(date, zone).getTime() - 1);
  const to = new Date(startOfDay(addDays(date, 1), zone).getTime() - 1);
  const all = [...firings(cron, zone, start, { to }, dst)];
  const untouched = change.beside && all.length === wallTimesOnDay(cron, Date.parse(date));
  const odd = untouched ? null : oddness(cron, dst, change, all.length);
  return {
    date,
    count: all.length,
    firings: all.slice(0, LISTED_A_DAY),
    odd: odd?.odd ?? null,
    note: odd?.note ?? null,
  };
}

/** One change of the clocks: readings before and after it, in wall time. */
interface Change {
  before: number;
  after: number;
  /** Only the firings it moved fall on this day, not the local times it skipped. */
  beside: boolean;
}

/**
 * Days whose firings a change of the clocks can touch. A gap that ends at midnight (Nuuk) skips local times of one day
 * and moves their firings to the next.
 */
function changesByDay(zone: string, from: number, to: number): Map<string, Change> {
  const changes = new Map<string, Change>();
  let segment: ZoneSegment | null = segmentAt(zone, from - DAY_MS);
  for (; segment && segment.start < to + DAY_MS; segment = segment.next) {
    if (!segment.previous) continue;
    const before = segment.start + segment.previous.offset;
    const after = segment.start + segment.offset;
    const [first, last] = before < after ? [before, after] : [after, before - 1];
    changes.set(dayOf(last), { before, after, beside: true });
    changes.set(dayOf(first), { before, after, beside: false });
  }
  return changes;
}

function dayOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

function oddness(cron: Cron, dst: DstPolicy, change: Change, count: number): { odd: OddDay; note: string } | null {
  const { before, after } = change;
  const gap = after > before;
  const hit = nextWallTime(cron, Math.min(before, after), Math.max(before, after));
  const hours = Math.abs(after - before) / HOUR_MS;
  const size = `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
  const clocks = `Clocks go ${gap ? 'forward' : 'back'} ${size}, from ${time(before)} to ${time(after)}`;
  if (hit === null) {
    if (count === 0) return null;
    return { odd: gap ? 'clock-change-gap' : 'clock-change-fold', note: `${clocks}; local times are kept.` };
  }
  if (gap) {
    if (cron.interval || dst === 'skip')
      return {
        odd: count === 0 ? 'none' : 'clock-change-gap',
        note: `${clocks}; ${time(hit)} does not exist and is left out.`,
      };
    return { odd: 'moved', note: `${clocks}; ${time(hit)} does not exist, so it fires at ${time(after)}.` };
  }
  if (cron.interval || dst === 'both')
    return { odd: 'twice', note: `${clocks}; ${time(hit)} comes twice and fires twice.` };
  return { odd: 'clock-change-fold', note: `${clocks}; ${time(hit)} comes twice and fires the first time only.` };
}

function time(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

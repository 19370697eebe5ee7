import { addDays, type LocalDate, startOfDay, today } from '../../platform/dates/index.js';
import { type Cron, type DstPolicy, firings } from './cron.js';
import { nextWallTime, wallTimesOnDay } from './wall-clock.js';
import { segmentAt, type ZoneSegment } from './zone-timeline.js';

/** Firings listed for one day; the count is of all. */
export const LISTED_A_DAY = 24;
const HOUR_MS = 3_600_000;

export const ODD_DAYS = ['clock-change-gap', 'clock-change-fold', 'moved', 'none', 'twice'] as const;
/**
 * Why a day is not like the others:
 * - `moved`: a firing's local time does not exist, it fires right after the gap;
 * - `none`: a firing's local time does not exist, and it is left out;
 * - `twice`: a local time comes twice, and fires both times;
 * - `clock-change-gap`, `clock-change-fold`: the clocks change, and all firings keep their local times, once each.
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

/** The days on which an expression fires, or oddly does not, in so many local days from a date. */
export function preview(cron: Cron, zone: string, dst: DstPolicy, from: LocalDate, days: number): PreviewDay[] {
  const changes = changesByDay(zone, startOfDay(from, zone), startOfDay(addDays(from, days), zone));
  const found: PreviewDay[] = [];
  for (let n = 0, date = from; n < days; n++, date = addDays(date, 1)) {
    const change = changes.get(date);
    const wall = wallTimesOnDay(cron, Date.parse(date));
    if (!change && wall === 0) continue;
    const start = new Date(startOfDay(date, zone).getTime() - 1);
    const end = new Date(startOfDay(addDays(date, 1), zone).getTime() - 1);
    const listed = [...firings(cron, zone, start, { to: end, count: LISTED_A_DAY }, dst)];
    // Only where clocks change can the day's firings differ from what the wall shows.
    const count = change ? countOf(firings(cron, zone, start, { to: end }, dst)) : wall;
    const odd = change ? oddness(cron, dst, change, count) : null;
    if (count > 0 || odd) found.push({ date, count, firings: listed, odd: odd?.odd ?? null, note: odd?.note ?? null });
  }
  return found;
}

/** One change of the clocks: readings before and after it, in wall time. */
interface Change {
  before: number;
  after: number;
}

function changesByDay(zone: string, from: Date, to: Date): Map<LocalDate, Change> {
  const changes = new Map<LocalDate, Change>();
  let segment: ZoneSegment | null = segmentAt(zone, from.getTime() - 1);
  for (segment = segment.next; segment && segment.start < to.getTime(); segment = segment.next) {
    const before = segment.start + segment.previous!.offset;
    const after = segment.start + segment.offset;
    // A fold belongs to the day that gets longer, even where the clock had almost struck midnight.
    if (before !== after) changes.set(today(zone, new Date(segment.start)), { before, after });
  }
  return changes;
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
      return { odd: 'none', note: `${clocks}; ${time(hit)} does not exist and is left out.` };
    return { odd: 'moved', note: `${clocks}; ${time(hit)} does not exist, so it fires at ${time(after)}.` };
  }
  if (cron.interval || dst === 'both')
    return { odd: 'twice', note: `${clocks}; ${time(hit)} comes twice and fires twice.` };
  return { odd: 'clock-change-fold', note: `${clocks}; ${time(hit)} comes twice and fires the first time only.` };
}

function time(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

function countOf(all: Iterable<unknown>): number {
  let count = 0;
  for (const _ of all) count++;
  return count;
}

import { wallTime } from './times';

/** Places in the week's grid, from the instants of its days: no day is taken to have 24 hours. */

export interface Span {
  start: number;
  end: number;
}

/** An hour of a day, or what there is of it: half an hour of it where clocks are changed by half an hour. */
export interface Hour extends Span {
  /** Minute of the clock at which it begins. */
  minute: number;
}

export interface HourRow {
  key: string;
  /** `01:00`. */
  label: string;
  /** The second one of that name, after the clocks were put back. */
  again: boolean;
  /** For each day; null: that day has no such hour. */
  hours: (Hour | null)[];
}

const QUARTER = 15 * 60_000;
const MINUTE = 60_000;

/**
 * Rows by the clock, so that 18:00 is at one height on all days. An hour that comes twice on a day has two rows, of which the other days
 * have only the first; an hour that is skipped is missing on its day alone.
 */
export function hourRows(days: readonly Span[], zone: string): HourRow[] {
  const rows = new Map<string, HourRow>();
  for (const [n, day] of days.entries()) {
    const offsets = new Map<number, string[]>();
    for (let at = day.start; at < day.end; at += QUARTER) {
      const { hour, minute, offset } = wallTime(at, zone);
      const seen = offsets.get(hour) ?? [];
      if (!seen.includes(offset)) offsets.set(hour, [...seen, offset]);
      const time = (offsets.get(hour) ?? []).indexOf(offset);
      const key = `${String(hour).padStart(2, '0')}:00 ${time}`;
      const row: HourRow = rows.get(key) ?? {
        ...{ key, label: key.slice(0, 5), again: time > 0, hours: days.map(() => null) },
      };
      rows.set(key, row);
      const own = row.hours[n];
      if (own) own.end = at + QUARTER;
      else row.hours[n] = { start: at, end: at + QUARTER, minute };
    }
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Where an instant of a day lies, in rows from the top. */
function place(rows: readonly HourRow[], day: number, at: number): number {
  let last = 0;
  for (const [n, { hours }] of rows.entries()) {
    const hour = hours[day];
    if (!hour) continue;
    if (at <= hour.start) return n + hour.minute / 60;
    if (at < hour.end) return n + (hour.minute + (at - hour.start) / MINUTE) / 60;
    last = n + (hour.minute + (hour.end - hour.start) / MINUTE) / 60;
  }
  return last;
}

export interface Rect {
  /** In rows. */
  top: number;
  height: number;
}

/** The part of a time that lies on a day; undefined: none. */
export function rectOf(rows: readonly HourRow[], days: readonly Span[], day: number, time: Span): Rect | undefined {
  const { start, end } = days[day]!;
  if (time.end <= start || time.start >= end) return undefined;
  const top = place(rows, day, Math.max(start, time.start));
  const bottom = placeOfEnd(rows, day, Math.min(end, time.end));
  return { top, height: Math.max(bottom - top, 0.25) };
}

/** An end at a full hour is the lower edge of the hour before, not the upper one of a row that this day has not. */
function placeOfEnd(rows: readonly HourRow[], day: number, at: number): number {
  for (const [n, { hours }] of rows.entries()) {
    const hour = hours[day];
    if (hour && hour.start < at && at <= hour.end) return n + (hour.minute + (at - hour.start) / MINUTE) / 60;
  }
  return place(rows, day, at);
}

/** Which of how many columns beside each other each time gets, where they overlap. */
export function lanes(times: readonly Span[]): { lane: number; of: number }[] {
  const order = times
    .map((_, n) => n)
    .sort((a, b) => times[a]!.start - times[b]!.start || times[b]!.end - times[a]!.end);
  const found: { lane: number; of: number }[] = times.map(() => ({ lane: 0, of: 1 }));
  let group: number[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const n of group) found[n]!.of = ends.length;
    [group, ends] = [[], []];
  };
  for (const n of order) {
    const { start, end } = times[n]!;
    if (ends.every((one) => one <= start)) close();
    const free = ends.findIndex((one) => one <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    found[n]!.lane = lane;
    group.push(n);
  }
  close();
  return found;
}

export const overlaps = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

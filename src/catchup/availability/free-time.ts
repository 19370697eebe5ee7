import type { LocalWindow, WeekWindows } from '../preferences/preferences.js';
import { type Interval, merged, without } from './interval.js';
import { instantOn, type LocalDay, localDay, localDays, MINUTE, minutesOf } from './local-days.js';
import { addDays } from '../../platform/dates/index.js';

/** How far apart the starts of slots are. */
export const STEP_MINUTES = 15;

export interface FreeTimeInput {
  range: Interval;
  /** IANA zone of the user. */
  zone: string;
  windows: WeekWindows;
  /** Hours in which she wants to be left alone; they may pass midnight. */
  quiet: { from: string; to: string } | null;
  /** Taken times beside which free time is kept, as events; any order. */
  spaced: readonly Interval[];
  /** Taken times beside which none is kept, as whole days and commutes; any order. */
  exact: readonly Interval[];
  /** Minutes kept on both sides of `spaced`: the buffer, and the way to people who are met. */
  distanceMinutes: number;
  /** Shorter free times are not told. */
  minMinutes: number;
}

/** Free intervals: in the working windows, outside quiet hours and all that is taken, none shorter than the shortest wanted. */
export function freeTime(input: FreeTimeInput): Interval[] {
  const { range, zone, windows, quiet, spaced, exact, distanceMinutes, minMinutes } = input;
  const distance = distanceMinutes * MINUTE;
  const taken = merged([
    ...exact,
    ...spaced.map(({ start, end }) => ({ start: start - distance, end: end + distance })),
    ...quietTimes(range, zone, quiet),
  ]);
  return without(workingTimes(range, zone, windows), taken).filter(
    ({ start, end }) => end - start >= minMinutes * MINUTE,
  );
}

/** The working windows of each local day, cut to the range and merged. Their local hours hold on days of 23 and 25 hours too. */
export function workingTimes(range: Interval, zone: string, windows: WeekWindows): Interval[] {
  return cut(
    range,
    daysFromTheOneBefore(range, zone).flatMap((day) =>
      (windows[day.weekday - 1] ?? []).map((window) => timeOf(day, window)),
    ),
  );
}

/** Quiet hours of each night, cut to the range and merged; the same hour twice means none. */
export function quietTimes(range: Interval, zone: string, quiet: { from: string; to: string } | null): Interval[] {
  if (!quiet || quiet.from === quiet.to) return [];
  return cut(
    range,
    daysFromTheOneBefore(range, zone).map((day) => timeOf(day, [quiet.from, quiet.to])),
  );
}

/**
 * Slots of the wanted length inside free intervals. They start at full quarters of an hour, as people make appointments; every
 * zone's offset is a multiple of a quarter.
 */
export function slotsIn(free: readonly Interval[], minutes: number, stepMinutes = STEP_MINUTES): Interval[] {
  const slots: Interval[] = [];
  const step = stepMinutes * MINUTE;
  const length = minutes * MINUTE;
  for (const { start, end } of free) {
    for (let at = Math.ceil(start / step) * step; at + length <= end; at += step)
      slots.push({ start: at, end: at + length });
  }
  return slots;
}

/** A local time span of a day; one that ends before it starts, as 22:00–06:00, ends on the next day. */
export function timeOf(day: LocalDay, [from, to]: LocalWindow): Interval {
  const start = minutesOf(from);
  const end = minutesOf(to);
  return { start: instantOn(day, start), end: instantOn(day, end > start ? end : end + 1440) };
}

/** What began on the evening before may reach into the range. */
export function daysFromTheOneBefore(range: Interval, zone: string): LocalDay[] {
  const days = localDays(range, zone);
  const first = days[0];
  return first ? [localDay(addDays(first.date, -1), zone), ...days] : [];
}

function cut(range: Interval, intervals: readonly Interval[]): Interval[] {
  return merged(
    intervals.map(({ start, end }) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) })),
  );
}

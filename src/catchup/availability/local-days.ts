import { addDays, instantAt, isoWeekday, type LocalDate, startOfDay, today } from '../../platform/dates/index.js';
import type { Interval } from './interval.js';

export const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Days that are kept, over all zones: some weeks of the zones that are in use. */
const MOST_KEPT = 20_000;
/** Kept, because users of one zone ask for the same days, and a zone's rules are slow to look up. */
const kept = new Map<string, LocalDay>();
const following = new WeakMap<LocalDay, LocalDay>();

/** A calendar day in a zone. */
export interface LocalDay extends Interval {
  date: LocalDate;
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
  zone: string;
}

/** The local days that a range touches, in order. */
export function localDays(range: Interval, zone: string): LocalDay[] {
  const days: LocalDay[] = [];
  if (range.end <= range.start) return days;
  for (let day = localDay(today(zone, new Date(range.start)), zone); day.start < range.end;) {
    if (day.end > day.start) days.push(day); // Samoa had no 30 December 2011
    day = dayAfter(day);
  }
  return days;
}

export function localDay(date: LocalDate, zone: string): LocalDay {
  const key = `${zone} ${date}`;
  let day = kept.get(key);
  if (!day) {
    const [start, end] = [date, addDays(date, 1)].map((one) => startOfDay(one, zone).getTime()) as [number, number];
    day = { date, zone, weekday: isoWeekday(date), start, end };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, day);
  }
  return day;
}

export function dayAfter(day: LocalDay): LocalDay {
  let next = following.get(day);
  if (!next) following.set(day, (next = localDay(addDays(day.date, 1), day.zone)));
  return next;
}

/**
 * The instant of so many minutes after midnight on a day's clock, as instantAt has it; 1440 and more are on the next day. On a day of
 * 24 hours clocks are not changed, and it is a sum.
 */
export function instantOn(day: LocalDay, minutes: number): number {
  if (minutes >= 1440) return instantOn(dayAfter(day), minutes - 1440);
  if (day.end - day.start === DAY) return day.start + minutes * MINUTE;
  return instantAt(day.date, clock(minutes), day.zone).getTime();
}

/** Minutes after midnight of "HH:MM"; "24:00" is 1440. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function clock(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

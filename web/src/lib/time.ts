import { ownLocale } from './locale.js';
import { decimalText } from './money.js';

/** Instants in a named zone, calendar dates as they are, and lengths of time. Every text with an hour names its zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = locale ?? ownLocale();
  const key = JSON.stringify([language, options]);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(language, options)));
  return made;
}

/** The zone of the browser, as it was when the page was opened: asking for it is slow. */
const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const viewerZone = (): string => VIEWER_ZONE;

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
const DAY = { day: '2-digit', month: 'short' } as const;

/** `25 Oct, 03:00 CET`; the year when it is not the present one, seconds when asked for. */
export function instantText(
  at: string | number | Date,
  { zone, locale, seconds = false, day = true }: { zone: string; locale?: string; seconds?: boolean; day?: boolean },
): string {
  const date = new Date(at);
  const year = format(locale, { timeZone: zone, year: 'numeric' });
  const otherYear = year.format(date) !== year.format(new Date());
  return format(locale, {
    timeZone: zone,
    ...(day && DAY),
    ...(day && otherYear && { year: 'numeric' }),
    ...CLOCK,
    ...(seconds && { second: '2-digit' }),
  }).format(date);
}

/** The hour alone, `03:00 CET`. */
export function clockText(at: string | number | Date, zone: string, locale?: string): string {
  return format(locale, { timeZone: zone, ...CLOCK }).format(new Date(at));
}

/** A calendar date `YYYY-MM-DD`, which has no zone and is never shifted. */
export function dateText(date: string, locale?: string, options: Intl.DateTimeFormatOptions = {}): string {
  return format(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    ...options,
  }).format(new Date(`${date}T00:00:00Z`));
}

/** The calendar date of an instant in a zone, `YYYY-MM-DD`. */
export function dateIn(zone: string, at: string | number | Date = new Date()): string {
  return format('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

/** The instant at which a calendar date begins in a zone, as ISO text; where clocks skip midnight, the first one after it. */
export function dayStart(date: string, zone: string): string {
  const wall = Date.parse(`${date}T00:00:00Z`);
  let at = wall;
  // The second round is for days whose offset differs from that of the first guess.
  for (let round = 0; round < 2; round++) at += wall - wallClock(at, zone);
  // A midnight that is skipped: this is still the day before.
  if (wallClock(at, zone) < wall) at += wall - wallClock(at, zone);
  return new Date(at).toISOString();
}

/** What clocks show in a zone, as if it were UTC, ms. */
function wallClock(at: number, zone: string): number {
  const text = format('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** The calendar date so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar dates from one to another, both included. */
export function datesBetween(from: string, to: string): string[] {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
  return Array.from({ length: Math.max(0, days + 1) }, (_, n) => addDays(from, n));
}

/** `340 ms`, `4.2 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${decimalText(ms / 1000, 1)} s`;
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s} s`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m} m ${String(s % 60).padStart(2, '0')} s`;
  const h = Math.floor(m / 60);
  return h < 48 ? `${h} h ${String(m % 60).padStart(2, '0')} m` : `${Math.floor(h / 24)} d ${h % 24} h`;
}

/** How long between two instants, up to now when there is no second one. */
export function between(from: string | null | undefined, to?: string | null): string | undefined {
  if (!from) return undefined;
  return durationText(Math.max(0, (to ? Date.parse(to) : Date.now()) - Date.parse(from)));
}

/** `4 m 12 s ago`, `in 3 h 05 m`; only ever beside the instant itself. */
export function ageText(at: string | number | Date, now = Date.now()): string {
  const ms = now - new Date(at).getTime();
  return ms >= 0 ? `${durationText(ms)} ago` : `in ${durationText(-ms)}`;
}

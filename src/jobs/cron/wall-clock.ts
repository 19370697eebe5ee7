import type { Cron } from './cron-expression.js';

/**
 * Wall-clock time without a zone, in milliseconds since 1970-01-01T00:00 on the same wall: `Date.UTC` of what the
 * clock shows. Every day has 24 hours here; gaps and folds are handled in cron.ts.
 */
export type WallTime = number;

const DAY_MS = 86_400_000;

/**
 * The first wall time at or after `from` and before `limit` that the expression matches, or null. Steps by field (by
 * month where the month does not match) and never minute by minute.
 */
export function nextWallTime(cron: Cron, from: WallTime, limit: WallTime): WallTime | null {
  const second = Math.ceil(from / 1000);
  const today = Math.floor(second / 86_400);
  const time = matchesDay(cron, today) ? timeAtOrAfter(cron, second - today * 86_400) : null;
  const day = time === null ? nextDay(cron, today + 1, Math.ceil(limit / DAY_MS)) : today;
  if (day === null) return null;
  const found = day * DAY_MS + (time ?? timeAtOrAfter(cron, 0) ?? 0) * 1000;
  return found < limit ? found : null;
}

/** The first matching second of the day at or after `second` (0..86399), or null. */
function timeAtOrAfter({ hours, minutes, seconds }: Cron, second: number): number | null {
  const hour = Math.floor(second / 3600);
  const minute = Math.floor((second % 3600) / 60);
  const firstMinute = minutes[0] ?? 0;
  const firstSecond = seconds[0] ?? 0;
  for (const h of hours) {
    if (h < hour) continue;
    if (h > hour) return h * 3600 + firstMinute * 60 + firstSecond;
    for (const m of minutes) {
      if (m < minute) continue;
      if (m > minute) return h * 3600 + m * 60 + firstSecond;
      for (const s of seconds) if (s >= second % 60) return h * 3600 + m * 60 + s;
    }
  }
  return null;
}

/** `day` counts days since 1970-01-01; it is negative before. */
function matchesDay(cron: Cron, day: number): boolean {
  const date = new Date(day * DAY_MS);
  return cron.inMonth[date.getUTCMonth() + 1] === true && onDate(cron, date.getUTCDate(), date.getUTCDay());
}

function nextDay(cron: Cron, from: number, limit: number): number | null {
  let day = from;
  while (day < limit) {
    const date = new Date(day * DAY_MS);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    const nextMonth = Date.UTC(year, month + 1, 1) / DAY_MS;
    if (cron.inMonth[month + 1] === true) {
      let weekday = date.getUTCDay();
      let dayOfMonth = date.getUTCDate();
      for (; day < nextMonth; day++, dayOfMonth++, weekday = (weekday + 1) % 7) {
        if (onDate(cron, dayOfMonth, weekday)) return day < limit ? day : null;
      }
    }
    day = nextMonth;
  }
  return null;
}

function onDate(cron: Cron, dayOfMonth: number, weekday: number): boolean {
  const byDate = cron.onDayOfMonth[dayOfMonth] === true;
  const byWeekday = cron.onWeekday[weekday] === true;
  return cron.eitherDay ? byDate || byWeekday : byDate && byWeekday;
}

/** Readings of one day that the expression matches; `day` is the wall time it begins at. */
export function wallTimesOnDay(cron: Cron, day: WallTime): number {
  return matchesDay(cron, day / DAY_MS) ? cron.hours.length * cron.minutes.length * cron.seconds.length : 0;
}

import type { FieldError } from '../../platform/errors/app-error.js';
import type { WeekWindows } from './preferences.js';

/** A local time, "09:00". */
export const LOCAL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Most windows of a weekday. */
export const MOST_WINDOWS = 8;

const isEnd = (time: string) => time === '24:00' || LOCAL_TIME.test(time);

/**
 * What is wrong with the windows of a week: seven weekdays, Monday first, each with windows [from, to) in order that do not
 * overlap. Windows that touch are allowed. Anything may be handed in; the first mistake is answered.
 */
export function windowsMistake(week: unknown, path = 'windows'): FieldError | undefined {
  if (!Array.isArray(week) || week.length !== 7)
    return { path, message: `${path} must be a list of seven weekdays, Monday first` };
  for (const [day, windows] of (week as unknown[]).entries()) {
    const mistake = dayMistake(windows, `${path}.${day}`);
    if (mistake) return mistake;
  }
  return undefined;
}

function dayMistake(windows: unknown, path: string): FieldError | undefined {
  if (!Array.isArray(windows) || windows.length > MOST_WINDOWS)
    return { path, message: `${path} must be a list of at most ${MOST_WINDOWS} windows; [] is a day without time` };
  let last = '00:00';
  for (const [n, window] of (windows as unknown[]).entries()) {
    const at = `${path}.${n}`;
    if (!isWindow(window)) return { path: at, message: `${at} must be two local times such as ["09:00", "17:30"]` };
    const [from, to] = window;
    if (from >= to) return { path: at, message: `${at} must end after it begins; "24:00" is the end of the day` };
    if (from < last) return { path: at, message: `${at} must begin where the one before it has ended, or later` };
    last = to;
  }
  return undefined;
}

function isWindow(window: unknown): window is [string, string] {
  if (!Array.isArray(window) || window.length !== 2) return false;
  const [from, to] = window as unknown[];
  return typeof from === 'string' && LOCAL_TIME.test(from) && typeof to === 'string' && isEnd(to);
}

/** The same windows as plain lists: what was handed in may be anything that looks like them. */
export function windowsOf(week: WeekWindows): WeekWindows {
  return week.map((day) => day.map(([from, to]) => [from, to] as const));
}

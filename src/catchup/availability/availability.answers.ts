import type { CalendarsReadResponse, FreeTimeResponse } from './availability.dto.js';
import type { UserTimes } from './availability.repository.js';
import type { Interval } from './interval.js';
import { MINUTE } from './local-days.js';

/** An interval as answers have it. */
export function instants({ start, end }: Interval): { start: Date; end: Date } {
  return { start: new Date(start), end: new Date(end) };
}

export function freeTimesOf(free: readonly Interval[]): FreeTimeResponse[] {
  return free.map((one) => ({ ...instants(one), minutes: Math.floor((one.end - one.start) / MINUTE) }));
}

export function readOf({ calendars, readAt, readUntil }: UserTimes): CalendarsReadResponse {
  return { count: calendars, readAt, readUntil: readUntil === null ? null : new Date(readUntil) };
}

import { addDays, startOfDay, today } from '../../../platform/dates/index.js';
import type { TimeWindow } from '../../sources/calendar-source.js';

/** Local days that a full reading reaches ahead, the double of what is needed. */
const AHEAD_DAYS = 60;
/** Local days back of which a calendar's first reading learns when its user is busy: eight weeks, as predictions look at them. */
const PAST_DAYS = 56;
/** Days ahead that suggestions and the digest look at, and how much earlier than that the window is rolled. */
const NEEDED_DAYS = 30;
const MARGIN_DAYS = 7;

/** How far a calendar has been read. */
export interface ReadState {
  syncToken: string | null;
  fingerprint: string | null;
  windowStart: Date | null;
  windowEnd: Date | null;
  /** It was read in full so long ago that changes are not enough. */
  isOld: boolean;
}

/** Read everything in a window, or what has changed since the token. */
export type ReadPlan =
  | { mode: 'full'; window: TimeWindow }
  | { mode: 'changes'; window: TimeWindow; syncToken: string };

/** What a full reading reads: from the begin of the user's yesterday on. */
export function windowAt(now: Date, zone: string): TimeWindow {
  const day = today(zone, now);
  return { start: startOfDay(addDays(day, -1), zone), end: startOfDay(addDays(day, AHEAD_DAYS), zone) };
}

/** Since when what is over is kept, because predictions look at it. */
export function pastStart(now: Date, zone: string): Date {
  return startOfDay(addDays(today(zone, now), -PAST_DAYS), zone);
}

/** What a calendar's first full reading reads: the last eight weeks as well, so that it is known at once when its user tends to be free. */
function firstWindow(now: Date, zone: string): TimeWindow {
  return { start: pastStart(now, zone), end: windowAt(now, zone).end };
}

/** Changes, if a token is kept that was given for the very requests this source makes, and not for too long; else everything. */
export function planReading(state: ReadState, fingerprint: string, now: Date, zone: string): ReadPlan {
  const { syncToken, windowStart: start, windowEnd: end } = state;
  if (!start || !end) return { mode: 'full', window: firstWindow(now, zone) };
  if (syncToken === null || state.fingerprint !== fingerprint || state.isOld)
    return { mode: 'full', window: windowAt(now, zone) };
  return { mode: 'changes', window: { start, end }, syncToken };
}

/**
 * What lies behind a window that has become too short, from its end on; null while it reaches far enough. No change will ever tell
 * of the events in it that nobody touches, so they have to be listed.
 */
export function sliceBehind(end: Date, now: Date, zone: string): TimeWindow | null {
  const needed = startOfDay(addDays(today(zone, now), NEEDED_DAYS + MARGIN_DAYS), zone);
  if (needed < end) return null;
  const rolled = windowAt(now, zone).end;
  return rolled > end ? { start: end, end: rolled } : null;
}

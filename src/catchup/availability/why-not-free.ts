import type { WeekWindows } from '../preferences/preferences.js';
import type { BusyReason } from './busy.js';
import { workingTimes, quietTimes } from './free-time.js';
import { type Interval, UNREAD, without } from './interval.js';
import { MINUTE } from './local-days.js';

/** Enough around a time for the whole of a night that reaches into it. */
const DAY = 24 * 60 * MINUTE;

export type NotFreeReason =
  | 'past'
  | 'outside_windows'
  | 'quiet_hours'
  | 'not_read'
  | BusyReason
  | 'buffer'
  | 'travel'
  | 'too_short';

/** A taken time with what it comes from. */
export interface TakenBy extends Interval {
  reason: BusyReason;
  /** Whether free time is kept beside it. */
  spaced: boolean;
  title: string | null;
}

/** One reason why a time is not free. */
export interface NotFree {
  reason: NotFreeReason;
  /** Of what takes the time; absent where the reason has none. */
  start?: number;
  end?: number;
  title?: string | null;
}

export interface WhyInput {
  /** The time that is asked about. */
  asked: Interval;
  now: number;
  zone: string;
  windows: WeekWindows;
  quiet: { from: string; to: string } | null;
  taken: readonly TakenBy[];
  bufferMinutes: number;
  /** 0 where nobody has to travel. */
  travelMinutes: number;
  minMinutes: number;
  /** Free intervals of the days around it, without regard to how short they are. */
  freeAround: readonly Interval[];
  /** What is in the calendars from then on is not known, epoch ms; UNREAD: of one nothing is; null: there is none to be read. */
  readUntil?: number | null;
}

/**
 * Every reason why not all of a time is free; none: it is free. First what holds whatever is in the calendars (the past, the working
 * windows, quiet hours, what nobody has read yet), then what takes the time by its start, then what is too near to it, then how short the rest is.
 */
export function whyNotFree(input: WhyInput): NotFree[] {
  const { asked, zone, windows, quiet, now, minMinutes } = input;
  const reasons: NotFree[] = [];
  if (asked.start < now) reasons.push({ reason: 'past' });
  if (without([asked], workingTimes(asked, zone, windows)).length > 0) reasons.push({ reason: 'outside_windows' });
  for (const night of quietTimes({ start: asked.start - DAY, end: asked.end + DAY }, zone, quiet)) {
    if (overlap(night, asked)) reasons.push({ reason: 'quiet_hours', ...night });
  }
  const { readUntil } = input;
  if (typeof readUntil === 'number' && asked.end > readUntil)
    reasons.push({ reason: 'not_read', ...(readUntil !== UNREAD && { start: readUntil }) });
  const taken = input.taken.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const one of taken) {
    if (overlap(one, asked)) reasons.push({ reason: one.reason, start: one.start, end: one.end, title: one.title });
  }
  reasons.push(...tooNear(taken, input));
  if (reasons.length > 0) return reasons;
  const around = input.freeAround.find(({ start, end }) => start <= asked.start && asked.end <= end);
  if (around && around.end - around.start < minMinutes * MINUTE) reasons.push({ reason: 'too_short', ...around });
  return reasons;
}

/** Taken times that do not overlap, but are nearer than the buffer, or than buffer and travel together. */
function tooNear(taken: readonly TakenBy[], { asked, bufferMinutes, travelMinutes }: WhyInput): NotFree[] {
  const reasons: NotFree[] = [];
  for (const { spaced, start, end, title } of taken) {
    if (!spaced || overlap({ start, end }, asked)) continue;
    const gap = start >= asked.end ? start - asked.end : asked.start - end;
    if (gap < bufferMinutes * MINUTE) reasons.push({ reason: 'buffer', start, end, title });
    else if (gap < (bufferMinutes + travelMinutes) * MINUTE) reasons.push({ reason: 'travel', start, end, title });
  }
  return reasons;
}

function overlap(one: Interval, other: Interval): boolean {
  return one.start < other.end && other.start < one.end;
}

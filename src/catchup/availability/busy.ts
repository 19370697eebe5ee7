import { type Interval, merged } from './interval.js';

/** Why time is not free. */
export type BusyReason =
  | 'event'
  | 'all_day_event'
  | 'tentative_event'
  | 'pending_invitation'
  | 'out_of_office'
  | 'focus_time'
  | 'manual_block'
  | 'commute';

/** Why an event leaves its time free. */
export type IgnoredReason =
  | 'cancelled'
  | 'declined'
  | 'marked_free'
  | 'working_location'
  | 'all_day_ignored'
  | 'pending_ignored'
  | 'no_duration';

/** Of an event, what decides whether it blocks. Times in epoch ms. */
export interface EventTime extends Interval {
  allDay: boolean;
  status: 'confirmed' | 'tentative' | 'cancelled';
  transparent: boolean;
  eventType: string;
  response: 'needsAction' | 'declined' | 'tentative' | 'accepted' | null;
}

/** What of her preferences decides it. */
export interface BusyRules {
  allDayBlocks: boolean;
  pendingBlocks: boolean;
}

export type Verdict = { blocks: true; reason: BusyReason } | { blocks: false; reason: IgnoredReason };

/**
 * Whether an event keeps its time, and why (Rule catchup E.2). What its owner has said herself goes before what she prefers in
 * general: a declined invitation never blocks, time marked as free never blocks.
 */
export function verdictOn(event: EventTime, { allDayBlocks, pendingBlocks }: BusyRules): Verdict {
  if (event.status === 'cancelled') return free('cancelled');
  if (event.response === 'declined') return free('declined');
  if (event.eventType === 'workingLocation') return free('working_location');
  if (event.transparent) return free('marked_free');
  if (event.end <= event.start) return free('no_duration');
  if (event.response === 'needsAction') return pendingBlocks ? busy('pending_invitation') : free('pending_ignored');
  if (event.eventType === 'outOfOffice') return busy('out_of_office');
  if (event.eventType === 'focusTime') return busy('focus_time');
  if (event.allDay) return allDayBlocks ? busy('all_day_event') : free('all_day_ignored');
  const open = event.status === 'tentative' || event.response === 'tentative';
  return busy(open ? 'tentative_event' : 'event');
}

/** A time that is taken: an event's, or a manual block's. */
export interface Taken extends Interval {
  reason: BusyReason;
}

/** Time that is taken, merged, with all reasons in the order of the alphabet. */
export interface BusyTime extends Interval {
  reasons: BusyReason[];
}

/** Merged half-open; each merged time says every reason of what it is made of. */
export function busyTimes(taken: readonly Taken[]): BusyTime[] {
  const times: BusyTime[] = merged(taken).map((interval) => ({ ...interval, reasons: [] }));
  let at = 0;
  for (const { start, end, reason } of taken.toSorted((a, b) => a.start - b.start)) {
    if (end <= start) continue;
    while (times[at]!.end < end) at++;
    if (!times[at]!.reasons.includes(reason)) times[at]!.reasons.push(reason);
  }
  for (const time of times) time.reasons.sort();
  return times;
}

/** Whether free time is kept beside it: not beside whole days, and a commute is on the way already. */
export function keepsDistance({ reason, allDay }: { reason: BusyReason; allDay: boolean }): boolean {
  return !allDay && reason !== 'commute';
}

function busy(reason: BusyReason): Verdict {
  return { blocks: true, reason };
}

function free(reason: IgnoredReason): Verdict {
  return { blocks: false, reason };
}

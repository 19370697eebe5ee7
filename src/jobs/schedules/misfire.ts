import type { Firings, Rhythm } from '../cron/rhythm.js';

/**
 * What happens to slots whose time went by while no scheduler ran. The latest slot that is due, if within its grace,
 * is on time under every policy.
 * - `once`: one job, for the latest slot; the earlier ones are missed.
 * - `all`: a job for every slot, oldest first.
 * - `skip`: none; all are missed.
 */
export type MisfirePolicy = 'once' | 'all' | 'skip';
export const MISFIRE_POLICIES = ['once', 'all', 'skip'] as const satisfies readonly MisfirePolicy[];

/** Slots longer ago than this are neither run nor recorded as missed. */
export const LOOK_BACK_MS = 90 * 86_400_000;

export interface Due extends Rhythm {
  misfire: MisfirePolicy;
  graceSeconds: number;
  /** The slot that is due, written ahead. */
  nextRunAt: Date;
  /** The expression counts from here on. */
  countsFrom: Date;
}

export interface Plan {
  /** Slots that get a job, ascending. */
  fire: Date[];
  /** The written slot is passed over. */
  passed: boolean;
  /** Missed slots after the written one: strictly between the two. */
  gap: { after: Date; before: Date } | null;
  /** The schedule's next slot; not after now when there is more to fire than `most`. */
  next: Date | null;
}

/** What is to be done about a due schedule; `most` bounds the slots that fire. */
export function plan(due: Due, now: Date, most: number, firings: Firings): Plan {
  const oldest = due.nextRunAt;
  const start = new Date(Math.max(oldest.getTime(), due.countsFrom.getTime(), now.getTime() - LOOK_BACK_MS));
  const second = firings.next(due, start);
  const several = second !== null && second <= now;
  if (several && due.misfire === 'all') return all(due, now, most, firings, second);
  const latest = several ? (firings.previous(due, new Date(now.getTime() + 1)) ?? second) : oldest;
  const next = several ? firings.next(due, latest) : second;
  const inTime = now.getTime() - latest.getTime() <= due.graceSeconds * 1000;
  const runs = due.misfire !== 'skip' || inTime;
  // Everything up to the slot that runs, or up to now.
  const before = runs ? latest : new Date(now.getTime() + 1);
  return {
    fire: runs ? [latest] : [],
    passed: several || !runs,
    gap: several && second < before ? { after: start, before } : null,
    next,
  };
}

function all(due: Due, now: Date, most: number, firings: Firings, second: Date): Plan {
  const fire = [due.nextRunAt];
  let next: Date | null = second;
  while (next && next <= now && fire.length < most) {
    fire.push(next);
    next = firings.next(due, next);
  }
  return { fire, passed: false, gap: null, next };
}

import { upTo } from './cumulative.js';
import type { Days } from './nights.js';
import { partOf, type ShareRun } from './shares.js';

/**
 * An amount of a stay and the days that it is earned on: night by night over the nights [from, to), or (departure) on the day of
 * departure alone, which belongs to whoever owned the last night.
 */
export interface Component {
  totalMinor: number;
  over: Days | 'departure';
}

/** How much of a component all owners together have earned before day k of a stay of n nights. */
export function earnedBefore({ totalMinor, over }: Component, k: number, n: number): number {
  if (over === 'departure') return k > n ? totalMinor : 0;
  return upTo(totalMinor, k - over.from, over.to - over.from);
}

/** An owner's part of what a component has earned before day k. Each run of nights is split among those who owned it. */
export function ownedBefore(component: Component, k: number, n: number, ownerId: number, runs: readonly ShareRun[]) {
  if (component.over === 'departure') return partOf(earnedBefore(component, k, n), ownerId, runs.at(-1)!);
  return runs.reduce((sum, run) => {
    if (k <= run.from) return sum;
    const earned = earnedBefore(component, Math.min(k, run.to), n) - earnedBefore(component, run.from, n);
    return sum + partOf(earned, ownerId, run);
  }, 0);
}

/** An owner's part of what a component earns on some days. */
export function ownedOn(component: Component, { from, to }: Days, n: number, ownerId: number, runs: ShareRun[]) {
  return ownedBefore(component, to, n, ownerId, runs) - ownedBefore(component, from, n, ownerId, runs);
}

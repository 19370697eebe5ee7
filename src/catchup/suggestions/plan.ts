import type { Interval } from '../availability/interval.js';
import type { Slot } from '../availability/free-book.js';
import { localDays } from '../availability/local-days.js';
import { MOST_A_DAY, type SuggestionKind } from './suggestion-types.js';

/** Somebody whom it is time to meet. */
export interface Candidate {
  contactId: string;
  kind: SuggestionKind;
  /** Overdue ratio × weight of the importance: the score without the hour. */
  urgency: number;
  /** Times that would do, by their starts. */
  slots: readonly Slot[];
  /** How far a time is from the best one, for what is bound to a time; the least wins, whatever its hour is worth. */
  distance?: (slot: Slot) => number;
}

export interface Choice {
  candidate: Candidate;
  slot: Slot;
  /** Urgency × how likely the hour is free. */
  score: number;
}

export interface PlanRules {
  /** Most choices. */
  most: number;
  range: Interval;
  zone: string;
  /** Ms kept free between two meetings. */
  apart: number;
}

/** On a day that has a suggestion already an hour is worth half as much, so that they spread. */
const SAME_DAY = 0.5;

/**
 * Gives each candidate at most one time and each time at most one candidate. Who is bound to a time chooses first, then the most
 * urgent. Each takes the hour that is most likely free, on a day without another suggestion where there is one, and the earliest of
 * equals; the same input makes the same plan.
 * @param taken times of suggestions that stand: open ones, and those she accepted
 */
export function plan(candidates: readonly Candidate[], taken: readonly Interval[], rules: PlanRules): Choice[] {
  const days = localDays(rules.range, rules.zone);
  const dayOf = (time: number) => days.findIndex(({ start, end }) => start <= time && time < end);
  const used = [...taken];
  const onDay = new Map<number, number>();
  const use = (day: number) => onDay.set(day, (onDay.get(day) ?? 0) + 1);
  for (const { start } of taken) use(dayOf(start));
  const choices: Choice[] = [];
  for (const candidate of candidates.toSorted(byTurn)) {
    if (choices.length >= rules.most) break;
    const best = bestSlot(candidate, used, rules.apart, days, onDay);
    if (!best) continue;
    used.push(best);
    use(dayOf(best.start));
    choices.push({ candidate, slot: best, score: candidate.urgency * best.p });
  }
  return choices;
}

function byTurn(a: Candidate, b: Candidate): number {
  const bound = (one: Candidate) => (one.distance ? 0 : 1);
  return bound(a) - bound(b) || b.urgency - a.urgency || (a.contactId < b.contactId ? -1 : 1);
}

function bestSlot(
  { slots, distance }: Candidate,
  used: readonly Interval[],
  apart: number,
  days: readonly Interval[],
  onDay: ReadonlyMap<number, number>,
): Slot | undefined {
  let best: { slot: Slot; far: number; worth: number } | undefined;
  let day = 0;
  for (const slot of slots) {
    while (day < days.length - 1 && days[day]!.end <= slot.start) day++;
    const there = onDay.get(day) ?? 0;
    if (there >= MOST_A_DAY) continue;
    const far = distance?.(slot) ?? 0;
    const worth = slot.p * SAME_DAY ** there;
    if (best && (far > best.far || (far === best.far && worth <= best.worth))) continue;
    if (used.some(({ start, end }) => slot.start < end + apart && start < slot.end + apart)) continue;
    best = { slot, far, worth };
  }
  return best?.slot;
}

import { addDays, dateIn, datesBetween } from '../../lib/time';
import { NIGHTS, type Slot, type SlotState } from './slots-query';

/** The worst comes first: a night is shown by it. */
const WORST: readonly SlotState[] = ['missed', 'late', 'running', 'owed', 'waived', 'done'];

export interface Night {
  /** Calendar date in the zone of the schedule. */
  date: string;
  slots: Slot[];
  /** Undefined: nothing was owed. */
  state: SlotState | undefined;
}

/** The last sixty calendar days in the zone, today the last, each with its slots. */
export function nightsOf(slots: readonly Slot[], zone: string, now = new Date()): Night[] {
  const today = dateIn(zone, now);
  const byDate = grouped(slots, ({ fireAt }) => dateIn(zone, fireAt));
  return datesBetween(addDays(today, 1 - NIGHTS), today).map((date) => {
    const own = byDate.get(date) ?? [];
    return { date, slots: own, state: WORST.find((state) => own.some((slot) => slot.state === state)) };
  });
}

export interface Range {
  scheduleId: string;
  from: string;
  to: string;
}

/**
 * The missed slots that were chosen as ranges that the API takes: slots of a schedule that follow each other without another missed
 * one between them are one range.
 */
export function rangesOf(chosen: readonly Slot[], all: readonly Slot[]): Range[] {
  const ranges: Range[] = [];
  const ids = new Set(chosen.map(({ scheduleId, fireAt }) => `${scheduleId} ${fireAt}`));
  for (const [scheduleId, own] of grouped(all, (slot) => slot.scheduleId)) {
    const missed = own
      .filter(({ state }) => state === 'missed')
      .sort((one, other) => Date.parse(one.fireAt) - Date.parse(other.fireAt));
    let open: Range | undefined;
    for (const { fireAt } of missed)
      if (!ids.has(`${scheduleId} ${fireAt}`)) open = undefined;
      else {
        const to = new Date(Date.parse(fireAt) + 1_000).toISOString();
        if (open) open.to = to;
        else ranges.push((open = { scheduleId, from: fireAt, to }));
      }
  }
  return ranges;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

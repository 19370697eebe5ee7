import { addDays, type DateRange } from '../../platform/dates/index.js';
import type { DatedOverride } from '../pricing/price-calendar.js';

/**
 * What is left of an override when another takes its place on these weekdays of a range: its dates before and after the range, and
 * within it its other weekdays. Together with the new one no date has two prices.
 */
export function whatStays<Override extends DatedOverride>(
  override: Override,
  { from, to }: DateRange,
  weekdays: readonly number[],
): Override[] {
  const first = override.from > from ? override.from : from;
  const last = override.to < to ? override.to : to;
  const others = override.weekdays.filter((weekday) => !weekdays.includes(weekday));
  return [
    { ...override, to: addDays(first, -1) },
    ...(others.length > 0 ? [{ ...override, from: first, to: last, weekdays: others }] : []),
    { ...override, from: addDays(last, 1) },
  ].filter((piece) => piece.from <= piece.to);
}

/** The rest: what the other one takes of it. */
export function whatWasTaken<Override extends DatedOverride>(
  override: Override,
  { from, to, weekdays }: DateRange & { weekdays: readonly number[] },
): Override {
  return {
    ...override,
    from: override.from > from ? override.from : from,
    to: override.to < to ? override.to : to,
    weekdays: override.weekdays.filter((weekday) => weekdays.includes(weekday)),
  };
}

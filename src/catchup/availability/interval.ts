/** Half-open: [start, end) in epoch ms. */
export interface Interval {
  start: number;
  end: number;
}

/** Sorted and merged: intervals that overlap or touch become one; empty ones are gone. */
export function merged(intervals: Iterable<Interval>): Interval[] {
  const sorted = [...intervals].filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const result: Interval[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** What of `from` no interval of `taken` covers. Both sorted and merged. */
export function without(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let next = 0;
  for (const { start, end } of from) {
    let at = start;
    while (next < taken.length && taken[next]!.end <= at) next++;
    for (let n = next; n < taken.length && taken[n]!.start < end; n++) {
      if (taken[n]!.start > at) result.push({ start: at, end: taken[n]!.start });
      at = Math.max(at, taken[n]!.end);
    }
    if (at < end) result.push({ start: at, end });
  }
  return result;
}

/** As the time up to which calendars are read: one of them has never been, so that no time is known. */
export const UNREAD = 0;

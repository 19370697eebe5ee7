import type { Cron } from './cron-expression.js';
import { nextWallTime } from './wall-clock.js';
import { segmentAt, type ZoneSegment } from './zone-timeline.js';

export { InvalidCronError, parseCron, type Cron } from './cron-expression.js';

/**
 * What a schedule does on the nights the clocks change. The rule in full:
 *
 * 1. An expression is matched against the wall clock of its zone.
 * 2. **Interval expressions**, whose hour field is written as an interval (`*`, `*\/n`, `0-23`, `0-23/n`, or all 24
 *    hours; at least two hours of the day), fire at every instant whose wall-clock reading matches, and at no other:
 *    firings that fall into a gap are left out, in a fold both passes fire. So `0 * * * *` fires every 60 elapsed minutes,
 * 23 times on a short day and 25 times on a long one. The policy does not apply. (Vixie cron: wildcard hours.)
 * 3. **Fixed-time expressions**, all others, owe one firing for each matching local time:
 *    - a *gap* (local times that do not exist): `once` and `both` fire at the first instant after the gap, one time
 *      however many matching times fell into it, and not a second time if that instant matches by itself; `skip`
 *      fires nothing for them;
 *    - a *fold* (local times that come twice): `once` and `skip` fire in the first pass only; `both` fires in both.
 *
 * A gap or fold is whatever the time-zone database says, of any size (30 minutes on Lord Howe, 2 hours at Troll, a
 * whole day at Apia in 2011) and at any hour (midnight in Havana), daylight saving or not.
 */
export type DstPolicy = 'skip' | 'once' | 'both';

/** How far ahead a firing is looked for: 29 February can be eight years away, around 2100. */
const SEARCH_MS = 3660 * 86_400_000;

/**
 * The first firing strictly after `after`, a whole second; null if there is none within about ten years (30 February).
 * A pure function of its arguments and the time-zone database.
 * @throws InvalidTimeZoneError, or RangeError for an invalid date.
 */
export function nextFiring(cron: Cron, zone: string, after: Date, policy: DstPolicy = 'once'): Date | null {
  const given = after.getTime();
  if (Number.isNaN(given)) throw new RangeError('after must be a valid date');
  let instant = (Math.floor(given / 1000) + 1) * 1000;
  const limit = instant + SEARCH_MS;
  let segment: ZoneSegment | null = segmentAt(zone, instant);
  while (segment && instant < limit) {
    const found = firstWithin(cron, segment, instant, Math.min(segment.end, limit), policy);
    if (found !== null) return new Date(found);
    if (segment.end >= limit) return null;
    instant = segment.end;
    segment = segment.next;
  }
  return null;
}

/**
 * The firings strictly after `from`, ascending, no instant twice, up to and including `until.to` and at most
 * `until.count` of them; endless if neither is given.
 * @throws InvalidTimeZoneError at the first step.
 */
export function* firings(
  cron: Cron,
  zone: string,
  from: Date,
  until: { to?: Date; count?: number },
  policy: DstPolicy = 'once',
): Generator<Date, void, undefined> {
  const { to, count = Infinity } = until;
  let last = from;
  for (let made = 0; made < count; made++) {
    const next = nextFiring(cron, zone, last, policy);
    if (!next || (to && next > to)) return;
    yield next;
    last = next;
  }
}

/**
 * The last firing strictly before `before`; null if there is none within about ten years. Found by bisection over
 * `nextFiring`, so the two can never disagree.
 */
export function previousFiring(cron: Cron, zone: string, before: Date, policy: DstPolicy = 'once'): Date | null {
  const end = before.getTime();
  if (Number.isNaN(end)) throw new RangeError('before must be a valid date');
  const firesWithin = (start: number): boolean => {
    const next = nextFiring(cron, zone, new Date(start), policy);
    return next !== null && next.getTime() < end;
  };
  let span = 60_000;
  while (!firesWithin(end - span)) {
    if (span >= SEARCH_MS) return null;
    span = Math.min(span * 4, SEARCH_MS);
  }
  let low = end - span; // something fires in (low, end)
  let high = end; // nothing fires in (high, end)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (firesWithin(middle)) low = middle;
    else high = middle;
  }
  return new Date(high);
}

/** The first firing in [from, end), a part of the segment; `from` is a whole second. */
function firstWithin(cron: Cron, segment: ZoneSegment, from: number, end: number, policy: DstPolicy): number | null {
  const { offset } = segment;
  const limit = end + offset;
  const previous = cron.interval || segment.start === -Infinity ? null : segment.previous;
  if (!previous) return toInstant(nextWallTime(cron, from + offset, limit), offset);

  const wallBefore = segment.start + previous.offset; // what the clock showed when it was changed
  const wallAfter = segment.start + offset; // what it showed from then on
  if (wallAfter > wallBefore && from <= segment.start && policy !== 'skip') {
    if (nextWallTime(cron, wallBefore, wallAfter) !== null) return segment.start;
  }
  const wall = nextWallTime(cron, from + offset, limit);
  if (wall === null || wallAfter >= wallBefore || policy === 'both') return toInstant(wall, offset);
  // Readings in [previous.start, segment.start) on the old clock are the second pass of a fold.
  const repeated = wall < wallBefore && wall >= previous.start + previous.offset;
  return toInstant(repeated ? nextWallTime(cron, wallBefore, limit) : wall, offset);
}

function toInstant(wall: number | null, offset: number): number | null {
  return wall === null ? null : wall - offset;
}

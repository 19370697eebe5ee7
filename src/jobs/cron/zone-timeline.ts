import { Temporal } from 'temporal-polyfill';
import { InvalidTimeZoneError, isValidTimeZone } from '../../platform/dates/index.js';

/**
 * A stretch of time during which a zone keeps one offset from UTC: instants [start, end) in epoch milliseconds,
 * ±Infinity where the zone has no transition that way; `wall = instant + offset`, in milliseconds.
 */
export interface ZoneSegment {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  readonly previous: ZoneSegment | null;
  readonly next: ZoneSegment | null;
}

/**
 * The segments of one zone, found on demand and kept as a linked list. A search starts at the segment that was asked for
 * last, because most searches are close together. Finding a transition costs about 0.2 ms, passing a known one nothing.
 */
class ZoneTimeline {
  private lastAsked: ZoneSegment | null = null;

  constructor(private readonly zone: string) {}

  at(instant: number): ZoneSegment {
    let segment: ZoneSegment = this.lastAsked ?? new LazySegment(this.zone, instant);
    while (segment.next && instant >= segment.end) segment = segment.next;
    while (segment.previous && instant < segment.start) segment = segment.previous;
    this.lastAsked = segment;
    return segment;
  }
}

class LazySegment implements ZoneSegment {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  private before: ZoneSegment | null | undefined;
  private after: ZoneSegment | null | undefined;

  constructor(
    private readonly zone: string,
    instant: number,
  ) {
    const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    // 'previous' answers a transition strictly before the given instant, and this instant may be a transition itself.
    const start = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
    this.start = start ? start.epochMilliseconds : -Infinity;
    this.end = at.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
    this.offset = at.offsetNanoseconds / 1_000_000;
  }

  get previous(): ZoneSegment | null {
    if (this.before === undefined) {
      const neighbour = this.start === -Infinity ? null : new LazySegment(this.zone, this.start - 1);
      if (neighbour) neighbour.after = this;
      this.before = neighbour;
    }
    return this.before;
  }

  get next(): ZoneSegment | null {
    if (this.after === undefined) {
      const neighbour = this.end === Infinity ? null : new LazySegment(this.zone, this.end);
      if (neighbour) neighbour.before = this;
      this.after = neighbour;
    }
    return this.after;
  }
}

const timelines = new Map<string, ZoneTimeline>();

/** The stretch of constant offset that holds `instant` (epoch ms). @throws InvalidTimeZoneError */
export function segmentAt(zone: string, instant: number): ZoneSegment {
  let timeline = timelines.get(zone);
  if (!timeline) {
    if (!isValidTimeZone(zone)) throw new InvalidTimeZoneError(zone);
    timeline = new ZoneTimeline(zone);
    timelines.set(zone, timeline);
  }
  return timeline.at(instant);
}

import ICAL from 'ical.js';
import type { TimeWindow } from '../calendar-source.js';
import { allDaySpan } from '../all-day.js';
import { DAY, dateOf, type IcsTime, type IcsZones, instantOf, midnightOf, stampOf } from './ics-times.js';
import { MOST_INSTANCES, ruleMembers, TooManyInstances, type Until, wallTimes } from './series.js';

/** One instance: when, and by which original begin its series knows it. */
export interface Occurrence {
  key: string;
  /** Epoch ms, half-open. */
  start: number;
  end: number;
  allDay: boolean;
}

/** As far as a zone's time is from UTC, so that no instance at the edge of the window is missed. */
const EDGE = DAY;

/** The begin by which a series knows one of its instances. */
export interface Original {
  key: string;
  instant: number;
  /** Local date. */
  day: string;
}

/** How long an instance lasts: exactly so long (DTEND), or so many days and then so long on the clock (DURATION). */
interface Length {
  days: number;
  exactMs: number;
}

/**
 * The instances of an event that reach into a window. The master's own begin is the first of them, whatever its rule says.
 * @param once of a single instance that was changed: rules are its series' business
 * @throws TooManyInstances; Error for an event that cannot be read
 */
export function expand(
  event: ICAL.Component,
  zones: IcsZones,
  window: TimeWindow,
  { once = false } = {},
): Occurrence[] {
  const property = event.getFirstProperty('dtstart');
  const value = property?.getFirstValue();
  if (!property || !(value instanceof ICAL.Time)) throw new Error('an event without a begin');
  const start = zones.time(value, property);
  const length = lengthOf(event, start, zones);
  const span = length.days * DAY + length.exactMs;
  const from = window.start.getTime() - span - EDGE;
  const to = window.end.getTime() + EDGE;
  const walls = new Set<number>();
  // Instants outside the zone's wall times come from RDATE alone.
  const others = new Map<number, number | undefined>();
  if (start.wall >= from && start.wall <= to) walls.add(start.wall);
  if (!once) {
    for (const wall of ruled(event, 'rrule', start, from, to, zones)) walls.add(wall);
    for (const extra of extraDates(event, start, zones)) {
      if (extra.wall !== undefined && extra.end === undefined) walls.add(extra.wall);
      else others.set(extra.instant, extra.end);
    }
    for (const wall of ruled(event, 'exrule', start, from, to, zones)) walls.delete(wall);
  }
  if (walls.size + others.size > 4 * MOST_INSTANCES) throw new TooManyInstances();
  const excluded = once ? NOTHING : excludedBy(event, start, zones);
  const found: Occurrence[] = [];
  for (const wall of walls) {
    if (excluded.days.has(dateOf(wall))) continue;
    const one = occurrence(start, wall, length, zones.home);
    if (!excluded.instants.has(one.start) && reaches(one, window)) found.push(one);
  }
  for (const [instant, end] of others) {
    const one = { key: stampOf(instant), start: instant, end: end ?? instant + span, allDay: false };
    if (!excluded.instants.has(instant) && reaches(one, window)) found.push(one);
  }
  return found;
}

const NOTHING = { instants: new Set<number>(), days: new Set<string>() };

function occurrence(start: IcsTime, wall: number, { days, exactMs }: Length, home: string): Occurrence {
  if (start.isDate) {
    const from = dateOf(wall);
    const span = allDaySpan(from, dateOf(wall + Math.max(1, days) * DAY), home);
    return { key: stampOf(wall, true), start: span.start.getTime(), end: span.end.getTime(), allDay: true };
  }
  const instant = instantOf(start, wall, home);
  const end = (days > 0 ? instantOf(start, wall + days * DAY, home) : instant) + exactMs;
  return { key: stampOf(instant), start: instant, end: Math.max(instant, end), allDay: false };
}

/** A reminder without a duration counts where it begins in the window. */
function reaches({ start, end }: Occurrence, window: TimeWindow): boolean {
  const from = window.start.getTime();
  return start < window.end.getTime() && (end > from || start >= from);
}

function lengthOf(event: ICAL.Component, start: IcsTime, zones: IcsZones): Length {
  const property = event.getFirstProperty('dtend');
  const value = property?.getFirstValue();
  if (property && value instanceof ICAL.Time) {
    const end = zones.time(value, property);
    if (start.isDate) return { days: Math.max(1, Math.round((end.wall - start.wall) / DAY)), exactMs: 0 };
    const exact = instantOf(end, end.wall, zones.home) - instantOf(start, start.wall, zones.home);
    return { days: 0, exactMs: Math.max(0, exact) };
  }
  const duration = event.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration && !duration.isNegative) {
    const { weeks, days, hours, minutes, seconds } = duration;
    return { days: weeks * 7 + days, exactMs: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
  }
  return { days: start.isDate ? 1 : 0, exactMs: 0 };
}

function ruled(
  event: ICAL.Component,
  name: string,
  start: IcsTime,
  from: number,
  to: number,
  zones: IcsZones,
): number[] {
  const times: number[] = [];
  for (const property of event.getAllProperties(name)) {
    const rule = String(property.getFirstValue());
    const until = untilOf(ruleMembers(rule).get('UNTIL'), start);
    if (until && ('wall' in until ? until.wall : until.instant + EDGE) < from) continue;
    for (const wall of wallTimes(rule, start.wall, from, to)) {
      if (!until || ('wall' in until ? wall <= until.wall : instantOf(start, wall, zones.home) <= until.instant))
        times.push(wall);
    }
  }
  return times;
}

const UNTIL = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(Z)?)?$/i;

function untilOf(text: string | undefined, start: IcsTime): Until {
  if (text === undefined) return undefined;
  const match = UNTIL.exec(text);
  if (!match) throw new Error('UNTIL is no time');
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year!, month! - 1, day, hour, minute, second);
  if (match[4] === undefined) return { wall: wall + DAY - 1000 };
  // Of dates only the day counts, in whatever form it is written.
  if (start.isDate) return { wall: Date.UTC(year!, month! - 1, day) };
  return match[7] ? { instant: wall } : { wall };
}

interface ExtraDate {
  instant: number;
  /** In the zone of the series, where the date is in it. */
  wall?: number;
  end?: number;
}

function extraDates(event: ICAL.Component, start: IcsTime, zones: IcsZones): ExtraDate[] {
  return event.getAllProperties('rdate').flatMap((property) =>
    property.getValues().flatMap((value: unknown): ExtraDate[] => {
      if (value instanceof ICAL.Period) {
        const begin = zones.time(value.start, property);
        const end = zones.time(value.getEnd(), property);
        return [{ instant: instantOf(begin, begin.wall, zones.home), end: instantOf(end, end.wall, zones.home) }];
      }
      if (!(value instanceof ICAL.Time)) return [];
      const time = zones.time(value, property);
      const instant = instantOf(time, time.wall, zones.home);
      if (start.isDate) return [{ instant, wall: midnightOf(time.wall) }];
      // A date in a series of hours means the series' hour on that day.
      if (time.isDate) return [{ instant, wall: time.wall + start.wall - midnightOf(start.wall) }];
      return [time.zone === start.zone ? { instant, wall: time.wall } : { instant }];
    }),
  );
}

/** Whether a series says that there is no such instance (any more). */
export function excludes(event: ICAL.Component, zones: IcsZones, { instant, day }: Original): boolean {
  const property = event.getFirstProperty('dtstart');
  const value = property?.getFirstValue();
  if (!property || !(value instanceof ICAL.Time)) return false;
  const { instants, days } = excludedBy(event, zones.time(value, property), zones);
  return instants.has(instant) || days.has(day);
}

/** EXDATE: instants, or days where it names dates or the series is of days; some programs mix them. */
function excludedBy(event: ICAL.Component, start: IcsTime, zones: IcsZones) {
  const excluded = { instants: new Set<number>(), days: new Set<string>() };
  for (const property of event.getAllProperties('exdate')) {
    for (const value of property.getValues() as unknown[]) {
      if (!(value instanceof ICAL.Time)) continue;
      const time = zones.time(value, property);
      if (time.isDate || start.isDate) excluded.days.add(dateOf(time.isDate ? time.wall : dayOf(time, zones)));
      else excluded.instants.add(instantOf(time, time.wall, zones.home));
    }
  }
  return excluded;
}

/** The calendar's local day of a time. */
function dayOf(time: IcsTime, zones: IcsZones): number {
  if (time.floating) return time.wall;
  const { year, month, day } = zones.homeZone.wall(instantOf(time, time.wall, zones.home));
  return Date.UTC(year, month - 1, day);
}

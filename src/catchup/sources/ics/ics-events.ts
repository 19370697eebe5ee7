import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import ICAL from 'ical.js';
import type { RemoteEvent, TimeWindow } from '../calendar-source.js';
import { details, sequenceOf, uidOf } from './ics-details.js';
import type { IcsFile } from './ics-file.js';
import { excludes, expand, type Occurrence, type Original } from './ics-series.js';
import { dateOf, type IcsTime, IcsZones, instantOf, midnightOf, stampOf } from './ics-times.js';

export interface ExpandOptions {
  window: TimeWindow;
  /** IANA zone of the calendar: of all-day events, and of times without a zone. */
  home: string;
  /** Addresses of the user, in lower case: which attendee she is. */
  own: ReadonlySet<string>;
  /** Instead of a UID: the name of the object that the events are of. */
  object?: string;
  signal?: AbortSignal;
}

export interface Expanded {
  events: RemoteEvent[];
  /** Series and events that were left out: broken, or more instances than anybody has appointments. */
  skipped: number;
}

/** Most events of a window, over all series of a file, and longest time to find them, ms. */
export const MOST_EXPANDED = 20_000;
const LONGEST_MS = 20_000;
/** Others in this process get their turn after so long. */
const TURN_MS = 20;

/**
 * The events of a file that reach into a window, each instance of a series as one. What cannot be expanded is left out and counted.
 */
export async function icsEvents(file: IcsFile, options: ExpandOptions): Promise<Expanded> {
  const zones = new IcsZones(file.zones, options.home);
  const found = new Map<string, RemoteEvent>();
  let skipped = file.unreadable;
  const begun = performance.now();
  let turn = begun;
  for (const [uid, parts] of byUid(file.events)) {
    if (performance.now() - turn > TURN_MS) {
      await breathe();
      options.signal?.throwIfAborted();
      turn = performance.now();
    }
    if (found.size >= MOST_EXPANDED || performance.now() - begun > LONGEST_MS) {
      skipped++;
      continue;
    }
    try {
      for (const event of eventsOf(options.object ?? uid, parts, zones, options)) found.set(event.externalId, event);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      skipped++;
    }
  }
  return { events: [...found.values()], skipped };
}

/** The same for the name of an object and for a UID; of fixed length, so that no id begins with another one. */
export function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 40);
}

interface Parts {
  masters: ICAL.Component[];
  changes: ICAL.Component[];
}

function byUid(events: readonly ICAL.Component[]): Map<string, Parts> {
  const groups = new Map<string, Parts>();
  for (const event of events) {
    const uid = uidOf(event);
    const group = groups.get(uid) ?? { masters: [], changes: [] };
    (event.hasProperty('recurrence-id') ? group.changes : group.masters).push(event);
    groups.set(uid, group);
  }
  return groups;
}

function* eventsOf(name: string, { masters, changes }: Parts, zones: IcsZones, options: ExpandOptions) {
  const id = idOf(name);
  const current = latest(masters);
  const changed = new Map<string, ICAL.Component>();
  for (const change of changes) {
    const original = originalOf(change, zones, current[0]);
    // An instance that was changed, and deleted afterwards, may still stand in the file with its older number.
    if (current.some((one) => sequenceOf(one) > sequenceOf(change) && excludes(one, zones, original))) continue;
    const { key } = original;
    const before = changed.get(key);
    if (!before || sequenceOf(change) >= sequenceOf(before)) changed.set(key, change);
  }
  for (const [n, master] of current.entries()) {
    const about = details(master, options.own);
    if (!about) continue;
    const recurring = ['rrule', 'rdate', 'exrule'].some((rule) => master.hasProperty(rule)) || changed.size > 0;
    for (const one of expand(master, zones, options.window)) {
      // Two events with one UID, which there should not be, are both somebody's time.
      const externalId = `${id}${recurring || n > 0 ? `_${n > 0 ? `${n}_` : ''}${one.key}` : ''}`;
      if (!changed.has(one.key)) yield toEvent(externalId, one, about);
    }
  }
  for (const [key, change] of changed) {
    const about = details(change, options.own);
    if (!about) continue;
    for (const one of expand(change, zones, options.window, { once: true })) yield toEvent(`${id}_${key}`, one, about);
  }
}

/** Of several with one UID those of the highest SEQUENCE; of several with one begin the last. */
function latest(masters: readonly ICAL.Component[]): ICAL.Component[] {
  if (masters.length < 2) return [...masters];
  const highest = Math.max(...masters.map(sequenceOf));
  const byStart = new Map(
    masters
      .filter((master) => sequenceOf(master) === highest)
      .map((master) => [String(master.getFirstPropertyValue('dtstart')), master]),
  );
  return [...byStart.values()];
}

/** Which instance a change is of. One that names a date means the instance on this day. */
function originalOf(change: ICAL.Component, zones: IcsZones, master: ICAL.Component | undefined): Original {
  const property = change.getFirstProperty('recurrence-id')!;
  const value = property.getFirstValue();
  if (!(value instanceof ICAL.Time)) throw new Error('a RECURRENCE-ID is no time');
  const time = zones.time(value, property);
  const start = master?.getFirstProperty('dtstart');
  const startValue = start?.getFirstValue();
  if (!start || !(startValue instanceof ICAL.Time) || startValue.isDate === time.isDate)
    return original(time, time.wall, zones.home);
  // The series' hour on the day that is named, or the day of the hour that is named.
  const begin = zones.time(startValue, start);
  const day = midnightOf(time.wall);
  return original(begin, begin.isDate ? day : day + begin.wall - midnightOf(begin.wall), zones.home);
}

function original(time: IcsTime, wall: number, home: string): Original {
  const instant = instantOf(time, wall, home);
  return { key: time.isDate ? stampOf(wall, true) : stampOf(instant), instant, day: dateOf(wall) };
}

function toEvent(
  externalId: string,
  { start, end, allDay }: Occurrence,
  about: ReturnType<typeof details> & object,
): RemoteEvent {
  return { externalId, deleted: false, start: new Date(start), end: new Date(end), allDay, ...about };
}

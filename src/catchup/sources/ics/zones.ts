import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { zoneOfWindows } from './windows-zones.js';

/** A time on a wall: calendar date and clock, without a zone. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** What a file's zone does: wall times to instants (epoch ms) and back. */
export interface FileZone {
  /** A wall time that clocks jump over is as much later as they jump; of one that comes twice, its first coming. */
  instant(wall: Wall): number;
  wall(instant: number): Wall;
}

const PATH = /[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2}$/;
const OFFSET = /^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$/i;
const known = new Map<string, FileZone>();

/** Wall times as if they were UTC: the arithmetic of calendars without zones. */
export function wallMs({ year, month, day, hour, minute, second }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function wallOf(ms: number): Wall {
  const at = new Date(ms);
  return {
    ...{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
    ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
  };
}

export const UTC: FileZone = { instant: wallMs, wall: wallOf };

/** An IANA zone in any spelling that Temporal knows, old names included. */
export function ianaZone(name: string): FileZone | undefined {
  const before = known.get(name);
  if (before) return before;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
  } catch {
    return undefined;
  }
  const zone: FileZone = {
    instant: (wall) => Temporal.PlainDateTime.from(wall).toZonedDateTime(name).epochMilliseconds,
    wall: (instant) => {
      const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
      const { year, month, day, hour, minute, second } = at;
      return { year, month, day, hour, minute, second };
    },
  };
  if (known.size < 1_000) known.set(name, zone);
  return zone;
}

/**
 * What a TZID means. The name of a place goes before the rules in the file, which are often those of another year; the file's own
 * rules serve names that nobody knows ("Customized Time Zone"). Undefined: nothing tells.
 */
export function zoneOf(tzid: string, definition: ICAL.Component | undefined): FileZone | undefined {
  const name = tzid.trim();
  const location = definition?.getFirstPropertyValue('x-lic-location');
  for (const one of [
    name,
    PATH.exec(name)?.[0],
    zoneOfWindows(name),
    typeof location === 'string' ? location : undefined,
  ]) {
    const zone = one && ianaZone(one);
    if (zone) return zone;
  }
  return (definition && definedZone(definition)) ?? offsetZone(name);
}

/** "GMT+0100", "UTC-3". */
function offsetZone(name: string): FileZone | undefined {
  const match = OFFSET.exec(name);
  if (!match) return undefined;
  const [, sign, hours, minutes = '0'] = match;
  return fixed((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60);
}

function fixed(seconds: number): FileZone {
  return { instant: (wall) => wallMs(wall) - seconds * 1000, wall: (instant) => wallOf(instant + seconds * 1000) };
}

/** Most changes of clocks that a definition lists one by one. */
const MOST_CHANGES = 500;

/** A zone by the rules in the file. Rules other than yearly ones are no time zone's, and would take for ever. */
function definedZone(definition: ICAL.Component): FileZone | undefined {
  const parts = definition.getAllSubcomponents();
  if (parts.length === 0 || parts.length > MOST_CHANGES) return undefined;
  for (const part of parts) {
    if (part.getAllProperties('rdate').length > MOST_CHANGES) return undefined;
    for (const rule of part.getAllProperties('rrule')) {
      if ((rule.getFirstValue() as ICAL.Recur | null)?.freq !== 'YEARLY') return undefined;
    }
  }
  if (parts.length === 1) return fixedBy(parts[0]!);
  const zone = new ICAL.Timezone(definition);
  const offset = (wall: Wall) =>
    zone.utcOffset(new ICAL.Time({ ...wall, isDate: false }, ICAL.Timezone.localTimezone)) * 1000;
  try {
    offset(wallOf(0));
  } catch {
    return undefined;
  }
  return {
    instant: (wall) => wallMs(wall) - offset(wall),
    wall: (instant) => {
      const guess = instant + offset(wallOf(instant));
      return wallOf(instant + offset(wallOf(guess)));
    },
  };
}

function fixedBy(part: ICAL.Component): FileZone | undefined {
  const value = part.getFirstPropertyValue('tzoffsetto');
  return value instanceof ICAL.UtcOffset ? fixed(value.toSeconds()) : undefined;
}

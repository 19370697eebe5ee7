import ICAL from 'ical.js';
import { allDaySpan } from '../all-day.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import { type FileZone, ianaZone, UTC, type Wall, wallMs, zoneOf } from './zones.js';

export const DAY = 86_400_000;

/** A time in a file: its wall time (ms as if UTC) and its zone. Of a date, the zone is the calendar's. */
export interface IcsTime {
  wall: number;
  zone: FileZone;
  isDate: boolean;
  /** True where the file names neither a zone nor UTC. */
  floating: boolean;
}

/** Finds the zones of a file's times. */
export class IcsZones {
  private readonly found = new Map<string, FileZone>();

  /** @param home IANA zone of the calendar: of dates, and of times without a zone */
  constructor(
    private readonly definitions: ReadonlyMap<string, ICAL.Component>,
    readonly home: string,
  ) {}

  get homeZone(): FileZone {
    return ianaZone(this.home) ?? UTC;
  }

  /** A zone that nobody knows and the file does not define is the calendar's own. */
  named(tzid: string): FileZone {
    let zone = this.found.get(tzid);
    if (!zone) {
      zone = zoneOf(tzid, this.definitions.get(tzid)) ?? this.homeZone;
      this.found.set(tzid, zone);
    }
    return zone;
  }

  time(value: ICAL.Time, property: ICAL.Property): IcsTime {
    const wall = wallOfTime(value);
    if (value.isDate) return { wall, zone: this.homeZone, isDate: true, floating: false };
    if (value.zone === ICAL.Timezone.utcTimezone || value.zone?.tzid === 'UTC')
      return { wall, zone: UTC, isDate: false, floating: false };
    const tzid = property.getFirstParameter('tzid');
    return typeof tzid === 'string' && tzid !== ''
      ? { wall, zone: this.named(tzid), isDate: false, floating: false }
      : { wall, zone: this.homeZone, isDate: false, floating: true };
  }
}

/** @throws Error for a time that is none, as a 30 February */
function wallOfTime({ year, month, day, hour, minute, second, isDate }: ICAL.Time): number {
  const wall: Wall = {
    year,
    month,
    day,
    hour: isDate ? 0 : hour,
    minute: isDate ? 0 : minute,
    second: isDate ? 0 : second,
  };
  const ms = wallMs(wall);
  // Beyond these years there is no calendar date here, and nobody's appointment.
  if (!(year >= 1900 && year <= 2200) || !Number.isFinite(ms)) throw new Error('a time is out of range');
  return ms;
}

/** The instant of a wall time in a time's zone; of a date, the begin of its day. */
export function instantOf({ zone, isDate }: Pick<IcsTime, 'zone' | 'isDate'>, wall: number, home: string): number {
  if (isDate) return allDaySpan(dateOf(wall), null, home).start.getTime();
  const at = new Date(wall);
  return zone.instant({
    ...{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
    ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
  });
}

/** 20261103T090000Z of an instant, 20261103 of a date's wall time. */
export function stampOf(ms: number, isDate = false): string {
  const text = new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
  return isDate ? text.slice(0, 8) : text;
}

/** The begin of the day of a wall time. */
export function midnightOf(wall: number): number {
  return Math.floor(wall / DAY) * DAY;
}

export function dateOf(wall: number): LocalDate {
  return new Date(wall).toISOString().slice(0, 10) as LocalDate;
}

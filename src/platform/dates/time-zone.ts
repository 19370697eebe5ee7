import { Temporal } from 'temporal-polyfill';
import { checkedDate, type LocalDate } from './local-date.js';

/** Not a time zone that a property or schedule may have. The message is safe to show. */
export class InvalidTimeZoneError extends Error {
  override readonly name = 'InvalidTimeZoneError';

  constructor(zone: string) {
    super(`${JSON.stringify(zone)} is not an IANA time zone such as Europe/Madrid`);
  }
}

const REGION = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z0-9_/+-]+$/;
const known = new Map<string, boolean>();

/**
 * True for an IANA region name in its own spelling (`Europe/Madrid`, `Asia/Kolkata`) and for `UTC` (also `Etc/UTC`).
 * Offsets (`+02:00`, `Etc/GMT-2`) and the old abbreviations (`CET`, `EST5EDT`, `US/Eastern`) are refused: they carry
 * no place's rules, or carry them under a second name.
 */
export function isValidTimeZone(zone: string): boolean {
  if (typeof zone !== 'string') return false;
  if (zone === 'UTC' || zone === 'Etc/UTC') return true;
  if (!REGION.test(zone)) return false;
  const answer = known.get(zone);
  if (answer !== undefined) return answer;
  const valid = isSpelledSo(zone);
  if (valid) known.set(zone, true); // the wrong names have no bound, so they are not kept
  return valid;
}

/**
 * The calendar date on the wall at `instant` in `zone`, whatever zone the server runs in.
 * @throws InvalidTimeZoneError @throws InvalidDateError `range` beyond 1900..2200.
 */
export function today(zone: string, instant: Date): LocalDate {
  const { year, month, day } = zoned(zone, instant);
  return checkedDate(year, month, day);
}

/**
 * The instant a calendar date begins in a zone: usually local midnight, the first instant after it where clocks
 * jump over midnight (Havana), the earlier of two midnights where it comes twice. A date the zone never had
 * (Apia 2011-12-30) begins when the next one does.
 * @throws InvalidTimeZoneError
 */
export function startOfDay(date: LocalDate, zone: string): Date {
  if (!isValidTimeZone(zone)) throw new InvalidTimeZoneError(zone);
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

/**
 * The instant of a local date and time, `HH:MM`, in a zone. A time the clocks jump over means as much later as they
 * jump (02:00 in a gap of an hour is 03:00), one that comes twice its first coming.
 * @throws InvalidTimeZoneError
 */
export function instantAt(date: LocalDate, time: string, zone: string): Date {
  if (!isValidTimeZone(zone)) throw new InvalidTimeZoneError(zone);
  const local = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  return new Date(local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}

function zoned(zone: string, instant: Date): Temporal.ZonedDateTime {
  if (!isValidTimeZone(zone)) throw new InvalidTimeZoneError(zone);
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

/** Names are matched without regard to case by Intl; a second spelling in the database would be a second zone. */
function isSpelledSo(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId === zone;
  } catch {
    return false;
  }
}

declare const brand: unique symbol;

/**
 * A local calendar date, `YYYY-MM-DD`, years 1900 to 2200: a square on the calendar, with no time, zone or instant
 * behind it. As text it sorts in calendar order. Made by `parseLocalDate`, `today` and the functions here.
 */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

/**
 * `form`: no such calendar date (malformed, or 30 February) · `time`: a real date with a moment within the day, which
 * names no calendar date by itself (Rule rooms A.2.2 wants 422 for it) · `range`: outside 1900..2200, or an end
 * before its start.
 */
export type InvalidDateReason = 'form' | 'time' | 'range';

/** Not a calendar date, or not a range of them. The message is safe to show; the HTTP layer picks the status. */
export class InvalidDateError extends Error {
  override readonly name = 'InvalidDateError';

  constructor(
    message: string,
    readonly reason: InvalidDateReason = 'form',
  ) {
    super(message);
  }
}

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;
const EDGE_OF_DAY = /^(?:00:00:00(?:\.0+)?|23:59:59(?:\.(?:0+|9+))?)$/;

/**
 * The calendar date a text means: a bare date, or the first or last second of a day (`00:00:00`, `23:59:59`, with or
 * without zeros or nines after the point) with `Z`, an offset or neither. The digits are taken literally: converting
 * `2024-01-31T23:59:59.999Z` by a property's zone would make 1 February of it in Tokyo. Rule rooms A.2.2.
 * @throws InvalidDateError `form`, `time` or `range`.
 */
export function parseLocalDate(text: string): LocalDate {
  const match = typeof text === 'string' ? FORM.exec(text) : null;
  if (!match) throw new InvalidDateError('must be a calendar date such as 2026-01-31');
  const [, year, month, day, time] = match;
  const date = checkedDate(Number(year), Number(month), Number(day));
  if (time !== undefined && !EDGE_OF_DAY.test(time)) {
    throw new InvalidDateError('must be a calendar date: without a time, or with 00:00:00 or 23:59:59', 'time');
  }
  return date;
}

/** True if the text is a bare, real calendar date, `YYYY-MM-DD`. */
export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string' || text.length !== 10) return false;
  try {
    return parseLocalDate(text) === text;
  } catch {
    return false;
  }
}

/**
 * The date `days` (an integer, negative for back) calendar days later.
 * @throws InvalidDateError `range` beyond 1900..2200. @throws RangeError if `days` is not an integer.
 */
export function addDays(date: LocalDate, days: number): LocalDate {
  if (!Number.isSafeInteger(days)) throw new RangeError(`days must be an integer, not ${days}`);
  return fromDayNumber(dayNumber(date) + days);
}

/**
 * The same day so many months later (negative for back), or the month's last where it has no such day: 31 January plus one
 * month is 28 February, plus two 31 March.
 * @throws InvalidDateError `range` beyond 1900..2200.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const first = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(first / 12);
  const month = first - year * 12 + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return checkedDate(year, month, Math.min(Number(date.slice(8, 10)), last));
}

/** Calendar days from one date to another: 0 for the same date, negative backwards. The nights of a stay [from, to). */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * How many dates an inclusive range holds; 1 when both ends are the same date (Rule rooms A.2.1).
 * @throws InvalidDateError `range` if the range ends before it starts.
 */
export function countDays(from: LocalDate, to: LocalDate): number {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw new InvalidDateError(`the range ends on ${to}, before its start on ${from}`, 'range');
  return days;
}

/** Every date of an inclusive range, in order; nothing if the range ends before it starts. */
export function* eachDay(from: LocalDate, to: LocalDate): Generator<LocalDate, void, undefined> {
  const last = dayNumber(to);
  for (let day = dayNumber(from); day <= last; day++) yield fromDayNumber(day);
}

/** ISO weekday: 1 for Monday to 7 for Sunday. */
export function isoWeekday(date: LocalDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1; // 1970-01-01, day 0, was a Thursday
}

/** The date of a year, month (1..12) and day (1..31). @throws InvalidDateError `form` or `range`. */
export function checkedDate(year: number, month: number, day: number): LocalDate {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) {
    const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
    if (year >= FIRST_YEAR) throw new InvalidDateError(`${text} is not on the calendar`);
  }
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw new InvalidDateError(`the year must lie within ${FIRST_YEAR} and ${LAST_YEAR}`, 'range');
  }
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as LocalDate;
}

/** Days since 1970-01-01, counted on UTC's calendar, where every day has 24 hours whatever the server's zone. */
function dayNumber(date: LocalDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

function fromDayNumber(day: number): LocalDate {
  const at = new Date(day * DAY_MS);
  return checkedDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

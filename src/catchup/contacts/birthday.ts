import { addDays, daysBetween, isLocalDate, type LocalDate } from '../../platform/dates/index.js';

/** Month and day, MM-DD, and the year where it is known. */
export interface Birthday {
  year: number | null;
  monthDay: string;
}

/** Year under which a birthday without a year is kept: a leap year, so that it has a 29 February. */
const NO_YEAR = '0004';
const FORM = /^(?:(\d{4})|-)-(\d{2}-\d{2})$/;

/** A birthday as people send it: 1985-02-28, or --02-28 without its year. Undefined: the calendar has no such day. */
export function parseBirthday(text: string): Birthday | undefined {
  const [, year, monthDay] = FORM.exec(text) ?? [];
  if (!monthDay || !isLocalDate(`${year ?? '2000'}-${monthDay}`)) return undefined;
  return { year: year === undefined ? null : Number(year), monthDay };
}

export function formatBirthday({ year, monthDay }: Birthday): string {
  return `${year ?? '-'}-${monthDay}`;
}

/** As the column has it. */
export function storedBirthday({ year, monthDay }: Birthday): string {
  return `${year ?? NO_YEAR}-${monthDay}`;
}

export function readStoredBirthday(stored: string): Birthday {
  const [year, month, day] = stored.split('-') as [string, string, string];
  return { year: year === NO_YEAR ? null : Number(year), monthDay: `${month}-${day}` };
}

export interface NextBirthday {
  on: LocalDate;
  inDays: number;
  /** Null: the year is not known. */
  turns: number | null;
}

/**
 * The next birthday, today's included. One on 29 February is on 28 February in years without that day: in the month of the
 * birth, and never later than the day itself.
 */
export function nextBirthday(birthday: Birthday, day: LocalDate): NextBirthday {
  const thisYear = Number(day.slice(0, 4));
  const on = [thisYear, thisYear + 1].map((year) => inYear(birthday.monthDay, year)).find((date) => date >= day)!;
  const turns = birthday.year === null ? null : Number(on.slice(0, 4)) - birthday.year;
  return { on, inDays: daysBetween(day, on), turns: turns !== null && turns < 0 ? null : turns };
}

function inYear(monthDay: string, year: number): LocalDate {
  const date = `${year}-${monthDay}`;
  if (isLocalDate(date)) return date;
  return addDays(`${year}-03-01` as LocalDate, -1);
}

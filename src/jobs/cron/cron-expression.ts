import { CronExpressionParser } from 'cron-parser';

/** Thrown for a cron expression that this platform does not accept. The message names the field and is safe to show. */
export class InvalidCronError extends Error {
  override readonly name = 'InvalidCronError';
}

/** A parsed cron expression. Immutable; parse once, ask often. */
export interface Cron {
  /** As written, blanks normalised. */
  readonly expression: string;
  /** Sorted, without duplicates. */
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Membership, indexed by day of month 1..31, month 1..12, and weekday 0 (Sunday) .. 6. */
  readonly onDayOfMonth: readonly boolean[];
  readonly inMonth: readonly boolean[];
  readonly onWeekday: readonly boolean[];
  /** Vixie's OR: true when both day fields are restricted, so that a date matches by either. */
  readonly eitherDay: boolean;
  /** True if the hour field says "every so many hours" and not "at these hours"; see the DST policy in cron.ts. */
  readonly interval: boolean;
}

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const WEEKDAYS = 'sun|mon|tue|wed|thu|fri|sat';

interface Field {
  name: string;
  key: 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek';
  min: number;
  max: number;
  form: RegExp;
}
const FIELDS: readonly Field[] = [
  field('second', 'second', 0, 59),
  field('minute', 'minute', 0, 59),
  field('hour', 'hour', 0, 23),
  field('day-of-month', 'dayOfMonth', 1, 31),
  field('month', 'month', 1, 12, MONTHS),
  field('day-of-week', 'dayOfWeek', 0, 7, WEEKDAYS),
];

/**
 * Reads a cron expression: minute, hour, day of month, month, day of week, or six fields with seconds first. Each
 * field is a list of `*`, a value, `a-b`, and any of them with `/step`; months and weekdays also by their three-letter
 * English names; 7 is Sunday too; `?` in a day field is `*`. `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.
 *
 * Days follow Vixie cron: when both day fields are restricted, a date matches by either; when one of them begins with
 * `*` (or `?`), it must match both. `L`, `W`, `#`, `H` and steps wider than their field are refused.
 * @throws InvalidCronError
 */
export function parseCron(expression: string): Cron {
  if (typeof expression !== 'string') throw new InvalidCronError('a cron expression must be a text');
  const written = expression.trim().replace(/\s+/g, ' ');
  if (written.length === 0) throw new InvalidCronError('a cron expression must not be empty');
  if (written.length > 512) throw new InvalidCronError('a cron expression must have at most 512 characters');
  const fields = (written.startsWith('@') ? expandMacro(written) : written).split(' ');
  if (fields.length === 5) fields.unshift('0');
  if (fields.length !== 6) {
    throw new InvalidCronError(
      `${JSON.stringify(written)} must have five fields (minute hour day-of-month month day-of-week), or six with seconds first`,
    );
  }
  FIELDS.forEach((each, index) => checkField(each, fields[index] ?? ''));
  const parsed = parseFields(written, fields);
  const [, , hour = '', dayOfMonth = '', , dayOfWeek = ''] = fields;
  const hours = sorted(parsed.hour.values);
  return Object.freeze<Cron>({
    expression: written,
    seconds: sorted(parsed.second.values),
    minutes: sorted(parsed.minute.values),
    hours,
    onDayOfMonth: membership(parsed.dayOfMonth.values, 32),
    inMonth: membership(parsed.month.values, 13),
    onWeekday: membership(
      parsed.dayOfWeek.values.map((day) => Number(day) % 7),
      7,
    ),
    eitherDay: !/^[*?]/.test(dayOfMonth) && !/^[*?]/.test(dayOfWeek),
    interval: isIntervalHour(hour, hours),
  });
}

/** A star or `0-23`, stepped or not, or all 24 hours written out; not a step that leaves a single hour of the day. */
function isIntervalHour(hour: string, hours: readonly number[]): boolean {
  if (hours.length < 2) return false;
  return hours.length === 24 || hour.split(',').some((item) => /^(?:\*|0?0-23)(?:\/|$)/.test(item));
}

function field(name: string, key: Field['key'], min: number, max: number, names?: string): Field {
  const value = names ? `(?:\\d{1,2}|${names})` : '\\d{1,2}';
  const any = key === 'dayOfMonth' || key === 'dayOfWeek' ? '[*?]' : '\\*';
  return { name, key, min, max, form: new RegExp(`^(?:${any}|${value}(?:-${value})?)(?:/(\\d{1,2}))?$`, 'i') };
}

function checkField({ name, min, max, form }: Field, text: string): void {
  for (const item of text.split(',')) {
    const match = form.exec(item);
    const where = `${name} field ${JSON.stringify(text)}`;
    if (!match) throw new InvalidCronError(`${where}: ${JSON.stringify(item)} is not a value, a range or a step`);
    if (match[1] === undefined) continue;
    const step = Number(match[1]);
    if (step < 1) throw new InvalidCronError(`${where}: a step must be at least 1`);
    if (step > max - min) throw new InvalidCronError(`${where}: a step of ${step} is wider than ${min}-${max}`);
  }
}

function expandMacro(written: string): string {
  const meaning = Object.hasOwn(MACROS, written.toLowerCase()) ? MACROS[written.toLowerCase()] : undefined;
  if (meaning === undefined)
    throw new InvalidCronError(`${JSON.stringify(written)} is not one of ${Object.keys(MACROS).join(', ')}`);
  return meaning;
}

/**
 * The library only reads the fields; when they fire is decided in this folder. It is not given days and months together,
 * because it would refuse some of the dates that never come (30 February) and not others. Here all of them parse, and
 * `nextFiring` answers null.
 */
function parseFields(written: string, fields: readonly string[]) {
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  try {
    const { month: months } = CronExpressionParser.parse(`0 0 0 * ${month} *`).fields;
    const others = CronExpressionParser.parse(`${second} ${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`).fields;
    return {
      second: others.second,
      minute: others.minute,
      hour: others.hour,
      dayOfMonth: others.dayOfMonth,
      month: months,
      dayOfWeek: others.dayOfWeek,
    };
  } catch (error) {
    throw new InvalidCronError(`${JSON.stringify(written)}: ${(error as Error).message}`, { cause: error });
  }
}

function sorted(values: readonly (number | string)[]): readonly number[] {
  return Object.freeze([...new Set(values.map(Number))].sort((a, b) => a - b));
}

function membership(values: readonly (number | string)[], size: number): readonly boolean[] {
  const members = new Set(values.map(Number));
  return Object.freeze(Array.from({ length: size }, (_, index) => members.has(index)));
}

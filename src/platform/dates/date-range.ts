import { addDays, countDays, type LocalDate } from './local-date.js';
import { today } from './time-zone.js';

/** An inclusive range of calendar dates. */
export interface DateRange {
  from: LocalDate;
  to: LocalDate;
}

export interface DateBatch extends DateRange {
  /** Dates in the batch, both ends counted. */
  days: number;
}

/**
 * The dates kept open for sale: the property's local today and the days after it, `daysAhead` dates in all.
 * Rule rooms A.2.9: today .. today + daysAhead - 1.
 * @throws RangeError unless `daysAhead` is a positive integer. @throws InvalidTimeZoneError
 */
export function horizon(zone: string, instant: Date, daysAhead: number): DateRange {
  positiveInteger('daysAhead', daysAhead);
  const from = today(zone, instant);
  return { from, to: addDays(from, daysAhead - 1) };
}

/**
 * An inclusive range cut into consecutive batches of `size` dates, the last one shorter; no date twice, none left
 * out. Rule rooms A.2.6: a batch is [from, from + size - 1] and the next starts at from + size.
 * @throws InvalidDateError `range` if the range ends before it starts. @throws RangeError unless `size` is a positive integer.
 */
export function batches(from: LocalDate, to: LocalDate, size: number): DateBatch[] {
  positiveInteger('size', size);
  const result: DateBatch[] = [];
  const total = countDays(from, to);
  for (let done = 0; done < total; done += size) {
    const days = Math.min(size, total - done);
    const start = addDays(from, done);
    result.push({ from: start, to: addDays(start, days - 1), days });
  }
  return result;
}

function positiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a positive integer, not ${value}`);
}

import { ValidateBy } from 'class-validator';
import { addDays, isLocalDate, startOfDay, today, type LocalDate } from '../../platform/dates/index.js';
import { PermanentJobError } from './job-errors.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const isInstant = (text: string) => INSTANT.test(text) && !Number.isNaN(Date.parse(text));

/** An ISO 8601 instant, or a date `YYYY-MM-DD` that means the hotel's local date. */
export function IsAsOf(): PropertyDecorator {
  return ValidateBy({
    name: 'isAsOf',
    validator: {
      validate: (value: unknown) => isLocalDate(value) || (typeof value === 'string' && isInstant(value)),
      defaultMessage: () => 'asOf must be a date such as 2026-03-01 or an instant such as 2026-03-01T02:00:00Z',
    },
  });
}

/**
 * The instant a night job takes for now: what was asked for, or the slot it was meant for. A date means its last moment
 * at the hotel, or now if it is today.
 * @throws PermanentJobError AS_OF_AHEAD for what lies ahead: the night is not over, nobody is a no-show yet
 */
export function momentOf(asOf: string | undefined, timeZone: string, scheduledFor: Date): Date {
  if (asOf === undefined) return scheduledFor;
  const now = new Date();
  if (asOf === today(timeZone, now)) return now;
  const moment = isLocalDate(asOf) ? endOfDay(asOf, timeZone) : new Date(asOf);
  if (moment > now) throw new PermanentJobError('AS_OF_AHEAD', `${asOf} lies ahead`);
  return moment;
}

function endOfDay(date: LocalDate, timeZone: string): Date {
  return new Date(startOfDay(addDays(date, 1), timeZone).getTime() - 1);
}

import { InvalidDateError, isLocalDate, type LocalDate } from '../../platform/dates/index.js';
import { checkedDate } from '../../platform/dates/local-date.js';
import { divideHalfAwayFromZero, scaledInteger } from '../../platform/money/decimal.js';
import { currencyDigits, InvalidMoneyError } from '../../platform/money/index.js';
import type { Guarantee } from '../bookings/booking-row.js';

/** How the data set writes a value that is not there. */
const MISSING = ['', 'NA', 'NULL'];
/** Decimals a rate may have: programs that rewrite the file leave 17 of them. */
const RATE_DECIMALS = 20;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** The text of a field without the blanks around it; undefined for a missing value. */
export function present(field: string): string | undefined {
  const text = field.trim();
  return MISSING.includes(text) ? undefined : text;
}

/** A count of 0 or more (`2`, `2.0`), at most `max`; undefined for anything else. */
export function countOf(field: string, max: number): number | undefined {
  const match = /^(\d{1,9})(?:\.0{1,20})?$/.exec(field.trim());
  const count = Number(match?.[1]);
  return match && count <= max ? count : undefined;
}

/**
 * Average daily rate in major units as minor units of the currency, halves away from zero: 75.555 EUR is 7556. Undefined
 * for what is no plain decimal number.
 */
export function rateOf(field: string, currency: string): number | undefined {
  try {
    const scaled = scaledInteger(field.trim(), RATE_DECIMALS, 'adr');
    const minor = divideHalfAwayFromZero(scaled, 10n ** BigInt(RATE_DECIMALS - currencyDigits(currency)));
    // A rate below zero that rounds to zero still counts as negative.
    if (scaled < 0n) return Math.min(-1, Number(minor));
    return Number(minor);
  } catch (error) {
    if (error instanceof InvalidMoneyError) return undefined;
    throw error;
  }
}

/** A calendar date of year, English month name and day; undefined when there is no such date. */
export function dateOfParts(year: string, month: string, day: string): LocalDate | undefined {
  const index = MONTHS.indexOf(month.trim().toLowerCase());
  const [years, days] = [countOf(year, 9_999), countOf(day, 31)];
  if (index < 0 || years === undefined || days === undefined) return undefined;
  try {
    return checkedDate(years, index + 1, days);
  } catch (error) {
    if (error instanceof InvalidDateError) return undefined;
    throw error;
  }
}

/** A date `YYYY-MM-DD`. */
export function dateOfText(field: string): LocalDate | undefined {
  const text = field.trim();
  return isLocalDate(text) ? text : undefined;
}

/** Country as the data set has it, two or three letters; null for a missing value, and for one that is no country code. */
export function countryOf(field: string): string | null {
  const text = present(field)?.toUpperCase();
  return text && /^[A-Z]{2,3}$/.test(text) ? text : null;
}

const GUARANTEE: ReadonlyMap<string, Guarantee> = new Map([
  ['no deposit', 'none'],
  ['refundable', 'card'],
  ['non refund', 'prepaid'],
]);

export function guaranteeOf(deposit: string): Guarantee | undefined {
  return GUARANTEE.get(deposit.trim().toLowerCase());
}

const BY_SEGMENT: ReadonlyMap<string, string> = new Map([
  ['direct', 'direct'],
  ['corporate', 'corporate'],
  ['online ta', 'online-travel-agent'],
  ['offline ta/to', 'offline-travel-agent'],
  ['groups', 'groups'],
  ['complementary', 'complimentary'],
  ['aviation', 'aviation'],
]);
const BY_DISTRIBUTION: ReadonlyMap<string, string> = new Map([
  ['direct', 'direct'],
  ['corporate', 'corporate'],
  ['ta/to', 'travel-agent'],
]);

/** Channel of a booking: GDS where it was distributed by one, else by its market segment, else by its distribution. */
export function channelOf(segment: string, distribution: string): string {
  const by = distribution.trim().toLowerCase();
  if (by === 'gds') return 'gds';
  return BY_SEGMENT.get(segment.trim().toLowerCase()) ?? BY_DISTRIBUTION.get(by) ?? 'other';
}

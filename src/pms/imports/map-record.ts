import type { SourceRecord } from '../../platform/csv/csv-reader.js';
import { addDays, InvalidDateError, type LocalDate } from '../../platform/dates/index.js';
import { storableText } from '../../platform/database/storable-text.js';
import type { HistoricBooking } from '../bookings/booking-history.repository.js';
import { NO_PENALTY } from '../penalties/penalty.js';
import type { Column, Header } from './source-columns.js';
import * as read from './source-values.js';

export const REJECT_REASONS = [
  'BAD_CSV',
  'WRONG_FIELD_COUNT',
  'BAD_DATE',
  'BAD_NUMBER',
  'BAD_STATUS',
  'BAD_DEPOSIT',
  'NO_NIGHTS',
  'STAY_TOO_LONG',
  'NO_GUESTS',
  'NEGATIVE_RATE',
  'UNKNOWN_ROOM_TYPE',
  'FUTURE_STAY',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Reject {
  line: number;
  reason: RejectReason;
  /** For people: names the column and its value. */
  message: string;
}

export type { SourceRecord };

/** What an import needs besides the record. */
export interface ImportPlan {
  header: Header;
  /** Rows of other hotels are skipped. */
  sourceHotel: string;
  /** Room category of each room type of the file, and the one for types that are not named, if there is one. */
  categories: ReadonlyMap<string, number>;
  fallback: number | null;
  currency: string;
  /** The hotel's date when the import was asked for. */
  today: LocalDate;
  /** Booking's id (uuid) and code: always the same for the same line of the same import. */
  idOf(line: number): string;
  codeOf(line: number): string;
  /** Instant of a local time at the hotel, ISO 8601. */
  instant(date: LocalDate, time: string): string;
}

export type Mapped = { booking: HistoricBooking } | { reject: Reject } | 'skipped';

/** Longest stay, nights: the same as for sales. */
const MAX_NIGHTS = 366;
const MAX_GUESTS = 100;
/** Arrivals more than ten years after the booking are taken for errors of the file. */
const MAX_LEAD_DAYS = 3_660;
/** Minor units a night; a year of them is still counted exactly. */
const MAX_RATE_MINOR = 1_000_000_000_000;
/** The file has dates only; these are the hours assumed for such events. */
const MIDNIGHT = '00:00';
const CHECK_IN = '15:00';
const CHECK_OUT = '11:00';
const SHOWN_CHARS = 40;

class Refused extends Error {
  constructor(
    readonly reason: RejectReason,
    message: string,
  ) {
    super(message);
  }
}

/** Makes a booking of a record, or says why not. RULE: only the first error is reported, in the order below. */
export function mapRecord(record: SourceRecord, plan: ImportPlan): Mapped {
  const { line, fields } = record;
  const { width, at } = plan.header;
  if (fields.length !== width)
    return { reject: { line, reason: 'WRONG_FIELD_COUNT', message: `${fields.length} fields instead of ${width}` } };
  const field = (column: Column): string => fields[at[column]]!;
  if (field('hotel').trim() !== plan.sourceHotel) return 'skipped';
  try {
    return { booking: bookingOf(line, field, plan) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { reject: { line, reason: error.reason, message: error.message } };
  }
}

type Fields = (column: Column) => string;

function bookingOf(line: number, field: Fields, plan: ImportPlan): HistoricBooking {
  const count = (column: Column, max: number): number => {
    const value = read.countOf(field(column), max);
    if (value === undefined) throw wrong('BAD_NUMBER', field, column, `a whole number from 0 to ${max}`);
    return value;
  };
  // The data set itself has records without a number of children.
  const optional = (column: Column, max: number) => (read.present(field(column)) ? count(column, max) : 0);
  const nights = count('stays_in_weekend_nights', 9_999) + count('stays_in_week_nights', 9_999);
  const adults = count('adults', MAX_GUESTS);
  const children = optional('children', MAX_GUESTS) + optional('babies', MAX_GUESTS);
  if (children > MAX_GUESTS) throw wrong('BAD_NUMBER', field, 'children', `with babies at most ${MAX_GUESTS}`);
  const lead = count('lead_time', MAX_LEAD_DAYS);
  const arrival = arrivalOf(field);
  if (nights === 0) throw new Refused('NO_NIGHTS', 'The stay has no night');
  if (nights > MAX_NIGHTS) throw new Refused('STAY_TOO_LONG', `${nights} nights; ${MAX_NIGHTS} at most`);
  if (adults + children === 0) throw new Refused('NO_GUESTS', 'Neither adults nor children nor babies');
  const [departure, created] = [shifted(arrival, nights), shifted(arrival, -lead)];
  const price = priceOf(field, plan.currency);
  const guarantee = read.guaranteeOf(field('deposit_type'));
  if (!guarantee) throw wrong('BAD_DEPOSIT', field, 'deposit_type', 'No Deposit, Refundable or Non Refund');
  const code = plan.codeOf(line);
  return {
    id: plan.idOf(line),
    roomCategoryId: categoryOf(field, plan),
    code,
    arrival,
    departure,
    adults,
    children,
    guestName: `Guest ${code}`,
    guestCountry: read.countryOf(field('country')),
    channel: read.channelOf(field('market_segment'), field('distribution_channel')),
    guarantee,
    penalty: NO_PENALTY,
    nightPricesMinor: Array.from({ length: nights }, () => price),
    createdAt: plan.instant(created, MIDNIGHT),
    importLine: line,
    ...outcomeOf(field, plan, arrival, departure),
  };
}

type Outcome = Pick<HistoricBooking, 'status' | 'checkedInAt' | 'checkedOutAt' | 'cancelledAt'>;

/** How the stay ended. A departure that lies ahead must be sold like any other (POST /bookings), unless it was cancelled. */
function outcomeOf(field: Fields, plan: ImportPlan, arrival: LocalDate, departure: LocalDate): Outcome {
  const status = field('reservation_status').trim().toLowerCase();
  const cancelledFlag = read.countOf(field('is_canceled'), 1);
  if (!['check-out', 'canceled', 'no-show'].includes(status))
    throw wrong('BAD_STATUS', field, 'reservation_status', 'Check-Out, Canceled or No-Show');
  if (cancelledFlag !== (status === 'check-out' ? 0 : 1))
    throw wrong('BAD_STATUS', field, 'is_canceled', `${status === 'check-out' ? 0 : 1} beside its status`);
  const date = read.dateOfText(field('reservation_status_date'));
  if (!date || date > plan.today)
    throw wrong('BAD_DATE', field, 'reservation_status_date', 'a date such as 2016-05-31, not in the future');
  const none = { checkedInAt: null, checkedOutAt: null, cancelledAt: null };
  if (status === 'canceled') return { ...none, status: 'cancelled', cancelledAt: plan.instant(date, MIDNIGHT) };
  if (departure > plan.today)
    throw new Refused('FUTURE_STAY', `Departure on ${departure} lies ahead: sell it through POST /bookings`);
  if (status === 'no-show') return { ...none, status: 'no_show' };
  if (date < arrival) throw wrong('BAD_DATE', field, 'reservation_status_date', 'not before the arrival');
  return {
    status: 'checked_out',
    cancelledAt: null,
    checkedInAt: plan.instant(arrival, CHECK_IN),
    // A guest who leaves on the day of arrival must not leave before the check-in.
    checkedOutAt: plan.instant(date, date === arrival ? CHECK_IN : CHECK_OUT),
  };
}

function arrivalOf(field: Fields): LocalDate {
  const parts = [field('arrival_date_year'), field('arrival_date_month'), field('arrival_date_day_of_month')] as const;
  const arrival = read.dateOfParts(...parts);
  if (!arrival) throw new Refused('BAD_DATE', `There is no arrival date ${shown(parts.join(' '))}`);
  return arrival;
}

function priceOf(field: Fields, currency: string): number {
  const price = read.rateOf(field('adr'), currency);
  if (price === undefined || price > MAX_RATE_MINOR) throw wrong('BAD_NUMBER', field, 'adr', 'a decimal number');
  if (price < 0) throw wrong('NEGATIVE_RATE', field, 'adr', '0 or more');
  return price;
}

function categoryOf(field: Fields, plan: ImportPlan): number {
  const category = plan.categories.get(field('reserved_room_type').trim()) ?? plan.fallback;
  if (category === null) throw wrong('UNKNOWN_ROOM_TYPE', field, 'reserved_room_type', 'named in roomTypes');
  return category;
}

function shifted(date: LocalDate, days: number): LocalDate {
  try {
    return addDays(date, days);
  } catch (error) {
    if (error instanceof InvalidDateError) throw new Refused('BAD_DATE', `${days} days from ${date}: ${error.message}`);
    throw error;
  }
}

function wrong(reason: RejectReason, field: Fields, column: Column, wanted: string): Refused {
  return new Refused(reason, `${column} is ${shown(field(column))}; it must be ${wanted}`);
}

/** A value as it stands in the file, short, on one line, without what cannot be stored. */
function shown(value: string): string {
  const text = storableText(value, SHOWN_CHARS).replace(/\s+/g, ' ');
  return `"${text}${value.length > SHOWN_CHARS ? '…' : ''}"`;
}

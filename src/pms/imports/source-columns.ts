/** Columns of the public "hotel booking demand" data set, which users fetch themselves. */
export const COLUMNS = [
  'hotel',
  'is_canceled',
  'lead_time',
  'arrival_date_year',
  'arrival_date_month',
  'arrival_date_week_number',
  'arrival_date_day_of_month',
  'stays_in_weekend_nights',
  'stays_in_week_nights',
  'adults',
  'children',
  'babies',
  'meal',
  'country',
  'market_segment',
  'distribution_channel',
  'is_repeated_guest',
  'previous_cancellations',
  'previous_bookings_not_canceled',
  'reserved_room_type',
  'assigned_room_type',
  'booking_changes',
  'deposit_type',
  'agent',
  'company',
  'days_in_waiting_list',
  'customer_type',
  'adr',
  'required_car_parking_spaces',
  'total_of_special_requests',
  'reservation_status',
  'reservation_status_date',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Where each column stands in a record, and how many fields a record has. */
export interface Header {
  width: number;
  at: Readonly<Record<Column, number>>;
}

/** Names shown when a header is refused. */
const SHOWN = 5;

/**
 * Reads the first record: the columns in any order, others beside them. Answers a problem for people when it cannot be
 * used: a column is missing, or comes twice.
 */
export function readHeader(fields: readonly string[]): Header | { problem: string } {
  const names = fields.map((field) => field.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
    return { problem: `The header lacks ${missing.slice(0, SHOWN).join(', ')}${more}` };
  }
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice) return { problem: `The header names ${twice} twice` };
  const at = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
  return { width: names.length, at };
}

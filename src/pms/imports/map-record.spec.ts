import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { type ImportPlan, mapRecord } from './map-record.js';
import { type Column, COLUMNS, type Header, readHeader } from './source-columns.js';

const plan: ImportPlan = {
  header: readHeader(COLUMNS) as Header,
  sourceHotel: 'Resort Hotel',
  categories: new Map([['A', 11]]),
  fallback: null,
  currency: 'EUR',
  today: parseLocalDate('2020-01-01'),
  idOf: (line) => `id-${line}`,
  codeOf: (line) => `I7-${line}`,
  instant: (date, time) => `${date} ${time}`,
};

/** A record as in the data set, which has blanks behind some words. */
const ROW: Record<Column, string> = {
  hotel: 'Resort Hotel',
  is_canceled: '0',
  lead_time: '30',
  arrival_date_year: '2016',
  arrival_date_month: 'February',
  arrival_date_week_number: '10',
  arrival_date_day_of_month: '28',
  stays_in_weekend_nights: '1',
  stays_in_week_nights: '2',
  adults: '2',
  children: '1',
  babies: '1',
  meal: 'BB       ',
  country: 'PRT',
  market_segment: 'Online TA',
  distribution_channel: 'TA/TO',
  is_repeated_guest: '0',
  previous_cancellations: '0',
  previous_bookings_not_canceled: '0',
  reserved_room_type: 'A               ',
  assigned_room_type: 'C               ',
  booking_changes: '0',
  deposit_type: 'No Deposit     ',
  agent: 'NULL',
  company: 'NULL',
  days_in_waiting_list: '0',
  customer_type: 'Transient',
  adr: '75.555',
  required_car_parking_spaces: '0',
  total_of_special_requests: '0',
  reservation_status: 'Check-Out',
  reservation_status_date: '2016-03-02',
};
const map = (over: Partial<Record<Column, string>>, with_: Partial<ImportPlan> = {}) => {
  const fields = COLUMNS.map((column) => over[column] ?? ROW[column]);
  return mapRecord({ line: 5, fields }, { ...plan, ...with_ });
};
const booking = (over: Partial<Record<Column, string>>, with_?: Partial<ImportPlan>) => {
  const mapped = map(over, with_);
  if (mapped === 'skipped' || !('booking' in mapped)) throw new Error(JSON.stringify(mapped));
  return mapped.booking;
};
const CANCELLED = { is_canceled: '1', reservation_status: 'Canceled' };

describe('mapRecord', () => {
  it('makes a stay of a record, over a leap day', () => {
    expect(booking({})).toMatchObject({
      id: 'id-5',
      code: 'I7-5',
      importLine: 5,
      guestName: 'Guest I7-5',
      roomCategoryId: 11,
      status: 'checked_out',
      arrival: '2016-02-28',
      departure: '2016-03-02',
      adults: 2,
      children: 2,
      guestCountry: 'PRT',
      channel: 'online-travel-agent',
      guarantee: 'none',
      nightPricesMinor: [7556, 7556, 7556],
      createdAt: '2016-01-29 00:00',
      checkedInAt: '2016-02-28 15:00',
      checkedOutAt: '2016-03-02 11:00',
      cancelledAt: null,
    });
  });

  it.each<[Partial<Record<Column, string>>, object]>([
    [
      { ...CANCELLED, reservation_status_date: '2016-02-01' },
      { status: 'cancelled', cancelledAt: '2016-02-01 00:00', checkedInAt: null },
    ],
    [
      { is_canceled: '1', reservation_status: 'No-Show' },
      { status: 'no_show', cancelledAt: null, checkedInAt: null, checkedOutAt: null },
    ],
    [{ deposit_type: 'Refundable' }, { guarantee: 'card' }],
    [{ deposit_type: 'Non Refund' }, { guarantee: 'prepaid' }],
    [{ country: 'NULL' }, { guestCountry: null }],
    [{ country: 'cn' }, { guestCountry: 'CN' }],
    [{ country: '<script>' }, { guestCountry: null }],
    [
      { children: 'NA', babies: 'NULL' },
      { adults: 2, children: 0 },
    ],
    [
      { adults: '0', children: '2.0' },
      { adults: 0, children: 3 },
    ],
    [{ adr: '5400' }, { nightPricesMinor: [540000, 540000, 540000] }],
    [{ adr: '0' }, { nightPricesMinor: [0, 0, 0] }],
    [{ adr: '0.005' }, { nightPricesMinor: [1, 1, 1] }],
    [{ adr: '107.10000000000001' }, { nightPricesMinor: [10710, 10710, 10710] }],
    [{ distribution_channel: 'GDS' }, { channel: 'gds' }],
    [{ market_segment: 'Undefined', distribution_channel: 'TA/TO' }, { channel: 'travel-agent' }],
    [{ market_segment: 'constructor', distribution_channel: '__proto__' }, { channel: 'other' }],
    [{ reservation_status_date: '2016-02-28' }, { checkedOutAt: '2016-02-28 15:00' }],
    [{ agent: 'x\0y', company: '\ud83d' }, { status: 'checked_out' }],
  ])('%j is %j', (over, wanted) => {
    expect(booking(over)).toMatchObject(wanted);
  });

  it('rounds to what the currency has', () => {
    expect(booking({ adr: '75.5' }, { currency: 'JPY' }).nightPricesMinor[0]).toBe(76);
    expect(booking({ adr: '75.5555' }, { currency: 'KWD' }).nightPricesMinor[0]).toBe(75556);
  });

  it.each<[string, Partial<Record<Column, string>>]>([
    ['BAD_DATE', { arrival_date_day_of_month: '30' }],
    ['BAD_DATE', { arrival_date_month: 'Febuary' }],
    ['BAD_DATE', { arrival_date_year: '0016' }],
    ['BAD_DATE', { arrival_date_year: 'x' }],
    ['BAD_DATE', { reservation_status_date: '2016-02-30' }],
    ['BAD_DATE', { reservation_status_date: '2016-03-' }],
    ['BAD_DATE', { reservation_status_date: '2016-02-27' }],
    ['BAD_DATE', { reservation_status_date: '2031-01-01' }],
    ['BAD_DATE', { arrival_date_year: '1900', arrival_date_month: 'January', arrival_date_day_of_month: '1' }],
    ['BAD_NUMBER', { lead_time: 'soon' }],
    ['BAD_NUMBER', { lead_time: '-1' }],
    ['BAD_NUMBER', { lead_time: '99999' }],
    ['BAD_NUMBER', { adults: 'NA' }],
    ['BAD_NUMBER', { adults: '1.5' }],
    ['BAD_NUMBER', { adults: '101' }],
    ['BAD_NUMBER', { children: 'two' }],
    ['BAD_NUMBER', { children: '90', babies: '90' }],
    ['BAD_NUMBER', { stays_in_week_nights: '1e3' }],
    ['BAD_NUMBER', { adr: '1e3' }],
    ['BAD_NUMBER', { adr: 'NaN' }],
    ['BAD_NUMBER', { adr: '12,50' }],
    ['BAD_NUMBER', { adr: '9'.repeat(30) }],
    ['NEGATIVE_RATE', { adr: '-6.38' }],
    ['NEGATIVE_RATE', { adr: '-0.001' }],
    ['NO_NIGHTS', { stays_in_weekend_nights: '0', stays_in_week_nights: '0' }],
    ['STAY_TOO_LONG', { stays_in_weekend_nights: '367' }],
    ['NO_GUESTS', { adults: '0', children: 'NA', babies: '0' }],
    ['BAD_STATUS', { reservation_status: 'Checked' }],
    ['BAD_STATUS', { is_canceled: '1' }],
    ['BAD_STATUS', { is_canceled: 'yes' }],
    ['BAD_DEPOSIT', { deposit_type: 'constructor' }],
    ['UNKNOWN_ROOM_TYPE', { reserved_room_type: 'P' }],
  ])('%s: %j', (reason, over) => {
    expect(map(over)).toEqual({ reject: { line: 5, reason, message: expect.any(String) } });
  });

  it('a departure that lies ahead is sold, not imported, unless it was cancelled', () => {
    const ahead = { arrival_date_year: '2019', arrival_date_month: 'December', arrival_date_day_of_month: '30' };
    const status = { reservation_status_date: '2020-01-01' };
    expect(map({ ...ahead, ...status })).toMatchObject({ reject: { reason: 'FUTURE_STAY' } });
    expect(booking({ ...ahead, ...status, ...CANCELLED }).status).toBe('cancelled');
    // Leaves today.
    const leaving = { ...ahead, ...status, stays_in_weekend_nights: '0' };
    expect(booking(leaving).status).toBe('checked_out');
  });

  it('skips other hotels, and takes types without a name where there is a fallback', () => {
    expect(map({ hotel: 'City Hotel', adr: 'x' })).toBe('skipped');
    expect(booking({ reserved_room_type: 'P' }, { fallback: 12 }).roomCategoryId).toBe(12);
  });

  it('counts fields first, and shows values short and storable', () => {
    const fields = Object.values(ROW);
    for (const wrong of [fields.slice(1), [...fields, 'x']])
      expect(mapRecord({ line: 9, fields: wrong }, plan)).toMatchObject({
        reject: { line: 9, reason: 'WRONG_FIELD_COUNT' },
      });
    const mapped = map({ adr: `\0${'x\n'.repeat(5_000)}` }) as { reject: { message: string } };
    expect(mapped.reject.message).not.toMatch(/[\0\n]/);
    expect(mapped.reject.message.length).toBeLessThan(120);
  });
});

describe('readHeader', () => {
  it('takes any order and columns beside', () => {
    const header = readHeader(['note', ...COLUMNS.toReversed()]) as Header;
    expect(header.width).toBe(33);
    expect(header.at.hotel).toBe(32);
  });

  it.each<[readonly string[], RegExp]>([
    [COLUMNS.slice(1), /lacks hotel$/],
    [['a', 'b'], /lacks hotel, is_canceled.* and 27 more/],
    [[...COLUMNS, 'adr'], /adr twice/],
  ])('refuses %j', (fields, words) => {
    expect((readHeader(fields) as { problem: string }).problem).toMatch(words);
  });
});

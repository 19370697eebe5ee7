import { COLUMNS } from '../../src/pms/imports/source-columns.js';

export const HEADER = COLUMNS.join(',');

/** One record of a made-up file, and what must become of it. */
export interface MadeRow {
  text: string;
  /** imported, skipped, or the reason it is rejected for. */
  outcome: string;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** The same numbers for the same seed, 0 to below 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Fields = Record<(typeof COLUMNS)[number], string>;

/** A record in the shape of the data set. */
export function fieldsOf(next: () => number, over: Partial<Fields> = {}): Fields {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  const whole = (below: number) => String(Math.floor(next() * below));
  const status = pick(['Check-Out', 'Check-Out', 'Check-Out', 'Canceled', 'No-Show']);
  return {
    hotel: 'Resort Hotel',
    is_canceled: status === 'Check-Out' ? '0' : '1',
    lead_time: whole(400),
    arrival_date_year: pick(['2015', '2016']),
    arrival_date_month: pick(MONTHS),
    arrival_date_week_number: whole(53),
    arrival_date_day_of_month: String(1 + Math.floor(next() * 28)),
    stays_in_weekend_nights: whole(3),
    stays_in_week_nights: String(1 + Math.floor(next() * 4)),
    adults: String(1 + Math.floor(next() * 2)),
    children: pick(['0', '1', 'NA']),
    babies: '0',
    meal: pick(['BB       ', 'SC', 'Undefined']),
    country: pick(['PRT', 'GBR', 'CN', 'NULL']),
    market_segment: pick(['Online TA', 'Direct', 'Groups', 'Undefined']),
    distribution_channel: pick(['TA/TO', 'Direct', 'GDS']),
    is_repeated_guest: '0',
    previous_cancellations: '0',
    previous_bookings_not_canceled: '0',
    reserved_room_type: pick(['A               ', 'B']),
    assigned_room_type: 'A',
    booking_changes: '0',
    deposit_type: pick(['No Deposit     ', 'Non Refund', 'Refundable']),
    agent: pick(['NULL', '240']),
    company: 'NULL',
    days_in_waiting_list: '0',
    customer_type: 'Transient',
    adr: (next() * 200).toFixed(2),
    required_car_parking_spaces: '0',
    total_of_special_requests: '0',
    reservation_status: status,
    reservation_status_date: '2017-09-14',
    ...over,
  };
}

const textOf = (fields: Fields) => COLUMNS.map((column) => fields[column]).join(',');

/** What the world does to such a file. */
const HOSTILE: ((next: () => number) => MadeRow)[] = [
  (next) => bad('NO_NIGHTS', next, { stays_in_weekend_nights: '0', stays_in_week_nights: '0' }),
  (next) => bad('BAD_DATE', next, { arrival_date_month: 'February', arrival_date_day_of_month: '30' }),
  (next) => bad('BAD_DATE', next, { arrival_date_month: '' }),
  (next) => bad('BAD_DATE', next, { reservation_status_date: '14/09/2017' }),
  (next) => bad('BAD_NUMBER', next, { adults: 'two' }),
  (next) => bad('BAD_NUMBER', next, { lead_time: '7\u0000' }),
  (next) => bad('NEGATIVE_RATE', next, { adr: '-6.38' }),
  (next) => bad('NO_GUESTS', next, { adults: '0', children: 'NA' }),
  (next) => bad('BAD_STATUS', next, { reservation_status: 'Ghost' }),
  (next) => bad('STAY_TOO_LONG', next, { stays_in_week_nights: '9999' }),
  (next) => bad('UNKNOWN_ROOM_TYPE', next, { reserved_room_type: 'P' }),
  (next) => bad('FUTURE_STAY', next, { ...STAYED, arrival_date_year: '2199' }),
  (next) => ({ text: `${textOf(fieldsOf(next))},more`, outcome: 'WRONG_FIELD_COUNT' }),
  () => ({ text: 'Resort Hotel,0,"cut\r\nshort"', outcome: 'WRONG_FIELD_COUNT' }),
  (next) => bad('skipped', next, { hotel: 'City Hotel', adr: 'x' }),
  (next) => bad('imported', next, { agent: '"a ""quoted""\n\r\nagent, Ltd"', company: 'N\u0000L' }),
  (next) => bad('imported', next, { adr: '5400' }),
  (next) => bad('imported', next, { country: '"=cmd()"' }),
];
const STAYED: Partial<Fields> = { reservation_status: 'Check-Out', is_canceled: '0' };

function bad(outcome: string, next: () => number, over: Partial<Fields>): MadeRow {
  return { text: textOf(fieldsOf(next, over)), outcome };
}

/** So many rows from a seed, a share of them hostile. */
export function madeRows(seed: number, count: number, hostileShare: number): MadeRow[] {
  const next = random(seed);
  return Array.from({ length: count }, () =>
    next() < hostileShare
      ? HOSTILE[Math.floor(next() * HOSTILE.length)]!(next)
      : { text: textOf(fieldsOf(next)), outcome: 'imported' },
  );
}

export function fileOf(rows: readonly MadeRow[], { bom = '', end = '\n', header = HEADER } = {}): string {
  return bom + [header, ...rows.map(({ text }) => text)].join(end) + end;
}

/** Counts as the import tells them. */
export function countsOf(rows: readonly MadeRow[]) {
  const by: Record<string, number> = {};
  for (const { outcome } of rows) by[outcome] = (by[outcome] ?? 0) + 1;
  const { imported = 0, skipped = 0, ...rejectedByReason } = by;
  return { read: rows.length, imported, skipped, rejected: rows.length - imported - skipped, rejectedByReason };
}

/** Line and reason of each rejected row. */
export function rejectsOf(rows: readonly MadeRow[], end = '\n'): [number, string][] {
  let line = 2;
  const rejects: [number, string][] = [];
  for (const { text, outcome } of rows) {
    if (outcome !== 'imported' && outcome !== 'skipped') rejects.push([line, outcome]);
    line += `${text}${end}`.split('\n').length - 1;
  }
  return rejects;
}

import { Injectable } from '@nestjs/common';
import { containing } from '../../platform/database/like-pattern.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { BOOKING, type BookingRow, type BookingStatus } from './booking-row.js';

export type NewBooking = Pick<
  BookingRow,
  | 'id'
  | 'hotelId'
  | 'roomCategoryId'
  | 'groupId'
  | 'code'
  | 'status'
  | 'arrival'
  | 'departure'
  | 'adults'
  | 'children'
  | 'childAges'
  | 'cityTaxExempt'
  | 'guestName'
  | 'guestEmail'
  | 'guestCountry'
  | 'channel'
  | 'channelReference'
  | 'guarantee'
  | 'penalty'
  | 'currency'
  | 'nightPricesMinor'
  | 'notes'
> & { createdBy: string | null };

export interface BookingFilter {
  hotelId?: number;
  roomCategoryId?: number;
  status?: BookingStatus;
  /** Neither cancelled ones nor no-shows. */
  standing?: boolean;
  groupId?: string;
  /** First and last date of arrival. */
  arrivalFrom?: LocalDate;
  arrivalTo?: LocalDate;
  /** First and last date of departure. */
  departureFrom?: LocalDate;
  departureTo?: LocalDate;
  /** Bookings whose guests stay, or are to stay, on a night from this date .. */
  stayDate?: LocalDate;
  /** .. to this one; without it on that night. */
  stayTo?: LocalDate;
  /** Part of the guest's name, the code or the channel's reference, case-insensitive. */
  search?: string;
}

/** The fields of a booking that may change once it exists. */
export type BookingChange = Partial<
  Pick<
    BookingRow,
    | 'arrival'
    | 'departure'
    | 'adults'
    | 'children'
    | 'childAges'
    | 'cityTaxExempt'
    | 'guestName'
    | 'guestEmail'
    | 'guestCountry'
    | 'guarantee'
    | 'nightPricesMinor'
    | 'noService'
    | 'doNotDisturb'
    | 'notes'
  >
>;

const COLUMN_OF: Record<keyof BookingChange, string> = {
  arrival: 'arrival',
  departure: 'departure',
  adults: 'adults',
  children: 'children',
  childAges: 'child_ages',
  cityTaxExempt: 'city_tax_exempt',
  guestName: 'guest_name',
  guestEmail: 'guest_email',
  guestCountry: 'guest_country',
  guarantee: 'guarantee',
  nightPricesMinor: 'night_prices_minor',
  noService: 'no_service',
  doNotDisturb: 'do_not_disturb',
  notes: 'notes',
};

@Injectable()
export class BookingsRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(b: NewBooking): Promise<BookingRow> {
    const row = await this.db.first<BookingRow>(
      `INSERT INTO booking AS b (tenant_id, id, hotel_id, category_id, group_id, code, status, arrival, departure, adults,
         children, guest_name, guest_email, guest_country, channel, channel_reference, guarantee, penalty, currency,
         night_prices_minor, notes, created_by, total_minor, child_ages, city_tax_exempt, expected_since)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
         $16, $17::jsonb, $18, $19, $20, $21, (SELECT sum(price) FROM unnest($19::bigint[]) AS price), $22, $23, now())
       RETURNING ${BOOKING}`,
      [
        b.id,
        b.hotelId,
        b.roomCategoryId,
        b.groupId,
        b.code,
        b.status,
        b.arrival,
        b.departure,
        b.adults,
        b.children,
        b.guestName,
        b.guestEmail,
        b.guestCountry,
        b.channel,
        b.channelReference,
        b.guarantee,
        JSON.stringify(b.penalty),
        b.currency,
        b.nightPricesMinor,
        b.notes,
        b.createdBy,
        b.childAges,
        b.cityTaxExempt,
      ],
    );
    return row!;
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<BookingRow> {
    const row = await this.db.first<BookingRow>(`SELECT ${BOOKING} FROM booking b WHERE b.id = $1`, [id]);
    if (!row) throw notFound('Booking');
    return row;
  }

  /** Holds the booking until the transaction ends. @throws AppError NOT_FOUND */
  async lock(id: string): Promise<BookingRow> {
    const row = await this.db.first<BookingRow>(`SELECT ${BOOKING} FROM booking b WHERE b.id = $1 FOR NO KEY UPDATE`, [
      id,
    ]);
    if (!row) throw notFound('Booking');
    return row;
  }

  /** The hotel's booking of a channel's number, whatever has become of it. */
  ofChannel(hotelId: number, channel: string, reference: string): Promise<BookingRow | undefined> {
    return this.db.first(
      `SELECT ${BOOKING} FROM booking b
       WHERE b.hotel_id = $1 AND lower(b.channel) = lower($2) AND b.channel_reference = $3`,
      [hotelId, channel, reference],
    );
  }

  /** Newest arrival first. */
  async page(filter: BookingFilter, limit: number, offset: number): Promise<{ bookings: BookingRow[]; total: number }> {
    const where = `($1::int IS NULL OR b.hotel_id = $1) AND ($2::text IS NULL OR b.status = $2)
      AND ($3::uuid IS NULL OR b.group_id = $3) AND ($4::date IS NULL OR b.arrival >= $4)
      AND ($5::date IS NULL OR b.arrival <= $5) AND ($6::date IS NULL OR (b.arrival <= $7 AND b.departure > $6))
      AND ($8::text IS NULL OR concat_ws(' ', b.guest_name, b.code, b.channel_reference) ILIKE $8)
      AND ($9::int IS NULL OR b.category_id = $9) AND ($10::date IS NULL OR b.departure >= $10)
      AND ($11::date IS NULL OR b.departure <= $11) AND (NOT $12::boolean OR b.status NOT IN ('cancelled', 'no_show'))`;
    const values = [
      filter.hotelId ?? null,
      filter.status ?? null,
      filter.groupId ?? null,
      filter.arrivalFrom ?? null,
      filter.arrivalTo ?? null,
      filter.stayDate ?? null,
      filter.stayTo ?? filter.stayDate ?? null,
      filter.search === undefined ? null : containing(filter.search),
      filter.roomCategoryId ?? null,
      filter.departureFrom ?? null,
      filter.departureTo ?? null,
      filter.standing ?? false,
    ];
    const bookings = await this.db.rows<BookingRow>(
      `SELECT ${BOOKING} FROM booking b WHERE ${where} ORDER BY b.arrival DESC, b.id LIMIT $13 OFFSET $14`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM booking b WHERE ${where}`,
      values,
    );
    return { bookings, total: count!.total };
  }

  /** Takes the booking from one of these statuses to another; undefined when it is in none of them. */
  move(
    id: string,
    from: readonly BookingStatus[],
    to: BookingStatus,
    stamps: { cancelReason?: string | null; cancelledBy?: string | null } = {},
  ): Promise<BookingRow | undefined> {
    return this.db.first(
      `UPDATE booking AS b SET status = $3, version = version + 1,
         checked_in_at = CASE WHEN $3 = 'checked_in' THEN now() ELSE checked_in_at END,
         checked_out_at = CASE WHEN $3 = 'checked_out' THEN now() WHEN $3 = 'checked_in' THEN NULL ELSE checked_out_at END,
         cancelled_by = CASE WHEN $3 = 'cancelled' THEN $5::uuid WHEN $3 IN ('confirmed', 'tentative') THEN NULL ELSE cancelled_by END,
         cancelled_at = CASE WHEN $3 = 'cancelled' THEN now() WHEN $3 IN ('confirmed', 'tentative') THEN NULL ELSE cancelled_at END,
         cancel_reason = CASE WHEN $3 = 'cancelled' THEN $4 WHEN $3 IN ('confirmed', 'tentative') THEN NULL ELSE cancel_reason END,
         cancelled_from = CASE WHEN $3 = 'cancelled' THEN status END,
         expected_since = CASE WHEN $3 = 'confirmed' THEN now() ELSE expected_since END
       WHERE b.id = $1 AND b.status = ANY($2::text[]) RETURNING ${BOOKING}`,
      [id, from, to, stamps.cancelReason ?? null, stamps.cancelledBy ?? null],
    );
  }

  /** Notes the business date on which the guest came. */
  async arrived(id: string, date: LocalDate): Promise<void> {
    await this.db.rows('UPDATE booking SET arrived_on = $2 WHERE id = $1', [id, date]);
  }

  /** Notes the business date on which the guest left. */
  async departed(id: string, date: LocalDate): Promise<void> {
    await this.db.rows('UPDATE booking SET departed_on = $2 WHERE id = $1', [id, date]);
  }

  /** From now on the guest is expected otherwise than before: on another date, or with another guarantee. */
  async expectedAnew(id: string): Promise<void> {
    await this.db.rows('UPDATE booking SET expected_since = now() WHERE id = $1', [id]);
  }

  async change(id: string, change: BookingChange): Promise<BookingRow> {
    const given = (Object.keys(COLUMN_OF) as (keyof BookingChange)[]).filter((key) => change[key] !== undefined);
    const sets = given.map((key, index) => `${COLUMN_OF[key]} = $${index + 2}`);
    const prices = given.indexOf('nightPricesMinor');
    if (prices >= 0) sets.push(`total_minor = (SELECT sum(price) FROM unnest($${prices + 2}::bigint[]) AS price)`);
    const row = await this.db.first<BookingRow>(
      `UPDATE booking AS b SET ${[...sets, 'version = version + 1'].join(', ')} WHERE b.id = $1 RETURNING ${BOOKING}`,
      [id, ...given.map((key) => change[key])],
    );
    return row!;
  }

  /** Notes what the cancellation cost, or, with nulls, that it no longer stands. */
  async noteCancelFee(
    id: string,
    fee: Pick<BookingRow, 'cancelFeeMinor' | 'cancelFeeLineId' | 'cancelFeeWaived'>,
  ): Promise<BookingRow> {
    const row = await this.db.first<BookingRow>(
      `UPDATE booking AS b SET cancel_fee_minor = $2, cancel_fee_line_id = $3, cancel_fee_waived = $4
       WHERE b.id = $1 RETURNING ${BOOKING}`,
      [id, fee.cancelFeeMinor, fee.cancelFeeLineId, fee.cancelFeeWaived],
    );
    return row!;
  }
}

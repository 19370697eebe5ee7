import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** Room of a booking b: that of the night of $2, else the last it had. */
export const ROOM = `(SELECT r.number FROM room_assignment a JOIN room r ON r.id = a.room_id
  WHERE a.reservation_id = b.id AND a.kind = 'stay' AND a.cancelled_at IS NULL
  ORDER BY (a.during @> $2::date) DESC, upper(a.during) DESC LIMIT 1)`;

/** A guest as a person recognises one. */
export interface Named {
  booking: string;
  guest: string;
  room: string | null;
}

export interface NamedStay extends Named {
  category: string;
  arrival: LocalDate;
  departure: LocalDate;
  guarantee: string;
  totalMinor: number;
  /** Held: neither given back nor applied. */
  depositMinor: number;
}

export interface NoShowRow extends Named {
  outcome: 'NO_SHOW' | 'RELEASED';
  feeMinor: number;
  nightsFreed: number;
  /** The guest came after all, and the fee was taken back. */
  cameAfterAll: boolean;
}

/** A booking that a checklist names, with the way to it. */
export interface NamedBooking {
  id: string;
  code: string;
  guestName: string;
  room: string | null;
}

/** Who the figures of a business date are about. */
@Injectable()
export class PeopleOfDayRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Bookings of a hotel by their codes. */
  named(hotelId: number, date: LocalDate, codes: readonly string[]): Promise<NamedStay[]> {
    if (codes.length === 0) return Promise.resolve([]);
    return this.db.rows(
      `SELECT b.code AS booking, b.guest_name AS guest, ${ROOM} AS room, c.code AS category, b.arrival, b.departure,
         b.guarantee, b.total_minor AS "totalMinor",
         coalesce((SELECT sum(d.amount_minor) FROM folio f JOIN folio_deposit d ON d.folio_id = f.id WHERE f.booking_id = b.id), 0)::bigint
           AS "depositMinor"
       FROM booking b JOIN room_category c ON c.id = b.category_id WHERE b.hotel_id = $1 AND b.code = ANY($3::text[])`,
      [hotelId, date, codes],
    );
  }

  /** Whose bookings these codes are. */
  ofCodes(hotelId: number, date: LocalDate, codes: readonly string[]): Promise<NamedBooking[]> {
    if (codes.length === 0) return Promise.resolve([]);
    return this.db.rows(
      `SELECT b.id, b.code, b.guest_name AS "guestName", ${ROOM} AS room
       FROM booking b WHERE b.hotel_id = $1 AND b.code = ANY($3::text[])`,
      [hotelId, date, codes],
    );
  }

  /** Guests who came on the business date; by room. */
  arrived(hotelId: number, date: LocalDate): Promise<Named[]> {
    return this.stays(`status IN ('checked_in', 'checked_out') AND coalesce(arrived_on, arrival) = $2`, hotelId, date);
  }

  /** Guests who left on the business date; by room. */
  departed(hotelId: number, date: LocalDate): Promise<Named[]> {
    return this.stays(`status = 'checked_out' AND coalesce(departed_on, departure) = $2`, hotelId, date);
  }

  /** Who did not come, by the records of the business date. */
  noShows(hotelId: number, date: LocalDate): Promise<NoShowRow[]> {
    return this.db.rows(
      `SELECT b.code AS booking, b.guest_name AS guest, ${ROOM} AS room, r.outcome, r.penalty_minor AS "feeMinor",
         cardinality(r.released_nights)::int AS "nightsFreed", r.reversed_at IS NOT NULL AS "cameAfterAll"
       FROM no_show_record r JOIN booking b ON b.id = r.booking_id
       WHERE r.hotel_id = $1 AND r.business_date = $2 ORDER BY b.code`,
      [hotelId, date],
    );
  }

  private stays(where: string, hotelId: number, date: LocalDate): Promise<Named[]> {
    return this.db.rows(
      `SELECT * FROM (SELECT b.code AS booking, b.guest_name AS guest, ${ROOM} AS room FROM booking b
         WHERE b.hotel_id = $1 AND ${where}) s
       ORDER BY room IS NULL, length(room), room, booking`,
      [hotelId, date],
    );
  }
}

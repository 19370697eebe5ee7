import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { BookingBefore } from '../stay-steps/stay-steps.repository.js';

export interface Occupant {
  roomId: number;
  room: string;
  bookingId: string;
  code: string;
}

export interface RoomOfStay {
  roomId: number;
  room: string;
  roomCategoryId: number;
  /** Half-open. */
  from: LocalDate;
  until: LocalDate;
}

/** Reads and writes of room moves, and of steps that are taken back. */
@Injectable()
export class StaysRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Which room each night of the booking was, is, or is to be. */
  rooms(bookingId: string): Promise<RoomOfStay[]> {
    return this.db.rows(
      `SELECT r.id AS "roomId", r.number AS room, r.category_id AS "roomCategoryId", lower(a.during) AS "from",
         upper(a.during) AS until
       FROM room_assignment a JOIN room r ON r.id = a.room_id
       WHERE a.reservation_id = $1 AND a.kind = 'stay' AND a.cancelled_at IS NULL ORDER BY lower(a.during)`,
      [bookingId],
    );
  }

  /** Guests in the house who are in one of these rooms now, other than of these bookings: they may have overstayed. */
  occupants(roomIds: readonly number[], date: LocalDate, except: readonly string[]): Promise<Occupant[]> {
    return this.db.rows(
      `SELECT r.id AS "roomId", r.number AS room, b.id AS "bookingId", b.code
       FROM room_assignment a JOIN booking b ON b.id = a.reservation_id AND b.status = 'checked_in' JOIN room r ON r.id = a.room_id
       WHERE a.room_id = ANY($1::int[]) AND a.kind = 'stay' AND a.cancelled_at IS NULL AND lower(a.during) <= $2
         AND b.id <> ALL($3::uuid[])
         AND NOT EXISTS (SELECT FROM room_assignment l WHERE l.reservation_id = a.reservation_id AND l.kind = 'stay'
           AND l.cancelled_at IS NULL AND lower(l.during) > lower(a.during) AND lower(l.during) <= $2)
       ORDER BY r.id`,
      [roomIds, date, except],
    );
  }

  /** Rooms of a category that are free on [from, until) and empty now, the most presentable first. */
  async freeRooms(
    categoryId: number,
    stay: { from: LocalDate; until: LocalDate },
    options: { inspectedOnly: boolean; except: number },
  ): Promise<number[]> {
    const rows = await this.db.rows<{ id: number }>(
      `SELECT r.id FROM room r LEFT JOIN room_state s ON s.room_id = r.id
       WHERE r.category_id = $1 AND r.id <> $4 AND r.in_service @> daterange($2, $3)
         AND NOT EXISTS (SELECT FROM room_assignment a WHERE a.room_id = r.id AND a.cancelled_at IS NULL
           AND a.during && daterange($2, $3))
         AND (NOT $5 OR s.condition = 'inspected')
       ORDER BY array_position(ARRAY['inspected', 'clean', 'dirty'], coalesce(s.condition, 'clean')), length(r.number), r.number`,
      [categoryId, stay.from, stay.until, options.except, options.inspectedOnly],
    );
    const ids = rows.map(({ id }) => id);
    const taken = new Set((await this.occupants(ids, stay.from, [])).map(({ roomId }) => roomId));
    return ids.filter((id) => !taken.has(id));
  }

  /** Prices of nights from a date on; the booking's total follows. Nights that were charged keep theirs. */
  async reprice(bookingId: string, from: LocalDate, pricesMinor: readonly number[]): Promise<void> {
    await this.db.rows(
      `WITH given AS (
         SELECT $2::date + (g.ord - 1)::int AS date, g.price FROM unnest($3::bigint[]) WITH ORDINALITY AS g(price, ord)
       ), changed AS (
         UPDATE reservation_night n SET price_minor = g.price FROM given g
         WHERE n.reservation_id = $1 AND n.stay_date = g.date AND NOT EXISTS (
           SELECT FROM folio f JOIN folio_line l ON l.folio_id = f.id
           WHERE f.booking_id = $1 AND l.source_key = 'night:' || g.date)
         RETURNING n.stay_date, n.price_minor
       ), priced AS (
         SELECT b.id, array_agg(coalesce(c.price_minor, p.price) ORDER BY p.ord) AS prices
         FROM booking b CROSS JOIN LATERAL unnest(b.night_prices_minor) WITH ORDINALITY AS p(price, ord)
         LEFT JOIN changed c ON c.stay_date = b.arrival + (p.ord - 1)::int
         WHERE b.id = $1 GROUP BY b.id
       )
       UPDATE booking b SET night_prices_minor = p.prices, total_minor = (SELECT sum(price) FROM unnest(p.prices) AS price)
       FROM priced p WHERE b.id = $1 AND b.id = p.id`,
      [bookingId, from, pricesMinor],
    );
  }

  /** Numbers of invoices issued to the booking since an instant that credit notes have not taken back wholly. */
  async invoicesSince(bookingId: string, since: Date): Promise<string[]> {
    const rows = await this.db.rows<{ number: string }>(
      `SELECT i.text_number AS number FROM folio f JOIN invoice i ON i.folio_id = f.id
       WHERE f.booking_id = $1 AND i.kind = 'invoice' AND i.issued_at >= $2
         AND i.gross_minor + (SELECT coalesce(sum(c.gross_minor), 0) FROM invoice c WHERE c.corrects_invoice_id = i.id) <> 0
       ORDER BY 1`,
      [bookingId, since],
    );
    return rows.map(({ number }) => number);
  }

  /** Deposits that a step has turned into payments, by the transaction's time that both carry. */
  depositsUsedBy(stepId: number): Promise<{ window: number; amountMinor: number }[]> {
    return this.db.rows(
      `SELECT p.window_number AS "window", p.amount_minor AS "amountMinor"
       FROM stay_step s JOIN folio f ON f.booking_id = s.booking_id JOIN folio_payment p ON p.folio_id = f.id
         AND p.created_at = s.done_at AND p.method = 'deposit'
       WHERE s.id = $1 ORDER BY p.id`,
      [stepId],
    );
  }

  /** Puts status, dates and prices back, those of the nights as well; the guest has not come, or has not left. */
  async restore(bookingId: string, before: Pick<BookingBefore, 'status' | 'departure' | 'nightPricesMinor'>) {
    await this.db.rows(
      `WITH priced AS (
         UPDATE reservation_night n SET price_minor = p.price
         FROM booking b CROSS JOIN LATERAL unnest($4::bigint[]) WITH ORDINALITY AS p(price, ord)
         WHERE b.id = $1 AND n.reservation_id = b.id AND n.stay_date = b.arrival + (p.ord - 1)::int AND n.price_minor <> p.price
       )
       UPDATE booking SET status = $2, departure = $3, night_prices_minor = $4::bigint[],
         total_minor = (SELECT sum(price) FROM unnest($4::bigint[]) AS price), version = version + 1, checked_out_at = NULL,
         departed_on = NULL, arrived_on = CASE WHEN $2 = 'checked_in' THEN arrived_on END,
         checked_in_at = CASE WHEN $2 = 'checked_in' THEN checked_in_at END,
         expected_since = CASE WHEN $2 = 'confirmed' THEN now() ELSE expected_since END
       WHERE id = $1`,
      [bookingId, before.status, before.departure, before.nightPricesMinor],
    );
  }

  /** Rooms that are still as the guest left them look as they did before. */
  async restoreStates(states: BookingBefore['states']): Promise<void> {
    await this.db.rows(
      `UPDATE room_state s SET condition = g.condition, cleaned_on = g."cleanedOn", changed_at = now()
       FROM jsonb_to_recordset($1::jsonb) AS g ("roomId" int, condition text, "cleanedOn" date)
       WHERE s.room_id = g."roomId" AND s.condition = 'dirty'`,
      [JSON.stringify(states)],
    );
  }
}

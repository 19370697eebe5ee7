import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { ReservationNight } from '../../rooms/index.js';

export const STEP_KINDS = ['check_in', 'check_out', 'move'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A booking as it was before a step. */
export interface BookingBefore {
  bookingId: string;
  hotelId: number;
  status: 'confirmed' | 'no_show' | 'checked_in';
  arrival: LocalDate;
  departure: LocalDate;
  nightPricesMinor: number[];
  nights: ReservationNight[];
  /** Half-open. */
  rooms: { roomId: number; from: LocalDate; until: LocalDate }[];
  states: { roomId: number; condition: 'dirty' | 'clean' | 'inspected'; cleanedOn: LocalDate | null }[];
}

export interface StayStepRow {
  id: number;
  bookingId: string;
  kind: StepKind;
  businessDate: LocalDate;
  before: BookingBefore;
  lineIds: number[];
  reason: string | null;
  doneBy: string | null;
  doneAt: Date;
  undoneAt: Date | null;
  undoneBy: string | null;
  undoReason: string | null;
}

const STEP = `s.id, s.booking_id AS "bookingId", s.kind, s.business_date AS "businessDate", s.before,
  s.line_ids::float8[] AS "lineIds", s.reason, s.done_by AS "doneBy", s.done_at AS "doneAt", s.undone_at AS "undoneAt",
  s.undone_by AS "undoneBy", s.undo_reason AS "undoReason"`;

@Injectable()
export class StayStepsRepository {
  constructor(private readonly db: TenantDatabase) {}

  async snapshot(bookingId: string): Promise<BookingBefore> {
    return (await this.db.first<{ before: BookingBefore }>(SNAPSHOT, [bookingId]))!.before;
  }

  /** The lines are those that the open transaction has posted to the booking's folio: they carry its time. */
  async insert(step: {
    kind: StepKind;
    businessDate: LocalDate;
    before: BookingBefore;
    reason: string | null;
    doneBy: string | null;
  }): Promise<void> {
    const { kind, businessDate, before, reason, doneBy } = step;
    await this.db.rows(
      `INSERT INTO stay_step (tenant_id, hotel_id, booking_id, kind, business_date, before, reason, done_by, line_ids)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5::jsonb, $6, $7, coalesce((
         SELECT array_agg(l.id ORDER BY l.id) FROM folio f JOIN folio_line l ON l.folio_id = f.id
         WHERE f.booking_id = $2 AND l.created_at = now()), '{}'))`,
      [before.hotelId, before.bookingId, kind, businessDate, JSON.stringify(before), reason, doneBy],
    );
  }

  /** All steps of a booking, latest first, also those that were taken back. */
  ofBooking(bookingId: string): Promise<StayStepRow[]> {
    return this.db.rows(`SELECT ${STEP} FROM stay_step s WHERE s.booking_id = $1 ORDER BY s.id DESC`, [bookingId]);
  }

  async undone(ids: readonly number[], reason: string, userId: string | null): Promise<void> {
    await this.db.rows(
      `UPDATE stay_step SET undone_at = now(), undone_by = $3, undo_reason = $2 WHERE id = ANY($1::bigint[])`,
      [ids, reason, userId],
    );
  }
}

const SNAPSHOT = `
  WITH rooms AS (
    SELECT a.room_id, lower(a.during) AS "from", upper(a.during) AS until FROM room_assignment a
    WHERE a.reservation_id = $1 AND a.kind = 'stay' AND a.cancelled_at IS NULL
  )
  SELECT jsonb_build_object(
    'bookingId', b.id, 'hotelId', b.hotel_id, 'status', b.status, 'arrival', b.arrival, 'departure', b.departure,
    'nightPricesMinor', to_jsonb(b.night_prices_minor),
    'nights', coalesce((
      SELECT jsonb_agg(jsonb_build_object('date', n.stay_date, 'categoryId', n.category_id, 'soldCategoryId',
        n.sold_category_id, 'quantity', n.quantity, 'priceMinor', n.price_minor) ORDER BY n.stay_date)
      FROM reservation_night n WHERE n.reservation_id = b.id), '[]'),
    'rooms', coalesce((
      SELECT jsonb_agg(jsonb_build_object('roomId', room_id, 'from', "from", 'until', until) ORDER BY "from") FROM rooms), '[]'),
    'states', coalesce((
      SELECT jsonb_agg(jsonb_build_object('roomId', r.room_id, 'condition', coalesce(s.condition, 'clean'), 'cleanedOn',
        s.cleaned_on) ORDER BY r.room_id)
      FROM (SELECT DISTINCT room_id FROM rooms) r LEFT JOIN room_state s ON s.room_id = r.room_id), '[]')) AS before
  FROM booking b WHERE b.id = $1`;

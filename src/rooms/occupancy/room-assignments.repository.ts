import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { FreedNights, type FreedSpan } from './freed-nights.js';
import type { RoomOccupancy } from './room-occupancy.js';

export type ClosureKind = 'OOO' | 'OOS' | 'OOI' | 'HOUSE';

export interface AssignmentRow {
  id: number;
  roomId: number;
  kind: 'stay' | 'closure';
  reservationId: string | null;
  closureKind: ClosureKind | null;
  reason: string | null;
  /** Half-open. */
  from: LocalDate;
  until: LocalDate;
}

const COLUMNS = `id, room_id AS "roomId", kind, reservation_id AS "reservationId", closure_kind AS "closureKind", reason,
  lower(during) AS "from", upper(during) AS "until"`;

/** Which room is taken when, by a guest or a closure. */
@Injectable()
export class RoomAssignmentsRepository {
  constructor(
    private readonly db: TenantDatabase,
    private readonly freed: FreedNights,
  ) {}

  /** Fails on room_assignment_overlap when the room is taken. */
  async insert(a: Omit<AssignmentRow, 'id'> & { createdBy: string | null }): Promise<AssignmentRow> {
    const row = await this.db.first<AssignmentRow>(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, closure_kind, reason, during, created_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, daterange($6, $7), $8) RETURNING ${COLUMNS}`,
      [a.roomId, a.kind, a.reservationId, a.closureKind, a.reason, a.from, a.until, a.createdBy],
    );
    return row!;
  }

  /** Stays and closures of the room on [from, until), by date. */
  overlapping(roomId: number, from: LocalDate, until: LocalDate): Promise<AssignmentRow[]> {
    return this.db.rows(
      `SELECT ${COLUMNS} FROM room_assignment
       WHERE room_id = $1 AND cancelled_at IS NULL AND during && daterange($2, $3) ORDER BY lower(during)`,
      [roomId, from, until],
    );
  }

  /** Rooms of a reservation, by date. */
  ofReservation(reservationId: string): Promise<AssignmentRow[]> {
    return this.db.rows(
      `SELECT ${COLUMNS} FROM room_assignment WHERE reservation_id = $1 AND kind = 'stay' AND cancelled_at IS NULL
       ORDER BY lower(during)`,
      [reservationId],
    );
  }

  /** The category's rooms by number with the nights of [from, until) on which they cannot be given. */
  occupancy(categoryId: number, from: LocalDate, until: LocalDate): Promise<RoomOccupancy[]> {
    return this.db.rows(
      `SELECT r.id AS "roomId", r.number, COALESCE((
         SELECT json_agg(json_build_object('from', lower(b.span), 'until', upper(b.span)))
         FROM (
           SELECT a.during * daterange($2, $3) AS span FROM room_assignment a
           WHERE a.room_id = r.id AND a.cancelled_at IS NULL AND a.during && daterange($2, $3)
           UNION ALL
           SELECT unnest(datemultirange(daterange($2, $3)) - datemultirange(r.in_service))
         ) b), '[]') AS busy
       FROM room r WHERE r.category_id = $1 ORDER BY length(r.number), r.number`,
      [categoryId, from, until],
    );
  }

  /**
   * Where guests are: of each guest of the hotel who is checked in the room that was last to be theirs by this date, also when
   * the stay was to end before; a guest who is between two rooms is in none. Reads the bookings' table, because who is in the
   * house is the bookings' to say.
   */
  inHouse(hotelId: number, date: LocalDate): Promise<{ roomId: number; reservationId: string }[]> {
    return this.db.rows(
      `SELECT "roomId", "reservationId" FROM (
         SELECT DISTINCT ON (b.id) a.room_id AS "roomId", b.id AS "reservationId", upper(a.during) AS until, b.departure
         FROM booking b JOIN room_assignment a ON a.tenant_id = b.tenant_id AND a.reservation_id = b.id
         WHERE b.hotel_id = $1 AND b.status = 'checked_in' AND a.kind = 'stay' AND a.cancelled_at IS NULL
           AND lower(a.during) <= $2
         ORDER BY b.id, lower(a.during) DESC) last
       WHERE until > $2 OR until >= departure`,
      [hotelId, date],
    );
  }

  /** Reservations whose nights the category has sold on these dates and which have no room there yet, latest first, of each date so many. */
  withoutRoom(
    categoryId: number,
    dates: readonly LocalDate[],
    most: number,
  ): Promise<{ date: LocalDate; reservationId: string }[]> {
    return this.db.rows(
      `SELECT d.date, n.reservation_id AS "reservationId" FROM unnest($2::date[]) AS d(date)
       CROSS JOIN LATERAL (
         SELECT n.reservation_id FROM reservation_night n
         WHERE n.sold_category_id = $1 AND n.stay_date = d.date
           AND NOT EXISTS (SELECT FROM room_assignment a
             WHERE a.tenant_id = n.tenant_id AND a.reservation_id = n.reservation_id AND a.kind = 'stay'
               AND a.cancelled_at IS NULL AND a.during @> d.date)
         ORDER BY n.reservation_id DESC LIMIT $3) n
       ORDER BY d.date, n.reservation_id DESC`,
      [categoryId, dates, most],
    );
  }

  /** Takes the room from all stays on [from, until); what lies outside stays assigned. */
  async takeAway(roomId: number, from: LocalDate, until: LocalDate): Promise<void> {
    const cut = await this.db.rows<FreedSpan>(
      `WITH cut AS (
         UPDATE room_assignment SET cancelled_at = now()
         WHERE room_id = $1 AND kind = 'stay' AND cancelled_at IS NULL AND during && daterange($2, $3)
         RETURNING tenant_id, room_id, reservation_id, during, created_by),
       kept AS (
         INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during, created_by)
         SELECT tenant_id, room_id, 'stay', reservation_id,
           unnest(datemultirange(during) - datemultirange(daterange($2, $3))), created_by FROM cut)
       SELECT room_id AS "roomId", lower(during * daterange($2, $3)) AS "from", upper(during * daterange($2, $3)) AS "until"
       FROM cut`,
      [roomId, from, until],
    );
    await this.freed.price(cut);
  }

  /** Open closures of a room, by date. */
  closures(roomId: number): Promise<AssignmentRow[]> {
    return this.db.rows(
      `SELECT ${COLUMNS} FROM room_assignment WHERE room_id = $1 AND kind = 'closure' AND cancelled_at IS NULL
       ORDER BY lower(during)`,
      [roomId],
    );
  }

  cancelClosure(roomId: number, id: number): Promise<AssignmentRow | undefined> {
    return this.db.first(
      `UPDATE room_assignment SET cancelled_at = now()
       WHERE id = $2 AND room_id = $1 AND kind = 'closure' AND cancelled_at IS NULL RETURNING ${COLUMNS}`,
      [roomId, id],
    );
  }

  /** Frees the reservation's rooms on [from, until), null for an open end; what lies outside stays assigned. */
  async free(reservationId: string, from: LocalDate | null, until: LocalDate | null): Promise<void> {
    const hit = `reservation_id = $1 AND kind = 'stay' AND during && daterange($2, $3)`;
    const parameters = [reservationId, from, until];
    const cut = await this.db.rows<FreedSpan & { id: number }>(
      `UPDATE room_assignment SET cancelled_at = now() WHERE ${hit} AND cancelled_at IS NULL
       RETURNING id, room_id AS "roomId", lower(during * daterange($2, $3)) AS "from", upper(during * daterange($2, $3)) AS "until"`,
      parameters,
    );
    if (cut.length === 0) return;
    await this.db.rows(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during, created_by)
       SELECT tenant_id, room_id, kind, reservation_id,
         unnest(datemultirange(during) - datemultirange(daterange($2, $3))), created_by
       FROM room_assignment WHERE ${hit} AND id = ANY($4::int[])`,
      [...parameters, cut.map((row) => row.id)],
    );
    await this.freed.price(cut);
  }

  /** Frees the rooms of many reservations, each from a date on; nights before it stay assigned. */
  async freeMany(releases: readonly { reservationId: string; from: LocalDate }[]): Promise<void> {
    const cut = await this.db.rows<FreedSpan>(
      `WITH g AS (SELECT * FROM unnest($1::uuid[], $2::date[]) AS g(reservation_id, from_date)),
       cut AS (
         UPDATE room_assignment a SET cancelled_at = now() FROM g
         WHERE a.reservation_id = ANY($1::uuid[]) AND a.reservation_id = g.reservation_id AND a.kind = 'stay' AND a.cancelled_at IS NULL
           AND upper(a.during) > g.from_date
         RETURNING a.tenant_id, a.room_id, a.reservation_id, a.during, a.created_by, g.from_date),
       kept AS (
         INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during, created_by)
         SELECT tenant_id, room_id, 'stay', reservation_id, daterange(lower(during), from_date), created_by
         FROM cut WHERE lower(during) < from_date)
       SELECT room_id AS "roomId", greatest(lower(during), from_date) AS "from", upper(during) AS "until" FROM cut`,
      [releases.map(({ reservationId }) => reservationId), releases.map(({ from }) => from)],
    );
    await this.freed.price(cut);
  }
}

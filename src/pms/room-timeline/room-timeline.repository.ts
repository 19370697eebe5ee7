import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange } from '../../platform/dates/index.js';
import type { NightsWithoutRoom, TimelineRoom, TimelineSpan } from './room-timeline.dto.js';

/** Stays without a room that are named. */
const NAMED = 500;
/** Longest stay, nights: an earlier arrival cannot reach into the window. */
const LONGEST = 366;

const BOOKING = `json_build_object('id', b.id, 'code', b.code, 'guestName', b.guest_name, 'status', b.status,
  'arrival', b.arrival, 'departure', b.departure)`;

/** Which room is taken by whom, read for all rooms of a page with one statement. */
@Injectable()
export class RoomTimelineRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Rooms that are in service on a night of the window, by number. */
  async rooms(
    hotelId: number,
    { from, to }: DateRange,
    limit: number,
    offset: number,
  ): Promise<{ rooms: Omit<TimelineRoom, 'spans'>[]; total: number }> {
    const which = `hotel_id = $1 AND in_service && daterange($2, $3, '[]')`;
    const rooms = await this.db.rows<Omit<TimelineRoom, 'spans'>>(
      `SELECT id AS "roomId", number AS room, category_id AS "roomCategoryId", lower(in_service) AS "inServiceFrom",
         upper(in_service) AS "retiredFrom"
       FROM room WHERE ${which} ORDER BY length(number), number LIMIT $4 OFFSET $5`,
      [hotelId, from, to, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(`SELECT count(*)::int AS total FROM room WHERE ${which}`, [
      hotelId,
      from,
      to,
    ]);
    return { rooms, total: count!.total };
  }

  /** Stays and closures of these rooms that touch the window, by room and date. */
  spans(roomIds: readonly number[], { from, to }: DateRange): Promise<(TimelineSpan & { roomId: number })[]> {
    return this.db.rows(
      `SELECT a.room_id AS "roomId", lower(a.during) AS "from", upper(a.during) AS until,
         CASE WHEN a.kind = 'stay' THEN ${BOOKING} END AS booking,
         CASE WHEN a.kind = 'closure' THEN json_build_object('id', a.id, 'kind', a.closure_kind, 'reason', a.reason,
           'workOrder', CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'work', o.title) END) END AS closure
       FROM room_assignment a
       LEFT JOIN booking b ON b.id = a.reservation_id
       LEFT JOIN work_order o ON o.closure_id = a.id AND o.state IN ('open', 'in_progress')
       WHERE a.room_id = ANY($1::int[]) AND a.cancelled_at IS NULL AND a.during && daterange($2, $3, '[]')
         AND (a.kind = 'closure' OR b.id IS NOT NULL)
       ORDER BY a.room_id, lower(a.during)`,
      [roomIds, from, to],
    );
  }

  /** Nights of the window that are booked and have no room yet, by date. */
  async withoutRoom(
    hotelId: number,
    { from, to }: DateRange,
  ): Promise<{ withoutRoom: NightsWithoutRoom[]; withoutRoomTotal: number }> {
    const rows = await this.db.rows<NightsWithoutRoom & { total: number }>(
      `WITH stay AS (
         SELECT b.*, datemultirange(daterange(b.arrival, b.departure)) - coalesce((
           SELECT range_agg(a.during) FROM room_assignment a
           WHERE a.tenant_id = b.tenant_id AND a.reservation_id = b.id AND a.kind = 'stay' AND a.cancelled_at IS NULL),
           '{}'::datemultirange) AS roomless
         FROM booking b
         WHERE b.hotel_id = $1 AND b.arrival BETWEEN $2::date - ${LONGEST} AND $3 AND b.departure > $2
           AND b.status IN ('tentative', 'confirmed', 'checked_in'))
       SELECT b.category_id AS "roomCategoryId", lower(n.span) AS "from", upper(n.span) AS until, ${BOOKING} AS booking,
         (count(*) OVER ())::int AS total
       FROM stay b CROSS JOIN LATERAL unnest(b.roomless) AS n(span)
       WHERE n.span && daterange($2, $3, '[]')
       ORDER BY lower(n.span), b.code LIMIT ${NAMED}`,
      [hotelId, from, to],
    );
    return {
      withoutRoom: rows.map(({ total: _, ...row }) => row),
      withoutRoomTotal: rows[0]?.total ?? 0,
    };
  }
}

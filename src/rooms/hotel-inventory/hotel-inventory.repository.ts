import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange, LocalDate } from '../../platform/dates/index.js';
import { LEFT_TO_SELL } from '../room-nights/inventory-days.repository.js';
import { takenNights } from '../room-nights/room-nights.repository.js';

/** One category on one date: what was opened, or null counters where nothing was. */
export interface HotelInventoryRow {
  categoryId: number;
  date: LocalDate;
  /** Rooms in service on the date. */
  expected: number;
  /** Of them, how many have the night. */
  existing: number;
  /** Lowest of those that nobody has been given; null without any. */
  priceMinor: number | null;
  /** Null: no row of the inventory. */
  capacity: number | null;
  /** False: the row has settings only. */
  opened: boolean;
  closed: number;
  sold: number;
  available: number;
  overbookingLimit: number;
  stopSell: boolean;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  minStay: number | null;
  maxStay: number | null;
  minStayThrough: number | null;
  /** What is left to sell, overbooking included and no more than the hotel has; null where nothing is opened. */
  left: number | null;
}

/** Rooms of a hotel are counted by their spans of service, of which a category has few, and not room by room and date. */
const DAYS = `
  WITH category AS MATERIALIZED (SELECT id FROM room_category WHERE hotel_id = $1),
  day AS MATERIALIZED (SELECT $2::date + i AS date FROM generate_series(0, $3::date - $2::date) i),
  span AS (
    SELECT category_id, in_service, count(*) AS rooms FROM room
    WHERE hotel_id = $1 AND in_service && daterange($2, $3, '[]') GROUP BY 1, 2),
  expected AS MATERIALIZED (
    SELECT s.category_id, d.date, sum(s.rooms)::int AS rooms FROM span s JOIN day d ON s.in_service @> d.date GROUP BY 1, 2),
  taken AS MATERIALIZED (${takenNights('r.hotel_id = $1', '$2', '$3')}),
  present AS MATERIALIZED (
    SELECT r.category_id, n.stay_date AS date, count(*)::int AS nights,
      min(n.price_minor) FILTER (WHERE t.room_id IS NULL) AS price
    FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3
    LEFT JOIN taken t ON t.room_id = n.room_id AND t.date = n.stay_date
    WHERE r.hotel_id = $1 AND r.in_service @> n.stay_date GROUP BY 1, 2),
  opened AS MATERIALIZED (
    SELECT i.*, CASE WHEN i.opened THEN greatest(0, least(${LEFT_TO_SELL},
        sum(${LEFT_TO_SELL}) FILTER (WHERE i.opened) OVER (PARTITION BY i.stay_date)))::int END AS left_to_sell
    FROM category c JOIN inventory_day i ON i.category_id = c.id AND i.stay_date BETWEEN $2 AND $3)
  SELECT c.id AS "categoryId", d.date, coalesce(e.rooms, 0) AS expected, coalesce(p.nights, 0) AS existing,
    p.price AS "priceMinor", o.capacity, o.ooo AS closed, o.sold, o.available, o.overbook_limit AS "overbookingLimit",
    o.stop_sell AS "stopSell", o.cta AS "closedToArrival", o.ctd AS "closedToDeparture", o.min_los AS "minStay",
    o.max_los AS "maxStay", o.min_los_through AS "minStayThrough", o.opened, o.left_to_sell AS "left"
  FROM category c CROSS JOIN day d
  LEFT JOIN expected e ON e.category_id = c.id AND e.date = d.date
  LEFT JOIN present p ON p.category_id = c.id AND p.date = d.date
  LEFT JOIN opened o ON o.category_id = c.id AND o.stay_date = d.date
  WHERE o.capacity IS NOT NULL OR e.rooms > 0
  ORDER BY c.id, d.date`;

/** The inventory of all categories of a hotel with one statement. */
@Injectable()
export class HotelInventoryRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** The last date of each of these categories that was opened. */
  async lastOpened(categoryIds: readonly number[]): Promise<Map<number, LocalDate>> {
    const rows = await this.db.rows<{ id: number; last: LocalDate }>(
      `SELECT c.id, l.stay_date AS last FROM unnest($1::int[]) AS c(id) CROSS JOIN LATERAL (
         SELECT stay_date FROM inventory_day WHERE category_id = c.id AND opened ORDER BY stay_date DESC LIMIT 1) l`,
      [categoryIds],
    );
    return new Map(rows.map(({ id, last }) => [id, last]));
  }

  /** Dates from..to (inclusive) that are open or on which a room is in service, by category and date. */
  days(hotelId: number, { from, to }: DateRange): Promise<HotelInventoryRow[]> {
    return this.db.rows(DAYS, [hotelId, from, to]);
  }
}

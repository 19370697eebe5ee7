import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** What a category has on a date, and has sold. */
export interface AvailabilityRow {
  roomCategoryId: number;
  date: LocalDate;
  physical: number;
  outOfOrder: number;
  outOfService: number;
  sold: number;
  tentative: number;
  /** physical - out of order - sold; may be negative. */
  available: number;
  /** Percent with two decimals, as a decimal string; null when no room is in order. */
  occupancyPct: string | null;
  computedAt: Date;
}

export interface Recorded {
  rows: number;
  inserted: number;
  /** Rooms of the hotel on the first date. */
  rooms: number;
  /** Sold and in order over all dates. */
  sold: number;
  inOrder: number;
}

export interface DriftRow {
  roomCategoryId: number;
  /** Code of the category. */
  category: string;
  date: LocalDate;
  counted: number;
  actual: number;
}

@Injectable()
export class AvailabilityRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** What every category of the hotel has and has sold at this moment, dates from..to included, with one statement. */
  now(hotelId: number, from: LocalDate, to: LocalDate): Promise<AvailabilityRow[]> {
    return this.db.rows(
      `WITH ${COUNTED} SELECT category_id AS "roomCategoryId", stay_date AS date, physical::int, ooo::int AS "outOfOrder",
         oos::int AS "outOfService", sold::int, tentative::int, (physical - ooo - sold)::int AS available,
         occupancy_pct AS "occupancyPct", now() AS "computedAt"
       FROM counted ORDER BY stay_date, category_id`,
      [hotelId, from, to],
    );
  }

  /** Keeps the same as snapshots, in place of those that are there. */
  async record(hotelId: number, from: LocalDate, to: LocalDate): Promise<Recorded> {
    return (await this.db.first<Recorded>(RECORD, [hotelId, from, to]))!;
  }

  /**
   * Days whose counter does not say what the reservations add up to. One statement sees a sale's nights and its count
   * together or not at all, so a sale under way is no drift.
   */
  drift(hotelId: number, from: LocalDate, to: LocalDate): Promise<DriftRow[]> {
    return this.db.rows(
      `SELECT i.category_id AS "roomCategoryId", c.code AS category, i.stay_date AS date, i.sold AS counted, coalesce(n.sold, 0)::int AS actual
       FROM inventory_day i JOIN room_category c ON c.id = i.category_id
       LEFT JOIN (${SOLD}) n ON n.category_id = i.category_id AND n.stay_date = i.stay_date
       WHERE c.hotel_id = $1 AND i.stay_date BETWEEN $2 AND $3 AND i.sold <> coalesce(n.sold, 0)
       ORDER BY 1, 3`,
      [hotelId, from, to],
    );
  }

  /** What was kept of dates. */
  snapshots(hotelId: number, from: LocalDate, to: LocalDate): Promise<AvailabilityRow[]> {
    return this.db.rows(
      `SELECT s.category_id AS "roomCategoryId", s.stay_date AS date, s.physical, s.ooo AS "outOfOrder",
         s.oos AS "outOfService", s.sold, s.tentative, s.available, s.occupancy_pct AS "occupancyPct",
         s.computed_at AS "computedAt"
       FROM availability_snapshot s JOIN room_category c ON c.id = s.category_id
       WHERE c.hotel_id = $1 AND s.stay_date BETWEEN $2 AND $3 ORDER BY s.stay_date, s.category_id`,
      [hotelId, from, to],
    );
  }
}

/** Nights of definite reservations: half-open stays, counted where the guest sleeps. */
const SOLD = `
  SELECT n.sold_category_id AS category_id, n.stay_date, sum(n.quantity) AS sold
  FROM room_category k JOIN reservation_night n ON n.sold_category_id = k.id
  WHERE k.hotel_id = $1 AND n.stay_date BETWEEN $2 AND $3 GROUP BY 1, 2`;

/**
 * `counted`: every category and date. Sold counts nights of definite reservations, tentative ones are counted separately; OOO,
 * OOI and HOUSE deduct, OOS does not. (rules pms B.2, B16)
 */
const COUNTED = `
  category AS (SELECT id, tenant_id FROM room_category WHERE hotel_id = $1),
  day AS (SELECT d::date AS stay_date FROM generate_series($2::date, $3::date, '1 day') AS d),
  -- By itself: closures are few, and who looks for those of each day looks for days times rooms.
  closure AS MATERIALIZED (
    SELECT r.id, r.category_id, a.closure_kind, a.during * r.in_service AS during
    FROM room r JOIN room_assignment a ON a.room_id = r.id
    WHERE r.hotel_id = $1 AND a.kind = 'closure' AND a.cancelled_at IS NULL AND a.during && daterange($2, $3, '[]')
  ), rooms AS (
    SELECT r.category_id, d.stay_date, count(*) AS physical FROM room r JOIN day d ON r.in_service @> d.stay_date
    WHERE r.hotel_id = $1 GROUP BY 1, 2
  ), closed AS (
    SELECT c.category_id, d.stay_date,
      count(DISTINCT c.id) FILTER (WHERE c.closure_kind <> 'OOS') AS ooo,
      count(DISTINCT c.id) FILTER (WHERE c.closure_kind = 'OOS') AS oos
    FROM closure c JOIN day d ON d.stay_date <@ c.during GROUP BY 1, 2
  ), sold AS (${SOLD}),
  tentative AS (
    SELECT b.category_id, d.stay_date, count(*) AS rooms FROM booking b
    JOIN day d ON d.stay_date >= b.arrival AND d.stay_date < b.departure
    WHERE b.hotel_id = $1 AND b.status = 'tentative' GROUP BY 1, 2
  ), counted AS (
    SELECT c.tenant_id, c.id AS category_id, d.stay_date, coalesce(r.physical, 0) AS physical, coalesce(x.ooo, 0) AS ooo,
      coalesce(x.oos, 0) AS oos, coalesce(n.sold, 0) AS sold, coalesce(t.rooms, 0) AS tentative,
      round(100.0 * coalesce(n.sold, 0) / nullif(coalesce(r.physical, 0) - coalesce(x.ooo, 0), 0), 2) AS occupancy_pct
    FROM category c CROSS JOIN day d
    LEFT JOIN rooms r ON r.category_id = c.id AND r.stay_date = d.stay_date
    LEFT JOIN closed x ON x.category_id = c.id AND x.stay_date = d.stay_date
    LEFT JOIN sold n ON n.category_id = c.id AND n.stay_date = d.stay_date
    LEFT JOIN tentative t ON t.category_id = c.id AND t.stay_date = d.stay_date
  )`;

const RECORD = `
  WITH ${COUNTED}, written AS (
    INSERT INTO availability_snapshot AS s (tenant_id, category_id, stay_date, physical, ooo, oos, sold, tentative,
      occupancy_pct, computed_at)
    SELECT tenant_id, category_id, stay_date, physical, ooo, oos, sold, tentative, occupancy_pct, now()
    FROM counted ORDER BY category_id, stay_date
    ON CONFLICT (category_id, stay_date) DO UPDATE SET physical = excluded.physical, ooo = excluded.ooo,
      oos = excluded.oos, sold = excluded.sold, tentative = excluded.tentative, occupancy_pct = excluded.occupancy_pct,
      computed_at = excluded.computed_at
    RETURNING (xmax = 0) AS inserted, stay_date, physical, ooo, sold)
  SELECT count(*)::int AS rows, count(*) FILTER (WHERE inserted)::int AS inserted,
    coalesce(sum(physical) FILTER (WHERE stay_date = $2), 0)::int AS rooms, coalesce(sum(sold), 0)::int AS sold,
    coalesce(sum(physical - ooo), 0)::int AS "inOrder"
  FROM written`;

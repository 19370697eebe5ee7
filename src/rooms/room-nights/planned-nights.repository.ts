import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { NightPrice, PriceSource } from '../pricing/price-calendar.js';

/** What a generation would do on one date, in room nights. */
export interface PlannedDay {
  date: LocalDate;
  /** Rooms in service. */
  expected: number;
  /** Of them, how many have the night. */
  existing: number;
  repriced: number;
  /** Lowest and highest present price of the nights that get another one, minor units; null without any. */
  lowestMinor: number | null;
  highestMinor: number | null;
  /** Nights with another price that keep it, because they have a guest or people set it; 0 unless prices are to change. */
  kept: number;
  /** Nights removed because their room is not in service. */
  closed: number;
  /** Nights of rooms not in service that have a guest: they stay. */
  retired: number;
  /** Whether more is sold than there will be to sell. */
  oversold: boolean;
}

/** Nights with a guest are looked up once for the range: asking for each night of a year would take ten times as long. */
const PLAN = `
  WITH plan AS MATERIALIZED (
    SELECT * FROM unnest($2::date[], $3::bigint[], $4::price_source[]) AS p(date, price, source)),
  span AS (
    SELECT in_service, count(*) AS rooms FROM room
    WHERE category_id = $1 AND in_service && daterange($6, $7, '[]') GROUP BY 1),
  expected AS MATERIALIZED (
    SELECT p.date, sum(s.rooms)::int AS rooms FROM plan p JOIN span s ON s.in_service @> p.date GROUP BY 1),
  taken AS MATERIALIZED (
    SELECT a.room_id, greatest(lower(a.during), $6::date) + d AS date
    FROM room r JOIN room_assignment a ON a.room_id = r.id AND a.during && daterange($6, $7, '[]')
      AND a.cancelled_at IS NULL AND a.kind = 'stay'
    CROSS JOIN LATERAL generate_series(0, least(upper(a.during) - 1, $7::date) - greatest(lower(a.during), $6::date)) AS d
    WHERE r.category_id = $1),
  closure AS MATERIALIZED (
    SELECT a.during * r.in_service AS during FROM room r JOIN room_assignment a ON a.room_id = r.id
    WHERE r.category_id = $1 AND a.during && daterange($6, $7, '[]') AND a.cancelled_at IS NULL
      AND a.kind = 'closure' AND a.closure_kind <> 'OOS'),
  shut AS MATERIALIZED (
    SELECT p.date, count(*)::int AS rooms FROM plan p JOIN closure c ON c.during @> p.date GROUP BY 1),
  night AS (
    SELECT n.stay_date AS date, n.price_minor AS price, r.in_service @> n.stay_date AS served, t.room_id IS NOT NULL AS sold,
      (n.price_minor, n.price_source) IS DISTINCT FROM (p.price, p.source) AS differs,
      n.price_source = ANY($5::price_source[])
        OR (cardinality($5::price_source[]) > 0 AND n.price_source = 'override' AND p.source <> 'override') AS free
    FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN $6 AND $7
    JOIN plan p ON p.date = n.stay_date
    LEFT JOIN taken t ON t.room_id = n.room_id AND t.date = n.stay_date
    WHERE r.category_id = $1),
  counted AS MATERIALIZED (
    SELECT date, count(*) FILTER (WHERE served) AS existing,
      count(*) FILTER (WHERE served AND differs AND free AND NOT sold) AS repriced,
      min(price) FILTER (WHERE served AND differs AND free AND NOT sold) AS lowest,
      max(price) FILTER (WHERE served AND differs AND free AND NOT sold) AS highest,
      count(*) FILTER (WHERE served AND differs AND $8 AND (sold OR NOT free)) AS kept,
      count(*) FILTER (WHERE NOT served AND NOT sold AND date >= $9) AS closed,
      count(*) FILTER (WHERE NOT served AND sold AND date >= $9) AS retired
    FROM night GROUP BY 1)
  SELECT p.date, coalesce(e.rooms, 0) AS expected, coalesce(c.existing, 0)::int AS existing,
    coalesce(c.repriced, 0)::int AS repriced, c.lowest AS "lowestMinor", c.highest AS "highestMinor",
    coalesce(c.kept, 0)::int AS kept, coalesce(c.closed, 0)::int AS closed, coalesce(c.retired, 0)::int AS retired,
    coalesce(f.rooms - i.sold - i.held + CASE WHEN f.rooms > 0 THEN i.overbook_limit ELSE 0 END < 0, false) AS oversold
  FROM plan p LEFT JOIN expected e ON e.date = p.date LEFT JOIN counted c ON c.date = p.date
  LEFT JOIN shut x ON x.date = p.date
  CROSS JOIN LATERAL (SELECT coalesce(e.rooms, 0) - coalesce(x.rooms, 0) AS rooms) f
  LEFT JOIN inventory_day i ON i.category_id = $1 AND i.stay_date = p.date
  ORDER BY p.date`;

/** What a generation would write, counted by date with one statement and without writing anything. */
@Injectable()
export class PlannedNightsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * @param sources where the prices come from that may be replaced; none: no price changes
   * @param today the hotel's local date: nights before it are never removed
   */
  days(
    categoryId: number,
    calendar: readonly NightPrice[],
    sources: readonly PriceSource[],
    today: LocalDate,
  ): Promise<PlannedDay[]> {
    return this.db.rows(PLAN, [
      categoryId,
      calendar.map(({ date }) => date),
      calendar.map(({ priceMinor }) => priceMinor),
      calendar.map(({ source }) => source),
      sources,
      calendar[0]!.date,
      calendar.at(-1)!.date,
      sources.length > 0,
      today,
    ]);
  }
}

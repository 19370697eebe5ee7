import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { DayCount } from './coverage.js';

/** Rooms that lack the same consecutive nights. */
export interface MissingRange {
  startDate: LocalDate;
  endDate: LocalDate;
  /** Numbers of the rooms. */
  rooms: string[];
  /** Room nights missing. */
  nights: number;
}

export interface CategorySpan {
  categoryId: number;
  from: LocalDate;
  to: LocalDate;
}

export interface CategoryFigures extends CategorySpan {
  /** Room nights: possible, existing, sold, left for sale, out of order. */
  expected: number;
  existing: number;
  booked: number;
  available: number;
  outOfOrder: number;
}

const MAX_MISSING_RANGES = 200;

/** Counts the room nights that exist, and those that the rooms in service make possible. */
@Injectable()
export class CoverageRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Every date from..to with its possible and existing room nights. */
  days({ categoryId, from, to }: CategorySpan): Promise<DayCount[]> {
    return this.db.rows(
      `WITH day AS (SELECT $2::date + i AS date FROM generate_series(0, $3::date - $2::date) i),
       possible AS (
         SELECT d.date, count(*) AS n FROM day d JOIN room r ON r.category_id = $1 AND r.in_service @> d.date GROUP BY 1),
       present AS (
         SELECT n.stay_date AS date, count(*) AS n FROM room r
         JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3
         WHERE r.category_id = $1 AND r.in_service @> n.stay_date GROUP BY 1)
       SELECT d.date, COALESCE(e.n, 0)::int AS expected, COALESCE(p.n, 0)::int AS existing
       FROM day d LEFT JOIN possible e USING (date) LEFT JOIN present p USING (date) ORDER BY d.date`,
      [categoryId, from, to],
    );
  }

  /** Missing room nights as ranges, by date; at most 200 of them. */
  missing({ categoryId, from, to }: CategorySpan): Promise<MissingRange[]> {
    return this.db.rows(
      `WITH gap AS (
         SELECT r.id, r.number, d.date, d.date - row_number() OVER (PARTITION BY r.id ORDER BY d.date)::int AS island
         FROM room r CROSS JOIN (SELECT $2::date + i AS date FROM generate_series(0, $3::date - $2::date) i) d
         WHERE r.category_id = $1 AND r.in_service @> d.date
           AND NOT EXISTS (SELECT FROM room_night n WHERE n.room_id = r.id AND n.stay_date = d.date)),
       span AS (SELECT id, number, min(date) AS first, max(date) AS last FROM gap GROUP BY id, number, island)
       SELECT first AS "startDate", last AS "endDate", array_agg(number ORDER BY number) AS rooms,
         sum(last - first + 1)::int AS nights
       FROM span GROUP BY first, last ORDER BY first, last LIMIT ${MAX_MISSING_RANGES}`,
      [categoryId, from, to],
    );
  }

  /** Figures of many categories, each over its own range, with one statement; in the order given. */
  figures(spans: readonly CategorySpan[]): Promise<CategoryFigures[]> {
    return this.db.rows(
      `SELECT s.category_id AS "categoryId", s.from_date AS "from", s.to_date AS "to", e.expected, x.existing,
         i.booked, i.available, i.out_of_order AS "outOfOrder"
       FROM unnest($1::int[], $2::date[], $3::date[]) WITH ORDINALITY AS s(category_id, from_date, to_date, position)
       CROSS JOIN LATERAL (
         SELECT COALESCE(sum(upper(w.span) - lower(w.span)), 0)::int AS expected
         FROM (SELECT r.in_service * daterange(s.from_date, s.to_date, '[]') AS span FROM room r
               WHERE r.category_id = s.category_id AND r.in_service && daterange(s.from_date, s.to_date, '[]')) w) e
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS existing FROM room r
         JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN s.from_date AND s.to_date
         WHERE r.category_id = s.category_id AND r.in_service @> n.stay_date) x
       CROSS JOIN LATERAL (
         SELECT COALESCE(sum(d.sold), 0)::int AS booked, COALESCE(sum(greatest(d.available, 0)) FILTER (WHERE NOT d.stop_sell), 0)::int AS available,
           COALESCE(sum(d.ooo), 0)::int AS out_of_order
         FROM inventory_day d
         WHERE d.category_id = s.category_id AND d.stay_date BETWEEN s.from_date AND s.to_date) i
       ORDER BY s.position`,
      [spans.map((s) => s.categoryId), spans.map((s) => s.from), spans.map((s) => s.to)],
    );
  }
}

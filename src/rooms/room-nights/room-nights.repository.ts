import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { NightPrice, PriceSource } from '../pricing/price-calendar.js';

/** A room night that would be removed, since its room is retired, but has a guest. */
export interface RetiredConflict {
  roomId: number;
  room: string;
  date: LocalDate;
  reservationId: string;
}

const CALENDAR = `unnest($2::date[], $3::bigint[], $4::price_source[]) AS p(stay_date, price_minor, price_source)`;
const SOLD = `EXISTS (SELECT FROM room_assignment a WHERE a.room_id = n.room_id AND a.during @> n.stay_date
  AND a.cancelled_at IS NULL AND a.kind = 'stay')`;

/** SQL: whether nobody has the room of night `n`, by a stay or by a closure. A room out of service is sold like any other. */
export const TO_SELL = `NOT EXISTS (SELECT FROM room_assignment a WHERE a.room_id = n.room_id AND a.during @> n.stay_date
  AND a.cancelled_at IS NULL AND (a.kind = 'stay' OR a.closure_kind <> 'OOS'))`;

/**
 * SQL: room_id and date of the nights from..to of rooms `r` that somebody has, those that are not TO_SELL. For a join: asked of each night
 * of a hotel and a year, TO_SELL would be a look-up for every one. No room has two rows on a date.
 */
export const takenNights = (rooms: string, from: string, to: string): string => `
  SELECT a.room_id, greatest(lower(a.during), ${from}::date) + d AS date
  FROM room r JOIN room_assignment a ON a.room_id = r.id AND a.during && daterange(${from}, ${to}, '[]')
    AND a.cancelled_at IS NULL AND (a.kind = 'stay' OR a.closure_kind <> 'OOS')
  CROSS JOIN LATERAL generate_series(
    0, least(upper(a.during) - 1, ${to}::date) - greatest(lower(a.during), ${from}::date)) AS d
  WHERE ${rooms}`;

/**
 * Room nights, written and counted by set-based statements: there are too many to load. Callers hold the category's lock
 * (RoomCategoriesRepository.lock), so that only one transaction at a time writes nights of a category.
 */
@Injectable()
export class RoomNightsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Nights from..to (inclusive) that the category's rooms in service make possible. */
  async expected(categoryId: number, from: LocalDate, to: LocalDate): Promise<number> {
    return this.count(
      `SELECT COALESCE(sum(upper(span) - lower(span)), 0)::int AS n
       FROM (SELECT in_service * daterange($2, $3, '[]') AS span FROM room
             WHERE category_id = $1 AND in_service && daterange($2, $3, '[]')) s`,
      [categoryId, from, to],
    );
  }

  /** Nights of from..to that exist, of rooms in service. */
  async existing(categoryId: number, from: LocalDate, to: LocalDate): Promise<number> {
    return this.count(
      `SELECT count(*)::int AS n FROM room r
       JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3
       WHERE r.category_id = $1 AND r.in_service @> n.stay_date`,
      [categoryId, from, to],
    );
  }

  /**
   * Writes the missing nights of the calendar's dates for every room in service; answers how many. Rooms come in
   * order of id and the dates in order within each, so rows arrive in the order of the primary key. If the
   * category has none of these nights yet, a plain INSERT is used, which costs half of one with ON CONFLICT. The category's
   * lock makes that safe, and the primary key would refuse a second row of the same night.
   */
  async fill(categoryId: number, calendar: readonly NightPrice[], runId: number): Promise<number> {
    const [from, to] = [calendar[0]!.date, calendar.at(-1)!.date];
    const some = await this.count(
      `SELECT EXISTS (SELECT FROM room r WHERE r.category_id = $1 AND EXISTS (
         SELECT FROM room_night n WHERE n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3))::int AS n`,
      [categoryId, from, to],
    );
    return this.run(
      `INSERT INTO room_night (tenant_id, room_id, stay_date, price_minor, generation_run_id, price_source)
       SELECT r.tenant_id, r.id, d.stay_date, d.price_minor, $5, d.price_source
       FROM (SELECT tenant_id, id, in_service FROM room
             WHERE category_id = $1 AND in_service && daterange($6, $7, '[]') ORDER BY id) r
       CROSS JOIN LATERAL (SELECT * FROM ${CALENDAR} WHERE r.in_service @> p.stay_date OFFSET 0) d
       ${some ? 'ON CONFLICT (room_id, stay_date) DO NOTHING' : ''}`,
      [categoryId, ...columns(calendar), runId, from, to],
    );
  }

  /**
   * Gives nights of the calendar's dates their calendar price; answers how many changed. Only nights of rooms in service whose
   * present price came from one of `sources`, or from an override that holds no more; never one with a guest.
   * @param options.alsoOwn nights that the run `runId` has written too, wherever their price came from
   */
  async reprice(
    categoryId: number,
    calendar: readonly NightPrice[],
    sources: readonly PriceSource[],
    options: { runId?: number; alsoOwn?: boolean; dryRun?: boolean } = {},
  ): Promise<number> {
    if (calendar.length === 0) return 0;
    const which = `r.category_id = $1 AND n.room_id = r.id AND n.stay_date = p.stay_date AND r.in_service @> n.stay_date
      AND (n.price_minor, n.price_source) IS DISTINCT FROM (p.price_minor, p.price_source)
      AND (n.price_source = ANY($5::price_source[]) OR n.generation_run_id = $6
        OR (cardinality($5::price_source[]) > 0 AND n.price_source = 'override' AND p.price_source <> 'override'))
      AND NOT ${SOLD}`;
    const own = options.alsoOwn ? (options.runId ?? null) : null;
    const parameters = [categoryId, ...columns(calendar), sources, own];
    if (options.dryRun)
      return this.count(`SELECT count(*)::int AS n FROM room r, room_night n, ${CALENDAR} WHERE ${which}`, parameters);
    return this.run(
      `UPDATE room_night n SET price_minor = p.price_minor, price_source = p.price_source,
         generation_run_id = COALESCE($7, n.generation_run_id)
       FROM room r, ${CALENDAR} WHERE ${which}`,
      [...parameters, options.runId ?? null],
    );
  }

  /** Nights of the calendar's dates, of rooms in service, whose price is another one. */
  async otherwisePriced(categoryId: number, calendar: readonly NightPrice[]): Promise<number> {
    if (calendar.length === 0) return 0;
    return this.count(
      `SELECT count(*)::int AS n FROM room r JOIN ${CALENDAR} ON true
       JOIN room_night n ON n.room_id = r.id AND n.stay_date = p.stay_date
       WHERE r.category_id = $1 AND r.in_service @> n.stay_date AND n.price_minor <> p.price_minor`,
      [categoryId, ...columns(calendar)],
    );
  }

  /**
   * Removes nights from..to of rooms that are no longer (or not yet) in service, from today on. A night with a guest
   * stays and is answered as a conflict. (rules rooms A.2.7, A17)
   */
  async close(
    categoryId: number,
    range: { from: LocalDate; to: LocalDate; today: LocalDate },
    dryRun = false,
  ): Promise<{ closed: number; conflicts: RetiredConflict[] }> {
    const from = range.from > range.today ? range.from : range.today;
    if (from > range.to) return { closed: 0, conflicts: [] };
    // Locked, so that none of them is assigned meanwhile. Usually no room comes or goes in the range, and nothing is to do.
    const rooms = await this.db.rows<{ id: number }>(
      `SELECT id FROM room WHERE category_id = $1 AND NOT in_service @> daterange($2, $3, '[]')
       ORDER BY id FOR NO KEY UPDATE`,
      [categoryId, from, range.to],
    );
    if (rooms.length === 0) return { closed: 0, conflicts: [] };
    const parameters = [rooms.map((room) => room.id), from, range.to];
    const gone = `r.id = ANY($1::int[]) AND n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3
      AND NOT r.in_service @> n.stay_date`;
    const conflicts = await this.db.rows<RetiredConflict>(
      `SELECT r.id AS "roomId", r.number AS room, n.stay_date AS date, a.reservation_id AS "reservationId"
       FROM room r, room_night n, room_assignment a
       WHERE ${gone} AND a.room_id = r.id AND a.during @> n.stay_date AND a.cancelled_at IS NULL AND a.kind = 'stay'
       ORDER BY n.stay_date, r.number`,
      parameters,
    );
    const closed = dryRun
      ? await this.count(
          `SELECT count(*)::int AS n FROM room r, room_night n WHERE ${gone} AND NOT ${SOLD}`,
          parameters,
        )
      : await this.run(`DELETE FROM room_night n USING room r WHERE ${gone} AND NOT ${SOLD}`, parameters);
    return { closed, conflicts };
  }

  /** Last date on which a room in service of the category has a night; null when there is none. */
  async lastDate(categoryId: number): Promise<LocalDate | null> {
    const row = await this.db.first<{ last: LocalDate | null }>(
      `SELECT max(l.last) AS last FROM room r
       CROSS JOIN LATERAL (SELECT max(stay_date) AS last FROM room_night WHERE room_id = r.id) l
       WHERE r.category_id = $1 AND r.in_service @> l.last`,
      [categoryId],
    );
    return row!.last;
  }

  private async count(sql: string, parameters: unknown[]): Promise<number> {
    return (await this.db.first<{ n: number }>(sql, parameters))!.n;
  }

  private run(sql: string, parameters: unknown[]): Promise<number> {
    return this.db.transaction((tx) => tx.run(sql, parameters));
  }
}

function columns(calendar: readonly NightPrice[]): unknown[] {
  return [
    calendar.map((night) => night.date),
    calendar.map((night) => night.priceMinor),
    calendar.map((night) => night.source),
  ];
}

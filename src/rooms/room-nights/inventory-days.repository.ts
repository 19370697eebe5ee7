import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { given } from '../../platform/http/given.js';
import { takenNights } from './room-nights.repository.js';

export interface InventoryDayRow {
  date: LocalDate;
  /** False: nothing but settings, until a generation opens the day. Nothing is sold on it. */
  opened: boolean;
  capacity: number;
  outOfOrder: number;
  sold: number;
  held: number;
  overbookingLimit: number;
  /** capacity - out of order - sold - held; may be negative. */
  available: number;
  stopSell: boolean;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  minStay: number | null;
  maxStay: number | null;
  minStayThrough: number | null;
}

export interface InventoryDayPrices extends InventoryDayRow {
  /** Room nights that exist, with the lowest and highest price of those still to sell; null without any. */
  roomNights: number;
  lowestPriceMinor: number | null;
  highestPriceMinor: number | null;
}

/** Settings of a day; what is undefined stays as it is. */
export type DaySettings = Partial<
  Pick<
    InventoryDayRow,
    'overbookingLimit' | 'stopSell' | 'closedToArrival' | 'closedToDeparture' | 'minStay' | 'maxStay' | 'minStayThrough'
  >
>;

const COLUMN: Record<keyof DaySettings, string> = {
  overbookingLimit: 'overbook_limit',
  stopSell: 'stop_sell',
  closedToArrival: 'cta',
  closedToDeparture: 'ctd',
  minStay: 'min_los',
  maxStay: 'max_los',
  minStayThrough: 'min_los_through',
};

export const INVENTORY_DAY = `i.stay_date AS date, i.opened, i.capacity, i.ooo AS "outOfOrder", i.sold, i.held,
  i.overbook_limit AS "overbookingLimit", i.available, i.stop_sell AS "stopSell", i.cta AS "closedToArrival",
  i.ctd AS "closedToDeparture", i.min_los AS "minStay", i.max_los AS "maxStay", i.min_los_through AS "minStayThrough"`;

/**
 * SQL: what is left to sell of a day, overbooking included. Where there is no room, or every room is out of order, no limit makes one:
 * overbooking is about guests who do not come to rooms that could be given to somebody.
 */
export const LEFT_TO_SELL = '(i.available + CASE WHEN i.capacity > i.ooo THEN i.overbook_limit ELSE 0 END)';

/** SQL: how many rooms are closed on `day.date`. Rooms out of service (OOS) stay in the inventory and are not counted. */
const closedRooms = (which = '') => `(SELECT count(*) FROM room_assignment a JOIN room r ON r.id = a.room_id
  WHERE r.category_id = $1 AND a.kind = 'closure' AND a.closure_kind <> 'OOS' AND a.cancelled_at IS NULL
    AND a.during @> day.date AND r.in_service @> day.date ${which})::int`;
/** The same, counted as capacity is: a room that has no night yet is not for sale, and is not missed when it is closed. */
const CLOSED_WITH_NIGHT = closedRooms(
  'AND EXISTS (SELECT FROM room_night n WHERE n.room_id = r.id AND n.stay_date = day.date)',
);

/** One row per category and day: counters, restrictions, overbooking limit. */
@Injectable()
export class InventoryDaysRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Puts from..to on sale, called when every room in service has its nights. Sets capacity and out-of-order counts; the
   * restrictions and sales of days that were open already stay. The caller holds the category's lock. Rows are written in the
   * order of their dates.
   */
  async open(category: { id: number; defaultOverbook: number }, from: LocalDate, to: LocalDate): Promise<void> {
    await this.db.rows(
      // Rooms that are in service on all the dates are counted once, not for each date.
      `WITH throughout AS (
         SELECT count(*)::int AS n FROM room WHERE category_id = $1 AND in_service @> daterange($2, $3, '[]')),
       partly AS (
         SELECT in_service FROM room WHERE category_id = $1 AND in_service && daterange($2, $3, '[]')
           AND NOT in_service @> daterange($2, $3, '[]')),
       day AS (SELECT $2::date + i AS date FROM generate_series(0, $3::date - $2::date) i)
       INSERT INTO inventory_day AS i (tenant_id, category_id, stay_date, capacity, ooo, overbook_limit, opened)
       SELECT current_setting('app.tenant_id')::uuid, $1, day.date,
         throughout.n + (SELECT count(*) FROM partly p WHERE p.in_service @> day.date)::int, ${closedRooms()}, $4, true
       FROM day CROSS JOIN throughout ORDER BY day.date
       ON CONFLICT (category_id, stay_date) DO UPDATE
         SET capacity = excluded.capacity, ooo = excluded.ooo, opened = true, version = i.version + 1
         WHERE (i.capacity, i.ooo, i.opened) IS DISTINCT FROM (excluded.capacity, excluded.ooo, true)`,
      [category.id, from, to, category.defaultOverbook],
    );
  }

  /** Counts capacity and out-of-order rooms of the open days from..to again. Caller holds the category's lock. */
  async recount(categoryId: number, from: LocalDate, to: LocalDate | null): Promise<void> {
    await this.db.rows(
      `WITH day AS MATERIALIZED (
         SELECT stay_date AS date FROM inventory_day
         WHERE category_id = $1 AND stay_date >= $2 AND ($3::date IS NULL OR stay_date <= $3)
         ORDER BY stay_date FOR UPDATE),
       counted AS (
         SELECT day.date, ${CLOSED_WITH_NIGHT} AS ooo,
           (SELECT count(*) FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date = day.date
            WHERE r.category_id = $1 AND r.in_service @> day.date)::int AS capacity
         FROM day)
       UPDATE inventory_day i SET capacity = c.capacity, ooo = c.ooo, version = i.version + 1
       FROM counted c
       WHERE i.category_id = $1 AND i.stay_date = c.date
         AND (i.capacity, i.ooo) IS DISTINCT FROM (c.capacity, c.ooo)`,
      [categoryId, from, to],
    );
  }

  /** Days of from..to on which more is sold than may be, overbooking limit included. */
  oversold(categoryId: number, from: LocalDate, to: LocalDate): Promise<InventoryDayRow[]> {
    return this.db.rows(
      `SELECT ${INVENTORY_DAY} FROM inventory_day i WHERE i.category_id = $1 AND i.stay_date BETWEEN $2 AND $3
         AND ${LEFT_TO_SELL} < 0 ORDER BY i.stay_date`,
      [categoryId, from, to],
    );
  }

  /** Days from..to (null: and later) on which more is sold than there are rooms, whatever may be overbooked. */
  short(categoryId: number, range: { from: LocalDate; to: LocalDate | null }): Promise<InventoryDayRow[]> {
    return this.db.rows(
      `SELECT ${INVENTORY_DAY} FROM inventory_day i WHERE i.category_id = $1 AND i.stay_date >= $2
         AND ($3::date IS NULL OR i.stay_date <= $3) AND i.available < 0 ORDER BY i.stay_date`,
      [categoryId, range.from, range.to],
    );
  }

  /** Those of the dates on which a stay must have more nights than it may have, so that nobody can arrive. */
  async withoutStay(categoryId: number, dates: readonly LocalDate[]): Promise<LocalDate[]> {
    const rows = await this.db.rows<{ date: LocalDate }>(
      `SELECT stay_date AS date FROM inventory_day WHERE category_id = $1 AND stay_date = ANY($2::date[])
         AND max_los < greatest(min_los, min_los_through) ORDER BY 1`,
      [categoryId, dates],
    );
    return rows.map(({ date }) => date);
  }

  /** Days from..to with the range of their prices, by date. */
  list(categoryId: number, from: LocalDate, to: LocalDate): Promise<InventoryDayPrices[]> {
    return this.db.rows(
      `WITH taken AS MATERIALIZED (${takenNights('r.category_id = $1', '$2', '$3')})
       SELECT ${INVENTORY_DAY}, COALESCE(p.nights, 0)::int AS "roomNights", p.lowest AS "lowestPriceMinor",
         p.highest AS "highestPriceMinor"
       FROM inventory_day i
       LEFT JOIN (SELECT n.stay_date, count(*) AS nights, min(n.price_minor) FILTER (WHERE t.room_id IS NULL) AS lowest,
           max(n.price_minor) FILTER (WHERE t.room_id IS NULL) AS highest
         FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date BETWEEN $2 AND $3
         LEFT JOIN taken t ON t.room_id = n.room_id AND t.date = n.stay_date
         WHERE r.category_id = $1 AND r.in_service @> n.stay_date GROUP BY 1) p ON p.stay_date = i.stay_date
       WHERE i.category_id = $1 AND i.stay_date BETWEEN $2 AND $3 ORDER BY i.stay_date`,
      [categoryId, from, to],
    );
  }

  /**
   * Sets only the given settings on the dates; answers how many days. A date not opened yet gets a row without
   * capacity, which keeps the settings until generation opens it; nothing is sold on it.
   */
  async set(
    category: { id: number; defaultOverbook: number },
    dates: readonly LocalDate[],
    settings: DaySettings,
  ): Promise<number> {
    const values = { overbookingLimit: category.defaultOverbook, ...given(settings) };
    const keys = Object.keys(values) as (keyof DaySettings)[];
    const assignments = keys
      .filter((key) => settings[key] !== undefined)
      .map((key) => `${COLUMN[key]} = excluded.${COLUMN[key]}`);
    // One statement locks existing and new days in the order of their dates, as a generation does. Were the new days inserted
    // first and the others updated then, the two could wait for each other.
    return this.db.transaction((tx) =>
      tx.run(
        `INSERT INTO inventory_day AS i (tenant_id, category_id, stay_date, opened, ${keys.map((key) => COLUMN[key]).join(', ')})
         SELECT current_setting('app.tenant_id')::uuid, $1, date, false, ${keys.map((_, i) => `$${i + 3}`).join(', ')}
         FROM unnest($2::date[]) AS date ORDER BY date
         ON CONFLICT (category_id, stay_date) DO UPDATE SET ${assignments.join(', ')}, version = i.version + 1`,
        [category.id, dates, ...keys.map((key) => values[key])],
      ),
    );
  }
}

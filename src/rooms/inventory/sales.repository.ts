import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { priceOn } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { INVENTORY_DAY, type InventoryDayRow, LEFT_TO_SELL } from '../room-nights/inventory-days.repository.js';
import { TO_SELL } from '../room-nights/room-nights.repository.js';

export interface ReservationNight {
  date: LocalDate;
  categoryId: number;
  soldCategoryId: number;
  quantity: number;
  priceMinor: number;
}

/** Nights of a category, half-open. */
export interface NightSpan {
  categoryId: number;
  from: LocalDate;
  until: LocalDate;
}

const NIGHT = `stay_date AS date, category_id AS "categoryId", sold_category_id AS "soldCategoryId", quantity,
  price_minor AS "priceMinor"`;

/** Counters of sold rooms and the nights of reservations. */
@Injectable()
export class SalesRepository {
  constructor(
    private readonly db: TenantDatabase,
    private readonly priceBooks: PricesRepository,
  ) {}

  /**
   * Locks the nights [arrival, departure) of the categories. All sales lock by category and date, so that they cannot wait
   * for each other in a ring. Answers the locked days of the first category and its departure day, which is not locked.
   */
  async lock(categoryIds: readonly number[], arrival: LocalDate, departure: LocalDate): Promise<InventoryDayRow[]> {
    const locked = await this.db.rows<InventoryDayRow & { categoryId: number }>(
      `SELECT i.category_id AS "categoryId", ${INVENTORY_DAY} FROM inventory_day i
       WHERE i.category_id = ANY($1::int[]) AND i.stay_date >= $2 AND i.stay_date < $3
       ORDER BY i.category_id, i.stay_date FOR UPDATE`,
      [categoryIds, arrival, departure],
    );
    const last = await this.db.rows<InventoryDayRow>(
      `SELECT ${INVENTORY_DAY} FROM inventory_day i WHERE i.category_id = $1 AND i.stay_date = $2`,
      [categoryIds[0], departure],
    );
    return [...locked.filter((day) => day.categoryId === categoryIds[0]), ...last];
  }

  /** Days from one date to another, both included. */
  days(categoryId: number, from: LocalDate, to: LocalDate): Promise<InventoryDayRow[]> {
    return this.db.rows(
      `SELECT ${INVENTORY_DAY} FROM inventory_day i WHERE i.category_id = $1 AND i.stay_date BETWEEN $2 AND $3`,
      [categoryId, from, to],
    );
  }

  /** Locks all of these nights and all that the reservations hold with one statement, in the same order. */
  async lockAll(spans: readonly NightSpan[], reservationIds: readonly string[]): Promise<void> {
    await this.db.rows(
      `SELECT FROM inventory_day i WHERE (i.category_id, i.stay_date) IN (
         SELECT s.category_id, s.from_date + n FROM unnest($1::int[], $2::date[], $3::date[]) AS s(category_id, from_date, until_date)
         CROSS JOIN generate_series(0, s.until_date - s.from_date - 1) AS n
         UNION SELECT n.sold_category_id, n.stay_date FROM reservation_night n WHERE n.reservation_id = ANY($4::uuid[]))
       ORDER BY i.category_id, i.stay_date FOR UPDATE`,
      [spans.map((s) => s.categoryId), spans.map((s) => s.from), spans.map((s) => s.until), reservationIds],
    );
  }

  /**
   * Counts the nights as sold on dates that have rooms left, and answers these dates. If some are missing, the caller rolls
   * back.
   * @param options.force also on dates without rooms left
   */
  async take(
    categoryId: number,
    dates: readonly LocalDate[],
    quantity: number,
    options: { force?: boolean } = {},
  ): Promise<LocalDate[]> {
    const rows = await this.db.rows<{ date: LocalDate }>(
      `UPDATE inventory_day i SET sold = sold + $3, version = version + 1
       WHERE category_id = $1 AND stay_date = ANY($2::date[]) AND ($4 OR (opened AND ${LEFT_TO_SELL} >= $3))
       RETURNING stay_date AS date`,
      [categoryId, dates, quantity, options.force ?? false],
    );
    return rows.map((row) => row.date);
  }

  /**
   * Those of the dates on which all categories of the hotel together have fewer rooms left than these: what one category has is
   * promised to guests of another that is oversold. Overbooking limits count as rooms. (rules rooms A.0, A15)
   */
  async houseFull(hotelId: number, dates: readonly LocalDate[], quantity: number): Promise<LocalDate[]> {
    let nights = await this.left(hotelId, dates);
    if (nights.some(({ least }) => least < 0)) {
      // Two sales in two categories hold different days: with a sum to share, one waits here and counts what the other took.
      await this.db.rows(`SELECT pg_advisory_xact_lock(hashtextextended('house ' || $1::text, 0))`, [hotelId]);
      nights = await this.left(hotelId, dates);
    }
    return nights.filter(({ all }) => all < quantity).map(({ date }) => date);
  }

  /** Rooms left to sell of the hotel by date: of all categories together, and of the one with the fewest (below 0: oversold). */
  private left(
    hotelId: number,
    dates: readonly LocalDate[],
  ): Promise<{ date: LocalDate; all: number; least: number }[]> {
    return this.db.rows(
      `SELECT i.stay_date AS date, sum(${LEFT_TO_SELL})::int AS "all", min(${LEFT_TO_SELL})::int AS least
       FROM room_category c
       JOIN inventory_day i ON i.category_id = c.id AND i.stay_date = ANY($2::date[])
       WHERE c.hotel_id = $1 AND i.opened GROUP BY 1 ORDER BY 1`,
      [hotelId, dates],
    );
  }

  /** Counts the nights as unsold. */
  async giveBack(nights: readonly Pick<ReservationNight, 'date' | 'soldCategoryId' | 'quantity'>[]): Promise<void> {
    await this.db.rows(
      `UPDATE inventory_day i SET sold = i.sold - n.quantity, version = i.version + 1
       FROM unnest($1::int[], $2::date[], $3::int[]) AS n(category_id, stay_date, quantity)
       WHERE i.category_id = ANY($1::int[]) AND i.category_id = n.category_id AND i.stay_date = n.stay_date`,
      [nights.map((n) => n.soldCategoryId), nights.map((n) => n.date), nights.map((n) => n.quantity)],
    );
  }

  /** Writes the reservation's nights at the present price, or at the given prices. */
  async insertNights(sale: {
    reservationId: string;
    category: { id: number; basePriceMinor: number };
    dates: readonly LocalDate[];
    quantity: number;
    pricesMinor?: readonly number[];
  }): Promise<ReservationNight[]> {
    const pricesMinor = sale.pricesMinor ?? (await this.prices(sale.category, sale.dates));
    return this.db.rows(
      `INSERT INTO reservation_night (tenant_id, reservation_id, stay_date, category_id, sold_category_id, quantity,
         price_minor)
       SELECT current_setting('app.tenant_id')::uuid, $1, d.date, $2, $2, $3, d.price
       FROM unnest($4::date[], $5::bigint[]) AS d(date, price) ORDER BY d.date
       RETURNING ${NIGHT}`,
      [sale.reservationId, sale.category.id, sale.quantity, sale.dates, pricesMinor],
    );
  }

  /**
   * Present price of each date, minor units, by date: the lowest of the rooms that can still be sold. A room that has a guest keeps
   * its price when the others get a new one, so that it says nothing of what the next guest pays. Where no room is left, or
   * nothing is open yet, it is what the price rules say.
   */
  async prices(category: { id: number; basePriceMinor: number }, dates: readonly LocalDate[]): Promise<number[]> {
    const rows = await this.db.rows<{ date: LocalDate; price: number | null }>(
      `SELECT d.date, (SELECT min(n.price_minor) FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date = d.date
         WHERE r.category_id = $2 AND r.in_service @> d.date AND ${TO_SELL}) AS price
       FROM unnest($1::date[]) AS d(date) ORDER BY d.date`,
      [dates, category.id],
    );
    const byRule = rows.filter(({ price }) => price === null).map(({ date }) => date);
    if (byRule.length === 0) return rows.map(({ price }) => price!);
    const book = await this.priceBooks.book(category, byRule[0]!, byRule.at(-1)!);
    return rows.map(({ date, price }) => price ?? priceOn(book, date).priceMinor);
  }

  /** Nights of the reservation, of [from, until) if given, by date. */
  nights(reservationId: string, from?: LocalDate, until?: LocalDate): Promise<ReservationNight[]> {
    return this.db.rows(
      `SELECT ${NIGHT} FROM reservation_night WHERE reservation_id = $1
         AND ($2::date IS NULL OR stay_date >= $2) AND ($3::date IS NULL OR stay_date < $3) ORDER BY stay_date`,
      [reservationId, from ?? null, until ?? null],
    );
  }

  deleteNights(reservationId: string, dates: readonly LocalDate[]): Promise<ReservationNight[]> {
    return this.db.rows(
      `DELETE FROM reservation_night WHERE reservation_id = $1 AND stay_date = ANY($2::date[]) RETURNING ${NIGHT}`,
      [reservationId, dates],
    );
  }

  async moveNights(reservationId: string, dates: readonly LocalDate[], soldCategoryId: number): Promise<void> {
    await this.db.rows(
      'UPDATE reservation_night SET sold_category_id = $3 WHERE reservation_id = $1 AND stay_date = ANY($2::date[])',
      [reservationId, dates, soldCategoryId],
    );
  }

  /** Adds to counters of sold rooms, also beyond what there is to sell: the database's check is off for these updates. */
  async correct(corrections: readonly { categoryId: number; date: LocalDate; by: number }[]): Promise<void> {
    await this.db.rows(`SELECT set_config('app.correcting_inventory', 'on', true)`);
    await this.db.rows(
      `UPDATE inventory_day i SET sold = i.sold + c.by, version = i.version + 1
       FROM unnest($1::int[], $2::date[], $3::int[]) AS c(category_id, stay_date, by)
       WHERE i.category_id = ANY($1::int[]) AND i.category_id = c.category_id AND i.stay_date = c.stay_date`,
      [corrections.map((c) => c.categoryId), corrections.map((c) => c.date), corrections.map((c) => c.by)],
    );
    await this.db.rows(`SELECT set_config('app.correcting_inventory', 'off', true)`);
  }

  /** Locks the inventory days of the nights that reservations hold, of each from a date on, by category and date. */
  async lockNights(releases: readonly Release[]): Promise<void> {
    await this.db.rows(
      `SELECT FROM inventory_day i WHERE (i.category_id, i.stay_date) IN (
         SELECT n.sold_category_id, n.stay_date FROM ${GIVEN} JOIN reservation_night n
           ON n.reservation_id = g.reservation_id AND n.stay_date >= g.from_date
         WHERE n.reservation_id = ANY($1::uuid[]))
       ORDER BY i.category_id, i.stay_date FOR UPDATE`,
      columns(releases),
    );
  }

  /** Deletes the nights of reservations, of each from a date on, counts them as unsold, and answers them. */
  releaseNights(releases: readonly Release[]): Promise<{ reservationId: string; date: LocalDate }[]> {
    return this.db.rows(
      `WITH gone AS (
         DELETE FROM reservation_night n USING ${GIVEN}
         WHERE n.reservation_id = ANY($1::uuid[]) AND n.reservation_id = g.reservation_id AND n.stay_date >= g.from_date
         RETURNING n.reservation_id, n.sold_category_id, n.stay_date, n.quantity
       ), unsold AS (
         UPDATE inventory_day i SET sold = i.sold - s.quantity, version = i.version + 1
         FROM (SELECT sold_category_id, stay_date, sum(quantity) AS quantity FROM gone GROUP BY 1, 2) s
         WHERE i.category_id = s.sold_category_id AND i.stay_date = s.stay_date)
       SELECT reservation_id AS "reservationId", stay_date AS date FROM gone ORDER BY 1, 2`,
      columns(releases),
    );
  }
}

/** Nights of a reservation from a date on. */
interface Release {
  reservationId: string;
  from: LocalDate;
}

const GIVEN = 'unnest($1::uuid[], $2::date[]) AS g(reservation_id, from_date)';

function columns(releases: readonly Release[]): unknown[] {
  return [releases.map(({ reservationId }) => reservationId), releases.map(({ from }) => from)];
}

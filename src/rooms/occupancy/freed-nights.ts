import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { priceOn, type PriceSource } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { TO_SELL } from '../room-nights/room-nights.repository.js';

/** Nights of a room that a guest has given up, half-open. */
export interface FreedSpan {
  roomId: number;
  from: LocalDate;
  until: LocalDate;
}

interface FreedNight {
  roomId: number;
  date: LocalDate;
  categoryId: number;
  source: PriceSource;
  /** Of the cheapest other room of the category that can be sold on the date; null without one. */
  otherPrice: number | null;
  otherSource: PriceSource | null;
}

/**
 * Prices of nights that lose their guest. While a room has one, its nights keep their price, whatever the others get; back in the sale
 * at that price, one room would set the price of the whole category. So such a night takes the price at which its category is
 * sold on the date, and where no other room is left the price by rule, unless an order has set its own.
 */
@Injectable()
export class FreedNights {
  constructor(
    private readonly db: TenantDatabase,
    private readonly categories: RoomCategoriesRepository,
    private readonly prices: PricesRepository,
  ) {}

  /**
   * In the transaction that has freed them, which need not hold the category: nobody else prices a night that has had a guest until
   * now. Nights that are past keep their price.
   */
  async price(spans: readonly FreedSpan[]): Promise<void> {
    if (spans.length === 0) return;
    const nights = await this.nights(spans);
    const priced = nights.flatMap((night) =>
      night.otherPrice === null ? [] : [{ ...night, price: night.otherPrice, source: night.otherSource! }],
    );
    const alone = nights.filter(({ otherPrice, source }) => otherPrice === null && source !== 'job');
    for (const id of new Set(alone.map(({ categoryId }) => categoryId))) {
      const own = alone.filter(({ categoryId }) => categoryId === id);
      const book = await this.prices.book(await this.categories.get(id), own[0]!.date, own.at(-1)!.date);
      for (const night of own) {
        const { priceMinor, source } = priceOn(book, night.date);
        priced.push({ ...night, price: priceMinor, source });
      }
    }
    if (priced.length === 0) return;
    await this.db.rows(
      `UPDATE room_night n SET price_minor = f.price, price_source = f.source
       FROM unnest($1::int[], $2::date[], $3::bigint[], $4::price_source[]) AS f(room_id, stay_date, price, source)
       WHERE n.room_id = ANY($1::int[]) AND n.room_id = f.room_id AND n.stay_date = f.stay_date
         AND (n.price_minor, n.price_source) IS DISTINCT FROM (f.price, f.source)`,
      [
        priced.map(({ roomId }) => roomId),
        priced.map(({ date }) => date),
        priced.map(({ price }) => price),
        priced.map(({ source }) => source),
      ],
    );
  }

  /** By date. The rooms of the spans are no others to each other on nights that were freed together. */
  private nights(spans: readonly FreedSpan[]): Promise<FreedNight[]> {
    return this.db.rows(
      `WITH freed AS MATERIALIZED (
         SELECT n.room_id, n.stay_date, n.price_source, r.category_id
         FROM unnest($1::int[], $2::date[], $3::date[]) AS s(room_id, from_date, until_date)
         JOIN room r ON r.id = s.room_id
         JOIN room_night n ON n.room_id = s.room_id AND n.stay_date >= s.from_date AND n.stay_date < s.until_date
         WHERE n.stay_date >= current_date - 1)
       SELECT f.room_id AS "roomId", f.stay_date AS date, f.category_id AS "categoryId", f.price_source AS source,
         o.price_minor AS "otherPrice", o.price_source AS "otherSource"
       FROM freed f LEFT JOIN LATERAL (
         SELECT n.price_minor, n.price_source FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date = f.stay_date
         WHERE r.category_id = f.category_id AND r.in_service @> f.stay_date AND ${TO_SELL}
           AND NOT EXISTS (SELECT FROM freed x WHERE x.room_id = n.room_id AND x.stay_date = n.stay_date)
         ORDER BY n.price_minor LIMIT 1) o ON true
       ORDER BY f.stay_date`,
      [spans.map(({ roomId }) => roomId), spans.map(({ from }) => from), spans.map(({ until }) => until)],
    );
  }
}

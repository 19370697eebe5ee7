import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { LEFT_TO_SELL } from '../room-nights/inventory-days.repository.js';
import { sellable } from './sellable.js';

export interface CategoryDay {
  categoryId: number;
  capacity: number;
  outOfOrder: number;
  sold: number;
  held: number;
  overbookingLimit: number;
  /** capacity - out of order - sold - held + overbooking limit (none where every room is closed, or there is none); may be negative. */
  available: number;
  stopSell: boolean;
  /** What may be sold now: never below 0, never more than the hotel has left. */
  sellable: number;
}

export interface HotelDay {
  date: LocalDate;
  /** Sum over the categories; may be negative. */
  available: number;
  categories: CategoryDay[];
}

/** A hotel's availability per date: its categories, and their sum (rules rooms A15). */
@Injectable()
export class AvailabilityService {
  constructor(private readonly db: TenantDatabase) {}

  /** Dates from..to (inclusive) that are open, ascending. */
  async ofHotel(hotelId: number, from: LocalDate, to: LocalDate): Promise<HotelDay[]> {
    const rows = await this.db.rows<Omit<CategoryDay, 'sellable'> & { date: LocalDate }>(
      `SELECT i.stay_date AS date, i.category_id AS "categoryId", i.capacity, i.ooo AS "outOfOrder", i.sold, i.held,
         i.overbook_limit AS "overbookingLimit", ${LEFT_TO_SELL} AS available, i.stop_sell AS "stopSell"
       FROM inventory_day i JOIN room_category c ON c.id = i.category_id
       WHERE c.hotel_id = $1 AND i.stay_date BETWEEN $2 AND $3 AND i.opened ORDER BY i.stay_date, i.category_id`,
      [hotelId, from, to],
    );
    const byDate = new Map<LocalDate, typeof rows>();
    for (const row of rows) byDate.set(row.date, [...(byDate.get(row.date) ?? []), row]);
    return [...byDate].map(([date, day]) => {
      const { hotel, byCategory } = sellable(day);
      const categories = day.map(({ date: _, ...row }) => ({ ...row, sellable: byCategory.get(row.categoryId)! }));
      return { date, available: hotel, categories };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { eachDay, isoWeekday } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { Oversell } from '../occupancy/oversell.js';
import {
  type DaySettings,
  type InventoryDayPrices,
  InventoryDaysRepository,
} from '../room-nights/inventory-days.repository.js';
import { priceOn } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { parseOrderRange, parseRange } from '../stay-dates.js';
import type {
  DateRangeQuery,
  InventoryResponse,
  UpdatedInventoryResponse,
  UpdateInventoryRequest,
} from './inventory.dto.js';

/** Longest range of one read, days: a year and a day. */
const MAX_READ_DAYS = 367;

/** A category's inventory as a revenue manager reads and sets it. */
@Injectable()
export class InventoryCalendarService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly categories: RoomCategoriesRepository,
    private readonly inventory: InventoryDaysRepository,
    private readonly oversell: Oversell,
    private readonly prices: PricesRepository,
  ) {}

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED (more than 367 days), UNPROCESSABLE. */
  async list(categoryId: number, query: DateRangeQuery): Promise<InventoryResponse> {
    const category = await this.categories.getWithHotel(categoryId);
    const { id, currency } = category;
    const { from, to } = parseOrderRange(query, MAX_READ_DAYS);
    const rows = await this.inventory.list(id, from, to);
    const taken = (day: InventoryDayPrices) => day.roomNights > 0 && day.lowestPriceMinor === null;
    const book = rows.some(taken) ? await this.prices.book(category, from, to) : undefined;
    const price = (minor: number | null) => (minor === null ? null : formatMoney(minor, currency));
    const days = rows.map((row) => {
      const { roomNights: _, lowestPriceMinor, highestPriceMinor, ...day } = row;
      const byRule = book && taken(row) ? priceOn(book, row.date).priceMinor : null;
      return {
        ...day,
        lowestPrice: price(lowestPriceMinor ?? byRule),
        highestPrice: price(highestPriceMinor ?? byRule),
      };
    });
    return { roomCategoryId: id, currency, days, total: days.length };
  }

  /**
   * Sets what was sent on the range's dates (its weekdays only, if given); nights, prices and everything else stay.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED, UNPROCESSABLE.
   */
  async update(categoryId: number, request: UpdateInventoryRequest): Promise<UpdatedInventoryResponse> {
    const { from: first, to: last, weekdays, overbookingLimit, ...rest } = request;
    const { from, to } = parseRange(first, last);
    checkSettings({ overbookingLimit, ...rest });
    const dates = [...eachDay(from, to)].filter((date) => !weekdays || weekdays.includes(isoWeekday(date)));
    return this.db.transaction(async () => {
      const category = await this.categories.get(categoryId);
      const limit = overbookingLimit === null ? category.defaultOverbook : overbookingLimit;
      const settings: DaySettings = { ...rest, overbookingLimit: limit };
      const updated = dates.length === 0 ? 0 : await this.inventory.set(category, dates, settings);
      // A lower limit takes no room away: what was sold by the former one is told, not refused.
      const oversold = limit === undefined ? [] : await this.inventory.oversold(categoryId, from, to);
      const contradictions = await this.inventory.withoutStay(categoryId, dates);
      const conflicts = await this.oversell.name(categoryId, oversold);
      return { roomCategoryId: category.id, updated, conflicts, contradictions };
    });
  }
}

function checkSettings(settings: Omit<UpdateInventoryRequest, 'from' | 'to' | 'weekdays'>): void {
  if (Object.values(settings).every((value) => value === undefined))
    throw invalid(
      '',
      'Nothing to set: send at least one of stopSell, closedToArrival, closedToDeparture, minStay, maxStay, minStayThrough, overbookingLimit',
    );
  for (const key of ['stopSell', 'closedToArrival', 'closedToDeparture'] as const)
    if (settings[key] === null) throw invalid(key, `${key} must not be null`);
  if (settings.minStay && settings.maxStay && settings.minStay > settings.maxStay)
    throw invalid('maxStay', 'maxStay must not be less than minStay');
}

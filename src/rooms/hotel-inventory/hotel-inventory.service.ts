import { Injectable } from '@nestjs/common';
import { type DateRange, horizon, type LocalDate } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { CoverageRepository } from '../coverage/coverage.repository.js';
import { RoomGenerationSettingsRepository } from '../generation-settings/generation-settings.repository.js';
import { HotelsService } from '../hotels/hotels.service.js';
import { type PriceBook, priceOn } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { parseOrderRange } from '../stay-dates.js';
import type { HotelInventoryCategory, HotelInventoryDay, HotelInventoryResponse } from './hotel-inventory.dto.js';
import { HotelInventoryRepository, type HotelInventoryRow } from './hotel-inventory.repository.js';

/** Longest range of one read, days. */
export const MAX_INVENTORY_DAYS = 400;

/** What all categories of a hotel can sell, day by day, and the dates that should be open and are not. */
@Injectable()
export class HotelInventoryService {
  constructor(
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesRepository,
    private readonly settings: RoomGenerationSettingsRepository,
    private readonly inventory: HotelInventoryRepository,
    private readonly prices: PricesRepository,
    private readonly coverage: CoverageRepository,
  ) {}

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED (more than 400 days), UNPROCESSABLE. */
  async of(hotelId: number, query: { startDate: string; endDate: string }): Promise<HotelInventoryResponse> {
    const range = parseOrderRange(query, MAX_INVENTORY_DAYS);
    const hotel = await this.hotels.get(hotelId);
    const { daysAhead, coverageThreshold } = await this.settings.get();
    const open = horizon(hotel.timeZone, new Date(), daysAhead);
    const rows = groupByCategory(await this.inventory.days(hotel.id, range));
    const categories = await this.categories.select({ hotelId: hotel.id });
    const books = await this.prices.books(
      categories.filter(({ id }) => rows.get(id)?.some(allTaken)),
      range.from,
      range.to,
    );
    const spans = categories.map(({ id }) => ({ categoryId: id, ...open }));
    const complete = (await this.coverage.figures(spans)).filter(
      ({ existing, expected }) => existing > 0 && existing / expected >= coverageThreshold,
    );
    const ends = await this.inventory.lastOpened(complete.map(({ categoryId }) => categoryId));
    return {
      hotelId: hotel.id,
      currency: hotel.currency,
      ...range,
      horizon: open,
      categories: categories
        .map(({ id, code, name, currency }) => ({
          ...{ roomCategoryId: id, code, name },
          ...judged(rows.get(id) ?? [], { ...open, to: earlier(ends.get(id), open.to) }, currency, books.get(id)),
        }))
        .sort((a, b) => a.name.localeCompare(b.name) || a.roomCategoryId - b.roomCategoryId),
    };
  }
}

function groupByCategory(rows: readonly HotelInventoryRow[]): Map<number, HotelInventoryRow[]> {
  const groups = new Map<number, HotelInventoryRow[]>();
  for (const row of rows) {
    const group = groups.get(row.categoryId);
    if (group) group.push(row);
    else groups.set(row.categoryId, [row]);
  }
  return groups;
}

function earlier(one: LocalDate | undefined, other: LocalDate): LocalDate {
  return one !== undefined && one < other ? one : other;
}

/** Whether every room that has the night has been given to somebody: what the next sale costs is for the price rules to say. */
function allTaken({ existing, priceMinor }: HotelInventoryRow): boolean {
  return existing > 0 && priceMinor === null;
}

/**
 * `should`: dates that should be open. The sweep leaves the end of the horizon for later while the category is covered well enough, so
 * that what lies after its last open date is no gap then, nor misses rooms where it has settings already.
 *
 * Each date is a row of the inventory or, when it should be one and is not, a gap; never both.
 */
function judged(
  rows: readonly HotelInventoryRow[],
  should: DateRange,
  currency: string,
  book: PriceBook | undefined,
): Pick<HotelInventoryCategory, 'days' | 'gaps'> {
  const days: HotelInventoryDay[] = [];
  const gaps: string[] = [];
  for (const row of rows) {
    const { categoryId: _, expected, existing, priceMinor, capacity, ...day } = row;
    const minor = book && allTaken(row) ? priceOn(book, day.date).priceMinor : priceMinor;
    if (capacity !== null)
      days.push({
        ...day,
        price: minor === null ? null : formatMoney(minor, currency),
        capacity,
        missing: day.date > should.to && !row.opened ? 0 : expected - existing,
      });
    else if (day.date >= should.from && day.date <= should.to) gaps.push(day.date);
  }
  return { days, gaps };
}

import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { priceCalendar, type PriceSource } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { parseRange } from '../stay-dates.js';
import type {
  CreatedPriceOverrideResponse,
  CreatePriceOverrideRequest,
  PriceOverrideResponse,
  PriceOverridesResponse,
} from './price-overrides.dto.js';
import { type OverrideRow, PriceOverridesRepository } from './price-overrides.repository.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/**
 * Dated prices set by hand. They apply at once: existing nights from today on take the price, and get their price by rule
 * back when the override is deleted. Nights with a guest keep their price, and so do nights whose price came with a generation.
 */
@Injectable()
export class PriceOverridesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly categories: RoomCategoriesRepository,
    private readonly overrides: PriceOverridesRepository,
    private readonly prices: PricesRepository,
    private readonly nights: RoomNightsRepository,
  ) {}

  async list(categoryId: number, limit: number, offset: number): Promise<PriceOverridesResponse> {
    const { currency } = await this.categories.getWithHotel(categoryId);
    const { priceOverrides, total } = await this.overrides.page(categoryId, limit, offset);
    return { priceOverrides: priceOverrides.map((row) => toResponse(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT naming the overrides whose dates it overlaps. */
  async create(categoryId: number, request: CreatePriceOverrideRequest): Promise<CreatedPriceOverrideResponse> {
    const range = parseRange(request.from, request.to);
    try {
      return await this.db.transaction(async () => {
        const category = await this.categories.lock(categoryId);
        const taken = await this.overrides.overlapping(categoryId, range);
        if (taken.length > 0) throw overlap(taken);
        const row = await this.overrides.insert(categoryId, {
          ...range,
          weekdays: request.weekdays?.toSorted() ?? EVERY_DAY,
          priceMinor: parseAmount('price', request.price, category.currency),
          reason: request.reason ?? null,
          createdBy: this.context.principal?.userId ?? null,
        });
        const repriced = await this.reprice(category, row, ['base', 'season', 'override']);
        return { ...toResponse(row, category.currency), totalRoomsRepriced: repriced };
      });
    } catch (error) {
      if (violates(error, 'price_override_overlap')) throw overlap([]);
      throw error;
    }
  }

  /** @throws AppError NOT_FOUND */
  delete(categoryId: number, id: number): Promise<void> {
    return this.db.transaction(async () => {
      const category = await this.categories.lock(categoryId);
      const row = await this.overrides.delete(categoryId, id);
      if (!row) throw notFound('Price override');
      await this.reprice(category, row, ['override']);
    });
  }

  private async reprice(
    category: CategoryRow,
    range: { from: LocalDate; to: LocalDate },
    sources: readonly PriceSource[],
  ): Promise<number> {
    const localToday = today(category.timeZone, new Date());
    const from = range.from > localToday ? range.from : localToday;
    if (from > range.to) return 0;
    const book = await this.prices.book(category, from, range.to);
    const calendar = priceCalendar(book, from, range.to);
    // A new override changes the nights on its weekdays only; the rest of its range is left alone.
    const touched = sources.includes('base') ? calendar.filter((night) => night.source === 'override') : calendar;
    return this.nights.reprice(category.id, touched, sources);
  }
}

function overlap(taken: readonly OverrideRow[]): AppError {
  const overrides = taken.map(({ id, from, to }) => ({ id, from, to }));
  return new AppError('CONFLICT', 'Another price override holds on some of these dates', { extra: { overrides } });
}

function toResponse(row: OverrideRow, currency: string): PriceOverrideResponse {
  return {
    id: row.id,
    from: row.from,
    to: row.to,
    weekdays: [...row.weekdays],
    price: formatMoney(row.priceMinor, currency),
    currency,
    reason: row.reason,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

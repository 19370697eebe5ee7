import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type DateRange, isoWeekday, today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { type NightPrice, priceCalendar } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { parseRange, parseStayDate } from '../stay-dates.js';
import type {
  CreatedPriceOverrideResponse,
  CreatePriceOverrideRequest,
  PriceOverrideResponse,
  PriceOverridesQuery,
  PriceOverridesResponse,
} from './price-overrides.dto.js';
import { type OverrideRow, type OverrideValues, PriceOverridesRepository } from './price-overrides.repository.js';
import { whatStays, whatWasTaken } from './what-stays.js';

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

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, UNPROCESSABLE */
  async list(categoryId: number, { from, limit, offset }: PriceOverridesQuery): Promise<PriceOverridesResponse> {
    const { currency } = await this.categories.getWithHotel(categoryId);
    const first = from === undefined ? null : parseStayDate('from', from);
    const { priceOverrides, total } = await this.overrides.page(categoryId, first, limit, offset);
    return { priceOverrides: priceOverrides.map((row) => toResponse(row, currency)), total };
  }

  /**
   * With `replace` it takes the place of others on its dates and weekdays; what those say of other ones stays.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT naming the overrides in whose place it would stand.
   */
  async create(categoryId: number, request: CreatePriceOverrideRequest): Promise<CreatedPriceOverrideResponse> {
    const range = parseRange(request.from, request.to);
    try {
      return await this.db.transaction(async () => {
        const category = await this.categories.lock(categoryId);
        const weekdays = request.weekdays?.toSorted() ?? EVERY_DAY;
        const taken = await this.overrides.overlapping(categoryId, range, weekdays);
        if (taken.length > 0 && !request.replace) throw overlap(taken);
        for (const { id } of taken) await this.overrides.delete(categoryId, id);
        for (const { id: _, ...rest } of taken.flatMap((one) => whatStays(one, range, weekdays)))
          await this.overrides.insert(categoryId, rest);
        const row = await this.overrides.insert(categoryId, {
          ...range,
          weekdays,
          priceMinor: parseAmount('price', request.price, category.currency),
          reason: request.reason ?? null,
          createdBy: this.context.principal?.userId ?? null,
          replaced: taken,
        });
        const calendar = await this.calendar(category, range);
        // The nights on its weekdays only; the rest of its range is left alone.
        const own = calendar.filter(({ date }) => weekdays.includes(isoWeekday(date)));
        const totalRoomsRepriced = await this.nights.reprice(category.id, own, ['base', 'season', 'override']);
        const totalRoomsKept = await this.nights.otherwisePriced(category.id, own);
        const replaced = taken.map((one) => toResponse(one, category.currency));
        return { ...toResponse(row, category.currency), totalRoomsRepriced, totalRoomsKept, replaced };
      });
    } catch (error) {
      if (violates(error, 'price_override_overlap')) throw overlap([]);
      throw error;
    }
  }

  /**
   * With `restore` the prices whose place it took stand there again, in the same transaction: at no moment is one of their nights sold
   * for what the rules say.
   * @throws AppError NOT_FOUND
   */
  delete(categoryId: number, id: number, { restore = false }: { restore?: boolean } = {}): Promise<void> {
    return this.db.transaction(async () => {
      const category = await this.categories.lock(categoryId);
      const row = await this.overrides.delete(categoryId, id);
      if (!row) throw notFound('Price override');
      if (restore) for (const one of row.replaced) await this.putBack(categoryId, one, row);
      await this.nights.reprice(category.id, await this.calendar(category, row), ['override']);
    });
  }

  /**
   * Puts back an override, where `gone` had taken its place: as the one that it was, unless somebody has changed what was left of it
   * meanwhile. Then it is put back on the dates that it had lost, and nowhere else.
   */
  private async putBack(categoryId: number, one: OverrideValues, gone: OverrideRow): Promise<void> {
    const standing = await this.overrides.overlapping(categoryId, one, one.weekdays);
    const left = whatStays(one, gone, gone.weekdays).map((piece) => standing.find((other) => isSame(other, piece)));
    if (left.some((piece) => piece === undefined)) {
      await this.overrides.insert(categoryId, whatWasTaken(one, gone));
      return;
    }
    for (const piece of left) await this.overrides.delete(categoryId, piece!.id);
    await this.overrides.insert(categoryId, one);
  }

  /** Prices of the dates from today on. */
  private async calendar(category: CategoryRow, range: DateRange): Promise<NightPrice[]> {
    const localToday = today(category.timeZone, new Date());
    const from = range.from > localToday ? range.from : localToday;
    if (from > range.to) return [];
    return priceCalendar(await this.prices.book(category, from, range.to), from, range.to);
  }
}

function isSame(one: OverrideValues, other: OverrideValues): boolean {
  const parts = ({ from, to, weekdays, priceMinor, reason, createdBy, createdAt }: OverrideValues) =>
    JSON.stringify([from, to, weekdays.toSorted(), priceMinor, reason, createdBy, createdAt]);
  return parts(one) === parts(other);
}

function overlap(taken: readonly OverrideRow[]): AppError {
  const overrides = taken.map(({ id, from, to }) => ({ id, from, to }));
  return new AppError(
    'CONFLICT',
    'Another price override stands within these dates; send replace to put this one in its place',
    { extra: { overrides } },
  );
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

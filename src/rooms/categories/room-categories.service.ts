import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { HotelsService } from '../hotels/hotels.service.js';
import { seasonValues, weekdayValues } from '../pricing/price-rule-values.js';
import type { SeasonRuleResponse, WeekdayRuleResponse } from '../pricing/price-rules.dto.js';
import { PricesRepository, type StoredRule } from '../pricing/prices.repository.js';
import type {
  CreateRoomCategoryRequest,
  RoomCategoriesQuery,
  RoomCategoriesResponse,
  RoomCategoryResponse,
  UpdateRoomCategoryRequest,
} from './room-categories.dto.js';
import { type CategoryRow, RoomCategoriesRepository } from './room-categories.repository.js';

/**
 * Room categories with their price rules. New prices hold for nights generated from now on; existing nights take them
 * when a generation is asked to reprice.
 */
@Injectable()
export class RoomCategoriesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesRepository,
    private readonly prices: PricesRepository,
  ) {}

  async list(query: RoomCategoriesQuery): Promise<RoomCategoriesResponse> {
    const { rows, total } = await this.categories.page(query.hotelId, query.limit, query.offset);
    const rules = await this.prices.rules(rows.map((row) => row.id));
    return { roomCategories: rows.map((row) => toResponse(row, rules)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<RoomCategoryResponse> {
    return toResponse(await this.categories.getWithHotel(id), await this.prices.rules([id]));
  }

  /** Ids of those of these codes that the hotel has. */
  idsByCode(hotelId: number, codes: readonly string[]): Promise<Map<string, number>> {
    return this.categories.idsByCode(hotelId, codes);
  }

  /** @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED (overlapping rules too), CONFLICT (code taken). */
  create(request: CreateRoomCategoryRequest): Promise<RoomCategoryResponse> {
    return this.save(async () => {
      const { currency } = await this.hotels.get(request.hotelId);
      const id = await this.categories.insert(request.hotelId, {
        code: request.code,
        name: request.name,
        basePriceMinor: parseAmount('basePrice', request.basePrice, currency),
        defaultOverbook: request.defaultOverbookingLimit ?? 0,
      });
      await this.saveRules(id, request, currency);
      return this.get(id);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED (overlapping rules too), CONFLICT (code taken). */
  update(id: number, request: UpdateRoomCategoryRequest): Promise<RoomCategoryResponse> {
    return this.save(async () => {
      const before = await this.categories.lock(id);
      await this.categories.update(id, {
        code: request.code ?? before.code,
        name: request.name ?? before.name,
        basePriceMinor:
          request.basePrice === undefined
            ? before.basePriceMinor
            : parseAmount('basePrice', request.basePrice, before.currency),
        defaultOverbook: request.defaultOverbookingLimit ?? before.defaultOverbook,
      });
      await this.saveRules(id, request, before.currency);
      return this.get(id);
    });
  }

  private async saveRules(id: number, request: UpdateRoomCategoryRequest, currency: string): Promise<void> {
    if (request.seasonRules) await this.prices.replaceRules(id, 'season', seasonValues(request.seasonRules, currency));
    if (request.weekdayRules)
      await this.prices.replaceRules(id, 'weekday', weekdayValues(request.weekdayRules, currency));
  }

  private async save(write: () => Promise<RoomCategoryResponse>): Promise<RoomCategoryResponse> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'room_category_code_key'))
        throw new AppError('CONFLICT', 'The hotel has a category with this code');
      if (violates(error, 'price_rule_overlap'))
        throw invalid('rules', 'Two seasons, or two rules of one weekday, hold on the same date');
      throw error;
    }
  }
}

function toResponse(row: CategoryRow, rules: readonly StoredRule[]): RoomCategoryResponse {
  const own = rules.filter((rule) => rule.categoryId === row.id);
  return {
    id: row.id,
    hotelId: row.hotelId,
    hotel: row.hotel,
    code: row.code,
    name: row.name,
    basePrice: formatMoney(row.basePriceMinor, row.currency),
    currency: row.currency,
    defaultOverbookingLimit: row.defaultOverbook,
    seasonRules: own.filter((rule) => rule.kind === 'season').map((rule) => seasonOf(rule, row.currency)),
    weekdayRules: weekdaysOf(own, row.currency),
    createdAt: row.createdAt,
  };
}

function seasonOf(rule: StoredRule, currency: string): SeasonRuleResponse {
  return { name: rule.name, from: rule.from!, to: rule.to!, ...adjustmentOf(rule, currency) };
}

/** Rules are stored one for each weekday. Those that differ only in the weekday are answered as one rule again. */
function weekdaysOf(rules: readonly StoredRule[], currency: string): WeekdayRuleResponse[] {
  const grouped = new Map<string, WeekdayRuleResponse>();
  for (const rule of rules) {
    if (rule.kind !== 'weekday') continue;
    const shared = { name: rule.name, from: rule.from, to: rule.to, ...adjustmentOf(rule, currency) };
    const key = JSON.stringify(shared);
    const group = grouped.get(key) ?? { ...shared, weekdays: [] };
    group.weekdays.push(rule.weekday!);
    grouped.set(key, group);
  }
  return [...grouped.values()];
}

function adjustmentOf(rule: StoredRule, currency: string): { price: string } | { percent: string } {
  if (rule.priceMinor !== null) return { price: formatMoney(rule.priceMinor, currency) };
  return { percent: ((rule.basisPoints ?? 0) / 100).toFixed(4) };
}

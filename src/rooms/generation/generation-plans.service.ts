import { Injectable } from '@nestjs/common';
import { type DateRange, today } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { type GenerationPlan, type PlanDay, planOf, totalOf } from '../generator/generation-plan.js';
import { repriceable } from '../generator/repriceable.js';
import { priceCalendar } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { PlannedNightsRepository } from '../room-nights/planned-nights.repository.js';
import { checkOpenable, parseOrderRange } from '../stay-dates.js';
import type { GenerationPlanDay, GenerationPlanQuery, GenerationPlanResponse } from './generation-plan.dto.js';

/** What a generation would do, date by date, before it is ordered. */
@Injectable()
export class GenerationPlans {
  constructor(
    private readonly categories: RoomCategoriesRepository,
    private readonly prices: PricesRepository,
    private readonly nights: PlannedNightsRepository,
  ) {}

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, UNPROCESSABLE, as ordering it would */
  async show(query: GenerationPlanQuery): Promise<GenerationPlanResponse> {
    const { priceOverride, limit, offset } = query;
    const range = parseOrderRange(query);
    const category = await this.categories.getWithHotel(query.roomCategoryId);
    checkOpenable(range, today(category.timeZone, new Date()));
    const { fingerprint, days } = await this.of(category, range, { priceOverride, reprice: query.reprice === 'true' });
    const shown = query.show === 'changes' ? days.filter(({ change }) => change !== 'unchanged') : days;
    return {
      roomCategoryId: category.id,
      currency: category.currency,
      plan: fingerprint,
      totals: {
        created: totalOf(days, 'created'),
        existing: totalOf(days, 'existing'),
        repriced: totalOf(days, 'repriced'),
        kept: totalOf(days, 'kept'),
        closed: totalOf(days, 'closed'),
        conflicts: totalOf(days, 'conflicts'),
      },
      days: shown.slice(offset, offset + limit).map((day) => toResponse(day, category.currency)),
      total: shown.length,
    };
  }

  /** The plan of an order whose range and category were looked at. @throws AppError VALIDATION_FAILED for a bad price */
  async of(
    category: CategoryRow,
    { from, to }: DateRange,
    order: { priceOverride?: number | string; reprice?: boolean },
  ): Promise<GenerationPlan> {
    const { priceOverride, reprice = false } = order;
    const jobPriceMinor =
      priceOverride === undefined ? null : parseAmount('priceOverride', priceOverride, category.currency);
    const calendar = priceCalendar(await this.prices.book(category, from, to), from, to, jobPriceMinor);
    const sources = repriceable({ jobPriceMinor, reprice });
    const date = today(category.timeZone, new Date());
    return planOf(calendar, await this.nights.days(category.id, calendar, sources, date));
  }
}

function toResponse(day: PlanDay, currency: string): GenerationPlanDay {
  const { date, change, priceMinor, expected, created, repriced, lowestMinor, highestMinor, kept, closed, conflicts } =
    day;
  return {
    ...{ date, change, price: formatMoney(priceMinor, currency), rooms: expected, created, repriced },
    priceBefore:
      lowestMinor === null || highestMinor === null
        ? null
        : { lowest: formatMoney(lowestMinor, currency), highest: formatMoney(highestMinor, currency) },
    ...{ kept, closed, conflicts },
  };
}

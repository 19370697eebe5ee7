import { Injectable } from '@nestjs/common';
import { addDays, horizon } from '../../platform/dates/index.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { RoomGenerationSettingsRepository } from '../generation-settings/generation-settings.repository.js';
import { MAX_RANGE_DAYS, parseOrderRange, parseStayDate } from '../stay-dates.js';
import { coverageOf } from './coverage.js';
import { type CategoryFigures, CoverageRepository } from './coverage.repository.js';
import type { CoverageFigures, CronStats, RoomStats } from './statistics.dto.js';

/** Figures of room nights: existing, sold, left for sale, missing. */
@Injectable()
export class RoomStatisticsService {
  constructor(
    private readonly categories: RoomCategoriesRepository,
    private readonly coverage: CoverageRepository,
    private readonly settings: RoomGenerationSettingsRepository,
  ) {}

  /**
   * One category over a range; without one, over the tenant's horizon.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED, UNPROCESSABLE.
   */
  async category(id: number, query: { startDate?: string; endDate?: string }): Promise<RoomStats> {
    const category = await this.categories.getWithHotel(id);
    const default_ = await this.horizonOf(category);
    const first = query.startDate === undefined ? default_.from : parseStayDate('startDate', query.startDate);
    const longest = addDays(first, MAX_RANGE_DAYS - 1);
    const last = first > default_.to ? first : default_.to < longest ? default_.to : longest;
    const { from, to } = parseOrderRange({ startDate: first, endDate: query.endDate ?? last });
    const span = { categoryId: id, from, to };
    const [figures] = await this.coverage.figures([span]);
    return {
      roomCategoryId: id,
      dateRange: { startDate: from, endDate: to },
      ...toFigures(figures!),
      missing: await this.coverage.missing(span),
    };
  }

  /** All categories, each over its own hotel's horizon, and the total. */
  async all(): Promise<CronStats> {
    const categories = await this.categories.select();
    const { daysAhead } = await this.settings.get();
    const now = new Date();
    const spans = categories.map((c) => ({ categoryId: c.id, ...horizon(c.timeZone, now, daysAhead) }));
    const figures = await this.coverage.figures(spans);
    const dates = spans.flatMap((span) => [span.from, span.to]).sort();
    return {
      dateRange: dates.length === 0 ? null : { startDate: dates[0]!, endDate: dates.at(-1)! },
      ...toFigures(sumUp(figures)),
      categories: categories.map((category, i) => ({
        roomCategoryId: category.id,
        name: category.name,
        hotelId: category.hotelId,
        hotel: category.hotel,
        dateRange: { startDate: spans[i]!.from, endDate: spans[i]!.to },
        ...toFigures(figures[i]!),
      })),
    };
  }

  private async horizonOf(category: CategoryRow) {
    const { daysAhead } = await this.settings.get();
    return horizon(category.timeZone, new Date(), daysAhead);
  }
}

type Sums = Omit<CategoryFigures, 'categoryId' | 'from' | 'to'>;

function toFigures(figures: Sums): CoverageFigures {
  return {
    totalRooms: figures.existing,
    availableRooms: figures.available,
    bookedRooms: figures.booked,
    outOfOrderRooms: figures.outOfOrder,
    coverage: coverageOf(figures.existing, figures.expected),
  };
}

function sumUp(figures: readonly Sums[]): Sums {
  const total: Sums = { expected: 0, existing: 0, booked: 0, available: 0, outOfOrder: 0 };
  for (const one of figures) for (const key of Object.keys(total) as (keyof Sums)[]) total[key] += one[key];
  return total;
}

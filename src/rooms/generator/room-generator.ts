import { Injectable, Logger } from '@nestjs/common';
import { type JobContext, LeaseLostError } from '../../jobs/index.js';
import { addDays, countDays, type LocalDate } from '../../platform/dates/index.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { priceCalendar } from '../pricing/price-calendar.js';
import { PricesRepository } from '../pricing/prices.repository.js';
import { InventoryDaysRepository } from '../room-nights/inventory-days.repository.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { Oversell } from '../occupancy/oversell.js';
import type { Conflict } from '../room-nights/conflict.js';
import { GenerationRunsRepository, type RunRow } from './generation-runs.repository.js';
import { repriceable } from './repriceable.js';

/** What to generate for one category. */
export interface GenerationOrder {
  categoryId: number;
  /** Inclusive. */
  from: LocalDate;
  to: LocalDate;
  /** The hotel's local date. Nights before it are left alone: neither written nor removed, and not counted. */
  today: LocalDate;
  /** Days per batch. */
  batchSize: number;
  /** Price of every night of the job, minor units; 0 is a price. */
  jobPriceMinor: number | null;
  /** Also give existing unsold nights the price they would have if they were generated now. */
  reprice: boolean;
  /** Count what would be done, and write no nights. */
  dryRun: boolean;
}

/**
 * Generates room nights in batches of days. Each batch is one transaction that also moves the run's counters and cursor, so
 * that the next attempt of a killed job goes on after the last committed batch, with exact counters. When the job's order has
 * changed since the run began (other dates or another price), the run starts again: it works through the new range from its
 * first date and counts from zero. Unsold nights that the job wrote for an order with another price get the new one; those outside
 * the new range stay as they are.
 */
@Injectable()
export class RoomGenerator {
  private readonly logger = new Logger('RoomGeneration');

  constructor(
    private readonly runs: GenerationRunsRepository,
    private readonly categories: RoomCategoriesRepository,
    private readonly nights: RoomNightsRepository,
    private readonly inventory: InventoryDaysRepository,
    private readonly prices: PricesRepository,
    private readonly oversell: Oversell,
  ) {}

  /** @param onShare called after each batch with the share done, 0..1 */
  async generate(ctx: JobContext, order: GenerationOrder, onShare: (share: number) => void): Promise<RunRow> {
    let run = await ctx.transaction(() =>
      this.runs.open({ jobId: ctx.jobId, categoryId: order.categoryId, ordered: order }),
    );
    if (run.cursor < order.today) run = await ctx.transaction(() => this.runs.passOver(run.id, order.today));
    try {
      while (run.cursor <= run.to) {
        ctx.signal.throwIfAborted();
        run = await ctx.transaction(() => this.batch(run.id, order));
        onShare(run.datesProcessed / countDays(run.from, run.to));
      }
      return run;
    } catch (error) {
      await this.noteFailure(ctx, run.id, error);
      throw error;
    }
  }

  /** One batch, in the transaction that is open. Lock order: run → category → rooms → inventory days. */
  private async batch(runId: number, order: GenerationOrder): Promise<RunRow> {
    const run = await this.runs.lock(runId);
    if (run.cursor > run.to) return run;
    const category = await this.categories.lock(order.categoryId);
    const end = addDays(run.cursor, order.batchSize - 1);
    const [from, to] = [run.cursor, end < run.to ? end : run.to];

    const { closed, conflicts } = await this.nights.close(category.id, { from, to, today: order.today }, order.dryRun);
    const counted = await this.write(run, category, order, from, to);
    const oversold = await this.oversold(category.id, from, to, conflicts);
    return this.runs.advance(
      run.id,
      {
        ...counted,
        datesProcessed: countDays(from, to),
        closed,
        conflicts: [...conflicts.map((c) => ({ reason: 'ROOM_RETIRED_BUT_SOLD' as const, ...c })), ...oversold],
      },
      addDays(to, 1),
    );
  }

  private async write(run: RunRow, category: CategoryRow, order: GenerationOrder, from: LocalDate, to: LocalDate) {
    const book = await this.prices.book(category, from, to);
    const calendar = priceCalendar(book, from, to, order.jobPriceMinor);
    const expected = await this.nights.expected(category.id, from, to);
    // Nights that this job wrote for an order with another price have that one, which no longer holds.
    const alsoOwn = run.orders > 1;
    // Before the missing nights are filled in, so that only nights that existed are counted.
    const repriced =
      order.reprice || alsoOwn
        ? await this.nights.reprice(category.id, calendar, repriceable(order), {
            runId: run.id,
            alsoOwn,
            dryRun: order.dryRun,
          })
        : 0;
    if (order.dryRun) {
      const existing = await this.nights.existing(category.id, from, to);
      return { expected, existing, created: expected - existing, repriced };
    }
    const created = expected > 0 ? await this.nights.fill(category.id, calendar, run.id) : 0;
    await this.inventory.open(category, from, to);
    return { expected, existing: expected - created, created, repriced };
  }

  /** Dates on which more is sold than there is, but for dates that are conflicts already because of a retired room. */
  private async oversold(
    categoryId: number,
    from: LocalDate,
    to: LocalDate,
    known: readonly { date: LocalDate }[],
  ): Promise<Conflict[]> {
    const days = await this.inventory.oversold(categoryId, from, to);
    return this.oversell.name(
      categoryId,
      days.filter((day) => !known.some((conflict) => conflict.date === day.date)),
    );
  }

  private async noteFailure(ctx: JobContext, runId: number, error: unknown): Promise<void> {
    if (ctx.signal.aborted || error instanceof LeaseLostError) return;
    // The ledger keeps the error; here the run is only marked. That may fail too, when the database is the cause.
    await ctx
      .transaction(() => this.runs.fail(runId, 'stopped after the batch before the cursor'))
      .catch((second: unknown) => this.logger.warn(`run ${runId}: ${(second as Error).message}`));
  }
}

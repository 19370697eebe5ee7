import { Injectable, Logger } from '@nestjs/common';
import { type JobContext, LeaseLostError, PermanentJobError } from '../../jobs/index.js';
import { databaseTrouble } from '../../platform/database/database-trouble.js';
import { type DateRange, horizon, isLocalDate, startOfDay, today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { coverageOf, judgeCoverage } from '../coverage/coverage.js';
import { CoverageRepository } from '../coverage/coverage.repository.js';
import {
  type GenerationSettings,
  RoomGenerationSettingsRepository,
} from '../generation-settings/generation-settings.repository.js';
import { GenerationRunsRepository, type RunOrder, type RunRow } from '../generator/generation-runs.repository.js';
import { RoomGenerator } from '../generator/room-generator.js';
import { HotelsService } from '../hotels/hotels.service.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { GenerationClock } from './generation-clock.js';
import {
  RoomGenerationSweep,
  type RoomGenerationSweepPayload,
  type RoomGenerationSweepResult,
  type SweptCategory,
} from './room-generation-sweep.job.js';
import { DEFAULT_BATCH_DAYS } from './room-generation.work.js';

/**
 * What a sweep does: it generates every category over its hotel's horizon, from the hotel's local date when
 * it runs, daysAhead dates long. When one category fails, the others are generated all the same.
 */
@Injectable()
export class RoomGenerationSweepWork {
  private readonly logger = new Logger('RoomGenerationSweep');

  constructor(
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesRepository,
    private readonly settings: RoomGenerationSettingsRepository,
    private readonly coverage: CoverageRepository,
    private readonly nights: RoomNightsRepository,
    private readonly runs: GenerationRunsRepository,
    private readonly generator: RoomGenerator,
    private readonly clock: GenerationClock,
  ) {}

  async run(payload: RoomGenerationSweepPayload, ctx: JobContext): Promise<RoomGenerationSweepResult> {
    const started = performance.now();
    const settings = await this.settings.get();
    const categories = await this.select(payload);
    const swept: SweptCategory[] = [];
    const now = this.clock.of(ctx);
    let failure: unknown;
    for (const [index, category] of categories.entries()) {
      ctx.signal.throwIfAborted();
      const onShare = (share: number) => ctx.progress(((index + share) / categories.length) * 100);
      const range = horizon(
        category.timeZone,
        instantOf(payload.asOf, category.timeZone) ?? now,
        payload.daysAhead ?? settings.daysAhead,
      );
      try {
        if (payload.asOf && range.from < today(category.timeZone, now))
          throw new PermanentJobError('AS_OF_PAST', `${payload.asOf} is past: no nights are opened there`);
        swept.push(toSwept(category, await this.sweep(category, range, settings, ctx, onShare)));
      } catch (error) {
        // The category is not the cause. The sweep is tried again, and goes on with this category.
        if (ctx.signal.aborted || error instanceof LeaseLostError || databaseTrouble(error)) throw error;
        failure = error;
        this.logger.warn({ msg: `category ${category.id} failed`, err: error });
        swept.push(toSwept(category, await this.unfinished(category, range, ctx), safeMessage(error)));
      }
      onShare(1);
    }
    const failed = swept.filter((category) => category.error !== undefined);
    // While attempts are left, the sweep fails and is tried again; categories that are finished are answered from their
    // run then. The last attempt succeeds with the errors in its result, unless every category failed.
    if (failed.length > 0 && (ctx.attempt < RoomGenerationSweep.attempts || failed.length === swept.length))
      throw failure;
    return summarize(swept, performance.now() - started);
  }

  private async select(payload: RoomGenerationSweepPayload): Promise<CategoryRow[]> {
    if (payload.hotelId !== undefined) await this.hotels.get(payload.hotelId);
    const categories = await this.categories.select({
      hotelId: payload.hotelId,
      categoryId: payload.roomCategoryId,
    });
    if (payload.roomCategoryId !== undefined && categories.length === 0) throw notFound('Room category');
    return categories;
  }

  private async sweep(
    category: CategoryRow,
    { from, to }: DateRange,
    settings: GenerationSettings,
    ctx: JobContext,
    onShare: (share: number) => void,
  ): Promise<SweptRun> {
    const ordered = orderFor({ from, to });
    // Only a run for the same dates counts: the job's data or the tenant's settings may have changed since it began.
    const earlier = await this.runs.find(ctx.jobId, category.id, ordered);
    if (!earlier) {
      const days = await this.coverage.days({ categoryId: category.id, from, to });
      const last = await this.nights.lastDate(category.id);
      const { skip, reason, expected, existing } = judgeCoverage(days, last, settings.coverageThreshold);
      if (skip) {
        const found = { expected, existing, reason: reason! };
        await ctx.transaction(() => this.runs.skip({ jobId: ctx.jobId, categoryId: category.id, ordered, ...found }));
        return { ...found, from, to, created: 0, datesProcessed: 0, conflicts: [], skipped: true };
      }
    }
    if (earlier?.status === 'completed' || earlier?.status === 'skipped') return toSweptRun(earlier);
    const run = await this.generator.generate(
      ctx,
      {
        ...ordered,
        categoryId: category.id,
        today: from,
        batchSize: DEFAULT_BATCH_DAYS,
      },
      onShare,
    );
    return toSweptRun(run);
  }

  /** What was written for a category before it failed. */
  private async unfinished(category: CategoryRow, range: DateRange, ctx: JobContext) {
    const run = await this.runs.find(ctx.jobId, category.id, orderFor(range)).catch(() => undefined);
    if (run) return toSweptRun(run);
    return {
      ...range,
      created: 0,
      existing: 0,
      expected: 1,
      datesProcessed: 0,
      conflicts: [],
      skipped: false,
      reason: null,
    };
  }
}

/** A sweep fills in the missing nights of a range at their prices by rule. */
function orderFor({ from, to }: DateRange): RunOrder {
  return { from, to, jobPriceMinor: null, reprice: false, dryRun: false };
}

/** An instant within the day that was asked for, on the hotel's calendar. */
function instantOf(asOf: string | undefined, timeZone: string): Date | undefined {
  if (asOf === undefined) return undefined;
  return isLocalDate(asOf) ? startOfDay(asOf, timeZone) : new Date(asOf);
}

type SweptRun = Pick<
  RunRow,
  'from' | 'to' | 'created' | 'existing' | 'expected' | 'datesProcessed' | 'conflicts' | 'reason'
> & {
  skipped: boolean;
};

function toSweptRun(run: RunRow): SweptRun {
  return { ...run, skipped: run.status === 'skipped' };
}

function toSwept(category: CategoryRow, run: SweptRun, error?: string): SweptCategory {
  return {
    roomCategoryId: category.id,
    name: category.name,
    hotelId: category.hotelId,
    hotel: category.hotel,
    from: run.from,
    to: run.to,
    totalRoomsCreated: run.created,
    totalRoomsExisting: run.existing,
    totalDatesProcessed: run.datesProcessed,
    conflicts: run.conflicts,
    coverageBefore: coverageOf(run.existing, run.expected),
    coverageAfter: coverageOf(run.existing + run.created, run.expected),
    skipped: run.skipped,
    reason: run.skipped ? run.reason : null,
    ...(error === undefined ? {} : { error }),
  };
}

function summarize(categories: SweptCategory[], durationMs: number): RoomGenerationSweepResult {
  const total = (key: 'totalRoomsCreated' | 'totalRoomsExisting' | 'totalDatesProcessed') =>
    categories.reduce((sum, category) => sum + category[key], 0);
  const errors = categories.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`]));
  return {
    success: errors.length === 0,
    totalRoomsCreated: total('totalRoomsCreated'),
    totalRoomsExisting: total('totalRoomsExisting'),
    totalDatesProcessed: total('totalDatesProcessed'),
    durationMs: Math.round(durationMs),
    errors,
    categories,
  };
}

/** The tenant reads it, so only errors that were written for people are shown; others may tell of our database. */
function safeMessage(error: unknown): string {
  return error instanceof AppError || error instanceof PermanentJobError
    ? error.message
    : 'could not be generated; see the log of this job';
}

import { Injectable } from '@nestjs/common';
import { type JobContext, PermanentJobError } from '../../jobs/index.js';
import { addDays, type DateRange, today } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { coverageOf } from '../coverage/coverage.js';
import type { RunRow } from '../generator/generation-runs.repository.js';
import { RoomGenerator } from '../generator/room-generator.js';
import { MAX_RANGE_DAYS, parseOrderRange } from '../stay-dates.js';
import { GenerationClock } from './generation-clock.js';
import type { RoomGenerationPayload, RoomGenerationResult } from './room-generation.job.js';

export const DEFAULT_BATCH_DAYS = 100;

/** What a room-generation job does. A requested range is always generated, whatever its coverage. */
@Injectable()
export class RoomGenerationWork {
  constructor(
    private readonly categories: RoomCategoriesRepository,
    private readonly generator: RoomGenerator,
    private readonly clock: GenerationClock,
  ) {}

  async run(payload: RoomGenerationPayload, ctx: JobContext): Promise<RoomGenerationResult> {
    const category = await this.categories.getWithHotel(payload.roomCategoryId);
    const range = rangeOf(payload);
    const localToday = today(category.timeZone, this.clock.of(ctx));
    // A range that is wholly past is a mistake.
    const { to } = range;
    if (to < localToday)
      throw new PermanentJobError('PAST_DATES', `The range ends on ${to}; at the property it is ${localToday}`);
    if (to > addDays(localToday, MAX_RANGE_DAYS))
      throw new PermanentJobError('TOO_FAR', `The range ends on ${to}, more than ${MAX_RANGE_DAYS} days ahead`);
    // The first dates may have passed before the job was meant to run: they are no part of its order. Those that have passed since, while
    // it waited or was tried again, are, and the generator leaves them alone: the job has the same order in each of its attempts.
    const firstToday = today(category.timeZone, ctx.scheduledFor);
    const from = range.from > firstToday ? range.from : firstToday;

    const run = await this.generator.generate(
      ctx,
      {
        categoryId: category.id,
        from,
        to,
        today: localToday,
        batchSize: payload.batchSize ?? DEFAULT_BATCH_DAYS,
        jobPriceMinor:
          payload.priceOverride === undefined
            ? null
            : parseAmount('priceOverride', payload.priceOverride, category.currency),
        reprice: payload.reprice ?? false,
        dryRun: payload.dryRun ?? false,
      },
      (share) => ctx.progress(share * 100),
    );
    return toResult(run);
  }
}

/** A range that is none stays none, however often it is tried. */
function rangeOf(payload: RoomGenerationPayload): DateRange {
  try {
    return parseOrderRange(payload);
  } catch (error) {
    if (error instanceof AppError) throw new PermanentJobError(error.code, error.message, { cause: error });
    throw error;
  }
}

function toResult(run: RunRow): RoomGenerationResult {
  return {
    success: true,
    totalRoomsCreated: run.created,
    totalDatesProcessed: run.datesProcessed,
    totalRoomsExisting: run.existing,
    totalRoomsRepriced: run.repriced,
    totalRoomsClosed: run.closed,
    errors: [],
    conflicts: run.conflicts,
    coverageBefore: coverageOf(run.existing, run.expected),
    coverageAfter: coverageOf(run.existing + run.created, run.expected),
    dryRun: run.dryRun,
    jobId: run.jobId,
  };
}

import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { RoomGenerationSettingsRepository } from '../generation-settings/generation-settings.repository.js';
import { HotelsService } from '../hotels/hotels.service.js';
import type { SchedulerStatus, StartRequest } from './cron-room-generation.dto.js';
import { accepted, type Answer, resultOf } from './generation-answers.js';
import {
  RoomGenerationSweep,
  type RoomGenerationSweepPayload,
  type RoomGenerationSweepResult,
} from './room-generation-sweep.job.js';
import type { AcceptedResponse, SweepResponse } from './room-generation.dto.js';
import { SweepSchedules } from './sweep-schedules.js';

/** Turns the tenant's nightly generation on and off, and runs it now. Each hotel has its own schedule. */
@Injectable()
export class CronRoomGenerationService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly settings: RoomGenerationSettingsRepository,
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesRepository,
    private readonly schedules: SweepSchedules,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Turns the nightly generation on, or changes it; what is not given stays as it was. Starting twice leaves one
   * schedule per hotel.
   * @throws AppError VALIDATION_FAILED for a bad cron expression or zone.
   */
  async start(request: StartRequest): Promise<SchedulerStatus> {
    if (request.timezone && !isValidTimeZone(request.timezone))
      throw invalid('timezone', 'timezone must be an IANA time zone such as Europe/Lisbon');
    return this.db.transaction(async () => {
      const before = await this.settings.lock();
      await this.apply({
        enabled: true,
        cron: request.cronExpression ?? before.cron,
        daysAhead: request.daysAhead ?? before.daysAhead,
        timezone: request.timezone === undefined ? before.timezone : request.timezone,
        coverageThreshold: request.coverageThreshold ?? before.coverageThreshold,
      });
      return this.status();
    });
  }

  /** Turns it off for the tenant. A sweep that is already running finishes. */
  stop(): Promise<SchedulerStatus> {
    return this.db.transaction(async () => {
      await this.apply({ ...(await this.settings.lock()), enabled: false });
      return this.status();
    });
  }

  async status(): Promise<SchedulerStatus> {
    const { enabled, cron, daysAhead, timezone, coverageThreshold } = await this.settings.get();
    const names = new Map((await this.hotels.all()).map((hotel) => [hotel.id, hotel.name]));
    const schedules = (await this.schedules.of([...names.keys()])).map((schedule) => ({
      hotelId: schedule.hotelId!,
      hotel: names.get(schedule.hotelId!) ?? '',
      cronExpression: schedule.cron,
      timezone: schedule.timezone,
      enabled: schedule.enabled,
      nextRunAt: schedule.nextRunAt,
      lastRunAt: schedule.lastRunAt,
    }));
    const next = schedules.flatMap(({ nextRunAt }) => nextRunAt ?? []).sort((a, b) => a.getTime() - b.getTime());
    return {
      isRunning: enabled,
      cronExpression: cron,
      daysAhead,
      timezone,
      coverageThreshold,
      nextRunAt: next[0] ?? null,
      schedules: schedules.toSorted((a, b) => a.hotelId - b.hotelId),
    };
  }

  /**
   * Sweeps all categories now, or one. Answers 200 with the result, or 202 when the job takes longer than requests wait.
   * @throws AppError NOT_FOUND (category); for a sweep that failed, its own code.
   */
  async execute(payload: RoomGenerationSweepPayload): Promise<Answer<SweepResponse | AcceptedResponse>> {
    const category = payload.roomCategoryId === undefined ? null : await this.categories.get(payload.roomCategoryId);
    const { id } = await this.jobs.enqueue(RoomGenerationSweep, payload, { hotelId: category?.hotelId });
    const job = await this.jobs.waitFor(id);
    if (!job) return { status: 202, body: accepted('Room generation is running', id, this.jobs.links(id)) };
    const result = resultOf<RoomGenerationSweepResult>('Room generation', job);
    const message = result.success ? 'Room generation completed' : 'Room generation completed with errors';
    return { status: 200, body: { success: result.success, message, data: { ...result, jobId: id } } };
  }

  private async apply(settings: Parameters<RoomGenerationSettingsRepository['save']>[0]): Promise<void> {
    if (settings.enabled) this.schedules.check(settings.cron);
    await this.settings.save(settings, this.context.principal?.userId ?? null);
    const hotels = await this.hotels.all();
    await this.schedules.hold(hotels.map(({ id }) => id));
    for (const hotel of hotels) await this.schedules.put(hotel, settings);
  }
}

import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { countDays, type DateRange, today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { checkOpenable, parseOrderRange } from '../stay-dates.js';
import { accepted, type Answer, resultOf } from './generation-answers.js';
import { GenerationPlans } from './generation-plans.service.js';
import { RoomGenerationSweep } from './room-generation-sweep.job.js';
import type {
  AcceptedResponse,
  QueueStats,
  RoomGenerationJob,
  RoomGenerationRequest,
  RoomGenerationResponse,
  ScheduledResponse,
} from './room-generation.dto.js';
import { RoomGeneration, type RoomGenerationPayload, type RoomGenerationResult } from './room-generation.job.js';

/** For estimatedCompletion: how long a job takes to start, ms, and how many nights it then writes in a ms at least. */
const START_MS = 5_000;
const NIGHTS_PER_MS = 50;

/** Requests for room generation, and what became of them. */
@Injectable()
export class RoomGenerationService {
  constructor(
    private readonly jobs: JobsService,
    private readonly categories: RoomCategoriesRepository,
    private readonly nights: RoomNightsRepository,
    private readonly plans: GenerationPlans,
  ) {}

  /**
   * Accepts a generation: now (200 with its result, 202 when it outlasts the wait) or at a later instant (201).
   * @throws AppError NOT_FOUND (category), VALIDATION_FAILED (past, reversed or too long range; bad price or
   * scheduledAt), UNPROCESSABLE (a date with a time of day), CONFLICT (the plan is another one by now); for a job that failed, the
   * job's own code.
   */
  async request(
    request: RoomGenerationRequest,
  ): Promise<Answer<RoomGenerationResponse | AcceptedResponse | ScheduledResponse>> {
    const { scheduleType = 'immediate', scheduledAt, plan, ...payload } = request;
    const range = parseOrderRange(payload);
    const category = await this.categories.getWithHotel(payload.roomCategoryId);
    checkOpenable(range, today(category.timeZone, new Date()));
    if (payload.priceOverride !== undefined) parseAmount('priceOverride', payload.priceOverride, category.currency);
    if (plan !== undefined && scheduleType === 'scheduled')
      throw invalid('plan', 'plan goes with an immediate generation only: until a later one much may change');
    // Sent again after it has made its job, it is not asked any more: what has changed is what it did itself.
    if (plan !== undefined && (await this.jobs.madeEarlier()).length === 0)
      await this.checkPlan(plan, category, range, payload);
    if (scheduleType === 'scheduled') {
      const then = today(category.timeZone, new Date(scheduledAt!));
      if (range.to < then)
        throw invalid('endDate', `endDate ${range.to} will be past at scheduledAt: ${then} at the property`);
      const nights = await this.nights.expected(category.id, range.from, range.to);
      return this.schedule(payload, category.hotelId, scheduledAt!, Math.max(nights, countDays(range.from, range.to)));
    }
    if (scheduledAt !== undefined) throw invalid('scheduledAt', 'scheduledAt goes with scheduleType "scheduled" only');
    return this.runNow(payload, category.hotelId);
  }

  /** @throws AppError NOT_FOUND, also for a job of another kind. */
  async job(id: string): Promise<RoomGenerationJob> {
    const { type, status, progress, result, data, error } = await this.jobs.get(id);
    if (type !== RoomGeneration.name && type !== RoomGenerationSweep.name) throw notFound('Job');
    return { id, status, progress, result, data, error };
  }

  async queueStats(): Promise<QueueStats> {
    const { waiting, active, completed, failed, delayed } = await this.jobs.counts(RoomGeneration.name);
    return { waiting, active, completed, failed, delayed };
  }

  private async checkPlan(plan: string, category: CategoryRow, range: DateRange, payload: RoomGenerationPayload) {
    const { fingerprint } = await this.plans.of(category, range, payload);
    if (fingerprint !== plan)
      throw new AppError('CONFLICT', 'Something has changed since the plan was shown: look at it again', {
        extra: { reason: 'PLAN_CHANGED' },
      });
  }

  private async runNow(
    payload: RoomGenerationPayload,
    hotelId: number,
  ): Promise<Answer<RoomGenerationResponse | AcceptedResponse>> {
    const { id } = await this.jobs.enqueue(RoomGeneration, payload, { hotelId });
    const job = await this.jobs.waitFor(id);
    if (!job) return { status: 202, body: accepted('Room generation is running', id, this.jobs.links(id)) };
    const data = resultOf<RoomGenerationResult>('Room generation', job);
    const message = data.dryRun ? 'Room generation computed, nothing written' : 'Room generation completed';
    return { status: 200, body: { success: true, message, data } };
  }

  private async schedule(
    payload: RoomGenerationPayload,
    hotelId: number,
    scheduledAt: string,
    nights: number,
  ): Promise<Answer<ScheduledResponse>> {
    const runAt = new Date(scheduledAt);
    if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(scheduledAt))
      throw invalid('scheduledAt', 'scheduledAt must be an instant: end it with Z or an offset');
    if (runAt.getTime() <= Date.now()) throw invalid('scheduledAt', 'scheduledAt must lie in the future');
    const { id } = await this.jobs.enqueue(RoomGeneration, payload, { runAt, hotelId });
    const done = new Date(runAt.getTime() + START_MS + Math.ceil(nights / NIGHTS_PER_MS));
    const data = {
      jobId: id,
      scheduledAt: runAt.toISOString(),
      estimatedCompletion: done.toISOString(),
      ...this.jobs.links(id),
    };
    return { status: 201, body: { success: true, message: 'Room generation job scheduled successfully', data } };
  }
}

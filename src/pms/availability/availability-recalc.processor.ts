import { type Completed, type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { addDays, horizon } from '../../platform/dates/index.js';
import { InventoryService } from '../../rooms/index.js';
import { AvailabilityRecalc, AvailabilityResult } from './availability-recalc.job.js';
import { NightPayload } from '../nights/night-payload.js';
import { type Night, NightRuns } from '../nights/night-runs.js';
import { AvailabilityRepository } from './availability.repository.js';

/** Dates that are computed, today included. (rules pms B17) */
const DAYS = 90;

@Processor(AvailabilityRecalc)
export class AvailabilityRecalcProcessor implements JobHandler<NightPayload, AvailabilityResult> {
  constructor(
    private readonly nights: NightRuns,
    private readonly availability: AvailabilityRepository,
    private readonly inventory: InventoryService,
  ) {}

  handle(payload: NightPayload, ctx: JobContext): Promise<Completed<AvailabilityResult>> {
    return this.nights.run(AvailabilityRecalc, payload, ctx, (night) => this.record(night));
  }

  private async record({ hotel, now }: Night): Promise<AvailabilityResult> {
    const { from, to } = horizon(hotel.timeZone, now, DAYS);
    // The day that has ended is kept as it ended: by last night's record it lacks whoever walked in since.
    const ended = addDays(from, -1);
    await this.availability.record(hotel.id, ended, ended);
    const { rows, inserted, rooms, sold, inOrder } = await this.availability.record(hotel.id, from, to);
    // Looked at again under the lock: another run may just be setting the same counters right.
    const suspects = await this.availability.drift(hotel.id, from, to);
    await this.inventory.hold(
      suspects.map(({ roomCategoryId, date }) => ({ categoryId: roomCategoryId, from: date, until: addDays(date, 1) })),
    );
    const drift = suspects.length > 0 ? await this.availability.drift(hotel.id, from, to) : [];
    await this.inventory.correctSold(
      drift.map(({ roomCategoryId, date, counted, actual }) => ({
        categoryId: roomCategoryId,
        date,
        by: actual - counted,
      })),
    );
    return {
      hotelId: hotel.id,
      from,
      to,
      roomsProcessed: rooms,
      availabilityUpdated: rows,
      inserted,
      updated: rows - inserted,
      occupancyRate: inOrder === 0 ? null : Math.round((10_000 * sold) / inOrder) / 100,
      drift,
    };
  }
}

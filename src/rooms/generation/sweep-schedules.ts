import { Injectable, type OnModuleInit } from '@nestjs/common';
import { nextRun, SchedulesService, type ScheduleView } from '../../jobs/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import {
  type GenerationSettings,
  RoomGenerationSettingsRepository,
} from '../generation-settings/generation-settings.repository.js';
import type { HotelRow } from '../hotels/hotels.repository.js';
import { HotelsService } from '../hotels/hotels.service.js';
import { RoomGenerationSweep } from './room-generation-sweep.job.js';

const keyOf = (hotelId: number) => `room-generation:hotel:${hotelId}`;

/** The nightly schedule of each hotel: one per hotel, edited in place, never doubled. */
@Injectable()
export class SweepSchedules implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly hotels: HotelsService,
    private readonly settings: RoomGenerationSettingsRepository,
  ) {}

  /** A new hotel joins the nightly generation while it is on; a hotel whose time zone changes moves with it. */
  onModuleInit(): void {
    // Locked, so that somebody who turns the nightly generation on at the same moment waits for the hotel and finds it.
    this.hotels.onSaving(async () => void (await this.settings.lock()));
    this.hotels.onSaved(async (hotel, before) => {
      if (hotel.timeZone === before?.timeZone) return;
      const settings = await this.settings.get();
      if (settings.enabled) await this.put(hotel, settings);
    });
  }

  /** Locks the schedules of these hotels. Call it before putting more than one. */
  hold(hotelIds: readonly number[]): Promise<void> {
    return this.schedules.hold(hotelIds);
  }

  /** Writes the hotel's schedule according to the settings. */
  async put(hotel: Pick<HotelRow, 'id' | 'timeZone'>, settings: GenerationSettings): Promise<void> {
    await this.schedules.put({
      key: keyOf(hotel.id),
      contract: RoomGenerationSweep,
      // The horizon is read when the sweep runs, so that a changed setting holds at once.
      data: { hotelId: hotel.id },
      cron: settings.cron,
      timezone: settings.timezone ?? hotel.timeZone,
      enabled: settings.enabled,
      hotelId: hotel.id,
    });
  }

  /**
   * Checks a cron expression also for a tenant that has no hotel yet, and so no schedule that would be refused.
   * @throws AppError VALIDATION_FAILED naming cronExpression.
   */
  check(cron: string): void {
    try {
      nextRun(cron, 'UTC', new Date());
    } catch (error) {
      if (error instanceof AppError) throw invalid('cronExpression', `cronExpression: ${error.message}`);
      throw error;
    }
  }

  of(hotelIds: readonly number[]): Promise<ScheduleView[]> {
    return this.schedules.find(hotelIds.map(keyOf));
  }
}

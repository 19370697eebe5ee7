import { Injectable } from '@nestjs/common';
import { SchedulesService, type ScheduleView } from '../jobs/index.js';
import type { HotelRow } from './hotels.repository.js';
import { RoomGenerationSweep } from './jobs/room-generation-sweep.job.js';
import type { GenerationSettings } from './room-generation-settings.repository.js';

const PREFIX = 'room-generation:hotel:';

/** The nightly schedule of each hotel: one per hotel, edited in place, never doubled. */
@Injectable()
export class SweepSchedules {
  constructor(private readonly schedules: SchedulesService) {}

  /** Makes the hotel's schedule what the settings say. */
  async put(hotel: Pick<HotelRow, 'id' | 'timeZone'>, settings: GenerationSettings): Promise<void> {
    await this.schedules.put({
      key: `${PREFIX}${hotel.id}`,
      contract: RoomGenerationSweep,
      // The horizon is read when the sweep runs, so that a changed setting holds at once.
      data: { hotelId: hotel.id },
      cron: settings.cron,
      timezone: settings.timezone ?? hotel.timeZone,
      enabled: settings.enabled,
      hotelId: hotel.id,
    });
  }

  list(): Promise<ScheduleView[]> {
    return this.schedules.list(PREFIX);
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { isCurrency } from '../../platform/money/index.js';
import { type HotelRow, type HotelValues, HotelsRepository } from './hotels.repository.js';
import { violates } from '../../platform/database/postgres-error.js';
import { RoomGenerationSettingsRepository } from '../generation-settings/generation-settings.repository.js';
import { SweepSchedules } from '../generation/sweep-schedules.js';

type NewHotel = Omit<HotelValues, 'legalName'> & { legalName?: string | null };
type HotelListener = (hotel: HotelRow) => Promise<void>;

/** Hotels. While the tenant's nightly generation is on, a new hotel joins it at its own local hour. */
@Injectable()
export class HotelsService {
  private readonly listeners: HotelListener[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsRepository,
    private readonly settings: RoomGenerationSettingsRepository,
    private readonly schedules: SweepSchedules,
  ) {}

  /** Has what else keeps a hotel in step, such as its schedules, done in the transaction that creates or changes it. */
  onSaved(listener: HotelListener): void {
    this.listeners.push(listener);
  }

  /** All hotels of the tenant, oldest first. */
  all(): Promise<HotelRow[]> {
    return this.hotels.all();
  }

  list(limit: number, offset: number): Promise<{ hotels: HotelRow[]; total: number }> {
    return this.hotels.page(limit, offset);
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<HotelRow> {
    const hotel = await this.hotels.find(id);
    if (!hotel) throw notFound('Hotel');
    return hotel;
  }

  /** @throws AppError VALIDATION_FAILED for a bad zone or currency, CONFLICT for a taken name. */
  async create(request: NewHotel): Promise<HotelRow> {
    check(request);
    return this.save(async () => {
      // Locked, so that a start of the nightly generation at the same moment sees the hotel, or is seen here.
      const settings = await this.settings.lock();
      const hotel = await this.hotels.insert({ ...request, legalName: request.legalName ?? null });
      if (settings.enabled) await this.schedules.put(hotel, settings);
      return hotel;
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT (name taken; currency of a hotel with categories). */
  async update(id: number, request: Partial<NewHotel>): Promise<HotelRow> {
    check(request);
    return this.save(async () => {
      const settings = await this.settings.lock();
      const before = await this.hotels.lock(id);
      if (!before) throw notFound('Hotel');
      const after = { ...before, ...given(request) };
      if (after.currency !== before.currency && (await this.hotels.hasCategories(id)))
        throw new AppError('CONFLICT', 'The currency is fixed once the hotel has room categories');
      const hotel = await this.hotels.update(id, after);
      await this.schedules.hold([id]);
      if (after.timeZone !== before.timeZone && settings.enabled) await this.schedules.put(hotel, settings);
      return hotel;
    });
  }

  private async save(write: () => Promise<HotelRow>): Promise<HotelRow> {
    try {
      return await this.db.transaction(async () => {
        const hotel = await write();
        for (const listener of this.listeners) await listener(hotel);
        return hotel;
      });
    } catch (error) {
      if (violates(error, 'hotel_name_key')) throw new AppError('CONFLICT', 'A hotel of this name exists');
      throw error;
    }
  }
}

function check(request: Partial<NewHotel>): void {
  if (request.timeZone !== undefined && !isValidTimeZone(request.timeZone))
    throw invalid('timezone', 'timezone must be an IANA time zone such as Europe/Lisbon');
  if (request.currency !== undefined && !isCurrency(request.currency))
    throw invalid('currency', 'currency must be an ISO 4217 code such as EUR');
}

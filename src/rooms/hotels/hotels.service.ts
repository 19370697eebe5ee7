import { Injectable } from '@nestjs/common';
import { SchedulesService } from '../../jobs/index.js';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { isCurrency } from '../../platform/money/index.js';
import { type HotelRow, HotelsRepository, type HotelValues } from './hotels.repository.js';

type NewHotel = Omit<HotelValues, 'legalName'> & { legalName?: string | null };
type SavingListener = () => Promise<void>;
/** @param before the hotel as it was; undefined for a new one */
type SavedListener = (hotel: HotelRow, before?: HotelRow) => Promise<void>;

/** Hotels. What depends on them, such as the schedules of their jobs, follows in the transaction that saves the hotel. */
@Injectable()
export class HotelsService {
  private readonly savingListeners: SavingListener[] = [];
  private readonly savedListeners: SavedListener[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsRepository,
    private readonly schedules: SchedulesService,
  ) {}

  /**
   * Calls the listener at the start of each transaction that creates or changes a hotel, before the hotel's row is locked:
   * what it locks comes before the hotel in the order of locks (src/pms/README.md).
   */
  onSaving(listener: SavingListener): void {
    this.savingListeners.push(listener);
  }

  /**
   * Calls the listener in the transaction that creates or changes a hotel, after its row is written. The schedules of a
   * changed hotel are locked by then, all at once, so listeners may change them in any order.
   */
  onSaved(listener: SavedListener): void {
    this.savedListeners.push(listener);
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
    return this.save(async () => ({
      hotel: await this.hotels.insert({ ...request, legalName: request.legalName ?? null }),
    }));
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT (name taken; currency of a hotel with categories). */
  async update(id: number, request: Partial<NewHotel>): Promise<HotelRow> {
    check(request);
    return this.save(async () => {
      const before = await this.hotels.lock(id);
      if (!before) throw notFound('Hotel');
      const after = { ...before, ...given(request) };
      if (after.currency !== before.currency && (await this.hotels.hasCategories(id)))
        throw new AppError('CONFLICT', 'The currency is fixed once the hotel has room categories');
      const hotel = await this.hotels.update(id, after);
      await this.schedules.hold([id]);
      return { hotel, before };
    });
  }

  private async save(write: () => Promise<{ hotel: HotelRow; before?: HotelRow }>): Promise<HotelRow> {
    try {
      return await this.db.transaction(async () => {
        for (const listener of this.savingListeners) await listener();
        const { hotel, before } = await write();
        for (const listener of this.savedListeners) await listener(hotel, before);
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

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { Hotel } from './hotel.entity.js';

export type HotelRow = Pick<Hotel, 'id' | 'name' | 'legalName' | 'timeZone' | 'currency' | 'createdAt'>;
export type HotelValues = Pick<HotelRow, 'name' | 'legalName' | 'timeZone' | 'currency'>;

/** Hotels (properties) of the tenant. */
@Injectable()
export class HotelsRepository {
  constructor(private readonly db: TenantDatabase) {}

  find(id: number): Promise<HotelRow | null> {
    return this.db.withRepository(Hotel, (hotels) => hotels.findOneBy({ id }));
  }

  /** All hotels, oldest first. */
  all(): Promise<HotelRow[]> {
    return this.db.withRepository(Hotel, (hotels) => hotels.find({ order: { id: 'ASC' } }));
  }

  async page(limit: number, offset: number): Promise<{ hotels: HotelRow[]; total: number }> {
    const [hotels, total] = await this.db.withRepository(Hotel, (all) =>
      all.findAndCount({ order: { name: 'ASC', id: 'ASC' }, take: limit, skip: offset }),
    );
    return { hotels, total };
  }

  /** Fails on hotel_name_key when the tenant has a hotel of this name. */
  insert(values: HotelValues): Promise<HotelRow> {
    return this.db.withRepository(Hotel, async (hotels) => {
      const { identifiers } = await hotels.insert(values);
      return hotels.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  /** Locks the hotel until the transaction ends. */
  lock(id: number): Promise<HotelRow | null> {
    return this.db.withRepository(Hotel, (hotels) =>
      hotels.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
  }

  /** Fails on hotel_name_key as insert() does. */
  update(id: number, { name, legalName, timeZone, currency }: HotelValues): Promise<HotelRow> {
    return this.db.withRepository(Hotel, async (hotels) => {
      await hotels.update({ id }, { name, legalName, timeZone, currency });
      return hotels.findOneByOrFail({ id });
    });
  }

  async hasCategories(id: number): Promise<boolean> {
    const row = await this.db.first<{ found: boolean }>(
      'SELECT EXISTS (SELECT FROM room_category WHERE hotel_id = $1) AS found',
      [id],
    );
    return row!.found;
  }
}

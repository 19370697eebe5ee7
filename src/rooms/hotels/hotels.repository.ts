import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

export interface HotelRow {
  id: number;
  name: string;
  legalName: string | null;
  /** IANA zone; decides what "today" is. */
  timeZone: string;
  currency: string;
  createdAt: Date;
}

export type HotelValues = Pick<HotelRow, 'name' | 'legalName' | 'timeZone' | 'currency'>;

const COLUMNS = `id, name, legal_name AS "legalName", time_zone AS "timeZone", currency, created_at AS "createdAt"`;

/** Hotels (properties) of the tenant. */
@Injectable()
export class HotelsRepository {
  constructor(private readonly db: TenantDatabase) {}

  find(id: number): Promise<HotelRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM hotel WHERE id = $1`, [id]);
  }

  findByName(name: string): Promise<HotelRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM hotel WHERE name = $1`, [name]);
  }

  all(): Promise<HotelRow[]> {
    return this.db.rows(`SELECT ${COLUMNS} FROM hotel ORDER BY id`);
  }

  async page(limit: number, offset: number): Promise<{ hotels: HotelRow[]; total: number }> {
    const hotels = await this.db.rows<HotelRow>(`SELECT ${COLUMNS} FROM hotel ORDER BY name, id LIMIT $1 OFFSET $2`, [
      limit,
      offset,
    ]);
    const count = await this.db.first<{ total: number }>('SELECT count(*)::int AS total FROM hotel');
    return { hotels, total: count!.total };
  }

  async insert(hotel: HotelValues): Promise<HotelRow> {
    const row = await this.db.first<HotelRow>(
      `INSERT INTO hotel (tenant_id, name, legal_name, time_zone, currency)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4) RETURNING ${COLUMNS}`,
      [hotel.name, hotel.legalName, hotel.timeZone, hotel.currency],
    );
    return row!;
  }

  /** Locks the hotel until the transaction ends. */
  lock(id: number): Promise<HotelRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM hotel WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  async update(id: number, hotel: HotelValues): Promise<HotelRow> {
    const row = await this.db.first<HotelRow>(
      `UPDATE hotel SET name = $2, legal_name = $3, time_zone = $4, currency = $5, updated_at = now()
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, hotel.name, hotel.legalName, hotel.timeZone, hotel.currency],
    );
    return row!;
  }

  async hasCategories(id: number): Promise<boolean> {
    const row = await this.db.first<{ found: boolean }>(
      'SELECT EXISTS (SELECT FROM room_category WHERE hotel_id = $1) AS found',
      [id],
    );
    return row!.found;
  }
}

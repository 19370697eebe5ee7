import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { notFound } from '../../platform/errors/app-error.js';

/** A category with what its hotel decides: currency and time zone. */
export interface CategoryRow {
  id: number;
  hotelId: number;
  hotel: string;
  code: string;
  name: string;
  basePriceMinor: number;
  defaultOverbook: number;
  currency: string;
  timeZone: string;
  createdAt: Date;
}

export type CategoryValues = Pick<CategoryRow, 'code' | 'name' | 'basePriceMinor' | 'defaultOverbook'>;

const SELECT = `SELECT c.id, c.hotel_id AS "hotelId", h.name AS hotel, c.code, c.name,
    c.base_price_minor AS "basePriceMinor", c.default_overbook AS "defaultOverbook", h.currency,
    h.time_zone AS "timeZone", c.created_at AS "createdAt"
  FROM room_category c JOIN hotel h ON h.id = c.hotel_id`;

/** Room categories of the tenant. */
@Injectable()
export class RoomCategoriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<CategoryRow> {
    return found(await this.db.first(`${SELECT} WHERE c.id = $1`, [id]));
  }

  /**
   * The category, locked until the transaction ends: whatever writes its nights or counts its rooms goes one at a
   * time. Sales do not take it. (Lock order: src/pms/README.md)
   * @throws AppError NOT_FOUND
   */
  async lock(id: number): Promise<CategoryRow> {
    return found(await this.db.first(`${SELECT} WHERE c.id = $1 FOR NO KEY UPDATE OF c`, [id]));
  }

  findByCode(hotelId: number, code: string): Promise<CategoryRow | undefined> {
    return this.db.first(`${SELECT} WHERE c.hotel_id = $1 AND c.code = $2`, [hotelId, code]);
  }

  /** Ids of those of these codes that the hotel has. */
  async idsByCode(hotelId: number, codes: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ code: string; id: number }>(
      'SELECT code, id FROM room_category WHERE hotel_id = $1 AND code = ANY($2::text[])',
      [hotelId, codes],
    );
    return new Map(rows.map(({ code, id }) => [code, id]));
  }

  /** All categories, or those of one hotel and/or one category, by hotel and id. */
  select(filter: { hotelId?: number; categoryId?: number } = {}): Promise<CategoryRow[]> {
    return this.db.rows(
      `${SELECT} WHERE ($1::int IS NULL OR c.hotel_id = $1) AND ($2::int IS NULL OR c.id = $2) ORDER BY c.hotel_id, c.id`,
      [filter.hotelId ?? null, filter.categoryId ?? null],
    );
  }

  async page(hotelId: number | undefined, limit: number, offset: number) {
    const where = 'WHERE ($1::int IS NULL OR c.hotel_id = $1)';
    const rows = await this.db.rows<CategoryRow>(`${SELECT} ${where} ORDER BY c.hotel_id, c.id LIMIT $2 OFFSET $3`, [
      hotelId ?? null,
      limit,
      offset,
    ]);
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*)::int AS total FROM room_category c ${where}`,
      [hotelId ?? null],
    );
    return { rows, total: count!.total };
  }

  async insert(hotelId: number, values: CategoryValues): Promise<number> {
    const row = await this.db.first<{ id: number }>(
      `INSERT INTO room_category (tenant_id, hotel_id, code, name, base_price_minor, default_overbook)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5) RETURNING id`,
      [hotelId, values.code, values.name, values.basePriceMinor, values.defaultOverbook],
    );
    return row!.id;
  }

  async update(id: number, values: CategoryValues): Promise<void> {
    await this.db.rows(
      `UPDATE room_category SET code = $2, name = $3, base_price_minor = $4, default_overbook = $5, updated_at = now()
       WHERE id = $1`,
      [id, values.code, values.name, values.basePriceMinor, values.defaultOverbook],
    );
  }
}

function found(row: CategoryRow | undefined): CategoryRow {
  if (!row) throw notFound('Room category');
  return row;
}

/** Hotel of each of these categories, in their order; null for none. @throws AppError NOT_FOUND for one that is not there. */
export async function hotelsOfCategories(
  ids: readonly (number | null)[],
  db: Pick<Tx, 'rows'>,
): Promise<(number | null)[]> {
  const rows = await db.rows<{ hotelId: number | null }>(
    `SELECT c.hotel_id AS "hotelId" FROM unnest($1::int[]) WITH ORDINALITY AS asked (id, n)
     LEFT JOIN room_category c USING (id) ORDER BY n`,
    [ids],
  );
  if (rows.some(({ hotelId }, n) => hotelId === null && ids[n] !== null)) throw notFound('Room category');
  return rows.map(({ hotelId }) => hotelId);
}

import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RoomCategory } from './room-category.entity.js';

/** A category with what its hotel decides: currency and time zone. */
export interface CategoryRow extends Pick<
  RoomCategory,
  'id' | 'hotelId' | 'code' | 'name' | 'basePriceMinor' | 'defaultOverbook' | 'createdAt'
> {
  /** The hotel's name. */
  hotel: string;
  currency: string;
  timeZone: string;
}

export type CategoryValues = Pick<RoomCategory, 'code' | 'name' | 'basePriceMinor' | 'defaultOverbook'>;

/** Room categories of the tenant. */
@Injectable()
export class RoomCategoriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** The category alone, which every sale reads. @throws AppError NOT_FOUND */
  async get(id: number): Promise<RoomCategory> {
    return found(await this.db.withRepository(RoomCategory, (categories) => categories.findOneBy({ id })));
  }

  /** @throws AppError NOT_FOUND */
  getWithHotel(id: number): Promise<CategoryRow> {
    return this.one((categories) => categories.where('c.id = :id', { id }));
  }

  /**
   * The category, locked until the transaction ends. Whoever writes its nights or counts its rooms locks it, so that only one
   * does at a time; sales do not. (Order of locks: src/pms/README.md)
   * @throws AppError NOT_FOUND
   */
  lock(id: number): Promise<CategoryRow> {
    return this.one((categories) =>
      categories.where('c.id = :id', { id }).setLock('for_no_key_update', undefined, ['c']),
    );
  }

  /** Locks categories as lock() does, by id. */
  async lockAll(ids: readonly number[]): Promise<void> {
    await this.db.rows('SELECT FROM room_category WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
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
    return this.many((categories) => byHotel(categories, filter));
  }

  async page(
    hotelId: number | undefined,
    limit: number,
    offset: number,
  ): Promise<{ rows: CategoryRow[]; total: number }> {
    const rows = await this.many((categories) => byHotel(categories, { hotelId }).limit(limit).offset(offset));
    const total = await this.db.withRepository(RoomCategory, (categories) =>
      categories.countBy(hotelId === undefined ? {} : { hotelId }),
    );
    return { rows, total };
  }

  /** Answers the new category's id. Fails on room_category_code_key when the hotel has one with this code. */
  async insert(hotelId: number, values: CategoryValues): Promise<number> {
    const { identifiers } = await this.db.withRepository(RoomCategory, (categories) =>
      categories.insert({ hotelId, ...values }),
    );
    return identifiers[0]!.id as number;
  }

  /** Fails on room_category_code_key as insert() does. */
  async update(id: number, values: CategoryValues): Promise<void> {
    await this.db.withRepository(RoomCategory, (categories) => categories.update({ id }, values));
  }

  private async one(which: (categories: Categories) => Categories): Promise<CategoryRow> {
    const [category] = await this.many(which);
    return found(category);
  }

  private async many(which: (categories: Categories) => Categories): Promise<CategoryRow[]> {
    const categories = await this.db.withRepository(RoomCategory, (all) =>
      which(all.createQueryBuilder('c').innerJoinAndSelect('c.hotel', 'h')).getMany(),
    );
    return categories.map(toRow);
  }
}

type Categories = SelectQueryBuilder<RoomCategory>;

function found<Category>(category: Category | null | undefined): Category {
  if (!category) throw notFound('Room category');
  return category;
}

function byHotel(categories: Categories, filter: { hotelId?: number; categoryId?: number }): Categories {
  if (filter.hotelId !== undefined) categories.andWhere('c.hotelId = :hotelId', { hotelId: filter.hotelId });
  if (filter.categoryId !== undefined) categories.andWhere('c.id = :categoryId', { categoryId: filter.categoryId });
  return categories.orderBy('c.hotelId').addOrderBy('c.id');
}

function toRow({
  id,
  hotelId,
  hotel,
  code,
  name,
  basePriceMinor,
  defaultOverbook,
  createdAt,
}: RoomCategory): CategoryRow {
  const { name: hotelName, currency, timeZone } = hotel;
  return {
    id,
    hotelId,
    hotel: hotelName,
    code,
    name,
    basePriceMinor,
    defaultOverbook,
    currency,
    timeZone,
    createdAt,
  };
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

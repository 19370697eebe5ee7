import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { TaxCategory } from './tax-category.entity.js';

export type TaxCategoryValues = Pick<TaxCategory, 'hotelId' | 'code' | 'name' | 'treatment' | 'rate'>;

@Injectable()
export class TaxCategoriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  list(hotelId: number): Promise<TaxCategory[]> {
    return this.db.withRepository(TaxCategory, (taxes) => taxes.find({ where: { hotelId }, order: { code: 'ASC' } }));
  }

  find(hotelId: number, code: string): Promise<TaxCategory | null> {
    return this.db.withRepository(TaxCategory, (taxes) => taxes.findOneBy({ hotelId, code }));
  }

  /** Adds the category, or gives the one with this code another name, treatment and rate. */
  put(values: TaxCategoryValues): Promise<TaxCategory> {
    const { hotelId, code } = values;
    return this.db.withRepository(TaxCategory, async (taxes) => {
      await taxes
        .createQueryBuilder()
        .insert()
        .values(values)
        .orUpdate(['name', 'treatment', 'rate'], ['tenant_id', 'hotel_id', 'code'])
        .execute();
      return taxes.findOneByOrFail({ hotelId, code });
    });
  }
}

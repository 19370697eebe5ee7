import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tax } from './tax.js';

export interface TaxCategoryRow extends Tax {
  id: number;
  hotelId: number;
  name: string;
}

const COLUMNS = `id, hotel_id AS "hotelId", code, name, treatment, rate`;

@Injectable()
export class TaxCategoriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  list(hotelId: number): Promise<TaxCategoryRow[]> {
    return this.db.rows(`SELECT ${COLUMNS} FROM tax_category WHERE hotel_id = $1 ORDER BY code`, [hotelId]);
  }

  find(hotelId: number, code: string): Promise<TaxCategoryRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM tax_category WHERE hotel_id = $1 AND code = $2`, [hotelId, code]);
  }

  /** Adds the category, or gives the one with this code another name, treatment and rate. */
  async put({ hotelId, code, name, treatment, rate }: Omit<TaxCategoryRow, 'id'>): Promise<TaxCategoryRow> {
    const row = await this.db.first<TaxCategoryRow>(
      `INSERT INTO tax_category (tenant_id, hotel_id, code, name, treatment, rate)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT tax_category_code_key
         DO UPDATE SET name = excluded.name, treatment = excluded.treatment, rate = excluded.rate
       RETURNING ${COLUMNS}`,
      [hotelId, code, name, treatment, rate],
    );
    return row!;
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

/** Money that a channel took for a listing and for no stay: an expense of its owners, for all to see. */
@Injectable()
export class RowExpenses {
  constructor(private readonly db: TenantDatabase) {}

  /** Call once in the transaction that makes the import final. */
  async keep(importId: string, by: string | null): Promise<void> {
    await this.db.rows(
      `INSERT INTO owner_expense (id, listing_id, category, description, vendor, day, amount_minor, currency, created_by)
       SELECT gen_random_uuid(), r.listing_id, CASE r.kind WHEN 'withholding' THEN 'taxes' ELSE 'other' END,
         left(COALESCE(NULLIF(r.data ->> 'type', ''), r.kind), 300), r.channel, (r.data ->> 'date')::date,
         -(r.data #>> '{money,payout}')::bigint, COALESCE(r.batch_currency, r.data ->> 'currency'), $2
       FROM statement_import_row r
       WHERE r.import_id = $1 AND r.applied AND (r.code IS NULL OR r.kind = 'withholding') AND r.kind <> 'payout'
       ORDER BY r.line`,
      [importId, by],
    );
  }
}

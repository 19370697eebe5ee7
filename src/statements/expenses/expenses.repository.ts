import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange, LocalDate } from '../../platform/dates/index.js';
import { type Expense, EXPENSE } from './expense-row.js';

export type ExpenseValues = Pick<
  Expense,
  'listingId' | 'ownerId' | 'reservationId' | 'category' | 'description' | 'vendor' | 'day' | 'amountMinor' | 'currency'
>;

export interface ExpenseFilter {
  listingId?: number;
  ownerId?: number;
  category?: string;
  from?: LocalDate;
  to?: LocalDate;
  voided: boolean;
}

@Injectable()
export class ExpensesRepository {
  constructor(private readonly db: TenantDatabase) {}

  find(id: string): Promise<Expense | undefined> {
    return this.db.first<Expense>(`SELECT ${EXPENSE} FROM owner_expense e WHERE e.id = $1`, [id]);
  }

  locked(id: string): Promise<Expense | undefined> {
    return this.db.first<Expense>(`SELECT ${EXPENSE} FROM owner_expense e WHERE e.id = $1 FOR NO KEY UPDATE`, [id]);
  }

  async page(filter: ExpenseFilter, limit: number, offset: number): Promise<{ rows: Expense[]; total: number }> {
    const { listingId, ownerId, category, from, to, voided } = filter;
    const rows = await this.db.rows<Expense & { total: number }>(
      `SELECT ${EXPENSE}, count(*) OVER () AS total FROM owner_expense e
       WHERE ($1::int IS NULL OR e.listing_id = $1) AND ($2::int IS NULL OR e.owner_id = $2)
         AND ($3::text IS NULL OR e.category = $3) AND ($4::date IS NULL OR e.day >= $4) AND ($5::date IS NULL OR e.day <= $5)
         AND ($6 OR e.voided_at IS NULL)
       ORDER BY e.day DESC, e.id DESC LIMIT $7 OFFSET $8`,
      [listingId ?? null, ownerId ?? null, category ?? null, from ?? null, to ?? null, voided, ...[limit, offset]],
    );
    return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  /** What counts of these listings on the days of the period, by listing and day. */
  of(listingIds: readonly number[], { from, to }: DateRange): Promise<Expense[]> {
    return this.db.rows<Expense>(
      `SELECT ${EXPENSE} FROM owner_expense e
       WHERE e.listing_id = ANY ($1::int[]) AND e.day BETWEEN $2 AND $3 AND e.voided_at IS NULL
       ORDER BY e.listing_id, e.day, e.id`,
      [[...new Set(listingIds)], from, to],
    );
  }

  /** Those of the ids that exist, the voided ones too. */
  byIds(ids: readonly string[]): Promise<Expense[]> {
    return this.db.rows<Expense>(`SELECT ${EXPENSE} FROM owner_expense e WHERE e.id = ANY ($1::uuid[]) ORDER BY e.id`, [
      ids,
    ]);
  }

  async insert(id: string, values: ExpenseValues, by: string | null): Promise<void> {
    await this.db.rows(
      `INSERT INTO owner_expense (id, listing_id, owner_id, reservation_id, category, description, vendor, day, amount_minor,
         currency, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, ...columns(values), by],
    );
  }

  async update(id: string, values: ExpenseValues): Promise<void> {
    await this.db.rows(
      `UPDATE owner_expense SET (listing_id, owner_id, reservation_id, category, description, vendor, day, amount_minor,
         currency, changed_at) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp()) WHERE id = $1`,
      [id, ...columns(values)],
    );
  }

  async setVoid(id: string, reason: string): Promise<void> {
    await this.db.rows(
      `UPDATE owner_expense SET void_reason = $2, voided_at = clock_timestamp(), changed_at = clock_timestamp() WHERE id = $1`,
      [id, reason],
    );
  }

  async setReceipt(id: string, receiptId: string | null): Promise<void> {
    await this.db.rows('UPDATE owner_expense SET receipt_id = $2, changed_at = clock_timestamp() WHERE id = $1', [
      id,
      receiptId,
    ]);
  }
}

function columns(values: ExpenseValues): unknown[] {
  const { listingId, ownerId, reservationId, category, description, vendor, day, amountMinor, currency } = values;
  return [listingId, ownerId, reservationId, category, description, vendor, day, amountMinor, currency];
}

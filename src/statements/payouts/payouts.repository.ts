import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange, LocalDate } from '../../platform/dates/index.js';
import { type Payout, PAYOUT } from './payout-row.js';

export interface PayoutFilter {
  ownerId?: number;
  listingId?: number;
  statementId?: string;
  from?: LocalDate;
  to?: LocalDate;
  voided: boolean;
}

/** What an owner was paid in a period: for one listing, or (null) not for one alone. */
export interface PayoutSum {
  ownerId: number;
  listingId: number | null;
  amountMinor: number;
}

@Injectable()
export class PayoutsRepository {
  constructor(private readonly db: TenantDatabase) {}

  find(id: string): Promise<Payout | undefined> {
    return this.db.first<Payout>(`SELECT ${PAYOUT} FROM owner_payout p WHERE p.id = $1`, [id]);
  }

  locked(id: string): Promise<Payout | undefined> {
    return this.db.first<Payout>(`SELECT ${PAYOUT} FROM owner_payout p WHERE p.id = $1 FOR NO KEY UPDATE`, [id]);
  }

  /** The last day first. */
  async page(filter: PayoutFilter, limit: number, offset: number): Promise<{ rows: Payout[]; total: number }> {
    const { ownerId, listingId, statementId, from, to, voided } = filter;
    const rows = await this.db.rows<Payout & { total: number }>(
      `SELECT ${PAYOUT}, count(*) OVER () AS total FROM owner_payout p
       WHERE ($1::int IS NULL OR p.owner_id = $1) AND ($2::int IS NULL OR p.listing_id = $2)
         AND ($3::uuid IS NULL OR p.statement_id = $3) AND ($4::date IS NULL OR p.day >= $4) AND ($5::date IS NULL OR p.day <= $5)
         AND ($6 OR p.voided_at IS NULL)
       ORDER BY p.day DESC, p.id DESC LIMIT $7 OFFSET $8`,
      [
        ...[ownerId ?? null, listingId ?? null, statementId ?? null, from ?? null, to ?? null],
        ...[voided, limit, offset],
      ],
    );
    return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  /** What these owners were paid on the days of the period and counts, by owner and day. */
  of(ownerIds: readonly number[], { from, to }: DateRange): Promise<Payout[]> {
    return this.db.rows<Payout>(
      `SELECT ${PAYOUT} FROM owner_payout p
       WHERE p.owner_id = ANY ($1::int[]) AND p.day BETWEEN $2 AND $3 AND p.voided_at IS NULL
       ORDER BY p.owner_id, p.day, p.id`,
      [[...new Set(ownerIds)], from, to],
    );
  }

  /** Sums of the same, by owner and listing. */
  sums(ownerIds: readonly number[], { from, to }: DateRange): Promise<PayoutSum[]> {
    return this.db.rows<PayoutSum>(
      `SELECT owner_id AS "ownerId", listing_id AS "listingId", sum(amount_minor)::bigint AS "amountMinor" FROM owner_payout
       WHERE owner_id = ANY ($1::int[]) AND day BETWEEN $2 AND $3 AND voided_at IS NULL
       GROUP BY owner_id, listing_id ORDER BY owner_id, listing_id NULLS FIRST`,
      [[...new Set(ownerIds)], from, to],
    );
  }

  /** Of all owners until the end of a day, by currency. */
  async paidUntil(day: LocalDate): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ currency: string; amountMinor: number }>(
      `SELECT currency, sum(amount_minor)::bigint AS "amountMinor" FROM owner_payout
       WHERE day <= $1 AND voided_at IS NULL GROUP BY currency`,
      [day],
    );
    return new Map(rows.map(({ currency, amountMinor }) => [currency, amountMinor]));
  }

  async insert(payout: Omit<Payout, 'voidReason' | 'voidedAt'>, by: string | null): Promise<void> {
    const { id, ownerId, listingId, statementId, day, amountMinor, currency, method, reference } = payout;
    await this.db.rows(
      `INSERT INTO owner_payout (id, owner_id, listing_id, statement_id, day, amount_minor, currency, method, reference, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, ownerId, listingId, statementId, day, amountMinor, currency, method, reference, by],
    );
  }

  async setVoid(id: string, reason: string): Promise<void> {
    await this.db.rows('UPDATE owner_payout SET void_reason = $2, voided_at = clock_timestamp() WHERE id = $1', [
      id,
      reason,
    ]);
  }

  async anyOf(ownerId: number): Promise<boolean> {
    return (await this.db.first('SELECT 1 FROM owner_payout WHERE owner_id = $1 LIMIT 1', [ownerId])) !== undefined;
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { DEPOSIT, type DepositRow } from './folio-row.js';

export type NewDeposit = Pick<
  DepositRow,
  'window' | 'kind' | 'businessDate' | 'method' | 'amountMinor' | 'reference'
> & { paymentId?: number };

/** Deposits: entries that are never changed. */
@Injectable()
export class DepositsRepository {
  constructor(private readonly db: TenantDatabase) {}

  of(folioId: string): Promise<DepositRow[]> {
    return this.db.rows(`SELECT ${DEPOSIT} FROM folio_deposit d WHERE d.folio_id = $1 ORDER BY d.id`, [folioId]);
  }

  /** Which of these folios hold a deposit for a bill, or have an invoiced window that was paid more than is left of its invoice. */
  async holding(folioIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT DISTINCT folio_id AS id FROM (
         SELECT d.folio_id, d.window_number FROM folio_deposit d WHERE d.folio_id = ANY($1::uuid[])
         GROUP BY 1, 2 HAVING sum(d.amount_minor) > 0
         UNION ALL
         SELECT p.folio_id, p.window_number
         FROM (SELECT folio_id, window_number, sum(amount_minor) AS paid FROM folio_payment
           WHERE folio_id = ANY($1::uuid[]) GROUP BY 1, 2) p
         JOIN invoice i ON i.folio_id = p.folio_id AND i.window_number = p.window_number AND i.kind = 'invoice'
         WHERE i.folio_id = ANY($1::uuid[])
           AND p.paid > i.gross_minor + (SELECT coalesce(sum(c.gross_minor), 0) FROM invoice c WHERE c.corrects_invoice_id = i.id)
           AND EXISTS (SELECT FROM folio_window w WHERE w.folio_id = p.folio_id AND w.invoiced_at IS NULL)
       ) held ORDER BY 1`,
      [folioIds],
    );
    return rows.map(({ id }) => id);
  }

  async insert(folioId: string, deposit: NewDeposit, createdBy: string | null): Promise<void> {
    await this.db.rows(
      `INSERT INTO folio_deposit (tenant_id, hotel_id, folio_id, window_number, kind, business_date, method, amount_minor,
         reference, payment_id, created_by)
       SELECT f.tenant_id, f.hotel_id, f.id, $2, $3, $4, $5, $6, $7, $8, $9 FROM folio f WHERE f.id = $1`,
      [
        folioId,
        deposit.window,
        deposit.kind,
        deposit.businessDate,
        deposit.method,
        deposit.amountMinor,
        deposit.reference,
        deposit.paymentId ?? null,
        createdBy,
      ],
    );
  }

  /** The status of the folio's booking, which does not change until the transaction ends. */
  async bookingStatus(folioId: string): Promise<string> {
    const row = await this.db.first<{ status: string }>(
      'SELECT b.status FROM folio f JOIN booking b ON b.id = f.booking_id WHERE f.id = $1 FOR SHARE OF b',
      [folioId],
    );
    return row!.status;
  }
}

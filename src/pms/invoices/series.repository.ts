import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { NO_HASH } from './invoice-hash.js';
import type { InvoiceKind } from './invoice-row.js';

/** Identifies a series of numbers. */
export interface SeriesKey {
  legalEntityId: number;
  code: string;
  kind: InvoiceKind;
  fiscalYear: number;
}

/** Numbers that are the caller's if the transaction commits. */
export interface DrawnNumbers {
  seriesId: number;
  format: string;
  /** First of the range. */
  first: number;
  issueDate: LocalDate;
  issuedAt: Date;
  /** Hash of the invoice before the first. */
  prevHash: string;
}

@Injectable()
export class SeriesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Takes the next numbers of the series and locks it until the transaction ends: other transactions wait for the series until
   * then, so this is the last thing before the inserts. A rollback gives the numbers back, so the series has no
   * gaps. The series is opened if there is none.
   * @param today local date of the hotel; the issue date is never before the series' last one
   */
  async draw(
    key: SeriesKey,
    count: number,
    today: LocalDate,
    opened: { format: string; hotelId: number },
  ): Promise<DrawnNumbers> {
    const drawn =
      (await this.take(key, count, today)) ?? (await this.open(key, opened).then(() => this.take(key, count, today)));
    // A second statement, so that it sees the invoices which the transaction that held the series before has committed.
    const last = await this.db.first<{ hash: string }>(
      'SELECT hash FROM invoice WHERE series_id = $1 AND number = $2',
      [drawn!.seriesId, drawn!.first - 1],
    );
    return { ...drawn!, prevHash: last?.hash ?? NO_HASH };
  }

  private take({ legalEntityId, code, kind, fiscalYear }: SeriesKey, count: number, today: LocalDate) {
    return this.db.first<Omit<DrawnNumbers, 'prevHash'>>(
      `UPDATE invoice_series SET next_no = next_no + $5, last_issue_date = greatest(last_issue_date, $6::date)
       WHERE legal_entity_id = $1 AND code = $2 AND kind = $3 AND fiscal_year = $4
       RETURNING id AS "seriesId", format, next_no - $5 AS first, last_issue_date AS "issueDate",
         date_trunc('milliseconds', clock_timestamp()) AS "issuedAt"`,
      [legalEntityId, code, kind, fiscalYear, count, today],
    );
  }

  private async open(
    { legalEntityId, code, kind, fiscalYear }: SeriesKey,
    { format, hotelId }: { format: string; hotelId: number },
  ): Promise<void> {
    await this.db.rows(
      `INSERT INTO invoice_series (tenant_id, legal_entity_id, hotel_id, code, kind, fiscal_year, format)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT invoice_series_key DO NOTHING`,
      [legalEntityId, hotelId, code, kind, fiscalYear, format],
    );
  }
}

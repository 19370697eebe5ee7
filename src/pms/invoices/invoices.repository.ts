import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import {
  INVOICE,
  type InvoiceKind,
  type InvoiceLine,
  type InvoicePayment,
  type InvoiceRow,
  type IssuedInvoice,
} from './invoice-row.js';
import type { TaxTotal } from '../taxes/tax.js';

export interface InvoiceFilter {
  hotelId?: number;
  bookingId?: string;
  folioId?: string;
  kind?: InvoiceKind;
  /** As printed, or the running number alone. */
  number?: string;
  /** Issue dates, both included. */
  from?: string;
  to?: string;
  correctsInvoiceId?: string;
}

/** A line as it was issued. */
export type IssuedLine = InvoiceLine & { id: number };
export type RecordedPayment = InvoicePayment & { id: number; atIssue: boolean };

const ROW = `${INVOICE}, s.code AS "seriesCode", s.fiscal_year AS "fiscalYear",
  (SELECT COALESCE(sum(p.amount_minor), 0)::bigint FROM invoice_payment p WHERE p.invoice_id = i.id) AS "paidMinor",
  (SELECT COALESCE(sum(c.gross_minor), 0)::bigint FROM invoice c WHERE c.corrects_invoice_id = i.id) AS "creditedMinor"`;

const LINE = `l.id, l.folio_line_id AS "folioLineId", l.corrects_line_id AS "correctsLineId",
  l.service_date AS "serviceDate", l.description, l.quantity, l.amount_minor AS "amountMinor", l.price_mode AS "priceMode",
  jsonb_build_object('code', l.tax_code, 'rate', l.tax_rate::text, 'treatment', l.tax_treatment) AS tax`;

@Injectable()
export class InvoicesRepository {
  constructor(private readonly db: TenantDatabase) {}

  async page(
    filter: InvoiceFilter,
    { limit, offset }: Pick<PageQuery, 'limit' | 'offset'>,
  ): Promise<{ invoices: InvoiceRow[]; total: number }> {
    const where = `($1::int IS NULL OR i.hotel_id = $1) AND ($2::uuid IS NULL OR i.booking_id = $2)
      AND ($3::uuid IS NULL OR i.folio_id = $3) AND ($4::text IS NULL OR i.kind = $4)
      AND ($5::text IS NULL OR i.text_number = $5 OR i.number::text = $5)
      AND ($6::date IS NULL OR i.issue_date >= $6) AND ($7::date IS NULL OR i.issue_date <= $7)
      AND ($8::uuid IS NULL OR i.corrects_invoice_id = $8)`;
    const { hotelId, bookingId, folioId, kind, number, from, to, correctsInvoiceId } = filter;
    const values = [hotelId, bookingId, folioId, kind, number, from, to, correctsInvoiceId].map((one) => one ?? null);
    const invoices = await this.db.rows<InvoiceRow>(
      `SELECT ${ROW} FROM invoice i JOIN invoice_series s ON s.id = i.series_id WHERE ${where}
       ORDER BY i.issue_date DESC, i.issued_at DESC, i.number DESC LIMIT $9 OFFSET $10`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM invoice i WHERE ${where}`,
      values,
    );
    return { invoices, total: count!.total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<InvoiceRow> {
    const row = await this.db.first<InvoiceRow>(
      `SELECT ${ROW} FROM invoice i JOIN invoice_series s ON s.id = i.series_id WHERE i.id = $1`,
      [id],
    );
    if (!row) throw notFound('Invoice');
    return row;
  }

  lines(invoiceId: string): Promise<IssuedLine[]> {
    return this.db.rows(`SELECT ${LINE} FROM invoice_line l WHERE l.invoice_id = $1 ORDER BY l.position`, [invoiceId]);
  }

  /** Lines of all credit notes on the invoice. */
  creditLines(invoiceId: string): Promise<IssuedLine[]> {
    return this.db.rows(
      `SELECT ${LINE} FROM invoice_line l JOIN invoice c ON c.id = l.invoice_id WHERE c.corrects_invoice_id = $1
       ORDER BY l.id`,
      [invoiceId],
    );
  }

  /** Taxes of the credit notes of an invoice, as issued. */
  async creditTaxes(invoiceId: string): Promise<TaxTotal[]> {
    const notes = await this.db.rows<{ id: string }>('SELECT id FROM invoice WHERE corrects_invoice_id = $1', [
      invoiceId,
    ]);
    const rows = await this.db.rows<TaxTotal & { invoiceId: string }>(TAXES, [notes.map(({ id }) => id)]);
    return rows.map(({ invoiceId: _, ...tax }) => tax);
  }

  async taxes(invoiceId: string): Promise<TaxTotal[]> {
    const rows = await this.db.rows<TaxTotal & { invoiceId: string }>(TAXES, [[invoiceId]]);
    return rows.map(({ invoiceId: _, ...tax }) => tax);
  }

  payments(invoiceId: string): Promise<RecordedPayment[]> {
    return this.db.rows(
      `SELECT id, folio_payment_id AS "folioPaymentId", at_issue AS "atIssue", paid_on AS "paidOn", method,
         amount_minor AS "amountMinor", reference FROM invoice_payment WHERE invoice_id = $1 ORDER BY folio_payment_id`,
      [invoiceId],
    );
  }

  /** Invoices of a series after this number, as they stand in the tables, by number. */
  async ofSeries(seriesId: number, after: number, limit: number): Promise<IssuedInvoice[]> {
    const heads = await this.db.rows<Omit<IssuedInvoice, 'lines' | 'taxes' | 'payments'>>(
      `SELECT ${INVOICE} FROM invoice i WHERE i.series_id = $1 AND i.number > $2 ORDER BY i.number LIMIT $3`,
      [seriesId, after, limit],
    );
    const ids = [heads.map(({ id }) => id)];
    const lines = grouped(
      await this.db.rows<InvoiceLine & { id?: number; invoiceId: string }>(
        `SELECT l.invoice_id AS "invoiceId", ${LINE} FROM invoice_line l WHERE l.invoice_id = ANY($1::uuid[])
         ORDER BY l.position`,
        ids,
      ),
    );
    const taxes = grouped(await this.db.rows<TaxTotal & { invoiceId: string }>(TAXES, ids));
    const payments = grouped(
      await this.db.rows<InvoicePayment & { invoiceId: string }>(
        `SELECT invoice_id AS "invoiceId", folio_payment_id AS "folioPaymentId", paid_on AS "paidOn", method,
           amount_minor AS "amountMinor", reference
         FROM invoice_payment WHERE invoice_id = ANY($1::uuid[]) AND at_issue ORDER BY folio_payment_id`,
        ids,
      ),
    );
    return heads.map((head) => ({
      ...head,
      lines: (lines.get(head.id) ?? []).map(({ id: _, ...line }) => line),
      taxes: taxes.get(head.id) ?? [],
      payments: payments.get(head.id) ?? [],
    }));
  }
}

const TAXES = `SELECT invoice_id AS "invoiceId", tax_code AS code, tax_rate AS rate, tax_treatment AS treatment,
    base_minor AS "baseMinor", tax_minor AS "taxMinor"
  FROM invoice_tax WHERE invoice_id = ANY($1::uuid[]) ORDER BY position`;

function grouped<Row extends { invoiceId: string }>(rows: readonly Row[]): Map<string, Omit<Row, 'invoiceId'>[]> {
  const groups = new Map<string, Omit<Row, 'invoiceId'>[]>();
  for (const { invoiceId, ...row } of rows) {
    const group = groups.get(invoiceId) ?? [];
    group.push(row);
    groups.set(invoiceId, group);
  }
  return groups;
}

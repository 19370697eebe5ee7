import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { IssuedInvoice } from './invoice-row.js';

/** Documents written with one round of statements. */
const BATCH = 500;

/** Writes issued documents, many with one statement. There is no other write: the tables refuse UPDATE and DELETE. */
@Injectable()
export class InvoiceWriterRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(issued: readonly IssuedInvoice[]): Promise<void> {
    for (let from = 0; from < issued.length; from += BATCH) {
      const batch = issued.slice(from, from + BATCH);
      await this.heads(batch);
      await this.lines(batch);
      await this.taxes(batch);
      await this.payments(batch);
    }
  }

  private async heads(batch: readonly IssuedInvoice[]): Promise<void> {
    const rows = batch.map(({ lines, taxes, payments, ...head }) => head);
    await this.db.rows(
      `INSERT INTO invoice (id, tenant_id, legal_entity_id, hotel_id, series_id, number, text_number, kind, folio_id,
         window_number, booking_id, corrects_invoice_id, reason, issue_date, supply_date, issued_at, issued_by, currency,
         net_minor, tax_minor, gross_minor, seller, buyer, stay, prev_hash, hash)
       SELECT id, current_setting('app.tenant_id')::uuid, "legalEntityId", "hotelId", "seriesId", number, "textNumber", kind,
         "folioId", "window", "bookingId", "correctsInvoiceId", reason, "issueDate", "supplyDate", "issuedAt", "issuedBy",
         currency, "netMinor", "taxMinor", "grossMinor", seller, buyer, stay, "prevHash", hash
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "legalEntityId" int, "hotelId" int, "seriesId" int, number int,
         "textNumber" text, kind text, "folioId" uuid, "window" smallint, "bookingId" uuid, "correctsInvoiceId" uuid,
         reason text, "issueDate" date, "supplyDate" date, "issuedAt" timestamptz, "issuedBy" uuid, currency char(3),
         "netMinor" bigint, "taxMinor" bigint, "grossMinor" bigint, seller jsonb, buyer jsonb, stay jsonb,
         "prevHash" text, hash text)`,
      [JSON.stringify(rows)],
    );
  }

  private async lines(batch: readonly IssuedInvoice[]): Promise<void> {
    const rows = batch.flatMap(({ id, lines }) =>
      lines.map(({ tax, ...line }, index) => ({ ...line, ...tax, invoiceId: id, position: index + 1 })),
    );
    await this.db.rows(
      `INSERT INTO invoice_line (tenant_id, invoice_id, position, folio_line_id, corrects_line_id, service_date,
         description, quantity, amount_minor, price_mode, tax_code, tax_rate, tax_treatment)
       SELECT current_setting('app.tenant_id')::uuid, "invoiceId", position, "folioLineId", "correctsLineId",
         "serviceDate", description, quantity, "amountMinor", "priceMode", code, rate, treatment
       FROM jsonb_to_recordset($1::jsonb) AS r("invoiceId" uuid, position int, "folioLineId" bigint,
         "correctsLineId" bigint, "serviceDate" date, description text, quantity int, "amountMinor" bigint,
         "priceMode" text, code text, rate numeric, treatment text)`,
      [JSON.stringify(rows)],
    );
  }

  private async taxes(batch: readonly IssuedInvoice[]): Promise<void> {
    const rows = batch.flatMap(({ id, taxes }) =>
      taxes.map((tax, index) => ({ ...tax, invoiceId: id, position: index + 1 })),
    );
    await this.db.rows(
      `INSERT INTO invoice_tax (tenant_id, invoice_id, position, tax_code, tax_rate, tax_treatment, base_minor, tax_minor)
       SELECT current_setting('app.tenant_id')::uuid, "invoiceId", position, code, rate, treatment, "baseMinor", "taxMinor"
       FROM jsonb_to_recordset($1::jsonb) AS r("invoiceId" uuid, position int, code text, rate numeric, treatment text,
         "baseMinor" bigint, "taxMinor" bigint)`,
      [JSON.stringify(rows)],
    );
  }

  private async payments(batch: readonly IssuedInvoice[]): Promise<void> {
    const rows = batch.flatMap(({ id, payments }) => payments.map((payment) => ({ ...payment, invoiceId: id })));
    if (rows.length === 0) return;
    await this.db.rows(
      `INSERT INTO invoice_payment (tenant_id, invoice_id, folio_payment_id, at_issue, paid_on, method, amount_minor,
         reference)
       SELECT current_setting('app.tenant_id')::uuid, "invoiceId", "folioPaymentId", true, "paidOn", method,
         "amountMinor", reference
       FROM jsonb_to_recordset($1::jsonb) AS r("invoiceId" uuid, "folioPaymentId" bigint, "paidOn" date, method text,
         "amountMinor" bigint, reference text)`,
      [JSON.stringify(rows)],
    );
  }

  /** Adds a payment that came after the invoice of its window; does nothing when the window has none yet. */
  async addPayment(folioPaymentId: number): Promise<void> {
    await this.db.rows(
      `INSERT INTO invoice_payment (tenant_id, invoice_id, folio_payment_id, at_issue, paid_on, method, amount_minor,
         reference)
       SELECT p.tenant_id, i.id, p.id, false, p.business_date, p.method, p.amount_minor, p.reference
       FROM folio_payment p
       JOIN invoice i ON i.folio_id = p.folio_id AND i.window_number = p.window_number AND i.kind = 'invoice'
       WHERE p.id = $1`,
      [folioPaymentId],
    );
  }
}

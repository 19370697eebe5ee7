import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';

export interface LegalEntityRow {
  id: number;
  name: string;
  address: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  vatNumber: string | null;
  taxNumber: string | null;
  registerText: string | null;
  /** Month, 1..12. */
  fiscalYearStart: number;
}

export interface InvoicingRow {
  hotelId: number;
  legalEntityId: number;
  invoiceCode: string;
  creditCode: string;
  /** Of the numbers of series opened from now on. */
  format: string;
}

export interface SeriesRow {
  id: number;
  legalEntityId: number;
  hotelId: number | null;
  code: string;
  kind: 'invoice' | 'credit_note';
  fiscalYear: number;
  format: string;
  nextNo: number;
  lastIssueDate: LocalDate | null;
}

const ENTITY = `id, name, address, country, vat_number AS "vatNumber", tax_number AS "taxNumber",
  register_text AS "registerText", fiscal_year_start AS "fiscalYearStart"`;
const INVOICING = `hotel_id AS "hotelId", legal_entity_id AS "legalEntityId", invoice_code AS "invoiceCode",
  credit_code AS "creditCode", format`;
const SERIES = `id, legal_entity_id AS "legalEntityId", hotel_id AS "hotelId", code, kind, fiscal_year AS "fiscalYear",
  format, next_no AS "nextNo", last_issue_date AS "lastIssueDate"`;

@Injectable()
export class LegalEntitiesRepository {
  constructor(private readonly db: TenantDatabase) {}

  async page(limit: number, offset: number): Promise<{ legalEntities: LegalEntityRow[]; total: number }> {
    const sql = `SELECT ${ENTITY} FROM legal_entity ORDER BY name, id LIMIT $1 OFFSET $2`;
    const legalEntities = await this.db.rows<LegalEntityRow>(sql, [limit, offset]);
    const count = await this.db.first<{ total: number }>('SELECT count(*) AS total FROM legal_entity');
    return { legalEntities, total: count!.total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<LegalEntityRow> {
    const row = await this.db.first<LegalEntityRow>(`SELECT ${ENTITY} FROM legal_entity WHERE id = $1`, [id]);
    if (!row) throw notFound('Legal entity');
    return row;
  }

  /** Holds it until the transaction ends. @throws AppError NOT_FOUND */
  async lock(id: number): Promise<LegalEntityRow> {
    const sql = `SELECT ${ENTITY} FROM legal_entity WHERE id = $1 FOR NO KEY UPDATE`;
    const row = await this.db.first<LegalEntityRow>(sql, [id]);
    if (!row) throw notFound('Legal entity');
    return row;
  }

  async insert(entity: Omit<LegalEntityRow, 'id'>): Promise<LegalEntityRow> {
    const row = await this.db.first<LegalEntityRow>(
      `INSERT INTO legal_entity (tenant_id, name, address, country, vat_number, tax_number, register_text,
         fiscal_year_start)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7) RETURNING ${ENTITY}`,
      values(entity),
    );
    return row!;
  }

  async update({ id, ...entity }: LegalEntityRow): Promise<LegalEntityRow> {
    const row = await this.db.first<LegalEntityRow>(
      `UPDATE legal_entity SET name = $1, address = $2, country = $3, vat_number = $4, tax_number = $5,
         register_text = $6, fiscal_year_start = $7 WHERE id = $8 RETURNING ${ENTITY}`,
      [...values(entity), id],
    );
    return row!;
  }

  invoicing(hotelId: number): Promise<InvoicingRow | undefined> {
    return this.db.first(`SELECT ${INVOICING} FROM hotel_invoicing WHERE hotel_id = $1`, [hotelId]);
  }

  async putInvoicing({ hotelId, legalEntityId, invoiceCode, creditCode, format }: InvoicingRow): Promise<void> {
    await this.db.rows(
      `INSERT INTO hotel_invoicing (tenant_id, hotel_id, legal_entity_id, invoice_code, credit_code, format)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5)
       ON CONFLICT (hotel_id) DO UPDATE SET legal_entity_id = $2, invoice_code = $3, credit_code = $4, format = $5`,
      [hotelId, legalEntityId, invoiceCode, creditCode, format],
    );
  }

  /** Codes that the legal entity uses for the other kind: as its hotels are set up, and in its series. */
  async crossing({ legalEntityId, hotelId, invoiceCode, creditCode }: InvoicingRow): Promise<string[]> {
    const rows = await this.db.rows<{ code: string }>(
      `SELECT $3 AS code WHERE EXISTS (SELECT FROM hotel_invoicing WHERE legal_entity_id = $1 AND hotel_id <> $2
           AND credit_code = $3)
         OR EXISTS (SELECT FROM invoice_series WHERE legal_entity_id = $1 AND kind = 'credit_note' AND code = $3)
       UNION ALL
       SELECT $4 WHERE EXISTS (SELECT FROM hotel_invoicing WHERE legal_entity_id = $1 AND hotel_id <> $2
           AND invoice_code = $4)
         OR EXISTS (SELECT FROM invoice_series WHERE legal_entity_id = $1 AND kind = 'invoice' AND code = $4)`,
      [legalEntityId, hotelId, invoiceCode, creditCode],
    );
    return rows.map(({ code }) => code);
  }

  /** Series, of one legal entity if given: latest fiscal year first. */
  series(legalEntityId?: number): Promise<SeriesRow[]> {
    return this.db.rows(
      `SELECT ${SERIES} FROM invoice_series WHERE $1::int IS NULL OR legal_entity_id = $1
       ORDER BY fiscal_year DESC, legal_entity_id, code, kind`,
      [legalEntityId ?? null],
    );
  }
}

function values(entity: Omit<LegalEntityRow, 'id'>): unknown[] {
  const { name, address, country, vatNumber, taxNumber, registerText, fiscalYearStart } = entity;
  return [name, address, country, vatNumber, taxNumber, registerText, fiscalYearStart];
}

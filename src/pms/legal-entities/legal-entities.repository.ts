import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { LegalEntity } from './legal-entity.entity.js';

export type LegalEntityRow = Pick<
  LegalEntity,
  | 'id'
  | 'name'
  | 'address'
  | 'country'
  | 'vatNumber'
  | 'taxNumber'
  | 'registerText'
  | 'fiscalYearStart'
  | 'paymentDays'
  | 'iban'
  | 'bic'
  | 'bankName'
>;

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

const INVOICING = `hotel_id AS "hotelId", legal_entity_id AS "legalEntityId", invoice_code AS "invoiceCode",
  credit_code AS "creditCode", format`;
const SERIES = `id, legal_entity_id AS "legalEntityId", hotel_id AS "hotelId", code, kind, fiscal_year AS "fiscalYear",
  format, next_no AS "nextNo", last_issue_date AS "lastIssueDate"`;

@Injectable()
export class LegalEntitiesRepository {
  constructor(private readonly db: TenantDatabase) {}

  async page(limit: number, offset: number): Promise<{ legalEntities: LegalEntityRow[]; total: number }> {
    const [legalEntities, total] = await this.db.withRepository(LegalEntity, (entities) =>
      entities.findAndCount({ order: { name: 'ASC', id: 'ASC' }, take: limit, skip: offset }),
    );
    return { legalEntities, total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<LegalEntityRow> {
    const entity = await this.db.withRepository(LegalEntity, (entities) => entities.findOneBy({ id }));
    if (!entity) throw notFound('Legal entity');
    return entity;
  }

  /** Locks it until the transaction ends. @throws AppError NOT_FOUND */
  async lock(id: number): Promise<LegalEntityRow> {
    const entity = await this.db.withRepository(LegalEntity, (entities) =>
      entities.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!entity) throw notFound('Legal entity');
    return entity;
  }

  insert(values: Omit<LegalEntityRow, 'id'>): Promise<LegalEntityRow> {
    return this.db.withRepository(LegalEntity, async (entities) => {
      const { identifiers } = await entities.insert(values);
      return entities.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  update({ id, ...values }: LegalEntityRow): Promise<LegalEntityRow> {
    return this.db.withRepository(LegalEntity, async (entities) => {
      await entities.update({ id }, values);
      return entities.findOneByOrFail({ id });
    });
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

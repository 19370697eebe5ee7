import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import { HotelsService } from '../../rooms/index.js';
import { DEFAULT_FORMAT } from './numbering.js';
import type { CreateLegalEntityRequest, InvoicingRequest, UpdateLegalEntityRequest } from './legal-entities.dto.js';
import {
  type InvoicingRow,
  LegalEntitiesRepository,
  type LegalEntityRow,
  type SeriesRow,
} from './legal-entities.repository.js';

/** Who sells, and under which series. Issued invoices keep what was valid on their day. */
@Injectable()
export class LegalEntitiesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly entities: LegalEntitiesRepository,
  ) {}

  list({ limit, offset }: PageQuery): Promise<{ legalEntities: LegalEntityRow[]; total: number }> {
    return this.db.transaction(() => this.entities.page(limit, offset));
  }

  /** @throws AppError NOT_FOUND */
  get(id: number): Promise<LegalEntityRow> {
    return this.entities.get(id);
  }

  /** @throws AppError CONFLICT (name taken) */
  create(request: CreateLegalEntityRequest): Promise<LegalEntityRow> {
    const { name, address, country, ...rest } = request;
    const none = {
      ...{ vatNumber: null, taxNumber: null, registerText: null, fiscalYearStart: 1 },
      ...{ paymentDays: null, iban: null, bic: null, bankName: null },
    };
    return this.save(() => this.entities.insert({ ...none, ...given(rest), name, address, country }));
  }

  /**
   * @throws AppError NOT_FOUND; CONFLICT for a name that is taken, or for another fiscal year once invoices were numbered
   * by this one
   */
  update(id: number, request: UpdateLegalEntityRequest): Promise<LegalEntityRow> {
    return this.save(async () => {
      const before = await this.entities.lock(id);
      const after = { ...before, ...given(request) };
      if (after.fiscalYearStart !== before.fiscalYearStart && (await this.entities.series(id)).length > 0)
        throw new AppError('CONFLICT', 'Invoices are numbered by this fiscal year already');
      return this.entities.update(after);
    });
  }

  /** @throws AppError NOT_FOUND (hotel, or not set up) */
  async invoicing(hotelId: number): Promise<InvoicingRow> {
    const row = await this.entities.invoicing((await this.hotels.get(hotelId)).id);
    if (!row) throw notFound('Invoicing');
    return row;
  }

  /** @throws AppError NOT_FOUND (hotel, legal entity), VALIDATION_FAILED; CONFLICT for a code of the other kind */
  putInvoicing(hotelId: number, request: InvoicingRequest): Promise<InvoicingRow> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const { id: legalEntityId } = await this.entities.lock(request.legalEntityId);
      if (request.invoiceCode === request.creditCode)
        throw invalid('creditCode', 'Credit notes have a series of their own: creditCode must not be invoiceCode');
      const before = await this.entities.invoicing(hotel.id);
      const row = { format: before?.format ?? DEFAULT_FORMAT, ...given(request), hotelId: hotel.id, legalEntityId };
      const invoicing = { ...row, invoiceCode: request.invoiceCode, creditCode: request.creditCode };
      const [crossing] = await this.entities.crossing(invoicing);
      if (crossing) throw new AppError('CONFLICT', `${crossing} is a series of the legal entity's other documents`);
      await this.entities.putInvoicing(invoicing);
      return invoicing;
    });
  }

  /** @throws AppError NOT_FOUND (legal entity) */
  async series(legalEntityId?: number): Promise<SeriesRow[]> {
    if (legalEntityId !== undefined) await this.entities.get(legalEntityId);
    return this.entities.series(legalEntityId);
  }

  private async save(write: () => Promise<LegalEntityRow>): Promise<LegalEntityRow> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'legal_entity_name_key'))
        throw new AppError('CONFLICT', 'A legal entity of this name exists');
      throw error;
    }
  }
}

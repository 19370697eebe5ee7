import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { AppError } from '../../platform/errors/app-error.js';
import { today } from '../../platform/dates/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import {
  type InvoicingRow,
  LegalEntitiesRepository,
  type LegalEntityRow,
} from '../legal-entities/legal-entities.repository.js';
import { hashOf } from './invoice-hash.js';
import type { InvoiceDraft, InvoiceKind, IssuedInvoice, Seller } from './invoice-row.js';
import { InvoiceWriterRepository } from './invoice-writer.repository.js';
import { fiscalYearOf, textNumber } from '../legal-entities/numbering.js';
import { SeriesRepository } from './series.repository.js';

/** Who issues, and in which series. */
export interface Issuer {
  entity: LegalEntityRow;
  invoicing: InvoicingRow;
}

/** Gives drafts their numbers. Always in the caller's transaction, and last in it: the series is locked until its end. */
@Injectable()
export class InvoiceIssuingService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly entities: LegalEntitiesRepository,
    private readonly series: SeriesRepository,
    private readonly writer: InvoiceWriterRepository,
  ) {}

  /** Undefined for a hotel that is not set up to issue invoices. */
  async issuerOf(hotelId: number): Promise<Issuer | undefined> {
    const invoicing = await this.entities.invoicing(hotelId);
    return invoicing && { invoicing, entity: await this.entities.get(invoicing.legalEntityId) };
  }

  /** The database's clock. */
  async now(): Promise<Date> {
    return (await this.db.first<{ now: Date }>('SELECT clock_timestamp() AS now'))!.now;
  }

  /**
   * Numbers the drafts in their order and writes them. All are of one kind and hotel. The hotel's local date on which this is done
   * decides fiscal year and issue date, also in a night run that is made up for days later: an invoice is not dated back.
   * @throws AppError CONFLICT when two series of the legal entity would print the same number
   */
  async issue(
    { entity, invoicing }: Issuer,
    drafts: readonly InvoiceDraft[],
    timeZone: string,
  ): Promise<IssuedInvoice[]> {
    if (drafts.length === 0) return [];
    const date = today(timeZone, await this.now());
    const { kind } = drafts[0]!;
    const key = {
      legalEntityId: entity.id,
      code: codeOf(invoicing, kind),
      kind,
      fiscalYear: fiscalYearOf(date, entity.fiscalYearStart),
    };
    const drawn = await this.series.draw(key, drafts.length, date, invoicing);
    const { seriesId, issueDate, issuedAt, format } = drawn;
    const issuedBy = this.context.principal?.userId ?? null;
    let { prevHash } = drawn;
    const issued = drafts.map((draft, index): IssuedInvoice => {
      const number = drawn.first + index;
      const numbered = {
        legalEntityId: entity.id,
        seriesId,
        number,
        textNumber: textNumber(format, { ...key, number }),
      };
      // What is billed ahead is supplied, for the invoice, on the day of issue: it is never dated after that.
      const supplyDate = draft.supplyDate < issueDate ? draft.supplyDate : issueDate;
      const content = { ...draft, ...numbered, supplyDate, issueDate, issuedAt, issuedBy };
      const hash = hashOf(content, prevHash);
      const one = { ...content, prevHash, hash };
      prevHash = hash;
      return one;
    });
    await this.write(issued);
    return issued;
  }

  private async write(issued: readonly IssuedInvoice[]): Promise<void> {
    try {
      await this.writer.insert(issued);
    } catch (error) {
      if (violates(error, 'invoice_text_number_key'))
        throw new AppError(
          'CONFLICT',
          `Another series has printed ${issued[0]!.textNumber}: give this one another code`,
        );
      throw error;
    }
  }
}

function codeOf({ invoiceCode, creditCode }: InvoicingRow, kind: InvoiceKind): string {
  return kind === 'invoice' ? invoiceCode : creditCode;
}

export function sellerOf(entity: LegalEntityRow): Seller {
  const { name, address, country, vatNumber, taxNumber, registerText, paymentDays, iban, bic, bankName } = entity;
  return { name, address, country, vatNumber, taxNumber, registerText, paymentDays, iban, bic, bankName };
}

/** @throws AppError CONFLICT */
export function needed(issuer: Issuer | undefined): Issuer {
  if (!issuer)
    throw new AppError('CONFLICT', 'The hotel has no legal entity and series yet: PUT /hotels/{id}/invoicing');
  return issuer;
}

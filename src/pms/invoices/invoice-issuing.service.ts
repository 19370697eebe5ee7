import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { LocalDate } from '../../platform/dates/index.js';
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

  /**
   * Numbers the drafts in their order and writes them. All are of one kind and hotel.
   * @throws AppError CONFLICT when two series of the legal entity would print the same number
   * @param today the hotel's local date; decides fiscal year and issue date
   */
  async issue(
    { entity, invoicing }: Issuer,
    drafts: readonly InvoiceDraft[],
    today: LocalDate,
  ): Promise<IssuedInvoice[]> {
    if (drafts.length === 0) return [];
    const { kind } = drafts[0]!;
    const key = {
      legalEntityId: entity.id,
      code: codeOf(invoicing, kind),
      kind,
      fiscalYear: fiscalYearOf(today, entity.fiscalYearStart),
    };
    const drawn = await this.series.draw(key, drafts.length, today, invoicing);
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

import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { HotelsService } from '../../rooms/index.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { LegalEntitiesRepository } from '../legal-entities/legal-entities.repository.js';
import { type Creditable, CreditError, creditOf, type CreditLine, type CreditWish } from './credit.js';
import { InvoiceIssuingService, type Issuer, needed, sellerOf } from './invoice-issuing.service.js';
import type { InvoiceDraft, InvoiceLine, InvoiceRow } from './invoice-row.js';
import type { CreditNoteRequest } from './invoices.dto.js';
import { InvoicesRepository, type IssuedLine } from './invoices.repository.js';

/**
 * Corrections of invoices: documents of their own, in a series of their own, over all or a part. The invoice does not
 * change, and its window stays closed even when all of it was credited: what is to be billed again goes to another window.
 */
@Injectable()
export class CreditNotesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly folios: FoliosRepository,
    private readonly entities: LegalEntitiesRepository,
    private readonly issuing: InvoiceIssuingService,
    private readonly invoices: InvoicesRepository,
  ) {}

  /**
   * Answers the id of the credit note.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for more than what is left, or for a credit note
   */
  credit(invoiceId: string, request: CreditNoteRequest): Promise<string> {
    return this.db.transaction(async () => {
      const { folioId } = await this.invoices.get(invoiceId);
      // One credit note of a folio at a time: what is left is read after the one before it has committed.
      await this.folios.lock(folioId);
      const invoice = await this.invoices.get(invoiceId);
      if (invoice.kind !== 'invoice') throw new AppError('CONFLICT', 'A credit note is not credited; issue an invoice');
      const hotel = await this.hotels.get(invoice.hotelId);
      const lines = await this.invoices.lines(invoiceId);
      const draft = await this.draft(invoice, lines, request);
      const issuer = await this.issuer(invoice);
      const seller = sellerOf(issuer.entity);
      const [issued] = await this.issuing.issue(issuer, [{ ...draft, seller }], today(hotel.timeZone, new Date()));
      return issued!.id;
    });
  }

  /** The legal entity that sold; the series the hotel has for credit notes now. */
  private async issuer({ hotelId, legalEntityId }: InvoiceRow): Promise<Issuer> {
    const { invoicing } = needed(await this.issuing.issuerOf(hotelId));
    return { invoicing, entity: await this.entities.get(legalEntityId) };
  }

  private async draft(
    invoice: InvoiceRow,
    lines: readonly IssuedLine[],
    request: CreditNoteRequest,
  ): Promise<Omit<InvoiceDraft, 'seller'>> {
    const credits = await this.invoices.creditLines(invoice.id);
    const creditable = { lines: withCredits(lines, credits), taxes: await this.invoices.taxes(invoice.id), credits };
    const credit = checked(creditable, wishOf(request, invoice.currency));
    const { hotelId, folioId, window, bookingId, supplyDate, currency, buyer, stay } = invoice;
    return {
      id: uuidv7(),
      kind: 'credit_note',
      ...{ hotelId, folioId, window, bookingId, supplyDate, currency, buyer, stay },
      correctsInvoiceId: invoice.id,
      reason: request.reason,
      ...credit.totals,
      lines: credit.lines.map((line) => lineOf(line, invoice, lines)),
      payments: [],
    };
  }
}

function withCredits(lines: readonly IssuedLine[], credits: readonly IssuedLine[]) {
  return lines.map((line) => ({
    ...line,
    creditedMinor: credits
      .filter(({ correctsLineId }) => correctsLineId === line.id)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }));
}

/** @throws AppError VALIDATION_FAILED */
function wishOf({ lines, amount }: CreditNoteRequest, currency: string): CreditWish {
  if (lines !== undefined && amount !== undefined) throw invalid('amount', 'Give lines, or an amount, or neither');
  if (amount !== undefined) return { kind: 'amount', grossMinor: parseAmount('amount', amount, currency) };
  if (lines === undefined) return { kind: 'rest' };
  const parts = lines.map(({ lineId, amount: part }, index) => ({
    id: lineId,
    ...(part !== undefined && { amountMinor: parseAmount(`lines.${index}.amount`, part, currency) }),
  }));
  return { kind: 'lines', lines: parts };
}

/** @throws AppError */
function checked(creditable: Creditable, wish: CreditWish) {
  try {
    return creditOf(creditable, wish);
  } catch (error) {
    if (!(error instanceof CreditError)) throw error;
    if (error.conflict) throw new AppError('CONFLICT', error.message);
    throw invalid(wish.kind === 'amount' ? 'amount' : 'lines', error.message);
  }
}

function lineOf(credit: CreditLine, invoice: InvoiceRow, lines: readonly IssuedLine[]): InvoiceLine {
  const { correctsLineId, amountMinor, priceMode, tax, whole } = credit;
  const line = lines.find(({ id }) => id === correctsLineId);
  return {
    folioLineId: null,
    correctsLineId,
    serviceDate: line?.serviceDate ?? invoice.supplyDate,
    description: line?.description ?? `Part of ${invoice.textNumber}`,
    quantity: line && whole ? -line.quantity : -1,
    amountMinor,
    priceMode,
    tax,
  };
}

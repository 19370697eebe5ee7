import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import type { FolioLineRow, FolioRow } from '../folios/folio-row.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { leftOf, takesBack } from '../folios/line-family.js';
import { LegalEntitiesRepository } from '../legal-entities/legal-entities.repository.js';
import { type Credit, type Creditable, CreditError, creditOf, type CreditLine, type CreditWish } from './credit.js';
import { postingsOf } from './credit-postings.js';
import { InvoiceIssuingService, type Issuer, needed, sellerOf } from './invoice-issuing.service.js';
import type { InvoiceDraft, InvoiceLine, InvoiceRow } from './invoice-row.js';
import type { CreditNoteRequest } from './invoices.dto.js';
import { InvoicesRepository, type IssuedLine } from './invoices.repository.js';

/**
 * Corrections of invoices: documents of their own, in a series of their own, over all or a part. The invoice does not
 * change, and its window stays closed even when all of it was credited: what is to be billed again goes to another window.
 */
@Injectable()
export class CreditNotesService implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly folios: FoliosService,
    private readonly folioRows: FoliosRepository,
    private readonly entities: LegalEntitiesRepository,
    private readonly issuing: InvoiceIssuingService,
    private readonly invoices: InvoicesRepository,
  ) {}

  onModuleInit(): void {
    this.folios.creditBy((folio, line, reason) => this.creditLine(folio, line, reason));
  }

  /**
   * Answers the id of the credit note.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for more than what is left, or for a credit note
   */
  credit(invoiceId: string, request: CreditNoteRequest): Promise<string> {
    return this.db.transaction(async () => {
      const { folioId } = await this.invoices.get(invoiceId);
      // One credit note of a folio at a time: what is left is read after the one before it has committed.
      const { folio, businessDate } = await this.folios.posting(folioId);
      const invoice = await this.invoices.get(invoiceId);
      if (invoice.kind !== 'invoice') throw new AppError('CONFLICT', 'A credit note is not credited; issue an invoice');
      const wish = wishOf(request, invoice.currency);
      return this.issue(invoice, folio, businessDate, wish, request.reason);
    });
  }

  /** Takes a folio line back that an invoice carries. The caller's transaction has locked the business day and the folio. */
  private async creditLine(folio: FolioRow, line: FolioLineRow, reason: string): Promise<boolean> {
    const found = await this.folioRows.invoiced(folio.id, line);
    if (!found) return false;
    const invoice = await this.invoices.get(found.invoiceId);
    const wish = {
      kind: 'lines' as const,
      lines: [{ id: found.invoiceLineId, amountMinor: Math.abs(line.amountMinor) }],
    };
    await this.issue(invoice, folio, await this.folios.businessDate(folio.hotelId), wish, reason);
    return true;
  }

  private async issue(
    invoice: InvoiceRow,
    folio: FolioRow,
    businessDate: LocalDate,
    wish: CreditWish,
    reason: string,
  ): Promise<string> {
    const hotel = await this.hotels.get(invoice.hotelId);
    const lines = await this.invoices.lines(invoice.id);
    const folioLines = await this.folioRows.lines(folio.id);
    const credits = await this.invoices.creditLines(invoice.id);
    const taxes = await this.invoices.taxes(invoice.id);
    const creditedTaxes = await this.invoices.creditTaxes(invoice.id);
    const creditable = { lines: withCredits(lines, credits, folioLines), taxes, credits, creditedTaxes };
    const credit = checked(creditable, wish);
    const issuer = await this.issuer(invoice);
    const draft = { ...draftOf(invoice, lines, credit, reason), seller: sellerOf(issuer.entity) };
    const postings = postingsOf(credit, lines, invoice.window, folioLines);
    const [issued] = await this.issuing.issue(issuer, [draft], hotel.timeZone);
    const description = `Credit note ${issued!.textNumber}: ${reason}`.slice(0, MAX_DESCRIPTION);
    for (const { correctsId, tax, ...amounts } of postings)
      await this.folioRows.insertLine(
        folio.id,
        {
          ...amounts,
          ...{
            window: invoice.window,
            kind: 'credit_note',
            businessDate,
            description,
            tax,
            quantity: -1,
            priceMode: 'gross',
          },
          serviceDate: folioLines.find(({ id }) => id === correctsId)?.serviceDate ?? invoice.supplyDate,
          ...(correctsId !== null && { correctsId }),
        },
        this.context.principal?.userId ?? null,
      );
    return issued!.id;
  }

  /** The legal entity that sold; the series the hotel has for credit notes now. */
  private async issuer({ hotelId, legalEntityId }: InvoiceRow): Promise<Issuer> {
    const { invoicing } = needed(await this.issuing.issuerOf(hotelId));
    return { invoicing, entity: await this.entities.get(legalEntityId) };
  }
}

/** Length of a folio line's text. */
const MAX_DESCRIPTION = 200;

function draftOf(
  invoice: InvoiceRow,
  lines: readonly IssuedLine[],
  credit: Credit,
  reason: string,
): Omit<InvoiceDraft, 'seller'> {
  const { hotelId, folioId, window, bookingId, supplyDate, currency, buyer, stay } = invoice;
  return {
    id: uuidv7(),
    kind: 'credit_note',
    ...{ hotelId, folioId, window, bookingId, supplyDate, currency, buyer, stay },
    correctsInvoiceId: invoice.id,
    reason,
    ...credit.totals,
    lines: credit.lines.map((line) => lineOf(line, invoice, lines)),
    payments: [],
  };
}

/** The lines with what was taken back of each: by credit notes, and by corrections that the invoice carries as lines too. */
function withCredits(lines: readonly IssuedLine[], credits: readonly IssuedLine[], folio: readonly FolioLineRow[]) {
  return lines.map((line) => {
    const credited = credits
      .filter(({ correctsLineId }) => correctsLineId === line.id)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const charged = folio.find(({ id }) => id === line.folioLineId);
    const takenBack = charged && !takesBack(charged) ? leftOf(charged, folio) - charged.familyMinor : 0;
    return { ...line, creditedMinor: Math.abs(takenBack) > Math.abs(credited) ? takenBack : credited };
  });
}

/** @throws AppError VALIDATION_FAILED */
function wishOf({ lines, amount: asked }: CreditNoteRequest, currency: string): CreditWish {
  const amount = asked ?? undefined;
  if (lines !== undefined && amount !== undefined) throw invalid('amount', 'Give lines, or an amount, or neither');
  if (amount !== undefined) return { kind: 'amount', grossMinor: parseAmount('amount', amount, currency) };
  if (lines === undefined) return { kind: 'rest' };
  const parts = lines.map(({ lineId, amount: part }, index) => ({
    id: lineId,
    ...(part != null && { amountMinor: parseAmount(`lines.${index}.amount`, part, currency) }),
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

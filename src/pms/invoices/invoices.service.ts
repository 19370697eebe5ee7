import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { HotelsService } from '../../rooms/index.js';
import { DepositsService } from '../folios/deposits.service.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import type { TaxTotal } from '../taxes/tax.js';
import { draftOf, isSkip } from './draft.js';
import { InvoiceIssuingService, needed, sellerOf } from './invoice-issuing.service.js';
import type { InvoiceRow } from './invoice-row.js';
import type { InvoicesQuery } from './invoices.dto.js';
import { InvoicesRepository, type IssuedLine, type RecordedPayment } from './invoices.repository.js';
import { OpenWindowsRepository } from './open-windows.repository.js';

export interface WholeInvoice extends InvoiceRow {
  lines: IssuedLine[];
  taxes: TaxTotal[];
  payments: RecordedPayment[];
  creditNotes: InvoiceRow[];
  /** Of a credit note: the invoice it corrects. */
  corrects: InvoiceRow | null;
}

/** Invoices as they were issued, and those issued by hand. */
@Injectable()
export class InvoicesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly folios: FoliosRepository,
    private readonly deposits: DepositsService,
    private readonly windows: OpenWindowsRepository,
    private readonly issuing: InvoiceIssuingService,
    private readonly invoices: InvoicesRepository,
  ) {}

  /** @throws AppError VALIDATION_FAILED */
  list(query: InvoicesQuery): Promise<{ invoices: InvoiceRow[]; total: number }> {
    for (const path of ['from', 'to'] as const) dateOf(path, query[path]);
    return this.db.transaction(() => this.invoices.page(query, query));
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<WholeInvoice> {
    return this.db.transaction(async () => {
      const invoice = await this.invoices.get(id);
      const { invoices: creditNotes } = await this.invoices.page(
        { correctsInvoiceId: id },
        { limit: 1_000, offset: 0 },
      );
      return {
        ...invoice,
        lines: await this.invoices.lines(id),
        taxes: await this.invoices.taxes(id),
        payments: await this.invoices.payments(id),
        creditNotes: creditNotes.reverse(),
        corrects: invoice.correctsInvoiceId === null ? null : await this.invoices.get(invoice.correctsInvoiceId),
      };
    });
  }

  /**
   * Issues the invoice of a window now. The first window has the nights, so it can only be invoiced after the stay. Others may
   * be invoiced at any time.
   * @throws AppError NOT_FOUND (folio, window); CONFLICT when it has been invoiced, has no value, or the hotel is not
   * set up for it
   */
  async issue(folioId: string, window: number): Promise<WholeInvoice> {
    try {
      return await this.db.transaction(async () => {
        const { hotelId } = await this.folios.get(folioId);
        const holding = await this.deposits.awaiting(hotelId, [folioId]);
        const folio = await this.folios.lock(folioId);
        const found = (await this.folios.windows(folio.id)).find(({ number }) => number === window);
        if (!found) throw notFound('Folio window');
        if (found.invoicedAt) throw invoicedAlready(window);
        const hotel = await this.hotels.get(folio.hotelId);
        const issuer = needed(await this.issuing.issuerOf(hotel.id));
        await this.deposits.settle(holding, window);
        const [open] = await this.windows.read([folio.id], window);
        const draft = draftOf(open!, sellerOf(issuer.entity), uuidv7(), true);
        if (isSkip(draft)) throw new AppError('CONFLICT', draft.message);
        await this.windows.close([draft]);
        const [issued] = await this.issuing.issue(issuer, [draft], hotel.timeZone);
        return this.get(issued!.id);
      });
    } catch (error) {
      if (violates(error, 'invoice_window_key')) throw invoicedAlready(window);
      throw error;
    }
  }
}

function invoicedAlready(window: number): AppError {
  return new AppError('CONFLICT', `Window ${window} has been invoiced; it is corrected by a credit note`);
}

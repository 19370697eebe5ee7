import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { ConcurrencyLimit } from '../../../platform/auth/concurrency-limit.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { FileStorage, type StoredFile } from '../../../platform/storage/index.js';
import { QuotingSettingsService } from '../../catalogue/settings/quoting-settings.service.js';
import { letterheadOf } from '../../quotes/letterhead.js';
import type { InvoicedOrder, OrderInvoiceRow } from '../order-row.js';
import { renderInvoice } from './invoice-document.js';

/** So many documents wait to be printed; more are refused. */
const PRINTS_WAITING = 20;

/** A document that became no invoice's is deleted in so long: the process may have ended in between, or the order was not shipped. */
const UNCLAIMED_MS = 86_400_000;

/** The PDF of an order's invoice: made once, when it is issued, and then the same bytes for ever. */
@Injectable()
export class OrderInvoiceDocuments {
  private readonly logger = new Logger('Invoices');
  /** One at a time: drawing keeps the process from answering others. Who waits may hold a connection, who draws needs none. */
  private readonly printing = new ConcurrencyLimit(1, PRINTS_WAITING);

  constructor(
    private readonly db: TenantDatabase,
    private readonly storage: FileStorage,
    private readonly settings: QuotingSettingsService,
  ) {}

  /**
   * In the transaction that issues the invoice. An order is shipped whether or not there is room for the document: null, and it is
   * then made of the same row later.
   */
  async issue(invoice: OrderInvoiceRow, order: InvoicedOrder): Promise<StoredFile | null> {
    try {
      return await this.keep(invoice, order);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.logger.warn({ msg: 'An invoice is printed later', invoiceId: invoice.id, err: error });
      return null;
    }
  }

  /** @throws AppError TOO_MANY_REQUESTS, UNAVAILABLE */
  async kept(invoice: OrderInvoiceRow, order: InvoicedOrder): Promise<StoredFile> {
    return (await this.find(invoice.id)) ?? this.keep(invoice, order);
  }

  private async find(invoiceId: string): Promise<StoredFile | undefined> {
    const row = await this.db.first<{ fileId: string }>(
      'SELECT file_id AS "fileId" FROM order_invoice_document WHERE invoice_id = $1',
      [invoiceId],
    );
    return row && this.storage.find(row.fileId);
  }

  private async keep(invoice: OrderInvoiceRow, order: InvoicedOrder): Promise<StoredFile> {
    const letterhead = invoice.letterhead ?? letterheadOf(await this.settings.needed());
    const bytes = await this.printing.pass(() => renderInvoice({ ...invoice, letterhead }, order));
    if (!bytes)
      throw new AppError('TOO_MANY_REQUESTS', 'Too many documents are being printed', { retryAfterSeconds: 1 });
    const file = await this.storage.save({
      name: `${invoice.number}.pdf`,
      contentType: 'application/pdf',
      body: Readable.from([bytes]),
      purpose: 'invoice',
      keepUntil: new Date(Date.now() + UNCLAIMED_MS),
    });
    const mine = await this.db.transaction(async (tx) => {
      const row = await tx.first(
        `INSERT INTO order_invoice_document (invoice_id, file_id, sha256, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING file_id`,
        [invoice.id, file.id, file.sha256, file.bytes],
      );
      if (row) await this.storage.keep(file.id);
      return row;
    });
    if (mine) return file;
    // Another was quicker: its bytes are the invoice's.
    await this.storage.remove(file.id);
    return (await this.find(invoice.id))!;
  }
}

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { ConcurrencyLimit } from '../../platform/auth/concurrency-limit.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, startOfDay, today } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FileStorage } from '../../platform/storage/index.js';
import { QuotingSettingsService } from '../catalogue/settings/quoting-settings.service.js';
import { renderQuote } from './document/quote-document.js';
import { letterheadOf } from './letterhead.js';
import { QuoteLinks } from './link/quote-links.js';
import { PartReader } from './part-reader.js';
import { QuoteMails, titleOf } from './quote-mails.js';
import type { Letterhead, QuoteWithItems } from './quote-row.js';
import { isAllowed, refusal } from './quote-state.js';
import { QuotesRepository } from './quotes.repository.js';
import { QuotesService } from './quotes.service.js';

/** So many documents wait to be printed; more are refused. */
const PRINTS_WAITING = 20;

/** A document that was not sent after all is deleted in so long: the process may have ended in between. */
const UNSENT_MS = 86_400_000;

interface PrintedQuote {
  name: string;
  bytes: Buffer;
}

/** Sends quotes to customers, and prints them. */
@Injectable()
export class QuoteSending {
  private readonly printing = new ConcurrencyLimit(1, PRINTS_WAITING);

  constructor(
    private readonly db: TenantDatabase,
    private readonly quotes: QuotesService,
    private readonly repository: QuotesRepository,
    private readonly settings: QuotingSettingsService,
    private readonly parts: PartReader,
    private readonly links: QuoteLinks,
    private readonly mails: QuoteMails,
    private readonly storage: FileStorage,
  ) {}

  /**
   * From now on the customer can accept it until the end of its last day at the shop; the mail with link and PDF is written
   * in the same transaction. @throws AppError NOT_FOUND, CONFLICT, TOO_MANY_REQUESTS
   */
  async send(id: string): Promise<QuoteWithItems> {
    const quote = await this.quotes.get(id);
    if (!isAllowed('send', quote.state)) throw new AppError('CONFLICT', refusal('send', quote.state));
    const settings = await this.settings.needed();
    const { timezone } = settings;
    const sentAt = new Date();
    const validUntil = addDays(today(timezone, sentAt), settings.validityDays);
    const expiresAt = startOfDay(addDays(validUntil, 1), timezone);
    const letterhead = letterheadOf(settings);
    const link = this.links.until(id, expiresAt);
    const { name, bytes } = await this.print({ ...quote, letterhead, validUntil, sentAt }, link);
    // Before the transaction, which may be run again; kept for good by it, and else for a day.
    const body = Readable.from([bytes]);
    const keepUntil = new Date(Date.now() + UNSENT_MS);
    const file = await this.storage.save({ name, contentType: 'application/pdf', body, purpose: 'quote', keepUntil });
    try {
      return await this.db.transaction(async () => {
        const now = await this.quotes.locked(id, 'send');
        if (now.priceHash !== quote.priceHash || now.updatedAt.getTime() !== quote.updatedAt.getTime())
          throw new AppError('CONFLICT', 'The quote was changed while it was being sent');
        await this.storage.keep(file.id);
        await this.repository.sent(id, { letterhead, validUntil, expiresAt, sentAt, pdfFileId: file.id });
        await this.mails.ready(now, { link, validUntil, pdf: { fileId: file.id, name } });
        return this.quotes.get(id);
      });
    } catch (error) {
      await this.storage.remove(file.id).catch(() => undefined);
      throw error;
    }
  }

  /**
   * The quote on A4: the bytes that were sent, or as it would be. @throws AppError NOT_FOUND; CONFLICT before it has a price;
   * TOO_MANY_REQUESTS
   */
  async pdf(id: string): Promise<PrintedQuote> {
    const quote = await this.quotes.get(id);
    if (!quote.price?.totals) throw new AppError('CONFLICT', 'The quote has no price yet');
    const bytes = quote.pdfFileId && (await this.stored(quote.pdfFileId));
    if (bytes) return { name: `${titleOf(quote)}.pdf`, bytes };
    const letterhead = quote.letterhead ?? letterheadOf(await this.settings.needed());
    return this.print({ ...quote, letterhead }, this.links.of(quote));
  }

  /** What was sent; null where the storage has lost it. */
  private async stored(fileId: string): Promise<Buffer | null> {
    try {
      return await buffer(await this.storage.read(fileId));
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /**
   * One at a time, because drawing keeps the process from answering others. Who waits may hold a connection to the database, so
   * that whoever draws must need none.
   */
  private async print(quote: QuoteWithItems & { letterhead: Letterhead }, link: string | null): Promise<PrintedQuote> {
    const thumbnails = await this.thumbnails(quote);
    const bytes = await this.printing.pass(() => renderQuote(quote, thumbnails, link));
    if (!bytes)
      throw new AppError('TOO_MANY_REQUESTS', 'Too many documents are being printed', { retryAfterSeconds: 1 });
    return { name: `${titleOf(quote)}.pdf`, bytes };
  }

  private async thumbnails({ items }: QuoteWithItems): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    for (const fileId of new Set(items.map((item) => item.fileId))) {
      const png = await this.parts.thumbnail(fileId);
      if (png) found.set(fileId, png);
    }
    return found;
  }
}

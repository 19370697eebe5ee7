import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { ARRIVAL } from '../../platform/http/arrival-watch.js';
import { type FormFile, readForm } from '../../platform/http/multipart-form.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import type { ExpenseResponse } from './expenses.dto.js';
import { ExpensesRepository } from './expenses.repository.js';
import { ExpensesService } from './expenses.service.js';

/** What a receipt may be. It is served as a download, whatever is in it. */
const TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/tiff'];
/** More than a scanned receipt of several pages has. */
const LIMIT_BYTES = 20 * 1024 * 1024;
/** An upload that became no receipt is deleted after so long: its request, or its process, has ended in between. */
const UNCLAIMED_MS = 86_400_000;

/** Receipts of expenses. */
@Injectable()
export class Receipts {
  constructor(
    private readonly db: TenantDatabase,
    private readonly storage: FileStorage,
    private readonly service: ExpensesService,
    private readonly expenses: ExpensesRepository,
  ) {}

  /** @throws AppError NOT_FOUND: no expense, or one without a receipt */
  async find(id: string): Promise<StoredFile> {
    const { receiptId } = await this.service.get(id);
    if (receiptId === null) throw notFound('Receipt');
    return this.storage.find(receiptId);
  }

  /** Stores the file of the form as it comes, in place of the receipt before. @throws AppError */
  async put(id: string, body: IncomingMessage): Promise<ExpenseResponse> {
    // Before the upload, so that nobody sends twenty megabytes to an expense that is not there.
    await this.service.get(id);
    const { file } = await readForm(
      body,
      { ...ARRIVAL, fields: [] },
      (sent) => this.receive(sent),
      (stored) => this.storage.remove(stored.id),
    );
    try {
      if (file.bytes === 0) throw invalid('file', 'The file is empty');
      return await this.db.transaction(async () => {
        const { receiptId: before } = await this.service.counting(id);
        await this.storage.keep(file.id);
        await this.expenses.setReceipt(id, file.id);
        if (before !== null) await this.storage.remove(before);
        return this.service.answer(id);
      });
    } catch (error) {
      await this.storage.remove(file.id).catch(() => undefined);
      throw error;
    }
  }

  /** @throws AppError NOT_FOUND */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      const { receiptId } = await this.service.counting(id);
      if (receiptId === null) throw notFound('Receipt');
      await this.expenses.setReceipt(id, null);
      await this.storage.remove(receiptId);
    });
  }

  private async receive({ name, contentType, body }: FormFile): Promise<StoredFile> {
    if (!TYPES.includes(contentType.toLowerCase())) {
      body.resume();
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', `A receipt is one of ${TYPES.join(', ')}`);
    }
    const keepUntil = new Date(Date.now() + UNCLAIMED_MS);
    return this.storage.save({ name, contentType, body, limitBytes: LIMIT_BYTES, purpose: 'receipt', keepUntil });
  }
}

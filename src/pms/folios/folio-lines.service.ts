import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { amountOf, openWindow } from './amounts.js';
import type { FolioLineRow, FolioRow } from './folio-row.js';
import type { MoveLineRequest } from './folios.dto.js';
import { FoliosRepository } from './folios.repository.js';
import { type Folio, FoliosService } from './folios.service.js';
import { chargesOf, leftOf, takesBack } from './line-family.js';

/** What becomes of lines after they were charged: moved to another payer, split, taken back. */
@Injectable()
export class FolioLinesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly rows: FoliosRepository,
    private readonly folios: FoliosService,
  ) {}

  /**
   * Moves a line, or a part of its amount, to another window: the two parts add up to what it was.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for an invoiced window, or more than what is left of the line
   */
  move(id: string, lineId: number, request: MoveLineRequest): Promise<Folio> {
    return this.db.transaction(async () => {
      const folio = await this.rows.lock(id);
      const lines = await this.rows.lines(folio.id);
      const line = lineOf(lines, lineId);
      await this.refuseInvoiced(folio, line);
      openWindow(await this.folios.window(folio.id, line.window));
      openWindow(await this.folios.window(folio.id, request.window));
      if (request.window === line.window) throw invalid('window', 'The line is in this window');
      const left = standing(line, lines);
      const part = request.amount === undefined ? left : amountOf('amount', request.amount, folio.currency);
      if (part === line.amountMinor && left === part) await this.rows.moveLine(line.id, request.window);
      else await this.split(folio, line, left, request.window, part);
      return this.folios.whole(folio);
    });
  }

  /**
   * Takes back what is left of a line by one of the opposite sign.
   * @throws AppError NOT_FOUND; CONFLICT when nothing is left of it, or an invoice carries it (`reason` LINE_INVOICED)
   */
  correct(id: string, lineId: number, reason: string): Promise<void> {
    return this.db.transaction(async () => {
      const { folio } = await this.folios.posting(id);
      const lines = await this.rows.lines(folio.id);
      const line = lineOf(lines, lineId);
      await this.refuseInvoiced(folio, line);
      openWindow(await this.folios.window(folio.id, line.window));
      await this.folios.takeBack(folio, { ...line, amountMinor: standing(line, lines) }, reason);
    });
  }

  /**
   * Takes back what is left of a charge and of all its parts, whoever pays them. The caller's transaction has locked the business
   * day and the folio.
   */
  async takeBackAll(folio: FolioRow, lineId: number, reason: string): Promise<void> {
    const lines = await this.rows.lines(folio.id);
    const line = lines.find(({ id }) => id === lineId);
    for (const one of line ? chargesOf(line, lines) : []) {
      const left = leftOf(one, lines);
      if (left !== 0) await this.folios.takeBack(folio, { ...one, amountMinor: left }, reason);
    }
  }

  /** @throws AppError CONFLICT that names the invoice's line, which a credit note takes back */
  private async refuseInvoiced(folio: FolioRow, line: FolioLineRow): Promise<void> {
    const invoiced = await this.rows.invoiced(folio.id, line);
    if (!invoiced) return;
    const { invoiceId, invoiceNumber, invoiceLineId } = invoiced;
    throw new AppError(
      'CONFLICT',
      `The line is on invoice ${invoiceNumber}: take it back by a credit note, POST /invoices/${invoiceId}/credit-notes with ` +
        `lines [{"lineId": ${invoiceLineId}}]`,
      { extra: { reason: 'LINE_INVOICED', invoiceId, invoiceNumber, invoiceLineId } },
    );
  }

  private async split(
    folio: FolioRow,
    line: FolioLineRow,
    left: number,
    window: number,
    partMinor: number,
  ): Promise<void> {
    if (partMinor === 0 || Math.sign(partMinor) !== Math.sign(left) || Math.abs(partMinor) > Math.abs(left))
      throw invalid('amount', 'amount must lie between 0 and what is left of the line');
    const restMinor = line.amountMinor - partMinor;
    await this.rows.setAmount(line.id, restMinor, quantityOf(line, restMinor));
    const tax = { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment };
    const { kind, businessDate, serviceDate, description, priceMode } = line;
    const quantity = quantityOf(line, partMinor);
    await this.rows.insertLine(
      folio.id,
      {
        ...{ window, kind, businessDate, serviceDate, description, quantity, priceMode, tax },
        amountMinor: partMinor,
        rootId: line.rootId ?? line.id,
      },
      this.context.principal?.userId ?? null,
    );
  }
}

/** How many of what a line charged a part of it pays for; one that is no whole number of them is a sum by itself. */
function quantityOf({ amountMinor, quantity }: FolioLineRow, partMinor: number): number {
  const of = (partMinor * quantity) / amountMinor;
  return Number.isInteger(of) ? of : 1;
}

/** @throws AppError NOT_FOUND */
function lineOf(lines: readonly FolioLineRow[], lineId: number): FolioLineRow {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw notFound('Folio line');
  return line;
}

/** What is left of a line. @throws AppError CONFLICT when that is nothing */
function standing(line: FolioLineRow, lines: readonly FolioLineRow[]): number {
  if (takesBack(line))
    throw new AppError('CONFLICT', 'The line takes back another one; charge again what was taken back by mistake', {
      extra: { reason: 'TAKES_BACK' },
    });
  const left = leftOf(line, lines);
  if (left === 0)
    throw new AppError('CONFLICT', 'Nothing is left of the line: it has been corrected', {
      extra: { reason: 'NOTHING_LEFT' },
    });
  return left;
}

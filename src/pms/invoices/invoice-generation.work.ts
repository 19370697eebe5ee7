import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { JobContext } from '../../jobs/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { DepositsService } from '../folios/deposits.service.js';
import { type InvoiceResult, LISTED, type SkippedFolio } from './invoice-generation.job.js';
import { UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import { counted } from '../nights/counted.js';
import type { Night } from '../nights/night-runs.js';
import { draftOf, isSkip, type OpenWindow, type Skip } from './draft.js';
import { InvoiceIssuingService, type Issuer, sellerOf } from './invoice-issuing.service.js';
import type { InvoiceDraft, IssuedInvoice } from './invoice-row.js';
import { OpenWindowsRepository } from './open-windows.repository.js';

const NO_SERIES: Skip = { reason: 'NO_SERIES', message: 'The hotel has no legal entity and series' };

/** A night's invoices of one hotel, all in the night's transaction: a few statements, however many there are. */
@Injectable()
export class InvoiceGenerationWork {
  constructor(
    private readonly windows: OpenWindowsRepository,
    private readonly deposits: DepositsService,
    private readonly issuing: InvoiceIssuingService,
  ) {}

  /** A window with an error is left out before a number is drawn, and is reported with the reason. */
  async run({ hotel, now, date }: Night, ctx: Pick<JobContext, 'item'>): Promise<InvoiceResult> {
    const issuer = await this.issuing.issuerOf(hotel.id);
    const folioIds = await this.windows.finished({ hotelId: hotel.id, now, date });
    const holding = issuer ? await this.deposits.awaiting(hotel.id, folioIds) : [];
    await this.windows.lock(folioIds);
    await this.deposits.settle(holding);
    const { drafts, skipped } = sorted(await this.windows.read(folioIds), issuer);
    const issued = issuer ? await this.issue(issuer, drafts, hotel.timeZone) : [];
    for (const { folioId, window, textNumber } of issued)
      ctx.item(keyOf(folioId, window), 'ok', { data: { number: textNumber } });
    for (const { folioId, window, reason, message } of skipped)
      ctx.item(keyOf(folioId, window), reason === 'FAILED' ? 'failed' : 'skipped', { code: reason, message });
    const money = (minor: number) => formatMoney(minor, hotel.currency);
    return {
      hotelId: hotel.id,
      issueDate: issued[0]?.issueDate ?? date,
      invoicesGenerated: issued.length,
      totalAmount: money(issued.reduce((sum, { grossMinor }) => sum + grossMinor, 0)),
      currency: hotel.currency,
      windowsSkipped: skipped.length,
      invoices: issued.slice(0, LISTED).map(({ id, folioId, window, textNumber, grossMinor }) => ({
        invoiceId: id,
        folioId,
        window,
        number: textNumber,
        gross: money(grossMinor),
      })),
      skipped: skipped.slice(0, LISTED),
      warnings: untaxedWarnings(issued),
    };
  }

  private async issue(issuer: Issuer, drafts: readonly InvoiceDraft[], timeZone: string): Promise<IssuedInvoice[]> {
    const closed = await this.windows.close(drafts);
    if (closed !== drafts.length) throw new Error(`${drafts.length - closed} windows were closed under the lock`);
    return this.issuing.issue(issuer, drafts, timeZone);
  }
}

/** Invoices without any tax of a hotel that has not said that there is none. */
function untaxedWarnings(issued: readonly IssuedInvoice[]): string[] {
  const untaxed = issued.filter(({ lines }) => lines.every(({ tax }) => tax.code === UNTAXED.code));
  if (untaxed.length === 0) return [];
  return [
    `${counted(untaxed.length, 'invoice')} without any tax: say by roomTaxCode in the hotel's policy which tax nights have, an ` +
      'exempt one if there is none',
  ];
}

const keyOf = (folioId: string, window: number) => `folio:${folioId}:${window}`;

/** What is to be issued, and what is not and why. */
function sorted(windows: readonly OpenWindow[], issuer: Issuer | undefined) {
  const drafts: InvoiceDraft[] = [];
  const skipped: SkippedFolio[] = [];
  for (const window of windows) {
    const draft = issuer ? draftOf(window, sellerOf(issuer.entity), uuidv7()) : NO_SERIES;
    if (isSkip(draft)) skipped.push({ folioId: window.folioId, window: window.window, ...draft });
    else drafts.push(draft);
  }
  return { drafts, skipped };
}

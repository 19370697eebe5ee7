import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { FolioLineRow } from './folio-row.js';
import { FoliosRepository } from './folios.repository.js';
import { FolioLinesService } from './folio-lines.service.js';
import { FoliosService } from './folios.service.js';
import { leftOf } from './line-family.js';

/** Kinds of lines that are posted for a night that was slept, and given back with it. */
const OF_A_NIGHT: readonly FolioLineRow['kind'][] = ['night', 'city_tax'];

/** A booking whose nights are given back; the caller's transaction holds it. */
export interface GivingBack {
  id: string;
  hotelId: number;
  status: string;
}

/**
 * Keeps folio and inventory together: a night that goes back to the inventory is no longer charged, and one that is on an
 * invoice does not go back.
 */
@Injectable()
export class NightCharges {
  constructor(
    private readonly rows: FoliosRepository,
    private readonly folios: FoliosService,
    private readonly familyLines: FolioLinesService,
  ) {}

  /**
   * Takes back what was charged for these nights, on the open business date. In the caller's transaction, which holds the booking
   * and has given the nights back: the close of a day that runs at the same time posts them before this, or not at all.
   * @throws AppError CONFLICT, reason NIGHT_INVOICED, naming the nights that an invoice carries
   */
  async takeBack(booking: GivingBack, nights: readonly LocalDate[]): Promise<void> {
    const opened = nights.length === 0 ? undefined : await this.rows.ofBooking(booking.id);
    if (!opened) return;
    // The close charges only guests who are checked in, so that of others nothing is posted meanwhile.
    if (booking.status !== 'checked_in' && charged(await this.rows.lines(opened.id), nights).length === 0) return;
    await this.folios.businessDate(booking.hotelId);
    const folio = await this.rows.lock(opened.id);
    const lines = charged(await this.rows.lines(folio.id), nights);
    const windows = await this.rows.windows(folio.id);
    const invoiced = new Set(windows.filter(({ invoicedAt }) => invoicedAt !== null).map(({ number }) => number));
    const standing = lines.filter(({ restMinor }) => restMinor !== 0);
    refuseInvoiced(standing.filter(({ line }) => invoiced.has(line.window)).map(({ line }) => line.serviceDate));
    for (const { line, restMinor } of standing)
      await this.folios.takeBack(folio, { ...line, amountMinor: restMinor }, `Given back: ${line.serviceDate}`);
    // So that the night is charged again if the guest stays after all.
    await this.rows.forgetSources(lines.map(({ line }) => line.id));
  }

  /**
   * Takes back what is left of a line of the booking's folio and of its parts, on an invoice or not: the correction goes to an open
   * window. In the caller's transaction, which holds the booking.
   */
  async takeBackLine(booking: Pick<GivingBack, 'id' | 'hotelId'>, lineId: number, reason: string): Promise<void> {
    await this.folios.businessDate(booking.hotelId);
    const folio = await this.rows.lock((await this.folios.opened(booking.id)).id);
    await this.familyLines.takeBackAll(folio, lineId, reason);
  }
}

function refuseInvoiced(dates: readonly LocalDate[]): void {
  if (dates.length === 0) return;
  const nights = [...new Set(dates)].sort();
  throw new AppError(
    'CONFLICT',
    `These nights are on an invoice: ${nights.join(', ')}. Credit them first (POST /invoices/{id}/credit-notes), then give ` +
      'them back',
    { extra: { reason: 'NIGHT_INVOICED', dates: nights } },
  );
}

/** Lines of these nights, and what is left of each after its corrections. */
function charged(
  lines: readonly FolioLineRow[],
  nights: readonly LocalDate[],
): { line: FolioLineRow; restMinor: number }[] {
  return lines
    .filter(({ kind, serviceDate }) => OF_A_NIGHT.includes(kind) && nights.includes(serviceDate))
    .map((line) => ({ line, restMinor: leftOf(line, lines) }));
}

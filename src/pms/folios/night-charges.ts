import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { FolioLineRow } from './folio-row.js';
import { FoliosRepository } from './folios.repository.js';
import { FolioLinesService } from './folio-lines.service.js';
import { FoliosService } from './folios.service.js';
import { chargesOf, leftOf } from './line-family.js';

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
   * @param keepInvoiced what an invoice carries stays as it is, instead of being refused
   * @throws AppError CONFLICT, reason NIGHT_INVOICED, naming the nights that an invoice carries
   */
  async takeBack(booking: GivingBack, nights: readonly LocalDate[], keepInvoiced = false): Promise<void> {
    const opened = nights.length === 0 ? undefined : await this.rows.ofBooking(booking.id);
    if (!opened) return;
    // The close charges only guests who are checked in, so that of others nothing is posted meanwhile.
    if (booking.status !== 'checked_in' && charged(await this.rows.lines(opened.id), nights).length === 0) return;
    await this.folios.businessDate(booking.hotelId);
    const folio = await this.rows.lock(opened.id);
    const lines = charged(await this.rows.lines(folio.id), nights);
    const invoiced = await this.invoicedWindows(folio.id);
    const standing = lines.filter(({ restMinor }) => restMinor !== 0);
    const kept = standing.filter(({ line }) => invoiced.has(line.window));
    if (!keepInvoiced) refuseInvoiced(kept.map(({ line }) => line.serviceDate));
    for (const { line, restMinor } of standing.filter((one) => !kept.includes(one)))
      await this.folios.takeBack(folio, { ...line, amountMinor: restMinor }, `Given back: ${line.serviceDate}`);
    // So that the night is charged again if the guest stays after all.
    await this.rows.forgetSources(lines.map(({ line }) => line.id));
  }

  /** The same for no-shows of a hotel, of which few have been charged: one that has its invoice does not stop the others. */
  async takeBackMany(hotelId: number, nights: readonly { reservationId: string; date: LocalDate }[]): Promise<void> {
    const ids = nights.length === 0 ? [] : await this.rows.chargedFor(OF_A_NIGHT, nights);
    for (const id of ids) {
      const own = nights.filter(({ reservationId }) => reservationId === id).map(({ date }) => date);
      await this.takeBack({ id, hotelId, status: 'no_show' }, own, true);
    }
  }

  /**
   * Charges the city tax of a guest in the house anew, because who pays it has changed: of all nights that are charged, but for what
   * an invoice carries, in part or whole, which stays. It is charged to who paid the most of it before. In the caller's transaction,
   * which holds the booking and has changed it.
   */
  async cityTaxAnew(booking: GivingBack): Promise<void> {
    const opened = await this.rows.ofBooking(booking.id);
    if (!opened) return;
    await this.folios.businessDate(booking.hotelId);
    const folio = await this.rows.lock(opened.id);
    const lines = await this.rows.lines(folio.id);
    const invoiced = await this.invoicedWindows(folio.id);
    const free = lines
      .filter(({ kind, rootId }) => kind === 'city_tax' && rootId === null)
      .map((root) => chargesOf(root, lines).map((line) => ({ line, left: leftOf(line, lines) })))
      .filter((parts) => !parts.some(({ line, left }) => left !== 0 && invoiced.has(line.window)));
    for (const { line, left } of free.flat().filter((one) => one.left !== 0))
      await this.folios.takeBack(folio, { ...line, amountMinor: left }, `Guests changed: ${line.serviceDate}`);
    await this.rows.forgetSources(free.map(([root]) => root!.line.id));
    await this.folios.postCityTaxes(booking.hotelId, booking.id);
    const places = free.map((parts) => {
      const [most] = parts.toSorted((a, b) => Math.abs(b.left) - Math.abs(a.left));
      return { lineId: parts[0]!.line.id, window: most!.line.window };
    });
    await this.rows.moveAgain(folio.id, places);
  }

  private async invoicedWindows(folioId: string): Promise<Set<number>> {
    const windows = await this.rows.windows(folioId);
    return new Set(windows.filter(({ invoicedAt }) => invoicedAt !== null).map(({ number }) => number));
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

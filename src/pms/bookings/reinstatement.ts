import { Injectable } from '@nestjs/common';
import { addDays, daysBetween, eachDay, type LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { FolioLinesService } from '../folios/folio-lines.service.js';
import { HotelsService, InventoryService } from '../../rooms/index.js';
import { checkNotOver, HouseClock } from '../business-days/house-clock.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { NoShowRecordsRepository } from './no-show-records.repository.js';
import type { BookingRow } from './booking-row.js';
import { CancellationFees } from './cancellation-fees.js';
import { BookingsRepository } from './bookings.repository.js';

/** Reinstates a cancelled booking or a no-show: its nights are sold again, and the fee is reversed. (rules pms B14) */
@Injectable()
export class Reinstatement {
  constructor(
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly clock: HouseClock,
    private readonly bookings: BookingsRepository,
    private readonly inventory: InventoryService,
    private readonly folios: FoliosService,
    private readonly folioRows: FoliosRepository,
    private readonly lines: FolioLinesService,
    private readonly records: NoShowRecordsRepository,
    private readonly fees: CancellationFees,
  ) {}

  /**
   * In the caller's transaction, which holds the booking. It comes back in the state it left: one that was tentative sells
   * nothing. A cancelled stay is sold anew, so that all restrictions hold; the nights of a no-show are taken back for a guest
   * whose arrival was sold before.
   * @param override restrictions are let pass
   * @throws AppError CONFLICT naming the dates that have been sold, or for a booking that was neither; STAY_OVER
   */
  async reinstate(booking: BookingRow, override = false): Promise<BookingRow> {
    checkNotOver(booking.departure, await this.clock.now(await this.hotels.get(booking.hotelId)));
    const to = booking.status === 'cancelled' ? (booking.cancelledFrom ?? 'confirmed') : 'confirmed';
    const back = await this.bookings.move(booking.id, ['cancelled', 'no_show'], to);
    if (!back) throw new AppError('CONFLICT', `A booking that is ${booking.status} needs no reinstatement`);
    if (to === 'confirmed') await this.takeNights(booking, override);
    await this.takeBackPenalty(booking);
    await this.fees.takeBack(booking);
    return this.bookings.get(back.id);
  }

  private async takeBackPenalty(booking: BookingRow): Promise<void> {
    const record = await this.records.standing(booking.id);
    if (!record) return;
    await this.records.reverse(booking.id, this.context.principal?.userId ?? null);
    if (record.lineId === null) return;
    await this.folios.businessDate(booking.hotelId);
    const folio = await this.folioRows.lock((await this.folios.opened(booking.id)).id);
    await this.lines.takeBackAll(folio, record.lineId, 'No-show fee taken back: the guest came');
  }

  /** Sells the nights again that were given back, each at the price it was booked at. */
  private async takeNights(booking: BookingRow, override: boolean): Promise<void> {
    const held = new Set((await this.inventory.nights(booking.id)).map(({ date }) => date));
    const runs = runsOf(missing(booking, held));
    await this.inventory.hold(
      runs.map((run) => ({ categoryId: booking.roomCategoryId, from: run[0]!, until: addDays(run.at(-1)!, 1) })),
    );
    for (const run of runs)
      await this.inventory.sell({
        categoryId: booking.roomCategoryId,
        reservationId: booking.id,
        arrival: run[0]!,
        departure: addDays(run.at(-1)!, 1),
        pricesMinor: run.map((date) => booking.nightPricesMinor[daysBetween(booking.arrival, date)]!),
        extension: booking.status === 'no_show',
        override,
      });
  }
}

function missing(booking: BookingRow, held: ReadonlySet<LocalDate>): LocalDate[] {
  return [...eachDay(booking.arrival, addDays(booking.departure, -1))].filter((date) => !held.has(date));
}

/** Dates in runs of consecutive ones. */
function runsOf(dates: readonly LocalDate[]): LocalDate[][] {
  const runs: LocalDate[][] = [];
  for (const date of dates) {
    const last = runs.at(-1);
    if (last && addDays(last.at(-1)!, 1) === date) last.push(date);
    else runs.push([date]);
  }
  return runs;
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, daysBetween, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HeldNightsService, HotelsService, RoomAssignmentService } from '../../rooms/index.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { BookingsRepository } from '../bookings/bookings.repository.js';
import { NoShowRecordsRepository } from '../bookings/no-show-records.repository.js';
import { DepositsService } from '../folios/deposits.service.js';
import { FolioLinesService } from '../folios/folio-lines.service.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { takesBack } from '../folios/line-family.js';
import { GuestTasks } from '../housekeeping/guest-tasks.js';
import { type BookingBefore, type StayStepRow, StayStepsRepository } from '../stay-steps/stay-steps.repository.js';
import { refused } from './stay-refusal.js';
import { StaysRepository } from './stays.repository.js';

/**
 * Takes a check-in or a check-out back, within the business date it was done on: status, rooms, nights, inventory, what the
 * step posted and the state of the rooms are as they were. What was posted stays in the ledger, with its opposite.
 */
@Injectable()
export class StepUndo {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly held: HeldNightsService,
    private readonly assignments: RoomAssignmentService,
    private readonly bookings: BookingsRepository,
    private readonly records: NoShowRecordsRepository,
    private readonly folios: FoliosService,
    private readonly folioRows: FoliosRepository,
    private readonly lines: FolioLinesService,
    private readonly deposits: DepositsService,
    private readonly tasks: GuestTasks,
    private readonly steps: StayStepsRepository,
    private readonly stays: StaysRepository,
  ) {}

  /**
   * The guest has not come: the booking is expected again, or a no-show again with its fee. Dates changed meanwhile stay changed.
   * @throws AppError NOT_FOUND; CONFLICT with `reason` for a guest who is not in the house, after the business date was closed,
   * or once an invoice was issued that no credit note takes back
   */
  checkIn(id: string, reason: string): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      if (booking.status !== 'checked_in')
        throw refused('NOT_IN_HOUSE', `A booking that is ${booking.status} has no check-in to take back`);
      const all = (await this.steps.ofBooking(id)).filter(({ undoneAt }) => undoneAt === null);
      const step = all.find(({ kind }) => kind === 'check_in');
      if (!step) throw refused('NOT_RECORDED', 'The check-in of this booking was not recorded by the front desk');
      const { before } = step;
      const nights = this.nightsBefore(before, booking, await this.held.of(id));
      const roomIds = await this.hold(id, before, booking);
      await this.checkDay(step);
      await this.checkInvoices(step);
      await this.assignments.free(id);
      await this.held.put(id, nights);
      await this.takeBackPosts(step, reason);
      if (before.status === 'no_show') await this.chargeFeeAgain(step);
      const { departure } = booking;
      await this.stays.restore(id, {
        status: before.status,
        departure,
        nightPricesMinor: pricesBefore(before, booking),
      });
      await this.assignAgain(before, booking.departure);
      // Of a guest who came for last night there were tasks of today.
      await this.tasks.anew(booking.hotelId, await this.today(booking.hotelId), roomIds);
      const undone = all.filter((one) => one.id >= step.id).map((one) => one.id);
      await this.steps.undone(undone, reason, this.userId);
      return this.bookings.get(id);
    });
  }

  /**
   * The guest is in the house again, in the same room, with the same nights; a folio line of the check-out gets its opposite.
   * @throws AppError NOT_FOUND; CONFLICT with `reason` for a booking that is not checked out, after the business date was
   * closed, once an invoice was issued, when the room has another guest, or its nights have been sold
   */
  checkOut(id: string, reason: string): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      if (booking.status !== 'checked_out')
        throw refused('NOT_CHECKED_OUT', `A booking that is ${booking.status} has no check-out to take back`);
      const step = (await this.steps.ofBooking(id)).find(({ undoneAt }) => undoneAt === null);
      if (step?.kind !== 'check_out')
        throw refused('NOT_RECORDED', 'The check-out of this booking was not recorded by the front desk');
      const { before } = step;
      await this.hold(id, before, booking);
      await this.checkRoom(booking, before);
      await this.checkDay(step);
      await this.checkInvoices(step);
      await this.held.put(id, before.nights);
      await this.assignments.free(id);
      for (const leg of before.rooms) await this.assignments.assignRoom({ ...leg, reservationId: id });
      await this.takeBackPosts(step, reason);
      await this.stays.restore(id, before);
      await this.chargeAgain(step, booking.departure);
      const { hotelId } = booking;
      const roomIds = before.rooms.map(({ roomId }) => roomId);
      await this.tasks.undo(hotelId, roomIds, await this.today(hotelId, step.doneAt), step.doneAt);
      await this.stays.restoreStates(before.states);
      // The round may have been made meanwhile, without the guest.
      await this.tasks.anew(hotelId, await this.today(hotelId), roomIds);
      await this.steps.undone([step.id], reason, this.userId);
      return this.bookings.get(id);
    });
  }

  /** Locks the rooms that it had and has, and the inventory of all these nights; answers which rooms. */
  private async hold(id: string, before: BookingBefore, now: BookingRow): Promise<number[]> {
    const present = await this.assignments.ofReservation(id);
    const roomIds = [...before.rooms, ...present].map(({ roomId }) => roomId);
    const until = before.departure > now.departure ? before.departure : now.departure;
    const nights = before.nights.map(({ date, soldCategoryId }) => {
      return { categoryId: soldCategoryId, from: date, until: addDays(date, 1) };
    });
    const from = before.arrival < now.arrival ? before.arrival : now.arrival;
    await this.assignments.hold(id, roomIds, { from, until }, nights);
    return [...new Set(roomIds)];
  }

  /** A check-in that brought a no-show back is undone to the nights that were held then; else the nights are the booking's. */
  private nightsBefore(before: BookingBefore, booking: BookingRow, nights: BookingBefore['nights']) {
    if (before.status === 'no_show') return before.nights;
    const counted = new Map(before.nights.map(({ date, soldCategoryId }) => [date, soldCategoryId]));
    return nights.map((night) => ({
      ...night,
      soldCategoryId: counted.get(night.date) ?? booking.roomCategoryId,
    }));
  }

  /** The room that was meant for the guest before, if nobody else has it by now: it was but a plan. */
  private async assignAgain({ bookingId, rooms }: BookingBefore, departure: string): Promise<void> {
    for (const { roomId, from, until } of rooms) {
      const end = until < departure ? until : departure;
      if (from >= end) continue;
      try {
        await this.assignments.assignRoom({ reservationId: bookingId, roomId, from, until: end as typeof until });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
  }

  private async today(hotelId: number, at = new Date()): Promise<LocalDate> {
    return today((await this.hotels.get(hotelId)).timeZone, at);
  }

  private async checkDay(step: StayStepRow): Promise<void> {
    const open = await this.folios.businessDate(step.before.hotelId);
    if (open !== step.businessDate)
      throw refused('BUSINESS_DATE_CLOSED', `It was done on ${step.businessDate}, whose books are closed`);
  }

  private async checkInvoices(step: StayStepRow): Promise<void> {
    const invoices = await this.stays.invoicesSince(step.bookingId, step.doneAt);
    if (invoices.length > 0)
      throw refused('INVOICED', `Invoiced since as ${invoices.join(', ')}; take that back by a credit note first`);
  }

  private async checkRoom(booking: BookingRow, before: BookingBefore): Promise<void> {
    const last = before.rooms.at(-1);
    if (!last) return;
    const date = await this.today(booking.hotelId);
    const [guest] = await this.stays.occupants([last.roomId], date, [booking.id]);
    if (guest) throw refused('ROOM_OCCUPIED', `Room ${guest.room} has the guest of ${guest.code}`);
  }

  /**
   * The opposite of what the step posted, of which parts may be with other payers by now; what it had taken back of nights that were
   * charged before is charged again, and deposits that it used are held again.
   */
  private async takeBackPosts(step: StayStepRow, reason: string): Promise<void> {
    const opened = await this.folioRows.ofBooking(step.bookingId);
    if (!opened) return;
    const folio = await this.folioRows.lock(opened.id);
    const lines = (await this.folioRows.lines(folio.id)).filter(({ id }) => step.lineIds.includes(id));
    for (const line of lines) if (!takesBack(line)) await this.lines.takeBackAll(folio, line.id, reason);
    await this.folioRows.forgetSources(step.lineIds);
    await this.deposits.holdAgain(folio, await this.stays.depositsUsedBy(step.id));
  }

  /**
   * What an early check-out took back of nights that had been charged is charged again, each part to its payer; what had been taken
   * off a night by hand stays off.
   */
  private async chargeAgain(step: StayStepRow, left: LocalDate): Promise<void> {
    const folio = await this.folioRows.ofBooking(step.bookingId);
    if (!folio) return;
    const lines = new Map((await this.folioRows.lines(folio.id)).map((line) => [line.id, line]));
    for (const id of step.lineIds) {
      const back = lines.get(id);
      const charged = back && takesBack(back) ? lines.get(back.correctsId ?? 0) : undefined;
      if (charged) await this.folios.postAgain(folio, { ...charged, amountMinor: -back!.amountMinor });
    }
    const given = step.before.nights.map(({ date }) => date).filter((date) => date >= left);
    await this.folioRows.rememberSources(folio.id, given);
  }

  /** The fee that the check-in took back is due again, in the words the guest reads on the bill. */
  private async chargeFeeAgain(step: StayStepRow): Promise<void> {
    const folio = await this.folioRows.ofBooking(step.bookingId);
    const lines = folio ? await this.folioRows.lines(folio.id) : [];
    const back = lines.filter((line) => step.lineIds.includes(line.id) && takesBack(line));
    const fee = lines.find(({ id }) => id === back[0]?.rootId);
    const amountMinor = -back.reduce((sum, { familyMinor }) => sum + familyMinor, 0);
    const line = fee && (await this.folios.postAgain(folio!, { ...fee, amountMinor }));
    await this.records.stand(step.bookingId, line?.id ?? null);
  }

  private get userId(): string | null {
    return this.context.principal?.userId ?? null;
  }
}

/** A dearer room that the guest moved to is given up with the check-in: a night that was booked before costs what it did then. */
function pricesBefore(before: BookingBefore, { arrival, nightPricesMinor }: BookingRow): number[] {
  const offset = daysBetween(before.arrival, arrival);
  return nightPricesMinor.map((price, index) => before.nightPricesMinor[index + offset] ?? price);
}

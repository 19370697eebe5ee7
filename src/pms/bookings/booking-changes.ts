import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, daysBetween, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { HotelsService, InventoryService, RoomAssignmentService } from '../../rooms/index.js';
import { NightCharges } from '../folios/night-charges.js';
import { GuestTasks } from '../housekeeping/guest-tasks.js';
import { checkNotOver, HouseClock } from '../business-days/house-clock.js';
import type { BookingRow } from './booking-row.js';
import type { UpdateBookingRequest } from './bookings.dto.js';
import { checkGuests, DeskRules } from './desk-rules.js';
import { BookingsRepository } from './bookings.repository.js';
import { checkedAges, nightsBetween } from './bookings.service.js';

interface Stay {
  arrival: LocalDate;
  departure: LocalDate;
}

/** Changes an existing booking: its guest and its dates. */
@Injectable()
export class BookingChanges {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly clock: HouseClock,
    private readonly bookings: BookingsRepository,
    private readonly inventory: InventoryService,
    private readonly assignments: RoomAssignmentService,
    private readonly rules: DeskRules,
    private readonly charges: NightCharges,
    private readonly tasks: GuestTasks,
  ) {}

  /**
   * Dates given up go back to the inventory and what was charged for them is taken back, dates added are sold at today's price,
   * in one transaction. Restrictions that the change touches hold, unless they are let pass with a reason.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT naming dates that are full or invoiced (reason NIGHT_INVOICED), or
   * for a booking that is over
   */
  change(id: string, request: UpdateBookingRequest): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      const { arrival, departure, noService, doNotDisturb, overrideReason, pastArrivalReason, ...rest } = request;
      checkGuests({ ...booking, ...given(rest) });
      const stay = {
        arrival: dateOf('arrival', arrival) ?? booking.arrival,
        departure: dateOf('departure', departure) ?? booking.departure,
      };
      const override = this.rules.overrides(overrideReason);
      if (stay.arrival !== booking.arrival)
        await this.rules.checkArrival(await this.hotels.get(booking.hotelId), stay.arrival, pastArrivalReason);
      checkedAges(rest.childAges ?? booking.childAges, rest.children ?? booking.children);
      if (stay.arrival !== booking.arrival || (rest.guarantee ?? booking.guarantee) !== booking.guarantee)
        await this.bookings.expectedAnew(id);
      const moved = stay.arrival !== booking.arrival || stay.departure !== booking.departure;
      const changed = await this.bookings.change(id, {
        ...rest,
        noService: noService?.map((date, index) => dateOf(`noService.${index}`, date)!),
        doNotDisturb: doNotDisturb?.map((date, index) => dateOf(`doNotDisturb.${index}`, date)!),
        ...(moved && { ...stay, nightPricesMinor: await this.move(booking, stay, override) }),
      });
      // Folio before tasks, in the order in which all transactions lock.
      if (changed.status === 'checked_in' && taxedAs(changed) !== taxedAs(booking))
        await this.charges.cityTaxAnew(changed);
      if (changed.status === 'checked_in' && moved) await this.tasksOf(changed);
      return changed;
    });
  }

  /** Whether the room is left today, or is slept in tonight, may be another thing now than when the round was made. */
  private async tasksOf({ id, hotelId }: BookingRow): Promise<void> {
    const date = today((await this.hotels.get(hotelId)).timeZone, new Date());
    const rooms = await this.assignments.ofReservation(id);
    const roomIds = rooms.filter(({ from, until }) => from <= date && date <= until).map(({ roomId }) => roomId);
    await this.tasks.anew(hotelId, date, [...new Set(roomIds)]);
  }

  /** The nights' prices after the move. */
  private async move(booking: BookingRow, to: Stay, override: boolean): Promise<number[]> {
    await this.checkMove(booking, to);
    const before = nightsBetween(booking.arrival, booking.departure);
    const after = nightsBetween(to.arrival, to.departure);
    const prices = new Map(before.map((date, index) => [date, booking.nightPricesMinor[index]!]));
    const sells = booking.status !== 'tentative';
    const lost = before.filter((date) => !after.includes(date));
    const givenUp = spans(lost);
    const added = spans(after.filter((date) => !before.includes(date)));
    const category = await this.categoryOf(booking);
    if (sells) await this.hold(booking, category, added);
    if (sells && !override) await this.inventory.checkChange(booking.roomCategoryId, booking, to);
    for (const [arrival, departure] of givenUp)
      if (sells) await this.inventory.release(booking.id, { from: arrival, until: departure });
    for (const [arrival, departure] of added) {
      const stay = { categoryId: category, arrival, departure };
      const sale = { ...stay, bookedCategoryId: booking.roomCategoryId, reservationId: booking.id, override };
      const bought = sells
        ? (await this.inventory.sell({ ...sale, extension: true })).map((n) => n.priceMinor)
        : await this.inventory.quote(stay);
      bought.forEach((price, index) => prices.set(addDays(arrival, index), price));
      if (booking.status === 'checked_in') await this.keepRoom(booking, arrival, departure);
    }
    await this.charges.takeBack(booking, lost);
    return after.map((date) => prices.get(date)!);
  }

  /**
   * Of which category added nights are sold: a guest in the house keeps the room, which after a move may be of another category than was
   * booked. The price is that of the booked one in any case.
   */
  private async categoryOf(booking: BookingRow): Promise<number> {
    const last = booking.status === 'checked_in' ? (await this.inventory.nights(booking.id)).at(-1) : undefined;
    return last?.soldCategoryId ?? booking.roomCategoryId;
  }

  /** Locks all that the move gives back, sells and assigns: the nights of the stay, and the added ones in the room the guest keeps. */
  private async hold(booking: BookingRow, categoryId: number, added: readonly [LocalDate, LocalDate][]): Promise<void> {
    const nights = added.map(([from, until]) => ({ categoryId, from, until }));
    const later = added.at(-1);
    const kept = booking.status === 'checked_in' && later ? await this.lastRoom(booking, later[0]) : undefined;
    if (!kept) return this.inventory.hold(nights, [booking.id]);
    await this.assignments.hold(booking.id, [kept.roomId], { from: later![0], until: later![1] }, nights);
  }

  /** The guest stays in the room of the last night. */
  private async keepRoom(booking: BookingRow, from: LocalDate, until: LocalDate): Promise<void> {
    const last = await this.lastRoom(booking, from);
    if (last) await this.assignments.assignRoom({ reservationId: booking.id, roomId: last.roomId, from, until });
  }

  private async lastRoom(booking: BookingRow, from: LocalDate) {
    return (await this.assignments.ofReservation(booking.id)).findLast((room) => room.until <= from);
  }

  private async checkMove(booking: BookingRow, to: Stay): Promise<void> {
    if (!['tentative', 'confirmed', 'checked_in'].includes(booking.status))
      throw new AppError('CONFLICT', `The dates of a booking that is ${booking.status} do not change`);
    if (daysBetween(to.arrival, to.departure) < 1) throw invalid('departure', 'departure must lie after arrival');
    const hotel = await this.hotels.get(booking.hotelId);
    if (booking.status !== 'checked_in') return checkNotOver(to.departure, await this.clock.now(hotel));
    if (to.arrival !== booking.arrival) throw new AppError('CONFLICT', 'The guest has come: the arrival stays');
    const date = today(hotel.timeZone, new Date());
    if (to.departure < date)
      throw invalid('departure', "A guest who is checked in does not leave before the hotel's today");
    await this.checkKeepsRoom(booking, to.departure, date);
  }

  /** A guest who got the room today has it for tonight only by this stay; without it nobody would know who is in the room. */
  private async checkKeepsRoom(booking: BookingRow, departure: LocalDate, date: LocalDate): Promise<void> {
    const rooms = await this.assignments.ofReservation(booking.id);
    const present = rooms.findLast(({ from }) => from <= date) ?? rooms[0];
    if (present && present.from >= departure)
      throw new AppError('CONFLICT', `The guest has the room since ${present.from}: check the guest out instead`, {
        extra: { reason: 'CHECK_OUT_INSTEAD' },
      });
  }
}

/** What decides how much city tax is due. */
function taxedAs({ adults, children, childAges, cityTaxExempt }: BookingRow): string {
  return JSON.stringify([adults, children, childAges, cityTaxExempt]);
}

/** Consecutive dates as half-open spans. */
function spans(dates: readonly LocalDate[]): [LocalDate, LocalDate][] {
  const result: [LocalDate, LocalDate][] = [];
  for (const date of dates) {
    const last = result.at(-1);
    if (last && last[1] === date) last[1] = addDays(date, 1);
    else result.push([date, addDays(date, 1)]);
  }
  return result;
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, daysBetween, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { HotelsService, InventoryService, RoomAssignmentService } from '../../rooms/index.js';
import { DepositsService } from '../folios/deposits.service.js';
import { checkNotOver, HouseClock } from '../business-days/house-clock.js';
import { arrivalsOf, firstNight, type HouseMoment } from '../business-days/house-day.js';
import { FoliosService } from '../folios/folios.service.js';
import { NightCharges } from '../folios/night-charges.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { GuestTasks } from '../housekeeping/guest-tasks.js';
import { StaySteps } from '../stay-steps/stay-steps.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import type { BookingRow } from './booking-row.js';
import { BookingsRepository } from './bookings.repository.js';
import { DeskRules } from './desk-rules.js';
import { Reinstatement } from './reinstatement.js';
import { RoomToGive } from './room-to-give.js';

export interface StayRoom {
  roomId: number;
  /** Half-open. */
  from: LocalDate;
  until: LocalDate;
}

interface RoomPlan {
  /** The first night. */
  from: LocalDate;
  legs: StayRoom[];
  /** The booking has these rooms already. */
  keeps: boolean;
  /** The booking has other rooms, which it gives up. */
  gives: boolean;
}

/** What brings a booking to where its guest can be checked in. */
const FIRST: Readonly<Record<string, string>> = {
  tentative: ': confirm it first',
  cancelled: ': reinstate it first',
};

/** The front desk: check-in and check-out. */
@Injectable()
export class FrontDesk {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly clock: HouseClock,
    private readonly bookings: BookingsRepository,
    private readonly reinstatement: Reinstatement,
    private readonly inventory: InventoryService,
    private readonly assignments: RoomAssignmentService,
    private readonly folios: FoliosService,
    private readonly deposits: DepositsService,
    private readonly charges: NightCharges,
    private readonly rooms: RoomStatesRepository,
    private readonly choice: RoomToGive,
    private readonly rules: DeskRules,
    private readonly steps: StaySteps,
    private readonly tasks: GuestTasks,
  ) {}

  /**
   * Gives the guest a room: the one named, or free ones of the category. A guest who was taken for a no-show is
   * reinstated first and the fee is reversed, since the guest has come after all.
   * @throws AppError NOT_FOUND (booking, room); CONFLICT before the arrival, or when no room is free or fit; STAY_OVER;
   * NIGHTS_RESOLD for a no-show whose nights others have bought
   */
  checkIn(id: string, roomId?: number, overrideReason?: string): Promise<{ booking: BookingRow; rooms: StayRoom[] }> {
    return this.db.transaction(async () => {
      let booking = await this.bookings.lock(id);
      const before = await this.steps.before(id);
      const hotel = await this.hotels.get(booking.hotelId);
      const moment = await this.clock.now(hotel);
      if (arrivalsOf(moment) < booking.arrival)
        throw new AppError('CONFLICT', `The guest is expected on ${booking.arrival}`);
      const late = booking.status === 'no_show';
      const plan = await resold(late, () => this.plan(booking, moment, roomId));
      if (late) {
        const override = this.rules.overrides(overrideReason);
        booking = await resold(late, () => this.reinstatement.reinstate(booking, override));
      }
      const come = (await this.bookings.move(id, ['confirmed'], 'checked_in'))!;
      const rooms = await this.assign(plan, booking.id);
      if ((await this.policies.get(hotel.id)).checkInNeedsInspection)
        await this.checkInspected((rooms.find((room) => room.until > plan.from) ?? rooms[0]!).roomId);
      await this.bookings.arrived(id, await this.folios.businessDate(hotel.id));
      await this.folios.opened(id);
      await this.steps.done('check_in', before);
      // Who comes for last night was not there when the round of today was made.
      const date = today(hotel.timeZone, moment.now);
      const roomIds = rooms.map((room) => room.roomId);
      if (plan.from < date) await this.tasks.anew(hotel.id, date, roomIds);
      return { booking: come, rooms };
    });
  }

  /**
   * Charges the nights that were slept, gives back those that were not, with what was charged for them, pays the bill with the
   * deposit, and leaves the room dirty, with a departure clean to be done. A balance may stay open: the invoice shows it.
   * @throws AppError NOT_FOUND; CONFLICT for a guest who is not checked in, or for nights to give back that are invoiced
   * (reason NIGHT_INVOICED)
   */
  checkOut(id: string): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      if (booking.status !== 'checked_in')
        throw new AppError('CONFLICT', `A booking that is ${booking.status} cannot be checked out`);
      const before = await this.steps.before(id);
      const hotel = await this.hotels.get(booking.hotelId);
      const date = today(hotel.timeZone, new Date());
      // A guest who leaves on the date of arrival pays for one night.
      const last = date > booking.arrival ? date : addDays(booking.arrival, 1);
      const departure = last < booking.departure ? last : booking.departure;
      await this.inventory.hold([], [id]);
      await this.folios.postNights(hotel.id, addDays(departure, -1), id);
      await this.tasks.hold(
        hotel.id,
        date,
        before.rooms.map(({ roomId }) => roomId),
      );
      // Before the nights go back, and with them the room that the guest has moved to today.
      const left = await this.rooms.used(id, date);
      if (departure < booking.departure) await this.shorten(booking, departure);
      await this.deposits.settleBooking(id);
      await this.bookings.departed(id, await this.folios.businessDate(hotel.id));
      await this.steps.done('check_out', before);
      const gone = (await this.bookings.move(id, ['checked_in'], 'checked_out'))!;
      await this.tasks.anew(hotel.id, date, left);
      return gone;
    });
  }

  private async shorten(booking: BookingRow, departure: LocalDate): Promise<void> {
    const released = await this.inventory.release(booking.id, { from: departure });
    await this.charges.takeBack(
      booking,
      released.map(({ date }) => date),
    );
    const nightPricesMinor = booking.nightPricesMinor.slice(0, daysBetween(booking.arrival, departure));
    await this.bookings.change(booking.id, { departure, nightPricesMinor });
  }

  /**
   * Rooms from the night on that the guest comes in; those that were assigned before the guest came are kept, if their guests
   * have left. All that the check-in will change is locked: the categories first, so that no other desk chooses the same room,
   * then the rooms, also those it gives up, and the nights of the stay in every category that counts them.
   */
  private async plan(booking: BookingRow, moment: HouseMoment, roomId?: number): Promise<RoomPlan> {
    if (!['confirmed', 'no_show'].includes(booking.status))
      throw new AppError(
        'CONFLICT',
        `A booking that is ${booking.status} cannot be checked in${FIRST[booking.status] ?? ''}`,
      );
    checkNotOver(booking.departure, moment);
    const seen = (await this.assignments.ofReservation(booking.id)).map((room) => room.roomId);
    await this.assignments.holdCategories([booking.roomCategoryId], roomId === undefined ? seen : [...seen, roomId]);
    const before = await this.assignments.ofReservation(booking.id);
    const from = firstNight(booking, moment);
    const keeps = await this.canKeep(booking, before, from, moment, roomId);
    const legs = keeps
      ? before
      : roomId === undefined
        ? await this.choice.legs(booking, from, before[0]?.roomId)
        : [{ roomId, from, until: booking.departure }];
    const stay = { from: booking.arrival, until: booking.departure };
    const roomIds = [...before, ...legs].map((room) => room.roomId);
    await this.assignments.hold(booking.id, roomIds, stay, [{ ...stay, categoryId: booking.roomCategoryId }]);
    return {
      from,
      keeps,
      gives: before.length > 0,
      legs: legs.map(({ roomId: id, from: start, until }) => ({ roomId: id, from: start, until })),
    };
  }

  /** Whether the guest gets the rooms assigned before: no other was asked for, and they will do. */
  private canKeep(
    booking: BookingRow,
    rooms: readonly StayRoom[],
    from: LocalDate,
    { timeZone }: HouseMoment,
    roomId?: number,
  ): Promise<boolean> {
    const first = rooms.find((room) => room.from <= from && from < room.until);
    if (!first || (roomId !== undefined && first.roomId !== roomId)) return Promise.resolve(false);
    const stay = { reservationId: booking.id, hotelId: booking.hotelId, until: booking.departure, timeZone };
    return this.assignments.canMoveIn(stay, rooms, from);
  }

  private async assign({ keeps, gives, legs }: RoomPlan, reservationId: string): Promise<StayRoom[]> {
    if (keeps) return legs;
    if (gives) await this.assignments.free(reservationId);
    for (const [index, leg] of legs.entries())
      await this.assignments.assignRoom({ ...leg, reservationId, movesIn: index === 0 });
    return legs;
  }

  private async checkInspected(roomId: number): Promise<void> {
    const { condition, number } = await this.rooms.get(roomId);
    if (condition !== 'inspected') throw new AppError('CONFLICT', `Room ${number} is ${condition}, not inspected`);
  }
}

/**
 * A guest who was taken for a no-show comes after all: what stands in the way is that the nights were sold again.
 * @throws AppError NIGHTS_RESOLD with the dates, in place of a conflict about them
 */
async function resold<T>(late: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const dates = error instanceof AppError && error.code === 'CONFLICT' ? error.extra?.['dates'] : undefined;
    if (!late || !Array.isArray(dates)) throw error;
    const words = `The guest was taken for a no-show, and the room has been sold since: ${dates.join(', ')}`;
    throw new AppError('NIGHTS_RESOLD', words, { extra: (error as AppError).extra, cause: error });
  }
}

import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate } from '../../platform/dates/index.js';
import { invalid, notFound } from '../../platform/errors/app-error.js';
import {
  HeldNightsService,
  HotelsService,
  InventoryService,
  RoomAssignmentService,
  RoomCategoriesService,
  RoomsService,
} from '../../rooms/index.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { BookingsRepository } from '../bookings/bookings.repository.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { GuestTasks } from '../housekeeping/guest-tasks.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { StaySteps } from '../stay-steps/stay-steps.js';
import { runningNight } from './running-night.js';
import { refused } from './stay-refusal.js';
import { type RoomOfStay, StaysRepository } from './stays.repository.js';

export interface RoomMove {
  /** Default: the fit room of the category. */
  roomId?: number;
  /** Default: the category of the present room. */
  roomCategoryId?: number;
  /** present: nights that are still to be charged get the present price of the new room's category. */
  price?: 'keep' | 'present';
  reason: string;
}

interface Leaving {
  booking: BookingRow;
  /** The first night in another room. */
  from: LocalDate;
  room: RoomOfStay;
}

/** Guests in the house who change rooms. Their folio goes with them, since it is the booking's. */
@Injectable()
export class RoomMoves {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly roomsOf: RoomsService,
    private readonly categories: RoomCategoriesService,
    private readonly inventory: InventoryService,
    private readonly held: HeldNightsService,
    private readonly assignments: RoomAssignmentService,
    private readonly policies: HotelPolicyRepository,
    private readonly days: BusinessDaysRepository,
    private readonly bookings: BookingsRepository,
    private readonly states: RoomStatesRepository,
    private readonly tasks: GuestTasks,
    private readonly steps: StaySteps,
    private readonly stays: StaysRepository,
  ) {}

  /**
   * The remaining nights move to the other room, and to the inventory of its category; the room that was left is dirty.
   * @throws AppError NOT_FOUND (booking; room or category of this hotel); CONFLICT with `reason` for a guest who is not in the
   * house or leaves today, a room that is occupied, closed or not in service, or a category that is full
   */
  move(id: string, move: RoomMove): Promise<{ booking: BookingRow; rooms: RoomOfStay[] }> {
    return this.db.transaction(async () => {
      const leaving = await this.leaving(await this.bookings.lock(id));
      const before = await this.steps.before(id);
      const roomId = await this.target(leaving, move);
      // What the nights cost while the room is still to be had: the price that was shown.
      const prices = move.price === 'present' ? await this.quote(leaving, roomId) : undefined;
      await this.assignments.free(id, leaving.from);
      await this.enter(leaving, roomId);
      await this.leave(leaving, roomId);
      if (prices) await this.stays.reprice(id, leaving.from, prices);
      await this.steps.done('move', before, move.reason);
      return { booking: await this.bookings.get(id), rooms: await this.stays.rooms(id) };
    });
  }

  /** Two guests of one hotel change rooms with each other. @throws as move */
  swap(id: string, otherId: string, reason: string): Promise<{ booking: BookingRow; rooms: RoomOfStay[] }> {
    return this.db.transaction(async () => {
      const locked = new Map<string, BookingRow>();
      for (const one of [id, otherId].sort()) locked.set(one, await this.bookings.lock(one));
      if (id === otherId) throw invalid('bookingId', 'A guest changes rooms with somebody else');
      const [booking, other] = [locked.get(id)!, locked.get(otherId)!];
      if (booking.hotelId !== other.hotelId) throw notFound('Booking');
      const [a, b] = [await this.leaving(booking), await this.leaving(other)];
      const steps = [await this.steps.before(id), await this.steps.before(otherId)];
      const roomIds = [a.room.roomId, b.room.roomId];
      const from = a.from > b.from ? a.from : b.from;
      const until = booking.departure > other.departure ? booking.departure : other.departure;
      await this.assignments.hold(id, roomIds, { from, until });
      await this.checkEmpty(roomIds, from, [id, otherId]);
      for (const one of [a, b]) await this.assignments.free(one.booking.id, one.from);
      await this.held.exchange(id, otherId, from);
      await this.enter(a, b.room.roomId);
      await this.enter(b, a.room.roomId);
      // Both rooms were slept in, and both get another guest at once.
      await this.tasks.notInspected(booking.hotelId, from, roomIds);
      for (const one of [a, b]) await this.states.put(one.room.roomId, { condition: 'dirty', cleanedOn: one.from });
      for (const step of steps) await this.steps.done('move', step, reason);
      return { booking: await this.bookings.get(id), rooms: await this.stays.rooms(id) };
    });
  }

  /** @throws AppError CONFLICT: not in the house, no night left */
  private async leaving(booking: BookingRow): Promise<Leaving> {
    if (booking.status !== 'checked_in')
      throw refused('NOT_IN_HOUSE', `A booking that is ${booking.status} has no guest in the house; check in first`);
    const hotel = await this.hotels.get(booking.hotelId);
    const { businessDate } = await this.days.current(hotel);
    const night = runningNight(hotel.timeZone, businessDate, new Date());
    const from = night > booking.arrival ? night : booking.arrival;
    const rooms = await this.stays.rooms(booking.id);
    const room = rooms.findLast((one) => one.from <= from) ?? rooms[0];
    if (!room || from >= booking.departure)
      throw refused('NO_NIGHT_LEFT', `The guest leaves on ${booking.departure}; make the stay longer first`);
    return { booking, from, room };
  }

  /** The room the guest gets, with all that the move changes locked. */
  private async target({ booking, from, room }: Leaving, move: RoomMove): Promise<number> {
    const stay = { from, until: booking.departure };
    const inspectedOnly = (await this.policies.get(booking.hotelId)).checkInNeedsInspection;
    const categoryId = await this.categoryOf(booking, room, move);
    // So long nobody else gives a room of these categories: what is free stays so.
    await this.assignments.holdCategories([categoryId], [room.roomId]);
    const roomId =
      move.roomId ?? (await this.stays.freeRooms(categoryId, stay, { inspectedOnly, except: room.roomId }))[0];
    if (roomId === undefined)
      throw refused('NO_ROOM_FREE', 'No room of the category is free for the nights that are left');
    await this.assignments.hold(booking.id, [room.roomId, roomId], stay);
    await this.checkEmpty([roomId], from, [booking.id]);
    if (inspectedOnly) await this.checkInspected(roomId);
    return roomId;
  }

  private async categoryOf(
    booking: BookingRow,
    room: RoomOfStay,
    { roomId, roomCategoryId }: RoomMove,
  ): Promise<number> {
    if (roomId !== undefined) {
      const wanted = await this.roomsOf.get(roomId);
      if (wanted.hotelId !== booking.hotelId) throw notFound('Room');
      if (roomCategoryId !== undefined && roomCategoryId !== wanted.roomCategoryId)
        throw invalid('roomCategoryId', `Room ${wanted.number} is of another category`);
      if (roomId === room.roomId) throw refused('SAME_ROOM', `The guest is in room ${room.room}`);
      return wanted.roomCategoryId;
    }
    const category = await this.categories.get(roomCategoryId ?? room.roomCategoryId);
    if (category.hotelId !== booking.hotelId) throw notFound('Room category');
    return category.id;
  }

  private async enter({ booking, from }: Leaving, roomId: number): Promise<void> {
    await this.assignments.assignRoom({ reservationId: booking.id, roomId, from, until: booking.departure });
  }

  private async leave({ booking, from, room }: Leaving, roomId: number): Promise<void> {
    await this.tasks.follow({ hotelId: booking.hotelId, date: from, from: room.roomId, to: roomId });
    await this.states.put(room.roomId, { condition: 'dirty', cleanedOn: from });
  }

  private async quote({ booking, from }: Leaving, roomId: number): Promise<number[]> {
    const { roomCategoryId: categoryId } = await this.roomsOf.get(roomId);
    return this.inventory.quote({ categoryId, arrival: from, departure: booking.departure });
  }

  private async checkEmpty(roomIds: readonly number[], date: LocalDate, except: readonly string[]): Promise<void> {
    const [guest] = await this.stays.occupants(roomIds, date, except);
    if (guest) throw refused('ROOM_OCCUPIED', `Room ${guest.room} has the guest of ${guest.code}`);
  }

  private async checkInspected(roomId: number): Promise<void> {
    const { condition, number } = await this.states.get(roomId);
    if (condition !== 'inspected') throw refused('ROOM_NOT_INSPECTED', `Room ${number} is ${condition}, not inspected`);
  }
}

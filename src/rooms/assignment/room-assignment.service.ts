import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { type NightSpan, SalesRepository } from '../inventory/sales.repository.js';
import { type AssignmentRow, RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { roomTaken } from '../occupancy/room-taken.js';
import { type RoomRow, RoomsRepository } from '../physical-rooms/rooms.repository.js';
import { nightsOf } from '../stay-dates.js';
import { type Leg, planRooms } from './room-plan.js';

export interface Assignment {
  reservationId: string;
  roomId: number;
  /** Half-open [from, until); default: the reservation's whole stay. */
  from?: LocalDate;
  until?: LocalDate;
  /** The guest goes into the room now, whatever nights are assigned. Default: if tonight is among them. */
  movesIn?: boolean;
}

/** Which rooms a stay may get, and which it should get first. */
export interface RoomChoice {
  /** Whose stay it is: its own guest does not stand in the way. */
  reservationId?: string;
  /** The guest goes into the room now, whatever night is the first. */
  movesIn?: boolean;
  /** Rooms that nobody can move into today, whatever is planned for them. */
  notToday?: ReadonlySet<number>;
  /** The lower, the sooner a room is taken; default: all the same, by number. */
  rank?: (roomId: number) => number;
}

/** Gives sold nights their physical rooms. */
@Injectable()
export class RoomAssignmentService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly categories: RoomCategoriesRepository,
    private readonly rooms: RoomsRepository,
    private readonly sales: SalesRepository,
    private readonly assignments: RoomAssignmentsRepository,
    private readonly inventory: InventoryService,
  ) {}

  /**
   * Locks the categories of these rooms, and these categories, until the caller's transaction ends: so long nobody else gives,
   * closes or retires a room of theirs. Who chooses a room locks first and looks then, so that two desks do not choose the same.
   */
  async holdCategories(categoryIds: readonly number[], roomIds: readonly number[] = []): Promise<void> {
    await this.categories.lockAll([...new Set([...categoryIds, ...(await this.rooms.categoriesOf(roomIds))])]);
  }

  /**
   * Locks what assignments will need until the caller's transaction ends: the rooms with their categories, then the inventory days of these nights
   * in the rooms' categories and of the nights the reservation holds. A caller that assigns or frees more than one room, or
   * sells as well, calls this first: locking piece by piece, two of them could wait for each other.
   * @param also more nights that the caller is going to sell
   * @throws AppError NOT_FOUND (room)
   */
  async hold(
    reservationId: string,
    roomIds: readonly number[],
    stay: Pick<NightSpan, 'from' | 'until'>,
    also: readonly NightSpan[] = [],
  ): Promise<void> {
    await this.holdCategories(
      also.map(({ categoryId }) => categoryId),
      roomIds,
    );
    const rooms = await this.rooms.hold(roomIds);
    const spans = rooms.map(({ roomCategoryId }) => ({ ...stay, categoryId: roomCategoryId }));
    await this.inventory.hold([...spans, ...also], [reservationId]);
  }

  /**
   * Assigns a room. If it is of another category than was booked, the nights count as sold there (rules rooms A14).
   * @throws AppError NOT_FOUND (reservation, room of its hotel), CONFLICT with `dates` when the room is taken or not in
   * service, its guest has not left, or the other category is full; VALIDATION_FAILED for an empty range.
   */
  async assignRoom(assignment: Assignment): Promise<AssignmentRow> {
    const { reservationId, roomId } = assignment;
    try {
      return await this.db.transaction(async () => {
        const nights = await this.sales.nights(reservationId);
        if (nights.length === 0) throw notFound('Reservation');
        const from = assignment.from ?? nights[0]!.date;
        const until = assignment.until ?? addDays(nights.at(-1)!.date, 1);
        if (until <= from) throw invalid('until', 'until must lie after from');
        const dates = nightsOf(from, until);
        const sold = new Map(nights.map((night) => [night.date, night]));
        const unsold = dates.filter((date) => !sold.has(date));
        if (unsold.length > 0) throw roomTaken('NIGHTS_NOT_HELD', 'The reservation does not hold these nights', unsold);

        await this.holdCategories([], [roomId]);
        const [room] = await this.rooms.hold([roomId]);
        const booked = await this.categories.getWithHotel(nights[0]!.categoryId);
        if (room!.hotelId !== booked.hotelId) throw notFound('Room');
        await this.checkFree(roomId, from, until);
        await this.checkLeft(room!, { ...assignment, from, until }, booked.timeZone);
        const outOfService = dates.filter((date) => !inService(room!, date));
        if (outOfService.length > 0)
          throw roomTaken('ROOM_NOT_IN_SERVICE', `Room ${room!.number} is not in service`, outOfService);
        if (dates.some((date) => sold.get(date)!.soldCategoryId !== room!.roomCategoryId))
          await this.inventory.reassignCategory(reservationId, room!.roomCategoryId, { from, until });
        return this.assignments.insert({
          roomId,
          kind: 'stay',
          reservationId,
          closureKind: null,
          reason: null,
          from,
          until,
          createdBy: this.context.principal?.userId ?? null,
        });
      });
    } catch (error) {
      // Another transaction took the room between the check and the insert.
      if (violates(error, 'room_assignment_overlap')) throw roomTaken('ROOM_TAKEN', 'The room is taken', []);
      throw error;
    }
  }

  /** Rooms the reservation has, by date. */
  ofReservation(reservationId: string): Promise<AssignmentRow[]> {
    return this.assignments.ofReservation(reservationId);
  }

  /** Frees every room of the reservation, from a date on if given; its nights stay sold. */
  free(reservationId: string, from: LocalDate | null = null): Promise<void> {
    return this.assignments.free(reservationId, from, null);
  }

  /**
   * Rooms of a category for a stay, with as few moves as possible (rules rooms A13), and of those equal in that the ones that
   * rank first. A room whose guest has not left is not free today. It assigns nothing; what it finds stays free while the
   * category is held.
   * @throws AppError NOT_FOUND; CONFLICT naming the first night on which no room is free.
   */
  async findAssignment(
    categoryId: number,
    arrival: LocalDate,
    departure: LocalDate,
    choice: RoomChoice = {},
  ): Promise<{ legs: Leg[]; needsRoomMove: boolean }> {
    if (departure <= arrival) throw invalid('departure', 'departure must lie after arrival');
    const category = await this.categories.getWithHotel(categoryId);
    const date = today(category.timeZone, new Date());
    const inside = await this.assignments.inHouse(category.hotelId, date);
    const notToday = new Set(choice.notToday);
    for (const guest of inside) if (guest.reservationId !== choice.reservationId) notToday.add(guest.roomId);
    const rooms = await this.assignments.occupancy(category.id, arrival, departure);
    const last = choice.movesIn && arrival > date ? arrival : date;
    const tonight = { from: arrival, until: addDays(last, 1) };
    const free = rooms.map((room) => (notToday.has(room.roomId) ? { ...room, busy: [...room.busy, tonight] } : room));
    const rank = choice.rank ?? (() => 0);
    const plan = planRooms(
      free.toSorted((a, b) => rank(a.roomId) - rank(b.roomId)),
      arrival,
      departure,
    );
    if ('stuckOn' in plan) throw roomTaken('NO_ROOM_FREE', 'No room is free', [plan.stuckOn]);
    return plan;
  }

  /**
   * Whether the rooms a reservation was given before will do from a date on: they last to its end, are in service, and whoever
   * was in the first has left.
   */
  async canMoveIn(
    stay: { reservationId: string; hotelId: number; until: LocalDate; timeZone: string },
    rooms: readonly Pick<AssignmentRow, 'roomId' | 'from' | 'until'>[],
    date: LocalDate,
  ): Promise<boolean> {
    const legs = rooms.filter((room) => room.until > date);
    const [first] = legs;
    if (!first || first.from > date || legs.at(-1)!.until < stay.until) return false;
    if (legs.some((leg, index) => index > 0 && leg.from !== legs[index - 1]!.until)) return false;
    for (const leg of legs) {
      const room = await this.rooms.get(leg.roomId);
      if (!nightsOf(leg.from > date ? leg.from : date, leg.until).every((night) => inService(room, night)))
        return false;
    }
    const now = today(stay.timeZone, new Date());
    return !(await this.occupied(stay.hotelId, now, stay.reservationId)).has(first.roomId);
  }

  /** Rooms of the hotel that guests are in today, other than this reservation's. */
  private async occupied(hotelId: number, date: LocalDate, reservationId: string): Promise<Set<number>> {
    const inside = await this.assignments.inHouse(hotelId, date);
    return new Set(inside.filter((guest) => guest.reservationId !== reservationId).map(({ roomId }) => roomId));
  }

  /** Whoever was to leave may still be there: the room is free when they have left, not when they were to. */
  private async checkLeft(
    room: RoomRow,
    { reservationId, from, until, movesIn }: Required<Omit<Assignment, 'movesIn'>> & Pick<Assignment, 'movesIn'>,
    timeZone: string,
  ): Promise<void> {
    const date = today(timeZone, new Date());
    if (
      (movesIn ?? (from <= date && until > date)) &&
      (await this.occupied(room.hotelId, date, reservationId)).has(room.id)
    )
      throw roomTaken('ROOM_OCCUPIED', `The guest of room ${room.number} has not left`, [date]);
  }

  private async checkFree(roomId: number, from: LocalDate, until: LocalDate): Promise<void> {
    const others = await this.assignments.overlapping(roomId, from, until);
    if (others.length === 0) return;
    const dates = nightsOf(from, until).filter((date) => others.some((o) => o.from <= date && date < o.until));
    throw roomTaken('ROOM_TAKEN', 'The room is taken', dates);
  }
}

function inService({ inServiceFrom, retiredFrom }: RoomRow, date: LocalDate): boolean {
  return (inServiceFrom === null || inServiceFrom <= date) && (retiredFrom === null || date < retiredFrom);
}

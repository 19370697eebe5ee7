import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { type NightSpan, SalesRepository } from '../inventory/sales.repository.js';
import { type AssignmentRow, RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { roomTaken } from '../occupancy/room-taken.js';
import { RoomsRepository } from '../physical-rooms/rooms.repository.js';
import { nightsOf } from '../stay-dates.js';
import { type Leg, planRooms } from './room-plan.js';

export interface Assignment {
  reservationId: string;
  roomId: number;
  /** Half-open [from, until); default: the reservation's whole stay. */
  from?: LocalDate;
  until?: LocalDate;
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
   * Locks what assignments will need until the caller's transaction ends: the rooms, then the inventory days of these nights
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
    const rooms = await this.rooms.hold(roomIds);
    const spans = rooms.map(({ roomCategoryId }) => ({ ...stay, categoryId: roomCategoryId }));
    await this.inventory.hold([...spans, ...also], [reservationId]);
  }

  /**
   * Assigns a room. If it is of another category than was booked, the nights count as sold there (rules rooms A14).
   * @throws AppError NOT_FOUND (reservation, room), CONFLICT with `dates` when the room is taken or not in service,
   * or the other category is full; VALIDATION_FAILED for an empty range.
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
        if (unsold.length > 0) throw roomTaken('The reservation does not hold these nights', unsold);

        const [room] = await this.rooms.hold([roomId]);
        await this.checkFree(roomId, from, until);
        const outOfService = dates.filter(
          (date) =>
            (room!.inServiceFrom !== null && date < room!.inServiceFrom) ||
            (room!.retiredFrom !== null && date >= room!.retiredFrom),
        );
        if (outOfService.length > 0) throw roomTaken(`Room ${room!.number} is not in service`, outOfService);
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
      if (violates(error, 'room_assignment_overlap')) throw roomTaken('The room is taken', []);
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
   * Rooms of a category for a stay, with as few moves as possible (rules rooms A13). It assigns nothing.
   * @throws AppError NOT_FOUND; CONFLICT naming the first night on which no room is free.
   */
  async findAssignment(
    categoryId: number,
    arrival: LocalDate,
    departure: LocalDate,
  ): Promise<{ legs: Leg[]; needsRoomMove: boolean }> {
    if (departure <= arrival) throw invalid('departure', 'departure must lie after arrival');
    const category = await this.categories.get(categoryId);
    const rooms = await this.assignments.occupancy(category.id, arrival, departure);
    const plan = planRooms(rooms, arrival, departure);
    if ('stuckOn' in plan) throw roomTaken('No room is free', [plan.stuckOn]);
    return plan;
  }

  private async checkFree(roomId: number, from: LocalDate, until: LocalDate): Promise<void> {
    const others = await this.assignments.overlapping(roomId, from, until);
    if (others.length === 0) return;
    const dates = nightsOf(from, until).filter((date) => others.some((o) => o.from <= date && date < o.until));
    throw roomTaken('The room is taken', dates);
  }
}

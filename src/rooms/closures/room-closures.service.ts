import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { Oversell } from '../occupancy/oversell.js';
import { type AssignmentRow, RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { roomTaken } from '../occupancy/room-taken.js';
import { type RoomRow, RoomsRepository } from '../physical-rooms/rooms.repository.js';
import type { Conflict } from '../room-nights/conflict.js';
import { InventoryDaysRepository } from '../room-nights/inventory-days.repository.js';
import { nightsOf, parseRange } from '../stay-dates.js';
import type { CreateClosureRequest } from './room-closures.dto.js';

/**
 * Rooms closed for a while. Rooms out of order, out of inventory or in house use cannot be sold, even if availability falls
 * below zero. Rooms out of service still count as sellable, but no guest is assigned to them.
 */
@Injectable()
export class RoomClosuresService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly categories: RoomCategoriesRepository,
    private readonly rooms: RoomsRepository,
    private readonly assignments: RoomAssignmentsRepository,
    private readonly inventory: InventoryDaysRepository,
    private readonly oversell: Oversell,
  ) {}

  /** Open closures of the room. @throws AppError NOT_FOUND */
  async list(roomId: number): Promise<AssignmentRow[]> {
    await this.rooms.get(roomId);
    return this.assignments.closures(roomId);
  }

  /**
   * Closes the room. Stays that were given it lose it, and nights may be oversold: both only when that is accepted. A guest who is
   * in the room moves first.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT with the dates on which the room has a closure or its guest is in the
   * house, or with the `conflicts` that were not accepted
   */
  async close(roomId: number, request: CreateClosureRequest): Promise<AssignmentRow & { conflicts: Conflict[] }> {
    const { from, to } = parseRange(request.from, request.to);
    const until = addDays(to, 1);
    const { roomCategoryId } = await this.rooms.get(roomId);
    try {
      return await this.db.transaction(async () => {
        const category = await this.categories.lock(roomCategoryId);
        const date = today(category.timeZone, new Date());
        // What has been is not changed, nor what is reported of it.
        if (to < date) throw invalid('to', `The closure ends on ${to}; at the hotel it is ${date}`);
        const [room] = await this.rooms.hold([roomId]);
        let closure: AssignmentRow | undefined;
        const conflicts = await this.oversell.watch(roomCategoryId, { from, to }, request, async () => {
          const lost = await this.clear(room!, date, from, until);
          closure = await this.assignments.insert({
            roomId,
            kind: 'closure',
            reservationId: null,
            closureKind: request.kind,
            reason: request.reason ?? null,
            from,
            until,
            createdBy: this.context.principal?.userId ?? null,
          });
          await this.inventory.recount(roomCategoryId, from, to);
          return lost;
        });
        return { ...closure!, conflicts };
      });
    } catch (error) {
      if (violates(error, 'room_assignment_overlap')) throw roomTaken('ROOM_TAKEN', 'The room is taken', []);
      throw error;
    }
  }

  /** Takes the room from stays to come, and answers their nights. */
  private async clear(room: RoomRow, date: LocalDate, from: LocalDate, until: LocalDate): Promise<Conflict[]> {
    const inside = await this.assignments.inHouse(room.hotelId, date);
    const others = await this.assignments.overlapping(room.id, from, until);
    // What has been is not changed, and neither is another closure, nor a guest who is in the house.
    const fast = others.filter(
      (one) =>
        one.kind === 'closure' ||
        (from < date && one.from < date) ||
        inside.some(({ reservationId }) => reservationId === one.reservationId),
    );
    if (fast.length > 0) throw roomTaken('ROOM_TAKEN', 'The room is taken', datesOf(fast, from, until));
    if (from <= date && inside.some(({ roomId }) => roomId === room.id))
      throw roomTaken('ROOM_OCCUPIED', `The guest of room ${room.number} has not left`, [date]);
    await this.assignments.takeAway(room.id, from, until);
    return others.flatMap((stay) =>
      datesOf([stay], from, until).map((night) => ({
        reason: 'ROOM_CLOSED_BUT_SOLD' as const,
        date: night,
        roomId: room.id,
        room: room.number,
        reservationId: stay.reservationId!,
      })),
    );
  }

  /**
   * Ends a closure on a date: the nights from then on can be sold again, those before it stay closed in the records. False when
   * it is over already.
   */
  async end(roomId: number, id: number, on: LocalDate): Promise<boolean> {
    const { roomCategoryId } = await this.rooms.get(roomId);
    return this.db.transaction(async () => {
      await this.categories.lock(roomCategoryId);
      await this.rooms.hold([roomId]);
      const closure = (await this.assignments.closures(roomId)).find((one) => one.id === id);
      if (!closure || closure.until <= on) return false;
      await this.cut(closure, roomCategoryId, on);
      return true;
    });
  }

  /**
   * Ends a closure today at the hotel; nights that are past stay closed in the records.
   * @throws AppError NOT_FOUND; CONFLICT when it is over
   */
  async reopen(roomId: number, id: number): Promise<void> {
    const { roomCategoryId } = await this.rooms.get(roomId);
    await this.db.transaction(async () => {
      const { timeZone } = await this.categories.lock(roomCategoryId);
      await this.rooms.hold([roomId]);
      const closure = (await this.assignments.closures(roomId)).find((one) => one.id === id);
      if (!closure) throw notFound('Closure');
      const on = today(timeZone, new Date());
      if (closure.until <= on) throw new AppError('CONFLICT', 'The closure is over; it stays in the records');
      await this.cut(closure, roomCategoryId, on);
    });
  }

  /** The closure ends on a date before its own end. */
  private async cut(closure: AssignmentRow, categoryId: number, on: LocalDate): Promise<void> {
    await this.assignments.cancelClosure(closure.roomId, closure.id);
    const createdBy = this.context.principal?.userId ?? null;
    if (closure.from < on) await this.assignments.insert({ ...closure, until: on, createdBy });
    const from = closure.from > on ? closure.from : on;
    await this.inventory.recount(categoryId, from, addDays(closure.until, -1));
  }
}

function datesOf(others: readonly AssignmentRow[], from: LocalDate, until: LocalDate): LocalDate[] {
  return nightsOf(from, until).filter((date) => others.some((o) => o.from <= date && date < o.until));
}

import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { type AssignmentRow, RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { roomTaken } from '../occupancy/room-taken.js';
import { RoomsRepository } from '../physical-rooms/rooms.repository.js';
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
  ) {}

  /** Open closures of the room. @throws AppError NOT_FOUND */
  async list(roomId: number): Promise<AssignmentRow[]> {
    await this.rooms.get(roomId);
    return this.assignments.closures(roomId);
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT with the dates on which the room has a guest or a closure. */
  async close(roomId: number, request: CreateClosureRequest): Promise<AssignmentRow> {
    const { from, to } = parseRange(request.from, request.to);
    const until = addDays(to, 1);
    const { roomCategoryId } = await this.rooms.get(roomId);
    try {
      return await this.db.transaction(async () => {
        await this.categories.lock(roomCategoryId);
        await this.rooms.hold([roomId]);
        const others = await this.assignments.overlapping(roomId, from, until);
        if (others.length > 0) throw roomTaken('The room is taken', datesOf(others, from, until));
        const closure = await this.assignments.insert({
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
        return closure;
      });
    } catch (error) {
      if (violates(error, 'room_assignment_overlap')) throw roomTaken('The room is taken', []);
      throw error;
    }
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
      await this.assignments.cancelClosure(roomId, id);
      const createdBy = this.context.principal?.userId ?? null;
      if (closure.from < on) await this.assignments.insert({ ...closure, until: on, createdBy });
      const from = closure.from > on ? closure.from : on;
      await this.inventory.recount(roomCategoryId, from, addDays(closure.until, -1));
      return true;
    });
  }

  /** Ends a closure; the nights can be sold again. @throws AppError NOT_FOUND */
  async reopen(roomId: number, id: number): Promise<void> {
    const { roomCategoryId } = await this.rooms.get(roomId);
    await this.db.transaction(async () => {
      await this.categories.lock(roomCategoryId);
      await this.rooms.hold([roomId]);
      const closure = await this.assignments.cancelClosure(roomId, id);
      if (!closure) throw notFound('Closure');
      await this.inventory.recount(roomCategoryId, closure.from, addDays(closure.until, -1));
    });
  }
}

function datesOf(others: readonly AssignmentRow[], from: LocalDate, until: LocalDate): LocalDate[] {
  return nightsOf(from, until).filter((date) => others.some((o) => o.from <= date && date < o.until));
}

import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { type CategoryRow, RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { type Acceptance, Oversell } from '../occupancy/oversell.js';
import { RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { roomTaken } from '../occupancy/room-taken.js';
import type { Conflict } from '../room-nights/conflict.js';
import { InventoryDaysRepository } from '../room-nights/inventory-days.repository.js';
import { RoomNightsRepository } from '../room-nights/room-nights.repository.js';
import { MAX_RANGE_DAYS, parseStayDate } from '../stay-dates.js';
import type {
  CreateRoomRequest,
  CreateRoomsRequest,
  RoomsQuery,
  UpdatedRoomResponse,
  UpdateRoomRequest,
} from './rooms.dto.js';
import { type RoomRow, RoomsRepository } from './rooms.repository.js';

/**
 * Rooms. The next generation opens the nights of a new room; until then it has none. Retiring a room removes its unsold
 * future nights at once; nights with a guest, and nights it oversells, are answered as conflicts and must be accepted first.
 */
@Injectable()
export class RoomsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly rooms: RoomsRepository,
    private readonly categories: RoomCategoriesRepository,
    private readonly nights: RoomNightsRepository,
    private readonly inventory: InventoryDaysRepository,
    private readonly oversell: Oversell,
    private readonly assignments: RoomAssignmentsRepository,
  ) {}

  list(query: RoomsQuery): Promise<{ rooms: RoomRow[]; total: number }> {
    return this.rooms.page(query, query.limit, query.offset);
  }

  get(id: number): Promise<RoomRow> {
    return this.rooms.get(id);
  }

  /** @throws AppError NOT_FOUND (category), VALIDATION_FAILED, CONFLICT (number taken). */
  async create(request: CreateRoomRequest): Promise<RoomRow> {
    const [room] = await this.insert(request, [request.number]);
    return room!;
  }

  /** Rooms with consecutive numbers. @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT. */
  async createMany(request: CreateRoomsRequest): Promise<{ rooms: RoomRow[]; total: number }> {
    const numbers = Array.from(
      { length: request.count },
      (_, i) => `${request.prefix ?? ''}${request.firstNumber + i}`,
    );
    const rooms = await this.insert(request, numbers);
    return { rooms, total: rooms.length };
  }

  /**
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for a number that is taken, a room whose guest has not left, and
   * `conflicts` that were not accepted
   */
  async update(id: number, request: UpdateRoomRequest): Promise<UpdatedRoomResponse> {
    const categoryId = (await this.rooms.get(id)).roomCategoryId;
    return this.save(async () => {
      const category = await this.categories.lock(categoryId);
      const before = await this.rooms.get(id);
      const dates = serviceDates({
        inServiceFrom: request.inServiceFrom === undefined ? before.inServiceFrom : request.inServiceFrom,
        retiredFrom: request.retiredFrom === undefined ? before.retiredFrom : request.retiredFrom,
      });
      const same = dates.inServiceFrom === before.inServiceFrom && dates.retiredFrom === before.retiredFrom;
      if (!same) await this.checkLeft(category, before, { ...before, ...dates });
      const room = await this.rooms.update(id, { number: request.number ?? before.number, ...dates });
      // Another number changes no night.
      if (same) return { ...room, totalRoomsClosed: 0, conflicts: [] };
      return { ...room, ...(await this.closeNights(category, before, request)) };
    });
  }

  /** A guest who was to leave may still be there: the room stays in service today. */
  private async checkLeft(category: CategoryRow, before: RoomRow, after: RoomRow): Promise<void> {
    const date = today(category.timeZone, new Date());
    if (!inService(before, date) || inService(after, date)) return;
    const inside = await this.assignments.inHouse(before.hotelId, date);
    if (inside.some(({ roomId }) => roomId === before.id))
      throw roomTaken('ROOM_OCCUPIED', `The guest of room ${before.number} has not left`, [date]);
  }

  /** Removes nights without a room in service. What that takes from guests is answered, and must be accepted first. */
  private async closeNights(
    category: CategoryRow,
    before: RoomRow,
    acceptance: Acceptance,
  ): Promise<Pick<UpdatedRoomResponse, 'totalRoomsClosed' | 'conflicts'>> {
    const from = today(category.timeZone, new Date());
    const range = { from, to: addDays(from, MAX_RANGE_DAYS), today: from };
    let closed = 0;
    let known: Conflict[] = [];
    const conflicts = await this.oversell.watch(category.id, { from, to: null }, acceptance, async () => {
      const done = await this.nights.close(category.id, range);
      closed = done.closed;
      await this.inventory.recount(category.id, from, null);
      const all = done.conflicts.map((one): Conflict => ({ reason: 'ROOM_RETIRED_BUT_SOLD', ...one }));
      const lost = (one: Conflict) => one.roomId === before.id && inService(before, one.date);
      known = all.filter((one) => !lost(one));
      return all.filter(lost);
    });
    return { totalRoomsClosed: closed, conflicts: [...known, ...conflicts] };
  }

  private insert(request: Omit<CreateRoomRequest, 'number'>, numbers: readonly string[]): Promise<RoomRow[]> {
    return this.save(async () => {
      const category = await this.categories.get(request.roomCategoryId);
      const dates = serviceDates(request);
      return this.rooms.insert({ hotelId: category.hotelId, roomCategoryId: category.id, numbers, ...dates });
    });
  }

  private async save<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'room_number_key'))
        throw new AppError('CONFLICT', 'The hotel has a room with this number already');
      throw error;
    }
  }
}

function inService({ inServiceFrom, retiredFrom }: RoomRow, date: LocalDate): boolean {
  return (inServiceFrom === null || inServiceFrom <= date) && (retiredFrom === null || date < retiredFrom);
}

function serviceDates(request: { inServiceFrom?: string | null; retiredFrom?: string | null }): {
  inServiceFrom: LocalDate | null;
  retiredFrom: LocalDate | null;
} {
  const date = (key: 'inServiceFrom' | 'retiredFrom') => {
    const text = request[key];
    return text === undefined || text === null ? null : parseStayDate(key, text);
  };
  const [inServiceFrom, retiredFrom] = [date('inServiceFrom'), date('retiredFrom')];
  if (inServiceFrom !== null && retiredFrom !== null && retiredFrom <= inServiceFrom)
    throw invalid('retiredFrom', 'retiredFrom must lie after inServiceFrom');
  return { inServiceFrom, retiredFrom };
}

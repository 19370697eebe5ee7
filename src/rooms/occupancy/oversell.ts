import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import type { Conflict } from '../room-nights/conflict.js';
import { type InventoryDayRow, InventoryDaysRepository } from '../room-nights/inventory-days.repository.js';
import { RoomAssignmentsRepository } from './room-assignments.repository.js';

/** What somebody says who takes a room away that is sold. */
export interface Acceptance {
  acceptOversell?: boolean;
  reason?: string;
}

/** Bookings that are named for each night. */
const NAMED = 20;

/** Rooms that are taken away while they are sold: which nights that oversells, and whose they are. */
@Injectable()
export class Oversell {
  constructor(
    private readonly inventory: InventoryDaysRepository,
    private readonly assignments: RoomAssignmentsRepository,
  ) {}

  /**
   * Takes rooms of a category away by `take`, which answers the stays that lose their room, and answers all that this oversells:
   * those, and the nights on which there are fewer rooms than are sold, as far as it was not so before. In the caller's
   * transaction, which holds the category.
   * @param to null: without end
   * @throws AppError CONFLICT with `conflicts`, unless they are accepted with a reason; VALIDATION_FAILED without one
   */
  async watch(
    categoryId: number,
    range: { from: LocalDate; to: LocalDate | null },
    { acceptOversell = false, reason }: Acceptance,
    take: () => Promise<Conflict[]>,
  ): Promise<Conflict[]> {
    if (acceptOversell && reason === undefined)
      throw invalid('reason', 'reason must say why sold nights are taken away');
    const before = new Map((await this.inventory.short(categoryId, range)).map((day) => [day.date, day.available]));
    const lost = await take();
    const short = await this.inventory.short(categoryId, range);
    const worse = short.filter((day) => day.available < (before.get(day.date) ?? 0));
    const conflicts = [...lost, ...(await this.name(categoryId, worse))];
    if (conflicts.length === 0 || acceptOversell) return conflicts;
    const dates = [...new Set(conflicts.map(({ date }) => date))].sort();
    throw new AppError(
      'CONFLICT',
      `More is sold than is left: ${dates.join(', ')}. Send acceptOversell with a reason to do it all the same`,
      { extra: { reason: 'OVERSELLS', dates, conflicts } },
    );
  }

  /** Nights with the bookings that have no room yet. */
  async name(categoryId: number, days: readonly InventoryDayRow[]): Promise<Conflict[]> {
    if (days.length === 0) return [];
    const bookings = await this.assignments.withoutRoom(
      categoryId,
      days.map(({ date }) => date),
      NAMED,
    );
    return days.map(({ date, capacity, outOfOrder, sold, held }) => ({
      reason: 'OVERSOLD',
      date,
      capacity: capacity - outOfOrder,
      sold: sold + held,
      bookings: bookings.filter((night) => night.date === date).map(({ reservationId }) => reservationId),
    }));
  }
}

import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RoomAssignmentService } from '../../rooms/index.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { type RoomCondition, RoomStatesRepository } from '../room-states/room-states.repository.js';
import type { BookingRow } from './booking-row.js';

/** The fittest first. */
const RANK: Record<RoomCondition, number> = { inspected: 0, clean: 1, dirty: 2 };

/** Chooses rooms for a guest who asked for none: inspected ones, then clean, then dirty ones. */
@Injectable()
export class RoomToGive {
  constructor(
    private readonly policies: HotelPolicyRepository,
    private readonly states: RoomStatesRepository,
    private readonly assignments: RoomAssignmentService,
  ) {}

  /**
   * Rooms from a date to the departure. The caller holds the category, so that they stay free until it has given them.
   * @param first a room to be taken before all others, if it is free
   * @throws AppError CONFLICT when no room is free, or none that the hotel's policy lets a guest into
   */
  async legs(booking: BookingRow, from: LocalDate, first?: number) {
    const { checkInNeedsInspection } = await this.policies.get(booking.hotelId);
    const states = new Map((await this.states.ofHotel(booking.hotelId)).map((state) => [state.roomId, state]));
    const condition = (roomId: number): RoomCondition => states.get(roomId)?.condition ?? 'clean';
    const find = async (notToday?: ReadonlySet<number>) => {
      const { legs } = await this.assignments.findAssignment(booking.roomCategoryId, from, booking.departure, {
        reservationId: booking.id,
        movesIn: true,
        notToday,
        rank: (roomId) => (roomId === first ? -1 : RANK[condition(roomId)]),
      });
      return legs;
    };
    if (!checkInNeedsInspection) return find();
    const unfit = [...states.keys()].filter((roomId) => condition(roomId) !== 'inspected');
    return find(new Set(unfit)).catch(async (error: unknown) => {
      const [free] = await find();
      if (!free || condition(free.roomId) === 'inspected') throw error;
      throw new AppError('CONFLICT', `Room ${free.room} is ${condition(free.roomId)}, not inspected`);
    });
  }
}

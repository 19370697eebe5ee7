import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { type ReservationNight, SalesRepository } from './sales.repository.js';

/** Puts the nights of a reservation back as they were before a step that is taken back. */
@Injectable()
export class HeldNightsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly categories: RoomCategoriesRepository,
    private readonly sales: SalesRepository,
  ) {}

  /** Nights the reservation holds, by date. */
  of(reservationId: string): Promise<ReservationNight[]> {
    return this.sales.nights(reservationId);
  }

  /**
   * Afterwards the reservation holds exactly these nights, each at its price and counted in its category. Restrictions do not
   * apply, since these nights were sold once. The caller has locked their inventory days (InventoryService.hold).
   * @throws AppError CONFLICT naming the dates that were sold to somebody else meanwhile
   */
  put(reservationId: string, wanted: readonly ReservationNight[]): Promise<void> {
    return this.db.transaction(async () => {
      const held = new Map((await this.sales.nights(reservationId)).map((night) => [night.date, night]));
      const dates = new Set(wanted.map(({ date }) => date));
      const gone = [...held.values()].filter(({ date }) => !dates.has(date));
      const added = wanted.filter(({ date }) => !held.has(date));
      const moved = wanted.filter((night) => counted(held.get(night.date)) !== counted(night) && held.has(night.date));
      await this.sales.giveBack([...gone, ...moved.map(({ date }) => held.get(date)!)]);
      await this.sales.deleteNights(
        reservationId,
        gone.map(({ date }) => date),
      );
      await this.checkHouse(added);
      await this.take([...added, ...moved]);
      for (const night of added) await this.insert(reservationId, night);
      for (const { date, soldCategoryId } of moved) await this.sales.moveNights(reservationId, [date], soldCategoryId);
    });
  }

  /**
   * Two reservations exchange the categories their nights count in, on the dates from this one on that both hold. No counter
   * changes, so that it can be done when both categories are full.
   */
  async exchange(oneId: string, otherId: string, from: LocalDate): Promise<void> {
    const other = new Map((await this.sales.nights(otherId, from)).map((night) => [night.date, night]));
    for (const night of await this.sales.nights(oneId, from)) {
      const its = other.get(night.date);
      if (!its || its.quantity !== night.quantity || its.soldCategoryId === night.soldCategoryId) continue;
      await this.sales.moveNights(oneId, [night.date], its.soldCategoryId);
      await this.sales.moveNights(otherId, [night.date], night.soldCategoryId);
    }
  }

  /** What the category has may be promised to guests of another one meanwhile. */
  private async checkHouse([first, ...more]: readonly ReservationNight[]): Promise<void> {
    if (!first) return;
    const { hotelId } = await this.categories.get(first.soldCategoryId);
    const dates = [first, ...more].map(({ date }) => date);
    const full = await this.sales.houseFull(hotelId, dates, first.quantity);
    if (full.length > 0) throw soldMeanwhile(full);
  }

  private async take(nights: readonly ReservationNight[]): Promise<void> {
    const soldOut: LocalDate[] = [];
    for (const { date, soldCategoryId, quantity } of nights)
      if ((await this.sales.take(soldCategoryId, [date], quantity)).length === 0) soldOut.push(date);
    if (soldOut.length > 0) throw soldMeanwhile(soldOut);
  }

  private async insert(reservationId: string, night: ReservationNight): Promise<void> {
    const category = await this.categories.get(night.categoryId);
    const { date, quantity, priceMinor, soldCategoryId } = night;
    await this.sales.insertNights({ reservationId, category, dates: [date], quantity, pricesMinor: [priceMinor] });
    if (soldCategoryId !== category.id) await this.sales.moveNights(reservationId, [date], soldCategoryId);
  }
}

function soldMeanwhile(dates: readonly LocalDate[]): AppError {
  return new AppError('CONFLICT', `Sold to somebody else meanwhile: ${dates.join(', ')}`, {
    extra: { reason: 'SOLD_OUT', dates, refusals: dates.map((date) => ({ date, reason: 'SOLD_OUT' })) },
  });
}

function counted(night: ReservationNight | undefined): number | undefined {
  return night?.soldCategoryId;
}

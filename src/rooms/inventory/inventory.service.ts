import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { RoomCategoriesRepository } from '../categories/room-categories.repository.js';
import { RoomAssignmentsRepository } from '../occupancy/room-assignments.repository.js';
import { nightsOf } from '../stay-dates.js';
import { type Dates, isRule, type Refusal, refusals, refusalsOfChange } from './restrictions.js';
import { type NightSpan, type ReservationNight, SalesRepository } from './sales.repository.js';

export interface Sale {
  categoryId: number;
  /** Half-open stay [arrival, departure). */
  arrival: LocalDate;
  departure: LocalDate;
  /** uuid */
  reservationId: string;
  /** Rooms; default 1. */
  quantity?: number;
  /** The category that was booked and is paid, where the nights are of another one's rooms. */
  bookedCategoryId?: number;
  /** Price per room of each night, minor units; default: the room nights' present price. */
  pricesMinor?: readonly number[];
  /**
   * These nights belong to a stay that was sold before or is changed: what restricts arrival, departure and length was looked at
   * elsewhere (checkChange), or does not apply.
   */
  extension?: boolean;
  /** Somebody who may do so lets the restrictions pass. A night that is full or not open stays refused. */
  override?: boolean;
}

const CLOSES_NIGHTS = ['NOT_ON_SALE', 'STOP_SELL', 'SOLD_OUT'];
/** Longest stay, nights. */
const MAX_NIGHTS = 366;

/**
 * Sells and gives back nights of a category. Everything joins the caller's transaction, so a booking and its
 * inventory commit together.
 */
@Injectable()
export class InventoryService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly categories: RoomCategoriesRepository,
    private readonly sales: SalesRepository,
    private readonly assignments: RoomAssignmentsRepository,
  ) {}

  /**
   * Locks the inventory days of these nights, and of those the reservations hold, until the caller's transaction ends. A
   * transaction that sells, moves or gives back more than once calls this first: locking piece by piece, two of them could
   * each hold a day that the other needs. Spans that no stay can have are left out.
   */
  async hold(spans: readonly NightSpan[], reservationIds: readonly string[] = []): Promise<void> {
    const possible = spans.filter(({ from, until }) => {
      const nights = daysBetween(from, until);
      return nights >= 1 && nights <= MAX_NIGHTS;
    });
    await this.sales.lockAll(possible, reservationIds);
  }

  /**
   * Sells every night of the stay or none. Each night keeps the price it was sold at. A category sells no room that the hotel needs
   * for guests of another category: while one is oversold, the hotel's sum is the limit, and its sales go one after the other.
   * @throws AppError CONFLICT with `dates` and `refusals: [{date, reason}]` for nights that are full, not opened or
   * restricted; NOT_FOUND (category); VALIDATION_FAILED.
   */
  async sell(sale: Sale): Promise<ReservationNight[]> {
    const { arrival, departure, quantity = 1 } = sale;
    checkStay(arrival, departure);
    if (!Number.isInteger(quantity) || quantity < 1) throw invalid('quantity', 'quantity must be at least 1');
    const dates = nightsOf(arrival, departure);
    if (sale.pricesMinor && sale.pricesMinor.length !== dates.length)
      throw invalid('nightPrices', 'There must be one price per night');
    return this.asConflict(() =>
      this.db.transaction(async () => {
        const category = await this.categories.get(sale.categoryId);
        const days = await this.sales.lock([category.id], arrival, departure);
        const all = refusals(new Map(days.map((day) => [day.date, day])), arrival, departure);
        const refused = all.filter(
          (one) => (!sale.extension || CLOSES_NIGHTS.includes(one.reason)) && !(sale.override && isRule(one)),
        );
        if (refused.length > 0) throw refusal(refused);
        const houseFull = await this.sales.houseFull(category.hotelId, dates, quantity);
        const taken = new Set(await this.sales.take(category.id, dates, quantity));
        const full = dates.filter((date) => !taken.has(date) || houseFull.includes(date));
        if (full.length > 0) throw refusal(full.map((date) => ({ date, reason: 'SOLD_OUT' as const })));
        const booked = await this.categories.get(sale.bookedCategoryId ?? category.id);
        const nights = await this.sales.insertNights({
          reservationId: sale.reservationId,
          category: booked,
          dates,
          quantity,
          pricesMinor: sale.pricesMinor,
        });
        if (booked.id === category.id) return nights;
        await this.sales.moveNights(sale.reservationId, dates, category.id);
        return nights.map((night) => ({ ...night, soldCategoryId: category.id }));
      }),
    );
  }

  /**
   * Judges the change of a sold stay's dates by the restrictions that it touches; sells nothing.
   * @throws AppError CONFLICT with `dates` and `refusals`
   */
  async checkChange(categoryId: number, before: Dates, after: Dates): Promise<void> {
    checkStay(after.arrival, after.departure);
    const days = await this.sales.days(categoryId, after.arrival, after.departure);
    const refused = refusalsOfChange(new Map(days.map((day) => [day.date, day])), before, after).filter(isRule);
    if (refused.length > 0) throw refusal(refused);
  }

  /**
   * What each night of a stay would cost, minor units, without selling it: the given prices, or the present ones.
   * @throws AppError NOT_FOUND (category), VALIDATION_FAILED
   */
  async quote(stay: Pick<Sale, 'categoryId' | 'arrival' | 'departure' | 'pricesMinor'>): Promise<number[]> {
    checkStay(stay.arrival, stay.departure);
    const dates = nightsOf(stay.arrival, stay.departure);
    if (!stay.pricesMinor) return this.sales.prices(await this.categories.get(stay.categoryId), dates);
    if (stay.pricesMinor.length !== dates.length) throw invalid('nightPrices', 'There must be one price per night');
    return [...stay.pricesMinor];
  }

  /** Nights the reservation holds, by date. */
  nights(reservationId: string): Promise<ReservationNight[]> {
    return this.sales.nights(reservationId);
  }

  /**
   * Gives back the reservation's nights, of [from, until) only if given, and frees the rooms assigned on them.
   * Answers the nights. A second call finds none and does nothing.
   */
  release(reservationId: string, range: { from?: LocalDate; until?: LocalDate } = {}): Promise<ReservationNight[]> {
    return this.db.transaction(async () => {
      const seen = await this.sales.nights(reservationId, range.from, range.until);
      if (seen.length === 0) return [];
      const categoryIds = [...new Set(seen.map((night) => night.soldCategoryId))];
      const until = range.until ?? dayAfter(seen);
      await this.sales.lock(categoryIds, seen[0]!.date, until);
      // Another transaction may have released some of these nights before they were locked. Only those deleted now count.
      const nights = await this.sales.deleteNights(
        reservationId,
        seen.map((night) => night.date),
      );
      await this.sales.giveBack(nights);
      await this.assignments.free(reservationId, range.from ?? null, range.until ?? null);
      return nights;
    });
  }

  /**
   * Gives back the nights of many reservations, each from a date on, and frees their rooms: three statements however many
   * they are. Answers the nights that were held.
   */
  releaseMany(
    releases: readonly { reservationId: string; from: LocalDate }[],
  ): Promise<{ reservationId: string; date: LocalDate }[]> {
    if (releases.length === 0) return Promise.resolve([]);
    return this.db.transaction(async () => {
      await this.sales.lockNights(releases);
      const nights = await this.sales.releaseNights(releases);
      await this.assignments.freeMany(releases);
      return nights;
    });
  }

  /**
   * Corrects counters of sold rooms that differ from the reservations, each by `by` rooms. A counter may exceed what there is
   * to sell then, because those rooms are sold.
   */
  async correctSold(corrections: readonly { categoryId: number; date: LocalDate; by: number }[]): Promise<void> {
    if (corrections.length > 0) await this.db.transaction(() => this.sales.correct(corrections));
  }

  /**
   * Moves nights to another category's counter. The booked category and the price stay; the nights count as sold in the
   * category of the room the guest gets. (rules rooms A14)
   * @throws AppError CONFLICT naming the dates on which the other category is full; NOT_FOUND.
   */
  reassignCategory(reservationId: string, toCategoryId: number, range: { from?: LocalDate; until?: LocalDate } = {}) {
    return this.db.transaction(async () => {
      const category = await this.categories.get(toCategoryId);
      const seen = await this.sales.nights(reservationId, range.from, range.until);
      if (seen.length === 0) throw notFound('Reservation');
      const ids = [...new Set([category.id, ...seen.map((night) => night.soldCategoryId)])];
      await this.sales.lock(ids, seen[0]!.date, dayAfter(seen));
      const all = await this.sales.nights(reservationId, range.from, range.until);
      const nights = all.filter((night) => night.soldCategoryId !== category.id);
      if (nights.length === 0) return;
      const dates = nights.map((night) => night.date);
      const quantity = nights[0]!.quantity;
      const taken = new Set(await this.sales.take(category.id, dates, quantity));
      if (taken.size < dates.length)
        throw refusal(dates.filter((date) => !taken.has(date)).map((date) => ({ date, reason: 'SOLD_OUT' as const })));
      await this.sales.giveBack(nights);
      await this.sales.moveNights(reservationId, dates, category.id);
    });
  }

  private async asConflict<T>(sell: () => Promise<T>): Promise<T> {
    try {
      return await sell();
    } catch (error) {
      if (violates(error, 'reservation_night_pkey'))
        throw new AppError('CONFLICT', 'The reservation holds some of these nights already');
      // The database's own check. It is reached only if code sells without looking at the counter first.
      if (violates(error, 'inventory_day_guard')) throw new AppError('CONFLICT', 'No room is left on these dates');
      throw error;
    }
  }
}

/** 409 that names the dates. */
function refusal(refused: readonly Refusal[]): AppError {
  const dates = [...new Set(refused.map(({ date }) => date))].sort();
  const rules = refused.every(isRule);
  const help = rules ? '. A MANAGER or ADMIN may let it pass with overrideReason' : '';
  return new AppError('CONFLICT', `The stay cannot be sold: ${dates.join(', ')}${help}`, {
    extra: { dates, refusals: refused, reason: rules ? 'RESTRICTED' : 'NO_ROOM' },
  });
}

function checkStay(arrival: LocalDate, departure: LocalDate): void {
  const nights = daysBetween(arrival, departure);
  if (nights < 1) throw invalid('departure', 'departure must lie after arrival');
  if (nights > MAX_NIGHTS) throw invalid('departure', `A stay has at most ${MAX_NIGHTS} nights`);
}

/** Date after the last night. */
function dayAfter(nights: readonly ReservationNight[]): LocalDate {
  return addDays(nights.at(-1)!.date, 1);
}

import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { eachDay, addDays, isLocalDate, type LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import {
  type HotelRow,
  HotelsService,
  InventoryService,
  type NightSpan,
  RoomCategoriesService,
} from '../../rooms/index.js';
import { checkNotOver, HouseClock } from '../business-days/house-clock.js';
import { NightCharges } from '../folios/night-charges.js';
import type { DatedFee } from '../penalties/cancellation.js';
import { NO_PENALTY, type PenaltyTerms } from '../penalties/penalty.js';
import { PenaltyRulesRepository } from '../penalties/penalty-rules.repository.js';
import { checkDistinct, checkSame, taken } from './channel-bookings.js';
import { newBookingCode } from './booking-code.js';
import type { BookingRow } from './booking-row.js';
import type { CreateBookingRequest, SellRequest } from './bookings.dto.js';
import type { BookingsQuery } from './bookings-query.dto.js';
import type { CancelRequest } from './cancellation.dto.js';
import { type BookingFilter, BookingsRepository } from './bookings.repository.js';
import { CancellationFees } from './cancellation-fees.js';
import { checkGuests, DeskRules } from './desk-rules.js';
import { Reinstatement } from './reinstatement.js';
import { type RoomAndBalance, RoomsAndBalances } from './rooms-and-balances.repository.js';

export type ListedBooking = BookingRow & RoomAndBalance;

/** Takes bookings: a confirmed one sells its nights in the transaction that makes it. */
@Injectable()
export class BookingsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesService,
    private readonly inventory: InventoryService,
    private readonly rules: PenaltyRulesRepository,
    private readonly bookings: BookingsRepository,
    private readonly charges: NightCharges,
    private readonly fees: CancellationFees,
    private readonly reinstatement: Reinstatement,
    private readonly desk: DeskRules,
    private readonly clock: HouseClock,
    private readonly desks: RoomsAndBalances,
  ) {}

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<BookingRow> {
    return this.bookings.get(id);
  }

  /** @throws AppError VALIDATION_FAILED for dates that do not exist */
  async list(query: BookingsQuery): Promise<{ bookings: ListedBooking[]; total: number }> {
    const { limit, offset, arrivalFrom, arrivalTo, departureFrom, departureTo, stayDate, stayTo, standing, ...rest } =
      query;
    if (stayTo !== undefined && (stayDate === undefined || stayTo < stayDate))
      throw invalid('stayTo', 'stayTo goes with stayDate, and does not lie before it');
    const filter: BookingFilter = {
      ...rest,
      standing: standing === 'true',
      arrivalFrom: dateOf('arrivalFrom', arrivalFrom),
      arrivalTo: dateOf('arrivalTo', arrivalTo),
      departureFrom: dateOf('departureFrom', departureFrom),
      departureTo: dateOf('departureTo', departureTo),
      stayDate: dateOf('stayDate', stayDate),
      stayTo: dateOf('stayTo', stayTo),
    };
    return this.page(filter, limit, offset);
  }

  private async page(filter: BookingFilter, limit: number, offset: number) {
    const { bookings, total } = await this.bookings.page(filter, limit, offset);
    const more = await this.desks.of(bookings.map(({ id }) => id));
    return { bookings: bookings.map((row) => ({ ...row, ...more.get(row.id)! })), total };
  }

  /**
   * Books a room. What a channel sends again, under the same number and unchanged, is the booking that is there.
   * @throws AppError NOT_FOUND (hotel, category), VALIDATION_FAILED; CONFLICT with `dates` and `refusals` naming the
   * nights that cannot be sold, for an arrival of the past without a reason, or for a channel's number that another has
   */
  book(request: CreateBookingRequest): Promise<{ booking: BookingRow; made: boolean }> {
    return this.onceOnly(() => this.make(request, null));
  }

  async create(request: CreateBookingRequest): Promise<BookingRow> {
    return (await this.book(request)).booking;
  }

  private async make(
    request: CreateBookingRequest,
    groupId: string | null,
  ): Promise<{ booking: BookingRow; made: boolean }> {
    const hotel = await this.hotels.get(request.hotelId);
    const category = await this.categories.get(request.roomCategoryId);
    if (category.hotelId !== hotel.id) throw notFound('Room category');
    const arrival = dateOf('arrival', request.arrival)!;
    const departure = dateOf('departure', request.departure)!;
    if (departure <= arrival) throw invalid('departure', 'departure must lie after arrival');
    const { adults = 1, children = 0, channel = 'direct', channelReference = null } = request;
    checkGuests({ adults, children });
    const asked = request.nightPrices?.map((price, index) =>
      parseAmount(`nightPrices.${index}`, price, hotel.currency),
    );
    const { guestName, guestEmail, guarantee, childAges } = request;
    const stay = { categoryId: category.id, arrival, departure, pricesMinor: asked };
    const there = channelReference && (await this.bookings.ofChannel(hotel.id, channel, channelReference));
    if (there) {
      const sent = { roomCategoryId: category.id, arrival, departure, guestName, adults, children };
      checkSame(there, { ...sent, childAges, guestEmail: guestEmail ?? undefined, guarantee, nightPricesMinor: asked });
      return { booking: there, made: false };
    }
    await this.desk.checkArrival(hotel, arrival, request.pastArrivalReason);
    const override = this.desk.overrides(request.overrideReason);
    const id = uuidv7();
    const status = request.status ?? 'confirmed';
    const nightPricesMinor =
      status === 'confirmed'
        ? (await this.inventory.sell({ ...stay, reservationId: id, override })).map(({ priceMinor }) => priceMinor)
        : await this.inventory.quote(stay);
    const booking = await this.bookings.insert({
      id,
      hotelId: hotel.id,
      roomCategoryId: category.id,
      groupId,
      code: newBookingCode(),
      status,
      arrival,
      departure,
      adults,
      children,
      childAges: checkedAges(request.childAges, request.children),
      cityTaxExempt: request.cityTaxExempt ?? null,
      guestName,
      guestEmail: guestEmail ?? null,
      guestCountry: request.guestCountry ?? null,
      channel,
      channelReference,
      guarantee: guarantee ?? 'none',
      penalty: await this.terms(hotel, request.penaltyRuleId),
      currency: hotel.currency,
      nightPricesMinor,
      notes: request.notes ?? null,
      createdBy: this.context.principal?.userId ?? null,
    });
    return { booking, made: true };
  }

  /** Rooms booked together: all of them or none. A group that a channel sends again is the one that is there. @throws as book */
  createGroup(requests: readonly CreateBookingRequest[]): Promise<{
    groupId: string;
    bookings: BookingRow[];
    made: boolean;
  }> {
    const elsewhere = requests.findIndex(({ hotelId }) => hotelId !== requests[0]!.hotelId);
    if (elsewhere >= 0) throw invalid(`bookings.${elsewhere}.hotelId`, 'The rooms of a group are of one hotel');
    checkDistinct(requests);
    return this.onceOnly(async () => {
      await this.inventory.hold(requests.flatMap(nightsSold));
      const groupId = uuidv7();
      const made = [];
      for (const request of requests) made.push(await this.make(request, groupId));
      const there = made.filter((one) => !one.made).map(({ booking }) => booking);
      const [first] = there;
      const bookings = made.map(({ booking }) => booking);
      if (!first) return { groupId, bookings, made: true };
      const whole = first.groupId !== null && there.every((booking) => booking.groupId === first.groupId);
      if (!whole || there.length < requests.length) throw taken(first, 'which is not of this group alone');
      return { groupId: first.groupId!, bookings, made: false };
    });
  }

  /** Runs it anew when another request has just made the booking of the same channel's number: it is found then. */
  private async onceOnly<T>(make: () => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction(make);
    } catch (error) {
      if (!violates(error, 'booking_channel_key')) throw error;
      return this.db.transaction(make);
    }
  }

  /**
   * Sells a tentative booking's nights.
   * @throws AppError NOT_FOUND, CONFLICT (sold out, not tentative, over, or arrived in the past without a reason)
   */
  confirm(id: string, { overrideReason, pastArrivalReason }: SellRequest = {}): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      const confirmed = await this.bookings.move(id, ['tentative'], 'confirmed');
      if (!confirmed) throw new AppError('CONFLICT', `The booking is ${booking.status}`);
      const hotel = await this.hotels.get(booking.hotelId);
      checkNotOver(booking.departure, await this.clock.now(hotel));
      await this.desk.checkArrival(hotel, booking.arrival, pastArrivalReason);
      await this.inventory.sell({
        categoryId: booking.roomCategoryId,
        reservationId: id,
        arrival: booking.arrival,
        departure: booking.departure,
        pricesMinor: booking.nightPricesMinor,
        override: this.desk.overrides(overrideReason),
      });
      return confirmed;
    });
  }

  /**
   * Gives every night back, and charges what the booked terms say, unless that is waived for a reason.
   * @throws AppError NOT_FOUND; CONFLICT once the guest has come, or it is cancelled
   */
  cancel(id: string, { reason, waiveFee }: CancelRequest = {}): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const booking = await this.bookings.lock(id);
      const cancelled = await this.bookings.move(id, ['tentative', 'confirmed'], 'cancelled', {
        cancelReason: reason,
        cancelledBy: this.context.principal?.userId,
      });
      if (!cancelled) throw new AppError('CONFLICT', `A booking that is ${booking.status} cannot be cancelled`);
      const released = await this.inventory.release(id);
      await this.charges.takeBack(
        booking,
        released.map(({ date }) => date),
      );
      return this.fees.charge(booking, waiveFee);
    });
  }

  /** What cancelling the booking costs now, and from when on how much. @throws AppError NOT_FOUND */
  async cancellation(id: string): Promise<{ booking: BookingRow; fees: DatedFee[] }> {
    const booking = await this.bookings.get(id);
    return { booking, fees: await this.fees.of(booking) };
  }

  /** Reinstates a cancelled booking or a no-show. @throws AppError NOT_FOUND; CONFLICT naming dates sold meanwhile */
  reinstate(id: string, overrideReason?: string): Promise<BookingRow> {
    return this.db.transaction(async () => {
      const override = this.desk.overrides(overrideReason);
      return this.reinstatement.reinstate(await this.bookings.lock(id), override);
    });
  }

  private async terms(hotel: HotelRow, ruleId: number | undefined): Promise<PenaltyTerms> {
    const terms = await this.rules.terms(hotel.id, ruleId);
    if (!terms && ruleId !== undefined) throw notFound('Penalty rule');
    return terms ?? NO_PENALTY;
  }
}

/** The nights that a booking is going to sell; whether they can be sold is checked by the sale. */
function nightsSold({ roomCategoryId, arrival, departure, status = 'confirmed' }: CreateBookingRequest): NightSpan[] {
  if (status !== 'confirmed' || !isLocalDate(arrival) || !isLocalDate(departure)) return [];
  return [{ categoryId: roomCategoryId, from: arrival, until: departure }];
}

/** @throws AppError VALIDATION_FAILED for more ages than children */
export function checkedAges(childAges: number[] = [], children = 0): number[] {
  if (childAges.length > children) throw invalid('childAges', 'childAges names more children than the booking has');
  return childAges;
}

/** Nights of a stay [arrival, departure). */
export function nightsBetween(arrival: LocalDate, departure: LocalDate): LocalDate[] {
  return [...eachDay(arrival, addDays(departure, -1))];
}

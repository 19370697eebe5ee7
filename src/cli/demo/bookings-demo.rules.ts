import { addDays, daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { NO_PENALTY, type PenaltyTerms } from '../../pms/penalties/penalty.js';
import type { HistoricBooking } from '../../pms/bookings/booking-history.repository.js';
import { CHANNELS, GUESTS } from './guests.data.js';
import type { Random } from './random.js';

export interface DemoRoom {
  id: number;
  roomCategoryId: number;
  /** Price of a night, minor units, before it is varied from day to day. */
  priceMinor: number;
}

export interface MadeBooking extends HistoricBooking {
  /** Room of a guest who has checked in. */
  roomId: number | null;
}

/** Days of history and days ahead. */
export const PAST_DAYS = 90;
export const AHEAD_DAYS = 120;
/** Of all bookings. */
const CANCELLED = 0.36;
const NO_SHOWS = 0.01;
/** Share of rooms that are taken: in the past, and what of it is booked on the last day ahead. */
const OCCUPANCY = 0.74;
const BOOKED_EARLY = 0.12;
const LENGTHS = [
  [1, 30],
  [2, 28],
  [3, 20],
  [4, 10],
  [5, 6],
  [7, 5],
  [10, 1],
] as const;
const HOUR_MS = 3_600_000;

/**
 * A hotel's bookings around today, room by room, so that no room is given twice: guests who have left, who have checked in,
 * who will come, some who did not come, and many who cancelled.
 * @param terms what a no-show is charged
 */
export function demoBookings(
  random: Random,
  rooms: readonly DemoRoom[],
  today: LocalDate,
  terms: PenaltyTerms = NO_PENALTY,
): MadeBooking[] {
  const kept = rooms.flatMap((room) => ofRoom(random, room, today, terms));
  const cancelled = Math.round((kept.length * CANCELLED) / (1 - CANCELLED));
  const others = Array.from({ length: cancelled }, () => {
    const arrival = addDays(today, random.int(-PAST_DAYS, AHEAD_DAYS));
    const booking = make(random, random.pick(rooms), arrival, random.weighted(LENGTHS), today, terms);
    const from = Date.parse(booking.createdAt);
    const until = Math.min(Date.parse(arrival), Date.parse(today));
    const cancelledAt = new Date(from + random.next() * Math.max(until - from, HOUR_MS)).toISOString();
    return {
      ...booking,
      status: 'cancelled' as const,
      checkedInAt: null,
      checkedOutAt: null,
      cancelledAt,
      roomId: null,
    };
  });
  return [...expectSome(kept, addDays(today, -1)), ...others];
}

/** Two guests of yesterday have not come, one with a card and one without: tonight's no-show check finds them. */
function expectSome(bookings: readonly MadeBooking[], yesterday: LocalDate): MadeBooking[] {
  const late = bookings.filter(({ status, arrival }) => status === 'checked_in' && arrival === yesterday).slice(0, 2);
  return bookings.map((booking) => {
    const index = late.indexOf(booking);
    if (index < 0) return booking;
    const guarantee = index === 0 ? ('card' as const) : ('none' as const);
    return { ...booking, status: 'confirmed', guarantee, roomId: null, checkedInAt: null };
  });
}

function ofRoom(random: Random, room: DemoRoom, today: LocalDate, terms: PenaltyTerms): MadeBooking[] {
  const bookings: MadeBooking[] = [];
  const end = addDays(today, AHEAD_DAYS);
  let date = addDays(today, -PAST_DAYS - random.int(0, 3));
  while (date < end) {
    if (!random.chance(shareTaken(date, today))) {
      date = addDays(date, 1);
      continue;
    }
    const booking = make(random, room, date, random.weighted(LENGTHS), today, terms);
    bookings.push(booking);
    date = booking.status === 'no_show' ? addDays(date, 1) : booking.departure;
  }
  return bookings;
}

/** Fuller at weekends; the further ahead, the less is booked yet. A stay takes several nights, so starts are rarer. */
function shareTaken(date: LocalDate, today: LocalDate): number {
  const ahead = Math.max(daysBetween(today, date), 0) / AHEAD_DAYS;
  const full = OCCUPANCY + (BOOKED_EARLY - OCCUPANCY) * ahead;
  const weekend = [5, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()) ? 1.12 : 0.97;
  const share = Math.min(full * weekend, 0.96);
  return share / (share + (1 - share) * 2.6);
}

function make(
  random: Random,
  room: DemoRoom,
  arrival: LocalDate,
  nights: number,
  today: LocalDate,
  terms: PenaltyTerms,
): MadeBooking {
  const departure = addDays(arrival, nights);
  const guest = random.pick(GUESTS);
  const adults = random.weighted([
    [1, 3],
    [2, 6],
    [3, 1],
  ]);
  const lead = Math.round(random.next() ** 2 * 90);
  const at = (date: LocalDate, hour: number) =>
    `${date}T${String(hour).padStart(2, '0')}:${random.int(10, 59)}:00.000Z`;
  const asked = addDays(arrival, -lead - 1);
  // Nobody has booked tomorrow yet: what lies far ahead was booked some weeks ago at the latest.
  const created = asked < today ? asked : addDays(today, -random.int(1, 60));
  const gone = departure < today || (departure === today && random.chance(0.5));
  const come = arrival < today;
  const status = !come
    ? 'confirmed'
    : random.chance(NO_SHOWS / (1 - CANCELLED))
      ? 'no_show'
      : gone
        ? 'checked_out'
        : 'checked_in';
  const id = random.uuid();
  return {
    id,
    roomId: status === 'checked_in' ? room.id : null,
    roomCategoryId: room.roomCategoryId,
    code: `D${id.slice(0, 8).toUpperCase()}`,
    status,
    arrival,
    departure,
    adults,
    children: adults === 2 && random.chance(0.2) ? random.int(1, 2) : 0,
    guestName: `${random.pick(guest.given)} ${random.pick(guest.family)}`,
    guestCountry: guest.country,
    channel: random.weighted(CHANNELS),
    guarantee: random.weighted([
      ['card', 60],
      ['prepaid', 22],
      ['none', 18],
    ] as const),
    penalty: terms,
    nightPricesMinor: Array.from({ length: nights }, () => priceOf(random, room)),
    createdAt: at(created, random.int(7, 20)),
    checkedInAt: status === 'checked_in' || status === 'checked_out' ? at(arrival, random.int(14, 21)) : null,
    checkedOutAt: status === 'checked_out' ? at(departure, random.int(7, 11)) : null,
    cancelledAt: null,
  };
}

/** Whole units, around the category's price. */
function priceOf(random: Random, room: DemoRoom): number {
  return Math.round((room.priceMinor * (0.85 + random.next() * 0.4)) / 100) * 100;
}

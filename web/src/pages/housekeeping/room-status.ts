import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { Timeline } from '../../api/room-timeline';

export type Condition = Schema<'RoomStateResponse'>['condition'];
type Listed = Pick<Schema<'ListedBookingResponse'>, 'id' | 'guestName' | 'departure' | 'room'>;
type Guest = Omit<Listed, 'room'>;

/** How many nights from today on are looked at. */
export const NIGHTS = 14;
const PAGE = 200;
const EVERY_MS = 20_000;

export const STATES = ['inspected', 'clean', 'dirty', 'closed'] as const;
export type RoomState = (typeof STATES)[number];

export interface RoomStatus {
  id: number;
  number: string;
  categoryId: number;
  /** Floor or another part of the house; null: not said. */
  floor: string | null;
  condition: Condition;
  cleanedOn: string | null;
  /** Not to be given tonight. */
  closure: {
    kind: string;
    reason: string | null;
    until: string;
    workOrder: { id: number; work: string } | null;
  } | null;
  /** Who is in it now. */
  guest: Guest | null;
  /** Who has it next, today's arrival included. */
  next: { bookingId: string; guestName: string; from: string } | null;
  /** A guest can get it at once. */
  canGive: boolean;
}

export const stateOf = ({ closure, condition }: RoomStatus): RoomState => (closure ? 'closed' : condition);

export function conditionsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'conditions', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/housekeeping/rooms', { params: { query: { hotelId } }, signal }))).rooms,
    refetchInterval: EVERY_MS,
  });
}

/** Whoever has checked in and not left, also if the departure was yesterday. */
export function guestsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'guests', hotelId],
    queryFn: async ({ signal }) => {
      const guests: Listed[] = [];
      for (;;) {
        const query = { hotelId, status: 'checked_in' as const, limit: PAGE, offset: guests.length };
        const page = await bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal }));
        guests.push(...page.bookings);
        if (page.bookings.length < PAGE || guests.length >= page.total) return guests;
      }
    },
    refetchInterval: EVERY_MS,
  });
}

/** Whether the hotel gives no room that was not inspected. */
export function needsInspectionQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'policy', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/hotels/{id}/policy', { params: { path: { id: hotelId } }, signal })))
        .checkInNeedsInspection,
    staleTime: 10 * 60_000,
  });
}

/** What the lists say of each room together; rooms that are not in service today are left out. */
export function roomStatuses(
  { rooms, today }: Timeline,
  conditions: readonly Schema<'RoomStateResponse'>[],
  guests: readonly Listed[],
  needsInspection: boolean,
): RoomStatus[] {
  const states = new Map(conditions.map((one) => [one.roomId, one]));
  const inside = whoIsWhere(rooms, guests, today);
  return rooms
    .filter(
      ({ inServiceFrom, retiredFrom }) =>
        (!inServiceFrom || inServiceFrom <= today) && (!retiredFrom || retiredFrom > today),
    )
    .map(({ roomId, room, roomCategoryId, spans }): RoomStatus => {
      const state = states.get(roomId);
      const condition = state?.condition ?? 'clean';
      const guest = inside.get(room) ?? null;
      const closed = spans.find(({ closure, from, until }) => closure && from <= today && until > today);
      const later = spans.find(
        ({ booking }) => booking && booking.id !== guest?.id && booking.status !== 'checked_out',
      );
      const keptTonight = later !== undefined && later.from <= today;
      const fit = condition === 'inspected' || (condition === 'clean' && !needsInspection);
      return {
        id: roomId,
        number: room,
        categoryId: roomCategoryId,
        floor: state?.section ?? null,
        condition,
        cleanedOn: state?.cleanedOn ?? null,
        closure: closed?.closure ? { ...closed.closure, until: closed.until } : null,
        guest,
        next: later?.booking
          ? { bookingId: later.booking.id, guestName: later.booking.guestName, from: later.from }
          : null,
        canGive: !guest && !closed && !keptTonight && fit,
      };
    });
}

/** By the room's number. Who has a room tonight is in it; who leaves today, or should have left, is still in the last one. */
function whoIsWhere(rooms: Timeline['rooms'], guests: readonly Listed[], today: string): Map<string, Guest> {
  const inHouse = new Set(guests.map(({ id }) => id));
  const tonight = rooms.flatMap(({ room, spans }) =>
    spans.flatMap(({ booking, from, until }) =>
      booking && inHouse.has(booking.id) && from <= today && until > today ? [[room, booking] as const] : [],
    ),
  );
  const placed = new Set(tonight.map(([, { id }]) => id));
  const last = guests.flatMap((guest) => (guest.room && !placed.has(guest.id) ? [[guest.room, guest] as const] : []));
  // Who is still there comes before who is to have the room tonight.
  return new Map<string, Guest>([...tonight, ...last]);
}

export interface RoomFilter {
  state: RoomState[];
  who: '' | 'vacant' | 'occupied';
  floor: string;
  category: number;
  give: boolean;
}

/** In the address: rooms of which nobody said where they are. */
export const NO_FLOOR = '-';
export const floorOf = ({ floor }: RoomStatus): string => floor ?? NO_FLOOR;

/** Whether a room is shown; `except` leaves one filter out, to count what its other choices would show. */
export function fits(room: RoomStatus, filter: RoomFilter, except?: keyof RoomFilter): boolean {
  const tests: Record<keyof RoomFilter, boolean> = {
    state: filter.state.length === 0 || filter.state.includes(stateOf(room)),
    who: filter.who === '' || (filter.who === 'occupied') === (room.guest !== null),
    floor: filter.floor === '' || floorOf(room) === filter.floor,
    category: filter.category === 0 || room.categoryId === filter.category,
    give: !filter.give || room.canGive,
  };
  return Object.entries(tests).every(([name, fit]) => fit || name === except);
}

const RANK = { inspected: 0, clean: 1, dirty: 2 };

/** By number; where only rooms to give are shown, the inspected ones first. */
export const inOrder =
  (give: boolean) =>
  (a: RoomStatus, b: RoomStatus): number =>
    (give ? RANK[a.condition] - RANK[b.condition] : 0) ||
    a.number.localeCompare(b.number, undefined, { numeric: true });

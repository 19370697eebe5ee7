import { queryOptions, useQuery } from '@tanstack/react-query';
import { openDayQuery } from '../../api/business-day';
import { api, bodyOf, type Schema } from '../../api/client';
import { closedText, timelineQuery } from '../../api/room-timeline';
import { inHouseQuery } from './desk-query';

const PAGE = 200;

export interface RoomChoice {
  id: number;
  number: string;
  categoryId: number;
  condition: 'dirty' | 'clean' | 'inspected' | undefined;
  /** Why it cannot be given tonight: who is in it or has it, or that it is closed. */
  taken: string | undefined;
}

function roomsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['front-desk', 'rooms', hotelId],
    queryFn: async ({ signal }) => {
      const rooms: Schema<'RoomResponse'>[] = [];
      for (;;) {
        const query = { hotelId, limit: PAGE, offset: rooms.length };
        const page = await bodyOf(api.GET('/api/v1/rooms', { params: { query }, signal }));
        rooms.push(...page.rooms);
        if (page.rooms.length < PAGE) return rooms;
      }
    },
    staleTime: 5 * 60_000,
  });
}

function conditionsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['front-desk', 'conditions', hotelId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/housekeeping/rooms', { params: { query: { hotelId } }, signal })),
  });
}

const RANK = { inspected: 0, clean: 1, dirty: 2 };

/** Rooms of a hotel with their condition and why they are taken, for this booking; those that can be given first. */
export function useRoomChoices(hotelId: number, bookingId: string): RoomChoice[] {
  const date = useQuery(openDayQuery(hotelId)).data?.businessDate ?? '';
  const rooms = useQuery(roomsQuery(hotelId)).data ?? [];
  const conditions = useQuery(conditionsQuery(hotelId)).data?.rooms ?? [];
  const inHouse = useQuery({ ...inHouseQuery(hotelId, date, true), enabled: date !== '' }).data ?? [];
  const tonight = useQuery({ ...timelineQuery(hotelId, date, date), enabled: date !== '' }).data?.rooms ?? [];
  const taken = new Map<string, string>();
  for (const { room, spans } of tonight)
    for (const { booking, closure } of spans) {
      if (closure) taken.set(room, closedText(closure.kind).toLowerCase());
      else if (booking && booking.id !== bookingId) taken.set(room, `kept for ${booking.guestName}`);
    }
  for (const { room, guestName } of inHouse) if (room) taken.set(room, `taken by ${guestName}`);
  const condition = new Map(conditions.map((one) => [one.roomId, one.condition]));
  return rooms
    .filter(
      ({ retiredFrom, inServiceFrom }) =>
        (!retiredFrom || retiredFrom > date) && (!inServiceFrom || inServiceFrom <= date),
    )
    .map(({ id, number, roomCategoryId }) => ({
      id,
      number,
      categoryId: roomCategoryId,
      condition: condition.get(id),
      taken: taken.get(number),
    }))
    .sort(
      (a, b) =>
        Number(a.taken !== undefined) - Number(b.taken !== undefined) ||
        RANK[a.condition ?? 'dirty'] - RANK[b.condition ?? 'dirty'] ||
        a.number.localeCompare(b.number, undefined, { numeric: true }),
    );
}

export const roomText = ({ number, condition, taken }: RoomChoice): string =>
  [number, taken ?? condition].filter(Boolean).join(' · ');

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';

export type Timeline = Schema<'RoomTimelineResponse'>;
export type TimelineRoom = Schema<'TimelineRoom'>;
export type Span = Schema<'TimelineSpan'>;

const EVERY_MS = 30_000;
const PAGE = 300;
/** Most nights of one answer. */
export const MOST_NIGHTS = 62;

/** Which room is held by which booking or closure in the nights from one date to another, both included; all rooms of the hotel. */
export function timelineQuery(hotelId: number, from: string, to: string) {
  return queryOptions({
    queryKey: ['rooms', 'timeline', hotelId, from, to],
    queryFn: async ({ signal }) => {
      const path = { id: hotelId };
      const ask = (offset: number) =>
        bodyOf(
          api.GET('/api/v1/hotels/{id}/room-timeline', {
            params: { path, query: { from, to, limit: PAGE, offset } },
            signal,
          }),
        );
      const first = await ask(0);
      while (first.rooms.length < first.total) {
        const { rooms } = await ask(first.rooms.length);
        if (rooms.length === 0) break;
        first.rooms.push(...rooms);
      }
      return first;
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

const CLOSED: Record<string, string> = {
  OOO: 'Out of order',
  OOS: 'Out of service',
  OOI: 'Out of inventory',
  HOUSE: 'House use',
};

export const closedText = (kind: string): string => CLOSED[kind] ?? kind;

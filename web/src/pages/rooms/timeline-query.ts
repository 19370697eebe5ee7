import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Timeline = Schema<'RoomTimelineResponse'>;
export type TimelineRoom = Schema<'TimelineRoom'>;
export type Span = Schema<'TimelineSpan'>;
export type TimelineBooking = Schema<'TimelineBooking'>;

/** The stay whose guest gets another room. */
export interface Moving {
  room: TimelineRoom;
  span: Span;
}

const EVERY_MS = 30_000;
const PAGE = 300;

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

/** What a bar says. */
export function spanText({ booking, closure }: Span): string {
  if (booking) return booking.guestName;
  const { workOrder, reason, kind } = closure!;
  return workOrder?.work ?? reason ?? CLOSED[kind] ?? kind;
}

export function spanHref({ booking, closure }: Span): string | undefined {
  if (booking) return `/front-desk/${booking.id}`;
  return closure?.workOrder ? `/work-orders/${closure.workOrder.id}` : undefined;
}

export const closedText = (kind: string): string => CLOSED[kind] ?? kind;

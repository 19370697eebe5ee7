import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';

export type BusinessDay = Schema<'BusinessDayResponse'>;

/** How often the open day is looked at again, ms: it changes once in a night, its checklist with every guest. */
const EVERY_MS = 30_000;

/** The day a hotel works on, with what stands against closing it. It is not the calendar's: it changes when it is closed. */
export function businessDayQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['business-day', hotelId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/hotels/{id}/business-days/current', { params: { path: { id: hotelId } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

/** The day alone, for who only has to know which it is: the checklist is dear to find. */
export function openDayQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['business-day', hotelId, 'day'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/hotels/{id}/business-days/current', {
          params: { path: { id: hotelId }, query: { checks: 'false' } },
          signal,
        }),
      ),
    refetchInterval: EVERY_MS,
  });
}

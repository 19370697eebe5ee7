import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Paused = Schema<'ScheduleListResponse'>;

/** How many are named. */
const NAMED = 3;

/** Schedules of the business that somebody has paused, of a hotel or of all; what a person has of her own is hers. */
export function pausedQuery(hotelId: number | undefined) {
  const query = { paused: true, personal: false, limit: NAMED, offset: 0, ...(hotelId !== undefined && { hotelId }) };
  return queryOptions({
    queryKey: ['tonight', 'paused', hotelId ?? null],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/schedules', { params: { query }, signal })),
  });
}

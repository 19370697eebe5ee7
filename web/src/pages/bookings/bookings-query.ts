import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Booking = Schema<'ListedBookingResponse'>;

export const PAGE = 100;
/** How often the list is looked at again, ms. */
const AGAIN_MS = 30_000;
export const STATUSES = ['tentative', 'confirmed', 'checked_in', 'checked_out', 'cancelled', 'no_show'] as const;

export interface Filter {
  q: string;
  /** Id of a group, or nothing. */
  group: string;
  status: '' | 'standing' | (typeof STATUSES)[number];
  /** Id of the category, or nothing. */
  category: number;
  stay: string;
  to: string;
  arrivalFrom: string;
  arrivalTo: string;
  departureFrom: string;
  departureTo: string;
  offset: number;
}

export function bookingsQuery(hotelId: number, filter: Filter) {
  const { q, group, status, category, stay, to, arrivalFrom, arrivalTo, departureFrom, departureTo, offset } = filter;
  const query = {
    ...{ hotelId, offset, limit: PAGE },
    ...(group && { groupId: group }),
    ...(q.trim() && { search: q.trim() }),
    ...(status === 'standing' ? { standing: 'true' as const } : status && { status }),
    ...(category > 0 && { roomCategoryId: category }),
    ...(stay && { stayDate: stay }),
    ...(stay && to > stay && { stayTo: to }),
    ...(arrivalFrom && { arrivalFrom }),
    ...(arrivalTo && { arrivalTo }),
    ...(departureFrom && { departureFrom }),
    ...(departureTo && { departureTo }),
  };
  return queryOptions({
    queryKey: ['bookings', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export function categoriesQuery(hotelId: number) {
  const query = { hotelId, limit: 200 };
  return queryOptions({
    queryKey: ['bookings', 'categories', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/room-categories', { params: { query }, signal }))).roomCategories,
    staleTime: 10 * 60_000,
  });
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { addDays } from '../../lib/time';

export type CategoryDay = Schema<'AvailabilityDay'>;

export const DAYS = 90;
const EVERY_MS = 60_000;

export function availabilityQuery(hotelId: number, from: string) {
  const query = { hotelId, from, to: addDays(from, DAYS - 1) };
  return queryOptions({
    queryKey: ['occupancy', query],
    queryFn: async ({ signal }) => (await bodyOf(api.GET('/api/v1/availability', { params: { query }, signal }))).days,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function categoriesQuery(hotelId: number) {
  const query = { hotelId, limit: 200 };
  return queryOptions({
    queryKey: ['occupancy', 'categories', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/room-categories', { params: { query }, signal }))).roomCategories,
    staleTime: 10 * 60_000,
  });
}

/** The bookings of a night, of a category or of the house. */
export function bookingsHref(date: string, categoryId?: number): string {
  const search = new URLSearchParams({ stay: date, ...(categoryId !== undefined && { category: String(categoryId) }) });
  return `/bookings?${search.toString()}`;
}

import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { Picked } from './picking';

/** Bookings that are named. */
const NAMED = 5;

export interface Touched {
  total: number;
  /** The first of them. */
  bookings: Schema<'ListedBookingResponse'>[];
}

/** Whose stays lie on these nights of these categories; undefined until all are known. */
export function useTouched(hotelId: number, { categories, from, to }: Picked, enabled = true): Touched | undefined {
  const found = useQueries({
    queries: categories.map(({ roomCategoryId }) => {
      const query = {
        ...{ hotelId, roomCategoryId, stayDate: from, stayTo: to, standing: 'true' as const },
        ...{ limit: NAMED, offset: 0 },
      };
      return {
        queryKey: ['rooms', 'touched', query],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal })),
        placeholderData: keepPreviousData,
        enabled,
      };
    }),
  });
  const lists = found.flatMap(({ data }) => data ?? []);
  if (lists.length < categories.length || !enabled) return undefined;
  return {
    total: lists.reduce((sum, { total }) => sum + total, 0),
    bookings: lists.flatMap(({ bookings }) => bookings).slice(0, NAMED),
  };
}

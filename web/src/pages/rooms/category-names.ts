import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';

/** Names of a hotel's categories by their ids. */
export function categoryNamesQuery(hotelId: number) {
  const query = { hotelId, limit: 200 };
  return queryOptions({
    queryKey: ['rooms', 'categories', hotelId],
    queryFn: async ({ signal }) => {
      const { roomCategories } = await bodyOf(api.GET('/api/v1/room-categories', { params: { query }, signal }));
      return new Map(roomCategories.map(({ id, name }) => [id, name]));
    },
    staleTime: 10 * 60_000,
  });
}

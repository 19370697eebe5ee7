import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Order = Schema<'WorkOrderResponse'>;

export const STATES = ['open', 'in_progress', 'done', 'cancelled'] as const;
export const ORDER_WORDS: Record<Order['state'], string> = {
  open: 'Open',
  in_progress: 'Under way',
  done: 'Done',
  cancelled: 'Cancelled',
};
/** By their number, 1 to 4. */
export const PRIORITIES = ['', 'Urgent', 'High', 'Normal', 'Low'] as const;
export const PAGE = 100;
/** How often work orders are looked at again, ms: others report and finish them. */
const AGAIN_MS = 30_000;

export function ordersQuery(hotelId: number, state: '' | Order['state'], offset: number) {
  const query = { hotelId, limit: PAGE, offset, ...(state && { state }) };
  return queryOptions({
    queryKey: ['housekeeping', 'orders', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/work-orders', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export function orderQuery(id: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'order', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/work-orders/{id}', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });
}

export function hotelRoomsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'rooms', hotelId],
    queryFn: async ({ signal }) => {
      const query = { hotelId };
      const { rooms } = await bodyOf(api.GET('/api/v1/housekeeping/rooms', { params: { query }, signal }));
      return rooms.sort((a, b) => a.number.localeCompare(b.number, undefined, { numeric: true }));
    },
    staleTime: 60_000,
  });
}

export function equipmentQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'equipment', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/equipment', { params: { query: { hotelId } }, signal }))).equipment,
    staleTime: 60_000,
  });
}

export function categoriesQuery(hotelId: number) {
  const query = { hotelId, limit: 200 };
  return queryOptions({
    queryKey: ['housekeeping', 'categories', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/room-categories', { params: { query }, signal }))).roomCategories,
    staleTime: 10 * 60_000,
  });
}

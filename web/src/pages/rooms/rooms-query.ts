import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { addDays } from '../../lib/time';

export type Inventory = Schema<'HotelInventoryResponse'>;
export type Category = Schema<'HotelInventoryCategory'>;
export type Day = Schema<'HotelInventoryDay'>;
export type Plan = Schema<'GenerationPlanResponse'>;

/** Days on the map. */
export const DAYS = 365;
/** How often the map is looked at again, ms. */
const EVERY_MS = 60_000;

export function inventoryQuery(hotelId: number, from: string) {
  const query = { startDate: from, endDate: addDays(from, DAYS - 1) };
  return queryOptions({
    queryKey: ['rooms', 'inventory', hotelId, from],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/hotels/{id}/inventory', { params: { path: { id: hotelId }, query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

const OVERRIDES_PAGE = 200;

/** All prices that people have set, of dates from this one on. */
export function overridesQuery(categoryId: number, from: string) {
  return queryOptions({
    queryKey: ['rooms', 'overrides', categoryId, from],
    queryFn: async ({ signal }) => {
      const path = { id: categoryId };
      const ask = (offset: number) =>
        bodyOf(
          api.GET('/api/v1/room-categories/{id}/price-overrides', {
            params: { path, query: { from, limit: OVERRIDES_PAGE, offset } },
            signal,
          }),
        );
      const all = await ask(0);
      while (all.priceOverrides.length < all.total) {
        const { priceOverrides } = await ask(all.priceOverrides.length);
        if (priceOverrides.length === 0) break;
        all.priceOverrides.push(...priceOverrides);
      }
      return all;
    },
  });
}

export interface Order {
  roomCategoryId: number;
  startDate: string;
  endDate: string;
  priceOverride?: string;
  reprice: boolean;
}

export const PLAN_PAGE = 31;

/** What opening these nights would do, day by day. */
export function planQuery({ reprice, ...order }: Order, offset: number) {
  const query = {
    ...order,
    reprice: reprice ? ('true' as const) : ('false' as const),
    show: 'changes' as const,
    limit: PLAN_PAGE,
    offset,
  };
  return queryOptions({
    queryKey: ['rooms', 'plan', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/room-generation/plan', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    // Sales change it.
    staleTime: 0,
  });
}

/** The list of these bookings. */
export function bookingsHref(from: string, to: string, categoryId?: number): string {
  const search = new URLSearchParams({ stay: from, ...(to !== from && { to }) });
  if (categoryId !== undefined) search.set('category', String(categoryId));
  return `/bookings?${search.toString()}`;
}

import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';

export type Owner = Schema<'OwnerResponse'>;
export type Listing = Schema<'ListingResponse'>;

const PAGE = 200;
const STALE_MS = 60_000;

/** Pages of a list, one after the other, until all are there. */
async function all<T>(page: (offset: number) => Promise<{ rows: T[]; total: number }>): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const { rows, total } = await page(found.length);
    found.push(...rows);
    if (rows.length < PAGE || found.length >= total) return found;
  }
}

/** The owners, also those that are no longer active: statements of the past are theirs. */
export const ownersQuery = queryOptions({
  queryKey: ['owners', 'all'],
  queryFn: () =>
    all(async (offset): Promise<{ rows: Owner[]; total: number }> => {
      const query = { limit: PAGE, offset, inactive: true };
      const { owners, total } = await bodyOf(api.GET('/api/v1/owners', { params: { query } }));
      return { rows: owners, total };
    }),
  staleTime: STALE_MS,
});

export const listingsQuery = queryOptions({
  queryKey: ['listings', 'all'],
  queryFn: () =>
    all(async (offset): Promise<{ rows: Listing[]; total: number }> => {
      const query = { limit: PAGE, offset };
      const { listings, total } = await bodyOf(api.GET('/api/v1/listings', { params: { query } }));
      return { rows: listings, total };
    }),
  staleTime: STALE_MS,
});

/** The name of a listing by its id; one that is not known is named by its number. */
export function useListingName(): (id: number | null) => string {
  const { data } = useQuery(listingsQuery);
  return (id) => (id === null ? 'All listings' : (data?.find((one) => one.id === id)?.name ?? `Listing ${id}`));
}

export function useOwnerName(): (id: number) => string {
  const { data } = useQuery(ownersQuery);
  return (id) => data?.find((one) => one.id === id)?.name ?? `Owner ${id}`;
}

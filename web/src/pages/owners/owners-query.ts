import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Agreement = Schema<'AgreementResponse'>;
const PAGE = 200;
const FIRST_STAYS = 20;

export function ownerQuery(id: number) {
  return queryOptions({
    queryKey: ['owners', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/owners/{id}', { params: { path: { id } }, signal })),
  });
}

/** The shares of an owner: of each listing that it owns, or owned, its own ones. */
export function sharesQuery(ownerId: number) {
  return queryOptions({
    queryKey: ['owners', 'one', ownerId, 'shares'],
    queryFn: async ({ signal }) => {
      const query = { ownerId, limit: PAGE };
      const { listings } = await bodyOf(api.GET('/api/v1/listings', { params: { query }, signal }));
      const owned = await Promise.all(
        listings.map(async (listing) => {
          const params = { path: { id: listing.id } };
          const { shares } = await bodyOf(api.GET('/api/v1/listings/{id}/ownership', { params, signal }));
          return shares.filter((share) => share.ownerId === ownerId).map((share) => ({ ...share, listing }));
        }),
      );
      return owned.flat();
    },
  });
}

/** Versions of agreements, of an owner or of a listing. */
export function agreementsQuery(of: { ownerId: number } | { listingId: number }) {
  const key = 'ownerId' in of ? ['one', of.ownerId] : ['listing', of.listingId];
  return queryOptions({
    queryKey: ['owners', ...key, 'agreements'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/agreements', { params: { query: { ...of, limit: PAGE } }, signal })),
  });
}

export function listingQuery(id: number) {
  return queryOptions({
    queryKey: ['owners', 'listing', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/listings/{id}', { params: { path: { id } }, signal })),
  });
}

export function ownershipQuery(listingId: number) {
  return queryOptions({
    queryKey: ['owners', 'listing', listingId, 'shares'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/listings/{id}/ownership', { params: { path: { id: listingId } }, signal })),
  });
}

export const EXPENSES_PAGE = 25;

/** Expenses of a listing, the last day first. */
export function expensesQuery(listingId: number, voided: boolean, offset: number) {
  return queryOptions({
    queryKey: ['owners', 'listing', listingId, 'expenses', voided, offset],
    queryFn: ({ signal }) => {
      const query = { listingId, voided, limit: EXPENSES_PAGE, offset };
      return bodyOf(api.GET('/api/v1/expenses', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** Puts the file to an expense, in place of the receipt before. */
export function putReceipt(id: string, file: File) {
  const bodySerializer = () => {
    const form = new FormData();
    form.append('file', file, file.name);
    return form;
  };
  const body = { file: file as never };
  return bodyOf(api.PUT('/api/v1/expenses/{id}/receipt', { params: { path: { id } }, body, bodySerializer }));
}

export function recurringQuery(listingId: number, inactive: boolean) {
  return queryOptions({
    queryKey: ['owners', 'listing', listingId, 'recurring', inactive],
    queryFn: ({ signal }) => {
      const query = { listingId, inactive, limit: PAGE };
      return bodyOf(api.GET('/api/v1/recurring-expenses', { params: { query }, signal }));
    },
  });
}

/** Stays of a listing from a day on, by arrival: the first of them. */
export function staysQuery(listingId: number, from: string) {
  return queryOptions({
    queryKey: ['reservations', 'listing', listingId, from],
    queryFn: ({ signal }) => {
      const query = { listingId, from, limit: FIRST_STAYS };
      return bodyOf(api.GET('/api/v1/reservations', { params: { query }, signal }));
    },
  });
}

/** Its latest statements that count, from which its balance is read. */
export function balanceQuery(ownerId: number) {
  return queryOptions({
    queryKey: ['owners', 'one', ownerId, 'balance'],
    queryFn: async ({ signal }) => {
      const params = { path: { id: ownerId } };
      const [{ statements }, { openingBalances }] = await Promise.all([
        bodyOf(api.GET('/api/v1/statements', { params: { query: { ownerId, limit: 100 } }, signal })),
        bodyOf(api.GET('/api/v1/owners/{id}/opening-balances', { params, signal })),
      ]);
      return { statements, openingBalances };
    },
  });
}

export function linksQuery(ownerId: number) {
  return queryOptions({
    queryKey: ['owners', 'one', ownerId, 'links'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/owners/{id}/links', { params: { path: { id: ownerId } }, signal })),
  });
}

export function trustQuery(asOf: string) {
  return queryOptions({
    queryKey: ['owners', 'trust', asOf],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/trust-check', { params: { query: { asOf } }, signal })),
  });
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { ApiError } from '../../api/problem';
import { day, integer, oneOf, text } from '../../lib/url-state';

export type Invoice = Schema<'InvoiceSummaryResponse'>;
export type Series = Schema<'CheckedSeriesResponse'>;

export const KINDS = ['invoice', 'credit_note'] as const;
export const KIND_WORDS: Record<Invoice['kind'], string> = { invoice: 'Invoice', credit_note: 'Credit note' };
export const PAGE = 100;
const AGAIN_MS = 30_000;

/** What the address of the list says. */
export const ADDRESS = {
  number: text('', 40),
  kind: oneOf(['', ...KINDS], ''),
  from: day(),
  to: day(),
  offset: integer(0),
};
type Filter = { [K in keyof typeof ADDRESS]: ReturnType<(typeof ADDRESS)[K]['read']> };

export function invoicesQuery(hotelId: number, { number, kind, from, to, offset }: Filter) {
  const query = {
    ...{ hotelId, offset, limit: PAGE },
    ...(number.trim() && { number: number.trim() }),
    ...(kind && { kind }),
    ...(from && { from }),
    ...(to && { to }),
  };
  return queryOptions({
    queryKey: ['invoices', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/invoices', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

/** Whose invoices the hotel issues; null where that is not set yet. */
export function issuerQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['invoices', 'issuer', hotelId],
    queryFn: async ({ signal }) => {
      try {
        return await bodyOf(api.GET('/api/v1/hotels/{id}/invoicing', { params: { path: { id: hotelId } }, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** Calculates every hash of every series again, which takes its time: asked for, and not kept. */
export const checkChain = (legalEntityId: number): Promise<Schema<'ChainResponse'>> =>
  bodyOf(api.GET('/api/v1/invoices/chain', { params: { query: { legalEntityId } } }));

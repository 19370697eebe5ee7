import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages';
import { api, bodyOf, type Schema } from '../../api/client';
import { integer, oneOf, text } from '../../lib/url-state';

export type Quote = Schema<'QuoteResponse'>;
export type QuoteRow = Schema<'QuoteSummaryResponse'>;
export type QuoteItem = Schema<'QuoteItemResponse'>;
export type Tier = Schema<'CostedTierResponse'>;
export type PartFile = Schema<'PartFileResponse'>;
export type Analysis = Schema<'PartAnalysisResponse'>;
export type Issue = Schema<'PartIssueResponse'>;

export const STATES = [
  'draft',
  'needs_review',
  'ready',
  'sent',
  'accepted',
  'declined',
  'expired',
  'superseded',
  'cancelled',
] as const;
export type QuoteState = (typeof STATES)[number];

/** Where lib/states.ts has no better word: what the state means for a quote. */
export const STATE_WORDS: Partial<Record<QuoteState, string>> = {
  needs_review: 'Needs a human',
  ready: 'Ready',
  accepted: 'Accepted',
  declined: 'Declined',
  expired: 'Expired',
  superseded: 'Superseded',
};

export const PAGE = 50;
/** How often quotes are looked at again, ms: customers answer, and colleagues decide. No event tells of it. */
const AGAIN_MS = 30_000;

/** What the address of the list says. */
export const ADDRESS = { state: oneOf(['', ...STATES], ''), q: text('', 200), offset: integer(0) };

export interface QuoteFilter {
  state: '' | QuoteState;
  q: string;
  offset: number;
}

export function quotesQuery({ state, q, offset }: QuoteFilter) {
  const query = { limit: PAGE, offset, ...(state && { state }), ...(q && { q }) };
  return queryOptions({
    queryKey: ['quoting', 'quotes', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/quotes', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

/** How many quotes wait for a person. */
export const inboxQuery = queryOptions({
  queryKey: ['quoting', 'quotes', 'inbox'],
  queryFn: async ({ signal }) =>
    (await bodyOf(api.GET('/api/v1/quotes', { params: { query: { state: 'needs_review', limit: 1 } }, signal }))).total,
  refetchInterval: AGAIN_MS,
});

/** How often a draft is looked at whose calculation goes on, ms. */
const EVERY_MS = 1_000;

export function quoteQuery(id: string) {
  return queryOptions({
    queryKey: ['quoting', 'quote', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/quotes/{id}', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });
}

export const isMeasured = ({ analysisStatus }: Pick<PartFile, 'analysisStatus'>): boolean =>
  analysisStatus !== 'waiting' && analysisStatus !== 'running';

/** A part file with what was measured; looked at again until it is measured, beside the events that tell of it. */
export function partQuery(id: string) {
  return queryOptions({
    queryKey: ['quoting', 'part', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/files/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && !isMeasured(state.data) ? EVERY_MS : false),
  });
}

const STALE_MS = 60_000;

/** What the workshop offers: processes, materials, finishes, and the lead times of its price books. */
export const offerQuery = queryOptions({
  queryKey: ['quoting', 'offer'],
  queryFn: async ({ signal }) => {
    const [processes, materials, finishes, priceBooks] = await Promise.all([
      allPages(async (query) => {
        const { processes: rows, total } = await bodyOf(api.GET('/api/v1/processes', { params: { query }, signal }));
        return { rows, total };
      }),
      allPages(async (query) => {
        const { materials: rows, total } = await bodyOf(api.GET('/api/v1/materials', { params: { query }, signal }));
        return { rows, total };
      }),
      allPages(async (query) => {
        const { finishes: rows, total } = await bodyOf(api.GET('/api/v1/finishes', { params: { query }, signal }));
        return { rows, total };
      }),
      allPages(async (query) => {
        const { priceBooks: rows, total } = await bodyOf(api.GET('/api/v1/price-books', { params: { query }, signal }));
        return { rows, total };
      }),
    ]);
    const leadTimes = [...new Set(priceBooks.flatMap((book) => book.leadTimes.map(({ name }) => name)))];
    return { processes, materials, finishes, leadTimes };
  },
  staleTime: STALE_MS,
});

export type Offer = Awaited<ReturnType<NonNullable<typeof offerQuery.queryFn>>>;

export const customersQuery = queryOptions({
  queryKey: ['quoting', 'customers'],
  queryFn: ({ signal }) =>
    allPages(async (query) => {
      const { customers: rows, total } = await bodyOf(api.GET('/api/v1/customers', { params: { query }, signal }));
      return { rows, total };
    }),
  staleTime: STALE_MS,
});

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { dateIn } from '../../lib/time';
import { flag, integer, oneOf, type Member } from '../../lib/url-state';

export type Statement = Schema<'StatementResponse'>;
export type StatementRow = Schema<'StatementSummaryResponse'>;

export const STATES = ['draft', 'review', 'final', 'sent', 'paid', 'void'] as const;
export type StatementState = (typeof STATES)[number];
export const PAGE = 100;

/** A month `YYYY-MM`; what is none is ignored. */
const month = (): Member<string> => ({
  read: (raw) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(raw ?? '') ? raw! : ''),
  write: (value) => value || undefined,
});

/** What the address of the list says. */
export const ADDRESS = {
  month: month(),
  owner: integer(0),
  listing: integer(0),
  state: oneOf(['', ...STATES], ''),
  unpaid: flag(),
};

export interface StatementFilter {
  month: string;
  owner: number;
  listing: number;
  state: '' | StatementState;
  unpaid: boolean;
}

/** The first and the last day of a month `YYYY-MM`. */
export function daysOf(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}` };
}

/** The present month of somebody in this zone, `YYYY-MM`. */
export const monthIn = (zone: string): string => dateIn(zone).slice(0, 7);

/** The month so many later, or earlier. */
export function addMonths(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

function queryOf({ month: of, owner, listing, state, unpaid }: StatementFilter) {
  return {
    limit: PAGE,
    ...(of && daysOf(of)),
    ...(owner && { ownerId: owner }),
    ...(listing && { listingId: listing }),
    ...(state && { state }),
    ...(unpaid && { unpaid }),
  };
}

/** A page of the list; without a cursor the first one. */
export const statementsPage = (filter: StatementFilter, cursor: string, signal?: AbortSignal) =>
  bodyOf(
    api.GET('/api/v1/statements', {
      params: { query: { ...queryOf(filter), ...(cursor && { cursor }) } },
      ...(signal && { signal }),
    }),
  );

export function statementsQuery(filter: StatementFilter) {
  return infiniteQueryOptions({
    queryKey: ['statements', 'list', queryOf(filter)],
    queryFn: ({ pageParam, signal }) => statementsPage(filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function statementQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/statements/{id}', { params: { path: { id } }, signal })),
  });
}

export const TOTALS = [
  'opening',
  'revenue',
  'fees',
  'expenses',
  'adjustments',
  'net',
  'payouts',
  'closing',
  'payable',
  'shortfall',
] as const;
export type Total = (typeof TOTALS)[number];

export function explainQuery(id: string, ask: { line: string } | { total: Total }) {
  return queryOptions({
    queryKey: ['statements', 'one', id, 'explain', ask],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/statements/{id}/explain', { params: { path: { id }, query: ask }, signal })),
  });
}

export function adjustmentsQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'one', id, 'adjustments'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/statements/{id}/adjustments', { params: { path: { id } }, signal })),
  });
}

/** What was paid for a statement and not taken back. */
export function paymentsQuery({ id, state }: Pick<Statement, 'id' | 'state'>) {
  return queryOptions({
    queryKey: ['statements', 'one', id, 'payments'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/payouts', { params: { query: { statementId: id, limit: PAGE } }, signal })),
    enabled: state !== 'draft' && state !== 'review',
  });
}

/** How often the log is looked at again while a mail is on its way, ms. */
const EVERY_MS = 2_000;

export function deliveriesQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'one', id, 'deliveries'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/statements/{id}/deliveries', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.deliveries.some((one) => one.state === 'queued') === true ? EVERY_MS : false,
  });
}

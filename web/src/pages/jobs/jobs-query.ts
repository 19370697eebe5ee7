import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { day, integer, oneOf, text } from '../../lib/url-state';

export type JobRow = Schema<'JobListItemResponse'>;
export type Job = Schema<'JobDetailResponse'>;

export const STATUSES = ['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'DEAD', 'CANCELLED'] as const;
export type Status = (typeof STATUSES)[number];
export const PAGE = 100;
/** How often the list is looked at again, ms. */
const EVERY_MS = 5_000;
/** Fewer letters would find nearly everything; the API takes no less. */
const MIN_SEARCH = 3;

/** What the address of the list says. */
export const ADDRESS = {
  q: text('', 200),
  status: oneOf(['', ...STATUSES], ''),
  job: text('', 100),
  batch: text('', 36),
  from: day(),
  to: day(),
  offset: integer(0),
};

export interface JobFilter {
  q: string;
  status: '' | Status;
  job: string;
  batch: string;
  from: string;
  to: string;
  offset: number;
  hotelId?: number;
}

export function jobsQuery(filter: JobFilter, paused: boolean) {
  const { q, status, job, batch, from, to, offset, hotelId } = filter;
  const query = {
    limit: PAGE,
    offset,
    ...(status && { status }),
    ...(job && { jobName: job }),
    ...(batch && { batchId: batch }),
    ...(q.trim().length >= MIN_SEARCH && { error: q.trim() }),
    ...(from && { startDate: from }),
    ...(to && { endDate: to }),
    ...(hotelId !== undefined && { hotelId }),
  };
  return queryOptions({
    queryKey: ['jobs', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : EVERY_MS,
    refetchOnWindowFocus: !paused,
  });
}

/** The kinds that ran in the last 30 days, with how many of each. */
export const jobStatsQuery = queryOptions({
  queryKey: ['jobs', 'stats'],
  queryFn: () => bodyOf(api.GET('/api/v1/jobs/stats')),
  staleTime: 60_000,
});

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
  });
}

export function whyQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id, 'why'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}/why', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

export type Outcome = 'ok' | 'skipped' | 'failed';

export function itemsQuery(id: string, outcome: '' | Outcome, offset: number) {
  const query = { limit: PAGE, offset, ...(outcome && { outcome }) };
  return queryOptions({
    queryKey: ['jobs', 'one', id, 'items', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}/items', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

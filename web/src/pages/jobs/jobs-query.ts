import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { FilterBody } from './job-filter';

export type JobRow = Schema<'JobListItemResponse'>;
export type Job = Schema<'JobDetailResponse'>;

export const PAGE = 100;
/** Above this the API does not count on. */
export const COUNTED = 10_000;
/** How often the list is looked at again, ms, and the counts beside a filter and beside saved views. */
const EVERY_MS = 5_000;
const COUNTS_EVERY_MS = 30_000;

/** The filter as the list has it: several words with commas between, and the names its dates have always had. */
function queryOf({ status, jobName, from, to, ...rest }: FilterBody) {
  return {
    ...rest,
    ...(status && { status: status.join(',') }),
    ...(jobName && { jobName: jobName.join(',') }),
    ...(from && { startDate: from }),
    ...(to && { endDate: to }),
  };
}

export type Sort = NonNullable<NonNullable<Parameters<typeof listOf>[0]>['sort']>;
const listOf = (query: {
  limit: number;
  sort?: 'createdAt' | '-createdAt' | 'runAt' | '-runAt' | 'finishedAt' | '-finishedAt' | 'duration' | '-duration';
  cursor?: string;
}) => query;

export function jobsQuery(filter: FilterBody, sort: Sort, cursor: string, paused: boolean) {
  const query = { ...queryOf(filter), ...listOf({ limit: PAGE, sort, ...(cursor && { cursor }) }) };
  return queryOptions({
    queryKey: ['jobs', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : EVERY_MS,
    refetchOnWindowFocus: !paused,
  });
}

/** How many jobs each choice of a filter would show. */
export function facetsQuery(filter: FilterBody) {
  const query = queryOf(filter);
  return queryOptions({
    queryKey: ['jobs', 'facets', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/facets', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: COUNTS_EVERY_MS,
  });
}

/** How many jobs a saved view shows. */
export function viewCountQuery(filter: FilterBody) {
  const query = { ...queryOf(filter), limit: 1 };
  return queryOptions({
    queryKey: ['jobs', 'count', query],
    queryFn: async ({ signal }) => (await bodyOf(api.GET('/api/v1/jobs', { params: { query }, signal }))).total,
    refetchInterval: COUNTS_EVERY_MS,
  });
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
  });
}

/** The open dead letter of a job that was given up, where its data can be corrected. */
export function letterOfJobQuery(jobId: string) {
  const query = { jobId, limit: 1 };
  return queryOptions({
    queryKey: ['jobs', 'letter', jobId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/dead-letters', { params: { query }, signal })),
    select: ({ deadLetters }) => deadLetters[0],
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

export function itemsQuery(id: string, outcome: '' | Outcome, code: string, offset: number) {
  const query = { limit: PAGE, offset, ...(outcome && { outcome }), ...(code && { code }) };
  return queryOptions({
    queryKey: ['jobs', 'one', id, 'items', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}/items', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export type Effect = Schema<'EffectResponse'>;
export const EFFECTS_PAGE = 50;

/** What the job did at other services. */
export function effectsQuery(id: string, offset: number) {
  const query = { jobId: id, limit: EFFECTS_PAGE, offset };
  return queryOptions({
    queryKey: ['jobs', 'one', id, 'effects', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/effects', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

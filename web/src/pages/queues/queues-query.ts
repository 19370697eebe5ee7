import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Queue = Schema<'QueueMetricsResponse'>;
export type Pause = Schema<'ActivePauseResponse'>;
export type Limit = Schema<'LimitResponse'>;

/** How often figures are looked at again, ms. */
const EVERY_MS = 5_000;
const HISTORY_EVERY_MS = 60_000;

/** A queue holds one kind of job: a tenant sees its own figures, an operator those of all. */
export const queuesQuery = queryOptions({
  queryKey: ['queues', 'metrics'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/queues/metrics', { signal })),
  refetchInterval: EVERY_MS,
});

export const pausesQuery = queryOptions({
  queryKey: ['queues', 'pauses'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/queues/pauses', { signal })),
  refetchInterval: EVERY_MS,
});

export function limitsQuery(name: string) {
  return queryOptions({
    queryKey: ['queues', 'limits', name],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/jobs/queues/{name}/limits', { params: { path: { name } }, signal })),
  });
}

export type Step = 'minute' | 'hour';

/** What a queue did in the last 24 hours. */
export function historyQuery(name: string, step: Step) {
  return queryOptions({
    queryKey: ['queues', 'history', name, step],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/jobs/queues/{name}/history', { params: { path: { name }, query: { step } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: HISTORY_EVERY_MS,
  });
}

/** Whose jobs a queue has; for operators alone. */
export function sharesQuery(name: string) {
  return queryOptions({
    queryKey: ['queues', 'tenants', name],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/jobs/queues/{name}/tenants', { params: { path: { name } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

/** The pause's name for all queues together. */
export const ALL = 'all';

/** Pauses that hold this queue: its own, and those of all queues. */
export function pausesOf(pauses: readonly Pause[], queue: string): Pause[] {
  return pauses.filter(({ name }) => name === queue || name === ALL);
}

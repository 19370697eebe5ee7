import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { integer, oneOf, someOf, text, texts } from '../../lib/url-state';

export type JobOfAll = Schema<'JobOfAllResponse'>;
export type GroupOfAll = Schema<'GroupOfAllResponse'>;
export type TenantName = Schema<'TenantNameResponse'>;

export const STATUSES = ['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'DEAD', 'CANCELLED'] as const;
export const REASONS = ['exhausted', 'permanent', 'quarantined'] as const;
/** Why a job was given up, as people say it. */
export const REASON_WORDS: Record<(typeof REASONS)[number], string> = {
  exhausted: 'All attempts failed',
  permanent: 'Running it again as it is does not help',
  quarantined: 'Its worker died again and again',
};
export const PAGE = 100;
/** Totals are counted out so far. */
export const COUNTED = 10_000;
/** How often lists are looked at again, ms: the stream of events is a tenant's. */
const EVERY_MS = 10_000;
const TENANTS = 200;

/** What the addresses of the lists say. */
export const JOBS_ADDRESS = {
  tenant: text('', 100),
  job: texts(),
  status: someOf(STATUSES),
  id: text('', 36),
  cursor: text('', 300),
  /** The job that is shown whole. */
  shown: text('', 36),
};
export const GROUPS_ADDRESS = {
  tenant: text('', 100),
  job: text('', 100),
  reason: oneOf(['', ...REASONS], ''),
  offset: integer(0),
};

export interface JobsFilter {
  tenant: string;
  job: readonly string[];
  status: readonly string[];
  id: string;
}

export function jobsQuery({ tenant, job, status, id }: JobsFilter, cursor: string) {
  const query = {
    limit: PAGE,
    ...(tenant && { tenant }),
    ...(job.length > 0 && { jobName: job.join(',') }),
    ...(status.length > 0 && { status: status.join(',') }),
    ...(id && { id }),
    ...(cursor && { cursor }),
  };
  return queryOptions({
    queryKey: ['operator', 'jobs', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/operator/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function groupsQuery(filter: {
  tenant: string;
  job: string;
  reason: '' | (typeof REASONS)[number];
  offset: number;
}) {
  const { tenant, job, reason, offset } = filter;
  const query = {
    limit: PAGE,
    offset,
    ...(tenant && { tenant }),
    ...(job && { jobName: job }),
    ...(reason && { reason }),
  };
  return queryOptions({
    queryKey: ['operator', 'groups', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/operator/dead-letters/groups', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** To choose from; the page of any other tenant leads to its jobs. */
export const tenantsQuery = queryOptions({
  queryKey: ['operator', 'tenants'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/tenants', { params: { query: { limit: TENANTS, offset: 0 } }, signal })),
  staleTime: 60_000,
});

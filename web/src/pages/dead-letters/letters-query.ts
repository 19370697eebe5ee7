import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { integer, oneOf, text } from '../../lib/url-state';

export type Group = Schema<'DeadLetterGroupResponse'>;
export type LetterRow = Schema<'DeadLetterResponse'>;
export type Letter = Schema<'DeadLetterDetailResponse'>;

export const REASONS = ['exhausted', 'permanent', 'quarantined'] as const;
export type Reason = (typeof REASONS)[number];
/** Why a job was given up, as people say it. */
export const REASON_WORDS: Record<Reason, string> = {
  exhausted: 'All attempts failed',
  permanent: 'Running it again as it is does not help',
  quarantined: 'Its worker died again and again',
};
export const PAGE = 100;
/** How often lists are looked at again, ms. */
const EVERY_MS = 10_000;

/** What the addresses of both lists say. */
export const ADDRESS = {
  q: text('', 200),
  job: text('', 100),
  reason: oneOf(['', ...REASONS], ''),
  offset: integer(0),
  /** The job that discards many of them, which is watched above the list. */
  many: text('', 36),
};

export interface LetterFilter {
  q: string;
  job: string;
  reason: '' | Reason;
  offset: number;
  fingerprint?: string;
  hotelId?: number;
}

/** The filter as the API takes it, for lists and for requeueing all that fit. */
export function conditionsOf({ q, job, reason, fingerprint, hotelId }: LetterFilter) {
  return {
    ...(q.trim() && { error: q.trim() }),
    ...(job && { jobName: job }),
    ...(reason && { reason }),
    ...(fingerprint && { fingerprint }),
    ...(hotelId !== undefined && { hotelId }),
  };
}

export function groupsQuery(filter: LetterFilter) {
  const query = { ...conditionsOf(filter), limit: PAGE, offset: filter.offset };
  return queryOptions({
    queryKey: ['dead-letters', 'groups', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/dead-letters/groups', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function lettersQuery(filter: LetterFilter, paused: boolean) {
  const query = { ...conditionsOf(filter), limit: PAGE, offset: filter.offset };
  return queryOptions({
    queryKey: ['dead-letters', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/dead-letters', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : EVERY_MS,
    refetchOnWindowFocus: !paused,
  });
}

/** One group by its fingerprint; undefined in `groups` when all of it has been dealt with. */
export function groupQuery(fingerprint: string) {
  return queryOptions({
    ...groupsQuery({ q: '', job: '', reason: '', offset: 0, fingerprint }),
    select: ({ groups }) => groups[0] ?? null,
  });
}

export function letterQuery(id: string) {
  return queryOptions({
    queryKey: ['dead-letters', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/dead-letters/{id}', { params: { path: { id } }, signal })),
  });
}

/** The job of a letter, for the log of its attempts. */
export function letterJobQuery(jobId: string) {
  return queryOptions({
    queryKey: ['dead-letters', 'job', jobId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id: jobId } }, signal })),
  });
}

/** Kinds of jobs that ran in the last 30 days, for the filter. */
export const kindsQuery = queryOptions({
  queryKey: ['dead-letters', 'kinds'],
  queryFn: () => bodyOf(api.GET('/api/v1/jobs/stats')),
  staleTime: 60_000,
});

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { isFinal } from '../../lib/states';

export type Account = Schema<'CalendarAccountResponse'>;
export type Calendar = Schema<'CalendarResponse'>;

const EVERY_MS = 60_000;
const SOON_MS = 3_000;

export const accountsQuery = queryOptions({
  queryKey: ['catchup', 'accounts'],
  queryFn: async ({ signal }) => (await bodyOf(api.GET('/api/v1/catchup/accounts', { signal }))).accounts,
  refetchInterval: EVERY_MS,
});

export const calendarsQuery = queryOptions({
  queryKey: ['catchup', 'calendars'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/calendars', { signal })),
  // While an account that was connected a moment ago is listed, and its calendars are read for the first time.
  refetchInterval: ({ state }) => (state.data?.calendars.every(isReady) && state.data.total > 0 ? EVERY_MS : SOON_MS),
});

const isReady = ({ selected, lastReadAt, trouble, accountState }: Calendar): boolean =>
  !selected || lastReadAt !== null || trouble !== null || accountState === 'needs_reauth';

export const feedQuery = queryOptions({
  queryKey: ['catchup', 'feed'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/feed', { signal })),
});

/** A reading under way, looked at until it has ended. */
export function readingQuery(jobId: string | undefined) {
  return queryOptions({
    queryKey: ['catchup', 'reading', jobId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id: jobId! } }, signal })),
    enabled: jobId !== undefined,
    refetchInterval: ({ state }) => (state.data && isFinal(state.data.status) ? false : 700),
  });
}

/** Goes to Google, which sends her back to a page of ours. */
export async function goToGoogle(accountId?: string): Promise<void> {
  const body = accountId === undefined ? {} : { accountId };
  const { authorizationUrl } = await bodyOf(api.POST('/api/v1/catchup/google/connect', { body }));
  location.assign(authorizationUrl);
}

export const SOURCE_NAMES = { google: 'Google', caldav: 'CalDAV', ics: 'Subscribed' } as const;

export const TROUBLES: Record<string, string> = {
  gone: 'its provider lists it no more',
  calendar_lost: 'you may not read it any more',
  refused_in_full: 'its provider does not answer our requests',
  refused: 'its provider does not answer our requests',
  busy: 'its provider asks us to wait',
  away: 'its provider is away',
  needs_reauth: 'its account must be connected again',
  misconfigured: 'its provider does not take this server',
  incomplete: 'some of its events cannot be read: their time looks free',
};

import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { isBeingWritten } from './week-query';

export const SHOWN = ['open', 'accepted', 'snoozed', 'dismissed', 'expired'] as const;
export type ShownState = (typeof SHOWN)[number];

const PAGE = 50;
const EVERY_MS = 60_000;

export function suggestionsQuery(state: ShownState, contactId?: string) {
  return infiniteQueryOptions({
    queryKey: ['catchup', 'suggestions', 'list', state, contactId ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const query = { state, limit: PAGE, ...(contactId && { contactId }), ...(pageParam && { cursor: pageParam }) };
      return bodyOf(api.GET('/api/v1/catchup/suggestions', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ suggestions }) => suggestions.some(isBeingWritten)) ? 1_500 : EVERY_MS,
  });
}

export const KIND_WORDS = {
  overdue: 'Overdue',
  shared_event: 'At the same event',
  birthday: 'Birthday',
} as const;

/** What became of the event, in words. */
export const EVENT_WORDS = {
  written: 'In your calendar',
  waiting: 'Being written into your calendar',
  failed: 'Not in your calendar',
  none: 'In no calendar; your feed has it',
} as const;

export const TROUBLE_WORDS: Record<string, string> = {
  needs_reauth: 'its account must be connected again; then it is written',
  calendar_lost: 'its calendar may not be written any more',
  refused: 'the provider refused it',
  misconfigured: 'the provider does not take this server: tell whoever runs it',
  away: 'the provider was away',
  unknown: 'nobody knows whether the provider took it: look there',
  given_up: 'it was given up after a day',
  passed: 'its time had begun before it could be written',
  account_closed: 'your account was closed then',
  deleted: 'you have deleted it in your calendar',
};

/** Why it ended, in words. */
export const DECISION_WORDS: Record<string, string> = {
  not_now: 'not now',
  met_recently: 'you met too recently',
  not_interested: 'not interested',
  other: 'for another reason',
  passed: 'its time began',
  met: 'you met',
  not_due: 'not due any more',
  busy: 'the time was taken',
  paused: 'put off',
};

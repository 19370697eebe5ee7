import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Message = Schema<'NotificationResponse'>;
export type Channel = Message['channels'][number];

const PAGE = 50;

export const messagesQuery = infiniteQueryOptions({
  queryKey: ['catchup', 'messages', 'list'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: PAGE, ...(pageParam && { cursor: pageParam }) };
    return bodyOf(api.GET('/api/v1/catchup/notifications', { params: { query }, signal }));
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  // What is under way changes within seconds, unless its provider is silent.
  refetchInterval: ({ state }) =>
    state.data?.pages[0]?.notifications.slice(0, 5).some((one) => one.state === 'pending') ? 2_000 : 60_000,
});

export function messageQuery(id: string) {
  return queryOptions({
    queryKey: ['catchup', 'messages', 'one', id],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/catchup/notifications/{id}', { params: { path: { id } }, signal })),
  });
}

export const digestQuery = queryOptions({
  queryKey: ['catchup', 'messages', 'digest'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/digest', { signal })),
});

export const KIND_WORDS = { digest: 'Digest', event: 'Notice of an event', test: 'Digest by hand' } as const;

export const NOTIFICATION_WORDS: Record<Message['state'], string> = {
  pending: 'Under way',
  success: 'Arrived',
  partial: 'Arrived on one',
  failed: 'Failed',
  skipped: 'Not sent',
  ambiguous: 'Nobody knows',
};

export const channelWord = ({ state }: Channel): string =>
  ({
    pending: 'under way',
    sent: 'taken by the provider',
    success: 'arrived',
    failed: 'failed',
    skipped: 'not sent',
    ambiguous: 'nobody knows',
  })[state];

export const SKIP_WORDS: Record<string, string> = {
  nothing_to_say: 'There was nothing to say',
  skipped_late: 'More than 12 hours late, so it was left out',
  switched_off: 'Switched off',
  no_channel: 'No channel is chosen',
  rate_limited: 'Too many on that day',
  no_longer_open: 'What it would have told of was over',
  account_closed: 'Your account was closed then',
};

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Preferences = Schema<'PreferencesResponse'>;
export type PreferencesBody = Schema<'PreferencesRequest'>;

export const preferencesQuery = queryOptions({
  queryKey: ['catchup', 'preferences'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/preferences', { signal })),
  staleTime: 60_000,
});

export const phoneQuery = queryOptions({
  queryKey: ['catchup', 'phone'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/catchup/phone', { signal })),
});

/** The last code, where no telephone gets it (no SMS provider, or the demo's stand-in) and it is read here. */
export const inboxCodeQuery = queryOptions({
  queryKey: ['catchup', 'phone', 'inbox'],
  queryFn: async ({ signal }): Promise<string | null> => {
    const { messages } = await bodyOf(api.GET('/api/v1/sms/messages', { params: { query: { limit: 10 } }, signal }));
    const code = messages.find(({ purpose }) => purpose === 'code');
    return /\b\d{6}\b/.exec(code?.text ?? '')?.[0] ?? null;
  },
  refetchInterval: 2_000,
});

/** Time that the user keeps for herself. */
export const blocksQuery = queryOptions({
  queryKey: ['catchup', 'blocks'],
  queryFn: async ({ signal }) => (await bodyOf(api.GET('/api/v1/catchup/blocks', { signal }))).blocks,
});

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

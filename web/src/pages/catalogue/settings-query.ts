import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { ApiError } from '../../api/problem';

export type Settings = Schema<'QuotingSettingsResponse'>;

/** How the workshop quotes, in which currency all its prices are; null until somebody has set it. */
export const settingsQuery = queryOptions({
  queryKey: ['catalogue', 'settings'],
  queryFn: async ({ signal }): Promise<Settings | null> => {
    try {
      return await bodyOf(api.GET('/api/v1/quoting-settings', { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

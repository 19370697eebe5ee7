import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';

/** The currency of the workshop, which all its prices are in. */
export const currencyQuery = queryOptions({
  queryKey: ['catalogue', 'currency'],
  queryFn: async ({ signal }): Promise<string> =>
    (await bodyOf(api.GET('/api/v1/quoting-settings', { signal }))).currency,
  retry: false,
  staleTime: 10 * 60_000,
});

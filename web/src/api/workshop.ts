import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';
import { useZone } from './hotels';
import { useOwnZone } from './preferences';
import { ApiError } from './problem';

export type WorkshopSettings = Schema<'QuotingSettingsResponse'>;

/** How the workshop quotes, in which currency all its prices are and by which clock; null until somebody has set it. */
export const workshopQuery = queryOptions({
  queryKey: ['catalogue', 'settings'],
  queryFn: async ({ signal }): Promise<WorkshopSettings | null> => {
    try {
      return await bodyOf(api.GET('/api/v1/quoting-settings', { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The zone of the workshop, to which quotes and orders belong and no hotel; one's own while "my zone" is switched on. */
export function useWorkshopZone(): string {
  const other = useZone();
  const { on } = useOwnZone();
  const zone = useQuery(workshopQuery).data?.timezone;
  return on ? other : (zone ?? other);
}

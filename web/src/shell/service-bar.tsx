import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';

/** How often the server is asked how it is, ms. */
const EVERY_MS = 20_000;

const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/health/ready', { signal })),
  refetchInterval: EVERY_MS,
  retry: false,
});

/** Says on every page that jobs wait for Redis, what works meanwhile, and that nothing has to be done about it here. */
export function ServiceBar() {
  const { data } = useQuery(readyQuery);
  if (data?.checks['redis'] !== 'down') return null;
  return (
    <p className="offline" role="status">
      ▲ The queue server (Redis) is down. Jobs are accepted and kept, but none starts until it is back; then they go on
      by themselves. Everything else works.
    </p>
  );
}

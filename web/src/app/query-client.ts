import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem';
import { followSession } from '../api/same-person';

/** Trouble that may be over in a moment; what the caller did wrong is not tried again. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

export const queryClient: QueryClient = new QueryClient({
  // Whatever somebody has done stands in the trail of what is shown.
  mutationCache: new MutationCache({
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['who-did'] }),
  }),
  defaultOptions: {
    queries: {
      // Asked also while the device is offline: what cannot be loaded says so, and is loaded when the network is back.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      retryDelay: (failures, error) =>
        error instanceof ApiError && error.retryAfter
          ? error.retryAfter * 1000
          : 500 * 2 ** failures + Math.random() * 500,
    },
    // A change is sent again by the person, who sees what became of it. Kept until the network is back, it would be made at a time when
    // nobody expects it any more.
    mutations: { networkMode: 'always', retry: false },
  },
});

followSession(queryClient);

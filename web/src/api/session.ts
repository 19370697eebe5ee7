import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';
import { forgetRequests } from './once';
import { ApiError } from './problem';
import { tellTabs } from './tabs';

export type Session = Schema<'SessionResponse'>;
export type Role = 'OPERATOR' | 'ADMIN' | 'MANAGER' | 'STAFF';

/** Asks the server who is logged in; null: nobody. */
export async function readSession(): Promise<Session | null> {
  try {
    return await bodyOf(api.GET('/api/v1/auth/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Who is logged in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 5 * 60_000,
});

export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

/** The person who is logged in. Only for what is shown inside the shell, where there is one. */
export function useMe(): Session {
  const session = useSession();
  if (!session) throw new Error('Nobody is logged in');
  return session;
}

/** Whether the person may do what these roles may. */
export function useMay(...roles: Role[]): boolean {
  const session = useSession();
  return roles.some((role) => role === session?.user.role);
}

export async function logIn(client: QueryClient, email: string, password: string): Promise<void> {
  const session = await bodyOf(api.POST('/api/v1/auth/session', { body: { email, password } }));
  become(client, session);
}

/** What another person has seen in this browser is forgotten. The session itself stays, because the pages that are shown watch it. */
function become(client: QueryClient, session: Session | null): void {
  forgetRequests();
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, session);
  tellTabs();
}

export function useLogOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.DELETE('/api/v1/auth/session').catch((error: unknown) => {
      // Ended already.
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    });
    become(client, null);
  };
}

/** Ends the tour of the demo for good, on every device; `false` shows it again. */
export function useEndTour(): (ended: boolean) => Promise<void> {
  const client = useQueryClient();
  return async (ended) => {
    // At once, also where the server cannot be reached: it is asked again at the next visit.
    client.setQueryData(
      sessionQuery.queryKey,
      (before) => before && { ...before, preferences: { ...before.preferences, tourEnded: ended } },
    );
    await api.PATCH('/api/v1/auth/session', { body: { tourEnded: ended } }).catch(() => undefined);
  };
}

import type { QueryClient } from '@tanstack/react-query';
import { api, csrfToken, whenSessionEnds } from './client';
import { ApiError } from './problem';
import { readSession, sessionQuery } from './session';
import { tellTabs, whenSessionMayHaveChanged } from './tabs';

/** The token of the session that is shown: the cookie of another one has another. */
let token: string | undefined;

/**
 * All tabs of a browser have one session, which can be begun and ended in any of them, and in the board of the queues too. A tab that did
 * not notice would go on showing what the person before may see, and her changes would be made in the name of the other.
 */
export function followSession(client: QueryClient): void {
  const shown = () => client.getQueryData(sessionQuery.queryKey);

  /** False: it is another person's now, for whom all is loaded anew. */
  const isSame = async (): Promise<boolean> => {
    const now = await readSession();
    const before = shown();
    if (before && now && before.user.id !== now.user.id) {
      location.reload();
      return false;
    }
    client.setQueryData(sessionQuery.queryKey, now);
    return true;
  };

  // The shell shows the log-in as soon as nobody is logged in, and comes back to the same address afterwards.
  whenSessionEnds(() => {
    const told = shown() === null;
    client.setQueryData(sessionQuery.queryKey, null);
    if (!told) tellTabs();
  });
  whenSessionMayHaveChanged(() => void isSame().catch(() => undefined));
  api.use({
    async onRequest({ request: { method, url } }) {
      const cookie = csrfToken();
      const isChange = method !== 'GET' && !(method === 'POST' && isSession(url));
      if (!isChange || !shown() || cookie === undefined || token === undefined || cookie === token) return;
      if (await isSame()) return;
      throw new ApiError({
        status: 0,
        code: 'OTHER_PERSON',
        title: 'Somebody else has logged in',
        detail: 'Somebody else has logged in with this browser. Nothing was changed.',
      });
    },
    onResponse({ request: { url }, response }) {
      if (isSession(url) && response.ok) token = csrfToken();
    },
  });
}

const isSession = (url: string): boolean => new URL(url).pathname === '/api/v1/auth/session';

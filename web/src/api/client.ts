import createClient, { type Middleware } from 'openapi-fetch';
import { sendOnce } from './once';
import { ApiError, toApiError } from './problem';
import type { components, paths } from './schema';

/** A body of the API by its name in the OpenAPI document, e.g. `Schema<'JobDetailResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Told when the server says that the session has ended. */
let onSessionEnd: () => void = () => undefined;
export function whenSessionEnds(run: () => void): void {
  onSessionEnd = run;
}

/** The token that changes must carry, readable for pages of this site only. */
export function csrfToken(): string | undefined {
  return /(?:^|; )ns_csrf=([^;]+)/.exec(document.cookie)?.[1];
}

/** What every change carries. */
function changeHeaders(request: Request): void {
  const token = csrfToken();
  if (token) request.headers.set('X-CSRF-Token', token);
}

/** The log-in, and the question who is logged in: their 401 is an answer, and no session that has ended. */
function asksForSession({ method, url }: Request): boolean {
  return (method === 'GET' || method === 'POST') && new URL(url).pathname === '/api/v1/auth/session';
}

const rules: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) changeHeaders(request);
  },
  async onResponse({ request, response }) {
    if (response.ok || response.status === 304) return;
    if (response.status === 401 && !asksForSession(request)) onSessionEnd();
    throw await toApiError(response);
  },
  onError({ error }) {
    if (error instanceof Error && error.name === 'AbortError') return error;
    return new ApiError({
      status: 0,
      code: 'OFFLINE',
      title: 'No connection',
      detail: 'The server cannot be reached.',
    });
  },
};

/**
 * The API, typed by the OpenAPI document. A call resolves to its answer or throws an `ApiError`:
 * `const { data } = await api.GET('/api/v1/jobs/{id}', { params: { path: { id } } })`.
 */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: sendOnce });
api.use(rules);

/** The body of an answer: what an unsuccessful call would leave out has been thrown by then. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

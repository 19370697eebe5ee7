import { SourceError, type SourceTrouble } from '../calendar-source.js';

/** What Google's refusal of a call means. `unauthorized`: the access token is not taken, a new one may be. */
export interface GoogleTrouble {
  trouble: SourceTrouble | 'unauthorized' | 'duplicate';
  /** For people and logs: code and reason, nothing that came in the answer. */
  words: string;
  /** Least wait before the next try, ms. */
  retryAfterMs?: number;
  /** Of `busy`: what is used up is the quota of all accounts together. */
  ofTheProject?: boolean;
}

interface ErrorBody {
  error?: { code?: number; errors?: { reason?: string; location?: string; message?: string }[] };
}

const BUSY = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);
/** The quota of a day: later today is soon enough. */
const QUOTA_WAIT_MS = 900_000;
/** The quota of a minute has room again after so long, at the latest. */
const MINUTE_MS = 60_000;
/**
 * The reason of a quota is "rateLimitExceeded" whosever it is; the message tells: "limit 'Queries per minute'" is the project's, "limit
 * 'Queries per minute per user'" is not.
 */
const PROJECT_LIMIT = /\blimit 'Queries per (?:minute|day|100 seconds)'/;
/** The calendar's owner has taken back what was shared, or it was deleted. */
const OF_THE_ACCOUNT = new Set(['insufficientPermissions', 'insufficientAuthenticationScopes']);
const OF_THE_PROJECT = new Set(['accessNotConfigured', 'SERVICE_DISABLED']);
/** Reasons are words of Google's; anything else does not go into a message. */
const REASON = /^\w{1,60}$/;

/** Undefined for an answer that is none. */
function reasonsOf(body: string): { reason: string; location?: string; message?: string }[] {
  try {
    const { error } = JSON.parse(body) as ErrorBody;
    const errors = Array.isArray(error?.errors) ? error.errors : [];
    return errors.flatMap(({ reason, location, message }) =>
      typeof reason === 'string' && REASON.test(reason) ? [{ reason, location, message }] : [],
    );
  } catch {
    return [];
  }
}

/** Of a call to Calendar that was answered with anything but 2xx: decided by code and reason. */
export function callTrouble(status: number, body: string, retryAfterMs?: number): GoogleTrouble {
  const [first] = reasonsOf(body);
  const reason = first?.reason ?? '';
  const words = `Google answered ${status}${reason && ` ${reason}`}`;
  const as = (trouble: GoogleTrouble['trouble'], wait = retryAfterMs): GoogleTrouble => ({
    trouble,
    words,
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
  if (status === 401) return as('unauthorized');
  if (isBusy(status, reason) && typeof first?.message === 'string' && PROJECT_LIMIT.test(first.message))
    return { ...as('busy', Math.max(retryAfterMs ?? 0, MINUTE_MS)), ofTheProject: true };
  if (status === 429) return as('busy');
  if (status === 403) {
    if (BUSY.has(reason)) return as('busy');
    if (reason === 'quotaExceeded') return as('busy', Math.max(retryAfterMs ?? 0, QUOTA_WAIT_MS));
    if (OF_THE_ACCOUNT.has(reason)) return as('needs_reauth');
    return as(OF_THE_PROJECT.has(reason) ? 'misconfigured' : 'calendar_lost');
  }
  if (status === 404) return as('calendar_lost');
  if (status === 409) return as('duplicate');
  if (status === 410) return as('token_void');
  // A sync token of another calendar, or one that Google does not recognise any more.
  if (status === 400) return as(first?.location === 'syncToken' ? 'token_void' : 'refused');
  return as(status >= 500 || status === 408 ? 'away' : 'refused');
}

const isBusy = (status: number, reason: string) => status === 429 || (status === 403 && BUSY.has(reason));

export const REAUTH_WORDS = {
  invalid_grant: 'Google does not accept the permission any more: it was taken back, or was not used for long.',
  invalid_rapt: "Google asks you to sign in again: your organisation's rules end such permissions after a time.",
  scopes: 'Google says that the permission does not cover calendars any more.',
} as const;

/** Of the token endpoint, whose errors are flat. `bad_code`: what was to be redeemed is not taken. */
export function tokenTrouble(status: number, body: string): SourceError {
  const { error = '', description = '', subtype = '' } = tokenError(body);
  if (status >= 500 || status === 408 || status === 429) return new SourceError('away', `Google answered ${status}`);
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return new SourceError('misconfigured', `Google does not know our client: ${error}`);
  if (error !== 'invalid_grant')
    return new SourceError('misconfigured', `Google refused a token: ${REASON.test(error) ? error : status}`);
  // Our clock is wrong: nobody's permission is over.
  if (description.startsWith('Invalid JWT'))
    return new SourceError('misconfigured', 'Google takes our clock for wrong');
  const isRapt = subtype === 'invalid_rapt' || description.includes('invalid_rapt');
  return new SourceError('needs_reauth', isRapt ? REAUTH_WORDS.invalid_rapt : REAUTH_WORDS.invalid_grant);
}

function tokenError(body: string): { error?: string; description?: string; subtype?: string } {
  try {
    const value = JSON.parse(body) as Record<string, unknown>;
    const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '');
    return { error: text('error'), description: text('error_description'), subtype: text('error_subtype') };
  } catch {
    return {};
  }
}

/** Somewhere up to the doubled wait, so that those who were refused together do not come back together ("full jitter"). */
export function backoffMs(firstMs: number, attempt: number, random = Math.random()): number {
  return Math.ceil(firstMs * 2 ** (attempt - 1) * random);
}

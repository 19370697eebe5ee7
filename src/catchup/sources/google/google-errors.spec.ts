import { describe, expect, it } from '@jest/globals';
import { backoffMs, callTrouble, REAUTH_WORDS, tokenTrouble } from './google-errors.js';

const body = (domain: string, reason: string, location?: string) =>
  JSON.stringify({ error: { errors: [{ domain, reason, message: 'x', location }], code: 1, message: 'secret title' } });

describe("Google's refusals of a call", () => {
  it.each([
    [400, body('calendar', 'timeRangeEmpty', 'timeMax'), 'refused', undefined],
    [400, body('global', 'invalid', 'syncToken'), 'token_void', undefined],
    [401, body('global', 'authError', 'Authorization'), 'unauthorized', undefined],
    [403, body('usageLimits', 'userRateLimitExceeded'), 'busy', undefined],
    [403, body('usageLimits', 'rateLimitExceeded'), 'busy', undefined],
    [403, body('usageLimits', 'quotaExceeded'), 'busy', 900_000],
    [403, body('global', 'insufficientPermissions'), 'needs_reauth', undefined],
    [403, body('usageLimits', 'accessNotConfigured'), 'misconfigured', undefined],
    [403, body('calendar', 'forbiddenForNonOrganizer'), 'calendar_lost', undefined],
    [403, '<html>', 'calendar_lost', undefined],
    [404, body('global', 'notFound'), 'calendar_lost', undefined],
    [409, body('global', 'duplicate'), 'duplicate', undefined],
    [410, body('calendar', 'fullSyncRequired', 'syncToken'), 'token_void', undefined],
    [410, body('global', 'fullSyncRequired'), 'token_void', undefined],
    [410, body('calendar', 'updatedMinTooLongAgo'), 'token_void', undefined],
    [410, '', 'token_void', undefined],
    [429, body('usageLimits', 'rateLimitExceeded'), 'busy', undefined],
    [500, body('global', 'backendError'), 'away', undefined],
    [503, '<html><body>Service Unavailable</body></html>', 'away', undefined],
  ])('%i %s is %s', (status, text, trouble, wait) => {
    const found = callTrouble(status, text);
    expect(found.trouble).toBe(trouble);
    expect(found.retryAfterMs).toBe(wait);
    expect(found.words).not.toContain('secret');
  });

  it.each([
    ['Queries per minute', true],
    ['Queries per day', true],
    ['Queries per minute per user', false],
    ['Queries per user per 100 seconds', false],
  ])('whose quota is used up is told by its message alone: %s', (limit, ofTheProject) => {
    const message = `Quota exceeded for quota metric 'Queries' and limit '${limit}' of service 'calendar-json.googleapis.com'`;
    const text = JSON.stringify({ error: { errors: [{ reason: 'rateLimitExceeded', message }] } });
    for (const status of [403, 429]) {
      const found = callTrouble(status, text);
      expect([found.trouble, found.ofTheProject ?? false]).toEqual(['busy', ofTheProject]);
      expect(found.words).not.toContain('Quota');
    }
  });

  it('Retry-After is kept', () => {
    expect(callTrouble(429, '', 7_000)).toMatchObject({ trouble: 'busy', retryAfterMs: 7_000 });
  });
});

describe("the token endpoint's refusals", () => {
  const flat = (error: string, more: object = {}) => JSON.stringify({ error, ...more });
  it.each([
    [400, flat('invalid_grant', { error_description: 'Token has been expired or revoked.' }), 'needs_reauth'],
    [400, flat('invalid_grant', { error_description: 'Bad Request' }), 'needs_reauth'],
    [400, flat('invalid_grant', { error_description: 'Account has been deleted' }), 'needs_reauth'],
    [400, flat('invalid_grant', { error_description: 'Invalid JWT: Token must be short-lived' }), 'misconfigured'],
    [401, flat('invalid_client', { error_description: 'The OAuth client was not found.' }), 'misconfigured'],
    [400, flat('redirect_uri_mismatch'), 'misconfigured'],
    [400, flat('unsupported_grant_type'), 'misconfigured'],
    [400, '<html>', 'misconfigured'],
    [429, '', 'away'],
    [500, '', 'away'],
    [503, '<html>', 'away'],
  ])('%i %s is %s', (status, text, trouble) => expect(tokenTrouble(status, text).trouble).toBe(trouble));

  it('a session that an organisation ends has words of its own', () => {
    const rapt = { error_description: 'reauth related error (invalid_rapt)', error_subtype: 'invalid_rapt' };
    expect(tokenTrouble(400, flat('invalid_grant', rapt)).message).toBe(REAUTH_WORDS.invalid_rapt);
    expect(tokenTrouble(400, flat('invalid_grant')).message).toBe(REAUTH_WORDS.invalid_grant);
  });
});

it('the wait before the next try lies anywhere up to a bound that doubles', () => {
  const at = (attempt: number) => [0, 0.5, 0.999].map((random) => backoffMs(1_000, attempt, random));
  expect([1, 2, 3].map(at)).toEqual([
    [0, 500, 999],
    [0, 1_000, 1_998],
    [0, 2_000, 3_996],
  ]);
});

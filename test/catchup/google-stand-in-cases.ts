import { describe, expect, it } from '@jest/globals';
import { GoogleTokens } from '../../src/catchup/sources/google/google-tokens.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';

const EMAIL = 'rules@example.test';
const SHARED = 'shared@group';
const SPAN = { timeMin: '2026-03-01T00:00:00Z', timeMax: '2026-05-01T00:00:00Z', singleEvents: 'true' };

/** What the stand-in refuses as Google does: tests on a server that takes everything would show nothing. */
export function standInCases(world: () => CatchupWorld): void {
  describe("Google's stand-in", () => {
    it('has the rules of tokens, pages and parameters', async () => {
      const person = await world().person('rules');
      await world().google.user(EMAIL, [
        { id: SHARED, accessRole: 'freeBusyReader', events: [hourAt('s', '2026-03-02T10:00:00Z')] },
      ]);
      const account = await world().connect(person, EMAIL);
      const token = await world().as(person, () =>
        world().get(GoogleTokens).access(account, AbortSignal.timeout(10_000)),
      );
      await world().google.events(EMAIL, {
        put: ['a', 'b', 'c'].map((id, n) => hourAt(id, `2026-03-0${n + 2}T10:00:00Z`)),
      });
      const list = async (query: Record<string, string>, calendar = EMAIL) => {
        const url = new URL(`${world().google.url}/calendar/v3/calendars/${encodeURIComponent(calendar)}/events`);
        url.search = new URLSearchParams(query).toString();
        const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
        const body = (await answer.json()) as Record<string, unknown> & {
          items: Record<string, unknown>[];
          nextSyncToken?: string;
          nextPageToken?: string;
        };
        const { errors: [first] = [] } = (body['error'] ?? {}) as { errors?: { reason: string; location?: string }[] };
        return { ...body, status: answer.status, why: first && [first.reason, first.location] };
      };
      const full = await list(SPAN);
      expect([full.status, full.items.length, typeof full.nextSyncToken]).toEqual([200, 3, 'string']);
      const syncToken = full.nextSyncToken!;
      for (const [name, value] of Object.entries({ timeMin: SPAN.timeMin, q: 'x', orderBy: 'updated', iCalUID: 'x' }))
        expect(await list({ syncToken, singleEvents: 'true', [name]: value })).toMatchObject({
          status: 400,
          why: ['badRequest', name],
        });
      expect(await list({ orderBy: 'startTime' })).toMatchObject({ status: 400 });
      expect(await list({ timeMin: '2026-03-01T00:00:00' })).toMatchObject({ status: 400 });
      const empty = await list({ timeMin: SPAN.timeMin, timeMax: SPAN.timeMin });
      expect(empty).toMatchObject({ status: 400, why: ['timeRangeEmpty', 'timeMax'] });
      const ordered = await list({ ...SPAN, orderBy: 'startTime' });
      expect([ordered.status, ordered.nextSyncToken]).toEqual([200, undefined]);

      const first = await list({ ...SPAN, maxResults: '2' });
      const pageToken = first.nextPageToken!;
      expect([first.items.length, first.nextSyncToken]).toEqual([2, undefined]);
      expect((await list({ ...SPAN, maxResults: '2', pageToken })).items).toMatchObject([{ id: 'c' }]);
      const changed = await list({ ...SPAN, maxResults: '1', pageToken });
      expect(changed).toMatchObject({ status: 400, why: ['invalid', 'pageToken'] });
      expect(await list({ ...SPAN, pageToken: 'nonsense' })).toMatchObject({ status: 400 });
      expect(await list({ syncToken, singleEvents: 'true' }, SHARED)).toMatchObject({
        status: 400,
        why: ['invalid', 'syncToken'],
      });

      const shared = await list(SPAN, SHARED);
      expect(shared.items).toMatchObject([{ id: 's', start: expect.anything() }]);
      expect(shared.items[0]).not.toHaveProperty('summary');
      await world().google.control('POST', 'void', { email: EMAIL });
      expect(await list({ syncToken, singleEvents: 'true' })).toMatchObject({
        status: 410,
        why: ['fullSyncRequired', 'syncToken'],
      });
      expect(await list({}, 'nobody@group')).toMatchObject({ status: 404, why: ['notFound', undefined] });
    });
  });
}

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventPage, Reading, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { WRITE_SCOPE } from '../../src/catchup/sources/google/google-scopes.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import { RedisConnections } from '../../src/jobs/doorbell/redis-connections.js';
import { SharedRates } from '../../src/jobs/index.js';
import { Config } from '../../src/platform/config/config.js';
import type { Person } from '../platform/harness.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';

const signal = new AbortController().signal;
const WINDOW = { start: new Date('2026-03-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
const EVENT = {
  id: 'catchup0a1b2c3',
  start: new Date('2026-03-03T10:00:00Z'),
  end: new Date('2026-03-03T11:00:00Z'),
  timeZone: 'Europe/Lisbon',
  summary: 'Coffee',
  description: '',
};
const FULL: Reading = { mode: 'full', window: WINDOW };
/** Of every request of events, and none besides these. */
const FIXED = ['fields', 'maxResults', 'showDeleted', 'singleEvents'];

/** What is asked of Google's calendars, and what becomes of its answers. */
export function googleCallsCases(world: () => CatchupWorld): void {
  const connected = async () => {
    const name = `c${randomUUID().slice(0, 8)}`;
    const person = await world().person(name);
    const email = `${name}@example.test`;
    await world().google.user(email);
    const account = await world().connect(person, email);
    await world().google.forget();
    return { person, account, email, read: reader(person, account, email), source: world().get(GoogleSource) };
  };
  const reader = (person: Person, account: SourceAccount, calendar: string) => (reading: Reading) =>
    world().as(person, async () => {
      const pages: EventPage[] = [];
      for await (const page of world().get(GoogleSource).events(account, calendar, reading, signal)) pages.push(page);
      return pages;
    });
  const ids = (pages: EventPage[]) => pages.flatMap(({ items }) => items.map(({ externalId }) => externalId));
  const asked = async (path: string) =>
    (await world().google.log(path)).map(({ query }) => {
      const { fields: _, pageToken: __, ...rest } = query;
      return rest;
    });

  describe("reading Google's calendars", () => {
    it('lists all of them, page by page, and not what the user hides', async () => {
      const { person, account, email, source } = await connected();
      await world().google.user(email, [
        { id: 'work@group', summary: 'Work', summaryOverride: 'My work', timeZone: 'America/New_York' },
        { id: 'team@group', summary: 'Team', accessRole: 'freeBusyReader' },
        { id: 'gone@group', summary: 'Gone', deleted: true },
        { id: 'hidden@group', summary: 'Hidden', hidden: true },
        { id: 'feast@group', summary: 'Holidays', accessRole: 'reader' },
      ]);
      await world().google.settings({ listPageSize: 2 });
      expect(await world().as(person, () => source.calendars(account, signal))).toEqual([
        { externalId: email, name: email, timeZone: 'UTC', accessRole: 'owner', primary: true },
        {
          externalId: 'work@group',
          name: 'My work',
          timeZone: 'America/New_York',
          accessRole: 'owner',
          primary: false,
        },
        { externalId: 'team@group', name: 'Team', timeZone: 'UTC', accessRole: 'freeBusyReader', primary: false },
        { externalId: 'feast@group', name: 'Holidays', timeZone: 'UTC', accessRole: 'reader', primary: false },
      ]);
      expect((await world().google.log('/calendarList')).map(({ query }) => query)).toEqual([
        { maxResults: '250' },
        { maxResults: '250', pageToken: 'p2' },
        { maxResults: '250', pageToken: 'p4' },
      ]);
    });

    it('E11: pages of 2, 0 and 1 events, the token on the last; then only what has changed', async () => {
      const { email, read } = await connected();
      await world().google.events(email, {
        put: ['a', 'b', 'c'].map((id, n) => hourAt(id, `2026-03-0${n + 2}T10:00:00Z`)),
      });
      await world().google.settings({ pageSize: 2, emptyPage: 2 });
      const pages = await read(FULL);
      expect(pages.map(({ items, syncToken }) => [items.length, syncToken !== undefined])).toEqual([
        [2, false],
        [0, false],
        [1, true],
      ]);
      const requests = await world().google.log('/events');
      for (const { query } of requests)
        expect(
          Object.keys(query)
            .filter((name) => name !== 'pageToken')
            .sort(),
        ).toEqual([...FIXED, 'timeMax', 'timeMin']);

      await world().google.settings({ emptyPage: 0 });
      await world().google.events(email, { put: [hourAt('d', '2026-03-10T10:00:00Z')], remove: ['a'] });
      await world().google.forget();
      const { syncToken } = pages.at(-1)!;
      const changes = await read({ mode: 'changes', window: WINDOW, syncToken: syncToken! });
      expect(changes.flatMap(({ items }) => items)).toMatchObject([
        { externalId: 'a', deleted: true },
        { externalId: 'd', deleted: false, summary: 'Title of d' },
      ]);
      expect(changes.at(-1)!.syncToken).not.toBe(syncToken);
      const [request] = await world().google.log('/events');
      expect(Object.keys(request!.query).sort()).toEqual([...FIXED, 'syncToken'].sort());
      expect(await asked('/events')).toMatchObject([
        { singleEvents: 'true', showDeleted: 'true', maxResults: '2500', syncToken },
      ]);
    });

    it('300 events in pages of 250 are two requests with the same parameters', async () => {
      const { email, read } = await connected();
      const at = (n: number) => new Date(Date.parse('2026-03-01T00:00:00Z') + n * 3_600_000).toISOString();
      await world().google.events(email, {
        put: Array.from({ length: 300 }, (_, n) => hourAt(`n${n}`, at(n))),
      });
      await world().google.settings({ pageSize: 250 });
      expect(new Set(ids(await read(FULL))).size).toBe(300);
      const [first, second, ...more] = await asked('/events');
      expect([second, more]).toEqual([first, []]);
    });

    it('a slice has no token; series come as their instances, and go as tombstones', async () => {
      const { email, read } = await connected();
      const series = hourAt('m', '2026-03-03T10:00:00Z', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
      await world().google.events(email, { put: [series] });
      const [page] = await read({ mode: 'slice', window: WINDOW });
      expect(page!.syncToken).toBeUndefined();
      const instances = ['m_20260303T100000Z', 'm_20260310T100000Z', 'm_20260317T100000Z'];
      expect(ids([page!])).toEqual(instances);
      const { syncToken } = (await read(FULL)).at(-1)!;
      await world().google.events(email, { remove: ['m'] });
      const changes = () => read({ mode: 'changes', window: WINDOW, syncToken: syncToken! });
      expect((await changes())[0]!.items).toEqual(instances.map((externalId) => ({ externalId, deleted: true })));
      await world().google.settings({ wholeTombstones: true });
      expect((await changes())[0]!.items).toEqual([{ externalId: 'm', deleted: true, series: true }]);
    });

    it('what has moved out of the window is gone; what comes twice comes twice', async () => {
      const { email, read } = await connected();
      await world().google.events(email, { put: [hourAt('e', '2026-03-03T10:00:00Z')] });
      const { syncToken } = (await read(FULL)).at(-1)!;
      await world().google.events(email, { put: [hourAt('e', '2026-06-03T10:00:00Z')] });
      await world().google.settings({ repeat: true });
      const [page] = await read({ mode: 'changes', window: WINDOW, syncToken: syncToken! });
      expect(page!.items).toEqual([
        { externalId: 'e', deleted: true },
        { externalId: 'e', deleted: true },
      ]);
    });

    it.each([
      ['410', { status: 410 }, 'token_void', 1],
      ['410 without a body', { status: 410, empty: true }, 'token_void', 1],
      ['404', { status: 404, reason: 'notFound' }, 'calendar_lost', 1],
      ['403 forbidden', { status: 403, reason: 'forbidden' }, 'calendar_lost', 1],
      ['403 accessNotConfigured', { status: 403, reason: 'accessNotConfigured' }, 'misconfigured', 1],
      ['400', { status: 400, reason: 'invalid' }, 'refused', 1],
      ['403 quotaExceeded', { status: 403, reason: 'quotaExceeded' }, 'busy', 1],
      ['429 for a minute', { status: 429, retryAfter: 60 }, 'busy', 1],
      ['500', { status: 500 }, 'away', 3],
      ['503 in HTML', { status: 503, html: true }, 'away', 3],
      ['truncated JSON', { truncated: true }, 'away', 3],
      ['a cut connection', { cut: true }, 'away', 3],
    ])('%s', async (_, fault, trouble, calls) => {
      const { email, read } = await connected();
      await world().google.faults({ path: '/events', account: email, ...fault });
      await expect(read(FULL)).rejects.toMatchObject({ name: 'SourceError', trouble });
      expect(await world().google.log('/events')).toHaveLength(calls);
    });

    it('trouble that passes is not the caller’s', async () => {
      const { email, read } = await connected();
      await world().google.events(email, { put: [hourAt('e', '2026-03-03T10:00:00Z')] });
      await world().google.faults(
        { path: '/events', times: 1, status: 503, html: true },
        { path: '/events', times: 1, status: 403, reason: 'userRateLimitExceeded' },
      );
      expect(ids(await read(FULL))).toEqual(['e']);
      expect((await world().google.log('/events')).map(({ status }) => status)).toEqual([503, 403, 200]);
    });

    it('a permission that covers less than it did needs the user', async () => {
      const { person, email, read } = await connected();
      await world().google.faults({ path: '/events', account: email, status: 403, reason: 'insufficientPermissions' });
      await expect(read(FULL)).rejects.toMatchObject({ trouble: 'needs_reauth' });
      const { accounts } = await world().ask(person, 'GET', '/catchup/accounts');
      expect(accounts).toMatchObject([{ state: 'needs_reauth' }]);
    });

    it('a token of another calendar, or one that Google does not know, is void', async () => {
      const { email, read } = await connected();
      const { syncToken } = (await read(FULL)).at(-1)!;
      await world().google.control('POST', 'void', { email });
      for (const token of [syncToken!, 'nonsense'])
        await expect(read({ mode: 'changes', window: WINDOW, syncToken: token })).rejects.toMatchObject({
          trouble: 'token_void',
        });
    });
  });

  describe('writing and asking', () => {
    it('an event that is written twice is one event, and is found', async () => {
      const { person, account, email, source } = await connected();
      const event = EVENT;
      await world().as(person, async () => {
        expect(await source.find(account, email, event.id, signal)).toBe(false);
        // Its answer is lost: whoever wrote it cannot know.
        await world().google.faults({ path: '/events', times: 1, cut: true });
        expect(await source.insert(account, email, event, signal)).toEqual({ externalId: event.id });
        expect(await source.insert(account, email, event, signal)).toEqual({ externalId: event.id });
        expect(await source.find(account, email, event.id, signal)).toBe(true);
      });
      const written = (await world().google.log('/events')).filter(({ method }) => method === 'POST');
      expect(written.map(({ status }) => status)).toEqual([-1, 409, 409]);
      await world().google.events(email, { remove: [event.id] });
      expect(await world().as(person, () => source.find(account, email, event.id, signal))).toBe(false);
      // The id of one that was deleted is taken as well: it is not there for that.
      const again = await world().as(person, () => source.insert(account, email, event, signal));
      expect(again).toEqual({ externalId: event.id, deleted: true });
    });

    it('an account that may be read only is not asked to be written to, and goes on being read', async () => {
      const person = await world().person('reads');
      await world().google.settings({ untick: [WRITE_SCOPE] });
      const account = await world().connect(person, 'reads@example.test');
      const [source, event] = [world().get(GoogleSource), { ...EVENT, id: 'catchup0reads' }];
      await world().google.forget();
      const written = world().as(person, () => source.insert(account, 'reads@example.test', event, signal));
      await expect(written).rejects.toMatchObject({ trouble: 'refused' });
      expect(await world().google.log()).toEqual([]);
      expect(await world().as(person, () => source.calendars(account, signal))).toHaveLength(1);
    });

    it('busy times are those of the calendars that are told; an unknown calendar is not a free one', async () => {
      const { person, account, email, source } = await connected();
      await world().google.events(email, {
        put: [
          hourAt('a', '2026-03-03T10:00:00Z'),
          hourAt('b', '2026-03-03T10:30:00Z'),
          hourAt('free', '2026-03-04T10:00:00Z', { transparency: 'transparent' }),
        ],
      });
      const busy = await world().as(person, () => source.busy(account, [email, 'nobody@group'], WINDOW, signal));
      expect([...busy]).toEqual([
        [email, [{ start: new Date('2026-03-03T10:00:00Z'), end: new Date('2026-03-03T11:30:00Z') }]],
      ]);
    });
  });

  describe('quotas', () => {
    it('of calls that all processes share: never more in any 60 seconds, however many ask at once', async () => {
      const rates = world().get(SharedRates);
      const [project, user] = [`p-${randomUUID()}`, `u-${randomUUID()}`];
      const both = [
        { key: project, perMinute: 60 },
        { key: user, perMinute: 24 },
      ];
      const begun = Date.now();
      const turns = await Promise.all(
        Array.from({ length: 100 }, async (_, n) => {
          const { granted, waitMs } = await rates.reserve(n % 2 ? both : both.slice(0, 1), 600_000);
          expect(granted).toBe(true);
          return { at: Date.now() - begun + waitMs, own: n % 2 === 1 };
        }),
      );
      // What Redis counted and what this clock says differ by the way between them.
      const most = (times: number[]) =>
        Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 59_500).length));
      expect(most(turns.map(({ at }) => at))).toBeLessThanOrEqual(60);
      expect(most(turns.filter(({ own }) => own).map(({ at }) => at))).toBeLessThanOrEqual(24);
      // A wait that the caller does not take reserves nothing.
      const refused = await rates.reserve(both, 0);
      expect(refused.granted).toBe(false);
      expect((await rates.reserve(both, 0)).waitMs).toBeLessThanOrEqual(refused.waitMs);
    });

    it("the project's quota, once it is used up, holds back all accounts", async () => {
      const [one, other] = [await connected(), await connected()];
      const message = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'calendar'";
      const fault = {
        path: '/events',
        account: one.email,
        times: 1,
        status: 403,
        reason: 'rateLimitExceeded',
        message,
      };
      await world().google.faults(fault);
      await expect(one.read(FULL)).rejects.toMatchObject({ trouble: 'busy', retryAfterMs: 60_000 });
      await expect(other.read(FULL)).rejects.toMatchObject({ trouble: 'busy' });
      expect(await world().google.log('/events', other.email)).toEqual([]);
      const redis = world().get(RedisConnections).commands;
      await redis.del(...(await redis.keys(`{${world().get(Config).REDIS_PREFIX}:rates}:*`)));
      expect(await other.read(FULL)).toHaveLength(1);
    });

    it('Retry-After holds back the account that was told, and no other', async () => {
      const [one, other] = [await connected(), await connected()];
      await world().google.faults({ path: '/events', account: one.email, times: 1, status: 429, retryAfter: 60 });
      await expect(one.read(FULL)).rejects.toMatchObject({ trouble: 'busy', retryAfterMs: 60_000 });
      const again = await one.read(FULL).catch((error: unknown) => error);
      expect(again).toMatchObject({ trouble: 'busy' });
      expect((again as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(30_000);
      expect(await world().google.log('/events', one.email)).toHaveLength(1);
      expect(await other.read(FULL)).toHaveLength(1);
    });
  });
}

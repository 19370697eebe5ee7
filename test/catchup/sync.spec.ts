import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CalendarSyncs } from '../../src/catchup/calendars/calendar-syncs.js';
import { CatchupPreferences } from '../../src/catchup/preferences/catchup-preferences.js';
import { defaultPreferences, type Preferences } from '../../src/catchup/preferences/preferences.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from '../platform/harness.js';
import { Reader } from './reader.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

const as = (token: string) => (method: string, path: string, body?: object) =>
  platform.call(method, `/api/v1${path}`, { token, body });

describe('preferences', () => {
  const PATH = '/catchup/preferences';
  const CHANGED: Preferences = {
    ...defaultPreferences('Asia/Kathmandu'),
    windows: [[['09:00', '12:00'], ['13:00', '24:00']], [], [], [], [], [], []], // prettier-ignore
    quiet: null,
    digest: { enabled: true, weekday: 5, time: '17:30', items: 3 },
    channels: ['email', 'sms'],
  };

  it('are the defaults in the tenant’s zone until she sets them, and hers alone', async () => {
    const { a, b } = platform;
    const her = as(a.STAFF.token);
    const unset = await her('GET', PATH);
    expect(unset.body).toEqual({ ...defaultPreferences('UTC'), updatedAt: null });
    await as(a.ADMIN.token)('PUT', '/reports/settings', { timezone: 'Europe/Lisbon' });
    expect((await her('GET', PATH)).body).toMatchObject({ timeZone: 'Europe/Lisbon', updatedAt: null });

    const put = await her('PUT', PATH, CHANGED);
    expect([put.status, put.body]).toEqual([200, { ...CHANGED, updatedAt: expect.any(String) }]);
    expect((await her('GET', PATH)).body).toEqual(put.body);
    const others = await Promise.all([a.ADMIN, a.MANAGER, b.STAFF].map(({ token }) => as(token)('GET', PATH)));
    expect(others.map(({ body }) => body['updatedAt'])).toEqual([null, null, null]);
    const key = await platform.apiKey(a.ADMIN, a);
    expect((await as(key.key)('GET', PATH)).status).toBe(403);
    expect((await as(platform.operator.token)('GET', PATH)).status).toBe(403);
    const { rows } = await platform.sql.query(`SELECT detail FROM audit_entry WHERE action = 'PUT ${PATH}'`);
    expect(rows).toEqual([{ detail: null }]);
  });

  it('tell what follows them, in the same transaction', async () => {
    const { a } = platform;
    const her = as(a.MANAGER.token);
    const seen: string[] = [];
    platform.app.get(CatchupPreferences).onChange((after, before) => {
      seen.push(`${before.digest.weekday} → ${after.digest.weekday}`);
      return after.digest.weekday === 3
        ? Promise.reject(new AppError('CONFLICT', 'not on Wednesdays'))
        : Promise.resolve();
    });
    const on = (weekday: 2 | 3) => ({ ...CHANGED, digest: { ...CHANGED.digest, weekday } });
    expect((await her('PUT', PATH, on(2))).status).toBe(200);
    expect((await her('PUT', PATH, on(3))).status).toBe(409);
    expect(seen).toEqual(['7 → 2', '2 → 3']);
    const context = platform.app.get(RequestContext);
    const read = await context.asTenant(a.id, () => platform.app.get(CatchupPreferences).ofUser(a.MANAGER.id));
    expect(read.digest.weekday).toBe(2);
  });

  it.each([
    ['timeZone', { timeZone: 'CET' }],
    ['windows.0.1', { windows: [[['09:00', '12:00'], ['11:00', '13:00']], [], [], [], [], [], []] }], // prettier-ignore
    ['windows', { windows: [[]] }],
    ['quiet.to', { quiet: { from: '22:00', to: '22:00' } }],
    ['quiet.to', { quiet: { from: '22:00', to: '24:00' } }],
    ['bufferMinutes', { bufferMinutes: 241 }],
    ['minMinutes', { minMinutes: 5 }],
    ['digest.weekday', { digest: { ...CHANGED.digest, weekday: 0 } }],
    ['digest.items', { digest: { enabled: true, weekday: 1, time: '09:00' } }],
    ['channels', { channels: ['sms', 'sms'] }],
    ['channels', { channels: ['pigeon'] }],
    ['phone', { phone: '+351912345678' }],
    ['travelMinutes', { travelMinutes: undefined }],
  ])('refuse a wrong %s', async (path, change) => {
    const answer = await as(platform.a.STAFF.token)('PUT', PATH, { ...CHANGED, ...change });
    expect([answer.status, (answer.body['errors'] as { path: string }[])[0]?.path]).toEqual([400, path]);
  });
});

const DAY = 86_400_000;
const NOON = new Date('2026-06-10T12:00:00Z');
const after = (days: number) => new Date(NOON.getTime() + days * DAY);
/** What a process that is killed does: nothing more. */
class Killed extends Error {}

describe('a calendar is read', () => {
  it('E11: a token is kept with the last page and not before; a reading that broke off leaves no doubles', async () => {
    const her = await Reader.start(platform, 'e11', NOON);
    const { source } = her;
    source.add('home', true);
    for (const [n, id] of ['a', 'b', 'c'].entries()) source.put('home', id, after(n + 1));
    source.pageSizes = [2, 0, 1];
    const jobId = randomUUID();
    source.beforePage = (_, page) => {
      if (page === 3) throw new Killed();
    };
    await expect(her.read({ jobId })).rejects.toThrow(Killed);
    expect([(await her.calendar('home'))['sync_token'], await her.ids()]).toEqual([null, ['a', 'b']]);
    source.beforePage = () => undefined;
    // Gone between the two attempts: what the first had written of it must not stay.
    source.remove('home', 'a');
    source.put('home', 'd', after(4));
    const result = await her.read({ jobId });
    expect(await her.ids()).toEqual(['b', 'c', 'd']);
    expect(result).toMatchObject({ calendars: 1, full: 1, upserted: 5, deleted: 0, dropped: 1 });
    expect(source.log.map(({ items }) => items)).toEqual([2, 3]);
  });

  it('E12: a deletion is heeded at once, an event that a full list lacks when that list is over', async () => {
    const her = await Reader.start(platform, 'e12', NOON);
    const { source } = her;
    source.add('home', true);
    for (const [n, id] of ['e1', 'e2', 'e3', 'e4'].entries()) source.put('home', id, after(n + 1));
    await her.read();
    source.remove('home', 'e1');
    expect(await her.read()).toMatchObject({ upserted: 0, deleted: 1, full: 0 });
    expect(await her.ids()).toEqual(['e2', 'e3', 'e4']);
    source.remove('home', 'e2');
    source.voidTokens();
    source.pageSize = 1;
    const seen: string[][] = [];
    source.beforePage = async (asked) => {
      if (asked.mode === 'full') seen.push(await her.ids());
    };
    expect(await her.read()).toMatchObject({ upserted: 2, dropped: 1, full: 1 });
    expect(seen).toEqual([
      ['e2', 'e3', 'e4'],
      ['e2', 'e3', 'e4'],
    ]);
    expect(await her.ids()).toEqual(['e3', 'e4']);
    expect(source.log.map(({ mode }) => mode)).toEqual(['full', 'changes', 'changes', 'full']);
  });

  it('E13: what lies behind the window is listed when the window is rolled, though nothing ever told of it', async () => {
    const her = await Reader.start(platform, 'e13', NOON);
    const { source } = her;
    source.add('home', true);
    source.put('home', 'far', after(75));
    await her.read();
    expect(await her.ids()).toEqual([]);
    her.at = after(50);
    await her.read();
    expect(await her.ids()).toEqual(['far']);
    const [, changes, slice] = source.log;
    expect([changes!.mode, slice!.mode, slice!.token]).toEqual(['changes', 'slice', undefined]);
    expect(slice!.window.start).toEqual(changes!.window.end);
    // The token is as good as before.
    source.remove('home', 'far');
    expect(await her.read()).toMatchObject({ deleted: 1, full: 0 });
    expect(await her.ids()).toEqual([]);
    expect(source.log).toHaveLength(4);
  });
});

describe('calendars of an account', () => {
  it('the primary one is read at first; all that are chosen after that, those that are not lose their events', async () => {
    const her = await Reader.start(platform, 'choice', NOON);
    const { source } = her;
    for (const name of ['home', 'work', 'club']) source.add(name, name === 'work');
    for (const name of ['home', 'work', 'club']) source.put(name, `of ${name}`, after(1));
    await her.read();
    expect(await her.ids()).toEqual(['of work']);
    await her.select('home', 'work');
    await her.read();
    expect(await her.ids()).toEqual(['of home', 'of work']);
    // A calendar that is new is not read by itself.
    source.add('new');
    source.put('new', 'of new', after(1));
    source.pageSize = 1;
    source.put('home', 'second', after(2));
    source.put('home', 'third', after(3));
    // De-selected while its pages come: what the reading still writes must not stay.
    source.beforePage = ({ calendar }, page) => (calendar === 'home' && page === 2 ? her.select('work') : undefined);
    await her.read();
    expect(await her.ids()).toEqual(['of work']);
    expect([...her.items.values()].sort()).toEqual(['NOT_SELECTED', 'ok', 'ok']);
    source.beforePage = () => undefined;
    await her.select('home');
    await her.read();
    expect(await her.ids()).toEqual(['of home', 'second', 'third']);
    expect(source.log.at(-1)!.mode).toBe('full');
  });

  it('one that is lost is marked and the others go on; one that is not listed any more loses its events', async () => {
    const her = await Reader.start(platform, 'lost', NOON);
    const { source } = her;
    for (const name of ['a', 'b', 'c']) source.add(name, name === 'a');
    for (const name of ['a', 'b', 'c']) source.put(name, `of ${name}`, after(1));
    await her.read();
    await her.select('a', 'b', 'c');
    await her.read();
    source.lose('a');
    source.hide('b');
    expect(await her.read()).toMatchObject({ calendars: 2 });
    expect((await her.calendar('a'))['trouble']).toBe('calendar_lost');
    expect((await her.calendar('b'))['trouble']).toBe('gone');
    // What it was last known to hold stays; nobody can say that it is not true any more.
    expect(await her.ids()).toEqual(['of a', 'of c']);
    expect([...her.items.values()].sort()).toEqual(['CALENDAR_LOST', 'ok', 'ok']);
    source.add('a');
    source.add('b');
    source.listed = source.listed.filter(
      ({ externalId }, n) => source.listed.findIndex((one) => one.externalId === externalId) === n,
    );
    source.put('a', 'again', after(2));
    await her.read();
    expect([(await her.calendar('a'))['trouble'], (await her.calendar('b'))['trouble']]).toEqual([null, null]);
    expect(await her.ids()).toContain('of b');
  });

  it('a release that asks for other fields reads everything once', async () => {
    const her = await Reader.start(platform, 'fingerprint', NOON);
    const { source } = her;
    source.add('home', true);
    source.put('home', 'a', after(1));
    await her.read();
    source.fingerprint = 'v2';
    await her.read();
    await her.read();
    expect(source.log.map(({ mode }) => mode)).toEqual(['full', 'full', 'changes']);
  });

  it('five jobs at a time read it once', async () => {
    const her = await Reader.start(platform, 'five', NOON);
    const { source } = her;
    source.add('home', true);
    for (let n = 0; n < 5; n++) source.put('home', `e${n}`, after(1));
    await her.read();
    source.put('home', 'e5', after(1));
    // The reading is not over before the four others are.
    const others: Promise<unknown>[] = [];
    source.beforePage = async () => {
      source.beforePage = () => undefined;
      for (let n = 0; n < 4; n++) others.push(her.read());
      await Promise.all(others);
    };
    await her.read();
    expect(others).toHaveLength(4);
    expect(source.log.map(({ mode }) => mode)).toEqual(['full', 'changes']);
    expect(await her.ids()).toHaveLength(6);
  });

  it('what is asked for while a job runs is read by that job', async () => {
    const her = await Reader.start(platform, 'again', NOON);
    const { source } = her;
    source.add('home', true);
    await her.read();
    source.beforePage = async () => {
      source.beforePage = () => undefined;
      source.put('home', 'late', after(1));
      await her.as(() => platform.app.get(CalendarSyncs).ask());
    };
    await her.read();
    expect(await her.ids()).toEqual(['late']);
    expect(source.log).toHaveLength(3);
  });

  it('whatever happens to it, the table ends as the remote calendar is', async () => {
    const her = await Reader.start(platform, 'property', NOON);
    const names = ['a', 'b'];
    const name = fc.constantFrom(...names);
    const id = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5');
    const action = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('put' as const), name, id, days: fc.integer({ min: -4, max: 90 }) }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), name, id }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('crash' as const), page: fc.integer({ min: 1, max: 4 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('choose' as const), names: fc.subarray(names) }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 25 }) }),
      },
    );
    type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
    const act = async (one: Action) => {
      const { source } = her;
      if (one.kind === 'put') source.put(one.name, one.id, new Date(her.at.getTime() + one.days * DAY));
      if (one.kind === 'remove') source.remove(one.name, one.id);
      if (one.kind === 'void') source.voidTokens();
      if (one.kind === 'release') source.fingerprint += '.';
      if (one.kind === 'choose') await her.select(...one.names);
      if (one.kind === 'pass') her.at = new Date(her.at.getTime() + one.days * DAY);
      if (one.kind === 'read') await her.read();
      if (one.kind === 'crash') {
        let pages = 0;
        source.beforePage = () => {
          if (++pages === one.page) throw new Killed();
        };
        // The job is tried again later, by its own id: until then nobody else may read.
        const jobId = randomUUID();
        const dead = await her.read({ jobId }).catch((error: unknown) => error);
        source.beforePage = () => undefined;
        source.remove(one.name, one.id);
        if (dead instanceof Killed) await her.read({ jobId });
      }
    };
    const check = async (chosen: readonly string[]) => {
      const rows = await her.rows();
      for (const one of names) {
        const calendar = await her.calendar<{ window_start: Date | null; window_end: Date | null }>(one);
        const own = rows.filter((row) => row.calendar === one);
        if (!chosen.includes(one)) {
          expect(own).toEqual([]);
          continue;
        }
        const [start, end] = [calendar.window_start!, calendar.window_end!];
        expect(end.getTime()).toBeGreaterThanOrEqual(her.at.getTime() + 36 * DAY);
        const inWindow = own.filter((row) => row.start.getTime() + 3_600_000 > start.getTime());
        const remote = her.source.live(one, { start, end });
        expect(inWindow.map((row) => [row.id, row.start])).toEqual(
          [...remote].map(([key, kept]) => [key, kept.start]).sort(),
        );
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
        await her.reset();
        her.at = NOON;
        her.source.pageSize = 1;
        for (const one of names) her.source.add(one, one === 'a');
        await her.read();
        for (const one of actions) await act(one);
        await her.read();
        const { rows } = await platform.sql.query<{ name: string }>(
          'SELECT name FROM calendar WHERE user_id = $1 AND selected',
          [her.person.id],
        );
        await check(rows.map((row) => row.name));
      }),
      { numRuns: 15 },
    );
  });
});

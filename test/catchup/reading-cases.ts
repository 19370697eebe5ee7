import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AvailabilityRepository } from '../../src/catchup/availability/availability.repository.js';
import { CalendarSyncs } from '../../src/catchup/calendars/calendar-syncs.js';
import { CatchupPreferences } from '../../src/catchup/preferences/catchup-preferences.js';
import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import { SourceError } from '../../src/catchup/sources/calendar-source.js';
import type { CatchupWorld } from './harness.js';
import { Reader } from './reader.js';

const DAY = 86_400_000;
const NOON = new Date('2026-06-10T12:00:00Z');
const after = (days: number) => new Date(NOON.getTime() + days * DAY);
/** What a process that is killed does: nothing more. */
class Killed extends Error {}

/** How calendars are read, from a source that does what each case needs. */
export function readingCases(world: () => CatchupWorld): void {
  describe('a calendar is read', () => {
    it('E11: a token is kept with the last page and not before; a reading that broke off leaves no doubles', async () => {
      const her = await Reader.start(world().platform, 'e11', NOON);
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
      const her = await Reader.start(world().platform, 'e12', NOON);
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
      const her = await Reader.start(world().platform, 'e13', NOON);
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

    it('the first reading learns the last eight weeks; later ones keep them, and heed what changes in them', async () => {
      const her = await Reader.start(world().platform, 'past', NOON);
      await her.as(() => world().get(CatchupPreferences).put(defaultPreferences('UTC')));
      const { source } = her;
      source.add('home', true);
      for (const days of [-57, -55, -3, 1]) source.put('home', `day ${days}`, after(days));
      await her.read();
      expect(await her.ids()).toEqual(['day -3', 'day -55', 'day 1']);
      const since = new Date('2026-04-15T00:00:00Z');
      expect((await her.calendar<{ known_since: Date }>('home')).known_since).toEqual(since);
      const knownSince = async () =>
        (await her.as(() => world().get(AvailabilityRepository).times({ start: 0, end: 1 }))).knownSince;
      expect(await knownSince()).toBe(since.getTime());
      // From yesterday on, this time.
      source.voidTokens();
      expect(await her.read()).toMatchObject({ full: 1, upserted: 1, dropped: 0 });
      expect(await her.ids()).toEqual(['day -3', 'day -55', 'day 1']);
      expect(await knownSince()).toBe(since.getTime());
      source.put('home', 'day -3', after(-2));
      source.remove('home', 'day -55');
      await her.read();
      expect((await her.rows()).map(({ id, start }) => [id, start])).toEqual([
        ['day -3', after(-2)],
        ['day 1', after(1)],
      ]);
    });

    it('a series that is gone, or told anew, leaves what was over before the time it is told of', async () => {
      const her = await Reader.start(world().platform, 'series', NOON);
      const { source } = her;
      source.add('home', true);
      const id = (days: number) =>
        `s_${after(days)
          .toISOString()
          .replaceAll(/[-:]|\.\d+/g, '')}`;
      for (const days of [-50, 2, 9]) source.put('home', id(days), after(days));
      await her.read();
      her.at = after(20);
      source.events = async function* () {
        await Promise.resolve();
        yield { items: [{ externalId: 's', deleted: true, series: true }], syncToken: '99' };
      };
      await her.read();
      // Day -50 was over ten weeks ago; the others lie in the eight weeks that are told again.
      expect(await her.ids()).toEqual([id(-50)]);
    });
  });

  describe('refusals', () => {
    it('a dead letter of one that refused everything asks again when it is run again; a later attempt of it does not', async () => {
      const her = await Reader.start(world().platform, 'dead', NOON);
      const { source } = her;
      source.add('home', true);
      const jobId = randomUUID();
      source.beforePage = () => {
        throw new SourceError('token_void', '410');
      };
      const refused = { code: 'REFUSED_IN_FULL' };
      await expect(her.read({ jobId })).rejects.toMatchObject(refused);
      await expect(her.read({ jobId, attempt: 2 })).rejects.toMatchObject(refused);
      expect(source.log).toHaveLength(1);
      source.beforePage = () => undefined;
      expect(await her.read({ jobId, attempt: 1 })).toMatchObject({ calendars: 1, full: 1 });
    });

    it('of a log-in at a server of somebody’s own pause the account when they last for hours', async () => {
      const her = await Reader.start(world().platform, 'hours', NOON);
      const { source } = her;
      source.add('home', true);
      await her.read();
      const refuse = () => {
        throw new SourceError('needs_reauth', 'The server does not accept the user name and password');
      };
      const state = async () => {
        const sql =
          'SELECT state, trouble IS NOT NULL AS troubled, refused_at FROM calendar_account WHERE user_id = $1';
        return (
          await world().sql<{ state: string; troubled: boolean; refused_at: Date | null }>(sql, [her.person.id])
        )[0]!;
      };
      const hoursAgo = (hours: number) =>
        world().sql('UPDATE calendar_account SET refused_at = now() - make_interval(hours => $2) WHERE user_id = $1', [
          ...[her.person.id, hours],
        ]);
      const mails = () => world().sql('SELECT 1 FROM mail_message WHERE to_address = $1', [her.person.email]);
      source.beforePage = refuse;
      await her.read();
      await hoursAgo(2);
      await her.read();
      expect([(await state()).state, (await state()).troubled, await mails()]).toEqual(['active', true, []]);
      // An answer between them: it was not the log-in.
      source.beforePage = () => undefined;
      await her.read();
      expect(await state()).toEqual({ state: 'active', troubled: false, refused_at: null });
      source.beforePage = refuse;
      await her.read();
      await hoursAgo(4);
      await her.read();
      expect((await state()).state).toBe('needs_reauth');
      expect(await mails()).toHaveLength(1);
    });
  });

  describe('calendars of an account', () => {
    it('the primary one is read at first; all that are chosen after that, those that are not lose their events', async () => {
      const her = await Reader.start(world().platform, 'choice', NOON);
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
      const her = await Reader.start(world().platform, 'lost', NOON);
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
      const her = await Reader.start(world().platform, 'fingerprint', NOON);
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
      const her = await Reader.start(world().platform, 'five', NOON);
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
      const her = await Reader.start(world().platform, 'again', NOON);
      const { source } = her;
      source.add('home', true);
      await her.read();
      source.beforePage = async () => {
        source.beforePage = () => undefined;
        source.put('home', 'late', after(1));
        await her.as(() => world().platform.app.get(CalendarSyncs).ask());
      };
      await her.read();
      expect(await her.ids()).toEqual(['late']);
      expect(source.log).toHaveLength(3);
    });
  });
}

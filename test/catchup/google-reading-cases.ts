import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Person } from '../platform/harness.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';
import { readingAt } from './reader.js';

const DAY = 86_400_000;
/** Tomorrow at noon, so that what a day holds later can be asked for. */
const NOON = new Date(Math.ceil(Date.now() / DAY) * DAY + DAY / 2);
const after = (days: number) => new Date(NOON.getTime() + days * DAY);

/** E11 to E13 as they are on the wire: rows, answers to the user, and the log of what Google's stand-in was asked. */
export function googleReadingCases(world: () => CatchupWorld): void {
  const start = async () => {
    await world().google.control('PUT', 'reset', {});
    const name = `wire${randomUUID().slice(0, 8)}`;
    const email = `${name}@example.test`;
    const person = await world().person(name);
    await world().google.user(email);
    await world().connect(person, email);
    return new Wire(world(), person, email);
  };

  describe('a calendar is read from Google', () => {
    it('E11: pages of 2, 0 and 1 events, cut off after the second: no token; the next reading has three rows', async () => {
      const her = await start();
      await her.put(['a', 1], ['b', 2], ['c', 3]);
      await world().google.settings({ pageSize: 2, emptyPage: 2 });
      await world().google.faults({ path: '/events', after: 2, cut: true });
      // What is cut off passes: the job says so, and is tried again.
      await expect(her.read()).rejects.toThrow();
      expect([await her.token(), await her.ids()]).toEqual([null, ['a', 'b']]);
      await world().google.faults();
      expect(await her.read()).toMatchObject({ full: 1, upserted: 3 });
      expect([await her.ids(), await her.token()]).toEqual([['a', 'b', 'c'], expect.any(String)]);
      const asked = await her.asked();
      expect(asked.slice(0, 2).map(({ status, page }) => [status, page])).toEqual([
        [200, false],
        [200, true],
      ]);
      expect(asked.slice(-3).map(({ status, mode, page }) => [status, mode, page])).toEqual([
        [200, 'list', false],
        [200, 'list', true],
        [200, 'list', true],
      ]);
    });

    it('E12: a deletion is heeded at once; after 410 an event that the list lacks stays busy until the list is over', async () => {
      const her = await start();
      await her.put(['e1', 1], ['e2', 2], ['e3', 3]);
      await her.read();
      await world().google.events(her.email, { remove: ['e1'] });
      await world().google.forget();
      expect(await her.read()).toMatchObject({ upserted: 0, deleted: 1, full: 0 });
      expect(await her.ids()).toEqual(['e2', 'e3']);
      // Moved to next year: the list of these days lacks it, and no tombstone tells of it.
      await her.put(['e2', 400]);
      await world().google.control('POST', 'void', { email: her.email });
      await world().google.settings({ pageSize: 1 });
      await her.put(['e4', 4]);
      // The second page of the list comes late.
      await world().google.faults({ path: '/events', after: 2, times: 1, slowMs: 700 });
      const reading = her.read();
      while ((await her.asked()).length < 3) await new Promise((again) => setTimeout(again, 10));
      const busy = await her.busyDays();
      expect(await reading).toMatchObject({ full: 1, upserted: 2, dropped: 1 });
      expect([busy, await her.busyDays(), await her.ids()]).toEqual([[2, 3], [3, 4], ['e3', 'e4']]); // prettier-ignore
      expect((await her.asked()).map(({ status, mode }) => [status, mode])).toEqual([
        [200, 'changes'],
        [410, 'changes'],
        // The first page holds the tombstone of e1.
        ...Array(3).fill([200, 'list']),
      ]);
    });

    it('E13: an event on day 75 is there on day 50, after the slice, though no change tells of it', async () => {
      const her = await start();
      await her.put(['far', 75]);
      await her.read();
      const [first] = await her.asked();
      expect([first!.mode, await her.ids()]).toEqual(['list', []]);
      await world().google.forget();
      await her.read(after(50));
      const [changes, slice, ...more] = await her.asked();
      expect([changes!.mode, slice!.mode, more, await her.ids()]).toEqual(['changes', 'list', [], ['far']]);
      expect([changes!.query['timeMin'], slice!.query['timeMin']]).toEqual([undefined, first!.query['timeMax']]);
      expect(slice!.query).not.toHaveProperty('syncToken');
      // The token is as good as before.
      await world().google.events(her.email, { remove: ['far'] });
      expect(await her.read(after(50))).toMatchObject({ deleted: 1, full: 0 });
      expect(await her.ids()).toEqual([]);
    });
  });
}

/** A user with an account at Google's stand-in, read without the queue. */
class Wire {
  constructor(
    private readonly world: CatchupWorld,
    private readonly person: Person,
    readonly email: string,
  ) {}

  /** Events of an hour, at noon so many days after the first reading. */
  put(...events: [id: string, days: number][]): Promise<unknown> {
    return this.world.google.events(this.email, {
      put: events.map(([id, days]) => hourAt(id, after(days).toISOString())),
    });
  }

  /** As some hours after the last one: before that, a calendar of whose changes Google tells by itself is not read. */
  async read(at = NOON) {
    await this.world.sql(`UPDATE calendar SET last_read_at = now() - interval '7 hours' WHERE user_id = $1`, [
      this.person.id,
    ]);
    return readingAt(this.world.platform, this.person, at);
  }

  async ids(): Promise<string[]> {
    const rows = await this.world.sql<{ id: string }>(
      'SELECT external_id AS id FROM calendar_event WHERE user_id = $1 ORDER BY 1',
      [this.person.id],
    );
    return rows.map(({ id }) => id);
  }

  async token(): Promise<string | null> {
    const [row] = await this.world.sql<{ token: string | null }>(
      'SELECT sync_token AS token FROM calendar WHERE user_id = $1 AND selected',
      [this.person.id],
    );
    return row!.token;
  }

  /** On which of the days to come she is busy, as she is told. */
  async busyDays(): Promise<number[]> {
    const range = `from=${NOON.toISOString()}&to=${after(10).toISOString()}`;
    const { busy } = await this.world.ask(this.person, 'GET', `/catchup/availability?${range}`);
    return (busy as { start: string }[]).map(({ start }) => (Date.parse(start) - NOON.getTime()) / DAY);
  }

  /** What was asked of her events. */
  async asked() {
    const read = (await this.world.google.log('/events', this.email)).filter(({ method }) => method === 'GET');
    return read.map(({ status, query }) => ({
      ...{ status, query, page: query['pageToken'] !== undefined },
      mode: query['syncToken'] === undefined ? 'list' : 'changes',
    }));
  }
}

import { beforeAll, describe, expect, it } from '@jest/globals';
import { MOST_BLOCKS } from '../../src/catchup/availability/blocks.service.js';
import { Availability } from '../../src/catchup/availability/availability.service.js';
import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import { told } from '../../src/catchup/preferences/preferences.dto.js';
import { Retention } from '../../src/platform/retention/retention.js';
import type { Platform } from '../platform/harness.js';
import { Her } from './caldav-world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type Times = { start: string; end: string; p?: number; reasons?: string[] }[];

/** Over HTTP, on rows as the sync writes them. */
export function availabilityCases(world: () => Platform): void {
  describe('availability', () => {
    let her: Her;
    let calendar: string;
    /** A Tuesday some weeks ahead, at midnight in New York. */
    let tuesday: Date;
    const at = (hours: number) => new Date(tuesday.getTime() + hours * HOUR);
    const get = (path: string) => her.call('GET', `/catchup/${path}`);
    const free = async (more = '') =>
      (await get(`availability?from=${at(0).toISOString()}&to=${at(24).toISOString()}${more}`)).body;
    const hours = (times: unknown) =>
      (times as Times).map(({ start, end }) => [start, end].map((one) => (Date.parse(one) - tuesday.getTime()) / HOUR));

    async function event(start: Date, end: Date, over: Record<string, unknown> = {}): Promise<void> {
      const row = { all_day: false, status: 'confirmed', transparent: false, response: null, summary: null, ...over };
      await world().sql.query(
        `INSERT INTO calendar_event (tenant_id, user_id, calendar_id, external_id, generation, starts_at, ends_at, all_day, status,
           transparent, response, summary) VALUES ($1, $2, $3, gen_random_uuid(), 1, $4, $5, $6, $7, $8, $9, $10)`,
        [
          world().a.id,
          her.person.id,
          calendar,
          start,
          end,
          row.all_day,
          row.status,
          row.transparent,
          row.response,
          row.summary,
        ],
      );
    }

    beforeAll(async () => {
      const { a, sql } = world();
      her = new Her(world(), a.ADMIN);
      const { rows: accounts } = await sql.query<{ id: string }>(
        `INSERT INTO calendar_account (tenant_id, user_id, id, source, name, created_at)
         VALUES ($1, $2, gen_random_uuid(), 'google', 'a@example.test', now() - interval '1 year') RETURNING id`,
        [a.id, her.person.id],
      );
      const { rows } = await sql.query<{ id: string }>(
        `INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role, selected, last_read_at,
           window_end)
         VALUES ($1, $2, gen_random_uuid(), $3, 'x', 'Work', 'owner', true, now(), now() + interval '60 days') RETURNING id`,
        [a.id, her.person.id, accounts[0]!.id],
      );
      calendar = rows[0]!.id;
      // UTC, so that an hour is an hour whatever the day of the run.
      await her.call('PUT', '/catchup/preferences', {
        ...told(defaultPreferences('UTC')),
        bufferMinutes: 15,
        travelMinutes: 30,
      });
      const midnight = Math.floor(Date.now() / DAY) * DAY;
      // 1970-01-06 was a Tuesday.
      tuesday = new Date(midnight + ((((5 - midnight / DAY) % 7) + 7) % 7) * DAY + 14 * DAY);
      await event(at(10), at(11), { summary: 'Dentist' });
      await event(at(10.5), at(12));
      await event(at(14), at(15), { response: 'declined', summary: 'Not mine' });
      await event(at(18), at(18.5), { status: 'tentative' });
      for (let weeks = 3; weeks <= 7; weeks++) await event(at(16 - weeks * 7 * 24), at(16.25 - weeks * 7 * 24));
    });

    it('tells what is free and busy, and slots that keep their distance', async () => {
      const answer = await free('&minutes=60');
      expect(answer['timezone']).toBe('UTC');
      expect(hours(answer['busy'])).toEqual([[10, 12], [18, 18.5]]); // prettier-ignore
      expect((answer['busy'] as Times).map(({ reasons }) => reasons)).toEqual([['event'], ['tentative_event']]);
      // Only what is long enough for the slot; without one, all that is worth while.
      expect(hours(answer['free'])).toEqual([[12.25, 17.75], [18.75, 21]]); // prettier-ignore
      expect(hours((await free())['free'])).toEqual([[9, 9.75], [12.25, 17.75], [18.75, 21]]); // prettier-ignore
      expect(answer['calendars']).toEqual({ count: 1, readAt: expect.any(String), readUntil: expect.any(String) });
      expect(hours(answer['slots'])[0]).toEqual([12.25, 13.25]);
      // Met in person, there is the way as well.
      expect(hours((await free('&medium=in_person'))['free'])).toEqual([[12.75, 17.25], [19.25, 21]]); // prettier-ignore
    });

    it('tells nothing as free that no calendar was read as far as', async () => {
      const until = (time: Date | null) =>
        world().sql.query('UPDATE calendar SET window_end = $2 WHERE id = $1', [calendar, time]);
      await until(at(13.5));
      const answer = await free('&minutes=60');
      expect(hours(answer['free'])).toEqual([[12.25, 13.5]]); // prettier-ignore
      expect(answer['calendars']).toMatchObject({ readUntil: at(13.5).toISOString() });
      const { body } = await get(`availability/why?at=${at(15).toISOString()}`);
      expect(body).toMatchObject({ free: false, reasons: [{ reason: 'not_read', start: at(13.5).toISOString() }] });
      await until(at(-48));
      expect(await free('&minutes=60')).toMatchObject({ free: [], slots: [] });
      await until(at(24 * 60));
    });

    it('tells nothing as free while a calendar, or the list of an account, has never been read', async () => {
      const read = async () => [(await free('&minutes=60'))['free'], (await get('week')).body['free']];
      const why = async () => (await get(`availability/why?at=${at(15).toISOString()}`)).body;
      const { sql, a } = world();
      const set = (what: string) => sql.query(`UPDATE calendar SET ${what} WHERE id = $1`, [calendar]);
      const notRead = { free: false, reasons: [{ reason: 'not_read', start: null }] };
      await set('window_end = NULL');
      expect(await read()).toEqual([[], []]);
      expect(await why()).toMatchObject(notRead);
      // Another one that is read does not stand for it.
      const { rows } = await sql.query<{ id: string }>(
        `INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role, selected, last_read_at, window_end)
         SELECT tenant_id, user_id, gen_random_uuid(), account_id, 'y', 'Read', 'owner', true, now(), now() + interval '60 days'
         FROM calendar WHERE id = $1 RETURNING id`,
        [calendar],
      );
      expect(await why()).toMatchObject(notRead);
      // Nobody waits for one that its provider lists no more, and a calendar that is not chosen is none.
      await set(`trouble = 'gone'`);
      expect(await why()).toMatchObject({ free: true, reasons: [] });
      await set(`trouble = NULL, selected = false`);
      expect(await why()).toMatchObject({ free: true, reasons: [] });
      await set(`selected = true, window_end = now() + interval '60 days'`);
      await sql.query('DELETE FROM calendar WHERE id = $1', [rows[0]!.id]);
      // An account that has just been connected has no calendars yet.
      const account = `INSERT INTO calendar_account (tenant_id, user_id, id, source, name)
        VALUES ($1, $2, gen_random_uuid(), 'caldav', 'new') RETURNING id`;
      const { rows: accounts } = await sql.query<{ id: string }>(account, [a.id, her.person.id]);
      expect(await why()).toMatchObject(notRead);
      await sql.query('UPDATE calendar_account SET list_read_at = now() WHERE id = $1', [accounts[0]!.id]);
      expect(await why()).toMatchObject({ free: true, reasons: [] });
      await sql.query('DELETE FROM calendar_account WHERE id = $1', [accounts[0]!.id]);
    });

    it('ranks a slot by the weeks in which it was free', async () => {
      const slots = (await free('&minutes=30'))['slots'] as Times;
      const p = Object.fromEntries(hours(slots).map(([start], n) => [start, slots[n]!.p]));
      // Five of the last eight Tuesdays were taken at 16:00.
      expect([p[15], p[15.5], p[15.75], p[16], p[16.5]]).toEqual([0.9, 0.9, 0.4, 0.4, 0.9]);
    });

    it('blocks take time once or weekly, are hers alone, and can be let go', async () => {
      const post = (body: object) => her.call('POST', '/catchup/blocks', body);
      const once = await post({
        kind: 'busy',
        title: 'Move',
        once: { start: at(13).toISOString(), end: at(14).toISOString() },
      });
      const weekly = await post({ kind: 'commute', weekly: { weekdays: [2], from: '19:00', to: '20:00' } });
      expect([once.status, weekly.status]).toEqual([201, 201]);
      const answer = await free();
      // No buffer beside a commute.
      expect(hours(answer['free'])).toEqual([[9, 9.75], [12.25, 12.75], [14.25, 17.75], [20, 21]]); // prettier-ignore
      expect((await get('blocks')).body).toEqual({ blocks: [once.body, weekly.body] });
      const manager = new Her(world(), world().a.MANAGER);
      expect((await manager.call('GET', '/catchup/blocks')).body).toEqual({ blocks: [] });
      expect((await manager.call('DELETE', `/catchup/blocks/${once.body['id'] as string}`)).status).toBe(404);
      for (const { body } of [once, weekly])
        expect((await her.call('DELETE', `/catchup/blocks/${body['id'] as string}`)).status).toBe(204);
      expect(hours((await free())['free'])).toEqual([[9, 9.75], [12.25, 17.75], [18.75, 21]]); // prettier-ignore
    });

    it('of blocks that are made at the same time no more are kept than there may be', async () => {
      const manager = new Her(world(), world().a.MANAGER);
      await world().sql.query(
        `INSERT INTO manual_block (tenant_id, user_id, id, kind, starts_at, ends_at)
         SELECT $1, $2, gen_random_uuid(), 'busy', now(), now() + interval '1 hour' FROM generate_series(2, $3::int)`,
        [world().a.id, manager.person.id, MOST_BLOCKS],
      );
      const block = { kind: 'busy', weekly: { weekdays: [1], from: '12:00', to: '13:00' } };
      const made = await Promise.all([1, 2, 3].map(() => manager.call('POST', '/catchup/blocks', block)));
      expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      await world().sql.query('DELETE FROM manual_block WHERE user_id = $1', [manager.person.id]);
    });

    it.each<[object, string]>([
      [{ kind: 'busy' }, 'once'],
      [{ kind: 'lunch', weekly: { weekdays: [1], from: '12:00', to: '13:00' } }, 'kind'],
      [{ kind: 'busy', weekly: { weekdays: [8], from: '12:00', to: '13:00' } }, 'weekly.weekdays'],
      [{ kind: 'busy', weekly: { weekdays: [1], from: '12:00', to: '24:00' } }, 'weekly.to'],
      [{ kind: 'busy', weekly: { weekdays: [1], from: '12:00', to: '13:00', since: '2027-02-30' } }, 'weekly.since'],
      [{ kind: 'busy', once: { start: '2027-03-01T10:00:00Z', end: '2027-03-01T10:00:00Z' } }, 'once.end'],
    ])('a block as %j is refused', async (body, path) => {
      const { status, body: problem } = await her.call('POST', '/catchup/blocks', body);
      expect([status, (problem['errors'] as { path: string }[])[0]?.path]).toEqual([400, path]);
    });

    it('says why an hour is not free, and which events leave it free', async () => {
      const why = async (hour: number) => {
        const { body } = await get(`availability/why?at=${at(hour).toISOString()}`);
        return {
          free: body['free'],
          reasons: (body['reasons'] as { reason: string; title: string | null }[]).map(
            (one) => one.title ?? one.reason,
          ),
        };
      };
      expect(await why(10)).toEqual({ free: false, reasons: ['Dentist', 'event'] });
      expect(await why(20.5)).toEqual({ free: false, reasons: ['outside_windows', 'quiet_hours'] });
      expect(await why(12.1)).toEqual({ free: false, reasons: ['buffer'] });
      expect(await why(14)).toEqual({ free: true, reasons: [] });
      const { body } = await get(`availability/why?at=${at(14).toISOString()}`);
      expect(body['ignored']).toMatchObject([{ reason: 'declined', title: 'Not mine' }]);
    });

    it.each([
      ['from=2027-03-01T00:00:00Z&to=2027-03-01T00:00:00Z', 'to'],
      ['from=2027-03-01T00:00:00Z&to=2027-05-03T00:00:01Z', 'to'],
      ['from=2027-03-01&to=2027-03-02', 'from'],
      ['from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z&minutes=5', 'minutes'],
    ])('refuses %s', async (query, path) => {
      const { status, body } = await get(`availability?${query}`);
      expect([status, (body['errors'] as { path: string }[])[0]?.path]).toEqual([400, path]);
    });

    it('a week has the days of her zone, 25 hours on the one when clocks are changed, and what lies in it', async () => {
      const { body: before } = await get('preferences');
      const put = (timezone: string) => {
        const { updatedAt: _, ...given } = before;
        return her.call('PUT', '/catchup/preferences', { ...given, timezone, quiet: { from: '23:00', to: '02:00' } });
      };
      await put('Europe/Lisbon');
      const saturday = new Date('2026-10-24T21:30:00Z');
      await event(saturday, new Date('2026-10-25T01:30:00Z'), { summary: 'Over the change' });
      await event(new Date('2026-10-25T00:00:00Z'), new Date('2026-10-26T00:00:00Z'), {
        all_day: true,
        transparent: true,
      });
      const { body } = await get('week?date=2026-10-22');
      const days = body['days'] as { date: string; start: string; end: string; quiet: Times; windows: Times }[];
      expect(days.map(({ date }) => date)).toEqual(Array.from({ length: 7 }, (_, n) => `2026-10-${19 + n}`));
      expect(days.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / HOUR)).toEqual([
        ...Array(6).fill(24),
        25,
      ]);
      expect(body).toMatchObject({ timezone: 'Europe/Lisbon', calendars: { count: 1 } });
      expect(body['events']).toEqual([
        expect.objectContaining({ title: 'Over the change', calendar: 'Work', blocks: true, reason: 'event' }),
        expect.objectContaining({ allDay: true, blocks: false, reason: 'marked_free' }),
      ]);
      // 02:00 is an hour later than on other days.
      expect(days[6]!.quiet).toEqual([
        { start: '2026-10-24T23:00:00.000Z', end: '2026-10-25T02:00:00.000Z' },
        { start: '2026-10-25T23:00:00.000Z', end: '2026-10-26T00:00:00.000Z' },
      ]);
      expect(body['free']).toEqual([]);
      await put('Pacific/Auckland');
      const far = (await get('week?date=2026-10-25')).body;
      expect((far['days'] as Times)[6]).toMatchObject({
        ...{ start: '2026-10-24T11:00:00.000Z', end: '2026-10-25T11:00:00.000Z' },
      });
      const { today, days: present } = (await get('week')).body as { today: string; days: { date: string }[] };
      expect(present.map(({ date }) => date)).toContain(today);
      for (const date of ['2026-02-30', '1999-12-31', '9999-12-31', 'x'])
        expect((await get(`week?date=${date}`)).status).toBe(400);
      await her.call('PUT', '/catchup/preferences', { ...before, updatedAt: undefined });
      await world().sql.query(
        'DELETE FROM calendar_event WHERE starts_at >= $1 AND ends_at < $1::timestamptz + interval $$3 days$$',
        [saturday],
      );
    });

    it('a key has no calendars, and nobody else’s hours are told', async () => {
      const { a } = world();
      const { key } = await world().apiKey(a.ADMIN, a);
      const range = `from=${at(0).toISOString()}&to=${at(24).toISOString()}`;
      expect((await world().call('GET', `/api/v1/catchup/availability?${range}`, { token: key })).status).toBe(403);
      const other = await new Her(world(), a.MANAGER).call('GET', `/catchup/availability?${range}`);
      expect(other.body['busy']).toEqual([]);
    });

    it('reads the events of any range by one statement of an index', async () => {
      const availability = world().app.get(Availability, { strict: false });
      const range = { start: at(0).getTime(), end: at(14 * 24).getTime() };
      const { slots } = await her.as(() => availability.of(range, { minutes: 60, medium: 'call' }));
      expect(slots.length).toBeGreaterThan(400);
      const book = await her.as(() => availability.book(range));
      expect(book.of({ minutes: 60, medium: 'call' }).slots).toEqual(slots);
    });

    it('lets go what is older than what the prediction looks at, and keeps what has left the window that is read', async () => {
      const events = async () =>
        Number(
          (await world().sql.query(`SELECT count(*) AS n FROM calendar_event WHERE calendar_id = $1`, [calendar]))
            .rows[0].n,
        );
      const before = await events();
      const old = Date.now() - 71 * DAY;
      await event(new Date(old - HOUR), new Date(old));
      expect(await events()).toBe(before + 1);
      await world().app.get(Retention).keep(new AbortController().signal);
      expect(await events()).toBe(before);
    });
  });
}

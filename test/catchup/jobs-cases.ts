import { describe, expect, it } from '@jest/globals';
import { CalendarSync } from '../../src/catchup/calendars/calendar-sync.job.js';
import { syncKey } from '../../src/catchup/calendars/sync-schedules.js';
import { UserSuggestions } from '../../src/catchup/suggestions/user-suggestions.js';
import { RedisConnections } from '../../src/jobs/doorbell/redis-connections.js';
import { JobsService } from '../../src/jobs/index.js';
import { Config } from '../../src/platform/config/config.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';
import { DAY, jobsWorld, type Worker } from './jobs-world.js';

/** The job `calendar-sync` as it runs: by a worker of its own process, against Google's stand-in, held to the log of its requests. */
export function jobsCases(world: () => CatchupWorld, worker: () => Worker): void {
  const { soon, many, until, job, ended, sync, synced, items, rows, listed, eventsAsked, connected } = jobsWorld(
    world,
    worker,
  );

  describe('calendar-sync', () => {
    it('begins when an account is connected; all pages of all chosen calendars, then only what has changed', async () => {
      await world().google.settings({ pageSize: 250 });
      const her = await connected([{ id: 'club', summary: 'Club', events: many(3, 'club') }], many(300));
      expect((await listed(her)).map(({ name, selected, primary }) => [name, selected, primary])).toEqual([
        [her.email, true, true],
        ['Club', false, false],
      ]);
      const [schedule] = await world().sql(
        'SELECT name, data, cron, enabled, jitter_seconds, slots_days FROM schedule WHERE key = $1',
        [syncKey(her.person.id)],
      );
      expect(schedule).toEqual({
        ...{ name: 'calendar-sync', data: { userId: her.person.id, routine: true }, cron: '*/30 * * * *' },
        ...{ enabled: true, jitter_seconds: 1_800, slots_days: 7 },
      });
      const full = await eventsAsked(her);
      expect(full.map(({ query }) => [query['syncToken'], query['pageToken'] !== undefined])).toEqual([
        [undefined, false],
        [undefined, true],
      ]);
      expect(full[0]!.query).toMatchObject({ singleEvents: 'true', showDeleted: 'true', timeMin: expect.any(String) });
      expect(full[0]!.query).not.toHaveProperty('orderBy');
      expect(await rows(her)).toHaveLength(300);

      // The job does not begin before the changes are there.
      const queue = async (verb: 'pause' | 'resume') => {
        const { platform } = world();
        const body = verb === 'pause' ? { reason: 'The test is not ready' } : undefined;
        const asked = { token: platform.a.ADMIN.token, body };
        const { status } = await platform.call('POST', `/api/v1/jobs/queues/calendar-sync/${verb}`, asked);
        expect(status).toBeLessThan(300);
      };
      await queue('pause');
      const chosen = await world().ask(her.person, 'PUT', '/catchup/calendars', {
        selected: (await listed(her)).map(({ id }) => id),
      });
      await world().google.events(her.email, { put: [hourAt('e0', soon(7)), hourAt('new', soon(9))], remove: ['e1'] });
      await world().google.forget();
      await queue('resume');
      const first = await ended(String(chosen['jobId']));
      // As many as the requests told: two events and a deletion of the one calendar, three events of the other.
      expect(first).toMatchObject({
        status: 'COMPLETED',
        result: { calendars: 2, full: 1, upserted: 5, deleted: 1, dropped: 0, ignored: 0 },
      });
      const changes = await eventsAsked(her);
      expect(changes.map(({ path, query }) => [path.includes('club'), typeof query['syncToken']])).toEqual([
        [false, 'string'],
        [true, 'undefined'],
      ]);
      expect(Object.keys(changes[0]!.query).filter((name) => /time|order|^q$/i.test(name))).toEqual([]);
      expect(await rows(her)).toHaveLength(303);

      const events = (range: string) => world().ask(her.person, 'GET', `/catchup/events?${range}&limit=200`);
      const day = await events(`from=${soon(9)}&to=${soon(10)}`);
      expect((day['events'] as { externalId: string }[]).map(({ externalId }) => externalId)).toContain('new');
      const off = await world().ask(her.person, 'PUT', '/catchup/calendars', {
        selected: (await listed(her)).filter(({ primary }) => !primary).map(({ id }) => id),
      });
      expect([off['total'], await rows(her)]).toEqual([2, ['club0', 'club1', 'club2']]);
      await ended(String(off['jobId']));
    });

    it('shows calendars to nobody else, and chooses nobody else’s', async () => {
      const her = await connected([], many(1));
      const { a, b } = world().platform;
      const [calendar] = await listed(her);
      // Every half an hour, and all users evenly over it.
      const { nextReadAt } = await world().ask(her.person, 'GET', '/catchup/calendars');
      const minutes = (Date.parse(String(nextReadAt)) - Date.now()) / 60_000;
      expect([minutes > 0, minutes <= 60]).toEqual([true, true]);
      for (const other of [a.ADMIN, a.MANAGER, b.ADMIN]) {
        const range = `from=${soon(-48)}&to=${soon(48)}`;
        expect(await world().ask(other, 'GET', '/catchup/calendars')).toEqual({
          ...{ calendars: [], total: 0, nextReadAt: null },
        });
        expect(await world().ask(other, 'GET', `/catchup/events?${range}`)).toEqual({ events: [], total: 0 });
        const taken = await world().call(other, 'PUT', '/catchup/calendars', { selected: [calendar!.id] });
        expect(taken.status).toBe(404);
      }
      expect(await rows(her)).toEqual(['e0']);
      const [told] = await world().sql<{ all: string }>(
        `SELECT string_agg(j::text, ' ') AS all FROM (SELECT data, result, error FROM job WHERE data ->> 'userId' = $1
         UNION ALL SELECT i.data, to_jsonb(i.item_key), to_jsonb(i.message) FROM job_item i) j`,
        [her.person.id],
      );
      expect(told!.all).not.toMatch(/@example|Title of/);
    });

    it('kill -9 between the second page and the third: no token, old events readable, then all of it once', async () => {
      await world().google.settings({ pageSize: 250 });
      const her = await connected([], many(5));
      await world().google.control('POST', 'void', { email: her.email });
      await world().google.events(her.email, { remove: ['e0'], put: [hourAt('e5', soon(5))], quiet: true });
      await world().google.settings({ pageSize: 2 });
      await world().google.forget();
      // The changes are refused, the first two pages come; the third does not.
      await world().google.faults({ path: '/events', account: her.email, after: 3, times: 1, slowMs: 600_000 });
      const id = await sync(her);
      await until('the third page', async () => ((await eventsAsked(her)).length === 4 ? true : undefined));
      const range = `from=${soon(-48)}&to=${soon(48)}`;
      const visible = (await world().ask(her.person, 'GET', `/catchup/events?${range}`))['events'] as {
        externalId: string;
      }[];
      expect(visible.map(({ externalId }) => externalId)).toEqual(expect.arrayContaining(['e1', 'e2', 'e3', 'e4']));
      const token = () => world().sql('SELECT sync_token AS token FROM calendar WHERE user_id = $1', [her.person.id]);
      expect(await token()).toEqual([{ token: null }]);
      await worker().now.end('SIGKILL');
      await worker().restart();
      const done = await ended(id);
      expect(done).toMatchObject({ status: 'COMPLETED', result: { calendars: 1, full: 1 } });
      expect(await rows(her)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
      expect(await token()).toEqual([{ token: expect.any(String) }]);
    });

    it('410 for the changes and for everything: read in full once, then failed with the reason', async () => {
      await world().google.settings({ pageSize: 250 });
      const her = await connected([], many(2));
      await world().google.forget();
      await world().google.faults({
        path: '/events',
        account: her.email,
        status: 410,
        reason: 'fullSyncRequired',
        times: 2,
      });
      const failed = await synced(her);
      expect(failed).toMatchObject({ status: 'DEAD', error: { code: 'REFUSED_IN_FULL' } });
      expect((await eventsAsked(her)).map(({ query, status }) => [query['syncToken'] !== undefined, status])).toEqual([
        [true, 410],
        [false, 410],
      ]);
      expect((await listed(her))[0]!.trouble).toBe('refused_in_full');
      expect(await rows(her)).toHaveLength(2);
      expect(await synced(her)).toMatchObject({ status: 'COMPLETED', result: { full: 1, upserted: 2 } });
    });

    it('of a series that was split the second half stays when the first is deleted', async () => {
      const her = await connected([], [hourAt('m', soon(2), { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] })]);
      const id = (n: number) => `_${soon(2 + 24 * n).replaceAll(/[-:]|\.\d+/g, '')}`;
      expect(await rows(her)).toEqual([0, 1, 2, 3, 4].map((n) => `m${id(n)}`));
      await world().google.events(her.email, { split: [{ id: 'm', at: soon(2 + 24 * 2) }], quiet: true });
      await synced(her);
      const second = [2, 3, 4].map((n) => `m_R${id(2).slice(1, -1)}${id(n)}`);
      expect(await rows(her)).toEqual([...second, ...[0, 1].map((n) => `m${id(n)}`)].sort());
      // Google tells the deletion of a series as the whole series, and of the other half nothing.
      await world().google.settings({ wholeTombstones: true });
      await world().google.events(her.email, { remove: ['m'], quiet: true });
      await synced(her);
      expect(await rows(her)).toEqual(second);
    });

    it('a provider that is busy puts the job off and costs no attempt; what was read is not read again', async () => {
      const her = await connected([{ id: 'club', summary: 'Club', events: many(1, 'club') }], many(1));
      const both = (await listed(her)).map(({ id }) => id);
      await ended(String((await world().ask(her.person, 'PUT', '/catchup/calendars', { selected: both }))['jobId']));
      await world().google.forget();
      await world().google.faults({ path: 'club', account: her.email, status: 429, retryAfter: 600, times: 1 });
      const id = await sync(her);
      const late = await until('the wait', async () => {
        const one = await job(id);
        return one.status === 'PENDING' && one.run_at.getTime() > Date.now() + 500_000 ? one : undefined;
      });
      expect(late.attempt).toBe(0);
      expect(await items(id)).toEqual(['ok', 'ok', 'failed BUSY']);
      // Google is asked for patience by the key of the account: it is over now.
      await world().google.faults();
      const redis = world().get(RedisConnections).commands;
      await redis.del(...(await redis.keys(`{${world().get(Config).REDIS_PREFIX}:rates}:*`)));
      await world().sql('UPDATE job_live SET run_at = now() WHERE id = $1', [id]);
      expect(await ended(id)).toMatchObject({ status: 'COMPLETED', result: { calendars: 2 } });
      expect((await eventsAsked(her)).map(({ path, status }) => [path.includes('club'), status])).toEqual([
        [false, 200],
        [true, 429],
        [true, 200],
      ]);
    });

    it('five jobs at a time with a token that is over: one new token, one reading', async () => {
      const her = await connected([], many(1));
      await world().google.control('POST', 'expire', { email: her.email });
      await world().sql(`UPDATE calendar_account SET access_token_expires_at = now() WHERE user_id = $1`, [
        her.person.id,
      ]);
      await world().sql(`UPDATE calendar SET last_read_at = now() - interval '7 hours' WHERE user_id = $1`, [
        her.person.id,
      ]);
      await world().google.events(her.email, { put: [hourAt('late', soon(3))], quiet: true });
      await world().google.forget();
      await world().google.faults({ path: '/events', account: her.email, times: 1, slowMs: 1_000 });
      const payload = { userId: her.person.id };
      const jobs = await world().as(her.person, () =>
        Promise.all(
          [1, 2, 3, 4, 5].map((n) =>
            world()
              .get(JobsService)
              .enqueue(CalendarSync, payload, { uniqueKey: `five ${n}` }),
          ),
        ),
      );
      const all = await Promise.all(jobs.map(({ id }) => ended(id)));
      expect(all.map(({ status }) => status)).toEqual(Array(5).fill('COMPLETED'));
      expect(await world().google.log('/token', her.email)).toHaveLength(1);
      expect(await rows(her)).toEqual(['e0', 'late']);
      // Whoever came while it was being read left it alone; whoever came later asked for changes since then.
      const tokens = (await eventsAsked(her)).map(({ query }) => query['syncToken']);
      expect(new Set(tokens).has(undefined)).toBe(false);
      expect(all.reduce((sum, { result }) => sum + result.upserted, 0)).toBe(1);
    });

    it('a permission that is over: asked once, the schedule rests, and no tick asks again until she connects', async () => {
      const her = await connected([], many(1));
      await world().google.control('POST', 'end', { email: her.email });
      await world().google.forget();
      const done = await synced(her);
      expect([done.status, await items(done.id)]).toEqual(['COMPLETED', ['skipped NEEDS_REAUTH']]);
      expect(await world().google.log('/token', her.email)).toHaveLength(1);
      expect((await listed(her))[0]!.accountState).toBe('needs_reauth');
      const schedule = async () =>
        (
          await world().sql('SELECT enabled, next_run_at IS NULL AS rests FROM schedule WHERE key = $1', [
            syncKey(her.person.id),
          ])
        )[0];
      expect(await schedule()).toEqual({ enabled: false, rests: true });
      await world().google.forget();
      const refused = await world().call(her.person, 'POST', '/catchup/calendars/sync');
      expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT', reason: 'needs_reauth' } });
      expect(await world().google.log('', her.email)).toEqual([]);
      // What was known stays.
      expect(await rows(her)).toEqual(['e0']);
      await world().google.control('PUT', 'reset', {});
      await world().google.user(her.email);
      await world().google.events(her.email, { put: many(2) });
      await world().connect(her.person, her.email);
      await until('the reading after that', async () => ((await rows(her)).length === 2 ? true : undefined));
      expect(await schedule()).toEqual({ enabled: true, rests: false });
      const gone = await world().call(her.person, 'DELETE', `/catchup/accounts/${her.account.id}`);
      expect([gone.status, await rows(her), await schedule()]).toEqual([200, [], undefined]);
      const nothing = await world().call(her.person, 'POST', '/catchup/calendars/sync');
      expect(nothing).toMatchObject({ status: 409, body: { code: 'CONFLICT', reason: 'no_account' } });
    });

    it('a calendar that tells of its changes is read when it does, and left alone in between', async () => {
      const her = await connected([], many(1));
      await world().google.events(her.email, { put: [hourAt('told', soon(4))] });
      await until('what the channel told', async () => ((await rows(her)).includes('told') ? true : undefined));
      await until(
        'the end of its job',
        async () =>
          (await world().sql(`SELECT 1 FROM job_live WHERE data ->> 'userId' = $1`, [her.person.id])).length === 0 ||
          undefined,
      );
      await world().google.forget();
      const { id } = await world().as(her.person, () =>
        world().get(JobsService).enqueue(CalendarSync, { userId: her.person.id }),
      );
      await ended(id);
      expect(await items(id)).toEqual(['skipped WATCHED']);
      expect(await world().google.log('', her.email)).toEqual([]);
      // Whoever asks for it gets it.
      expect(await synced(her)).toMatchObject({ result: { calendars: 1 } });
      expect(await eventsAsked(her)).toHaveLength(1);
      await world().sql(`UPDATE calendar SET last_read_at = now() - interval '7 hours' WHERE user_id = $1`, [
        her.person.id,
      ]);
      const tick = await world().as(her.person, () =>
        world().get(JobsService).enqueue(CalendarSync, { userId: her.person.id }),
      );
      await ended(tick.id);
      expect(await eventsAsked(her)).toHaveLength(2);
    });

    it('kill -9 while the event of an accepted suggestion is on its way: it is in her calendar once', async () => {
      const her = await connected();
      const lastContactOn = new Date(Date.now() - 45 * DAY).toISOString().slice(0, 10);
      await world().ask(her.person, 'POST', '/catchup/contacts', { name: 'Ana', frequency: 'monthly', lastContactOn });
      await world().as(her.person, () => world().get(UserSuggestions).run(new Date()));
      const [suggestion] = (await world().ask(her.person, 'GET', '/catchup/suggestions?state=open'))['suggestions'] as {
        id: string;
      }[];
      const path = `/catchup/suggestions/${suggestion!.id}`;
      await world().google.forget();
      // Google takes it after the worker that asked has died.
      await world().google.faults({ path: '/events', account: her.email, times: 1, slowMs: 2_000 });
      await world().ask(her.person, 'POST', `${path}/accept`, {});
      const inserts = async () =>
        (await world().google.log('/events', her.email)).filter(({ method }) => method === 'POST');
      await until('the request', async () => ((await inserts()).length === 1 ? true : undefined));
      await worker().now.end('SIGKILL');
      await worker().restart();
      const event = await until('the event', async () => {
        const one = (await world().ask(her.person, 'GET', path))['event'] as { state: string };
        return one.state === 'waiting' ? undefined : one;
      });
      expect(event.state).toBe('written');
      const requests = await inserts();
      expect(requests.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(requests.every(({ status }) => [200, 409].includes(status))).toBe(true);
      const effects = await world().sql(`SELECT state FROM effect WHERE key = $1`, [
        `catchup:suggestion:${suggestion!.id}:event`,
      ]);
      expect(effects).toEqual([{ state: 'done' }]);
    });
  });
}

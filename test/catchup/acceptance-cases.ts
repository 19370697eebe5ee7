import { describe, expect, it } from '@jest/globals';
import { eventIdOf } from '../../src/catchup/suggestions/event-id.js';
import { WRITE_SCOPE } from '../../src/catchup/sources/google/google-scopes.js';
import { SuggestionEvent } from '../../src/catchup/suggestions/suggestion-event.job.js';
import { UserSuggestions } from '../../src/catchup/suggestions/user-suggestions.js';
import { JobsService } from '../../src/jobs/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Person } from '../platform/harness.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';
import type { PeopleWorld } from './people-world.js';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

type Body = Record<string, unknown>;

/** Accepting: the event in her calendar at Google's stand-in, once. */
export function acceptanceCases(world: () => PeopleWorld, outside: () => CatchupWorld): void {
  const generate = (her: Pick<Person, 'id'>) => world().as(her, () => world().get(UserSuggestions).run(new Date()));
  /** Her first sync, which connecting starts, is over: nothing else asks Google meanwhile. */
  const synced = async (her: Person): Promise<string> => {
    const [job] = await world().sql<{ id: string }>(
      `SELECT id FROM job WHERE name = 'calendar-sync' AND data ->> 'userId' = $1`,
      [her.id],
    );
    await world()
      .platform.app.get(RequestContext)
      .asTenant(world().tenant.id, () => world().get(JobsService).waitFor(job!.id, 30_000));
    const [calendar] = await world().sql<{ id: string }>('SELECT id FROM calendar WHERE user_id = $1', [her.id]);
    return calendar!.id;
  };
  const suggested = async ({ connected = true, readOnly = false } = {}) => {
    const name = `a${Math.random().toString(36).slice(2)}`;
    const her = await world().platform.person(world().tenant, name, 'STAFF');
    const email = `${name}@example.test`;
    let calendar: string | undefined;
    if (connected) {
      await outside().google.user(email);
      await outside().connect(her, email);
      calendar = await synced(her);
      if (readOnly)
        await world().sql(`UPDATE calendar_account SET scopes = array_remove(scopes, $2) WHERE user_id = $1`, [
          her.id,
          WRITE_SCOPE,
        ]);
    }
    await world().contact(her, { name: 'Ana', frequency: 'monthly', lastContactOn: inDays(-45) });
    await generate(her);
    const [suggestion] = (await world().ask(her, 'GET', '/suggestions?state=open'))['suggestions'] as [Body];
    const id = suggestion['id'] as string;
    await outside().google.forget();
    const accept = (body: object = {}) => world().call(her, 'POST', `/suggestions/${id}/accept`, body);
    return { her, email, calendar: calendar!, suggestion, id, accept };
  };
  const writes = async (email: string) =>
    (await outside().google.log('/events', email))
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/events'))
      .map(({ status }) => status);
  /** The job that writes the event, at its end. */
  const written = async (id: string) => {
    const [job] = await world().sql<{ id: string }>(
      `SELECT id FROM job WHERE name = 'suggestion-event' AND data ->> 'suggestionId' = $1`,
      [id],
    );
    return world()
      .platform.app.get(RequestContext)
      .asTenant(world().tenant.id, () => world().get(JobsService).waitFor(job!.id, 30_000));
  };
  /** All jobs that write it, at their end. */
  const done = async (id: string) => {
    const jobs = await world().sql<{ id: string }>(`SELECT id FROM job WHERE data ->> 'suggestionId' = $1`, [id]);
    for (const job of jobs)
      await world()
        .platform.app.get(RequestContext)
        .asTenant(world().tenant.id, () => world().get(JobsService).waitFor(job.id, 30_000));
  };
  const there = (her: Person, email: string, id: string) =>
    world().as(her, async () => {
      const { GoogleSource } = await import('../../src/catchup/sources/google/google.source.js');
      const { CalendarAccounts } = await import('../../src/catchup/sources/accounts/calendar-accounts.js');
      const [account] = await world().get(CalendarAccounts).active();
      return world().get(GoogleSource).find(account!, email, eventIdOf(id), new AbortController().signal);
    });

  describe('accepting', () => {
    it('writes the event into her calendar once, however often she says so', async () => {
      const { her, email, calendar, id, accept } = await suggested();
      const answers = await Promise.all([accept(), accept({ calendarId: calendar })]);
      expect(answers.map(({ status, body }) => [status, body['state'], (body['event'] as Body)['calendarId']])).toEqual(
        answers.map(() => [200, 'accepted', calendar]),
      );
      expect(await written(id)).toMatchObject({ status: 'completed', result: { state: 'written', reason: null } });
      expect((await accept()).body).toMatchObject({ event: { state: 'written', calendarId: calendar, trouble: null } });
      expect(await writes(email)).toEqual([200]);
      expect(await there(her, email, id)).toBe(true);
      const [effect] = await world().sql<{ text: string }>(`SELECT e::text AS text FROM effect e WHERE key = $1`, [
        `catchup:suggestion:${id}:event`,
      ]);
      expect(effect!.text).not.toContain('Ana');
      expect(effect!.text).not.toContain(email);
    });

    it('writes it once though the answer is lost, because the provider is asked for its id', async () => {
      const { her, email, id, accept } = await suggested();
      await outside().google.faults({ path: '/events', account: email, times: 1, cut: true });
      expect((await accept()).status).toBe(200);
      expect(await written(id)).toMatchObject({ status: 'completed', result: { state: 'written' } });
      const statuses = await writes(email);
      expect(statuses[0]).toBe(-1);
      expect(statuses.filter((status) => status === 200)).toEqual([]);
      expect(await there(her, email, id)).toBe(true);
    });

    it('says so where she has deleted the event that was written before, and does not take them for having met', async () => {
      const { her, email, id, accept } = await suggested();
      // Written, its answer lost, and deleted before it was asked for.
      const event = { ...hourAt(eventIdOf(id), new Date(Date.now() + DAY).toISOString()), id: eventIdOf(id) };
      await outside().google.events(email, { put: [event], quiet: true });
      await outside().google.events(email, { remove: [eventIdOf(id)], quiet: true });
      await accept();
      expect(await written(id)).toMatchObject({ result: { state: 'failed', reason: 'deleted' } });
      const seen = await world().ask(her, 'GET', `/suggestions/${id}`);
      expect(seen).toMatchObject({ state: 'accepted', event: { state: 'failed', trouble: 'deleted' } });
      await world().sql(
        `UPDATE suggestion SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE id = $1`,
        [id],
      );
      await generate(her);
      const [contact] = await world().sql<{ by: string }>(
        'SELECT last_contact_source AS by FROM contact WHERE user_id = $1',
        [her.id],
      );
      expect(contact!.by).toBe('hand');
    });

    it('says why it could not be written, and goes on without', async () => {
      const { her, email, id, accept } = await suggested();
      await outside().google.faults({
        path: '/events',
        account: email,
        status: 403,
        reason: 'forbiddenForNonOrganizer',
      });
      await accept();
      expect(await written(id)).toMatchObject({ status: 'completed', result: { state: 'failed' } });
      const seen = await world().ask(her, 'GET', `/suggestions/${id}`);
      expect(seen).toMatchObject({
        state: 'accepted',
        event: { state: 'failed', trouble: expect.stringMatching(/^\w+$/) },
      });
      await outside().google.faults();
    });

    it('waits no more when its job is given up; run again from its dead letter it is written after all', async () => {
      const { her, email, id, accept } = await suggested();
      await outside().google.faults({ path: '/events', account: email, status: 503 });
      await accept();
      const event = async () => (await world().ask(her, 'GET', `/suggestions/${id}`))['event'] as Body;
      const until = async (state: string) => {
        for (const end = Date.now() + 60_000; ; await new Promise((again) => setTimeout(again, 50))) {
          // Attempts that wait for their back-off run now.
          await world().sql(
            `UPDATE job_live SET run_at = now() WHERE status = 'PENDING' AND run_at > now() AND data ->> 'suggestionId' = $1`,
            [id],
          );
          const [job] = await world().sql<{ status: string }>(
            `SELECT status FROM job WHERE data ->> 'suggestionId' = $1`,
            [id],
          );
          if (job!.status === state) return;
          if (Date.now() > end) throw new Error(`the job is ${job!.status}`);
        }
      };
      await until('DEAD');
      expect(await event()).toMatchObject({ state: 'failed', trouble: expect.stringMatching(/^(away|unknown)$/) });
      await outside().google.faults();
      const [letter] = await world().sql<{ id: string }>(
        `SELECT d.id FROM dead_letter d JOIN job j ON j.id = d.job_id WHERE j.data ->> 'suggestionId' = $1`,
        [id],
      );
      const { ADMIN } = world().tenant;
      const again = await world().platform.call('POST', `/api/v1/jobs/dead-letters/${letter!.id}/requeue`, {
        token: ADMIN.token,
      });
      expect(again.status).toBeLessThan(300);
      await until('COMPLETED');
      expect(await event()).toMatchObject({ state: 'written', trouble: null });
      expect(await there(her, email, id)).toBe(true);
    });

    it('waits no more a day later, whatever became of its job', async () => {
      const { her, id, accept } = await suggested({ connected: false });
      await accept();
      const decided = (hours: number) =>
        world().sql(
          `UPDATE suggestion SET event_state = 'waiting', decided_at = now() - make_interval(hours => $2) WHERE id = $1`,
          [id, hours],
        );
      const event = async () => (await world().ask(her, 'GET', `/suggestions/${id}`))['event'];
      await decided(23);
      await generate(her);
      expect(await event()).toMatchObject({ state: 'waiting' });
      await decided(25);
      await generate(her);
      expect(await event()).toMatchObject({ state: 'failed', trouble: 'given_up' });
    });

    it('of a time that was taken meanwhile is refused with why, and with times that are free', async () => {
      const { calendar, suggestion, id, accept } = await suggested();
      await world().events(calendar, [{ start: suggestion['startsAt'] as string, minutes: 30 }]);
      const refused = await accept();
      expect(refused).toMatchObject({ status: 409, body: { reason: 'busy', why: ['event'] } });
      const times = refused.body['alternatives'] as { startsAt: string; endsAt: string }[];
      expect(times).toHaveLength(3);
      expect(new Set(times.map(({ startsAt }) => startsAt.slice(0, 10))).size).toBe(3);
      expect((await accept({ startsAt: '2999-01-01T10:00:00Z' })).status).toBe(400);
      expect((await accept({ startsAt: suggestion['startsAt'] })).status).toBe(409);
      expect((await accept({ startsAt: times[1]!.startsAt })).body).toMatchObject({
        state: 'accepted',
        startsAt: times[1]!.startsAt,
        endsAt: times[1]!.endsAt,
      });
      expect(await written(id)).toMatchObject({ result: { state: 'written' } });
    });

    it('of a time that was taken at Google and is not read yet is refused as well, and read', async () => {
      const { her, email, suggestion, id, accept } = await suggested();
      const put = [hourAt('meanwhile', suggestion['startsAt'] as string)];
      await outside().google.events(email, { put, quiet: true });
      const refused = await accept();
      expect(refused).toMatchObject({ status: 409, body: { reason: 'busy', why: ['event'] } });
      expect(await outside().google.log('/freeBusy', email)).toHaveLength(1);
      const [first] = refused.body['alternatives'] as [{ startsAt: string }];
      expect(first.startsAt).not.toBe(suggestion['startsAt']);
      const read = await world().sql(`SELECT 1 FROM job WHERE name = 'calendar-sync' AND data ->> 'userId' = $1`, [
        her.id,
      ]);
      expect(read.length).toBeGreaterThan(1);
      // One that Google does not tell of is accepted by what was read.
      await outside().google.faults({ path: '/freeBusy', account: email, status: 503 });
      // What is said of the hour is said of this one.
      const { body } = await accept({ startsAt: first.startsAt });
      const clock = new Date(first.startsAt).toLocaleTimeString('en-GB', {
        ...({ timeZone: String(body['timezone']), hour: '2-digit', minute: '2-digit' } as const),
      });
      expect(body).toMatchObject({ state: 'accepted', reason: expect.stringContaining(` ${clock} `) });
      await outside().google.faults();
      expect(await written(id)).toMatchObject({ result: { state: 'written' } });
    });

    it('is refused while a calendar that was chosen meanwhile has never been read', async () => {
      const { her, suggestion, id, accept } = await suggested({ connected: false });
      const calendar = await world().calendar(her);
      await world().sql('UPDATE calendar SET window_end = NULL WHERE id = $1', [calendar]);
      expect(await accept()).toMatchObject({
        status: 409,
        body: { reason: 'busy', why: ['not_read'], alternatives: [] },
      });
      await world().sql(`UPDATE calendar SET window_end = '2100-01-01' WHERE id = $1`, [calendar]);
      expect((await accept()).body).toMatchObject({ id, state: 'accepted', startsAt: suggestion['startsAt'] });
    });

    it('writes into none that its provider lists no more', async () => {
      const { calendar, id, accept } = await suggested();
      const [other] = await world().sql<{ id: string }>(
        `INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role)
         SELECT tenant_id, user_id, gen_random_uuid(), account_id, 'other', 'Other', 'owner' FROM calendar WHERE id = $1 RETURNING id`,
        [calendar],
      );
      // As the list of its account leaves one that was chosen: the primary one goes before all others.
      await world().sql(`UPDATE calendar SET trouble = 'gone', window_end = NULL WHERE id = $1`, [calendar]);
      expect(await accept({ calendarId: calendar })).toMatchObject({ status: 409, body: { reason: 'read_only' } });
      expect((await accept()).body).toMatchObject({ state: 'accepted', event: { calendarId: other!.id } });
      await done(id);
      // What would be written once its account is connected again is not either.
      const late = await suggested();
      await world().sql(`UPDATE calendar_account SET state = 'needs_reauth' WHERE user_id = $1`, [late.her.id]);
      await world().sql(`UPDATE calendar SET trouble = 'gone' WHERE user_id = $1`, [late.her.id]);
      expect((await late.accept()).body).toMatchObject({ event: { state: 'none', trouble: null } });
    });

    it('writes nothing whose time has begun, nor for a user who is disabled, whoever runs the job again', async () => {
      const { her, email, calendar, id } = await suggested();
      const run = (on: string) =>
        world().as(her, async () => {
          const payload = { userId: her.id, suggestionId: id, reconnectedAt: on };
          const { id: jobId } = await world().get(JobsService).enqueue(SuggestionEvent, payload);
          return world().get(JobsService).waitFor(jobId, 30_000);
        });
      const set = (what: string) => world().sql(`UPDATE suggestion SET ${what} WHERE id = $1`, [id]);
      await set(`state = 'accepted', event_state = 'waiting', event_calendar_id = '${calendar}'`);
      await world().sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [her.id]);
      expect(await run('2026-01-01T00:00:00Z')).toMatchObject({
        result: { state: 'failed', reason: 'account_closed' },
      });
      await world().sql('UPDATE app_user SET disabled_at = NULL WHERE id = $1', [her.id]);
      await set(`starts_at = now() - interval '1 second', ends_at = now() + interval '1 hour'`);
      expect(await run('2026-01-02T00:00:00Z')).toMatchObject({ result: { state: 'failed', reason: 'passed' } });
      expect((await world().ask(her, 'GET', `/suggestions/${id}`))['event']).toMatchObject({ trouble: 'passed' });
      expect(await writes(email)).toEqual([]);
    });

    it('of two at the same moment, for the same time, lets one have it; and each time that is offered can be had', async () => {
      const { her, suggestion, id } = await suggested({ connected: false });
      await world().sql('UPDATE catchup_preferences SET buffer_minutes = 30 WHERE user_id = $1', [her.id]);
      await world().contact(her, { name: 'Bo', frequency: 'weekly', lastContactOn: inDays(-45) });
      await generate(her);
      const { suggestions } = (await world().ask(her, 'GET', '/suggestions?state=open')) as { suggestions: Body[] };
      const other = suggestions.find((one) => one['id'] !== id)!['id'] as string;
      const at = (one: string, startsAt: unknown) =>
        world().call(her, 'POST', `/suggestions/${one}/accept`, { startsAt });
      const both = await Promise.all([at(id, suggestion['startsAt']), at(other, suggestion['startsAt'])]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const refused = both.findIndex(({ status }) => status === 409);
      const [first] = both[refused]!.body['alternatives'] as [{ startsAt: string }];
      expect((await at([id, other][refused]!, first.startsAt)).body).toMatchObject({
        state: 'accepted',
        startsAt: first.startsAt,
      });
    });

    it('of a time that has begun offers others', async () => {
      const { her, suggestion, accept } = await suggested({ connected: false });
      await world().sql(
        `UPDATE suggestion SET starts_at = now() - interval '1 minute', ends_at = now() + interval '59 minutes' WHERE user_id = $1`,
        [her.id],
      );
      const refused = await accept();
      expect(refused).toMatchObject({ status: 409, body: { reason: 'passed', alternatives: [{}, {}, {}] } });
      expect((await accept({ startsAt: suggestion['startsAt'] })).body).toMatchObject({ state: 'accepted' });
    });

    it('keeps it in the feed alone where no calendar may be written', async () => {
      for (const how of [{ connected: false }, { readOnly: true }]) {
        const { her, email, calendar, id, accept } = await suggested(how);
        if (calendar)
          expect(await accept({ calendarId: calendar })).toMatchObject({ status: 409, body: { reason: 'read_only' } });
        expect((await accept({ calendarId: '01900000-0000-7000-8000-000000000001' })).status).toBe(404);
        expect((await accept()).body).toMatchObject({ state: 'accepted', event: { state: 'none', calendarId: null } });
        expect(await world().sql(`SELECT 1 FROM job WHERE data ->> 'suggestionId' = $1`, [id])).toEqual([]);
        expect(await writes(email)).toEqual([]);
        const { url } = (await world().ask(her, 'POST', '/feed')) as { url: string };
        expect((await world().platform.call('GET', new URL(url).pathname)).text).toContain('STATUS:CONFIRMED');
      }
    });

    it('that an account refused until it is connected again is written then, once', async () => {
      const { her, email, calendar, id, accept } = await suggested();
      const refusal = { path: '/events', account: email, status: 403, reason: 'insufficientPermissions' };
      await outside().google.faults(refusal);
      await accept();
      expect(await written(id)).toMatchObject({ result: { state: 'failed', reason: 'needs_reauth' } });
      await outside().google.faults();
      const event = async () => (await world().ask(her, 'GET', `/suggestions/${id}`))['event'] as Body;
      expect(await event()).toMatchObject({ state: 'failed', trouble: 'needs_reauth', calendarId: calendar });
      await outside().google.forget();
      for (let time = 0; time < 2; time++) {
        await outside().connect(her, email);
        await done(id);
        expect(await event()).toMatchObject({ state: 'written', trouble: null, calendarId: calendar });
      }
      expect(await writes(email)).toEqual([200]);
      expect(await there(her, email, id)).toBe(true);
    });

    it('that found no calendar to be written, since its account was to be connected again, is written then', async () => {
      const { her, email, calendar, id, accept } = await suggested();
      await outside().google.control('POST', 'end', { email });
      await world().sql(`UPDATE calendar_account SET state = 'needs_reauth' WHERE user_id = $1`, [her.id]);
      expect((await accept()).body).toMatchObject({ event: { state: 'none', trouble: 'needs_reauth' } });
      await outside().connect(her, email);
      await done(id);
      expect((await world().ask(her, 'GET', `/suggestions/${id}`))['event']).toMatchObject({
        ...{ state: 'written', trouble: null, calendarId: calendar },
      });
      expect(await writes(email)).toEqual([200]);
      // What is over by then is not written any more.
      const late = await suggested();
      await world().sql(`UPDATE calendar_account SET state = 'needs_reauth' WHERE user_id = $1`, [late.her.id]);
      await late.accept();
      await world().sql(
        `UPDATE suggestion SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE user_id = $1`,
        [late.her.id],
      );
      await outside().connect(late.her, late.email);
      expect(await world().sql(`SELECT 1 FROM job WHERE data ->> 'suggestionId' = $1`, [late.id])).toEqual([]);
    });

    it('says so where her calendar could be written if its account was connected again', async () => {
      const { her, accept } = await suggested();
      await world().sql(`UPDATE calendar_account SET state = 'needs_reauth' WHERE user_id = $1`, [her.id]);
      expect((await accept()).body).toMatchObject({
        event: { state: 'none', calendarId: null, trouble: 'needs_reauth' },
      });
      const { accounts } = await world().ask(her, 'GET', '/accounts');
      expect(accounts).toMatchObject([{ state: 'needs_reauth', mayWrite: false }]);
    });
  });
}

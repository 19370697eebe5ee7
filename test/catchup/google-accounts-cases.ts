import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CalendarAccounts, MOST_ACCOUNTS } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import type { SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { EndPermissionProcessor } from '../../src/catchup/sources/google/end-permission.processor.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import { WatchChannels } from '../../src/catchup/sources/watch/watch-channels.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { PersonalDatabase } from '../../src/platform/database/personal-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';

const signal = new AbortController().signal;

/** Channels that tell of changes; the end of an account; whose accounts they are. */
export function googleAccountsCases(world: () => CatchupWorld): void {
  const connected = async () => {
    const name = `w${randomUUID().slice(0, 8)}`;
    const person = await world().person(name);
    const account = await world().connect(person, `${name}@example.test`);
    const calendar = { id: await world().calendarRow(account, `${name}@example.test`), account, externalId: 'primary' };
    await world().google.forget();
    const keep = () => world().as(person, () => world().get(WatchChannels).keep(calendar, signal));
    return { person, account, email: `${name}@example.test`, calendar, keep };
  };
  const rows = (table: string, account: SourceAccount) =>
    world().sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [account.userId]);
  /** Calls of the hook about one calendar. */
  const heard: string[] = [];
  const heardOf = (calendarId: string) => heard.filter((one) => one === calendarId).length;
  let listening = false;
  const listen = () => {
    if (!listening)
      world()
        .get(WatchChannels)
        .onChanged(async ({ calendarId, userId }) => {
          // Acts for the calendar's user, in the transaction that notes the message.
          const own = await world()
            .get(PersonalDatabase)
            .first('SELECT 1 FROM calendar WHERE id = $1 AND user_id = $2', [calendarId, userId]);
          if (own) heard.push(calendarId);
        });
    listening = true;
  };
  /** All messages, once the first one of every channel that is open has come. */
  const settled = async () => {
    for (let n = 0; n < 200; n++) {
      const { open, sent } = await world().google.channels();
      if (open.every(({ id }) => sent.some(({ channel }) => channel === id))) return sent;
      await new Promise((later) => setTimeout(later, 25));
    }
    throw new Error('a channel got no first message');
  };

  describe('watching a calendar', () => {
    it('opens one channel, and renews it with overlap before its end', async () => {
      const { calendar, keep } = await connected();
      const until = await keep();
      expect(until!.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
      expect(await keep()).toEqual(until);
      expect(await world().google.log('/watch')).toHaveLength(1);
      const [first] = (await world().google.channels()).open;
      expect(first).toMatchObject({ resourceId: expect.any(String), token: expect.stringMatching(/^[\w-]{80,256}$/) });

      await world().sql(`UPDATE watch_channel SET expires_at = now() + interval '12 hours' WHERE id = $1`, [first!.id]);
      await keep();
      const { open } = await world().google.channels();
      expect(open.map(({ id }) => id)).not.toContain(first!.id);
      const rows = await world().sql('SELECT id, resource_id FROM watch_channel WHERE calendar_id = $1', [calendar.id]);
      expect(rows).toEqual([{ id: open[0]!.id, resource_id: open[0]!.resourceId }]);
      const calls = (await world().google.log()).map(({ path }) => path.split('/').at(-1));
      expect(calls).toEqual(['watch', 'watch', 'stop']);
    });

    it('two jobs that open one at the same time leave one', async () => {
      const { calendar, keep, email } = await connected();
      await world().google.faults({ path: '/watch', slowMs: 150 });
      await Promise.all([keep(), keep()]);
      await world().google.faults();
      const { open } = await world().google.channels();
      const mine = open.filter((one) => (one as unknown as { email: string }).email === email).map(({ id }) => id);
      expect(await world().google.log('/watch', email)).toHaveLength(2);
      expect(mine).toHaveLength(1);
      const kept = await world().sql('SELECT id FROM watch_channel WHERE calendar_id = $1', [calendar.id]);
      expect(kept).toEqual([{ id: mine[0] }]);
    });

    it('one whose calendar goes while it is opened does not stay open, and one that has proved nothing is found', async () => {
      const { person, account, calendar, keep, email } = await connected();
      await world().google.faults({ path: '/watch', slowMs: 150, times: 1 });
      const opening = keep();
      while ((await world().google.log('/watch', email)).length === 0)
        await new Promise((later) => setTimeout(later, 10));
      await world().sql('DELETE FROM watch_channel WHERE calendar_id = $1', [calendar.id]);
      expect(await opening).toBeNull();
      const openOf = async () =>
        (await world().google.channels()).open.filter((one) => (one as unknown as { email: string }).email === email);
      expect(await openOf()).toEqual([]);
      await keep();
      await settled();
      await world().sql('UPDATE watch_channel SET message_number = 0 WHERE calendar_id = $1', [calendar.id]);
      const unwanted = () => world().as(person, async () => (await world().get(WatchChannels).watched()).unwanted);
      expect(await unwanted()).toEqual([]);
      await world().sql('UPDATE calendar SET selected = false WHERE id = $1', [calendar.id]);
      expect(await unwanted()).toMatchObject([{ id: calendar.id, accountId: account.id }]);
    });

    it('tells once of a change, whatever is repeated or comes late', async () => {
      listen();
      const { person, calendar, keep, email } = await connected();
      await keep();
      const before = (await settled()).length;
      expect((await world().google.channels()).sent.at(-1)).toMatchObject({ number: 1, status: 204 });
      // The first message has shown that messages arrive.
      const { proven } = await world().as(person, () => world().get(WatchChannels).watched());
      expect(proven).toEqual(new Set([calendar.id]));
      expect(heardOf(calendar.id)).toBe(0);
      await world().google.events(email, { put: [hourAt('e', '2026-03-03T10:00:00Z')] });
      expect(heardOf(calendar.id)).toBe(1);
      await world().google.control('POST', 'notify', { email, numbers: [9, 9, 7] });
      expect(heardOf(calendar.id)).toBe(2);
      const { sent } = await world().google.channels();
      expect(sent.slice(before).map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    });

    it('a message without the right token, or of a channel that is not the user’s, is not taken', async () => {
      listen();
      const [one, other] = [await connected(), await connected()];
      await one.keep();
      await other.keep();
      const { open } = await world().google.channels();
      const [mine, theirs] = [one.email, other.email].map((email) =>
        open.find((channel) => (channel as unknown as { email: string }).email === email)!,
      );
      const told = (headers: Record<string, string>) =>
        world().platform.call('POST', '/api/v1/catchup/google/notifications', {
          headers: { 'x-goog-resource-state': 'exists', 'x-goog-message-number': '50', ...headers },
        });
      const channel = { 'x-goog-channel-id': mine!.id };
      for (const token of ['', 'x', `${mine!.token}x`, mine!.token.replace(/.$/, '_'), theirs!.token])
        expect((await told({ ...channel, 'x-goog-channel-token': token })).status).toBe(404);
      expect((await told(channel)).status).toBe(404);
      const unknown = { 'x-goog-channel-id': randomUUID(), 'x-goog-channel-token': mine!.token };
      expect((await told(unknown)).status).toBe(404);
      expect(heardOf(one.calendar.id) + heardOf(other.calendar.id)).toBe(0);
      expect((await told({ ...channel, 'x-goog-channel-token': mine!.token })).status).toBe(204);
      expect(heardOf(one.calendar.id)).toBe(1);
    });

    it('a calendar that Google does not watch is read by its schedule alone', async () => {
      const { keep, account } = await connected();
      await world().google.faults({ path: '/watch', status: 400, reason: 'pushNotSupportedForRequestedResource' });
      expect(await keep()).toBeNull();
      await world().google.faults({ path: '/watch', status: 500 });
      await expect(keep()).rejects.toMatchObject({ trouble: 'away' });
      expect(await rows('watch_channel', account)).toEqual([]);
    });
  });

  describe('disconnecting', () => {
    const removals: { id: string; last: boolean }[] = [];
    let hooked = false;
    const hook = () => {
      if (!hooked)
        world()
          .get(CalendarAccounts)
          .onRemoved(async ({ id }, last) => void removals.push({ id, last }));
      hooked = true;
    };

    it('ends the channels and the permission at Google, and deletes all that was read', async () => {
      hook();
      const { person, account, calendar, keep } = await connected();
      const second = await world().connect(person, `second.${person.email}`);
      await keep();
      await world().sql(
        `INSERT INTO calendar_event (tenant_id, user_id, calendar_id, external_id, generation, starts_at, ends_at, status)
         VALUES ($1, $2, $3, 'e', 1, now(), now(), 'confirmed')`,
        [account.tenantId, account.userId, calendar.id],
      );
      await world().google.forget();
      const planned = async () => {
        const keys = await world().sql<{ key: string }>(
          `SELECT key FROM schedule WHERE split_part(key, ':', 3) = $1 ORDER BY key`,
          [person.id],
        );
        const { enabled } = await world().ask(person, 'GET', '/catchup/digest');
        return [...keys.map(({ key }) => key.split(':')[1]), enabled];
      };
      const answer = await world().ask(person, 'DELETE', `/catchup/accounts/${account.id}`);
      expect(answer).toEqual({ removed: 1, notRevoked: 0 });
      expect(await planned()).toEqual(['digest', 'sync', true]);
      const calls = (await world().google.log()).map(({ path, status }) => [path, status]);
      expect(calls).toEqual([
        ['/calendar/v3/channels/stop', 204],
        ['/revoke', 200],
      ]);
      for (const table of ['calendar', 'calendar_event', 'watch_channel'])
        expect(await rows(table, account)).toEqual([]);
      expect(await world().sql('SELECT id FROM calendar_account WHERE user_id = $1', [person.id])).toEqual([
        { id: second.id },
      ]);
      expect(await world().ask(person, 'DELETE', '/catchup/google')).toEqual({ removed: 1, notRevoked: 0 });
      // The reading and the digest end with the last account.
      expect(await planned()).toEqual([false]);
      expect(removals.filter(({ id }) => id === account.id || id === second.id)).toEqual([
        { id: account.id, last: false },
        { id: second.id, last: true },
      ]);
      expect((await world().call(person, 'DELETE', `/catchup/accounts/${account.id}`)).status).toBe(404);
      expect(await world().ask(person, 'DELETE', '/catchup/google')).toEqual({ removed: 0, notRevoked: 0 });
    });

    it('does not wait for Google: the account is deleted, and the user is told that the permission is still there', async () => {
      const { person, account } = await connected();
      await world().google.faults({ path: '/revoke', status: 503, html: true });
      expect(await world().ask(person, 'DELETE', `/catchup/accounts/${account.id}`)).toEqual({
        removed: 1,
        notRevoked: 1,
      });
      expect(await rows('calendar_account', account)).toEqual([]);
    });

    it('goes on taking the permission back until Google knows', async () => {
      const { person, account } = await connected();
      const { refresh_token: token } = await world().as(person, () => world().get(CalendarAccounts).secretsOf(account));
      await world().google.faults({ path: '/revoke', status: 503 });
      await world().ask(person, 'DELETE', '/catchup/google');
      const kept = () =>
        world().sql<{ id: string; all: string }>(
          `SELECT p.id, p::text AS all FROM ended_permission p JOIN job j ON j.data ->> 'permissionId' = p.id::text
           WHERE p.tenant_id = $1 AND j.name = 'permission-end' ORDER BY p.created_at DESC LIMIT 1`,
          [account.tenantId],
        );
      const [row] = await kept();
      // Neither whose it was nor the token itself.
      for (const text of [token!, account.userId, account.id]) expect(row!.all).not.toContain(text);
      const attempt = () =>
        world()
          .platform.app.get(RequestContext)
          .asTenant(account.tenantId, () => {
            const ctx = handlerContext(world().get(TenantDatabase), account.tenantId);
            return world().get(EndPermissionProcessor).handle({ permissionId: row!.id }, ctx);
          });
      await expect(attempt()).rejects.toThrow(/Google/);
      await world().google.faults();
      await world().google.forget();
      expect(await attempt()).toEqual({ ended: true });
      expect((await world().google.log('/revoke')).map(({ status }) => status)).toEqual([200]);
      const left = (await world().google.control('GET', 'tokens')) as { tokens: string[] };
      expect(left.tokens).not.toContain(token);
      expect(await attempt()).toEqual({ ended: false });
      expect((await world().google.log('/revoke')).length).toBe(1);
    });
  });

  describe('an account at Google that two users have connected', () => {
    const both = async () => {
      const email = `shared${randomUUID().slice(0, 8)}@example.test`;
      const [one, other] = [await world().person(`one.${email}`), await world().person(`other.${email}`)];
      const accounts = [await world().connect(one, email), await world().connect(other, email)] as const;
      const read = () => world().as(other, () => world().get(GoogleSource).calendars(accounts[1], signal));
      await world().google.forget();
      return { email, one, other, accounts, read };
    };
    const revoked = async () => (await world().google.log('/revoke')).map(({ status }) => status);

    it('keeps its permission until the last of them disconnects', async () => {
      const { one, other, accounts, read } = await both();
      // As for users of another tenant, whose rows nobody here sees.
      expect(await world().ask(one, 'DELETE', '/catchup/google')).toEqual({ removed: 1, notRevoked: 0 });
      expect(await revoked()).toEqual([]);
      await world().sql('UPDATE calendar_account SET access_token_expires_at = now() WHERE id = $1', [accounts[1].id]);
      expect(await read()).toHaveLength(1);
      expect(await world().ask(other, 'DELETE', '/catchup/google')).toEqual({ removed: 1, notRevoked: 0 });
      expect(await revoked()).toEqual([200]);
    });

    it('does not lose it to an attempt that is not kept, nor to the late end of an earlier one', async () => {
      const { email, one, other } = await both();
      await world().google.settings({ noRefreshToken: true });
      await world().ask(one, 'DELETE', '/catchup/google');
      const page = await world().comeBack(await world().consent(await world().authorizationUrl(one), email));
      expect([page.status, await revoked()]).toEqual([400, []]);
      await world().google.settings({ noRefreshToken: false });
      await world().google.faults({ path: '/revoke', status: 503 });
      await world().ask(other, 'DELETE', '/catchup/google');
      await world().google.faults();
      const again = await world().connect(other, email);
      await world().google.forget();
      const [kept] = await world().sql<{ id: string }>(
        'SELECT id FROM ended_permission ORDER BY created_at DESC LIMIT 1',
      );
      const ended = await world()
        .platform.app.get(RequestContext)
        .asTenant(again.tenantId, () => {
          const ctx = handlerContext(world().get(TenantDatabase), again.tenantId);
          return world().get(EndPermissionProcessor).handle({ permissionId: kept!.id }, ctx);
        });
      expect([ended, await revoked()]).toEqual([{ ended: false }, []]);
      expect(await world().as(other, () => world().get(GoogleSource).calendars(again, signal))).toHaveLength(1);
    });
  });

  it('of accounts that are connected at the same time no more are kept than there may be', async () => {
    const person = await world().person(`most${randomUUID().slice(0, 8)}`);
    await world().sql(
      `INSERT INTO calendar_account (tenant_id, user_id, id, source, name)
       SELECT $1, $2, gen_random_uuid(), 'ics', n::text FROM generate_series(2, $3::int) n`,
      [world().tenant.id, person.id, MOST_ACCOUNTS],
    );
    const connect = (name: string) =>
      world().as(person, () => world().get(CalendarAccounts).connect({ source: 'ics', name, secrets: {} }));
    const made = await Promise.allSettled(['a', 'b', 'c'].map(connect));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await rows('calendar_account', { userId: person.id } as SourceAccount)).toHaveLength(MOST_ACCOUNTS);
  });

  it('the reading is asked for after all else that a connection brings about: its lock is the last', async () => {
    const locks: number[] = [];
    world()
      .get(CalendarAccounts)
      .onConnected(async ({ userId }, tx) => {
        const [row] = await tx.rows<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
             AND (classid::bigint << 32 | objid::bigint) = hashtextextended('calendar-sync ' || $1, 0)`,
          [userId],
        );
        locks.push(row!.n);
      });
    await connected();
    expect(locks).toEqual([0]);
  });

  it('trouble that passes is shown with the account until it is read again', async () => {
    const { person, account } = await connected();
    const accounts = world().get(CalendarAccounts);
    const shown = async () =>
      ((await world().ask(person, 'GET', '/catchup/accounts'))['accounts'] as Record<string, unknown>[])[0];
    await world().as(person, () => accounts.noteTrouble(account, 'Google does not answer'));
    const first = await shown();
    expect(first).toMatchObject({ state: 'active', trouble: 'Google does not answer', troubleAt: expect.any(String) });
    // The same trouble goes on since it began.
    await world().as(person, () => accounts.noteTrouble(account, 'Google does not answer'));
    expect(await shown()).toEqual(first);
    await world().as(person, () => accounts.markOk(account.id));
    expect(await shown()).toMatchObject({ state: 'active', trouble: null, troubleAt: null });
  });

  describe('whose accounts they are', () => {
    it('nobody else sees or touches them, an ADMIN of the tenant included', async () => {
      const { account } = await connected();
      const { tenant, platform } = world();
      const stranger = await world().person('nosy');
      for (const other of [stranger, tenant.ADMIN, tenant.MANAGER]) {
        const { accounts } = await world().ask(other, 'GET', '/catchup/accounts');
        expect((accounts as { id: string }[]).map(({ id }) => id)).not.toContain(account.id);
        expect((await world().call(other, 'DELETE', `/catchup/accounts/${account.id}`)).status).toBe(404);
        const again = await world().call(other, 'POST', '/catchup/google/connect', { accountId: account.id });
        expect(again.status).toBe(404);
        await world().ask(other, 'DELETE', '/catchup/google');
      }
      expect(await rows('calendar_account', account)).toHaveLength(1);
      const { key } = await platform.apiKey(tenant.ADMIN, tenant);
      for (const token of [key, platform.operator.token])
        expect((await platform.call('GET', '/api/v1/catchup/accounts', { token })).status).toBe(403);
    });
  });
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CalendarSyncWork } from '../../src/catchup/calendars/calendar-sync.work.js';
import { AccountSecrets } from '../../src/catchup/sources/accounts/account-secrets.js';
import { CalendarAccounts } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import type { SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { REAUTH_WORDS } from '../../src/catchup/sources/google/google-errors.js';
import { GoogleOAuth } from '../../src/catchup/sources/google/google-oauth.js';
import { GoogleTokens } from '../../src/catchup/sources/google/google-tokens.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { PersonalDatabase } from '../../src/platform/database/personal-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { CatchupWorld } from './harness.js';

const signal = new AbortController().signal;

/** How tokens are renewed, and what becomes of those that cannot be. */
export function googleTokensCases(world: () => CatchupWorld): void {
  const endsIn = (account: SourceAccount, minutes: number) =>
    world().sql(
      'UPDATE calendar_account SET access_token_expires_at = now() + make_interval(mins => $2) WHERE id = $1',
      [account.id, minutes],
    );
  const refreshes = async () => (await world().google.log('/token')).filter(({ grant }) => grant === 'refresh_token');
  const connected = async (name: string) => {
    const person = await world().person(name);
    const account = await world().connect(person, `${name}@example.test`);
    await world().google.forget();
    const read = () => world().as(person, () => world().get(GoogleSource).calendars(account, signal));
    const shown = async () =>
      ((await world().ask(person, 'GET', '/catchup/accounts'))['accounts'] as Record<string, unknown>[])[0];
    const mails = () =>
      world().sql<{ to: string; body: string }>(
        `SELECT to_address AS "to", body_text AS body FROM mail_message WHERE to_address = $1`,
        [person.email],
      );
    return { person, account, read, shown, mails };
  };

  describe('access tokens', () => {
    it('are renewed five minutes early, and not before', async () => {
      const { account, read } = await connected('early');
      await endsIn(account, 6);
      await read();
      expect(await refreshes()).toHaveLength(0);
      await endsIn(account, 4);
      await read();
      await read();
      expect(await refreshes()).toHaveLength(1);
    });

    it('five jobs of several processes with an expired token make one call', async () => {
      const { person, account } = await connected('stampede');
      await endsIn(account, -1);
      await world().google.faults({ path: '/token', slowMs: 300, times: 1 });
      const another = () =>
        new GoogleTokens(
          world().get(PersonalDatabase),
          world().get(AccountSecrets),
          world().get(CalendarAccounts),
          world().get(GoogleOAuth),
        );
      const [one, two, three] = [world().get(GoogleTokens), another(), another()];
      const tokens = await world().as(person, () =>
        Promise.all([one, one, two, two, three].map((process) => process.access(account, signal))),
      );
      expect(new Set(tokens).size).toBe(1);
      expect(await refreshes()).toHaveLength(1);
    });

    it('a refresh token that comes with one replaces the old; where none comes the old one stays', async () => {
      const { account, read } = await connected('rotated');
      const sealed = async () =>
        (
          await world().sql<{ s: string }>('SELECT refresh_token_sealed AS s FROM calendar_account WHERE id = $1', [
            account.id,
          ])
        )[0]!.s;
      const first = await sealed();
      await endsIn(account, 0);
      await read();
      expect(await sealed()).toBe(first);
      await world().google.settings({ rotateRefresh: true });
      await endsIn(account, 0);
      await read();
      expect(await sealed()).not.toBe(first);
      // The old one is worth nothing now: only the new one can have been used.
      await endsIn(account, 0);
      await read();
      expect((await refreshes()).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    it('one that is refused is renewed once, and the call made again; a second refusal is trouble at Google', async () => {
      const { account, read, shown } = await connected('refused');
      await world().google.control('POST', 'expire', {});
      await read();
      expect((await world().google.log('/calendarList')).map(({ status }) => status)).toEqual([401, 200]);
      expect(await refreshes()).toHaveLength(1);

      await world().google.forget();
      await world().google.faults({ path: '/calendarList', status: 401 });
      await expect(read()).rejects.toMatchObject({ trouble: 'away' });
      expect((await world().google.log('/calendarList')).map(({ status }) => status)).toEqual([401, 401]);
      expect(await refreshes()).toHaveLength(1);
      expect(await shown()).toMatchObject({ id: account.id, state: 'active' });
    });

    it('invalid_grant: asked once, the user is told once, and then nobody is asked until she connects again', async () => {
      const { person, account, read, shown, mails } = await connected('ended');
      await world().google.control('POST', 'end', { email: 'ended@example.test' });
      const results = await Promise.allSettled(Array.from({ length: 5 }, read));
      expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
      expect((await refreshes()).map(({ status }) => status)).toEqual([400]);
      expect(await shown()).toMatchObject({ state: 'needs_reauth', trouble: REAUTH_WORDS.invalid_grant });
      const sent = await mails();
      expect(sent).toHaveLength(1);
      expect(sent[0]!.body).toContain(REAUTH_WORDS.invalid_grant);
      // The log of mails is an administrator's to read.
      expect(sent[0]!.body).not.toContain('ended@example.test');

      await world().google.forget();
      await expect(read()).rejects.toMatchObject({ trouble: 'needs_reauth' });
      expect(await world().google.log()).toEqual([]);
      expect(await world().as(person, () => world().get(CalendarAccounts).active())).toEqual([]);
      expect(await mails()).toHaveLength(1);
      // It is hers: the tenant's log does not have it.
      const log = `/mail/messages?address=${person.email}`;
      expect((await world().ask(world().tenant.ADMIN, 'GET', log))['total']).toBe(0);

      await world().connect(person, 'ended@example.test');
      expect(await shown()).toMatchObject({ id: account.id, state: 'active', trouble: null });
      expect(await read()).toHaveLength(1);
    });

    it('an answer to the log-in before does not pause an account that is connected again', async () => {
      const { person, account, read, shown, mails } = await connected('again');
      const email = 'again@example.test';
      const asked = async (path: string) => {
        while ((await world().google.log(path, email)).length === 0) await sleep(10);
      };
      const refusal = { path: '/calendarList', status: 403, reason: 'insufficientPermissions', slowMs: 400, times: 1 };
      await world().google.faults(refusal);
      const refused = expect(read()).rejects.toMatchObject({ trouble: 'needs_reauth' });
      await asked('/calendarList');
      await world().connect(person, email);
      await refused;
      expect(await shown()).toMatchObject({ id: account.id, state: 'active', trouble: null });

      // The same of a token, in the job that reads her calendars.
      await endsIn(account, 0);
      await world().google.forget();
      await world().google.faults({ path: '/token', status: 400, error: 'invalid_grant', slowMs: 400, times: 1 });
      const tenantId = world().tenant.id;
      const ctx = handlerContext(world().get(TenantDatabase), tenantId, {
        jobId: randomUUID(),
        scheduledFor: new Date(),
      });
      const work = world()
        .get(RequestContext)
        .asTenant(tenantId, () => world().get(CalendarSyncWork).run({ userId: person.id }, ctx));
      await asked('/token');
      await world().connect(person, email);
      await work;
      expect(await shown()).toMatchObject({ id: account.id, state: 'active', trouble: null });
      expect(await mails()).toEqual([]);
    });

    it('nobody waits for a token longer than he wants to, and it is there for whoever asks next', async () => {
      const { person, account } = await connected('impatient');
      await endsIn(account, 0);
      await world().google.faults({ path: '/token', slowMs: 1_200, times: 1 });
      const window = { start: new Date(), end: new Date(Date.now() + 86_400_000) };
      const busy = (limit: AbortSignal) =>
        world().as(person, () => world().get(GoogleSource).busy(account, ['impatient@example.test'], window, limit));
      const begun = performance.now();
      await expect(busy(AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(performance.now() - begun).toBeLessThan(1_000);
      expect((await busy(signal)).size).toBe(1);
      expect(await refreshes()).toHaveLength(1);
    });

    it("invalid_rapt has words of its own: an organisation's rule, not something the user did", async () => {
      const { account, read, shown, mails } = await connected('rapt');
      await world().google.control('POST', 'end', { email: 'rapt@example.test', rapt: true });
      await endsIn(account, 0);
      await expect(read()).rejects.toMatchObject({ trouble: 'needs_reauth' });
      expect(await shown()).toMatchObject({ state: 'needs_reauth', trouble: REAUTH_WORDS.invalid_rapt });
      expect((await mails())[0]!.body).toContain("your organisation's rules");
    });

    it.each([
      ['invalid_client', { status: 401, error: 'invalid_client' }, 'misconfigured'],
      [
        'a clock that is wrong',
        { status: 400, error: 'invalid_grant', description: 'Invalid JWT: late' },
        'misconfigured',
      ],
      ['500', { status: 500 }, 'away'],
      ['503 in HTML', { status: 503, html: true }, 'away'],
      ['a body that ends early', { truncated: true }, 'away'],
      ['a connection that is cut', { cut: true }, 'away'],
    ])('%s is not the fault of the user: nothing is marked, nobody is told', async (name, fault, trouble) => {
      const { account, read, shown, mails } = await connected(`innocent-${name.replaceAll(/\W/g, '').toLowerCase()}`);
      await endsIn(account, 0);
      await world().google.faults({ path: '/token', times: 1, ...fault });
      await expect(read()).rejects.toMatchObject({ trouble });
      expect(await refreshes()).toHaveLength(1);
      expect(await shown()).toMatchObject({ state: 'active', trouble: null });
      expect(await mails()).toEqual([]);
      expect(await read()).toHaveLength(1);
    });
  });
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CalendarSyncWork } from '../../src/catchup/calendars/calendar-sync.work.js';
import { AccountSecrets } from '../../src/catchup/sources/accounts/account-secrets.js';
import { CalendarAccounts } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import { TakenMeanwhile } from '../../src/catchup/suggestions/taken-meanwhile.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { Config } from '../../src/platform/config/config.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { SealedColumns } from '../../src/platform/secrets/sealed-columns.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { SECRET_KEYS } from '../platform/harness.js';
import type { CatchupWorld } from './harness.js';

const signal = new AbortController().signal;

/** Tokens are to be read by nobody, wherever they lie. */
export function googleSecretsCases(world: () => CatchupWorld): void {
  const connected = async () => {
    const name = `s${randomUUID().slice(0, 8)}`;
    const person = await world().person(name);
    return { person, account: await world().connect(person, `${name}@example.test`) };
  };
  const tokens = async () => ((await world().google.control('GET', 'tokens')) as { tokens: string[] }).tokens;

  describe('tokens', () => {
    it('are in no text of any table', async () => {
      await connected();
      const begun = await world().authorizationUrl(world().tenant.STAFF);
      await world().consent(begun);
      const given = await tokens();
      expect(given.length).toBeGreaterThanOrEqual(3);
      const dump = await world().everyText();
      // It is a dump: what is no secret is in it.
      expect(dump).toContain('@example.test');
      expect(given.filter((token) => dump.includes(token))).toEqual([]);
      expect(dump).not.toContain(world().google.env['GOOGLE_CLIENT_SECRET']!);
    });

    it("swapped between two users, between accounts or between columns they cannot be opened, and nobody's calendars are read", async () => {
      const [one, two] = [await connected(), await connected()];
      await world().google.forget();
      await world().sql(
        `UPDATE calendar_account a SET access_token_sealed = b.access_token_sealed, refresh_token_sealed = b.refresh_token_sealed
         FROM calendar_account b WHERE (a.id, b.id) IN (($1, $2), ($2, $1))`,
        [one.account.id, two.account.id],
      );
      for (const { person, account } of [one, two])
        await expect(
          world().as(person, () => world().get(GoogleSource).calendars(account, signal)),
        ).rejects.toMatchObject({ name: 'SecretError', trouble: 'DAMAGED' });
      expect(await world().google.log()).toEqual([]);
      const three = await connected();
      await world().sql('UPDATE calendar_account SET access_token_sealed = refresh_token_sealed WHERE id = $1', [
        three.account.id,
      ]);
      await expect(
        world().as(three.person, () => world().get(GoogleSource).calendars(three.account, signal)),
      ).rejects.toMatchObject({ trouble: 'DAMAGED' });
      // The user's way out of damaged secrets is to remove the account.
      expect(await world().ask(three.person, 'DELETE', '/catchup/google')).toEqual({ removed: 1, notRevoked: 1 });
    });

    it.each([
      ['are damaged', 'access_token_sealed', { state: 'needs_reauth' }],
      // Whoever runs the server mends that, and no user's account is to blame.
      ['are of a key that is missing', `'v1.lost.' || repeat('A', 60)`, { state: 'active', trouble: /key/ }],
    ])('of one account that %s do not keep the others from being read', async (_, sealed, expected) => {
      const { person, account } = await connected();
      const second = await world().connect(person, `second.${person.email}`);
      await world().calendarRow(account, 'primary');
      await world().sql(
        `UPDATE calendar_account SET access_token_expires_at = now(), refresh_token_sealed = ${sealed} WHERE id = $1`,
        [account.id],
      );
      const told = new Map<string, string>();
      const tenantId = world().tenant.id;
      const ctx = handlerContext(world().get(TenantDatabase), tenantId, {
        ...{ jobId: randomUUID(), scheduledFor: new Date() },
        item: (key, outcome, details) => told.set(key, details?.code ?? outcome),
      });
      const run = world()
        .get(RequestContext)
        .asTenant(tenantId, () => world().get(CalendarSyncWork).run({ userId: person.id }, ctx));
      await run.catch((error: { code?: string }) => expect(error.code).toBe('MISCONFIGURED'));
      expect(told.get(`account:${second.id}`)).toBe('ok');
      const { accounts } = await world().ask(person, 'GET', '/catchup/accounts');
      const [first] = accounts as { state: string; trouble: string }[];
      expect(first!.state).toBe(expected.state);
      if ('trouble' in expected) expect(first!.trouble).toMatch(expected.trouble);
      // Nor is anything refused that asks all of them.
      const range = { start: Date.now(), end: Date.now() + 86_400_000 };
      expect(await world().as(person, () => world().get(TakenMeanwhile).within(range))).toEqual([]);
    });

    it('an account that is removed while it is read is no trouble', async () => {
      const { person, account } = await connected();
      await world().google.forget();
      await world().google.faults({ path: '/calendarList', slowMs: 400, times: 1 });
      const told: string[] = [];
      const tenantId = world().tenant.id;
      const ctx = handlerContext(world().get(TenantDatabase), tenantId, {
        ...{ jobId: randomUUID(), scheduledFor: new Date() },
        item: (_, outcome, details) => void told.push(`${outcome} ${details?.code}`),
      });
      const run = world()
        .get(RequestContext)
        .asTenant(tenantId, () => world().get(CalendarSyncWork).run({ userId: person.id }, ctx));
      while ((await world().google.log('/calendarList')).length === 0) await sleep(10);
      await world().ask(person, 'DELETE', `/catchup/accounts/${account.id}`);
      await run;
      expect(told).toEqual(['skipped REMOVED']);
    });

    it('are encrypted anew when the key changes, and are the same', async () => {
      const { person, account } = await connected();
      const secrets = () => world().as(person, () => world().get(CalendarAccounts).secretsOf(account));
      const before = await secrets();
      expect(before).toMatchObject({ access_token: expect.stringMatching(/^ya29/), refresh_token: expect.any(String) });
      const resealed = async (keys: string) => {
        const config = { SECRET_KEYS: keys } as Config;
        const box = new SecretBox(config);
        const columns = new SealedColumns(world().get(SystemDatabase), box, config);
        new AccountSecrets(box, columns);
        await columns.reseal();
        return box;
      };
      const box = await resealed(`fresh:${'n'.repeat(43)},${SECRET_KEYS}`);
      const [row] = await world().sql<{ access: string; refresh: string }>(
        'SELECT access_token_sealed AS access, refresh_token_sealed AS refresh FROM calendar_account WHERE id = $1',
        [account.id],
      );
      expect([row!.access, row!.refresh].map((sealed) => sealed.split('.')[1])).toEqual(['fresh', 'fresh']);
      const opened = new AccountSecrets(box, { add: () => undefined } as unknown as SealedColumns);
      expect(opened.open(account, 'refresh_token', row!.refresh)).toBe(before.refresh_token);
      await expect(secrets()).rejects.toMatchObject({ trouble: 'KEY_MISSING' });
      await resealed(`${SECRET_KEYS},fresh:${'n'.repeat(43)}`);
      expect(await secrets()).toEqual(before);
    });

    it('are in no line of the log, nor are codes, states and addresses, however it goes', async () => {
      const person = await world().person('logged');
      const hidden: string[] = [];
      const visit = async () => {
        const back = await world().consent(await world().authorizationUrl(person), 'logged@example.test');
        hidden.push(...['state', 'code'].map((name) => back.searchParams.get(name)!), ...(await tokens()));
        const { status } = await world().comeBack(back);
        hidden.push(...(await tokens()));
        return status;
      };
      expect(await visit()).toBe(200);
      await world().google.faults({ path: '/token', times: 1, status: 401, error: 'invalid_client' });
      expect(await visit()).toBe(502);
      await world().google.faults({ path: '/revoke', cut: true });
      expect(await world().ask(person, 'DELETE', '/catchup/google')).toEqual({ removed: 1, notRevoked: 1 });
      const token = `secret-${randomUUID()}`;
      const headers = { 'x-goog-channel-id': randomUUID(), 'x-goog-channel-token': token };
      const told = await world().platform.call('POST', '/api/v1/catchup/google/notifications', { headers });
      expect(told.status).toBe(404);

      expect(world().log).toContain('an account could not be connected');
      expect(world().log).toContain('/api/v1/catchup/google/callback');
      expect(hidden.length).toBeGreaterThan(6);
      // Addresses: of accounts in all tests before this one as well.
      expect([...hidden, token, '@example.test'].filter((one) => world().log.includes(one))).toEqual([]);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { UserErasure } from '../../src/catchup/privacy/user-erasure.job.js';
import { SmsMessages } from '../../src/messages/index.js';
import { PersonalDatabase } from '../../src/platform/database/personal-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Person } from '../platform/harness.js';
import type { PeopleWorld } from './people-world.js';

/** What is kept of a user, to take along or to erase. */
export function privacyCases(world: () => PeopleWorld): void {
  /** Something of hers in every table that needs no provider. */
  const fill = async (her: Person, tenantId: string) => {
    const { id } = await world().contact(her, { name: `Friend of ${her.email}`, emails: [`friend@${her.id}.test`] });
    await world().ask(her, 'POST', '/feed');
    const calendar = await world().calendar(her);
    await world().events(
      calendar,
      Array.from({ length: 3 }, (_, n) => ({
        start: `2026-0${n + 1}-01T10:00:00Z`,
        title: `Title ${n} of ${her.email}`,
      })),
    );
    await world().sql(`UPDATE calendar_account SET refresh_token_sealed = 'sealed-canary' WHERE user_id = $1`, [
      her.id,
    ]);
    await world().sql(
      `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, dst, enabled)
       SELECT gen_random_uuid(), $1, 'catchup:' || kind || ':' || $2, 'suggestion-generation', '{}', '0 0 * * *', 'UTC', 'once', false
       FROM unnest('{sync,digest}'::text[]) AS kind`,
      [tenantId, her.id],
    );
    await world().sql(
      `INSERT INTO mail_message (id, tenant_id, key, template, policy, to_address, subject, body_text, body_html, message_id,
         content_hash, state)
       SELECT gen_random_uuid(), $1, template || $2, template, 'digest', $2, '', 'text of ' || template, '', '', repeat('0', 64), 'sent'
       FROM unnest('{catchup-digest,mail-test}'::text[]) AS template`,
      [tenantId, her.email],
    );
    const sms = { key: `sms ${her.id}`, purpose: 'test', number: '+351912345678', body: `Meet a friend of ${her.id}` };
    await world()
      .get(RequestContext)
      .asPerson(tenantId, her.id, () => world().get(SmsMessages).send(sms));
    return String(id);
  };
  const tables = async () =>
    (
      await world().sql<{ name: string }>(
        `SELECT polrelid::regclass::text AS name FROM pg_policy WHERE polname = 'personal_rows' ORDER BY 1`,
      )
    ).map(({ name }) => name);
  const rowsOf = async (her: { id: string }) => {
    let rows = 0;
    for (const name of [...(await tables()), 'catchup_member'])
      rows += Number(
        (await world().sql<{ n: number }>(`SELECT count(*) AS n FROM ${name} WHERE user_id = $1`, [her.id]))[0]!.n,
      );
    const [schedules] = await world().sql<{ n: number }>(
      `SELECT count(*) AS n FROM schedule WHERE key LIKE '%' || $1`,
      [her.id],
    );
    return rows + Number(schedules!.n);
  };

  describe('what is kept of a user', () => {
    it('is exported whole, without secrets and without anything of others', async () => {
      const { STAFF: her, MANAGER: other } = world().platform.b;
      const contact = await fill(her, world().platform.b.id);
      await fill(other, world().platform.b.id);
      const answer = await world().call(her, 'GET', '/export');
      expect(answer.headers['content-disposition']).toBe('attachment; filename="catchup.json"');
      const all = JSON.parse(answer.text) as Record<string, Record<string, unknown>[]>;
      expect(Object.keys(all)).toEqual(['exportedAt', ...(await tables()), 'phone', 'sms', 'mail']);
      expect(all['phone']).toEqual([]);
      expect(all['contact']).toContainEqual(
        expect.objectContaining({ id: contact, emails: [`friend@${her.id}.test`] }),
      );
      expect(all['calendar_event']).toHaveLength(3);
      expect(Object.keys(all['catchup_feed']![0]!)).toEqual(['created_at']);
      expect(all['sms']).toEqual([
        expect.objectContaining({
          purpose: 'test',
          text: `Meet a friend of ${her.id}`,
          number: expect.stringMatching(/78$/),
        }),
      ]);
      expect(all['mail']!.map(({ template, to, text }) => [template, to, text])).toEqual([
        ['catchup-digest', her.email, 'text of catchup-digest'],
      ]);
      expect(answer.text).not.toMatch(/sealed|secret|hash/);
      expect(answer.text).not.toContain(other.email);
      expect(answer.text).not.toContain(other.id);
      await world().ask(her, 'PUT', '/phone', { number: '+351912345679' });
      const { phone } = JSON.parse((await world().call(her, 'GET', '/export')).text) as { phone: unknown };
      expect(phone).toEqual([{ number: '+351912345679' }]);
    });

    it('is shown by a transaction to the one who acts at the time, also after steps that end well or badly', async () => {
      const { STAFF: her, MANAGER: other, id: tenantId } = world().platform.b;
      const [context, own] = [world().get(RequestContext), world().get(PersonalDatabase)];
      const whose = () =>
        own.rows<{ id: string }>('SELECT DISTINCT user_id AS id FROM contact').then((rows) => rows.map(({ id }) => id));
      const as = <T>({ id: userId }: Person, fn: () => Promise<T>) =>
        context.with({ principal: { kind: 'job', role: 'JOB', tenantId, userId } }, fn);
      const failed = new Error('a step that is taken back');
      const seen = (steps: boolean) =>
        as(her, () =>
          world()
            .get(TenantDatabase)
            .transaction(
              async () => {
                const all = [await whose(), await as(other, whose), await whose()];
                const bad = as(other, () =>
                  own.transaction(async () => {
                    all.push(await whose());
                    throw failed;
                  }),
                );
                await bad.catch((error: unknown) => expect(error).toBe(failed));
                return [...all, await as(other, whose), await whose()];
              },
              { steps },
            ),
        );
      const expected = [her, other, her, other, other, her].map(({ id }) => [id]);
      expect([await seen(false), await seen(true)]).toEqual([expected, expected]);
    });

    it('is exported however many rows there are', async () => {
      const { STAFF: her, id } = world().platform.b;
      await world().sql(
        `INSERT INTO contact (tenant_id, user_id, id, name) SELECT $1, $2, gen_random_uuid(), 'n' || n FROM generate_series(1, 1200) n`,
        [id, her.id],
      );
      const { contact } = JSON.parse((await world().call(her, 'GET', '/export')).text) as {
        contact: { id: string; name: string }[];
      };
      expect(new Set(contact.map((one) => one.id)).size).toBe(contact.length);
      expect(contact.filter(({ name }) => /^n\d+$/.test(name))).toHaveLength(1_200);
      await world().sql(`DELETE FROM contact WHERE user_id = $1 AND name ~ '^n\\d+$'`, [her.id]);
    });

    it('is told to nobody else who sends the same Idempotency-Key, nor kept with one after it was erased', async () => {
      const { platform } = world();
      const [her, other] = [
        await platform.person(platform.b, 'her', 'STAFF'),
        await platform.person(platform.b, 'other', 'STAFF'),
      ];
      const key = { 'idempotency-key': '2026-11-28' };
      const send = ({ token }: Person, path: string, body: object) =>
        platform.call('POST', `/api/v1${path}`, { token, body, headers: key });
      for (const [path, body] of [
        ['/catchup/contacts', { name: 'Same name' }],
        ['/catchup/suggestions', {}],
        ['/views', { page: 'jobs', name: 'Mine', search: 'status=DEAD' }],
      ] as const) {
        const [hers, others, again] = [
          await send(her, path, body),
          await send(other, path, body),
          await send(her, path, body),
        ];
        expect([hers.status, others.status]).toEqual([again.status, again.status]);
        expect(hers.status).toBeLessThan(300);
        expect(others.headers['idempotency-replayed']).toBeUndefined();
        expect(others.text).not.toBe(hers.text);
        expect([again.text, again.headers['idempotency-replayed']]).toEqual([hers.text, 'true']);
      }
      await world().ask(her, 'DELETE', '/data');
      const kept = await world().sql<{ route: string }>(`SELECT route FROM idempotency_key WHERE key = $1`, [
        key['idempotency-key'],
      ]);
      expect(kept).toHaveLength(3);
      for (const { route } of kept) expect(route).toContain(other.id);
    });

    it('is erased whole, with her schedules, and nothing of others', async () => {
      const { STAFF: her, MANAGER: other } = world().platform.b;
      const before = await rowsOf(other);
      expect(await rowsOf(her)).toBeGreaterThan(8);
      const erased = await world().ask(her, 'DELETE', '/data');
      expect(erased).toEqual({ accounts: 1, rows: expect.any(Number), schedules: expect.any(Number) });
      expect([await rowsOf(her), await rowsOf(other)]).toEqual([0, before]);
      const mails = await world().sql(`SELECT template FROM mail_message WHERE to_address = $1`, [her.email]);
      expect(mails).toEqual([{ template: 'mail-test' }]);
      expect(await world().ask(her, 'DELETE', '/data')).toEqual({ accounts: 0, rows: 0, schedules: 0 });
    });

    it('is due to be erased a month after she was disabled', async () => {
      const { MANAGER: her, ADMIN, id } = world().platform.b;
      const path = `/api/v1/users/${her.id}`;
      const change = (disabled: boolean) =>
        world().platform.call('PATCH', path, { token: ADMIN.token, body: { disabled } });
      expect((await change(true)).status).toBe(200);
      const jobs = await world().sql<{ data: object; days: number }>(
        `SELECT data, round(extract(epoch FROM run_at - now()) / 86400)::int AS days FROM job_live WHERE tenant_id = $1 AND name = $2`,
        [id, UserErasure.name],
      );
      expect(jobs).toEqual([{ data: { userId: her.id }, days: 30 }]);
      expect((await change(false)).status).toBe(200);
    });
  });
}

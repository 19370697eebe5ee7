import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailServer } from '../support/mail-server.js';
import { PASSWORD, type Person, Platform, type Tenant } from './harness.js';

const NEW_PASSWORD = 'a new and rather long password';
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

const call = (method: string, path: string, token: string | undefined, body?: object) =>
  platform.call(method, `/api/v1${path}`, { token, body });
const someone = () => `${randomUUID().slice(0, 8)}@example.test`;
const tokenOf = (link: unknown) => String(link).split('#')[1]!;
const login = (email: string, password: string) => call('POST', '/auth/login', undefined, { email, password });
const accept = (link: unknown, password = NEW_PASSWORD) =>
  call('POST', '/invitations/accept', undefined, { token: tokenOf(link), password });
const invite = (by: string, email: string, role = 'STAFF') => call('POST', '/users/invitations', by, { email, role });

describe('a tenant, from nothing', () => {
  it('an operator makes it and invites its ADMIN, who invites the others', async () => {
    const email = someone();
    const made = await call('POST', '/tenants', platform.operator.token, {
      slug: 'fresh',
      name: 'Fresh',
      adminEmail: email,
    });
    expect(made.status).toBe(201);
    const { link, mailed, ...invitation } = made.body['invitation'] as Record<string, unknown>;
    expect(made.body).toMatchObject({ slug: 'fresh', name: 'Fresh', users: 0, disabledAt: null });
    expect(invitation).toMatchObject({ email, role: 'ADMIN' });
    expect(mailed).toBe(false);
    expect((await call('POST', '/tenants', platform.operator.token, { slug: 'fresh', name: 'x' })).status).toBe(409);

    expect((await accept(link, 'too short')).status).toBe(400);
    expect((await accept(link)).body).toMatchObject({ email, role: 'ADMIN', tenant: 'fresh' });
    expect((await accept(link)).status).toBe(404);
    const admin = (await login(email, NEW_PASSWORD)).body['accessToken'] as string;
    expect((await call('POST', '/hotels', admin, { name: 'First', timeZone: 'UTC', currency: 'EUR' })).status).toBe(
      201,
    );

    const colleague = someone();
    expect((await accept((await invite(admin, colleague, 'MANAGER')).body['link'])).status).toBe(200);
    const { body } = await call('GET', '/users', admin);
    expect((body['users'] as { email: string; role: string }[]).map((one) => [one.email, one.role]).sort()).toEqual(
      [
        [email, 'ADMIN'],
        [colleague, 'MANAGER'],
      ].sort(),
    );
    const list = await call('GET', '/tenants?limit=200', platform.operator.token);
    expect(list.body['tenants']).toContainEqual(expect.objectContaining({ slug: 'fresh', users: 2 }));
  });

  it('everything of it is noted, without the secrets', async () => {
    const email = someone();
    const invited = await invite(platform.a.ADMIN.token, email);
    await accept(invited.body['link']);
    const { text } = await call('GET', '/audit?limit=50', platform.a.ADMIN.token);
    expect(text).toContain('POST /users/invitations');
    expect(text).toContain('POST /invitations/accept');
    expect(text).not.toContain(tokenOf(invited.body['link']));
    expect(text).not.toContain(NEW_PASSWORD);
    expect((await call('GET', '/audit?action=tenants', platform.operator.token)).body['total']).toBeGreaterThan(0);
    const { rows } = await platform.sql.query('SELECT * FROM invitation');
    expect(JSON.stringify(rows)).not.toContain(tokenOf(invited.body['link']));
  });

  it('is shut at once when it is disabled, and as it was when enabled again', async () => {
    const tenant = await platform.tenant('shutting');
    const { key } = await platform.apiKey(tenant.ADMIN, tenant);
    const set = (disabled: boolean) => call('PATCH', `/tenants/${tenant.id}`, platform.operator.token, { disabled });
    const open = (await invite(tenant.ADMIN.token, someone())).body['link'];
    expect((await set(true)).body['disabledAt']).not.toBeNull();
    for (const token of [tenant.STAFF.token, key]) expect((await call('GET', '/auth/me', token)).status).toBe(401);
    expect((await login(tenant.ADMIN.email, PASSWORD)).status).toBe(401);
    expect((await accept(open)).status).toBe(404);
    const paused = 'SELECT 1 FROM queue_pause WHERE tenant_id = $1 AND name IS NULL';
    expect((await platform.sql.query(paused, [tenant.id])).rowCount).toBe(1);
    expect((await set(false)).body['disabledAt']).toBeNull();
    expect((await platform.sql.query(paused, [tenant.id])).rowCount).toBe(0);
    for (const token of [tenant.STAFF.token, key]) expect((await call('GET', '/auth/me', token)).status).toBe(200);
    expect((await accept(open)).status).toBe(200);
  });

  it('has its jobs held while it is disabled, whatever operators pause and resume, and theirs held as before afterwards', async () => {
    const tenant = await platform.tenant('holding');
    const operator = platform.operator.token;
    const set = (disabled: boolean) => call('PATCH', `/tenants/${tenant.id}`, operator, { disabled });
    const hand = (what: 'pause' | 'resume', body: object = {}) =>
      call('POST', `/jobs/queues/all/${what}`, operator, { tenant: tenant.slug, ...body });
    const held = async () =>
      (
        await platform.sql.query('SELECT reason FROM queue_pause WHERE tenant_id = $1 ORDER BY 1', [tenant.id])
      ).rows.map(({ reason }: { reason: string }) => reason);
    const disabled = 'The tenant is disabled';
    const job = await call('POST', '/jobs', tenant.ADMIN.token, { type: 'room-generation-sweep', data: {} });
    expect(job.status).toBe(201);
    await hand('pause', { reason: 'migration' });
    // Rung: a worker elsewhere would run it.
    await platform.sql.query(
      `UPDATE job_live SET status = 'QUEUED', bell = gen_random_uuid(), rung_at = now() WHERE id = $1`,
      [job.body['id']],
    );
    await set(true);
    const { rows } = await platform.sql.query('SELECT status, bell FROM job_live WHERE id = $1', [job.body['id']]);
    expect(rows).toEqual([{ status: 'PENDING', bell: null }]);
    expect(await held()).toEqual([disabled, 'migration']);
    expect((await hand('resume')).status).toBe(200);
    expect(await held()).toEqual([disabled]);
    expect((await hand('resume')).body['detail']).toMatch(/disabled/);
    await hand('pause', { reason: 'unpaid' });
    expect(await held()).toEqual([disabled, 'unpaid']);
    await set(false);
    expect(await held()).toEqual(['unpaid']);
    expect((await hand('resume')).status).toBe(200);
    expect(await held()).toEqual([]);
  });
});

describe('an invitation', () => {
  const link = async (by: Person = platform.a.ADMIN, role = 'STAFF') =>
    (await invite(by.token, someone(), role)).body['link'];

  it('makes one account, however many accept it at a time', async () => {
    const one = await link();
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => accept(one)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array<number>(7).fill(404)]);
  });

  it('is worth nothing once it is over, taken back, or replaced', async () => {
    const email = someone();
    const first = await invite(platform.a.ADMIN.token, email);
    const second = await invite(platform.a.ADMIN.token, email.toUpperCase());
    expect((await accept(first.body['link'])).status).toBe(404);
    const path = `/users/invitations/${String(second.body['id'])}`;
    expect((await call('DELETE', path, platform.b.ADMIN.token)).status).toBe(404);
    expect((await call('DELETE', path, platform.a.ADMIN.token)).status).toBe(204);
    expect((await accept(second.body['link'])).status).toBe(404);
    const late = await invite(platform.a.ADMIN.token, email);
    await platform.sql.query(`UPDATE invitation SET expires_at = now() WHERE id = $1`, [late.body['id']]);
    expect((await accept(late.body['link'])).status).toBe(404);
  });

  it('ends with the right of its inviter, and with the key it was made with', async () => {
    const inviter = await platform.person(platform.a, randomUUID(), 'ADMIN');
    const [admin, staff] = [await link(inviter, 'ADMIN'), await link(inviter)];
    await platform.sql.query(`UPDATE app_user SET role = 'MANAGER' WHERE id = $1`, [inviter.id]);
    expect((await accept(admin)).status).toBe(404);
    expect((await accept(staff)).status).toBe(200);
    const until = new Date(Date.now() + 60_000);
    const key = await platform.apiKey(platform.a.ADMIN, platform.a, until);
    const made = await invite(key.key, someone());
    expect(made.body['expiresAt']).toBe(until.toISOString());
    await call('DELETE', `/api-keys/${key.id}`, platform.a.ADMIN.token);
    expect((await accept(made.body['link'])).status).toBe(404);
  });

  it('tells nobody that another tenant knows the address', async () => {
    expect((await invite(platform.a.ADMIN.token, platform.a.STAFF.email)).status).toBe(409);
    const elsewhere = await invite(platform.a.ADMIN.token, platform.b.STAFF.email);
    expect(elsewhere.status).toBe(201);
    expect((await accept(elsewhere.body['link'])).status).toBe(409);
    expect((await login(platform.b.STAFF.email, PASSWORD)).status).toBe(200);
  });

  it('leads to a page that needs nothing but itself', async () => {
    const page = await platform.call('GET', new URL(String(await link())).pathname);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await platform.call('GET', '/api/v1/invitations/page.js')).headers['content-type']).toMatch(/javascript/);
  });

  it('is mailed where there is a mail server', async () => {
    const server = await MailServer.start();
    const mailing = await Platform.start({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    try {
      const email = someone();
      const { body } = await mailing.call('POST', '/api/v1/users/invitations', {
        token: mailing.a.ADMIN.token,
        body: { email, role: 'STAFF' },
      });
      expect(body['mailed']).toBe(true);
      expect(server.received.map(({ to }) => to)).toEqual([[email]]);
      expect(server.received[0]!.text.replaceAll('=\r\n', '')).toContain(tokenOf(body['link']));
    } finally {
      await mailing.stop();
      await server.stop();
    }
  });
});

describe('users', () => {
  const change = (by: Person, id: string, body: object) => call('PATCH', `/users/${id}`, by.token, body);

  it('lose at once what they are no longer given, sessions and keys included', async () => {
    const person = await platform.person(platform.a, randomUUID(), 'ADMIN');
    const { key } = await platform.apiKey(person, platform.a);
    expect((await change(platform.a.ADMIN, person.id, { role: 'STAFF' })).body).toMatchObject({ role: 'STAFF' });
    expect((await call('GET', '/auth/me', person.token)).status).toBe(401);
    expect((await call('GET', '/auth/me', key)).body['role']).toBe('STAFF');
    const again = (await login(person.email, PASSWORD)).body['accessToken'] as string;
    await change(platform.a.ADMIN, person.id, { disabled: true });
    expect((await login(person.email, PASSWORD)).status).toBe(401);
    await change(platform.a.ADMIN, person.id, { disabled: false });
    expect((await call('GET', '/auth/me', again)).status).toBe(401);
    expect((await call('GET', '/auth/me', key)).status).toBe(200);
  });

  it('of another tenant, and operators, are nobody to an ADMIN', async () => {
    for (const id of [platform.b.STAFF.id, platform.operator.id, randomUUID()])
      expect((await change(platform.a.ADMIN, id, { disabled: true })).status).toBe(404);
    const path = `/tenants/${platform.a.id}/users/${platform.b.STAFF.id}`;
    expect((await call('PATCH', path, platform.operator.token, { role: 'ADMIN' })).status).toBe(404);
    expect((await change(platform.a.ADMIN, platform.a.STAFF.id, { role: 'OPERATOR' })).status).toBe(400);
  });

  it('keep one ADMIN, also when two demote each other at a time', async () => {
    const tenant: Tenant = await platform.tenant(`pair-${randomUUID().slice(0, 8)}`);
    expect((await change(tenant.ADMIN, tenant.ADMIN.id, { role: 'STAFF' })).status).toBe(409);
    expect((await change(tenant.ADMIN, tenant.ADMIN.id, { disabled: true })).status).toBe(409);
    for (let round = 0; round < 10; round++) {
      const [one, other] = [
        await platform.person(tenant, randomUUID(), 'ADMIN'),
        await platform.person(tenant, randomUUID(), 'ADMIN'),
      ];
      await platform.sql.query(`UPDATE app_user SET disabled_at = now() WHERE tenant_id = $1 AND NOT id = ANY($2)`, [
        tenant.id,
        [one.id, other.id],
      ]);
      await Promise.all([change(one, other.id, { role: 'STAFF' }), change(other, one.id, { disabled: true })]);
      const { rows } = await platform.sql.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM app_user WHERE tenant_id = $1 AND role = 'ADMIN' AND disabled_at IS NULL`,
        [tenant.id],
      );
      expect(rows[0]!.n).toBe(1);
    }
  });

  it('change their own password, which ends all their sessions but the new one', async () => {
    const person = await platform.person(platform.a, randomUUID(), 'STAFF');
    const { key } = await platform.apiKey(person, platform.a);
    const put = (token: string, currentPassword: string) =>
      call('POST', '/auth/password', token, { currentPassword, newPassword: NEW_PASSWORD });
    expect((await put(person.token, 'wrong')).status).toBe(403);
    expect((await put(key, PASSWORD)).status).toBe(403);
    const changed = await put(person.token, PASSWORD);
    expect(changed.status).toBe(200);
    expect((await call('GET', '/auth/me', person.token)).status).toBe(401);
    expect((await call('GET', '/auth/me', changed.body['accessToken'] as string)).status).toBe(200);
    expect((await login(person.email, PASSWORD)).status).toBe(401);
    expect((await login(person.email, NEW_PASSWORD)).status).toBe(200);
  });

  it('have sessions that an ADMIN sees and ends', async () => {
    const person = await platform.person(platform.a, randomUUID(), 'STAFF');
    const begin = async () => {
      const headers = { 'user-agent': 'Lost phone' };
      const body = { email: person.email, password: PASSWORD };
      const answer = await platform.call('POST', '/api/v1/auth/session', { body, headers });
      const cookie = [answer.headers['set-cookie']]
        .flat()
        .map((one) => String(one).split(';')[0])
        .join('; ');
      return () => platform.call('GET', '/api/v1/auth/session', { headers: { cookie } });
    };
    const [phone, desk] = [await begin(), await begin()];
    const path = `/users/${person.id}/sessions`;
    const list = await call('GET', path, platform.a.ADMIN.token);
    expect(list.body).toMatchObject({ total: 2, sessions: [{ userAgent: 'Lost phone' }, { userAgent: 'Lost phone' }] });
    const listed = async () =>
      ((await call('GET', '/users?limit=200', platform.a.ADMIN.token)).body['users'] as Record<string, unknown>[]).find(
        ({ id }) => id === person.id,
      );
    expect(await listed()).toMatchObject({ sessions: 2, lastUsedAt: expect.any(String) });
    for (const token of [platform.b.ADMIN.token, platform.a.MANAGER.token, platform.operator.token])
      expect((await call('DELETE', path, token)).status).toBe(token === platform.b.ADMIN.token ? 404 : 403);
    expect((await phone()).status).toBe(200);
    expect((await call('DELETE', path, platform.a.ADMIN.token)).status).toBe(204);
    expect([(await phone()).status, (await desk()).status]).toEqual([401, 401]);
    expect((await call('GET', '/auth/me', person.token)).status).toBe(401);
    expect((await call('GET', path, platform.a.ADMIN.token)).body).toEqual({ sessions: [], total: 0 });
    expect(await listed()).toMatchObject({ sessions: 0, lastUsedAt: null });
    expect((await (await begin())()).status).toBe(200);
  });
});

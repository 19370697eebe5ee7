import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from './harness.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

const me = (token: string) => platform.call('GET', '/api/v1/auth/me', { token });
const create = (body: object, token = platform.a.ADMIN.token) =>
  platform.call('POST', '/api/v1/api-keys', { token, body });

describe('API keys', () => {
  it('are shown once, stored hashed, and work', async () => {
    const made = await create({ name: 'channel manager', role: 'MANAGER' });
    expect(made.status).toBe(201);
    const key = made.body['key'] as string;
    expect(key).toMatch(/^ns_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect((await me(key)).body).toMatchObject({ role: 'MANAGER', tenant: 'aurora', email: platform.a.ADMIN.email });

    const list = await platform.call('GET', '/api/v1/api-keys', { token: platform.a.ADMIN.token });
    expect(list.body['total']).toBe(1);
    expect(list.text).not.toContain(key.split('_')[2]);
    const { rows } = await platform.sql.query<{ hash: Buffer }>('SELECT * FROM api_key WHERE id = $1', [
      made.body['id'],
    ]);
    expect(rows[0]!.hash.equals(createHash('sha256').update(key).digest())).toBe(true);
    expect(JSON.stringify(rows[0])).not.toContain(key.split('_')[2]);
  });

  it('read only unless told otherwise; never an operator', async () => {
    expect((await create({ name: 'reader' })).body).toMatchObject({ role: 'STAFF' });
    expect((await create({ name: 'x', role: 'OPERATOR' })).status).toBe(400);
    expect((await create({ name: 'x', tenantId: platform.b.id })).status).toBe(400);
    expect((await create({ name: 'x', expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await create({ name: 'x' }, platform.a.MANAGER.token)).status).toBe(403);
    expect((await create({ name: 'x' }, platform.operator.token)).status).toBe(403);
  });

  it('end at once when revoked, and stay ended', async () => {
    const { id, key } = await platform.apiKey(platform.a.ADMIN, platform.a);
    expect((await me(key)).status).toBe(200);
    const revoke = () => platform.call('DELETE', `/api/v1/api-keys/${id}`, { token: platform.a.ADMIN.token });
    expect((await revoke()).status).toBe(204);
    expect((await me(key)).status).toBe(401);
    expect((await revoke()).status).toBe(404);
  });

  it('end with their term and with their user', async () => {
    const expired = await platform.apiKey(platform.a.ADMIN, platform.a, new Date(Date.now() - 1000));
    expect((await me(expired.key)).status).toBe(401);
    const person = await platform.person(platform.a, 'gone', 'STAFF');
    const { key } = await platform.apiKey(person, platform.a);
    await platform.sql.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [person.id]);
    expect((await me(key)).status).toBe(401);
  });

  it.each(['ns_', 'ns_00000000_', `ns_00000000_${'A'.repeat(43)}`, `NS_00000000_${'A'.repeat(43)}`])(
    '%s is no key',
    async (key) => {
      expect((await me(key)).status).toBe(401);
    },
  );

  it('note their last use, at most once a minute', async () => {
    const { id, key } = await platform.apiKey(platform.a.ADMIN, platform.a);
    const used = async () => {
      const { rows } = await platform.sql.query<{ at: Date | null }>(
        'SELECT last_used_at AS at FROM api_key WHERE id = $1',
        [id],
      );
      return rows[0]!.at?.toISOString();
    };
    await me(key);
    let first = await used();
    // Written off the request's path: wait for it to appear.
    for (let n = 0; n < 100 && !first; n++) {
      await pause(20);
      first = await used();
    }
    expect(first).toBeDefined();
    await me(key);
    await pause(100);
    expect(await used()).toBe(first);
  });

  it('belong to their tenant: others neither see nor revoke them', async () => {
    const { id, key } = await platform.apiKey(platform.a.ADMIN, platform.a);
    const token = platform.b.ADMIN.token;
    const list = await platform.call('GET', '/api/v1/api-keys?limit=200', { token });
    expect(list.body).toEqual({ apiKeys: [], total: 0 });
    const foreign = await platform.call('DELETE', `/api/v1/api-keys/${id}`, { token });
    const missing = await platform.call('DELETE', '/api/v1/api-keys/01900000-0000-7000-8000-000000000000', { token });
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
    expect((await me(key)).status).toBe(200);
  });

  it('never do more than their user may do at that moment', async () => {
    const person = await platform.person(platform.a, 'changing', 'ADMIN');
    const { key } = await platform.apiKey(person, platform.a);
    const become = (role: string) =>
      platform.sql.query('UPDATE app_user SET role = $2 WHERE id = $1', [person.id, role]);
    expect((await create({ name: 'x' }, key)).status).toBe(201);
    await become('STAFF');
    expect((await me(key)).body).toMatchObject({ role: 'STAFF' });
    expect((await create({ name: 'x' }, key)).status).toBe(403);
    // More than the key was made for it never gets either.
    await become('ADMIN');
    const { key: reader } = (await create({ name: 'reader' }, person.token)).body as { key: string };
    expect((await me(reader)).body).toMatchObject({ role: 'STAFF' });
    await platform.sql.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [person.id]);
    expect((await me(key)).status).toBe(401);
  });

  it('made with a key end with it: by its term, and when it is revoked, down to the last of them', async () => {
    const until = new Date(Date.now() + 3_600_000);
    const first = await platform.apiKey(platform.a.ADMIN, platform.a, until);
    const forEver = await create({ name: 'for ever', role: 'ADMIN' }, first.key);
    expect(forEver.body).toMatchObject({ role: 'ADMIN', expiresAt: until.toISOString() });
    const later = new Date(until.getTime() + 60_000).toISOString();
    expect((await create({ name: 'longer', expiresAt: later }, first.key)).body['expiresAt']).toBe(until.toISOString());
    const sooner = new Date(until.getTime() - 60_000).toISOString();
    expect((await create({ name: 'shorter', expiresAt: sooner }, first.key)).body['expiresAt']).toBe(sooner);
    const second = forEver.body['key'] as string;
    const third = (await create({ name: 'third' }, second)).body['key'] as string;
    const other = (await create({ name: 'other' })).body['key'] as string;
    expect((await me(third)).status).toBe(200);
    const token = platform.a.MANAGER.token;
    expect((await platform.call('DELETE', `/api/v1/api-keys/${first.id}`, { token })).status).toBe(403);
    await platform.call('DELETE', `/api/v1/api-keys/${first.id}`, { token: platform.a.ADMIN.token });
    for (const ended of [first.key, second, third]) expect((await me(ended)).status).toBe(401);
    expect((await me(other)).status).toBe(200);
  });

  it('made while the key they are made with is revoked do not outlive it', async () => {
    for (let round = 0; round < 20; round++) {
      const maker = await platform.apiKey(platform.a.ADMIN, platform.a);
      const [made] = await Promise.all([
        create({ name: 'race' }, maker.key),
        platform.call('DELETE', `/api/v1/api-keys/${maker.id}`, { token: platform.a.ADMIN.token }),
      ]);
      if (made.status === 201) expect((await me(made.body['key'] as string)).status).toBe(401);
      else expect(made.status).toBe(401);
    }
  });
});

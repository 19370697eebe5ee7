import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from './harness.js';

describe('npm run tenant', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  });
  afterAll(() => platform?.stop());

  const tenant = (...words: string[]) => {
    const run = spawnSync(
      process.execPath,
      [resolve(import.meta.dirname, '../../dist/bundle/cli-tenant.js'), ...words],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          CRON_SECRET: 'c'.repeat(32),
          JWT_SECRET: 'j'.repeat(32),
          SECRET_KEYS: `k1:${'A'.repeat(43)}=`,
          DATABASE_URL: platform.databaseUrl,
          NIGHTSHIFT_PUBLIC_URL: 'https://night.example.test',
        },
        encoding: 'utf8',
      },
    );
    return { code: run.status, out: run.stdout, err: run.stderr };
  };
  const accept = (out: string, password: string) =>
    platform.call('POST', '/api/v1/invitations/accept', {
      body: { token: /https:\/\/night\.example\.test\/\S+#(\S+)/.exec(out)![1], password },
    });
  const login = (email: string, password: string) =>
    platform.call('POST', '/api/v1/auth/login', { body: { email, password } });

  const password = 'quite a long password';

  it('makes a tenant with people in it', async () => {
    const made = tenant('create', 'harbour', '--name', 'Harbour Hotels', '--admin', 'ana@harbour.test');
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
    expect((await accept(made.out, password)).body).toMatchObject({ role: 'ADMIN', tenant: 'harbour' });
    expect((await accept(tenant('invite', 'harbour', 'ben@harbour.test').out, password)).body['role']).toBe('STAFF');
    expect(tenant('role', 'harbour', 'ben@harbour.test', 'MANAGER').code).toBe(0);
    expect(tenant('users', 'harbour').out).toBe('ana@harbour.test\tADMIN\nben@harbour.test\tMANAGER\n');
  });

  it('disables them, enables them, and notes it all', async () => {
    expect(tenant('disable', 'harbour', '--user', 'ben@harbour.test').code).toBe(0);
    expect((await login('ben@harbour.test', password)).status).toBe(401);
    expect(tenant('disable', 'harbour').code).toBe(0);
    expect((await login('ana@harbour.test', password)).status).toBe(401);
    expect(tenant('list').out).toContain('harbour\tHarbour Hotels\t1 users\tdisabled\n');
    expect(tenant('enable', 'harbour').code).toBe(0);
    expect((await login('ana@harbour.test', password)).status).toBe(200);
    const { rows } = await platform.sql.query<{ action: string; actor_kind: string }>(
      `SELECT action, actor_kind, detail::text FROM audit_entry WHERE actor_kind = 'command' ORDER BY id`,
    );
    expect(rows.map(({ action }) => action.split(' ').at(-1))).toEqual([
      'create',
      'invite',
      'role',
      'disable',
      'disable',
      'enable',
    ]);
  });

  it.each([
    [[], 'Say what to do'],
    [['create', 'X!'], 'short name'],
    [['create', 'quay'], '--name'],
    [['create', 'quay', '--name', 'Quay', '--admin', 'nobody'], 'no e-mail address'],
    [['create', 'aurora', '--name', 'Again'], 'already'],
    [['invite', 'nowhere', 'a@b.test'], 'Tenant not found'],
    [['role', 'aurora', 'nobody@b.test', 'ADMIN'], 'User not found'],
    [['role', 'aurora', 'admin.aurora@example.test', 'STAFF'], 'last ADMIN'],
    [['role', 'aurora', 'admin.aurora@example.test', 'OPERATOR'], 'ADMIN, MANAGER or STAFF'],
    [['list', '--colour'], 'Unknown option'],
  ])('%j is refused with words', (words, message) => {
    const { code, err, out } = tenant(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { SYSTEM } from '../../src/platform/database/system-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from './harness.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ DATABASE_POOL_SIZE: '3' });
  for (const { id } of [platform.a, platform.b])
    await platform.sql.query(
      `INSERT INTO webhook (id, tenant_id, url, events, secret) VALUES (gen_random_uuid(), $1, 'https://x.test', '{}', 'sealed')`,
      [id],
    );
});
afterAll(() => platform?.stop());

/** Ways to shake off what the connection was told to be. */
const ESCAPES = [
  '',
  'SET ROLE none;',
  'RESET ROLE;',
  'RESET SESSION AUTHORIZATION; RESET ROLE;',
  'SET SESSION AUTHORIZATION DEFAULT; SET ROLE none;',
  'RESET ALL; RESET ROLE;',
];

/** What neither side may ever do. */
const FORBIDDEN: Record<string, string> = {
  'a program': `COPY (SELECT 1) TO PROGRAM 'true'`,
  'a program that is read': `CREATE TABLE x (t text); COPY x FROM PROGRAM 'true'`,
  'a file read by COPY': `COPY job_rate FROM '/etc/passwd'`,
  'a file written': `COPY (SELECT 1) TO '/tmp/nightshift-injection'`,
  'a file read': `SELECT pg_read_file('/etc/passwd')`,
  'a folder listed': `SELECT pg_ls_dir('.')`,
  'a large object': `SELECT lo_create(0)`,
  'a large object of a file': `SELECT lo_import('/etc/passwd')`,
  'another role: the owner': 'SET ROLE postgres',
  'another role: pg_execute_server_program': 'SET ROLE pg_execute_server_program',
  'another session': 'SET SESSION AUTHORIZATION postgres',
  'a superuser made': 'CREATE ROLE x SUPERUSER',
  'a superuser of itself': 'ALTER ROLE nightshift_app SUPERUSER',
  'a role granted': 'GRANT nightshift_system TO nightshift_app',
  'an extension': 'CREATE EXTENSION dblink',
  'a server setting': `ALTER SYSTEM SET fsync = off`,
  'triggers switched off': 'SET session_replication_role = replica',
  'security not forced': 'ALTER TABLE webhook NO FORCE ROW LEVEL SECURITY',
  'security disabled': 'ALTER TABLE webhook DISABLE ROW LEVEL SECURITY',
  'a policy dropped': 'DROP POLICY tenant_rows ON webhook',
  'a policy made': 'CREATE POLICY x ON webhook USING (true)',
  'a table made': 'CREATE TABLE x (n int)',
  'a table dropped': 'DROP TABLE webhook',
  'a table emptied': 'TRUNCATE webhook_attempt',
  'a temporary table that shadows one': 'CREATE TEMP TABLE webhook (n int)',
  'a temporary view': 'CREATE TEMP VIEW webhook AS SELECT 1',
  'a schema': 'CREATE SCHEMA x',
  'a function': `CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  'a function that decides who the tenant is': `CREATE OR REPLACE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'`,
  'a trigger': 'CREATE TRIGGER x BEFORE INSERT ON webhook FOR EACH ROW EXECUTE FUNCTION room_keep()',
  'passwords of roles': 'SELECT rolpassword FROM pg_authid',
  'passwords of roles, by the view': 'SELECT passwd FROM pg_shadow',
  'a lock that outlasts the transaction': 'SELECT pg_advisory_lock(1)',
  'the end of another session': 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity',
  'an invoice changed': `UPDATE invoice SET text_number = 'x'`,
  'the trail changed': 'DELETE FROM audit_entry',
};

/** What is the system's alone. */
const OF_THE_SYSTEM: Record<string, string> = {
  'the system role': 'SET ROLE nightshift_system',
  'password hashes': 'SELECT password_hash FROM app_user',
  'whole users': 'SELECT * FROM app_user',
  'password hashes, guessed': `SELECT 1 FROM app_user WHERE password_hash LIKE '$%'`,
  'a password set': `UPDATE app_user SET password_hash = 'x'`,
  'a role raised': `UPDATE app_user SET role = 'ADMIN'`,
  'a user made': `INSERT INTO app_user (id, email, password_hash, role) VALUES (gen_random_uuid(), 'x@x', 'x', 'OPERATOR')`,
  'hashes of keys': 'SELECT hash FROM api_key',
  'a key raised': `UPDATE api_key SET role = 'ADMIN'`,
  'a key moved to another user': `UPDATE api_key SET user_id = gen_random_uuid()`,
  'a key made': `INSERT INTO api_key (id, user_id, name, prefix, hash, role) VALUES (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'x', 'OPERATOR')`,
  'the key that proves tenants': 'SELECT key FROM tenant_proof_key',
  'months of history dropped': `SELECT ledger_drop('2020-01-01')`,
  'a tenant made': `INSERT INTO tenant (id, slug, name) VALUES (gen_random_uuid(), 'evil', 'x')`,
};

/** Runs several statements as one text, on a pooled connection of the application: what an injected string would do. */
async function inject(side: 'app' | 'system', sql: string): Promise<unknown> {
  const source = side === 'app' ? platform.app.get(DataSource) : platform.app.get<DataSource>(`${SYSTEM}DataSource`);
  const pool = (source.driver as PostgresDriver).master as pg.Pool;
  const client = await pool.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.query('ROLLBACK');
    // Not back into the pool: the next attack begins anew.
    client.release(true);
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: pg.DatabaseError) => error.code ?? error.message,
  );
}

/** Insufficient privilege; a role that is not there to become; not in the transaction that several statements make. */
const REFUSED = /^(42501|22023|25001)$/;

describe.each(['app', 'system'] as const)('an injected statement on a connection of the %s pool', (side) => {
  it.each(Object.entries(FORBIDDEN))('gets no further than its role: %s', async (_, sql) => {
    for (const escape of ESCAPES) {
      const code = await codeOf(inject(side, `BEGIN; ${escape} ${sql}`));
      expect([escape, code]).toEqual([escape, expect.stringMatching(REFUSED)]);
    }
  });

  it('is nobody else whatever it resets', async () => {
    const role = `nightshift_${side}`;
    for (const escape of ESCAPES) {
      const sql = `${escape} SELECT current_user AS now, session_user AS login, system_user LIKE '%postgres%' AS owner`;
      const answer = (await inject(side, sql)) as pg.QueryResult | pg.QueryResult[];
      const { rows } = [answer].flat().at(-1)!;
      expect(rows).toEqual([{ now: role, login: role, owner: false }]);
    }
  });
});

describe('an injected statement of a tenant', () => {
  it.each(Object.entries(OF_THE_SYSTEM))('is refused what is the system’s: %s', async (_, sql) => {
    for (const escape of ESCAPES)
      expect([escape, await codeOf(inject('app', `BEGIN; ${escape} ${sql}`))]).toEqual([
        escape,
        expect.stringMatching(REFUSED),
      ]);
  });

  /** The number of webhooks an injected text sees in the middle of a request of tenant A; or how it was refused. */
  async function seen(sql: string): Promise<string | number> {
    const db = platform.app.get(TenantDatabase);
    return platform.app.get(RequestContext).asTenant(platform.a.id, () =>
      db
        .transaction(async (tx) => {
          const client = (await tx.em.queryRunner!.connect()) as pg.PoolClient;
          const answers = (await client.query(`${sql}; SELECT tenant_id FROM webhook`)) as unknown as pg.QueryResult[];
          return answers.at(-1)!.rows.filter((row: { tenant_id: string }) => row.tenant_id !== platform.a.id).length;
        })
        .catch((error: pg.DatabaseError) => error.code!),
    );
  }

  it('sees its own tenant’s rows, as the request it stands in', async () => {
    expect(await seen('SELECT 1')).toBe(0);
    const own = await platform.app
      .get(RequestContext)
      .asTenant(platform.a.id, () => platform.app.get(TenantDatabase).rows('SELECT 1 FROM webhook'));
    expect(own).toHaveLength(1);
  });

  it.each<[string, (b: string) => string]>([
    ['for the transaction', (b) => `SELECT set_config('app.tenant_id', '${b}', true)`],
    ['for the session', (b) => `SET app.tenant_id = '${b}'`],
    [
      'with a proof of its own making',
      (b) =>
        `SELECT set_config('app.tenant_id', '${b}', true), set_config('app.tenant_proof', encode(sha256('${b}'), 'hex'), true)`,
    ],
    ['without a proof', (b) => `SET app.tenant_id = '${b}'; RESET app.tenant_proof`],
    ['with an empty proof', (b) => `SET app.tenant_id = '${b}'; SET app.tenant_proof = ''`],
    ['after shaking off its role', (b) => `SET ROLE none; SET app.tenant_id = '${b}'`],
  ])('does not become another tenant: %s', async (_, sql) => {
    expect(await seen(sql(platform.b.id))).toBe('42501');
    expect(await seen(sql(randomUUID()))).toBe('42501');
  });

  it('sees nobody’s rows when it names nobody', async () => {
    expect(await seen(`SET app.tenant_id = ''`)).toBe(0);
  });

  it.each(['SET row_security = off', 'SET ROLE none; SET row_security = off'])(
    'is bound all the same by: %s',
    async (sql) => {
      expect(await seen(sql)).toBe('42501');
    },
  );
});

describe('a server boots only as who can become nothing more', () => {
  const name = `strong_${randomUUID().slice(0, 8)}`;
  const spoil: [string, string, string, RegExp][] = [
    ['bypasses row-level security', `ALTER ROLE ${name} BYPASSRLS`, '', /bypasses row-level security/],
    ['makes roles', `ALTER ROLE ${name} CREATEROLE`, '', /makes roles/],
    ['makes databases', `ALTER ROLE ${name} CREATEDB`, '', /makes databases/],
    ['can become the system role', `GRANT nightshift_system TO ${name}`, '', /member of nightshift_system/],
    ['may run programs', `GRANT pg_execute_server_program TO ${name}`, '', /pg_execute_server_program/],
    ['may give its role away', `GRANT nightshift_app TO ${name} WITH ADMIN OPTION`, '', /may grant nightshift_app/],
    [
      'owns a table',
      `CREATE TABLE owned (n int); ALTER TABLE owned OWNER TO ${name}`,
      'DROP TABLE owned',
      /owns objects/,
    ],
    ['makes tables', `GRANT CREATE ON SCHEMA public TO ${name}`, '', /makes objects in the schema public/],
    [
      'makes temporary tables',
      `DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO ${name}', current_database()); END $$`,
      '',
      /temporary tables/,
    ],
    ['reads password hashes', `GRANT SELECT ON app_user TO ${name}`, '', /reads app_user.password_hash/],
  ];

  it.each(spoil)('not as one who %s', async (_, sql, undo, message) => {
    await platform.sql.query(
      `CREATE ROLE ${name} LOGIN NOINHERIT PASSWORD 'a long password'; GRANT nightshift_app TO ${name}`,
    );
    try {
      await boot(name);
      await platform.sql.query(sql);
      await expect(boot(name)).rejects.toThrow(message);
    } finally {
      if (undo) await platform.sql.query(undo);
      await platform.sql.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    }
  });

  it('nor as the owner', async () => {
    await expect(boot()).rejects.toThrow(/is a superuser/);
  });

  /** What a process asks before it works, on a connection that logs in as this user. */
  async function boot(user?: string): Promise<void> {
    const { poolOptions } = await import('../../src/platform/database/data-source.js');
    const { RoleCheck } = await import('../../src/platform/database/role-check.js');
    const url = new URL(platform.databaseUrl);
    if (user) [url.username, url.password] = [user, 'a long password'];
    const app = await new DataSource(poolOptions({ url: url.href, poolSize: 2, role: 'nightshift_app' })).initialize();
    try {
      await new RoleCheck(app, platform.app.get<DataSource>(`${SYSTEM}DataSource`)).onModuleInit();
    } finally {
      await app.destroy();
    }
  }
});

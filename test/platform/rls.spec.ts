import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { ownerOptions } from '../../src/platform/database/data-source.js';
import { RoleCheck } from '../../src/platform/database/role-check.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from './harness.js';

/** Tables without a tenant, each with the reason why that is right. */
const REVIEWED: Record<string, string> = {
  clock_mark: 'the latest instant on the clock; the app role has no rights on it',
  migration: 'schema history; the app role has no rights on it',
  tenant_proof_key: 'the key that proves tenants; the app role has no rights on it',
  tenant: 'the tenants themselves: slug and name, read-only for the app role',
  job_kind: 'what the job kinds declare, read-only for the app role',
  job_round: 'which batches a round over all tenants is made of; the app role has no rights on it',
  worker: 'the processes that run jobs, read-only for the app role',
};

/** Unique over all tenants, and none that a tenant could probe with a value of its choice. */
const REVIEWED_KEYS = [
  // A random secret's hash.
  'api_key_hash_key',
  // People log in by e-mail, before a tenant is known; no tenant's route creates users.
  'app_user_email_key',
  // A job's id, which is ours.
  'dead_letter_open_job_key',
  // The id that the SMS provider gave to a message.
  'sms_message_provider_key',
  // A random secret's hash.
  'user_session_hash_key',
];

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ DATABASE_POOL_SIZE: '2' });
});
afterAll(() => platform?.stop());

describe('row-level security', () => {
  it('holds on every table of a tenant: enabled, forced, with a policy for the app role', async () => {
    const { rows } = await platform.sql.query<{
      name: string;
      tenant: boolean;
      enabled: boolean;
      forced: boolean;
      policies: number;
      unreachable: boolean;
    }>(`
      SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
             EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS tenant,
             (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid
                AND 'nightshift_app'::regrole = ANY (p.polroles)
                AND pg_get_expr(p.polqual, p.polrelid) LIKE '%current_tenant()%'
                AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%current_tenant()%') AS policies,
             -- A partition, reached through its parent's policies.
             c.relispartition AND NOT has_table_privilege('nightshift_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE') AS unreachable
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`);
    const open = rows.filter(
      ({ tenant, enabled, forced, policies, unreachable }) =>
        tenant && !(enabled && forced && (policies > 0 || unreachable)),
    );
    expect(open).toEqual([]);
    expect(rows.filter(({ tenant }) => tenant).length).toBeGreaterThan(10);
    expect(rows.filter(({ tenant }) => !tenant).map(({ name }) => name)).toEqual(Object.keys(REVIEWED).sort());
  });

  it('no policy lets the app role see more than its tenant', async () => {
    const { rows } = await platform.sql.query(`
      SELECT polrelid::regclass::text AS name FROM pg_policy
      WHERE (polroles = '{0}' OR 'nightshift_app'::regrole = ANY (polroles))
        -- A restrictive policy only takes away from what the others show.
        AND polpermissive
        AND coalesce(pg_get_expr(polqual, polrelid), '') NOT LIKE '%tenant_id%current_tenant()%'`);
    expect(rows).toEqual([]);
  });

  it('the roles at work own nothing, bypass nothing, and may not truncate', async () => {
    const { rows } = await platform.sql.query(`
      SELECT rolname FROM pg_roles WHERE rolname IN ('nightshift_app', 'nightshift_system')
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)
      UNION ALL
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND pg_get_userbyid(relowner) IN ('nightshift_app', 'nightshift_system')
      UNION ALL
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND (has_table_privilege('nightshift_app', oid, 'TRUNCATE')
          OR has_table_privilege('nightshift_system', oid, 'TRUNCATE'))`);
    expect(rows).toEqual([]);
  });

  it('views run with the rights of who asks', async () => {
    const { rows } = await platform.sql.query(`
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`);
    expect(rows).toEqual([]);
  });

  it('foreign keys between tenants’ tables carry the tenant', async () => {
    // A plain foreign key would accept, and thereby confirm, another tenant's row.
    const { rows } = await platform.sql.query<{ name: string }>(`
      SELECT conrelid::regclass || '.' || conname AS name
      FROM pg_constraint c
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confrelid <> 'tenant'::regclass
        AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.confrelid AND attname = 'tenant_id')
        AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = conrelid AND attname = 'tenant_id' AND attnum = ANY (conkey))
      ORDER BY 1`);
    // The user of an API key and of a session is set by the server from the credential, and an operator has no tenant to carry.
    expect(rows.map(({ name }) => name)).toEqual([
      'api_key.api_key_user_id_fkey',
      'user_session.user_session_user_id_fkey',
    ]);
  });

  it('unique keys of tenants’ tables carry the tenant, so that no value of another one shows', async () => {
    const { rows } = await platform.sql.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace
        AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = i.indrelid AND attname = 'tenant_id')
        AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = i.indrelid AND attname = 'tenant_id' AND attnum = ANY (i.indkey))
      ORDER BY 1`);
    expect(rows.map(({ name }) => name)).toEqual(REVIEWED_KEYS);
  });

  it('two tenants interleaved a thousand times over two connections never mix', async () => {
    const db = platform.app.get(TenantDatabase);
    const context = platform.app.get(RequestContext);
    const turns = Array.from({ length: 1000 }, (_, n) => n);
    const seen: boolean[] = [];
    const lane = async () => {
      for (let n = turns.pop(); n !== undefined; n = turns.pop()) {
        const { id } = n % 2 ? platform.a : platform.b;
        const rows = await context.asTenant(id, () =>
          db.rows<{ tenant: string }>('SELECT DISTINCT tenant_id AS tenant FROM app_user'),
        );
        seen.push(rows.length === 1 && rows[0]!.tenant === id);
      }
    };
    // A few wait for each connection: with all thousand in line, a slow machine's last ones would wait too long for one.
    await Promise.all(Array.from({ length: 10 }, lane));
    expect(seen).toHaveLength(1000);
    expect(seen.every(Boolean)).toBe(true);
  });

  it('without a tenant there are no rows, also on a connection that had one', async () => {
    const pool = platform.app.get(DataSource);
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => pool.query<{ n: number }[]>('SELECT count(*) AS n FROM app_user')),
    );
    expect(counts.flat().map(({ n }) => n)).toEqual([0, 0, 0, 0]);
  });

  it('another tenant’s row can be neither written nor taken over', async () => {
    const { a, b } = platform;
    await platform.apiKey(b.ADMIN, b);
    const db = platform.app.get(TenantDatabase);
    const asA = <T>(fn: () => Promise<T>) => platform.app.get(RequestContext).asTenant(a.id, fn);
    await expect(
      asA(() => db.rows(`INSERT INTO queue_pause (name, tenant_id) VALUES ('x', $1)`, [b.id])),
    ).rejects.toMatchObject({ code: '42501' });
    const moved = await asA(() =>
      db.transaction((tx) => tx.run('UPDATE api_key SET revoked_at = now() WHERE user_id = $1', [b.ADMIN.id])),
    );
    expect(moved).toBe(0);
  });

  it('a connection that bypasses it does not boot', async () => {
    const owner = await new DataSource(ownerOptions(platform.databaseUrl)).initialize();
    await expect(new RoleCheck(owner, owner).onModuleInit()).rejects.toThrow(/row-level security/);
    await owner.destroy();
  });
});

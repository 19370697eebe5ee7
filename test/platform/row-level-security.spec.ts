import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/databases.js';

/** Tables that belong to no tenant. A new one must be put here on purpose. */
const SHARED = ['migration', 'tenant'];

describe('row-level security', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let owner: pg.Client;

  const session = async (role: string) => {
    const client = new pg.Client({ connectionString: database.url, options: `-c role=${role}` });
    await client.connect();
    return client;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  it("is forced, with a policy, on every tenant's table; every other table is a known one", async () => {
    const { rows } = await owner.query<{ name: string; tenant: boolean; safe: boolean }>(`
      SELECT c.relname AS name,
        EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS tenant,
        c.relrowsecurity AND c.relforcerowsecurity
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'nightshift_app'::regrole = ANY(p.polroles)) AS safe
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`);
    expect(rows.filter((row) => row.tenant && !row.safe)).toEqual([]);
    expect(rows.filter((row) => !row.tenant).map((row) => row.name)).toEqual(SHARED);
    expect(rows.filter((row) => row.tenant).length).toBeGreaterThan(10);
  });

  it('binds roles that own nothing and can get around nothing', async () => {
    const { rows } = await owner.query(`
      SELECT rolname, rolsuper, rolbypassrls, rolcreaterole,
        (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid) AS owns
      FROM pg_roles WHERE rolname IN ('nightshift_app', 'nightshift_system') ORDER BY 1`);
    const bound = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: 0 };
    expect(rows).toEqual([
      { rolname: 'nightshift_app', ...bound },
      { rolname: 'nightshift_system', ...bound },
    ]);
  });

  it('shows nothing without a tenant, also on a connection that had one before', async () => {
    const app = await session('nightshift_app');
    await owner.query(`INSERT INTO tenant (id, slug, name) VALUES (gen_random_uuid(), 'rls', 'rls')`);
    await owner.query(
      `INSERT INTO hotel (tenant_id, name, time_zone, currency) SELECT id, 'H', 'UTC', 'EUR' FROM tenant`,
    );
    const seen = async () => (await app.query('SELECT 1 FROM hotel')).rowCount;
    expect(await seen()).toBe(0);
    const { rows } = await owner.query<{ id: string }>('SELECT id FROM tenant');
    await app.query('BEGIN');
    await app.query(`SELECT set_config('app.tenant_id', $1, true)`, [rows[0]!.id]);
    expect(await seen()).toBe(1);
    await app.query('COMMIT');
    expect(await seen()).toBe(0);
    await app.end();
  });

  it('turns red when a policy is missing', async () => {
    await owner.query('BEGIN');
    await owner.query('ALTER TABLE hotel NO FORCE ROW LEVEL SECURITY');
    const { rows } = await owner.query(
      `SELECT relname FROM pg_class WHERE relname = 'hotel' AND NOT (relrowsecurity AND relforcerowsecurity)`,
    );
    await owner.query('ROLLBACK');
    expect(rows).toHaveLength(1);
  });
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of its own, cloned from the migrated template. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = process.env['TEST_DATABASE_URL']!;
  const name = `w_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${process.env['TEST_TEMPLATE_DB'] ?? 'tpl'} STRATEGY FILE_COPY`);
  // A copy has the rights of a new database, not those that the migration has left in its template.
  await client.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  await client.end();
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      const end = new pg.Client({ connectionString: admin });
      await end.connect();
      // Waits for connections that are just closing, because cutting them off would fail a test that has passed.
      for (let tries = 0; tries < 40 && (await sessions(end, name)) > 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await end.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await end.end();
    },
  };
}

async function sessions(admin: pg.Client, name: string): Promise<number> {
  const sql = 'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1';
  return (await admin.query<{ n: number }>(sql, [name])).rows[0]!.n;
}

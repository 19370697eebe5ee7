import { randomUUID } from 'node:crypto';
import pg from 'pg';

/**
 * A database of its own for one run, so that no run is affected by what another left behind. It is dropped, and dirty
 * pages are written, before the clock of the next run starts.
 * @param {{ template?: boolean }} options template: with the product's schema in it
 * @returns {Promise<{ url: string, drop(): Promise<void> }>}
 */
export async function freshDatabase({ template = false } = {}) {
  const url = new URL(process.env.BENCH_DATABASE_URL);
  const [from, name] = [url.pathname.slice(1), `bench_${randomUUID().slice(0, 8)}`];
  await asOwner(
    `CREATE DATABASE ${name} TEMPLATE ${template ? from : 'template1'}`,
    // A copy has the rights of a new database, not those that the migration has left in its template.
    `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`,
    'CHECKPOINT',
  );
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asOwner(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function asOwner(...statements) {
  const url = new URL(process.env.BENCH_DATABASE_URL);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The durability settings of the servers, read from the servers themselves. */
export async function durability() {
  const client = new pg.Client({ connectionString: process.env.BENCH_DATABASE_URL });
  await client.connect();
  const { rows } = await client.query(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  await client.end();
  const { Redis } = await import('ioredis');
  const redis = new Redis(process.env.BENCH_REDIS_URL);
  const [, aof] = await redis.config('GET', 'appendonly');
  const [, fsync] = await redis.config('GET', 'appendfsync');
  redis.disconnect();
  return {
    text: [...rows.map((row) => `${row.name} ${row.setting}`), `Redis AOF ${aof}, appendfsync ${fsync}`].join(', '),
    shipped: rows.every((row) => row.setting === 'on') && aof === 'yes' && fsync === 'everysec',
  };
}

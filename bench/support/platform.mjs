import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Settings of an application under the bench: worker and relay in one process, quiet, all else as shipped. */
export function settings(over = {}) {
  return {
    DATABASE_URL: process.env.BENCH_DATABASE_URL,
    REDIS_URL: process.env.BENCH_REDIS_URL,
    REDIS_PREFIX: `bench-${randomUUID().slice(0, 8)}`,
    CRON_SECRET: 'c'.repeat(32),
    JWT_SECRET: 'j'.repeat(32),
    SECRET_KEYS: `test:${'k'.repeat(43)}`,
    ROLES: 'worker',
    LOG_LEVEL: 'silent',
    ...over,
  };
}

/** The database's owner, for setting up and for emptying tables between rounds. */
export function owner(url = process.env.BENCH_DATABASE_URL) {
  return new pg.Pool({ connectionString: url, max: 2 });
}

export async function addTenant(db) {
  const id = randomUUID();
  await db.query('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, `bench-${id.slice(0, 8)}`]);
  return id;
}

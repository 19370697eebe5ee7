import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Rounds of each bench; contenders take turns within a round, and ratios are taken round by round. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** `1.23 [1.10..1.40]` */
export function spread(values, digits = 2) {
  const show = (value) => value.toFixed(digits);
  return `${show(median(values))} [${show(Math.min(...values))}..${show(Math.max(...values))}]`;
}

export async function seconds(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Settings of an application under the bench: worker and relay in one process, quiet. */
export function settings(over = {}) {
  return {
    DATABASE_URL: process.env.BENCH_DATABASE_URL,
    REDIS_URL: process.env.BENCH_REDIS_URL,
    REDIS_PREFIX: `bench-${randomUUID().slice(0, 8)}`,
    CRON_SECRET: 'c'.repeat(32),
    JWT_SECRET: 'j'.repeat(32),
    ROLES: 'worker',
    LOG_LEVEL: 'silent',
    ...over,
  };
}

/** The database's owner, for setting up and for emptying tables between rounds. */
export function owner() {
  return new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 2 });
}

export async function addTenant(db) {
  const id = randomUUID();
  await db.query('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, `bench-${id.slice(0, 8)}`]);
  return id;
}

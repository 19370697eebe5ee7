import type pg from 'pg';

/** A session's plans are made anew when they are so old, ms. */
const PLAN_AGE_MS = 2_000;

/**
 * Postgres keeps the plans of prepared statements, and of its own checks of foreign keys, for as long as a session lasts. One
 * that was made while a table was empty may use any of its indexes, and reads the whole table at every check once that is large, until
 * the table is analysed. So a session forgets its plans now and then: to make them again takes a few milliseconds.
 */
export function keepPlansFresh(pool: pg.Pool): void {
  const since = new WeakMap<pg.PoolClient, number>();
  pool.on('acquire', (client: pg.PoolClient) => {
    const now = performance.now();
    const last = since.get(client);
    if (last !== undefined && now - last < PLAN_AGE_MS) return;
    since.set(client, now);
    if (last === undefined) return;
    // A connection that breaks fails the statement that follows as well.
    client.query('DISCARD PLANS').catch(() => undefined);
  });
}

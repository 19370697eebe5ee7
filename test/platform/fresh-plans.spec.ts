import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { keepPlansFresh } from '../../src/platform/database/fresh-plans.js';

let pool: pg.Pool;
beforeAll(() => {
  pool = new pg.Pool({ connectionString: process.env['TEST_DATABASE_URL'], max: 1 });
  keepPlansFresh(pool);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => pool.end());

/** How the prepared statement finds its row, as the session has planned it. */
async function plan(): Promise<string> {
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>('EXPLAIN EXECUTE find(1, 1)');
  return rows[0]!['QUERY PLAN'];
}

it('a plan that was made while a table was empty is not kept when it has filled', async () => {
  await pool.query('CREATE TEMPORARY TABLE small (tenant integer, id integer, PRIMARY KEY (tenant, id))');
  await pool.query('VACUUM ANALYZE small');
  await pool.query('SET plan_cache_mode = force_generic_plan');
  await pool.query('PREPARE find(integer, integer) AS SELECT FROM small WHERE tenant = $1 AND id = $2');
  expect(await plan()).toMatch(/^Seq Scan/);
  await pool.query('INSERT INTO small SELECT 1, n FROM generate_series(1, 20000) n');
  // Postgres alone goes on like this until the table is analysed.
  expect(await plan()).toMatch(/^Seq Scan/);
  const now = performance.now() + 2_500;
  jest.spyOn(performance, 'now').mockReturnValue(now);
  expect(await plan()).toMatch(/^Index Only Scan/);
});

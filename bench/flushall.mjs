/** Redis is emptied in the middle of 100,000 jobs: how soon all rings are restored, and whether any job was lost. */
import { Redis } from 'ioredis';
import { seconds, until } from './support/figures.mjs';
import { startPlatform } from './support/kinds.mjs';
import { addTenant, owner } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const JOBS = size(100_000, 2_000, 'BENCH_JOBS');
const db = owner();
const tenant = await addTenant(db);
const one = async (sql, values = []) => (await db.query(sql, values)).rows[0].n;
let runs = 0;
const platform = await startPlatform({ concurrency: 10, handle: () => void runs++ });
await db.query(`INSERT INTO queue_pause (name) VALUES ('bench-job')`);
for (let n = 0; n < JOBS; n += 5_000) await platform.flood(tenant, Math.min(5_000, JOBS - n));
await db.query('DELETE FROM queue_pause');
await until(() => runs > JOBS / 50);

const redis = new Redis(process.env.BENCH_REDIS_URL);
const { rows: rung } = await db.query(`SELECT id, bell FROM job_live WHERE tenant_id = $1 AND status = 'QUEUED'`, [
  tenant,
]);
const live = () => one('SELECT count(*)::int AS n FROM job_live WHERE tenant_id = $1', [tenant]);
const owed = await live();
// This is the bench's own server, which scripts/bench.mjs started for this run.
await redis.flushall();
const again = await seconds(() =>
  until(
    async () =>
      (await one(
        `SELECT count(*)::int AS n FROM job_live j JOIN unnest($1::uuid[]) AS b(bell) USING (bell) WHERE j.status = 'QUEUED'`,
        [[...new Set(rung.map(({ bell }) => bell))]],
      )) === 0,
    { every: 50 },
  ),
);
const whole = await seconds(() => until(async () => (await live()) === 0, { every: 100, ms: 300_000 }));
const done = await one(
  `SELECT count(*)::int AS n FROM job_history WHERE tenant_id = $1 AND status = 'COMPLETED' AND attempt = 1`,
  [tenant],
);
heading(`FLUSHALL with ${owed.toLocaleString('en')} jobs owed, ${rung.length} of them rung`);
row('s until every lost ring was rung again', again.toFixed(1), '', { value: again, atMost: 60, unit: 's' });
row('s until the whole backlog was done', (again + whole).toFixed(1));
exactly('jobs completed at the first attempt', done, JOBS);
exactly('times a handler ran', runs, JOBS);
redis.disconnect();
await platform.stop();
await db.end();
process.exit(exitCode());

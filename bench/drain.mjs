/** SIGTERM to a worker in the middle of ten jobs that would take ten minutes more: how soon the worker ends, and how many attempts the jobs lose. */
import { spread, until } from './support/figures.mjs';
import { startPlatform } from './support/kinds.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { end, startWorker } from './support/processes.mjs';
import { size, SMOKE } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SAMPLES = size(2, 1);
const JOBS = 10;
const db = owner();
const tenant = await addTenant(db);
// As shipped, except that the smoke form does not wait the full twenty seconds.
const env = settings(SMOKE ? { JOBS_DRAIN_MS: '2000' } : {});
const platform = await startPlatform({ concurrency: 10, handle: () => undefined, over: { ...env, ROLES: 'api' } });
const running = async () =>
  (await db.query(`SELECT count(*)::int AS n FROM job_live WHERE tenant_id = $1 AND status = 'RUNNING'`, [tenant]))
    .rows[0].n;
const ends = [];
for (let n = 0; n < JOBS; n++) await platform.as(tenant, () => platform.jobs.enqueue(platform.Kind, { n: 600_000 }));
for (let sample = 0; sample < SAMPLES; sample++) {
  const worker = await startWorker(env);
  await until(async () => (await running()) === JOBS);
  ends.push(await end(worker));
}
const { rows } = await db.query(
  'SELECT sum(attempt)::int AS attempts, sum(crashes)::int AS crashes, count(*)::int AS jobs FROM job_live WHERE tenant_id = $1',
  [tenant],
);
heading('SIGTERM to a worker with ten long jobs, JOBS_DRAIN_MS as shipped');
const seconds = ends.map(({ ms }) => ms / 1000);
row('s until it has left', spread(seconds, 1), `exit codes ${ends.map(({ code }) => code).join(' ')}`, {
  value: Math.max(...seconds),
  atMost: 25,
  unit: 's',
});
exactly('jobs that wait', rows[0].jobs, JOBS);
exactly('attempts spent', rows[0].attempts, 0);
exactly('crashes counted', rows[0].crashes, 0);
await platform.stop();
await db.end();
process.exit(exitCode());

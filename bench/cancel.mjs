/** Cancelling a job that runs in another process: from the request to the job's end as CANCELLED. */
import { JobControl } from '../dist/bundle/product.js';
import { pause, quantile, spread, until } from './support/figures.mjs';
import { startPlatform } from './support/kinds.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { end, startWorker } from './support/processes.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SAMPLES = size(40, 3);
const db = owner();
const tenant = await addTenant(db);
const env = settings();
const worker = await startWorker(env);
const platform = await startPlatform({ concurrency: 10, handle: () => undefined, over: { ...env, ROLES: 'api' } });
const status = async (id) => (await db.query('SELECT status FROM job WHERE id = $1', [id])).rows[0].status;

const taken = [];
for (let sample = 0; sample < SAMPLES; sample++) {
  const { id } = await platform.as(tenant, () => platform.jobs.enqueue(platform.Kind, { n: 600_000 }));
  await until(async () => (await status(id)) === 'RUNNING');
  await pause(20);
  const asked = performance.now();
  await platform.as(tenant, () => platform.app.get(JobControl).cancel(id));
  await until(async () => (await status(id)) === 'CANCELLED', { every: 2 });
  taken.push(performance.now() - asked);
}
heading('cancel of a running job in another process');
const slowest = Math.max(...taken);
row('ms until it has ended', spread(taken, 0), `p95 ${quantile(taken, 0.95).toFixed(0)}`, {
  value: slowest,
  atMost: 2000,
  unit: 'ms',
});
const { rows } = await db.query(
  `SELECT count(*) FILTER (WHERE status = 'CANCELLED')::int AS cancelled, count(*)::int AS jobs FROM job WHERE tenant_id = $1`,
  [tenant],
);
exactly('jobs cancelled', rows[0].cancelled, SAMPLES);
exactly('jobs in all', rows[0].jobs, SAMPLES);
await end(worker);
await platform.stop();
await db.end();
process.exit(exitCode());

/**
 * One tenant floods 100,000 jobs that take 10 to 30 ms each, ten at a time; another asks for one job now and then. How long that
 * job waits from being asked for to its start, compared with its wait on an idle system; and how much memory the flood
 * takes in Redis.
 */
import { Redis } from 'ioredis';
import { startPlatform } from './support/kinds.mjs';
import { pause, quantile, spread } from './support/figures.mjs';
import { addTenant, owner } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const FLOOD = size(100_000, 500, 'BENCH_JOBS');
const SAMPLES = size(150, 10);
const EVERY_MS = 100;
const SLOTS = 10;

const db = owner();
const platform = await startPlatform({ concurrency: SLOTS, handle: () => pause(10 + 20 * Math.random()) });
const [a, b] = [await addTenant(db), await addTenant(db)];
const redis = new Redis(process.env.BENCH_REDIS_URL);
const memory = async () => Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))[1]);

/** ms from the call that asks for each of tenant B's jobs to the start of its handler. */
async function waits() {
  const taken = [];
  for (let n = 0; n < SAMPLES; n++) {
    const asked = performance.now();
    const { started } = await platform.run(b, n);
    taken.push(started - asked);
    await pause(EVERY_MS * (0.5 + Math.random()));
  }
  return taken;
}

await waits();
const idle = await waits();
const before = await memory();
let peak = before;
for (let n = 0; n < FLOOD; n += 5_000) await platform.flood(a, Math.min(5_000, FLOOD - n));
const watch = setInterval(() => void memory().then((now) => (peak = Math.max(peak, now))), 100);
const busy = await waits();
clearInterval(watch);
const { rows } = await db.query(
  `SELECT count(*) FILTER (WHERE tenant_id = $1)::int AS flood, count(*) FILTER (WHERE tenant_id = $2)::int AS asked,
     count(*) FILTER (WHERE tenant_id = $1 AND status IN ('PENDING', 'QUEUED', 'RUNNING'))::int AS left,
     count(*) FILTER (WHERE tenant_id = $2 AND status <> 'COMPLETED' AND completed_at IS NOT NULL)::int AS failed
   FROM job`,
  [a, b],
);

heading(
  `fairness: A floods ${FLOOD.toLocaleString('en')} jobs of 10 to 30 ms at ${SLOTS} places; B asks for one at a time`,
);
const p95 = (values) => quantile(values, 0.95);
row('B waits alone, ms', spread(idle, 1), `p95 ${p95(idle).toFixed(1)}`);
row('B waits beside the flood, ms', spread(busy, 1), `p95 ${p95(busy).toFixed(1)}`);
row('p95 beside / alone', (p95(busy) / p95(idle)).toFixed(2), '', { value: p95(busy) / p95(idle), atMost: 2 });
row('Redis grew by, MB', ((peak - before) / 1e6).toFixed(2), '', {
  value: (peak - before) / 1e6,
  below: 10,
  unit: 'MB',
});
row('jobs of A still waiting', rows[0].left.toLocaleString('en'));
exactly('jobs of A, waiting or done', rows[0].flood, FLOOD);
exactly('jobs of B', rows[0].asked, 3 * SAMPLES);
exactly('jobs of B that failed', rows[0].failed, 0);
redis.disconnect();
// Waiting for the rest of the flood would take minutes.
await db.query('DELETE FROM job_live WHERE tenant_id = $1', [a]);
await platform.stop();
await db.end();
process.exit(exitCode());

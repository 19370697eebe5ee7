/**
 * 1,000,000 schedules, each with its next slot written ahead, 1,000 of them due in the same second, three scheduler
 * processes with nothing but their tick: how late slots get their jobs, whether any gets two or none, and what the tick's query
 * costs at that size.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  AppModule,
  defineJob,
  DUE,
  JobsLifecycle,
  JobsModule,
  loadConfig,
  Module,
  NestFactory,
  Processor,
  ScheduleTick,
} from '../dist/bundle/product.js';
import { ROUNDS, seconds, spread } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { size, SMOKE } from './support/size.mjs';
import { exactly, exitCode } from './support/verdict.mjs';

const SCHEDULES = size(1_000_000, 2_000, 'BENCH_SCHEDULES');
const DUE_AT_ONCE = size(1_000, 100, 'BENCH_DUE');
const SCHEDULERS = 3;
const KIND = 'bench-slot';

if (process.send) await schedule();
else await measure();

/** One scheduler process: it ticks by itself and reports how many schedules it fired in each round. */
async function schedule() {
  class Payload {}
  const Slot = defineJob({ name: KIND, summary: 'Nothing', payload: Payload });
  class SlotProcessor {
    async handle() {}
  }
  Processor(Slot)(SlotProcessor);
  class BenchModule {}
  const app = AppModule.forRoot(loadConfig(settings({ ROLES: 'scheduler' })));
  Module({ imports: [app, JobsModule.forFeature(Slot)], providers: [SlotProcessor] })(BenchModule);
  const running = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  const tick = running.get(ScheduleTick);
  const fireDue = tick.fireDue.bind(tick);
  let fired = 0;
  tick.fireDue = async () => {
    const due = await fireDue();
    fired += due;
    return due;
  };
  process.on('message', async (message) => {
    if (message === 'count') {
      process.send({ fired });
      fired = 0;
    } else {
      await running.get(JobsLifecycle).drain();
      await running.close();
      process.exit(0);
    }
  });
  // When the bench has ended, this process ends too.
  process.on('disconnect', () => process.exit(1));
  process.send('ready');
}

async function measure() {
  const db = owner();
  const tenant = await addTenant(db);
  const setUp = await seconds(() => fill(db, tenant));
  const idle = await median(db, 20);
  const children = Array.from({ length: SCHEDULERS }, () => fork(fileURLToPath(import.meta.url)));
  await Promise.all(children.map((child) => once(child, 'message')));

  const rows = { p50: [], p95: [], max: [], visible: [], shares: [] };
  const counts = { fired: 0, jobs: 0, served: 0, told: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const slot = await owe(db, tenant);
    const visible = await until(async () => (await firedAt(db, slot)).fired >= DUE_AT_ONCE);
    const late = await firedAt(db, slot);
    for (const key of ['fired', 'jobs', 'served']) counts[key] += late[key];
    rows.p50.push(late.p50);
    rows.p95.push(late.p95);
    rows.max.push(late.max);
    rows.visible.push(visible - slot.getTime());
    const shares = await Promise.all(
      children.map(async (child) => {
        child.send('count');
        return (await once(child, 'message'))[0].fired;
      }),
    );
    rows.shares.push(shares.join('/'));
    counts.told += shares.reduce((sum, one) => sum + one, 0);
  }
  for (const child of children) {
    child.send('stop');
    await once(child, 'exit');
  }
  const count = (number) => number.toLocaleString('en');
  console.log(
    `schedules, ${count(SCHEDULES)} of them, ${count(DUE_AT_ONCE)} due in one second, ${SCHEDULERS} scheduler processes ` +
      `(${ROUNDS} rounds, median [min..max]; set up in ${setUp.toFixed(0)} s)`,
  );
  console.log(`  ms from slot to its job, p50               ${spread(rows.p50, 0)}`);
  console.log(`  ms from slot to its job, p95               ${spread(rows.p95, 0)}`);
  console.log(`  ms from slot to its job, max               ${spread(rows.max, 0)}   ${SMOKE ? '' : '(goal ≤ 1000)'}`);
  console.log(`  ms until all are seen committed            ${spread(rows.visible, 0)}`);
  console.log(`  schedules fired by each process            ${rows.shares.join(' ')}`);
  console.log(`  ms of the tick's query with nothing due    ${idle.toFixed(2)}`);
  const all = ROUNDS * DUE_AT_ONCE;
  exactly('slots fired', counts.fired, all);
  exactly('jobs of these slots', counts.jobs, all);
  exactly('schedules that got one', counts.served, all);
  exactly('firings the processes counted', counts.told, all);
  await db.end();
  process.exit(exitCode());
}

/** A million rows in two statements: half of them every half hour (as calendars are synced), the others nightly. */
async function fill(db, tenant) {
  await db.query(
    `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, next_run_at)
     SELECT gen_random_uuid(), $1, 'bench:' || n, $2, '{}', CASE WHEN n % 2 = 0 THEN '*/30 * * * *' ELSE '0 2 * * *' END,
       CASE WHEN n % 3 = 0 THEN 'Europe/Madrid' ELSE 'UTC' END, date_trunc('minute', now()) + make_interval(hours => 24 + n % 600)
     FROM generate_series(1, $3::int) n`,
    [tenant, KIND, SCHEDULES],
  );
  await db.query(
    `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at) SELECT tenant_id, id, next_run_at FROM schedule
     WHERE tenant_id = $1`,
    [tenant],
  );
  await db.query('VACUUM ANALYZE schedule, schedule_slot');
  await db.query('CHECKPOINT');
}

/** Makes a thousand schedules, picked all over the table, due at one instant two to three seconds ahead. */
async function owe(db, tenant) {
  const { rows: picked } = await db.query(
    `SELECT id FROM schedule WHERE tenant_id = $2 AND next_run_at > now()
     ORDER BY md5(id::text || clock_timestamp()) LIMIT $1`,
    [DUE_AT_ONCE, tenant],
  );
  const { rows } = await db.query(
    `WITH slot AS (SELECT date_trunc('second', clock_timestamp()) + interval '3 seconds' AS at), due AS (
       UPDATE schedule SET next_run_at = slot.at, counts_from = slot.at FROM slot WHERE id = ANY($1::uuid[])
       RETURNING tenant_id, id, next_run_at),
     written AS (INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at) SELECT * FROM due)
     SELECT at FROM slot`,
    [picked.map(({ id }) => id)],
  );
  return rows[0].at;
}

async function firedAt(db, slot) {
  const { rows } = await db.query(
    `WITH made AS (SELECT schedule_id FROM job_live WHERE scheduled_for = $1),
     late AS (SELECT extract(epoch FROM fired_at - fire_at) * 1000 AS ms FROM schedule_slot
                   WHERE fire_at = $1 AND job_id IS NOT NULL)
     SELECT count(*)::int AS fired, (SELECT count(*)::int FROM made) AS jobs,
       (SELECT count(DISTINCT schedule_id)::int FROM made) AS served,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::float8 AS p50,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)::float8 AS p95, max(ms)::float8 AS max FROM late`,
    [slot],
  );
  return rows[0];
}

/** Time of the query every scheduler asks each second, ms. */
async function median(db, times) {
  const taken = [];
  for (let n = 0; n < times; n++) taken.push((await seconds(() => db.query(DUE, [500, [KIND]]))) * 1000);
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
}

async function until(condition) {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('the slots were not fired within a minute');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return Date.now();
}

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ClockWatch } from '../../src/jobs/clock/clock-watch.js';
import { Fleet, GONE_AFTER_MS } from '../../src/jobs/fleet/fleet.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { Once } from './kinds.js';
import { Scheduling } from './schedule-world.js';

let one: Scheduling;
beforeAll(async () => {
  one = await Scheduling.start({ JOBS_TICK_MS: '3600000', JOBS_LEASE_MS: '30000' });
});
afterEach(async () => {
  await one.world.db.query('DELETE FROM schedule');
  await one.world.db.query('DELETE FROM job_live');
});
afterAll(() => one?.close());

/** The clock was so far ahead until just now. What it wrote meanwhile is what the tests put into the tables. */
const wasAhead = (hours: number) =>
  one.world.db.query(`UPDATE clock_mark SET seen_at = clock_timestamp() + make_interval(hours => $1)`, [hours]);
const look = () => one.node.app.get(ClockWatch).look();
const setBacks = async () => {
  const metric = await one.node.app.get(Metrics).registry.getSingleMetric('nightshift_clock_set_back_total')!.get();
  return metric.values[0]!.value;
};
const minutes = (many: number) => new Date((Math.floor(Date.now() / 60_000) + many) * 60_000);

it('a clock that only goes on changes nothing', async () => {
  const { id } = await one.put('steady', { cron: '* * * * *' });
  const before = await one.as(() => one.node.schedules.find(['steady']));
  await look();
  await look();
  expect(await one.as(() => one.node.schedules.find(['steady']))).toEqual(before);
  expect([await setBacks(), before[0]!.id]).toEqual([0, id]);
});

it('schedules go on by the clock as it is, none twice, however many they are', async () => {
  const { db, a } = one.world;
  const { id } = await one.put('minutely', { cron: '* * * * *' });
  const held = await one.put('paused', { cron: '* * * * *', enabled: false });
  await db.query(
    `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, next_run_at, counts_from)
     SELECT gen_random_uuid(), $1, 'many-' || n, 'test-once', '{"key":"k"}', '* * * * *', 'UTC',
       date_trunc('minute', now()) + interval '5 hours', now() + interval '5 hours'
     FROM generate_series(1, 2500) n`,
    [a],
  );
  // While the clock was five hours ahead it fired, went past what it took for missed, and wrote the next slot.
  await db.query(`DELETE FROM schedule_slot WHERE schedule_id = $1`, [id]);
  await db.query(
    `UPDATE schedule SET next_run_at = $2, last_run_at = $3, counts_from = now() + interval '5 hours' WHERE id = $1`,
    [id, minutes(301), minutes(300)],
  );
  const slot = (at: Date, columns = '', value = '') =>
    db.query(`INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at ${columns}) VALUES ($1, $2, $3 ${value})`, [
      a,
      id,
      at,
    ]);
  await slot(minutes(301));
  await slot(minutes(300), ', job_id, fired_at', ', gen_random_uuid(), now()');
  await slot(minutes(299), ', passed_at', ', now()');
  await wasAhead(5);
  const before = await setBacks();
  await look();
  expect(await setBacks()).toBe(before + 1);
  const { rows } = await db.query<{ waits: number; early: number }>(
    `SELECT count(*) FILTER (WHERE next_run_at > now() + interval '61 seconds')::int AS waits,
            count(*) FILTER (WHERE counts_from > now())::int AS early FROM schedule`,
  );
  expect(rows).toEqual([{ waits: 0, early: 0 }]);
  const [view] = await one.as(() => one.node.schedules.find(['minutely']));
  expect(view!.nextRunAt!.getTime()).toBeLessThanOrEqual(minutes(2).getTime());
  const slots = await db.query<{ at: Date; job: boolean }>(
    'SELECT fire_at AS at, job_id IS NOT NULL AS job FROM schedule_slot WHERE schedule_id = $1 ORDER BY 1',
    [id],
  );
  // The one that is to come is written; the one that has its job keeps it.
  expect(slots.rows).toEqual([
    { at: view!.nextRunAt, job: false },
    { at: expect.any(Date), job: true },
  ]);
  const [still] = await one.as(() => one.node.schedules.find(['paused']));
  expect([still!.nextRunAt, held.nextRunAt]).toEqual([null, null]);
  // And it fires.
  await one.sleptSince(id, minutes(0));
  await one.tick();
  expect(await one.firedFor(id)).toEqual([minutes(0).toISOString()]);
});

it('what was counted from the wrong hour counts from now; what was asked for at an hour stays', async () => {
  const { db, a } = one.world;
  const put = async (columns: string, values: string, parameters: unknown[] = []) =>
    (
      await db.query<{ id: string }>(
        `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, ${columns})
         VALUES (ledger_id(), $1, 'test-once', '{"key":"k"}', 3, ${values}) RETURNING id`,
        [a, ...parameters],
      )
    ).rows[0]!.id;
  const resume = await one.world.pause(Once.name);
  const orphan = await put('status, worker, token, lease_until', `'RUNNING', 'gone', 1, now() + interval '5 hours'`);
  const rung = await put('status, bell, rung_at', `'QUEUED', gen_random_uuid(), now() + interval '5 hours'`);
  const retry = await put(
    'due, token, attempt, run_at',
    `false, 1, 1, date_trunc('second', now()) + interval '301 minutes'`,
  );
  await db.query(
    `INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, ended_at, retry_at)
     SELECT tenant_id, id, 1, 1, 'failed', now() + interval '5 hours', run_at FROM job_live WHERE id = $1`,
    [retry],
  );
  const asked = await put('due, run_at', `false, now() + interval '5 hours'`);
  await db.query(
    `INSERT INTO worker (id, queues, seen_at) VALUES ('dead', '{test-flaky}', now() + interval '5 hours')`,
  );
  await db.query(
    `INSERT INTO job_rate (name, tenant_id, tokens, at) VALUES ('test-metered', $1, 1, now() + interval '5 hours')`,
    [a],
  );
  await wasAhead(5);
  await look();
  const seconds = async (id: string, column: string) =>
    Number(
      (
        await db.query<{ s: number }>(
          `SELECT extract(epoch FROM ${column} - now())::float8 AS s FROM job_live WHERE id = $1`,
          [id],
        )
      ).rows[0]!.s,
    );
  expect(await seconds(orphan, 'lease_until')).toBeLessThanOrEqual(30);
  expect(await seconds(rung, 'rung_at')).toBeLessThanOrEqual(0);
  expect(await seconds(retry, 'run_at')).toBeLessThanOrEqual(62);
  expect(await seconds(asked, 'run_at')).toBeGreaterThan(4 * 3_600);
  const { rows } = await db.query(`SELECT 1 FROM worker WHERE seen_at > now()
    UNION ALL SELECT 1 FROM job_rate WHERE at > now()`);
  expect(rows).toEqual([]);
  await db.query(`UPDATE worker SET seen_at = now() - make_interval(secs => $1) WHERE id = 'dead'`, [
    GONE_AFTER_MS / 1000 + 1,
  ]);
  await one.world.until(() => Promise.resolve(one.node.app.get(Fleet).workers('test-flaky') === 0));
  await resume();
});

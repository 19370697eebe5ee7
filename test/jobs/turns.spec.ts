import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Reconciler } from '../../src/jobs/reconciler/reconciler.js';
import { GapWriter } from '../../src/jobs/schedules/gap-writer.js';
import { ScheduleTick } from '../../src/jobs/schedules/schedule-tick.js';
import { Once } from './kinds.js';
import { Scheduling } from './schedule-world.js';

let one: Scheduling;
beforeAll(async () => {
  // No process ticks, and nothing leaves the ledger: the test says when.
  one = await Scheduling.start({ JOBS_TICK_MS: '3600000', JOBS_LEASE_MS: '30000' });
});
afterAll(() => one?.close());

const put = (key: string, tenant: string, misfire: 'all' | 'once') =>
  one.node.as(tenant, () =>
    one.node.schedules.put({ key, contract: Once, data: { key }, cron: '* * * * *', timezone: 'UTC', misfire }),
  );

it("a tenant's long catch-up does not hold up the slot of another", async () => {
  const { db, a, b } = one.world;
  await put('copied', a, 'all');
  await db.query(
    `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, misfire, next_run_at, counts_from)
     SELECT gen_random_uuid(), tenant_id, 'flood-' || n, name, data, cron, timezone, misfire,
       date_trunc('minute', now()) - interval '80 days', now() - interval '80 days'
     FROM schedule, generate_series(1, 600) n WHERE key = 'copied'`,
  );
  const mine = await put('mine', b, 'once');
  const slot = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  await one.sleptSince(mine.id, slot);
  await one.node.app.get(ScheduleTick).fireDue();
  expect(await one.firedFor(mine.id)).toContain(slot.toISOString());
  await db.query(`DELETE FROM schedule WHERE key <> 'mine'`);
});

it('missed slots are written out for all tenants in turns', async () => {
  const { db, a, b } = one.world;
  const gap = (tenant: string, id: string, gaps: number) =>
    db.query(
      `INSERT INTO schedule_gap (tenant_id, schedule_id, after_at, before_at, cron, timezone, dst)
       SELECT $1, $2, now() - make_interval(hours => n + 1), now() - make_interval(hours => n), '* * * * *', 'UTC', 'once'
       FROM generate_series(1, $3::int) n`,
      [tenant, id, gaps],
    );
  await gap(a, (await put('flooded', a, 'once')).id, 300);
  const mine = await put('quiet', b, 'once');
  await gap(b, mine.id, 1);
  await one.node.app.get(GapWriter).write();
  const { rows } = await db.query('SELECT 1 FROM schedule_slot WHERE schedule_id = $1 AND passed_at IS NOT NULL', [
    mine.id,
  ]);
  expect(rows.length).toBeGreaterThan(0);
  await db.query('DELETE FROM schedule');
});

it('one look finds all leases that ran out and all rings that nobody heard, not one batch of them', async () => {
  const { db, a, b } = one.world;
  const put = (tenant: string, jobs: number, columns: string, values: string) =>
    db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, ${columns})
       SELECT ledger_id(), $1, 'test-once', '{"key":"k"}', 3, ${values} FROM generate_series(1, $2::int)`,
      [tenant, jobs],
    );
  const running = (age: string) => `'RUNNING', 'gone', 1, 1, now() - interval '${age}', now() - interval '1 day'`;
  const resume = await one.world.pause(null);
  await put(a, 1_200, 'status, worker, token, attempt, lease_until, started_at', running('2 hours'));
  await put(b, 1, 'status, worker, token, attempt, lease_until, started_at', running('1 hour'));
  await put(a, 1_200, 'status, bell, rung_at', `'QUEUED', gen_random_uuid(), now() - interval '2 hours'`);
  await put(b, 1, 'status, bell, rung_at', `'QUEUED', gen_random_uuid(), now() - interval '1 hour'`);
  await one.node.app.get(Reconciler).reconcile();
  expect(await one.world.count(`status <> 'PENDING'`)).toBe(0);
  await db.query('DELETE FROM job_live');
  await resume();
});

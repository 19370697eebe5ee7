import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Promotion } from '../../src/jobs/relay/promotion.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Flaky, Once } from './kinds.js';

const HOUR_MS = '3600000';
const MANY = 8_000;

/** What a job's own hour does to it: it becomes due, or it overtakes. */
const LINES = [
  { what: 'delayed jobs and retries', columns: 'run_at, due', values: `$4, false`, waits: 'NOT due' },
  { what: 'jobs that must be done soon', columns: 'raise_at, rank', values: `$4, 50`, waits: 'raise_at IS NOT NULL' },
];

describe.each(LINES)('promotion of $what', ({ columns, values, waits }) => {
  let world: JobsWorld;
  let node: JobsProcess;

  beforeEach(async () => {
    world = await JobsWorld.create();
    // Its own relay looks once, at the start; then the test says when. Nothing leaves the ledger meanwhile.
    node = await world.start({ JOBS_TICK_MS: HOUR_MS, ROLES: 'api' });
    bench.runs.length = 0;
  });
  afterEach(() => world.close());

  /** Jobs whose hour came so long ago. */
  const put = (tenant: string, jobs: number, minutesAgo: number, name = 'test-once') =>
    world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, ${columns})
       SELECT ledger_id(), $1, $2, jsonb_build_object('key', 'k' || n), 3, ${values} FROM generate_series(1, $3::int) n`,
      [tenant, name, jobs, new Date(Date.now() - minutesAgo * 60_000)],
    );
  const waiting = (tenant: string) =>
    world.count(
      `tenant_id = $1 AND status = 'PENDING' AND id IN (
    SELECT id FROM job_live WHERE ${waits})`,
      [tenant],
    );
  const step = () => node.app.get(Promotion).step();

  it('a paused tenant with thousands that are due keeps nobody waiting, and has its own made due last', async () => {
    await world.pause('test-once', world.a);
    await put(world.a, MANY, 60);
    await put(world.b, 1, 1);
    const { names, more } = await step();
    expect([await waiting(world.b), await waiting(world.a)]).toEqual([0, MANY]);
    expect([names, more]).toEqual([['test-once'], true]);
    // Another's job that becomes due meanwhile still goes first.
    await step();
    const left = await waiting(world.a);
    await put(world.b, 1, 0);
    await step();
    expect([await waiting(world.b), await waiting(world.a)]).toEqual([0, left]);
    while ((await step()).more);
    expect(await waiting(world.a)).toBe(0);
  });

  it("a flood that is not paused takes turns with everybody's", async () => {
    const others = await Promise.all(Array.from({ length: 20 }, (_, n) => world.tenant(`other-${n}`)));
    await put(world.a, MANY, 60);
    await put(world.a, MANY / 8, 60, 'test-flaky');
    for (const other of others) await put(other, 3, 1);
    await put(world.b, 2_000, 30);
    await step();
    for (const other of others) expect(await waiting(other)).toBe(0);
    // Who has more to do shares what the others left.
    const [flood, second] = [9_000 - (await waiting(world.a)), 2_000 - (await waiting(world.b))];
    expect(flood + second).toBe(1_000 - 20 * 3);
    expect(Math.abs(flood - second)).toBeLessThan(100);
    while ((await step()).more);
    expect(await world.count(`status = 'PENDING' AND id IN (SELECT id FROM job_live WHERE ${waits})`)).toBe(0);
  });

  it('finds what is due behind thousands of tenants whose hour has not come', async () => {
    await world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, ${columns})
       SELECT ledger_id(), gen_random_uuid(), 'test-once', '{}', 3, ${values.replace('$4', `now() + interval '1 hour'`)}
       FROM generate_series(1, 3000)`,
    );
    await put(world.a, 3_000, 60);
    await put(world.b, 5, 1);
    let steps = 0;
    while ((await waiting(world.b)) > 0) {
      expect((await step()).more).toBe(true);
      steps++;
    }
    // The hopping ends after a thousand tenants, and goes on from there.
    expect(steps).toBeLessThanOrEqual(4);
  });
});

describe('what is due when the relay looks', () => {
  let world: JobsWorld;
  beforeEach(async () => {
    world = await JobsWorld.create();
  });
  afterEach(() => world.close());

  it('is all made due by one tick, however much it is', async () => {
    for (const [tenant, jobs] of [
      [world.a, MANY],
      [world.b, 500],
    ] as const)
      await world.db.query(
        `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, run_at, due)
         SELECT ledger_id(), $1, $2, '{"key":"k"}', 3, now() - interval '1 hour', false FROM generate_series(1, $3::int)`,
        [tenant, Flaky.name, jobs],
      );
    const resume = await world.pause(Flaky.name, world.a);
    await world.start({ JOBS_TICK_MS: HOUR_MS, ROLES: 'api' });
    await world.until(async () => (await world.count('NOT due')) === 0, 60_000);
    await resume();
  });

  it('retries of one tenant do not put off those of another', async () => {
    const node = await world.start({ JOBS_LEASE_MS: '30000' });
    const resume = await world.pause(Once.name, world.a);
    await world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, attempt, run_at, due)
       SELECT ledger_id(), $1, $2, jsonb_build_object('key', 'late' || n), 3, 1, now() - interval '1 hour', false
       FROM generate_series(1, $3::int) n`,
      [world.a, Once.name, MANY],
    );
    const job = await node.as(world.b, () => node.jobs.enqueue(Flaky, { key: 'again', failures: 1 }));
    await world.until(async () => (await world.count(`id = $1 AND status = 'COMPLETED'`, [job.id])) === 1, 60_000);
    // Nothing else being due, the paused ones became due and wait for the end of the pause.
    await world.until(async () => (await world.count('NOT due AND tenant_id = $1', [world.a])) === 0, 60_000);
    expect(await world.count(`status <> 'PENDING' AND tenant_id = $1`, [world.a])).toBe(0);
    await resume();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobContract } from '../../src/jobs/index.js';
import { Ledger } from '../../src/jobs/ledger/ledger.js';
import { newId } from '../../src/jobs/ledger/new-id.js';
import { GATES } from '../../src/jobs/relay/gates.sql.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Capped, Lined, Metered, Once } from './kinds.js';

const keys = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => ({ key: `${prefix}-${i}` }));

describe('limits and pauses', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(tenant: string, fn: () => Promise<T>) => node.as(tenant, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    // A lease nobody loses on a busy machine: a job that runs twice would be counted twice.
    for (let i = 0; i < 3; i++) node = await world.start({ JOBS_LEASE_MS: '30000' });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    bench.runs.length = 0;
    bench.flight.clear();
  });

  it('a cap of two holds over three workers, for each tenant by itself', async () => {
    await Promise.all([world.a, world.b].map((t) => as(t, () => node.jobs.enqueueMany(Capped, keys(40, t)))));
    await world.drain();
    expect(bench.runs).toHaveLength(80);
    expect([world.a, world.b].map((t) => bench.flight.get(t)!.most)).toEqual([2, 2]);
  });

  it("an operator's cap for one tenant goes before the one for all, and that before the kind's", async () => {
    const run = async () => {
      bench.flight.clear();
      await Promise.all([world.a, world.b].map((t) => as(t, () => node.jobs.enqueueMany(Capped, keys(20, t)))));
      await world.drain();
      return [world.a, world.b].map((t) => bench.flight.get(t)!.most);
    };
    await node.limits.put('test-capped', undefined, { maxRunning: 1 });
    const limits = await node.limits.put('test-capped', 'b-tenant', { maxRunning: 4 });
    expect(limits.map(({ source, tenant, maxRunning }) => [source, tenant, maxRunning])).toEqual([
      ['kind', null, 2],
      ['operator', null, 1],
      ['operator', 'b-tenant', 4],
    ]);
    // How many overlap below the cap is the machine's doing; more than the kind's two need the operator's word.
    const [one, four] = await run();
    expect([one, four! > 2, four! <= 4]).toEqual([1, true, true]);
    await node.limits.remove('test-capped', 'b-tenant');
    expect(await run()).toEqual([1, 1]);
    await node.limits.remove('test-capped', undefined);
    expect(await run()).toEqual([2, 2]);
    await expect(node.limits.put('test-capped', 'nobody', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('an operator caps a kind that declares no limit', async () => {
    await node.limits.put('test-lined', 'a-tenant', { maxRunning: 1 });
    const release = bench.hold('held');
    const begun = bench.begun('held');
    await as(world.a, () => node.jobs.enqueue(Lined, { key: 'held' }));
    await begun;
    const next = await as(world.a, () => node.jobs.enqueue(Lined, { key: 'next' }));
    const other = await as(world.b, () => node.jobs.enqueue(Lined, { key: 'other' }));
    expect(await as(world.b, () => node.jobs.waitFor(other.id, 10_000))).toMatchObject({ status: 'completed' });
    expect(await world.count(`id = $1 AND status = 'PENDING'`, [next.id])).toBe(1);
    release();
    await world.drain();
    await node.limits.remove('test-lined', 'a-tenant');
  });

  it('five a minute are five, whichever process releases them', async () => {
    const started = (tenant: string) =>
      world.count(`name = 'test-metered' AND tenant_id = $1 AND started_at IS NOT NULL`, [tenant]);
    await as(world.a, () => node.jobs.enqueueMany(Metered, keys(12, 'a')));
    await as(world.b, () => node.jobs.enqueueMany(Metered, keys(3, 'b')));
    await world.until(async () => (await started(world.b)) === 3);
    await world.until(async () => (await started(world.a)) === 5);
    // Two tokens more; the next would grow in twelve seconds.
    await world.db.query(`UPDATE job_rate SET tokens = 2, at = clock_timestamp() WHERE tenant_id = $1`, [world.a]);
    await world.until(async () => (await started(world.a)) === 7);
    // What others are released meanwhile shows that the relays looked.
    await as(world.b, () => node.jobs.enqueueMany(Metered, keys(2, 'later')));
    await world.until(async () => (await started(world.b)) === 5);
    expect(await started(world.a)).toBe(7);
    const { rows } = await world.db.query<{ tokens: number }>('SELECT tokens FROM job_rate WHERE tenant_id = $1', [
      world.a,
    ]);
    expect(rows[0]!.tokens).toBeCloseTo(0, 1);
    // An operator lifts it for this tenant.
    await node.limits.put('test-metered', 'a-tenant', { rate: { jobs: 1_000, perSeconds: 1 } });
    await world.drain();
    await node.limits.remove('test-metered', 'a-tenant');
  });

  it('rings that do not go out cost no token', async () => {
    const c = await world.tenant('c-tenant');
    const { Doorbell } = await import('../../src/jobs/index.js');
    const doorbells = world.processes.map((one) => one.app.get(Doorbell));
    const rings = doorbells.map((doorbell) => doorbell.ring.bind(doorbell));
    let refused = 0;
    for (const doorbell of doorbells)
      doorbell.ring = () => {
        refused++;
        return Promise.reject(new Error('the engine is away'));
      };
    const job = await as(c, () => node.jobs.enqueue(Metered, { key: 'c' }));
    await world.until(() => Promise.resolve(refused >= 8));
    doorbells.forEach((doorbell, i) => (doorbell.ring = rings[i]!));
    expect(await as(c, () => node.jobs.waitFor(job.id, 10_000))).toMatchObject({ status: 'completed' });
    const { rows } = await world.db.query<{ tokens: number }>('SELECT tokens FROM job_rate WHERE tenant_id = $1', [c]);
    expect(rows[0]!.tokens).toBeGreaterThanOrEqual(4);
  });

  describe('pauses', () => {
    const put = async (kind: JobContract, tenant: string, key: string) =>
      (await as(tenant, () => node.jobs.enqueue(kind, { key }))).id;
    const ran = async (id: string) => (await world.count(`id = $1 AND status = 'COMPLETED'`, [id])) === 1;
    const waits = async (id: string) => (await world.count(`id = $1 AND status = 'PENDING'`, [id])) === 1;

    it('of everything for a tenant: its queues stand, the other tenant goes on', async () => {
      await as(world.a, () => node.pauses.pause('all', 'audit'));
      const mine = [await put(Once, world.a, 'p1'), await put(Lined, world.a, 'p1')];
      const theirs = [await put(Once, world.b, 'p1'), await put(Lined, world.b, 'p1')];
      for (const id of theirs) await world.until(() => ran(id));
      for (const id of mine) expect(await waits(id)).toBe(true);
      expect(await as(world.a, () => node.pauses.list())).toMatchObject({
        pauses: [{ name: 'all', scope: 'tenant', tenant: 'a-tenant', reason: 'audit' }],
        total: 1,
      });
      expect(await as(world.b, () => node.pauses.list())).toEqual({ pauses: [], total: 0 });
      await as(world.a, () => node.pauses.resume('all'));
      for (const id of mine) await world.until(() => ran(id));
    });

    it('and limits of one tenant take the short way from no other', async () => {
      const ledger = node.app.get(Ledger);
      /** The status that a job is inserted with where a place is free. */
      const inserted = (tenantId: string) =>
        node.app.get(SystemDatabase).transaction(async (tx) => {
          const id = newId();
          const job = { id, tenantId, name: 'test-nobodys', data: '{}', priority: 50, maxAttempts: 1, runAt: null };
          const made = await ledger.insert(
            tx,
            [{ ...job, dedupeKey: null, hotelId: null }],
            new Map([['test-nobodys', 5]]),
          );
          await tx.run('DELETE FROM job_live WHERE id = $1', [id]);
          return made.get(id)!.status;
        });
      const both = async () => [await inserted(world.a), await inserted(world.b)];
      expect(await both()).toEqual(['QUEUED', 'QUEUED']);
      await as(world.a, () => node.pauses.pause('all'));
      expect(await both()).toEqual(['PENDING', 'QUEUED']);
      await as(world.a, () => node.pauses.resume('all'));
      const limit = (tenant: string | null) =>
        world.db.query(`INSERT INTO job_limit (name, tenant_id, max_running) VALUES ('test-nobodys', $1, 1)`, [tenant]);
      await limit(world.b);
      expect(await both()).toEqual(['QUEUED', 'PENDING']);
      await limit(null);
      expect(await both()).toEqual(['PENDING', 'PENDING']);
      await world.db.query(`DELETE FROM job_limit WHERE name = 'test-nobodys'`);
      // Nor do the jobs that wait for that. (With something under way a tenant's next job is no longer its first.)
      const put = (tenant: string, status: string) =>
        world.db.query(
          `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, status, due)
           VALUES (gen_random_uuid(), $1, 'test-nobodys', '{}', 1, $2, true)`,
          [tenant, status],
        );
      const [c, d] = [await world.tenant('held-tenant'), await world.tenant('busy-tenant')];
      await put(world.b, 'QUEUED');
      for (const tenant of [world.a, c]) {
        await world.db.query('INSERT INTO queue_pause (tenant_id, tenant_disabled) VALUES ($1, true)', [tenant]);
        await put(tenant, 'PENDING');
      }
      expect(await both()).toEqual(['PENDING', 'QUEUED']);
      await put(d, 'PENDING');
      expect(await both()).toEqual(['PENDING', 'PENDING']);
      await world.db.query(`DELETE FROM job_live WHERE name = 'test-nobodys'`);
      await world.db.query('DELETE FROM queue_pause');
    });

    it('of everything hold no alert message and no erasure', async () => {
      await as(world.a, () => node.pauses.pause('all'));
      const { rows } = await world.db.query<{ gate: string | null; name: string }>(
        ['alert-notification', 'catchup-erasure', 'webhook-delivery']
          .map(
            (name) => `SELECT name, gate FROM (WITH asked AS (SELECT '${world.a}'::uuid AS tenant_id),
              ${GATES.replaceAll('$1', `'${name}'`)} SELECT '${name}' AS name, gate FROM gates) one`,
          )
          .join(' UNION ALL '),
      );
      await as(world.a, () => node.pauses.resume('all'));
      expect(rows).toEqual([
        { name: 'alert-notification', gate: null },
        { name: 'catchup-erasure', gate: null },
        { name: 'webhook-delivery', gate: 'PAUSED' },
      ]);
    });

    it('over each other: resume lifts exactly one', async () => {
      const everybody = await world.pause('test-once');
      await as(world.a, () => node.pauses.pause('test-once'));
      await as(world.a, () => node.pauses.pause('all'));
      const [mine, theirs] = [await put(Once, world.a, 'p2'), await put(Once, world.b, 'p2')];
      const lined = await put(Lined, world.b, 'p2');
      await world.until(() => ran(lined));
      expect(await waits(theirs)).toBe(true);
      await everybody();
      await world.until(() => ran(theirs));
      expect(await waits(mine)).toBe(true);
      await as(world.a, () => node.pauses.resume('test-once'));
      const witness = await put(Once, world.b, 'p2-witness');
      await world.until(() => ran(witness));
      expect(await waits(mine)).toBe(true);
      await as(world.a, () => node.pauses.resume('all'));
      await world.until(() => ran(mine));
    });

    it('take back what was rung and not answered; running jobs go on', async () => {
      const release = bench.hold('running');
      const begun = bench.begun('running');
      const running = await put(Lined, world.a, 'running');
      await begun;
      const holds = ['r1', 'r2', 'r3'].map((key) => bench.hold(key));
      const rung = await Promise.all(['r1', 'r2', 'r3', 'r4', 'r5'].map((key) => put(Lined, world.a, key)));
      await as(world.a, () => node.pauses.pause('test-lined'));
      const paused: string[] = [];
      for (const id of rung) if (await waits(id)) paused.push(id);
      expect(paused.length).toBeGreaterThanOrEqual(2);
      release();
      for (const open of holds) open();
      await world.until(() => ran(running));
      await world.until(async () => (await world.count(`status IN ('RUNNING', 'QUEUED')`)) === 0);
      for (const id of paused) expect(await waits(id)).toBe(true);
      await as(world.a, () => node.pauses.resume('test-lined'));
      for (const id of paused) await world.until(() => ran(id));
    });
  });
});

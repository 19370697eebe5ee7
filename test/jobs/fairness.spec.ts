import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Lined, Once } from './kinds.js';

const keys = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => ({ key: `${prefix}-${i}` }));

describe('fairness', () => {
  let world: JobsWorld;

  beforeEach(async () => {
    world = await JobsWorld.create();
    bench.runs.length = 0;
  });
  afterEach(() => world.close());

  const owner = (key: string) => key.split('-')[0]!;

  it('tenants take turns, with relays in two processes', async () => {
    const [one] = [await world.start({ JOBS_LEASE_MS: '30000' }), await world.start({ JOBS_LEASE_MS: '30000' })];
    const c = await world.tenant('c-tenant');
    const resume = await world.pause('test-lined');
    await one.as(world.a, () => one.jobs.enqueueMany(Lined, keys(100, 'a')));
    await one.as(world.b, () => one.jobs.enqueueMany(Lined, keys(20, 'b')));
    await one.as(c, () => one.jobs.enqueueMany(Lined, keys(20, 'c')));
    await resume();
    await world.drain(50_000);
    expect(bench.runs).toHaveLength(140);
    const last = Math.max(...['b', 'c'].map((who) => bench.runs.map(owner).lastIndexOf(who)));
    // Sixty turns would be perfect; what was rung ahead comes on top.
    expect(bench.runs.slice(0, last).filter((key) => owner(key) === 'a').length).toBeLessThanOrEqual(40);
  });

  it("a newcomer's first job goes before another's backlog", async () => {
    const node = await world.start({ JOBS_LEASE_MS: '30000' });
    const release = bench.hold('a-0');
    const begun = bench.begun('a-0');
    await node.as(world.a, () => node.jobs.enqueue(Lined, { key: 'a-0' }));
    await begun;
    await node.as(world.a, () => node.jobs.enqueueMany(Lined, keys(100, 'old')));
    await world.until(async () => (await world.count(`status = 'QUEUED'`)) > 0);
    await node.as(world.b, () => node.jobs.enqueue(Lined, { key: 'b-0' }));
    await world.until(async () => (await world.count(`status = 'QUEUED' AND tenant_id = $1`, [world.b])) === 1);
    // Rung, and in Redis: its message is the front one of the line.
    await world.until(async () => (await node.missing('test-lined', world, world.b)) === 0);
    release();
    await world.drain(50_000);
    expect(bench.runs.indexOf('b-0')).toBe(1);
  });

  it('of many tenants each has its turn before any has its next but one', async () => {
    const node = await world.start({ JOBS_LEASE_MS: '30000' });
    const resume = await world.pause('test-once');
    const tenants = await Promise.all(Array.from({ length: 500 }, (_, i) => world.tenant(`many-${i}`)));
    await Promise.all(tenants.map((tenant, i) => node.as(tenant, () => node.jobs.enqueueMany(Once, keys(3, `t${i}`)))));
    await resume();
    await world.drain(150_000);
    expect(bench.runs).toHaveLength(1_500);
    const turns = new Map<string, number>();
    const places: number[][] = [[], [], []];
    bench.runs.forEach((key, place) => {
      const turn = turns.get(owner(key)) ?? 0;
      turns.set(owner(key), turn + 1);
      places[turn]!.push(place);
    });
    // Two hundred rings at most lie ahead of a decision: ten places, twenty jobs each.
    expect(Math.max(...places[0]!)).toBeLessThan(500 + 400);
    expect(Math.max(...places[1]!)).toBeLessThan(1_000 + 400);
    expect(Math.min(...places[2]!)).toBeGreaterThan(1_000 - 400);
  }, 180_000);

  it('within a tenant: what is due soon, then priority, then age', async () => {
    const node: JobsProcess = await world.start({ JOBS_LEASE_MS: '30000' });
    const resume = await world.pause('test-lined');
    const put = (key: string, options: object = {}) =>
      node.as(world.a, () => node.jobs.enqueue(Lined, { key }, options));
    await put('old');
    await put('young');
    await put('urgent', { priority: 10 });
    const due = await put('due', { priority: 90, dueBy: new Date(Date.now() + 2 * 86_400_000) });
    await put('not yet due', { priority: 90, dueBy: new Date(Date.now() + 2 * 86_400_000) });
    expect(due.dueBy).toBeInstanceOf(Date);
    const { rows } = await world.db.query<{ share: number }>(
      `SELECT extract(epoch FROM due_by - raise_at) / 86400 AS share FROM job_live WHERE id = $1`,
      [due.id],
    );
    // A quarter of two days before the end.
    expect(Number(rows[0]!.share)).toBeCloseTo(0.5, 2);
    await world.db.query(`UPDATE job_live SET raise_at = now() - interval '1 second' WHERE id = $1`, [due.id]);
    await world.until(async () => (await world.count('id = $1 AND rank = 0 AND priority = 90', [due.id])) === 1);
    await resume();
    await world.drain(50_000);
    expect(bench.runs).toEqual(['due', 'urgent', 'old', 'young', 'not yet due']);
  });
});

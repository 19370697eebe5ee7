import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Batches } from '../../src/jobs/batches/batches.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Capped, Flaky, Hopeless, Lined, Once, PerUser } from './kinds.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { randomUUID } from 'node:crypto';

describe('batches', () => {
  let world: JobsWorld;
  let one: JobsProcess;
  let two: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => one.as(world.a, fn);
  const ended = async (id: string) => (await as(() => one.jobs.waitFor(id, 20_000)))!;
  const followers = (id: string) => world.count(`metadata ->> 'batchId' = $1`, [id]);
  const after = (key: string) => ({ contract: Once, payload: { key } });

  beforeAll(async () => {
    world = await JobsWorld.create();
    one = await world.start({ JOBS_LEASE_MS: '30000' });
    two = await world.start({ JOBS_LEASE_MS: '30000' });
  });
  afterAll(() => world.close());

  it('progress of the whole, partial failure, and what follows', async () => {
    const release = bench.hold('slow');
    const batch = await as(() =>
      one.jobs.enqueueBatch(
        'mixed',
        [
          { contract: Once, payload: { key: 'b-1' } },
          { contract: Flaky, payload: { key: 'b-2', failures: 1 } },
          { contract: Hopeless, payload: { key: 'b-3' } },
          { contract: Lined, payload: { key: 'slow' } },
        ],
        after('b-after'),
        42,
      ),
    );
    expect(batch).toMatchObject({ type: 'batch', status: 'active', data: { label: 'mixed' }, hotelId: 42 });
    await world.until(async () => {
      const { children } = await as(() => one.jobs.get(batch.id));
      return children!.completed === 2 && children!.failed === 1;
    });
    const half = await as(() => one.jobs.get(batch.id));
    expect(half).toMatchObject({ status: 'active', progress: 75, children: { total: 4, cancelled: 0 } });
    expect(await followers(batch.id)).toBe(0);
    release();
    expect(await ended(batch.id)).toMatchObject({
      status: 'completed',
      progress: 100,
      result: { total: 4, completed: 3, failed: 1, cancelled: 0 },
    });
    await world.drain(50_000);
    expect(await followers(batch.id)).toBe(1);
    expect(await world.effects('b-after')).toBe(1);
    const { rows } = await world.db.query<{ id: string; tenant_id: string }>(
      `SELECT id, tenant_id FROM job WHERE metadata ->> 'batchId' = $1`,
      [batch.id],
    );
    expect(rows[0]!.tenant_id).toBe(world.a);
  });

  it('fails when no child completed; is empty-handed without children', async () => {
    const batch = await as(() =>
      one.jobs.enqueueBatch(
        'lost',
        ['l-1', 'l-2'].map((key) => ({ contract: Hopeless, payload: { key } })),
      ),
    );
    expect(await ended(batch.id)).toMatchObject({
      status: 'failed',
      error: { code: 'BATCH_FAILED' },
      result: { total: 2, completed: 0, failed: 2, cancelled: 0 },
    });
    await expect(as(() => one.jobs.enqueueBatch('none', []))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('one bad child: nothing is accepted', async () => {
    const before = await world.count('true');
    const children = [{ key: 'fine' }, { key: 9 }].map((payload) => ({ contract: Once, payload }));
    await expect(as(() => one.jobs.enqueueBatch('bad', children))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await world.count('true')).toBe(before);
  });

  it('a child that shares its key with a job outside the batch is a job of the batch all the same', async () => {
    const outside = await as(() => one.jobs.enqueue(Once, { key: 'shared' }, { delay: 60_000 }));
    const batch = await as(() => one.jobs.enqueueBatch('shared', [{ contract: Once, payload: { key: 'shared' } }]));
    expect(await ended(batch.id)).toMatchObject({ result: { total: 1, completed: 1 } });
    await as(() => one.control.cancel(outside.id));
  });

  it('what follows is started once, though the last two children end at the same moment in two processes', async () => {
    for (let round = 0; round < 50; round++) {
      const key = `round-${round}`;
      const release = [bench.hold(`${key}-a`), bench.hold(`${key}-b`)];
      const begun = [bench.begun(`${key}-a`), bench.begun(`${key}-b`)];
      const batch = await as(() =>
        one.jobs.enqueueBatch(
          key,
          ['a', 'b'].map((child) => ({ contract: Lined, payload: { key: `${key}-${child}` } })),
          after(key),
        ),
      );
      // One place a process: each holds one of them.
      await Promise.all(begun);
      for (const open of release) open();
      expect(await ended(batch.id)).toMatchObject({ status: 'completed', result: { completed: 2 } });
    }
    await world.drain(50_000);
    const { rows } = await world.db.query<{ effects: number; keys: number }>(
      `SELECT count(*)::int AS effects, count(DISTINCT key)::int AS keys FROM test_effect WHERE key LIKE 'round-%'`,
    );
    expect(rows[0]).toEqual({ effects: 50, keys: 50 });
  });

  it('is settled by the reconciler when the process died before it could', async () => {
    const touch = Batches.prototype.touch;
    Batches.prototype.touch = () => undefined;
    try {
      const batch = await as(() =>
        one.jobs.enqueueBatch('untouched', [{ contract: Once, payload: { key: 'u-1' } }], after('u-after')),
      );
      expect(await ended(batch.id)).toMatchObject({ status: 'completed' });
      await world.drain(50_000);
      expect(await followers(batch.id)).toBe(1);
    } finally {
      Batches.prototype.touch = touch;
    }
  });

  it('settled by twenty at once: one follower', async () => {
    const touch = Batches.prototype.touch;
    Batches.prototype.touch = () => undefined;
    const all = [one, two].map((node) => node.app.get(Batches));
    const settle = all.map((batches) => batches.settleAll.bind(batches));
    for (const batches of all) batches.settleAll = () => Promise.resolve();
    const batch = await as(() =>
      one.jobs.enqueueBatch('crowd', [{ contract: Once, payload: { key: 'c-1' } }], after('c-after')),
    );
    await world.until(async () => (await world.effects('c-1')) === 1);
    await world.until(async () => (await world.count(`batch_id = $1 AND status = 'COMPLETED'`, [batch.id])) === 1);
    await Promise.all(Array.from({ length: 20 }, (_, i) => settle[i % 2]!()));
    all.forEach((batches, i) => (batches.settleAll = settle[i]!));
    Batches.prototype.touch = touch;
    await world.drain(50_000);
    expect(await followers(batch.id)).toBe(1);
  });

  it('cancelled: its children end, waiting, delayed and running ones, and then it', async () => {
    const begun = bench.begun('cancel-held');
    const release = bench.hold('cancel-held');
    const batch = await as(() =>
      one.jobs.enqueueBatch(
        'to cancel',
        [
          { contract: Lined, payload: { key: 'cancel-held' } },
          { contract: Once, payload: { key: 'cancel-later' }, options: { delay: 60_000 } },
          { contract: Once, payload: { key: 'cancel-done' } },
        ],
        after('cancel-after'),
      ),
    );
    await begun;
    await world.until(async () => (await world.effects('cancel-done')) === 1);
    await expect(one.as(world.b, () => one.control.cancel(batch.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await as(() => one.control.cancel(batch.id));
    // The running child does not listen: it completes, and the batch ends with it.
    expect(await as(() => one.jobs.get(batch.id))).toMatchObject({ status: 'active', children: { cancelled: 1 } });
    release();
    const done = await ended(batch.id);
    expect(done).toMatchObject({ status: 'cancelled', result: { total: 3, completed: 2, failed: 0, cancelled: 1 } });
    await expect(as(() => one.control.cancel(batch.id))).rejects.toMatchObject({ code: 'CONFLICT' });
    await world.drain(50_000);
  });

  it('retried: runs what did not complete, and settles again', async () => {
    bench.words.set('r-2', 'first time');
    const batch = await as(() =>
      one.jobs.enqueueBatch('retry', [
        { contract: Once, payload: { key: 'r-1' } },
        { contract: Hopeless, payload: { key: 'r-2' } },
        { contract: Flaky, payload: { key: 'r-3', failures: 1 }, options: { attempts: 1 } },
      ]),
    );
    expect(await ended(batch.id)).toMatchObject({ status: 'completed', result: { completed: 1, failed: 2 } });
    // It has another attempt now.
    await world.db.query(`UPDATE job_history SET max_attempts = 2 WHERE data ->> 'key' = 'r-3'`);
    expect(await as(() => one.control.retry(batch.id))).toMatchObject({ status: 'active' });
    const again = await ended(batch.id);
    expect(again).toMatchObject({ status: 'completed', result: { total: 3, completed: 2, failed: 1, cancelled: 0 } });
    expect(await world.effects('r-1')).toBe(1);
    expect(bench.runs.filter((key) => key === 'r-2')).toHaveLength(2);
    // A single child, too, opens its batch again.
    const { rows } = await world.db.query<{ id: string }>(`SELECT id FROM job WHERE data ->> 'key' = 'r-2'`);
    await as(() => one.control.retry(rows[0]!.id));
    await world.drain(50_000);
    expect(await ended(batch.id)).toMatchObject({ result: { total: 3, completed: 2, failed: 1 } });
    expect(bench.runs.filter((key) => key === 'r-2')).toHaveLength(3);
    await as(() => one.control.retry(rows[0]!.id));
    await world.drain(50_000);
  });

  it('with nothing to run again is not retried', async () => {
    const batch = await as(() => one.jobs.enqueueBatch('good', [{ contract: Once, payload: { key: 'good' } }]));
    await ended(batch.id);
    await expect(as(() => one.control.retry(batch.id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('retried over and over while its children end: never lost, never counted wrong', async () => {
    const batch = await as(() =>
      one.jobs.enqueueBatch(
        'storm',
        ['s-1', 's-2', 's-3'].map((key) => ({ contract: Hopeless, payload: { key } })),
      ),
    );
    for (let turn = 0; turn < 60; turn++) {
      const { rows } = await world.db.query<{ id: string }>('SELECT id FROM job WHERE batch_id = $1', [batch.id]);
      // Whether it can be retried at this very moment is not the point.
      await Promise.allSettled(rows.map(({ id }, i) => (i % 2 ? one : two).as(world.a, () => one.control.retry(id))));
    }
    await world.drain(50_000);
    expect(await as(() => one.jobs.get(batch.id))).toMatchObject({
      status: 'failed',
      result: { total: 3, completed: 0, failed: 3, cancelled: 0 },
      children: { total: 3, failed: 3 },
    });
    const { rows } = await world.db.query('SELECT settled_at FROM job_batch WHERE id = $1', [batch.id]);
    expect(rows).toEqual([{ settled_at: expect.any(Date) }]);
  });

  it('children of a capped kind keep to the cap; those of a metered user count', async () => {
    bench.flight.clear();
    const items = Array.from({ length: 12 }, (_, i) => ({ contract: Capped, payload: { key: `cap-${i}` } }));
    await ended((await as(() => one.jobs.enqueueBatch('capped', items))).id);
    expect(bench.flight.get(world.a)!.most).toBe(2);
    const userId = randomUUID();
    const person = { kind: 'user' as const, role: 'ADMIN' as const, tenantId: world.a, userId };
    const four = Array.from({ length: 4 }, (_, i) => ({ contract: PerUser, payload: { key: `user-${i}` } }));
    const batch = (children: typeof four) =>
      one.app.get(RequestContext).with({ principal: person }, () => one.jobs.enqueueBatch('mine', children));
    await expect(batch(four)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await batch(four.slice(1));
    await expect(batch(four.slice(3))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await world.drain(50_000);
  });
});

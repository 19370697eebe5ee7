import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Flaky, Hasty, Hopeless, Once, Patient } from './kinds.js';

describe('the life of a job', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start();
  });
  afterAll(() => world.close());

  it('is accepted, runs, completes with its effect, once', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'one' }));
    expect(job).toMatchObject({ type: 'test-once', status: 'waiting', attempts: 0, tenantId: world.a });
    const done = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(done).toMatchObject({ status: 'completed', progress: 100, result: 'written', attempts: 1, error: null });
    expect(done!.attemptLog).toMatchObject([{ attempt: 1, outcome: 'completed' }]);
    expect(await world.effects('one')).toBe(1);
  });

  it('fails, is retried after a back-off, succeeds', async () => {
    const job = await as(() => node.jobs.enqueue(Flaky, { key: 'flaky', failures: 2 }));
    const done = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(done).toMatchObject({ status: 'completed', attempts: 3, result: { attempt: 3 } });
    expect(done!.attemptLog.map((a) => [a.attempt, a.outcome, a.error?.message])).toEqual([
      [1, 'failed', 'failure 1'],
      [2, 'failed', 'failure 2'],
      [3, 'completed', undefined],
    ]);
  });

  it('uses up its attempts, becomes a dead letter, is fixed and requeued', async () => {
    const job = await as(() => node.jobs.enqueue(Flaky, { key: 'dead', failures: 99 }));
    const dead = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(dead).toMatchObject({ status: 'failed', attempts: 3, error: { message: 'failure 3' } });

    const { deadLetters } = await as(() => node.letters.list({ jobName: 'test-flaky' }, 50, 0));
    expect(deadLetters).toMatchObject([{ jobId: job.id, reason: 'exhausted', attempts: 3, data: { failures: 99 } }]);

    await as(() => node.letters.requeue(deadLetters[0]!.id, { key: 'dead', failures: 0 }));
    const fixed = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(fixed).toMatchObject({ status: 'completed', attempts: 1, data: { failures: 0 }, error: null });
    expect((await as(() => node.letters.list({}, 50, 0))).total).toBe(0);
    await expect(as(() => node.letters.requeue(deadLetters[0]!.id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('goes to the dead letters at once when retrying cannot help', async () => {
    const job = await as(() => node.jobs.enqueue(Hopeless, { key: 'hopeless' }));
    const dead = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(dead).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'NO_HOPE' } });
    expect(bench.runs.filter((key) => key === 'hopeless')).toHaveLength(1);
    const { deadLetters } = await as(() => node.letters.list({ reason: 'permanent' }, 50, 0));
    await as(() => node.letters.discard(deadLetters[0]!.id));
    expect(await world.count(`id = $1 AND status = 'FAILED'`, [job.id])).toBe(1);
  });

  it('requeues by filter, counting first', async () => {
    for (const key of ['x', 'y']) await as(() => node.jobs.enqueue(Hopeless, { key }));
    await world.drain();
    const filter = { jobName: 'test-hopeless', error: 'never WORK' };
    expect(await as(() => node.letters.requeueAll(filter, true))).toEqual({ matched: 2, requeued: 0 });
    expect(await as(() => node.letters.requeueAll(filter, false))).toEqual({ matched: 2, requeued: 2 });
    await world.drain();
    expect(bench.runs.filter((key) => key === 'x')).toHaveLength(2);
  });

  it('is cancelled while it waits and while it runs', async () => {
    const later = await as(() => node.jobs.enqueue(Patient, { key: 'later' }, { delay: 60_000 }));
    expect(later.status).toBe('delayed');
    expect(await as(() => node.control.cancel(later.id))).toMatchObject({ status: 'cancelled' });
    await expect(as(() => node.control.cancel(later.id))).rejects.toMatchObject({ code: 'CONFLICT' });

    const begun = bench.begun('now');
    const now = await as(() => node.jobs.enqueue(Patient, { key: 'now' }));
    await begun;
    await as(() => node.control.cancel(now.id));
    const ended = await as(() => node.jobs.waitFor(now.id, 5_000));
    expect(ended).toMatchObject({ status: 'cancelled', progress: 40 });
    expect(ended!.attemptLog).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('fails when it outlives its deadline', async () => {
    const job = await as(() => node.jobs.enqueue(Hasty, { key: 'hasty' }));
    const dead = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(dead).toMatchObject({ status: 'failed', error: { code: 'DEADLINE_EXCEEDED' } });
  });

  it('runs later when asked to', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'delayed' }, { delay: 300 }));
    expect(job.status).toBe('delayed');
    const done = await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(done!.startedAt!.getTime()).toBeGreaterThanOrEqual(job.runAt.getTime());
  });

  it('is one job while a job with its dedupe key is unfinished, another one afterwards', async () => {
    const resume = await world.pause('test-once');
    const first = await as(() => node.jobs.enqueue(Once, { key: 'same' }));
    const second = await as(() => node.jobs.enqueue(Once, { key: 'same' }));
    expect(second.id).toBe(first.id);
    await resume();
    await world.drain();
    const third = await as(() => node.jobs.enqueue(Once, { key: 'same' }));
    expect(third.id).not.toBe(first.id);
    await world.drain();
    expect(await world.effects('same')).toBe(2);
  });

  it('is refused when its data does not fit the contract', async () => {
    await expect(as(() => node.jobs.enqueueUntyped(Once, { key: 7 }))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ path: 'data.key' }],
    });
    await expect(as(() => node.jobs.enqueueUntyped(Once, { key: 'k', tenantId: world.b }))).rejects.toMatchObject({
      errors: [{ path: 'data.tenantId' }],
    });
  });

  it('commits or rolls back with the transaction of its caller', async () => {
    const { TenantDatabase } = await import('../../src/platform/database/tenant-database.js');
    const db = node.app.get(TenantDatabase);
    await expect(
      as(() =>
        db.transaction(async () => {
          await node.jobs.enqueue(Once, { key: 'rolled-back' });
          throw new Error('no');
        }),
      ),
    ).rejects.toThrow('no');
    expect(await world.count(`data ->> 'key' = 'rolled-back'`)).toBe(0);
  });

  it('is invisible to another tenant', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'private' }));
    await expect(node.as(world.b, () => node.jobs.get(job.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(node.as(world.b, () => node.control.cancel(job.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await world.drain();
  });
});

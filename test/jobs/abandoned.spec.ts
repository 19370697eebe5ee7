import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AbandonedHandlers } from '../../src/jobs/index.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Deaf, Lined } from './kinds.js';

describe('a handler that ignores its signal', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const opened: (() => void)[] = [];
  const hold = (key: string) => {
    const open = bench.hold(key);
    opened.push(open);
    return open;
  };
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  const begin = async (key: string) => {
    hold(key);
    const begun = bench.begun(key);
    const job = await as(() => node.jobs.enqueue(Lined, { key }));
    await begun;
    return job;
  };
  const leftBehind = async () =>
    (await node.app.get(Metrics).registry.getSingleMetric('nightshift_job_handlers_abandoned')!.get()).values[0]!.value;

  beforeEach(async () => {
    world = await JobsWorld.create();
  });
  afterEach(async () => {
    opened.splice(0).forEach((open) => open());
    await world.close();
  });

  it('cancelled: it ends over its head, is told as what it is, and the next job has its place', async () => {
    node = await world.start({ JOBS_ABANDON_MS: '200' });
    // One at a time: what comes next waits for this very place.
    const deaf = await begin('deaf-1');
    await as(() => node.control.cancel(deaf.id));
    const next = await as(() => node.jobs.enqueue(Lined, { key: 'after-deaf-1' }));
    expect(await as(() => node.jobs.waitFor(next.id, 20_000))).toMatchObject({ status: 'completed' });
    const told = { code: 'HANDLER_ABANDONED', message: expect.stringContaining('200 ms') };
    expect(await as(() => node.jobs.get(deaf.id))).toMatchObject({
      status: 'cancelled',
      error: told,
      attemptLog: [{ attempt: 1, outcome: 'cancelled', error: told }],
    });
    expect(await leftBehind()).toBe(1);
    opened.splice(0).forEach((open) => open());
    await world.until(async () => (await leftBehind()) === 0);
    expect(await as(() => node.jobs.get(deaf.id))).toMatchObject({ status: 'cancelled' });
  });

  it('past its deadline: an attempt is spent, the next one runs, and what the first still writes is thrown away', async () => {
    node = await world.start({ JOBS_ABANDON_MS: '200' });
    const first = hold('deaf-2:1');
    const job = await as(() => node.jobs.enqueue(Deaf, { key: 'deaf-2' }));
    const done = await as(() => node.jobs.waitFor(job.id, 20_000));
    expect(done).toMatchObject({
      status: 'completed',
      attempts: 2,
      result: 'attempt 2',
      attemptLog: [{ outcome: 'failed', error: { code: 'HANDLER_ABANDONED' } }, { outcome: 'completed' }],
    });
    first();
    await world.until(async () => (await leftBehind()) === 0);
    const { rows } = await world.db.query('SELECT attempt FROM test_effect WHERE key = $1', ['deaf-2']);
    expect(rows).toEqual([{ attempt: 2 }]);
  });

  it('in its last attempt: a dead letter', async () => {
    node = await world.start({ JOBS_ABANDON_MS: '200' });
    for (const key of ['deaf-3:1', 'deaf-3:2']) hold(key);
    const job = await as(() => node.jobs.enqueue(Deaf, { key: 'deaf-3' }));
    expect(await as(() => node.jobs.waitFor(job.id, 20_000))).toMatchObject({ status: 'failed', crashes: 0 });
    const { deadLetters } = await as(() => node.letters.list({}, 50, 0));
    expect(deadLetters).toMatchObject([{ jobId: job.id, reason: 'exhausted', error: { code: 'HANDLER_ABANDONED' } }]);
  });

  it('too often: no more places are replaced and the process asks to be restarted, until one of them ends', async () => {
    node = await world.start({ JOBS_ABANDON_MS: '200', JOBS_ABANDONED_MAX: '1' });
    const abandoned = node.app.get(AbandonedHandlers);
    for (const key of ['deaf-4', 'deaf-5']) {
      const job = await begin(key);
      await as(() => node.control.cancel(job.id));
      expect(await as(() => node.jobs.waitFor(job.id, 20_000))).toMatchObject({ status: 'cancelled' });
      expect(abandoned.tooMany).toBe(true);
    }
    const next = await as(() => node.jobs.enqueue(Lined, { key: 'after-deaf-5' }));
    // It is rung here, finds no place within a second and is put back.
    await world.until(async () => (await world.count(`id = $1 AND status = 'QUEUED'`, [next.id])) === 1);
    await world.until(async () => (await world.count(`id = $1 AND status = 'PENDING'`, [next.id])) === 1);
    opened.splice(0).forEach((open) => open());
    expect(await as(() => node.jobs.waitFor(next.id, 20_000))).toMatchObject({ status: 'completed' });
    expect(abandoned.tooMany).toBe(false);
  });

  it('does not hold up the shutdown', async () => {
    node = await world.start({ JOBS_ABANDON_MS: '200', JOBS_DRAIN_MS: '600000' });
    const job = await begin('deaf-6');
    await as(() => node.control.cancel(job.id));
    await as(() => node.jobs.waitFor(job.id, 20_000));
    // With ten minutes to drain, this ends at once: nothing is left that the ledger waits for.
    expect(await node.stop()).toBe(true);
    world.processes.splice(0);
  });
});

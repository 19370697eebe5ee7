import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { PERHAPS_OWN_MOST } from '../../src/jobs/runner/settlement.js';
import { ThisWorker } from '../../src/jobs/fleet/this-worker.js';
import { RunningJobs } from '../../src/jobs/runner/running-jobs.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Once } from './kinds.js';
import { gate, Scripted, scripts } from './scripted.js';

describe('trouble with Postgres is not the fault of a job', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  /** A job with one attempt that does this. */
  const start = async (key: string, script: (ctx: JobContext) => Promise<unknown>) => {
    scripts.set(key, script);
    return as(() => node.jobs.enqueue(Scripted, { key }, { attempts: 1 }));
  };
  const terminate = async (which: string) =>
    (await world.db.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${which}`)).rowCount;
  const hurry = (id: string) =>
    world.db.query(`UPDATE job_live SET run_at = now(), due = true WHERE id = $1 AND status = 'PENDING' AND NOT due`, [
      id,
    ]);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start();
    await world.db.query(
      'CREATE TABLE locked (n int); INSERT INTO locked VALUES (1); GRANT ALL ON locked TO nightshift_app',
    );
  });
  afterAll(() => world.close());

  const failures: [string, string, (tx: Tx) => Promise<unknown>][] = [
    [
      'a fail-over ends its connection',
      '57P01',
      async (tx) => {
        const asleep = tx.run('SELECT pg_sleep(60)');
        // Nobody waits for it yet.
        asleep.catch(() => undefined);
        await world.until(async () => (await terminate(`query = 'SELECT pg_sleep(60)'`)) === 1);
        await asleep;
      },
    ],
    [
      'its connection ends between two statements',
      'CONNECTION',
      async (tx) => {
        const row = await tx.first<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await terminate(`pid = ${row!.pid}`);
        await world.until(async () => (await terminate(`pid = ${row!.pid}`)) === 0);
        await tx.run('SELECT 1');
      },
    ],
    [
      'a lock is held by somebody else',
      '55P03',
      async (tx) => {
        await tx.run(`SET LOCAL lock_timeout = '50ms'`);
        await tx.run('UPDATE locked SET n = n');
      },
    ],
    [
      'a statement is cancelled by the platform',
      '57014',
      async (tx) => {
        await tx.run(`SET LOCAL statement_timeout = '50ms'`);
        await tx.run('SELECT pg_sleep(60)');
      },
    ],
    [
      'the server takes no writes',
      '25006',
      async (tx) => {
        await tx.run('SET TRANSACTION READ ONLY');
        await tx.run('UPDATE locked SET n = n');
      },
    ],
    ['the disk is full', '53100', (tx) => tx.run(`DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$`)],
    [
      'there are too many connections',
      '53300',
      (tx) => tx.run(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53300'; END $$`),
    ],
  ];

  it.each(failures)('%s (%s): nothing is spent, it is told, and the job comes back', async (_, code, fail) => {
    const blocker = await world.db.connect();
    await blocker.query('BEGIN; UPDATE locked SET n = n');
    try {
      let runs = 0;
      const { id } = await start(`trouble-${code}`, (ctx) =>
        ctx.transaction(async (tx) => {
          if (++runs === 1) await fail(tx);
        }),
      );
      await world.until(async () => (await world.count(`id = $1 AND status = 'PENDING' AND NOT due`, [id])) === 1);
      const why = await as(() => node.why.explain(id));
      expect(why.reasons).toMatchObject([
        { code: 'INTERRUPTED', detail: { error: { code: 'INFRASTRUCTURE', cause: code } } },
      ]);
      await hurry(id);
      const done = await as(() => node.jobs.waitFor(id, 20_000));
      expect(done).toMatchObject({ status: 'completed', attempts: 1, maxAttempts: 1, crashes: 0, error: null });
      expect(done!.attemptLog).toMatchObject([
        { attempt: 1, outcome: 'interrupted', error: { code: 'INFRASTRUCTURE', cause: code } },
        { attempt: 1, outcome: 'completed' },
      ]);
      expect(runs).toBe(2);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
  });

  it('what its own statements bring about each time ends all the same, and is told', async () => {
    const { id } = await start('always-too-slow', (ctx) =>
      ctx.transaction(async (tx) => {
        await tx.run(`SET LOCAL statement_timeout = '10ms'`);
        await tx.run('SELECT pg_sleep(60)');
      }),
    );
    await world.until(async () => {
      await hurry(id);
      return (await world.count(`id = $1 AND status = 'DEAD'`, [id])) === 1;
    }, 60_000);
    const dead = await as(() => node.jobs.get(id));
    expect(dead).toMatchObject({
      attempts: 1,
      crashes: 0,
      error: { code: 'INFRASTRUCTURE', cause: '57014', spent: true },
    });
    expect(dead.attemptLog.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: PERHAPS_OWN_MOST }, () => 'interrupted'),
      'failed',
    ]);
    const { deadLetters } = await as(() => node.letters.list({ error: 'INFRASTRUCTURE' }, 50, 0));
    expect(deadLetters).toMatchObject([{ jobId: id, reason: 'exhausted' }]);
  });

  it('work that is done is not done again because its outcome could not be written at once', async () => {
    await world.db.query(`
      CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER no_space BEFORE INSERT ON job_history FOR EACH ROW WHEN (NEW.name = 'test-scripted')
        EXECUTE FUNCTION no_space()`);
    const ended = gate();
    let runs = 0;
    const { id } = await start('written-late', () => {
      runs++;
      ended.open();
      return Promise.resolve('the result');
    });
    await ended.passed;
    // Its lease is kept as long as that takes: 600 ms would be over by then.
    await world.until(
      async () => (await world.count(`id = $1 AND started_at < now() - interval '2 seconds'`, [id])) === 1,
    );
    expect(await world.count(`id = $1 AND status = 'RUNNING' AND token = 1`, [id])).toBe(1);
    await world.db.query('DROP TRIGGER no_space ON job_history');
    const done = await as(() => node.jobs.waitFor(id, 20_000));
    expect(done).toMatchObject({ status: 'completed', result: 'the result', attempts: 1, crashes: 0 });
    expect(done!.attemptLog).toHaveLength(1);
    expect(runs).toBe(1);
  });

  it('a claim whose answer was lost is no crash: its worker lives and hands the job back', async () => {
    const other = await world.start({ JOBS_LEASE_MS: '3000' });
    const running = other.app.get(RunningJobs);
    const resume = await world.pause('test-once');
    const { id } = await as(() => node.jobs.enqueue(Once, { key: 'answer-lost' }));
    running.claimUnanswered();
    // As the claim left it: the worker's by the ledger, and the worker has not heard of it.
    await world.db.query(
      `UPDATE job_live SET status = 'RUNNING', token = 1, attempt = 1, worker = $2, started_at = now(),
         lease_until = now() + interval '1400 milliseconds' WHERE id = $1`,
      [id, other.app.get(ThisWorker).id],
    );
    await world.until(async () => (await world.count(`id = $1 AND status = 'PENDING'`, [id])) === 1);
    await resume();
    const done = await as(() => node.jobs.waitFor(id, 20_000));
    expect(done).toMatchObject({ status: 'completed', attempts: 1, crashes: 0 });
    expect(done!.attemptLog).toMatchObject([{ outcome: 'interrupted', error: { code: 'INFRASTRUCTURE' } }, {}]);
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Once, Patient, Returning, Stubborn } from './kinds.js';
import { Scripted, scripts } from './scripted.js';

describe('what goes wrong', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start();
  });
  afterAll(() => world.close());

  it('a lost lease: the next attempt wins, the late write of the first is fenced off', async () => {
    let release!: () => void;
    bench.gates.set('zombie:1:1', new Promise((resolve) => (release = resolve)));
    const begun = bench.begun('zombie');
    const job = await as(() => node.jobs.enqueue(Stubborn, { key: 'zombie' }));
    await begun;
    // What SIGSTOP past the lease looks like to Postgres: the lease is over, the body lives on.
    await world.db.query(`UPDATE job_live SET lease_until = now() - interval '1 second' WHERE id = $1`, [job.id]);
    await world.until(async () => (await world.effects('zombie')) === 1);
    const done = await as(() => node.jobs.waitFor(job.id, 10_000));
    const fenced = node.outcomes('fenced');
    release();
    await world.until(async () => (await node.outcomes('fenced')) > (await fenced));
    expect(done).toMatchObject({ status: 'completed', crashes: 1 });
    expect(done!.attemptLog.map((a) => a.outcome)).toEqual(['crashed', 'completed']);
    expect(await world.effects('zombie')).toBe(1);
  });

  it('a job whose own transactions keep its row locked, which heartbeats skip, does not lose its lease', async () => {
    let left: Date | undefined;
    scripts.set('locks', async (ctx) => {
      const other = await world.db.connect();
      await other.query('BEGIN');
      await other.query('SELECT FROM job_live WHERE id = $1 FOR NO KEY UPDATE', [ctx.jobId]);
      await world.until(async () => (await world.count(`id = $1 AND lease_until < now()`, [ctx.jobId])) === 1);
      const written = ctx.transaction(() => Promise.resolve());
      await world.until(async () => {
        const { rowCount } = await world.db.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rowCount! > 0;
      });
      await other.query('COMMIT');
      other.release();
      await written;
      const sql = 'SELECT lease_until AS until FROM job_live WHERE id = $1 AND lease_until > now()';
      left = (await world.db.query<{ until: Date }>(sql, [ctx.jobId])).rows[0]?.until;
    });
    const job = await as(() => node.jobs.enqueue(Scripted, { key: 'locks' }));
    expect(await as(() => node.jobs.waitFor(job.id, 10_000))).toMatchObject({ status: 'completed', crashes: 0 });
    expect(left).toBeDefined();
  });

  it('a body that kills its worker three times: quarantined, its neighbours finish', async () => {
    const poison = await as(() => node.jobs.enqueue(Patient, { key: 'poison' }));
    for (let crash = 1; crash <= 3; crash++) {
      // Again and again: its living worker's heartbeat may come in between.
      await world.until(async () => {
        await world.db.query(
          `UPDATE job_live SET lease_until = now() - interval '1 second' WHERE id = $1 AND status = 'RUNNING'`,
          [poison.id],
        );
        return (await world.count(`id = $1 AND crashes >= $2`, [poison.id, crash])) === 1;
      }, 30_000);
    }
    const neighbour = await as(() => node.jobs.enqueue(Once, { key: 'neighbour' }));
    expect(await as(() => node.jobs.waitFor(neighbour.id, 10_000))).toMatchObject({ status: 'completed' });
    const { deadLetters } = await as(() => node.letters.list({ reason: 'quarantined' }, 50, 0));
    // A group of its kind, as other errors are: requeueing it runs no other kind again.
    const group = createHash('sha256').update(`${Patient.name}\nWORKER_LOST`).digest('hex').slice(0, 16);
    expect(deadLetters).toMatchObject([{ jobId: poison.id, error: { code: 'WORKER_LOST' }, fingerprint: group }]);
  });

  it('one doorbell rung twice, and one for a job long done: one run', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'twice' }));
    await as(() => node.jobs.waitFor(job.id, 10_000));
    const { Doorbell } = await import('../../src/jobs/index.js');
    await node.app.get(Doorbell).ring('test-once', [
      { bell: randomUUID(), ids: [job.id, randomUUID()] },
      { bell: randomUUID(), ids: [job.id] },
    ]);
    const next = await as(() => node.jobs.enqueue(Once, { key: 'after-twice' }));
    await as(() => node.jobs.waitFor(next.id, 10_000));
    expect(await world.effects('twice')).toBe(1);
  });

  it('a paused tenant waits, the others go on; resume lets it go', async () => {
    const { PausesService } = await import('../../src/jobs/queues/pauses.service.js');
    const pauses = node.app.get(PausesService);
    expect(await as(() => pauses.pause('test-once'))).toMatchObject({ scope: 'tenant' });
    const mine = await as(() => node.jobs.enqueue(Once, { key: 'paused' }));
    const other = await node.as(world.b, () => node.jobs.enqueue(Once, { key: 'free' }));
    expect(await node.as(world.b, () => node.jobs.waitFor(other.id, 10_000))).toMatchObject({ status: 'completed' });
    expect(await as(() => node.jobs.get(mine.id))).toMatchObject({ status: 'waiting' });
    await as(() => pauses.resume('test-once'));
    expect(await as(() => node.jobs.waitFor(mine.id, 10_000))).toMatchObject({ status: 'completed' });
  });

  it('a tenant with a long backlog does not hold up another', async () => {
    await world.db.query(`INSERT INTO queue_pause (name) VALUES ('test-once')`);
    await as(() =>
      node.jobs.enqueueMany(
        Once,
        Array.from({ length: 400 }, (_, i) => ({ key: `flood-${i}` })),
      ),
    );
    const late = await node.as(world.b, () => node.jobs.enqueue(Once, { key: 'late' }));
    await world.db.query(`DELETE FROM queue_pause`);
    const done = await node.as(world.b, () => node.jobs.waitFor(late.id, 20_000));
    await world.drain();
    const { rows } = await world.db.query<{ ahead: number }>(
      `SELECT count(*)::int AS ahead FROM job WHERE data ->> 'key' LIKE 'flood-%' AND started_at < $1`,
      [done!.startedAt],
    );
    expect(rows[0]!.ahead).toBeLessThan(150);
  });

  it('shutdown: what can end ends, the rest is handed back with no attempt spent', async () => {
    // A lease that outlives a slow machine: what is handed back must not look like a crash.
    const leaving = await world.start({ JOBS_DRAIN_MS: '100', JOBS_LEASE_MS: '30000' });
    await node.stopListening();
    const begun = bench.begun('handed-back');
    const job = await as(() => node.jobs.enqueue(Patient, { key: 'handed-back' }));
    await begun;
    expect(await leaving.stop()).toBe(true);
    world.processes.splice(world.processes.indexOf(leaving), 1);
    const { rows } = await world.db.query('SELECT status, attempt, crashes FROM job WHERE id = $1', [job.id]);
    // The other process may have rung for it already; it only does not take rings any more.
    expect(rows).toMatchObject([{ status: expect.stringMatching(/PENDING|QUEUED/), attempt: 0, crashes: 0 }]);
    const detail = await as(() => node.jobs.get(job.id));
    expect(detail.attemptLog).toMatchObject([{ attempt: 1, outcome: 'released' }]);
    await as(() => node.control.cancel(job.id));
  });
});

describe('a lost lease', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    // Leases end when the test says so, and not when the machine is slow.
    node = await world.start({ JOBS_LEASE_MS: '30000' });
  });
  afterAll(() => world.close());

  it('what the first attempt returns does not end the job while the second runs', async () => {
    const keys = ['late-a', 'late-b', 'late-c'];
    const first = keys.map((key) => bench.hold(`${key}:1`));
    const second = keys.map((key) => bench.hold(`${key}:2`));
    const jobs = await as(() =>
      node.jobs.enqueueMany(
        Returning,
        keys.map((key) => ({ key })),
      ),
    );
    const runs = () => bench.runs.filter((key) => keys.includes(key)).length;
    await world.until(async () => runs() === 3);
    await world.db.query(`UPDATE job_live SET lease_until = now() - interval '1 second' WHERE name = 'test-returning'`);
    await world.until(async () => runs() === 6);
    const fenced = await node.outcomes('fenced');
    first.forEach((open) => open());
    await world.until(async () => (await node.outcomes('fenced')) === fenced + 3);
    expect(await world.count(`name = 'test-returning' AND status = 'RUNNING'`)).toBe(3);
    second.forEach((open) => open());
    for (const { id } of jobs)
      expect(await as(() => node.jobs.waitFor(id, 10_000))).toMatchObject({ status: 'completed', result: { run: 2 } });
  });
});

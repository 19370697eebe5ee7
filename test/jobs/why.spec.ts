import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Fleet } from '../../src/jobs/fleet/fleet.js';
import { WHY_CODES } from '../../src/jobs/why/why.service.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Capped, Flaky, Lined, Metered, Once, Patient, Stubborn } from './kinds.js';
import { Scripted, scripts } from './scripted.js';

/** Each reason is brought about, and must be the one that is told. */
describe('why a job does not run', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const told = new Set<string>();
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  const why = async (id: string, tenant = world.a) => {
    const answer = await node.as(tenant, () => node.why.explain(id));
    for (const { code } of answer.reasons) told.add(code);
    // Whatever it says, it says nothing of others and of who works for the platform.
    expect(JSON.stringify(answer)).not.toMatch(/b-tenant|operator@|boss@/);
    return answer;
  };
  const codes = async (id: string) => (await why(id)).reasons.map(({ code }) => code);
  const opened: (() => void)[] = [];

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start({ JOBS_LEASE_MS: '5000' });
  });
  afterEach(() => opened.splice(0).forEach((open) => open()));
  afterAll(() => world.close());

  it('FINAL, with what it ended as', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'final' }));
    await as(() => node.jobs.waitFor(job.id, 10_000));
    expect(await why(job.id)).toMatchObject({
      status: 'COMPLETED',
      reasons: [{ code: 'FINAL', message: expect.stringContaining('COMPLETED since 2') }],
      expectedStart: null,
    });
  });

  it('RUNNING, then CANCELLING', async () => {
    const begun = bench.begun('why-running');
    const job = await as(() => node.jobs.enqueue(Stubborn, { key: 'why-running' }));
    opened.push(bench.hold('why-running:1:1'));
    await begun;
    expect(await codes(job.id)).toEqual(['RUNNING']);
    await as(() => node.control.cancel(job.id));
    expect(await codes(job.id)).toEqual(['CANCELLING']);
  });

  it('CHILDREN of a batch', async () => {
    opened.push(bench.hold('child'));
    const begun = bench.begun('child');
    const batch = await as(() => node.jobs.enqueueBatch('b', [{ contract: Lined, payload: { key: 'child' } }]));
    await begun;
    expect(await codes(batch.id)).toEqual(['CHILDREN']);
  });

  it('DELAYED until its time', async () => {
    const job = await as(() => node.jobs.enqueue(Once, { key: 'why-later' }, { delay: 60_000 }));
    const { reasons, expectedStart } = await why(job.id);
    expect(reasons).toMatchObject([{ code: 'DELAYED', until: job.runAt }]);
    expect(expectedStart).toEqual(job.runAt);
    await as(() => node.control.cancel(job.id));
  });

  it('RETRYING, and what went wrong', async () => {
    const job = await as(() => node.jobs.enqueue(Flaky, { key: 'why-flaky', failures: 1, message: 'lost the key' }));
    await as(() => node.jobs.waitFor(job.id, 10_000));
    // As it was between the two attempts.
    await world.db.query(
      `WITH gone AS (DELETE FROM job_history WHERE id = $1 RETURNING *) INSERT INTO job_live SELECT * FROM gone`,
      [job.id],
    );
    await world.db.query(
      `UPDATE job_live SET status = 'PENDING', due = false, run_at = now() + interval '1 hour', completed_at = NULL,
         attempt = 1, error = '{"code":"Error","message":"lost the key"}' WHERE id = $1`,
      [job.id],
    );
    const { reasons, expectedStart } = await why(job.id);
    expect(reasons).toMatchObject([
      { code: 'RETRYING', message: expect.stringContaining('1 of 3'), detail: { error: { message: 'lost the key' } } },
    ]);
    expect(reasons[0]!.until).toEqual(expectedStart);
    await as(() => node.control.cancel(job.id));
  });

  it('INTERRUPTED by trouble with Postgres, and until when', async () => {
    scripts.set('why-interrupted', (ctx) =>
      ctx.transaction((tx) => tx.run(`DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$`)),
    );
    const job = await as(() => node.jobs.enqueue(Scripted, { key: 'why-interrupted' }));
    await world.until(async () => (await codes(job.id)).includes('INTERRUPTED'));
    const { reasons, expectedStart } = await why(job.id);
    expect(reasons).toMatchObject([
      { message: expect.stringContaining('the disk of the server is full'), detail: { error: { cause: '53100' } } },
    ]);
    expect(reasons[0]!.until).toEqual(expectedStart);
    await as(() => node.control.cancel(job.id));
  });

  describe('PAUSED', () => {
    const paused = async (pause: () => Promise<unknown>, resume: () => Promise<unknown>) => {
      await pause();
      const job = await as(() => node.jobs.enqueue(Once, { key: randomUUID() }));
      const answer = await why(job.id);
      await resume();
      await as(() => node.jobs.waitFor(job.id, 10_000));
      expect(answer.expectedStart).toBeNull();
      return answer.reasons[0]!;
    };
    const person = async (tenantId: string | null, email: string, role: string) => {
      const id = randomUUID();
      await world.db.query(
        `INSERT INTO app_user (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, 'x', $4)`,
        [id, tenantId, email, role],
      );
      return id;
    };
    const acting = <T>(userId: string, tenantId: string | null, role: 'ADMIN' | 'OPERATOR', fn: () => Promise<T>) =>
      node.app.get(RequestContext).with({ principal: { kind: 'user', role, tenantId, userId } }, fn);

    it('by an administrator of the tenant: who and why', async () => {
      const admin = await person(world.a, 'admin@a-tenant.test', 'ADMIN');
      const reason = await paused(
        () => acting(admin, world.a, 'ADMIN', () => node.pauses.pause('test-once', 'stocktaking')),
        () => acting(admin, world.a, 'ADMIN', () => node.pauses.resume('test-once')),
      );
      expect(reason).toMatchObject({
        code: 'PAUSED',
        message: expect.stringMatching(/queue is paused for this tenant by admin@a-tenant.test since .*: stocktaking/),
        detail: { by: 'admin@a-tenant.test', reason: 'stocktaking', scope: 'tenant' },
      });
    });

    it.each([
      ['everybody', undefined, 'all', 'everybody'],
      ['this tenant', 'a-tenant', 'test-once', 'tenant'],
    ])('by an operator for %s: no name', async (_, tenant, queue, scope) => {
      const boss = await person(null, `boss@${scope}.test`, 'OPERATOR');
      const reason = await paused(
        () => acting(boss, null, 'OPERATOR', () => node.pauses.pause(queue, undefined, tenant)),
        () => acting(boss, null, 'OPERATOR', () => node.pauses.resume(queue, tenant)),
      );
      expect(reason).toMatchObject({ code: 'PAUSED', detail: { by: 'the operator', scope } });
    });

    it("not by another tenant's pause", async () => {
      const admin = await person(world.b, 'admin@b-tenant.test', 'ADMIN');
      await acting(admin, world.b, 'ADMIN', () => node.pauses.pause('all'));
      const job = await as(() => node.jobs.enqueue(Once, { key: 'not mine' }));
      expect((await as(() => node.jobs.waitFor(job.id, 10_000)))!.status).toBe('completed');
      await acting(admin, world.b, 'ADMIN', () => node.pauses.resume('all'));
    });
  });

  it('TENANT_CAP and BEHIND', async () => {
    opened.push(bench.hold('cap-0'), bench.hold('cap-1'));
    const begun = [bench.begun('cap-0'), bench.begun('cap-1')];
    const jobs = [];
    for (let i = 0; i < 5; i++) jobs.push(await as(() => node.jobs.enqueue(Capped, { key: `cap-${i}` })));
    await Promise.all(begun);
    expect(await why(jobs[4]!.id)).toMatchObject({
      reasons: [
        { code: 'TENANT_CAP', detail: { inFlight: 2, cap: 2 } },
        { code: 'BEHIND', detail: { ahead: 2 } },
      ],
    });
    expect(await codes(jobs[2]!.id)).toEqual(['TENANT_CAP']);
  });

  it('RATE_LIMIT until the next token', async () => {
    const jobs = await as(() =>
      node.jobs.enqueueMany(
        Metered,
        Array.from({ length: 7 }, (_, i) => ({ key: `rate-${i}` })),
      ),
    );
    await world.until(async () => (await world.count(`name = 'test-metered' AND status = 'COMPLETED'`)) === 5);
    const [left] = (await as(() => node.jobs.get(jobs[5]!.id))).status === 'waiting' ? [jobs[5]!] : [];
    const { reasons, expectedStart } = await why(left!.id);
    expect(reasons).toMatchObject([{ code: 'RATE_LIMIT', detail: { jobs: 5, perSeconds: 60 } }]);
    const wait = reasons[0]!.until!.getTime() - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(12_000);
    expect(expectedStart!.getTime()).toBeGreaterThanOrEqual(reasons[0]!.until!.getTime());
    // Five a minute: each further one begins twelve seconds after the one before it.
    const behind = (await why(jobs[6]!.id)).expectedStart!.getTime() - expectedStart!.getTime();
    expect(Math.abs(behind - 12_000)).toBeLessThan(1_000);
    for (const { id } of jobs.slice(5)) await as(() => node.control.cancel(id));
  });

  it('BEHIND its own older jobs', async () => {
    const resume = await world.pause('test-once');
    const jobs = await as(() =>
      node.jobs.enqueueMany(
        Once,
        Array.from({ length: 4 }, (_, i) => ({ key: `behind-${i}` })),
      ),
    );
    await node.as(world.b, () => node.jobs.enqueue(Once, { key: 'not counted' }));
    expect(await why(jobs[3]!.id)).toMatchObject({
      reasons: [{ code: 'PAUSED' }, { code: 'BEHIND', detail: { ahead: 3 } }],
    });
    await resume();
    await world.until(async () => (await world.count(`name = 'test-once' AND completed_at IS NULL`)) === 0);
  });

  it('RUNG, on its way to a busy worker; NO_WORKER when there is none; DUE otherwise', async () => {
    opened.push(bench.hold('busy'));
    const begun = bench.begun('busy');
    await as(() => node.jobs.enqueue(Lined, { key: 'busy' }));
    await begun;
    const job = await as(() => node.jobs.enqueue(Lined, { key: 'rung' }));
    await world.until(async () => (await world.count(`id = $1 AND status = 'QUEUED'`, [job.id])) === 1);
    expect(await why(job.id)).toMatchObject({ reasons: [{ code: 'RUNG', detail: { running: 1, workers: 1 } }] });
    const fleet = node.app.get(Fleet);
    const workers = fleet.workers.bind(fleet);
    fleet.workers = () => 0;
    expect(await why(job.id)).toMatchObject({
      reasons: [{ code: 'NO_WORKER', detail: { queue: 'test-lined' } }, { code: 'RUNG' }],
      expectedStart: null,
    });
    fleet.workers = workers;
    // Put back for a moment, as if its bell had been lost.
    const resume = await world.pause('test-lined');
    await world.db.query(`UPDATE job_live SET status = 'PENDING', bell = NULL WHERE id = $1`, [job.id]);
    await resume();
    expect(['DUE', 'RUNG']).toContain((await codes(job.id))[0]);
  });

  it("NOT_FOUND for another tenant's job", async () => {
    const job = await as(() => node.jobs.enqueue(Patient, { key: 'mine' }, { delay: 60_000 }));
    await expect(why(job.id, world.b)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await as(() => node.control.cancel(job.id));
  });

  it('every code but the last resort has come up', () => {
    expect([...WHY_CODES].filter((code) => code !== 'DUE' && !told.has(code))).toEqual([]);
  });
});

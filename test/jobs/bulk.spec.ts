import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { JobsService } from '../../src/jobs/accept/jobs.service.js';
import { CancelJobs, DiscardDeadLetters, RequeueDeadLetters, RetryJobs } from '../../src/jobs/bulk/bulk.job.js';
import { FREE_OF_PAUSES_OF_ALL } from '../../src/jobs/ledger/pauses.sql.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { gate, Part, ScriptedModule, scripts } from './scripted.js';

type States = { value: string; count: number }[];

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ ROLES: 'api,worker', JOBS_TICK_MS: '50' }, [ScriptedModule]);
});
afterAll(() => platform?.stop());
beforeEach(() => scripts.clear());

const call = (method: string, path: string, body?: object, token = platform.a.MANAGER.token, headers = {}) =>
  platform.call(method, `/api/v1/jobs${path}`, { token, body, headers });

async function start(key: string, options: object = {}, token = platform.a.ADMIN.token): Promise<string> {
  const { status, body } = await call('POST', '', { type: 'test-scripted', data: { key }, options }, token);
  expect(status).toBe(201);
  return body['id'] as string;
}

/** Waits until a job is in one of these states (words apart by `|`). */
async function until(id: string, status: string, token?: string): Promise<Record<string, unknown>> {
  for (let tries = 0; ; tries++) {
    const { body } = await call('GET', `/${id}`, undefined, token);
    if (status.split('|').includes(String(body['status']))) return body;
    if (tries > 400) throw new Error(`${id} is ${String(body['status'])}, not ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const endless = (key: string) => {
  const started = gate();
  scripts.set(key, (ctx) => {
    started.open();
    return new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error)));
  });
  return started.passed;
};

describe('cancel by filter', () => {
  it('counts by state first, then a job does it with an item each; others, and new ones, are left alone', async () => {
    const data = { key: randomUUID() };
    const begun = endless(data.key);
    const running = await start(data.key);
    const delayed = await start(data.key, { delay: 3_600_000 });
    const other = await start('another key', { delay: 3_600_000 });
    const foreign = await start(data.key, { delay: 3_600_000 }, platform.b.ADMIN.token);
    await begun;
    const counted = await call('POST', '/cancel', { data, dryRun: true });
    expect(counted).toMatchObject({ status: 200, body: { matched: 2, more: false } });
    expect((counted.body['states'] as States).sort((a, b) => (a.value < b.value ? -1 : 1))).toEqual([
      { value: 'PENDING', count: 1 },
      { value: 'RUNNING', count: 1 },
    ]);
    const key = { 'idempotency-key': randomUUID() };
    const started = await call('POST', '/cancel', { data }, undefined, key);
    expect(started).toMatchObject({ status: 202, body: { matched: 2 } });
    const again = await call('POST', '/cancel', { data }, undefined, key);
    expect([again.status, again.body['jobId']]).toEqual([202, started.body['jobId']]);
    const id = started.body['jobId'] as string;
    const done = await until(id, 'completed');
    expect(done).toMatchObject({ type: 'cancel-jobs', progress: 100, result: { changed: 2, skipped: 0 } });
    const items = await call('GET', `/${id}/items`);
    expect((items.body['items'] as { key: string }[]).map((item) => item.key).sort()).toEqual(
      [running, delayed].sort(),
    );
    await until(running, 'cancelled');
    await until(delayed, 'cancelled');
    await until(other, 'delayed');
    await until(foreign, 'delayed', platform.b.ADMIN.token);
    await call('DELETE', `/${other}`);
    const audit = await platform.call('GET', '/api/v1/audit?limit=5', { token: platform.a.ADMIN.token });
    expect(JSON.stringify(audit.body)).toContain('/jobs/cancel');
  });

  it('takes a batch with its jobs, and nothing of the platform', async () => {
    const item = { key: randomUUID() };
    const { body: batch } = await call('POST', '/batches', {
      type: 'test-scripted',
      items: [item, item],
      options: { delay: 3_600_000 },
    });
    const { body } = await call('POST', '/cancel', { jobName: ['batch'] });
    await until(body['jobId'] as string, 'completed');
    const ended = await until(batch['id'] as string, 'cancelled');
    expect(ended).toMatchObject({ children: { total: 2, cancelled: 2 } });
    // What came with the batch has an item too, and each is in the trail under who asked.
    const done = await until(body['jobId'] as string, 'completed');
    expect(done).toMatchObject({ result: { changed: 3, skipped: 0 } });
    const trail = await platform.call('GET', `/api/v1/audit/targets?target=jobs/${String(batch['id'])}`, {
      token: platform.a.ADMIN.token,
    });
    expect(trail.body['entries']).toContainEqual(
      expect.objectContaining({ action: 'POST /jobs/cancel', actorKind: 'job', actorName: platform.a.MANAGER.email }),
    );
  });

  it('is itself stopped between two transactions, and never stops itself', async () => {
    const data = { key: randomUUID() };
    await platform.sql.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, due, run_at)
       SELECT ledger_id(), $1, 'test-scripted', $2, 1, false, now() + interval '1 day' FROM generate_series(1, 3000)`,
      [platform.a.id, JSON.stringify(data)],
    );
    const { body } = await call('POST', '/cancel', { all: true });
    const id = body['jobId'] as string;
    expect(body['matched']).toBe(3_000);
    await call('DELETE', `/${id}`);
    const ended = await until(id, 'cancelled');
    const left = await call('POST', '/cancel', { data, dryRun: true });
    const { ok } = ended['items'] as { ok: number };
    expect(ok + (left.body['matched'] as number)).toBe(3_000);
    const rest = await call('POST', '/cancel', { data });
    await until(rest.body['jobId'] as string, 'completed');
    expect((await call('POST', '/cancel', { data, dryRun: true })).body['matched']).toBe(0);
  });
});

describe('while all queues are paused', () => {
  it.each([
    ['the tenant', () => platform.a.ADMIN.token],
    ['the operator', () => platform.operator.token],
  ])('by %s, what waits is cancelled and dead letters are discarded all the same', async (_, token) => {
    const [waits, gone] = [randomUUID(), randomUUID()];
    scripts.set(gone, () => Promise.reject(new Error(`Gone ${gone}`)));
    await until(await start(gone, { attempts: 1 }), 'failed');
    expect((await call('POST', '/queues/all/pause', {}, token())).status).toBe(200);
    try {
      const held = await start(waits);
      // More than the first of an idle queue, which leaves at once: the relay lets the others go.
      for (let n = 0; n < 3; n++) {
        const [cancel, discard] = [
          await call('POST', '/cancel', { data: { key: n === 0 ? waits : randomUUID() } }),
          await call('POST', '/dead-letters/discard', { error: gone }),
        ];
        for (const { body } of [cancel, discard]) await until(body['jobId'] as string, 'completed');
      }
      await until(held, 'cancelled');
      expect((await call('GET', `/dead-letters?error=${gone}`)).body['total']).toBe(0);
      const { body } = await call('GET', '/queues/metrics', undefined, platform.a.ADMIN.token);
      const running = (body as unknown as { name: string; paused: boolean }[]).filter(({ paused }) => !paused);
      expect(running.map(({ name }) => name)).toEqual([...FREE_OF_PAUSES_OF_ALL].sort());
      // A pause of its own queue holds it, and whoever asks is told of that one alone.
      await call('POST', '/queues/cancel-jobs/pause', { reason: 'Not now' }, token());
      const kept = (await call('POST', '/cancel', { data: { key: waits } })).body['jobId'] as string;
      const { reasons } = (await call('GET', `/${kept}/why`)).body as { reasons: { message: string }[] };
      expect(reasons.map(({ message }) => message)).toEqual([expect.stringMatching(/^The queue is paused.*Not now$/)]);
      await call('POST', '/queues/cancel-jobs/resume', {}, token());
      await until(kept, 'completed');
    } finally {
      for (const queue of ['all', 'cancel-jobs']) await call('POST', `/queues/${queue}/resume`, {}, token());
    }
  });
});

describe('retry by filter', () => {
  it('takes a batch with its jobs, those of the platform too, as the route of the batch does', async () => {
    const { a, app } = platform;
    const key = randomUUID();
    const jobs = app.get(JobsService);
    const made = async (label: string) => {
      scripts.set(key, () => Promise.reject(new Error(`Lost ${key}`)));
      const children = [1, 2].map(() => ({ contract: Part, payload: { key } }));
      const { id } = await app.get(RequestContext).asTenant(a.id, () => jobs.enqueueBatch(label, children));
      await until(id, 'failed');
      let runs = 0;
      scripts.set(key, () => Promise.resolve({ run: ++runs }));
      return { id, runs: () => runs };
    };
    const again = async (body: object, changed: number) => {
      const { body: started } = await call('POST', '/retry', body);
      expect(started).toMatchObject({ matched: expect.any(Number) });
      const done = await until(started['jobId'] as string, 'completed|failed');
      expect(done).toMatchObject({ status: 'completed', result: { changed, skipped: 0 } });
    };
    const first = await made('by its row');
    await again({ jobName: ['batch'], data: { label: 'by its row' } }, 3);
    expect(await until(first.id, 'completed')).toMatchObject({ children: { total: 2, completed: 2 } });
    expect(first.runs()).toBe(2);
    const second = await made('by its id');
    await again({ batchId: second.id }, 2);
    expect(await until(second.id, 'completed')).toMatchObject({ children: { total: 2, completed: 2 } });
    expect(second.runs()).toBe(2);
    const third = await made('by its route');
    expect((await call('POST', `/${third.id}/retry`)).status).toBe(200);
    expect(await until(third.id, 'completed')).toMatchObject({ children: { total: 2, completed: 2 } });
  });

  it('runs what failed or was cancelled again, each once, and no completed job', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    scripts.set(bad, () => Promise.reject(new Error(`No rate ${bad}`)));
    scripts.set(good, () => Promise.resolve({}));
    const ids = [await start(bad, { attempts: 1 }), await start(bad, { attempts: 1 })];
    const completed = await start(good);
    for (const id of ids) await until(id, 'failed');
    await until(completed, 'completed');
    const counted = await call('POST', '/retry', { error: bad, dryRun: true });
    expect(counted.body).toMatchObject({ matched: 2, states: [{ value: 'DEAD', count: 2 }] });
    // One is mended, the other fails anew while the rest is retried: it is not retried for ever.
    let runs = 0;
    scripts.set(bad, () => (++runs === 1 ? Promise.resolve({}) : Promise.reject(new Error(`Again ${bad}`))));
    const { body } = await call('POST', '/retry', { error: bad, status: ['FAILED', 'COMPLETED'] });
    expect(await until(body['jobId'] as string, 'completed')).toMatchObject({ result: { changed: 2, skipped: 0 } });
    for (const id of ids) await until(id, 'completed|failed');
    expect(runs).toBe(2);
  });
});

describe('dead letters by filter', () => {
  it('are counted, then discarded by a job; their jobs stay as failed', async () => {
    const key = randomUUID();
    scripts.set(key, () => Promise.reject(new Error(`Gone ${key}`)));
    const ids = [await start(key, { attempts: 1 }), await start(key, { attempts: 1 })];
    for (const id of ids) await until(id, 'failed');
    const counted = await call('POST', '/dead-letters/discard', { error: key, dryRun: true });
    expect(counted).toMatchObject({ status: 200, body: { matched: 2, states: [{ value: 'DEAD', count: 2 }] } });
    const { status, body } = await call('POST', '/dead-letters/discard', { error: key });
    expect(status).toBe(202);
    expect(await until(body['jobId'] as string, 'completed')).toMatchObject({ result: { changed: 2, skipped: 0 } });
    expect((await call('GET', `/dead-letters?error=${key}`)).body['total']).toBe(0);
    expect((await call('GET', `?status=DEAD&error=${key}`)).body['total']).toBe(0);
    expect((await call('GET', `?status=FAILED&error=${key}`)).body['total']).toBe(2);
  });

  it('are run again by a job, each once; what fails anew has a new letter', async () => {
    const key = randomUUID();
    scripts.set(key, () => Promise.reject(new Error(`Gone ${key}`)));
    const ids = [await start(key, { attempts: 1 }), await start(key, { attempts: 1 })];
    for (const id of ids) await until(id, 'failed');
    const letters = async () =>
      (await call('GET', `/dead-letters?error=${key}`)).body['deadLetters'] as { id: string; jobId: string }[];
    const before = await letters();
    // One of a job that changes many would change again what fits its old filter.
    const { rows } = await platform.sql.query<{ id: string }>(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), name, '{}', jsonb_build_object('code', 'X', 'message', $2::text), 'exhausted', 1
       FROM unnest($3::text[]) name RETURNING id`,
      [
        platform.a.id,
        `Gone ${key}`,
        [CancelJobs, RetryJobs, DiscardDeadLetters, RequeueDeadLetters].map(({ name }) => name),
      ],
    );
    expect((await call('POST', '/dead-letters/requeue', { error: key, dryRun: true })).body['matched']).toBe(2);
    const counted = await call('POST', '/dead-letters/requeue-many', { error: key, dryRun: true });
    expect(counted).toMatchObject({ status: 200, body: { matched: 2, states: [{ value: 'DEAD', count: 2 }] } });
    let runs = 0;
    scripts.set(key, () => (++runs === 1 ? Promise.resolve({}) : Promise.reject(new Error(`Gone again ${key}`))));
    const { status, body } = await call('POST', '/dead-letters/requeue-many', { error: key });
    expect(status).toBe(202);
    expect(await until(body['jobId'] as string, 'completed')).toMatchObject({ result: { changed: 2, skipped: 0 } });
    for (const id of ids) await until(id, 'completed|failed');
    await platform.sql.query(`DELETE FROM dead_letter WHERE id = ANY($1::uuid[]) AND resolved_at IS NULL`, [
      rows.map(({ id }) => id),
    ]);
    const after = await letters();
    expect([runs, before.length, after.length]).toEqual([2, 2, 1]);
    expect(before.map(({ id }) => id)).not.toContain(after[0]!.id);
    const items = await call('GET', `/${body['jobId'] as string}/items`);
    expect((items.body['items'] as { key: string }[]).map((item) => item.key).sort()).toEqual(
      before.map(({ id }) => id).sort(),
    );
  });
});

describe('all four', () => {
  it.each(['/cancel', '/retry', '/dead-letters/discard', '/dead-letters/requeue-many'])(
    '%s refuses a forgotten filter and odd values',
    async (path) => {
      const bodies: object[] = [
        {},
        { dryRun: false },
        { all: true, hotelId: 1 },
        { all: 'yes' },
        { hotelId: '1' },
        { hotelId: -1 },
        { nothing: 1 },
        { search: '   ' },
        { error: 'a\0b\0c' },
        ...(path.startsWith('/dead-letters/')
          ? []
          : [{ status: [] }, { status: ['Running'] }, { status: 'RUNNING' }, { data: [] }, { data: {} }]),
      ];
      for (const body of bodies) {
        const { status } = await call('POST', path, body);
        expect([body, status]).toEqual([body, 400]);
      }
      expect((await call('POST', path, { all: true, dryRun: true }, platform.a.STAFF.token)).status).toBe(403);
      expect((await call('POST', path, { all: true, dryRun: true }, platform.operator.token)).status).toBe(403);
    },
  );
});

describe('what a queue did', () => {
  it('by the hour and the minute, of the own tenant; for the operator of all, with the share of each', async () => {
    const { a, b, sql } = platform;
    const put = (tenant: string, ago: string, status: string, wait: number, run: number) =>
      sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, run_at, started_at, completed_at)
         SELECT ledger_id(at - interval '3 minutes'), $1, 'room-generation', $3, '{}', 1, at - make_interval(secs => $4::float8 + $5::float8),
           at - make_interval(secs => $5), at FROM (SELECT now() - $2::interval AS at) AS t`,
        [tenant, ago, status, wait, run],
      );
    await put(a.id, '10 seconds', 'COMPLETED', 2, 4);
    await put(a.id, '11 seconds', 'DEAD', 2, 4);
    await put(a.id, '3 hours', 'COMPLETED', 8, 16);
    await put(a.id, '25 hours', 'COMPLETED', 90, 90);
    await put(b.id, '10 seconds', 'COMPLETED', 1, 12);
    const ask = async (token: string, step: string) => {
      const { status, body } = await call('GET', `/queues/room-generation/history?step=${step}`, undefined, token);
      expect(status).toBe(200);
      return body['points'] as { at: string; completed: number; failed: number; waitP95: number; runP95: number }[];
    };
    const hours = await ask(a.STAFF.token, 'hour');
    expect(hours).toHaveLength(24);
    const sum = (points: typeof hours) =>
      points.reduce((all, { completed, failed }) => [all[0]! + completed, all[1]! + failed], [0, 0]);
    expect(sum(hours)).toEqual([2, 1]);
    expect(hours.filter(({ completed }) => completed > 0).map(({ waitP95, runP95 }) => [waitP95, runP95])).toEqual([
      [8_000, 16_000],
      [2_000, 4_000],
    ]);
    expect(hours[0]).toMatchObject({ completed: 0, waitP95: null, runP95: null });
    const minutes = await ask(a.STAFF.token, 'minute');
    expect(minutes).toHaveLength(1_440);
    expect(sum(minutes)).toEqual([2, 1]);
    expect(sum(await ask(b.STAFF.token, 'hour'))).toEqual([1, 0]);
    expect(sum(await ask(platform.operator.token, 'hour'))).toEqual([3, 1]);
    await sql.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, due, run_at)
       VALUES (ledger_id(), $1, 'room-generation', '{}', 1, true, now() - interval '1 minute')`,
      [b.id],
    );
    await sql.query(`INSERT INTO queue_pause (name) VALUES ('room-generation')`);
    const { body } = await call('GET', '/queues/room-generation/tenants', undefined, platform.operator.token);
    const shares = body['tenants'] as { tenant: string; finished: number; share: number; oldest: string | null }[];
    expect(shares.map(({ tenant }) => tenant).sort()).toEqual([a.slug, b.slug].sort());
    expect(shares.find(({ tenant }) => tenant === a.slug)).toMatchObject({ finished: 2, share: 40, oldest: null });
    expect(shares.find(({ tenant }) => tenant === b.slug)).toMatchObject({ finished: 1, share: 60 });
    expect((await call('GET', '/queues/room-generation/tenants', undefined, a.ADMIN.token)).status).toBe(403);
    expect((await call('GET', '/queues/nothing/history', undefined, a.ADMIN.token)).status).toBe(404);
    expect((await call('GET', '/queues/room-generation/history?step=day', undefined, a.ADMIN.token)).status).toBe(400);
  });
});

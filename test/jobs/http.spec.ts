import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { KindsModule } from './kinds.js';

const post = (platform: Platform, path: string, body: unknown, token = platform.a.ADMIN.token) =>
  platform.call('POST', `/api/v1/jobs${path}`, { token, body });
const once = (key: string, options?: object) => ({ type: 'test-once', data: { key }, options });

describe('jobs over HTTP', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start({ DATABASE_POOL_SIZE: '8' }, [KindsModule]);
  });
  afterAll(() => platform.stop());

  it("a user's rate: 429 with Retry-After, for that user alone, single jobs and batches alike", async () => {
    const { ADMIN, MANAGER } = platform.a;
    const job = { type: 'test-per-user', data: { key: 'k' } };
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await post(platform, '', job, ADMIN.token));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    const refused = answers[3]!;
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    // A token grows in twenty seconds.
    expect(Number(refused.headers['retry-after'])).toBe(20);
    expect((await post(platform, '/trigger/test-per-user', { key: 'k' }, ADMIN.token)).status).toBe(429);
    const batch = { type: 'test-per-user', items: [{ key: 'a' }, { key: 'b' }] };
    expect((await post(platform, '/batches', batch, ADMIN.token)).status).toBe(429);
    expect((await post(platform, '/batches', batch, MANAGER.token)).status).toBe(201);
    expect((await post(platform, '/batches', batch, MANAGER.token)).status).toBe(429);
    expect((await post(platform, '', job, platform.b.ADMIN.token)).status).toBe(201);
  });

  it('the workers of all tenants are the operator’s to see: what runs where, and who was not heard of', async () => {
    const { sql, operator, a } = platform;
    const id = (await post(platform, '', once('on a worker'))).body['id'] as string;
    await sql.query(
      `INSERT INTO worker (id, queues, pace, host, pid, version, seen_at)
       VALUES ('far:1:aa', '{test-once,test-flaky}', '{"test-once": 12.5}', 'far', 1, '0.1.0', now()),
              ('old:2:bb', '{test-once}', '{}', '', NULL, NULL, now() - interval '1 minute')`,
    );
    await sql.query(`UPDATE job_live SET status = 'RUNNING', worker = 'far:1:aa' WHERE id = $1`, [id]);
    const list = (token: string) => platform.call('GET', '/api/v1/workers', { token });
    const { status, body } = await list(operator.token);
    expect([status, body['total']]).toEqual([200, 2]);
    const [here, gone] = body['workers'] as { places: number; kinds: { places: number }[] }[];
    expect(here).toMatchObject({
      ...{ id: 'far:1:aa', host: 'far', pid: 1, version: '0.1.0', alive: true, running: 1 },
      kinds: [
        { name: 'test-flaky', running: 0, averageMs: null },
        { name: 'test-once', running: 1, averageMs: 12.5 },
      ],
    });
    expect(here!.places).toBe(here!.kinds.reduce((sum, kind) => sum + kind.places, 0));
    expect(gone).toMatchObject({ id: 'old:2:bb', host: '', pid: null, version: null, alive: false, running: 0 });
    for (const { token } of [a.ADMIN, a.MANAGER, a.STAFF]) expect((await list(token)).status).toBe(403);
    await sql.query('DELETE FROM worker');
    await sql.query('DELETE FROM job_live WHERE id = $1', [id]);
  });

  it('an operator sees how jobs of all tenants do, page by page, and nothing of what they are about', async () => {
    const { sql, operator, a, b } = platform;
    const error = {
      code: 'NO_RATE',
      message: 'No rate for "Ana Costa" <ana@example.test> on 2026-12-24',
      errors: ['secret'],
    };
    const insert = (tenant: string, status: string, name: string, worker: string | null) =>
      sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, result, max_attempts, attempt, error, worker, hotel_id, completed_at)
         VALUES (ledger_id(), $1, $3, $2, '{"guest":"secret"}', '{"total":"secret"}', 3, 1, $4, $5, 77, now())`,
        [tenant, status, name, status === 'COMPLETED' ? null : error, worker],
      );
    for (const tenant of [a, b, a, b]) {
      await insert(tenant.id, 'DEAD', 'test-once', 'far:1:aa');
      // Ids of the same millisecond have no order.
      await sql.query('SELECT pg_sleep(0.002)');
    }
    await insert(a.id, 'COMPLETED', 'test-flaky', null);
    const waits = (await post(platform, '', once('waits'))).body['id'] as string;
    const list = async (query: string, token = operator.token) => {
      const { status, text, body } = await platform.call('GET', `/api/v1/operator/jobs?${query}`, { token });
      expect(text).not.toMatch(/secret|Ana|example\.test|hotelId|"data"|"result"/);
      return { status, ...body } as unknown as {
        status: number;
        total: number;
        jobs: { id: string; jobName: string; status: string; tenant: { slug: string } }[];
        nextCursor: string | null;
        previousCursor: string | null;
      };
    };
    const dead = await list('status=DEAD&jobName=test-once');
    expect(dead).toMatchObject({ status: 200, total: 4, nextCursor: null, previousCursor: null });
    expect(dead.jobs.map(({ tenant }) => tenant.slug)).toEqual([b, a, b, a].map(({ slug }) => slug));
    expect(dead.jobs[0]).toMatchObject({
      ...{ jobName: 'test-once', status: 'DEAD', attempts: 1, maxAttempts: 3, crashes: 0, worker: 'far:1:aa' },
      tenant: { id: b.id, slug: b.slug },
      error: { code: 'NO_RATE', message: 'No rate for "…" <…> on 2026-12-24' },
    });
    // Pages forth and back are the whole list, whichever way it is read.
    for (const query of ['status=DEAD&jobName=test-once', '', `tenant=${a.slug}`]) {
      const whole = await list(`${query}&limit=200`);
      const ids = whole.jobs.map(({ id }) => id);
      const forth: string[] = [];
      let page = await list(`${query}&limit=2`);
      for (;;) {
        expect(page.total).toBe(whole.total);
        forth.push(...page.jobs.map(({ id }) => id));
        if (page.nextCursor === null) break;
        page = await list(`${query}&limit=2&cursor=${page.nextCursor}`);
      }
      expect(forth).toEqual(ids);
      const back: string[] = page.jobs.map(({ id }) => id);
      while (page.previousCursor !== null) {
        page = await list(`${query}&limit=2&cursor=${page.previousCursor}`);
        back.unshift(...page.jobs.map(({ id }) => id));
      }
      expect(back).toEqual(ids);
    }
    expect((await list(`tenant=${b.slug}&status=FAILED`)).total).toBe(2);
    expect(await list(`id=${waits}`)).toMatchObject({ total: 1, jobs: [{ id: waits, tenant: { id: a.id } }] });
    expect((await list('status=QUEUED,PENDING')).jobs.map(({ id }) => id)).toContain(waits);
    expect((await list('status=completed&jobName=test-flaky')).total).toBe(1);
    expect((await list('tenant=nobody')).status).toBe(404);
    expect((await list('cursor=x')).status).toBe(400);
    for (const { token } of [a.ADMIN, a.MANAGER, a.STAFF]) expect((await list('', token)).status).toBe(403);
    await sql.query(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, fingerprint)
       SELECT gen_random_uuid(), tenant_id, id, name, data, error, 'permanent', 1, 'of-all' FROM job_history WHERE status = 'DEAD'`,
    );
    await sql.query(
      `UPDATE dead_letter SET resolved_at = now(), resolution = 'discarded' WHERE id IN (
         SELECT id FROM dead_letter WHERE fingerprint = 'of-all' AND tenant_id = $1 LIMIT 1)`,
      [b.id],
    );
    const groups = async (query: string, token = operator.token) => {
      const { status, text, body } = await platform.call('GET', `/api/v1/operator/dead-letters/groups?${query}`, {
        token,
      });
      expect(text).not.toMatch(/secret|Ana|example\.test|"data"/);
      return { status, ...body };
    };
    expect(await groups('jobName=test-once&reason=permanent')).toMatchObject({
      total: 1,
      groups: [
        {
          ...{ fingerprint: 'of-all', jobName: 'test-once', count: 3, tenants: 2, error: { code: 'NO_RATE' } },
          most: [
            { id: a.id, slug: a.slug, count: 2 },
            { id: b.id, slug: b.slug, count: 1 },
          ],
        },
      ],
    });
    expect(await groups(`tenant=${b.slug}`)).toMatchObject({ total: 1, groups: [{ count: 1, tenants: 1 }] });
    expect(await groups('tenant=nobody')).toMatchObject({ total: 0, groups: [] });
    for (const { token } of [a.ADMIN, a.MANAGER, a.STAFF]) expect((await groups('', token)).status).toBe(403);
    await sql.query(`DELETE FROM dead_letter WHERE fingerprint = 'of-all'`);
    await sql.query(`DELETE FROM job_history WHERE status = 'DEAD'`);
    await sql.query('DELETE FROM job_live WHERE id = $1', [waits]);
  });

  it('text that cannot be stored: 400, wherever it stands', async () => {
    const bodies: [string, unknown][] = [
      ['', { type: 'test-once', data: { key: 'a\0b' } }],
      ['', { type: 'test-once', data: { key: '\uD800' } }],
      ['', once('k', { uniqueKey: 'a\0b' })],
      ['/schedule', { type: 'test-once', data: { key: '\0' }, delay: 1_000 }],
      ['/batches', { type: 'test-once', items: [{ key: 'fine' }, { key: '\0' }] }],
      ['/batches', { type: 'test-once', items: [{ key: 'fine' }], label: 'a\0b' }],
      [
        '/batches',
        { type: 'test-once', items: [{ key: 'fine' }], onComplete: { type: 'test-once', data: { key: '\0' } } },
      ],
      ['/trigger/test-once', { key: '\0' }],
    ];
    for (const [path, body] of bodies) {
      const answer = await post(platform, path, body);
      expect([path, answer.status, answer.body['code']]).toEqual([path, 400, 'VALIDATION_FAILED']);
    }
    for (const query of ['error=a%00b', 'jobName=%00', `data=${encodeURIComponent('{"key":"\\u0000"}')}`]) {
      const answer = await platform.call('GET', `/api/v1/jobs?${query}`, { token: platform.a.ADMIN.token });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it('a hundred at once, one of them bad: it alone is refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => post(platform, '', once(i === 50 ? 'bad \0' : `many-${i}`))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i === 50 ? 400 : 201)));
    const ids = answers.flatMap(({ body }) => (body['id'] as string | undefined) ?? []);
    const { rows } = await platform.sql.query('SELECT id FROM job WHERE id = ANY($1)', [ids]);
    expect(rows).toHaveLength(99);
  });

  describe('POST /jobs/batches', () => {
    it('a thousand items, with what follows; listed by batchId', async () => {
      const items = Array.from({ length: 1_000 }, (_, i) => ({ key: `item-${i}` }));
      const onComplete = { type: 'test-once', data: { key: 'after' } };
      const answer = await post(platform, '/batches', { type: 'test-once', items, label: 'thousand', onComplete });
      expect(answer).toMatchObject({
        status: 201,
        body: { type: 'batch', status: 'active', progress: 0, data: { label: 'thousand' } },
      });
      const id = answer.body['id'] as string;
      const token = platform.a.STAFF.token;
      const detail = await platform.call('GET', `/api/v1/jobs/${id}`, { token });
      expect(detail.body['children']).toMatchObject({ total: 1_000, waiting: 1_000 });
      const list = await platform.call('GET', `/api/v1/jobs?batchId=${id}&limit=1`, { token });
      expect(list.body).toMatchObject({ total: 1_000, jobs: [{ batchId: id, data: { key: 'item-999' } }] });
      const theirs = await platform.call('GET', `/api/v1/jobs?batchId=${id}`, { token: platform.b.STAFF.token });
      expect(theirs.body).toMatchObject({ total: 0 });
      const why = await platform.call('GET', `/api/v1/jobs/${id}/why`, { token });
      expect(why.body).toMatchObject({ reasons: [{ code: 'CHILDREN' }] });
      const cancelled = await platform.call('DELETE', `/api/v1/jobs/${id}`, { token: platform.a.ADMIN.token });
      expect(cancelled.status).toBe(200);
      const { rows } = await platform.sql.query(
        `SELECT status, count(*)::int AS n FROM job WHERE batch_id = $1 GROUP BY 1`,
        [id],
      );
      expect(rows).toEqual([{ status: 'CANCELLED', n: 1_000 }]);
    });

    const items = [{ key: 'fine' }];
    it.each([
      ['no items', { type: 'test-once', items: [] }, 'items'],
      ['items that are none', { type: 'test-once', items: ['x', 7, null] }, 'items'],
      ['too many', { type: 'test-once', items: Array.from({ length: 1_001 }, () => ({ key: 'k' })) }, 'items'],
      ['no list', { type: 'test-once', items: { key: 'k' } }, 'items'],
      ['an unknown type', { type: 'nothing', items }, 'type'],
      [
        'an unknown type to follow',
        { type: 'test-once', items, onComplete: { type: 'nothing', data: {} } },
        'onComplete.type',
      ],
      [
        'a bad one to follow',
        { type: 'test-once', items, onComplete: { type: 'test-once', data: {} } },
        'onComplete.data.key',
      ],
      ['a key of its own', { type: 'test-once', items, options: { uniqueKey: 'k' } }, 'options.uniqueKey'],
      ['a bad item', { type: 'test-once', items: [{ key: 'k' }, { key: 4 }] }, 'items.1.key'],
      ['an unknown member of an item', { type: 'test-once', items: [{ key: 'k', no: 1 }] }, 'items.0.no'],
      ['bad options', { type: 'test-once', items, options: { priority: 101 } }, 'options.priority'],
      ['an unknown property', { type: 'test-once', items, tenantId: 'x' }, 'tenantId'],
      ['a type that is no job to start', { type: 'batch', items }, 'type'],
    ])('refuses %s', async (_, body, path) => {
      const answer = await post(platform, '/batches', body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
      expect((answer.body['errors'] as { path: string }[]).map((error) => error.path)).toContain(path);
    });

    it('refuses who may not start the kind, and who belongs to no tenant', async () => {
      const body = { type: 'test-once', items };
      expect((await post(platform, '/batches', body, platform.a.STAFF.token)).status).toBe(403);
      expect((await post(platform, '/batches', body, platform.operator.token)).status).toBe(403);
    });
  });

  describe('options', () => {
    it.each([
      ['a dueBy before its start', once('k', { dueBy: '2020-01-01T00:00:00Z', delay: 1_000 }), 400],
      ['an empty uniqueKey', once('k', { uniqueKey: '' }), 400],
      ['too long a uniqueKey', once('k', { uniqueKey: 'x'.repeat(201) }), 400],
      ['attempts beyond the most', once('k', { attempts: 21 }), 400],
      ['a fraction', once('k', { priority: 1.5 }), 400],
      ['all of them', once('all', { priority: 0, attempts: 20, delay: 1, dueBy: '2099-01-01T00:00:00Z' }), 201],
    ])('%s', async (_, body, status) => {
      expect((await post(platform, '', body)).status).toBe(status);
    });
  });

  it("the operator's pause of a tenant and the tenant's own are two: each lifts its own", async () => {
    const { a, operator } = platform;
    const at = (verb: string, token: string, body: object = {}) =>
      post(platform, `/queues/test-once/${verb}`, body, token);
    const pauses = async () =>
      (await platform.call('GET', '/api/v1/jobs/queues/pauses', { token: a.STAFF.token })).body['pauses'];
    await at('pause', operator.token, { tenant: a.slug, reason: 'op' });
    const refused = await at('resume', a.ADMIN.token);
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('operator') } });
    await at('pause', a.ADMIN.token, { reason: 'ours' });
    expect(await pauses()).toHaveLength(2);
    const job = await post(platform, '', once('held'));
    const why = await platform.call('GET', `/api/v1/jobs/${String(job.body['id'])}/why`, { token: a.STAFF.token });
    const reasons = why.body['reasons'] as { code: string }[];
    expect(reasons.filter(({ code }) => code === 'PAUSED')).toMatchObject([
      { code: 'PAUSED', detail: { by: 'the operator', reason: 'op' } },
      { code: 'PAUSED', detail: { by: a.ADMIN.email, reason: 'ours' } },
    ]);
    expect((await at('resume', a.ADMIN.token)).status).toBe(200);
    expect(await pauses()).toMatchObject([{ reason: 'op', pausedBy: 'the operator' }]);
    expect((await at('resume', operator.token, { tenant: a.slug })).status).toBe(200);
    expect(await pauses()).toEqual([]);
  });

  it('an Idempotency-Key does not carry an answer to another role', async () => {
    const { ADMIN, STAFF } = platform.a;
    for (const [path, body] of [
      ['', { type: 'test-once', data: { key: 'keyed' } }],
      ['/batches', { type: 'test-once', items: [{ key: 'keyed' }] }],
    ] as const) {
      const ask = (token: string) =>
        platform.call('POST', `/api/v1/jobs${path}`, { token, body, headers: { 'idempotency-key': `roles${path}` } });
      const first = await ask(ADMIN.token);
      expect(first.status).toBe(201);
      const theirs = await ask(STAFF.token);
      expect([theirs.status, theirs.body['id']]).toEqual([422, undefined]);
      expect((await ask(ADMIN.token)).body['id']).toBe(first.body['id']);
    }
  });

  it.each([
    ['null for data to requeue with', '/dead-letters/00000000-0000-7000-8000-000000000000/requeue', { data: null }],
    ['no filter to requeue by', '/dead-letters/requeue', {}],
    ['a filter and all', '/dead-letters/requeue', { all: true, jobName: 'test-once' }],
    ['a null delay', '/schedule', { type: 'test-once', data: { key: 'k' }, delay: null }],
    ['a date for an instant', '/schedule', { type: 'test-once', data: { key: 'k' }, runAt: '2028-12-01' }],
    ['no zone', '/schedule', { type: 'test-once', data: { key: 'k' }, runAt: '2028-12-01T00:00:00' }],
    ['a list for options', '', { type: 'test-once', data: { key: 'k' }, options: [] }],
    ['a blank uniqueKey', '', once('k', { uniqueKey: '  ' })],
    ['a blank reason', '/queues/test-once/pause', { reason: ' ' }],
  ])('refuses %s', async (_, path, body) => {
    const answer = await post(platform, path, body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body['errors']).not.toHaveLength(0);
  });

  it('requeues all dead letters when that is said', async () => {
    expect((await post(platform, '/dead-letters/requeue', { all: true })).status).toBe(200);
    expect((await post(platform, '/dead-letters/requeue', { dryRun: true })).status).toBe(200);
  });

  it('an unknown type is told which ones its caller may start', async () => {
    const { body } = await post(platform, '', { type: 'nothing', data: {} }, platform.a.STAFF.token);
    const [{ message }] = body['errors'] as [{ message: string }];
    expect(message).not.toContain('webhook-delivery');
    expect(message).not.toContain('room-generation-sweep');
  });

  it('a runAt in the past means now', async () => {
    const body = { type: 'test-once', data: { key: 'past' }, runAt: '2001-01-01T00:00:00Z' };
    const job = await post(platform, '/schedule', body);
    expect(job.status).toBe(201);
    expect(new Date(job.body['runAt'] as string).getTime()).toBeGreaterThanOrEqual(
      new Date(job.body['createdAt'] as string).getTime(),
    );
  });

  it('pauses and limits: who may, for whom', async () => {
    const { a, b, operator } = platform;
    const at = (verb: string, token: string, body: object = {}) =>
      post(platform, `/queues/test-once/${verb}`, body, token);
    expect((await at('pause', a.MANAGER.token)).status).toBe(403);
    expect((await at('pause', a.ADMIN.token, { tenant: b.slug })).status).toBe(400);
    expect((await at('pause', operator.token, { tenant: 'nobody' })).status).toBe(404);
    expect((await post(platform, '/queues/nothing/pause', {}, a.ADMIN.token)).status).toBe(404);
    expect((await at('pause', a.ADMIN.token, { reason: 'ours' })).body).toEqual({
      name: 'test-once',
      paused: true,
      scope: 'tenant',
    });
    const seen = (token: string) => platform.call('GET', '/api/v1/jobs/queues/pauses', { token });
    expect((await seen(b.STAFF.token)).body).toEqual({ pauses: [], total: 0 });
    expect((await seen(operator.token)).body).toMatchObject({
      pauses: [{ tenant: a.slug, reason: 'ours', pausedBy: a.ADMIN.email }],
      total: 1,
    });
    // A tenant lifts its own pause, not the operator's.
    await at('pause', operator.token);
    await at('resume', a.ADMIN.token);
    expect((await seen(a.STAFF.token)).body).toMatchObject({
      pauses: [{ scope: 'everybody', tenant: null, pausedBy: 'the operator' }],
    });
    await at('resume', operator.token);
    expect((await seen(a.STAFF.token)).body).toEqual({ pauses: [], total: 0 });

    const limits = (token: string, body: object, query = '') =>
      platform.call('PUT', `/api/v1/jobs/queues/test-once/limits${query}`, { token, body });
    expect((await limits(a.ADMIN.token, { maxRunning: 1 })).status).toBe(403);
    expect((await limits(operator.token, { maxRunning: 0 })).status).toBe(400);
    for (const body of [{ rate: { jobs: 1 } }, { rate: [] }, { maxRunning: null }, {}])
      expect((await limits(operator.token, body)).status).toBe(400);
    for (const tenant of [a, b])
      expect((await limits(operator.token, { maxRunning: 3 }, `?tenant=${tenant.slug}`)).status).toBe(200);
    const read = (token: string) => platform.call('GET', '/api/v1/jobs/queues/test-once/limits', { token });
    const tenants = async (token: string) => {
      const rows = (await read(token)).body as unknown as { tenant: string | null }[];
      return rows.map((row) => row.tenant).filter((tenant) => tenant !== null);
    };
    expect(await tenants(operator.token)).toEqual([a.slug, b.slug]);
    expect(await tenants(a.ADMIN.token)).toEqual([a.slug]);
    expect((await read(a.MANAGER.token)).status).toBe(403);
  });
});

describe('a quota of unfinished jobs', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start({ JOBS_QUEUED_QUOTA: '5' }, [KindsModule]);
  });
  afterAll(() => platform.stop());

  it('over it: 429 with Retry-After; batches count whole; other tenants are not concerned', async () => {
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await post(platform, '', once(`q-${i}`))).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
    const refused = await post(platform, '', once('q'));
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', detail: expect.stringContaining('at most 5') });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const theirs = platform.b.ADMIN.token;
    const items = Array.from({ length: 5 }, (_, i) => ({ key: `i-${i}` }));
    // Five children and the batch itself are six: they would not fit even if the tenant had no other job.
    const never = await post(platform, '/batches', { type: 'test-once', items }, theirs);
    expect(never).toMatchObject({ status: 422, body: { detail: expect.stringContaining('never fit') } });
    expect((await post(platform, '/batches', { type: 'test-once', items: items.slice(1) }, theirs)).status).toBe(201);
    const { rows } = await platform.sql.query('SELECT tenant_id, count(*)::int AS n FROM job_live GROUP BY 1');
    expect(rows.map((row: { n: number }) => row.n)).toEqual([5, 5]);
  });

  it('a batch that is too many for now is asked to come again', async () => {
    const e = await platform.tenant('eos');
    const items = Array.from({ length: 3 }, (_, i) => ({ key: `e-${i}` }));
    for (const i of [1, 2]) expect((await post(platform, '', once(`e${i}`), e.ADMIN.token)).status).toBe(201);
    expect((await post(platform, '/batches', { type: 'test-once', items }, e.ADMIN.token)).status).toBe(429);
  });

  it('what the platform makes for the tenant does not count', async () => {
    const d = await platform.tenant('delta');
    await platform.sql.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, run_at, due)
       SELECT gen_random_uuid(), t.id, 'webhook-delivery', '{}', 12, now() + interval '1 hour', false
       FROM tenant t, generate_series(1, 10) WHERE t.slug = $1`,
      [d.slug],
    );
    expect((await post(platform, '', once('d'), d.ADMIN.token)).status).toBe(201);
  });

  it('room again once jobs have ended', async () => {
    const c = await platform.tenant('cirrus');
    const ids = [];
    for (let i = 0; i < 5; i++) ids.push((await post(platform, '', once(`c-${i}`), c.ADMIN.token)).body['id']);
    expect((await post(platform, '', once('c'), c.ADMIN.token)).status).toBe(429);
    for (const id of ids.slice(0, 2))
      await platform.call('DELETE', `/api/v1/jobs/${String(id)}`, { token: c.ADMIN.token });
    let answer = await post(platform, '', once('c'), c.ADMIN.token);
    // A count near the quota is believed for half a second.
    for (const end = Date.now() + 10_000; answer.status === 429 && Date.now() < end;)
      answer = await post(platform, '', once('c'), c.ADMIN.token);
    expect(answer.status).toBe(201);
  });
});

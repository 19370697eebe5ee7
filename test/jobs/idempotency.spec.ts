import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { JobsService } from '../../src/jobs/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { IdempotencyKeys } from '../../src/platform/http/idempotency/idempotency-keys.js';
import { type KeyedRequest, RequestContext } from '../../src/platform/tenancy/context.js';
import { type Answer, type Person, Platform } from '../platform/harness.js';
import { createTestDatabase } from '../support/databases.js';
import { seedDemo, ServerProcess } from '../support/server.js';
import { Scripted, ScriptedModule } from './scripted.js';

const REPLAYED = 'idempotency-replayed';

describe('Idempotency-Key', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start({}, [ScriptedModule]);
  });
  afterAll(() => platform?.stop());

  const post = (
    path: string,
    key: string | undefined,
    body?: unknown,
    person: Person = platform.a.ADMIN,
  ): Promise<Answer> =>
    platform.call('POST', path.startsWith('/api/') ? path : `/api/v1${path}`, {
      token: person.token,
      body,
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const job = (name: string = randomUUID()) => ({ type: Scripted.name, data: { key: name } });
  const jobs = async (name: string): Promise<number> => {
    const sql = `SELECT count(*)::int AS n FROM job WHERE data ->> 'key' = $1`;
    return (await platform.sql.query<{ n: number }>(sql, [name])).rows[0]!.n;
  };
  const rows = async (key: string) =>
    (
      await platform.sql.query<{ state: string; job_ids: string[]; route: string }>(
        `SELECT state, job_ids, route FROM idempotency_key WHERE key = $1`,
        [key],
      )
    ).rows;
  /** The process died after its commit and before it noted the answer: only a request that answers after its commit can. */
  const loseAnswer = (key: string) =>
    platform.sql.query(
      `UPDATE idempotency_key SET state = 'in_flight', status = NULL, response = NULL WHERE key = $1`,
      [key],
    );
  const TRIGGER = `/jobs/trigger/${Scripted.name}`;

  it('the same request again: the same answer to the letter, one job', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const first = await post('/jobs', key, job(name));
    expect(first).toMatchObject({ status: 201 });
    expect(first.headers[REPLAYED]).toBeUndefined();
    const again = await post('/jobs', key, { data: { key: name }, type: Scripted.name });
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers[REPLAYED]).toBe('true');
    // One handler, two forms of its path.
    expect(await post('/api/jobs', key, job(name))).toMatchObject({ status: 201, text: first.text });
    expect(await jobs(name)).toBe(1);
  });

  it('another request with the same key: 422', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    await post('/jobs', key, job(name));
    expect(await post('/jobs', key, job())).toMatchObject({ status: 422, body: { code: 'UNPROCESSABLE' } });
    const made = await Promise.all([post('/jobs', undefined, job()), post('/jobs', undefined, job())]);
    const [one, other] = made.map(({ body }) => String(body['id']));
    await platform.call('DELETE', `/api/v1/jobs/${one}`, { token: platform.a.ADMIN.token });
    expect(await post(`/jobs/${one}/retry`, key, {})).toMatchObject({ status: 200 });
    expect(await post(`/jobs/${one}/retry`, key, {})).toMatchObject({ status: 200 });
    expect(await post(`/jobs/${other}/retry`, key, {})).toMatchObject({ status: 422 });
  });

  it('a key is the tenant’s and the route’s', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const ours = await post('/jobs', key, job(name));
    const theirs = await post('/jobs', key, job(name), platform.b.ADMIN);
    expect(theirs).toMatchObject({ status: 201 });
    expect(theirs.body['id']).not.toBe(ours.body['id']);
    expect(await post('/jobs/schedule', key, { ...job(name), delay: 1_000 })).toMatchObject({ status: 201 });
    expect((await rows(key)).map(({ route }) => route).sort()).toEqual([
      'POST /jobs',
      'POST /jobs',
      'POST /jobs/schedule',
    ]);
  });

  it.each(['', ' ', 'with space', 'é', 'x'.repeat(256)])('the key %j is none: 400', async (key) => {
    expect(await post('/jobs', key, job())).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('failures are not kept: the key stays free', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    expect(await post('/jobs', key, { type: Scripted.name, data: { key: 5 } })).toMatchObject({ status: 400 });
    expect(await post('/jobs', key, { type: 'no-such-job', data: {} })).toMatchObject({ status: 400 });
    expect(await post('/jobs', key, job(), platform.a.STAFF)).toMatchObject({ status: 403 });
    expect(await rows(key)).toEqual([]);
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201 });
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201 });
    expect(await jobs(name)).toBe(1);
  });

  it('fifty at once: one job; every answer is it, or 409 with Retry-After', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/jobs', key, job(name))));
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(new Set(made.map(({ body }) => body['id'])).size).toBe(1);
    expect(made.filter(({ headers }) => !headers[REPLAYED])).toHaveLength(1);
    for (const { status, headers } of answers.filter((one) => one.status !== 201))
      expect({ status, retry: headers['retry-after'] }).toEqual({ status: 409, retry: '1' });
    expect(await jobs(name)).toBe(1);
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201, body: { id: made[0]!.body['id'] } });
  });

  it('while a request holds the key: 409 with Retry-After; when its connection dies: carried out at once', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const holder = new pg.Client({ connectionString: platform.databaseUrl });
    holder.on('error', () => undefined);
    await holder.connect();
    const { rows: own } = await holder.query<{ pid: number }>(
      `SELECT pg_backend_pid() AS pid, pg_advisory_lock(hashtextextended($1, 0))`,
      [`${platform.a.id}\nPOST /jobs\n${key}`],
    );
    const refused = await post('/jobs', key, job(name));
    expect({ status: refused.status, retry: refused.headers['retry-after'] }).toEqual({ status: 409, retry: '1' });
    const gone = new Promise((resolve) => holder.once('end', resolve));
    await platform.sql.query('SELECT pg_terminate_backend($1, 10000)', [own[0]!.pid]);
    await gone;
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201 });
    expect(await jobs(name)).toBe(1);
  });

  it('of a job that is waited for, the answer lost: the same request finds the job', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const { body } = await post(TRIGGER, key, { key: name });
    expect(await rows(key)).toMatchObject([{ state: 'done', job_ids: [body['jobId']] }]);
    await loseAnswer(key);
    expect(await post(TRIGGER, key, { key: randomUUID() })).toMatchObject({ status: 422 });
    expect(await post(TRIGGER, key, { key: name })).toMatchObject({ status: 202, body: { jobId: body['jobId'] } });
    expect(await jobs(name)).toBe(1);
    expect(await rows(key)).toMatchObject([{ state: 'done' }]);
  });

  it('of a job that is waited for, fifty at once: one job, and every answer is it', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(TRIGGER, key, { key: name })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['jobId'])}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(202);
    expect(await jobs(name)).toBe(1);
  });

  it('a batch: one batch with its children', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const body = { type: Scripted.name, items: [{ key: name }, { key: name }] };
    const first = await post('/jobs/batches', key, body);
    expect(await post('/jobs/batches', key, body)).toMatchObject({ status: 201, text: first.text });
    expect(await jobs(name)).toBe(2);
  });

  describe('a request that answers after its commit', () => {
    const begin = (key: string): KeyedRequest => ({
      tenantId: platform.a.id,
      route: 'POST /test',
      key,
      hash: Buffer.from('same'),
      ties: 0,
      jobs: 0,
    });
    const run = <T>(request: KeyedRequest, fn: (service: JobsService) => Promise<T>): Promise<T> =>
      platform.app.get(RequestContext).asTenant(platform.a.id, () => fn(platform.app.get(JobsService)), {
        keyedRequest: request,
        beforeCommit: (tx) => platform.app.get(IdempotencyKeys).tie(tx, request),
      });
    const enqueue = (service: JobsService, name: string) => service.enqueue(Scripted, { key: name });
    const rule = (name: string) =>
      platform.app
        .get(TenantDatabase)
        .rows(`INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, $2, 'UTC', 'EUR')`, [
          platform.a.id,
          name,
        ]);
    const hotels = async (name: string): Promise<number> =>
      (await platform.sql.query<{ n: number }>('SELECT count(*)::int AS n FROM hotel WHERE name = $1', [name])).rows[0]!
        .n;

    it('gets the jobs that were started, and starts the others', async () => {
      const key = randomUUID();
      const names = [1, 2, 3].map((n) => `${key}-${n}`);
      const first = begin(key);
      const one = await run(first, (service) => enqueue(service, names[0]!));
      const two = await run(first, (service) => enqueue(service, names[1]!));
      const ids = await run(begin(key), async (service) => {
        const again: string[] = [];
        for (const name of names) again.push((await enqueue(service, name)).id);
        return again;
      });
      expect(ids.slice(0, 2)).toEqual([one.id, two.id]);
      expect(await Promise.all(names.map((name) => jobs(name)))).toEqual([1, 1, 1]);
      expect((await rows(key))[0]!.job_ids).toEqual(ids);
    });

    it('counts its jobs anew when its transaction is run anew', async () => {
      const key = randomUUID();
      const request = begin(key);
      const db = platform.app.get(TenantDatabase);
      const twice = (service: JobsService) =>
        db.transaction(async () => [await enqueue(service, `${key}-1`), await enqueue(service, `${key}-2`)]);
      const undone = (service: JobsService) =>
        db.transaction(async () => {
          await twice(service);
          throw new Error('as a deadlock would');
        });
      await expect(run(request, undone)).rejects.toThrow('as a deadlock would');
      const made = await run(request, twice);
      expect((await rows(key))[0]!.job_ids).toEqual(made.map(({ id }) => id));
      expect(made.map(({ data }) => data)).toEqual([{ key: `${key}-1` }, { key: `${key}-2` }]);
    });

    it('never does again what is no job: of two that overlap, one is refused', async () => {
      const [key, name] = [randomUUID(), randomUUID()];
      await run(begin(key), () => rule(name));
      await expect(run(begin(key), () => rule(`${name} again`))).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await Promise.all([hotels(name), hotels(`${name} again`)])).toEqual([1, 0]);
    });

    it('and only read, leaves the key free', async () => {
      const key = randomUUID();
      await run(begin(key), () => platform.app.get(TenantDatabase).rows('SELECT * FROM hotel'));
      expect(await rows(key)).toEqual([]);
    });
  });

  it('covers every POST: what is no job is answered again, too', async () => {
    const key = randomUUID();
    const hotel = { name: `Hotel ${key}`, timeZone: 'Europe/Lisbon', currency: 'EUR' };
    const first = await post('/hotels', key, hotel);
    expect(await post('/hotels', key, hotel)).toMatchObject({ status: 201, text: first.text });
    // 202 of a job that outlasts the wait keeps its status.
    const trigger = await post(`/jobs/trigger/${Scripted.name}`, key, { key });
    expect(trigger).toMatchObject({ status: 202 });
    expect(await post(`/jobs/trigger/${Scripted.name}`, key, { key })).toMatchObject({
      status: 202,
      text: trigger.text,
    });
    expect(await jobs(key)).toBe(1);
  });

  it.each([
    ['/api-keys', 'key', { name: 'a' }, 'api_key'],
    ['/webhooks', 'secret', { url: 'https://hooks.example.test/x', events: ['job.failed'] }, 'webhook'],
    [
      '/alerts',
      'secret',
      { name: 'a', kind: 'oldest_age', threshold: 3_600, webhookUrl: 'https://hooks.example.test/a' },
      'alert_rule',
    ],
  ])('%s: the secret is told once and kept nowhere, and one thing is made', async (path, member, body, table) => {
    const key = randomUUID();
    const count = async () =>
      (await platform.sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
    const before = await count();
    const first = await post(path, key, body);
    expect(first).toMatchObject({ status: 201, body: { [member]: expect.any(String) } });
    const again = await post(path, key, body);
    const { [member]: secret, ...rest } = first.body;
    expect(again).toMatchObject({ status: 409, body: { code: 'CONFLICT', carriedOut: true, answer: rest } });
    expect(again.headers['retry-after']).toBeUndefined();
    expect(await count()).toBe(before + 1);
    const { rows: stored } = await platform.sql.query('SELECT * FROM idempotency_key WHERE key = $1', [key]);
    expect(JSON.stringify(stored)).not.toContain(String(secret));
  });

  it('leaves reads alone', async () => {
    const key = randomUUID();
    await platform.call('GET', '/api/v1/jobs', {
      token: platform.a.ADMIN.token,
      headers: { 'idempotency-key': key },
    });
    expect(await rows(key)).toEqual([]);
  });

  it('keeps an answer for its time, then forgets it', async () => {
    const [key, kept, name] = [randomUUID(), randomUUID(), randomUUID()];
    const first = await post('/jobs', key, job(name));
    await post('/jobs', kept, job());
    const age = (hours: number) =>
      platform.sql.query(`UPDATE idempotency_key SET created_at = now() - make_interval(hours => $2) WHERE key = $1`, [
        key,
        hours,
      ]);
    await age(23);
    expect(await post('/jobs', key, job(name))).toMatchObject({ body: { id: first.body['id'] } });
    await age(24);
    const anew = await post('/jobs', key, job(name));
    expect(anew).toMatchObject({ status: 201 });
    expect(anew.body['id']).not.toBe(first.body['id']);
    await age(24);
    expect(await platform.app.get(IdempotencyKeys).cleanUp()).toBe(1);
    expect(await rows(key)).toEqual([]);
    expect(await rows(kept)).toHaveLength(1);
  });
});

describe('Idempotency-Key and SIGKILL', () => {
  it('the API is killed while the request waits for its job: the same request gets that job', async () => {
    const database = await createTestDatabase();
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: process.env['TEST_REDIS_URL']!,
      REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
      ROLES: 'api',
      LOG_LEVEL: 'warn',
    };
    const sql = new pg.Pool({ connectionString: database.url, max: 1 });
    const token = seedDemo(database.url).find(({ email }) => email === 'admin@seaside.test')!.apiKey;
    const key = randomUUID();
    const servers: ServerProcess[] = [];
    const request = (server: ServerProcess) =>
      server.fetch('/api/v1/jobs/trigger/room-generation-sweep', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: '{}',
      });
    try {
      servers.push(await ServerProcess.start({ ...env, JOBS_WAIT_MS: '60000' }));
      const cut = request(servers[0]!).then(
        (answer) => answer.status,
        () => 'cut',
      );
      let jobIds: string[] = [];
      for (const end = Date.now() + 20_000; jobIds.length === 0 && Date.now() < end;) {
        const { rows } = await sql.query<{ job_ids: string[] }>('SELECT job_ids FROM idempotency_key');
        jobIds = rows[0]?.job_ids ?? [];
      }
      expect(jobIds).toHaveLength(1);
      await servers[0]!.end('SIGKILL');
      expect(await cut).toBe('cut');

      servers.push(await ServerProcess.start({ ...env, JOBS_WAIT_MS: '50' }));
      const answer = await request(servers[1]!);
      expect(answer.status).toBe(202);
      expect(await answer.json()).toMatchObject({ jobId: jobIds[0] });
      const { rows } = await sql.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM job WHERE name = 'room-generation-sweep' AND schedule_id IS NULL`,
      );
      expect(rows[0]!.n).toBe(1);
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGKILL')));
      await sql.end();
      await database.drop();
    }
  });
});

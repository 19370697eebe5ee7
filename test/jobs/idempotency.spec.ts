import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsService } from '../../src/jobs/index.js';
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
  /** The process that worked on the key died before it could answer, so many seconds ago. */
  const die = (key: string, seconds: number) =>
    platform.sql.query(
      `UPDATE idempotency_key SET state = 'in_flight', status = NULL, response = NULL,
         locked_at = now() - make_interval(secs => $2) WHERE key = $1`,
      [key, seconds],
    );

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

  it('died after the commit, before the answer: the same request finds its job', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const { body } = await post('/jobs', key, job(name));
    expect(await rows(key)).toMatchObject([{ state: 'done', job_ids: [body['id']] }]);
    await die(key, 5);
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 409 });
    await die(key, 31);
    expect(await post('/jobs', key, job())).toMatchObject({ status: 422 });
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201, body: { id: body['id'] } });
    expect(await jobs(name)).toBe(1);
    expect(await rows(key)).toMatchObject([{ state: 'done' }]);
  });

  it('died before the commit: the same request is carried out', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    await post('/jobs', key, job());
    await platform.sql.query(`DELETE FROM idempotency_key WHERE key = $1`, [key]);
    await post('/jobs', key, job(name));
    await die(key, 31);
    await platform.sql.query(`UPDATE idempotency_key SET job_ids = '{}' WHERE key = $1`, [key]);
    await platform.sql.query(`DELETE FROM job_live WHERE data ->> 'key' = $1`, [name]);
    expect(await post('/jobs', key, job(name))).toMatchObject({ status: 201 });
    expect(await jobs(name)).toBe(1);
  });

  it('the same of a batch: one batch with its children', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const body = { type: Scripted.name, items: [{ key: name }, { key: name }] };
    const first = await post('/jobs/batches', key, body);
    await die(key, 31);
    const again = await post('/jobs/batches', key, body);
    expect(again).toMatchObject({ status: 201, body: { id: first.body['id'] } });
    expect(await jobs(name)).toBe(2);
  });

  describe('a request that starts jobs by several calls', () => {
    const begin = (key: string, jobIds: string[] = []): KeyedRequest => ({
      tenantId: platform.a.id,
      route: 'POST /test',
      key,
      holder: randomUUID(),
      jobIds,
    });
    const insert = ({ tenantId, route, key, holder }: KeyedRequest) =>
      platform.sql.query(
        `INSERT INTO idempotency_key (tenant_id, route, key, request_hash, holder) VALUES ($1, $2, $3, '', $4)
         ON CONFLICT (tenant_id, route, key) DO UPDATE SET holder = excluded.holder`,
        [tenantId, route, key, holder],
      );
    const run = <T>(request: KeyedRequest, fn: (service: JobsService) => Promise<T>): Promise<T> =>
      platform.app
        .get(RequestContext)
        .asTenant(platform.a.id, () => fn(platform.app.get(JobsService)), { keyedRequest: request });

    it('gets those that were started, and starts the others', async () => {
      const key = randomUUID();
      const names = [1, 2, 3].map((n) => `${key}-${n}`);
      const first = begin(key);
      await insert(first);
      const enqueue = (service: JobsService, name: string) => service.enqueue(Scripted, { key: name });
      const one = await run(first, (service) => enqueue(service, names[0]!));
      const two = await run(first, (service) => enqueue(service, names[1]!));
      const second = begin(key, (await rows(key))[0]!.job_ids);
      await insert(second);
      const ids = await run(second, async (service) => {
        const again: string[] = [];
        for (const name of names) again.push((await enqueue(service, name)).id);
        return again;
      });
      expect(ids.slice(0, 2)).toEqual([one.id, two.id]);
      expect(await Promise.all(names.map((name) => jobs(name)))).toEqual([1, 1, 1]);
      expect((await rows(key))[0]!.job_ids).toEqual(ids);
    });

    it('and was overtaken by the same request, sent again, starts none', async () => {
      const key = randomUUID();
      const late = begin(key);
      await insert(late);
      await insert(begin(key));
      const refused = run(late, (service) => service.enqueue(Scripted, { key }));
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await jobs(key)).toBe(0);
    });

    it('and failed afterwards, gets its jobs at the next try at once', async () => {
      const key = randomUUID();
      const failed = begin(key);
      await insert(failed);
      const { id } = await run(failed, (service) => service.enqueue(Scripted, { key }));
      const keys = platform.app.get(IdempotencyKeys);
      await keys.giveUp(failed);
      const next = await keys.begin({ tenantId: platform.a.id, route: 'POST /test', key }, Buffer.from(''));
      expect(next).toMatchObject({ jobIds: [id] });
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

  it('leaves secrets, log-ins and reads alone', async () => {
    const key = randomUUID();
    const made = await Promise.all([post('/api-keys', key, { name: 'a' }), post('/api-keys', key, { name: 'a' })]);
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[0].body['key']).not.toBe(made[1].body['key']);
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
    const pg = (await import('pg')).default;
    const sql = new pg.Pool({ connectionString: database.url, max: 1 });
    const token = seedDemo(database.url).find(({ email }) => email === 'admin@seaside.test')!.apiKey;
    const key = randomUUID();
    const servers: ServerProcess[] = [];
    const request = (server: ServerProcess) =>
      fetch(`${server.baseUrl}/api/v1/jobs/trigger/room-generation-sweep`, {
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
      expect((await request(servers[1]!)).status).toBe(409);
      await sql.query(`UPDATE idempotency_key SET locked_at = now() - interval '31 seconds'`);
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

import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ClockSkew } from '../../src/ops/clock-skew.js';
import { Readiness } from '../../src/ops/readiness.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { PASSWORD, Platform } from './harness.js';
import { TcpProxy } from './tcp-proxy.js';

const METRICS_TOKEN = 'm'.repeat(16);
const BOARD = '/api/admin/queues';

let platform: Platform;
let redis: TestRedis;
let postgres: TcpProxy;
beforeAll(async () => {
  redis = await startTestRedis();
  postgres = new TcpProxy();
  platform = await Platform.start({
    METRICS_TOKEN,
    LOGIN_THROTTLE_PER_MINUTE: '5',
    REDIS_URL: redis.url,
    ...(await postgres.env()),
  });
});
afterAll(async () => {
  await postgres?.restore();
  await platform?.stop();
  await postgres?.close();
  await redis?.stop();
});

const get = (url: string, token?: string) => platform.call('GET', url, { token });

describe('health', () => {
  it.each(['', '/api', '/api/v1'])('answers under "%s"', async (prefix) => {
    expect((await get(`${prefix}/health/live`)).body).toEqual({ status: 'ok' });
    const ready = await get(`${prefix}/health/ready`);
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ok', checks: { postgres: 'up', migrations: 'up', redis: 'up', clock: 'up', handlers: 'up' } },
    ]);
  });

  it('without Redis: degraded, still welcome', async () => {
    await redis.pause();
    const ready = await get('/health/ready');
    expect([ready.status, ready.body['status']]).toEqual([200, 'degraded']);
    expect((await get('/health/live')).status).toBe(200);
    await redis.resume();
  });

  it("with a clock that is not the database's: degraded, still welcome, measured and told", async () => {
    const clock = platform.app.get(ClockSkew);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const here = Date.now.bind(Date);
    const seconds = async () => {
      const metric = await platform.app.get(Metrics).registry.getSingleMetric('nightshift_clock_skew_seconds')!.get();
      return metric.values[0]!.value;
    };
    try {
      const now = jest.spyOn(Date, 'now').mockImplementation(() => here() - 90_000);
      await clock.measure();
      await clock.measure();
      now.mockRestore();
      const ready = await get('/health/ready');
      expect([ready.status, ready.body]).toMatchObject([
        200,
        { status: 'degraded', checks: { clock: expect.stringMatching(/^(89|90)\.\d s behind the database's$/) } },
      ]);
      expect(Math.round(await seconds())).toBe(-90);
      // Once, not with every look.
      expect(warn.mock.calls.filter(([text]) => /clock is .* behind/.test(String(text)))).toHaveLength(1);
    } finally {
      jest.restoreAllMocks();
    }
    await clock.measure();
    expect((await get('/health/ready')).body).toMatchObject({ status: 'ok', checks: { clock: 'up' } });
    expect(Math.abs(await seconds())).toBeLessThan(1);
  });

  it('with a migration missing: 503', async () => {
    const { rows } = await platform.sql.query<{ id: number; timestamp: string; name: string }>(
      'DELETE FROM migration WHERE id = (SELECT max(id) FROM migration) RETURNING *',
    );
    const ready = await get('/health/ready');
    expect([ready.status, ready.body['checks'] as object]).toMatchObject([503, { postgres: 'up', migrations: 'down' }]);
    const { id, timestamp, name } = rows[0]!;
    await platform.sql.query('INSERT INTO migration (id, timestamp, name) VALUES ($1, $2, $3)', [id, timestamp, name]);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('without Postgres: not ready, alive, and requests answer 503 with Retry-After', async () => {
    await postgres.cut();
    const [live, ready, request, login] = await Promise.all([
      get('/health/live'),
      get('/health/ready'),
      get('/api/v1/hotels', platform.a.ADMIN.token),
      platform.call('POST', '/api/v1/auth/login', { body: { email: platform.a.ADMIN.email, password: PASSWORD } }),
    ]);
    expect(live.status).toBe(200);
    expect([ready.status, ready.body['status']]).toEqual([503, 'unavailable']);
    for (const answer of [request, login])
      expect([answer.status, answer.body['code'], answer.headers['retry-after']]).toEqual([503, 'UNAVAILABLE', '5']);
    await postgres.restore();
    expect((await get('/api/v1/hotels', platform.a.ADMIN.token)).status).toBe(200);
  });
});

describe('metrics', () => {
  it.each(['/metrics', '/api/metrics', '/api/v1/metrics'])('%s is for operators and the scraper', async (url) => {
    expect((await get(url)).status).toBe(401);
    expect((await get(url, 'x')).status).toBe(401);
    expect((await get(url, platform.a.ADMIN.token)).status).toBe(403);
    expect((await get(url, platform.operator.token)).status).toBe(200);
    const scraped = await get(url, METRICS_TOKEN);
    expect([scraped.status, scraped.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(scraped.text).toContain('process_cpu_user_seconds_total');
  });

  it('tell routes by pattern and status class, and no tenant, id or e-mail', async () => {
    await get('/api/v1/jobs/01900000-0000-7000-8000-000000000000', platform.a.ADMIN.token);
    const { text } = await get('/metrics', METRICS_TOKEN);
    expect(text).toMatch(
      /nightshift_http_request_seconds_count\{method="GET",route="\/api\/v1\/jobs\/:id",status="4xx"\}/,
    );
    expect(text).toContain('nightshift_queue_depth');
    for (const secret of [platform.a.id, platform.a.slug, 'example.test', '01900000', METRICS_TOKEN])
      expect(text).not.toContain(secret);
  });

  it('the scraper’s token opens nothing else', async () => {
    expect((await get('/api/v1/jobs', METRICS_TOKEN)).status).toBe(401);
    expect((await get(BOARD, METRICS_TOKEN)).status).toBe(401);
  });
});

describe('Bull Board', () => {
  const basic = (email: string, password: string) => `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;

  it.each([
    BOARD,
    `${BOARD}/`,
    `${BOARD}/api/queues`,
    `${BOARD}/static/js/main.js`,
    '/api/v1/admin/queues',
    '/api/v1/admin/queues/api/queues',
    '/api/%61dmin/queues',
    '/api/admin/%71ueues/api/queues',
    `${BOARD}/api/queues?page=1`,
    `${BOARD}//api/queues`,
    `${BOARD}/static/..%2f..%2fpackage.json`,
  ])('GET %s is for operators', async (url) => {
    for (const method of ['GET', 'HEAD'])
      for (const token of [undefined, 'x', platform.a.ADMIN.token]) {
        const answer = await platform.call(method, url, { token });
        expect([401, 403, 404]).toContain(answer.status);
        expect(answer.text).not.toMatch(/<html|"queues"/);
      }
  });

  it('shows operators every queue, read-only', async () => {
    const token = platform.operator.token;
    const page = await get(BOARD, token);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<base href="/api/admin/queues/"');
    const list = await get('/api/v1/admin/queues/api/queues', token);
    const queues = list.body['queues'] as { name: string; readOnlyMode: boolean }[];
    expect(queues.map(({ name }) => name)).toContain('room-generation');
    expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    const script = /src="(static\/js\/[^"]+)"/.exec(page.text)?.[1];
    expect((await get(`${BOARD}/${script}`, token)).status).toBe(200);
    const pause = await platform.call('PUT', `${BOARD}/api/queues/room-generation/pause`, { token });
    expect(pause.status).toBe(405);
  });

  it('asks browsers for e-mail and password, gives them a session, and wants changes from itself', async () => {
    const asked = await get(BOARD);
    expect([asked.status, asked.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="Nightshift queues", charset="UTF-8"',
    ]);
    const authorization = basic(platform.operator.email, PASSWORD);
    const entered = await platform.call('GET', BOARD, { headers: { authorization } });
    expect(entered.status).toBe(200);
    const cookie = String(entered.headers['set-cookie']).split(';')[0]!;
    expect((await platform.call('GET', BOARD, { headers: { cookie } })).status).toBe(200);
    const change = (headers: Record<string, string>) =>
      platform.call('PUT', `${BOARD}/api/queues/room-generation/pause`, { headers });
    expect((await change({ cookie })).status).toBe(403);
    expect((await change({ authorization, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const csrf = /ns_csrf=([^;]+)/.exec(String(entered.headers['set-cookie']))![1]!;
    expect((await change({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(403);
    expect((await change({ cookie, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf })).status).toBe(405);
  });

  it('does not let others in by password, nor anybody guess for long', async () => {
    const enter = (email: string, password: string) =>
      platform.call('GET', BOARD, { headers: { authorization: basic(email, password) } });
    const tenant = await enter(platform.a.ADMIN.email, PASSWORD);
    expect([tenant.status, tenant.headers['set-cookie']]).toEqual([403, undefined]);
    const guesses = [];
    for (let n = 0; n < 7; n++) guesses.push((await enter(platform.operator.email, `guess ${n}`)).status);
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    // Noted as every log-in is, right or wrong: of operators for operators, of a tenant's people for the tenant.
    const noted = async (token: string) =>
      (
        (await get('/api/v1/audit?action=auth/board', token)).body['entries'] as {
          status: number;
          actorName: string;
        }[]
      ).map(({ status, actorName }) => [actorName, status]);
    expect(await noted(platform.a.ADMIN.token)).toEqual([[platform.a.ADMIN.email, 403]]);
    const wrong = Array<unknown>(5).fill([platform.operator.email, 401]);
    expect(await noted(platform.operator.token)).toEqual([...wrong, [platform.operator.email, 200]]);
  });
});

describe('documentation', () => {
  it('opens without a credential, from files of this server alone', async () => {
    const page = await get('/api/docs');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html']);
    for (const [, src] of page.text.matchAll(/<script src="([^"]+)"/g)) {
      const script = await get(new URL(src!.trim(), 'http://x/api/docs').pathname);
      expect([src, script.status]).toEqual([src, 200]);
    }
    expect((await get('/api/docs-json')).body).toMatchObject({ info: { title: 'Nightshift' } });
  });
});

it('a process that leaves says so to the balancer, and stays alive', async () => {
  const other = await Platform.start();
  other.app.get(Readiness).leave();
  expect((await other.call('GET', '/health/ready')).status).toBe(503);
  expect((await other.call('GET', '/health/live')).status).toBe(200);
  await other.stop();
});

it('a process without the api role serves its probes and its scraper, nothing else', async () => {
  const other = await Platform.start({ ROLES: 'scheduler', METRICS_TOKEN });
  const status = async (url: string, token?: string) => (await other.call('GET', url, { token })).status;
  expect(await status('/health/live')).toBe(200);
  expect(await status('/health/ready')).toBe(200);
  expect(await status('/metrics', METRICS_TOKEN)).toBe(200);
  for (const url of ['/api/v1/auth/me', '/api/v1/jobs', BOARD, '/api/docs', '/api/v1/health/../jobs'])
    expect(await status(url, other.operator.token)).toBe(404);
  await other.stop();
});

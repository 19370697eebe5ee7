import { afterEach, describe, expect, it } from '@jest/globals';
import { UsersService } from '../../src/platform/auth/index.js';
import { CRON_SECRET, PASSWORD, Platform } from './harness.js';

let platform: Platform | undefined;
afterEach(() => platform?.stop());

const LOGIN = '/api/v1/auth/login';

describe('throttling', () => {
  it('counts by credential over all routes; others go on; probes are never refused', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '5' });
    const { a, b } = platform;
    const ask = (token: string, url = '/api/v1/auth/me') => platform!.call('GET', url, { token });
    const urls = ['/api/v1/auth/me', '/api/auth/me', '/api/v1/api-keys', '/api/v1/jobs', '/api/v1/hotels'];
    for (const url of urls) expect((await ask(a.ADMIN.token, url)).status).toBe(200);
    const refused = await ask(a.ADMIN.token);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    // The same credential, spelled in another way, or beside something that is none.
    for (const authorization of [`bearer  ${a.ADMIN.token}`, `BEARER   ${a.ADMIN.token}`])
      expect((await platform.call('GET', '/api/v1/auth/me', { headers: { authorization } })).status).toBe(429);
    const beside = { authorization: 'x', cookie: `ns_session=${a.ADMIN.token}` };
    expect((await platform.call('GET', '/api/v1/auth/me', { headers: beside })).status).toBe(429);
    expect((await ask(b.ADMIN.token)).status).toBe(200);
    for (let n = 0; n < 10; n++) expect((await platform.call('GET', '/health/live')).status).toBe(200);
  });

  it('log-in is stricter, by address, whoever is tried', async () => {
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '3' });
    const attempt = (n: number) => platform!.call('POST', LOGIN, { body: { email: `u${n}@x.test`, password: 'x' } });
    for (let n = 0; n < 3; n++) expect((await attempt(n)).status).toBe(401);
    const right = { email: platform.a.ADMIN.email, password: PASSWORD };
    expect((await platform.call('POST', LOGIN, { body: right })).status).toBe(429);
    expect((await platform.call('GET', '/api/v1/auth/me', { token: platform.a.ADMIN.token })).status).toBe(200);
  });

  it('a new bad credential with every request does not escape', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '5' });
    const statuses = [];
    for (let n = 0; n < 8; n++)
      statuses.push(
        (await platform.call('GET', '/api/v1/auth/me', { token: `ns_0000000${n}_${'x'.repeat(43)}` })).status,
      );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });

  it('X-Forwarded-For is believed for as many hops as there are proxies, not one more', async () => {
    const attempt = (forwarded: string) =>
      platform!.call('POST', LOGIN, {
        body: { email: 'x@x.test', password: 'x' },
        headers: { 'x-forwarded-for': forwarded },
      });
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '1' });
    expect((await attempt('198.51.100.1')).status).toBe(401);
    expect((await attempt('198.51.100.2')).status).toBe(429);
    await platform.stop();
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '1', TRUST_PROXY: '1' });
    expect((await attempt('9.9.9.1, 198.51.100.1')).status).toBe(401);
    expect((await attempt('9.9.9.2, 198.51.100.1')).status).toBe(429);
    expect((await attempt('9.9.9.2, 198.51.100.2')).status).toBe(401);
  });

  const BAD = (n: number) => `ns_${n.toString(16).padStart(8, '0')}_${'x'.repeat(43)}`;
  const flood = async (times: number, ask: (n: number) => Promise<{ status: number }>) =>
    (await Promise.all(Array.from({ length: times }, (_, n) => ask(n)))).map(({ status }) => status);

  it('good keys go on behind an address that sent too many bad ones, also those never seen before', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '5' });
    const { a, b } = platform;
    const me = (token: string) => platform!.call('GET', '/api/v1/auth/me', { token });
    const { key } = await platform.apiKey(a.ADMIN, a);
    const bad = await flood(50, (n) => me(BAD(n)));
    expect(bad.filter((status) => status === 401).length).toBe(5);
    expect(bad.filter((status) => status === 429).length).toBe(45);
    for (const good of [key, a.STAFF.token, b.ADMIN.token]) expect((await me(good)).status).toBe(200);
    const cron = await platform.call('POST', '/api/v1/cron/check-no-shows', { token: CRON_SECRET, body: {} });
    expect(cron.status).toBeLessThan(300);
    expect((await me(BAD(1))).status).toBe(429);
    // Who has no credential is another caller again.
    expect((await platform.call('GET', '/api/v1/auth/me')).status).toBe(401);
  });

  it('many at once are counted before any of them is served', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '20' });
    const { key } = await platform.apiKey(platform.a.ADMIN, platform.a);
    const statuses = await flood(100, () => platform!.call('GET', '/api/v1/auth/me', { token: key }));
    expect(statuses.filter((status) => status === 200).length).toBe(20);
    expect(statuses.filter((status) => status === 429).length).toBe(80);
  });

  it('every route has a limit, whatever credential is made up for it', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '3', TRUST_PROXY: '1' });
    const routes = [
      ['POST', '/api/v1/cron/check-no-shows'],
      ['POST', '/api/v1/auth/logout'],
      ['GET', '/api/docs-yaml'],
      ['GET', '/api/docs-json'],
      ['GET', '/api/docs'],
      ['GET', '/api/admin/queues/static/js/main.js'],
      ['GET', '/api/v1/metrics'],
      ['GET', '/api/v1/nowhere'],
      ['GET', '/'],
      ['OPTIONS', '/api/v1/jobs'],
    ] as const;
    for (const [at, [method, url]] of routes.entries()) {
      // Each route is asked from an address of its own: what came before must not count.
      const from = { 'x-forwarded-for': `198.51.100.${at}` };
      const refused = (statuses: number[]) => statuses.filter((status) => status === 429).length;
      const madeUp = await flood(8, (n) =>
        platform!.call(method, url, { headers: { ...from, authorization: `Bearer made-up-${n}` } }),
      );
      const without = await flood(8, () => platform!.call(method, url, { headers: from }));
      expect([method, url, refused(madeUp), refused(without)]).toEqual([method, url, 5, 5]);
    }
  });

  it('Bull Board compares as many passwords as log-in, and no more when they come all at once', async () => {
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '10' });
    const users = platform.app.get(UsersService);
    const compare = users.authenticate.bind(users);
    let compared = 0;
    users.authenticate = (email, password) => {
      compared++;
      return compare(email, password);
    };
    const basic = (password: string) => Buffer.from(`${platform!.operator.email}:${password}`).toString('base64');
    const statuses = await flood(200, (n) =>
      platform!.call('GET', '/api/admin/queues', { headers: { authorization: `Basic ${basic(`guess ${n}`)}` } }),
    );
    expect(compared).toBe(10);
    expect(statuses.filter((status) => status === 401).length).toBe(10);
    expect(statuses.filter((status) => status === 429).length).toBe(190);
  });

  it('an account is not tried from ever more addresses, and one address does not lock it', async () => {
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '2', TRUST_PROXY: '1' });
    const { email } = platform.a.ADMIN;
    const attempt = (from: string, password: string) =>
      platform!.call('POST', LOGIN, { body: { email, password }, headers: { 'x-forwarded-for': from } });
    for (let n = 0; n < 5; n++) await attempt('198.51.100.1', 'wrong');
    expect((await attempt('198.51.100.2', PASSWORD)).status).toBe(200);
    const statuses = [];
    for (let n = 0; n < 30; n++) statuses.push((await attempt(`203.0.113.${n}`, 'wrong')).status);
    expect(statuses.filter((status) => status === 401).length).toBe(18);
  });

  it('addresses of one IPv6 network are one', async () => {
    platform = await Platform.start({ LOGIN_THROTTLE_PER_MINUTE: '1', TRUST_PROXY: '1' });
    const attempt = async (from: string) =>
      (
        await platform!.call('POST', LOGIN, {
          body: { email: `${from.length}@x.test`, password: 'x' },
          headers: { 'x-forwarded-for': from },
        })
      ).status;
    expect(await attempt('2001:db8::1')).toBe(401);
    expect(await attempt('2001:db8::ffff:1')).toBe(429);
    expect(await attempt('2001:db8:0:1::1')).toBe(401);
  });

  it('a large body counts as several requests', async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '30' });
    const body = { type: 'room-generation', data: { note: 'x'.repeat(200_000) } };
    const send = (token: string) => platform!.call('POST', '/api/v1/jobs', { token, body });
    expect((await send(platform.a.ADMIN.token)).status).toBe(400);
    expect((await send(platform.a.ADMIN.token)).status).toBe(400);
    expect((await send(platform.a.ADMIN.token)).status).toBe(429);
  });
});

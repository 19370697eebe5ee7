import { afterEach, describe, expect, it } from '@jest/globals';
import { PASSWORD, Platform } from './harness.js';

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
});

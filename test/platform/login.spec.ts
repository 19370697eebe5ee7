import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, Platform } from './harness.js';
import { ProbeModule } from './probe.module.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({}, [ProbeModule]);
});
afterAll(() => platform?.stop());

const login = (body: object, headers?: Record<string, string>) =>
  platform.call('POST', '/api/v1/auth/login', { body, headers });

describe('log-in', () => {
  it('answers a token that works, and sets a cookie scripts cannot read', async () => {
    const { id, email } = platform.a.ADMIN;
    const answer = await login({ email: email.toUpperCase(), password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 3600,
      user: { id, email, role: 'ADMIN', tenant: 'aurora' },
    });
    expect(Object.keys(answer.body).sort()).toEqual(['accessToken', 'expiresIn', 'tokenType', 'user']);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^ns_session=\S+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const me = await platform.call('GET', '/api/v1/auth/me', { token: answer.body['accessToken'] as string });
    expect(me.body).toEqual({ id, email, role: 'ADMIN', tenant: 'aurora' });
  });

  it('answers alike, and after a like time, to a wrong password and to an unknown e-mail', async () => {
    const timed = async (email: string) => {
      const start = performance.now();
      const { status, body } = await login({ email, password: 'wrong' });
      return { status, body, ms: performance.now() - start };
    };
    await timed('warm@up.test');
    const rounds = await Promise.all([]).then(async () => {
      const all = [];
      for (let n = 0; n < 5; n++)
        all.push([await timed(platform.a.ADMIN.email), await timed('nobody@example.test')] as const);
      return all;
    });
    for (const [known, unknown] of rounds) {
      expect(known.status).toBe(401);
      expect(unknown.body).toEqual(known.body);
    }
    const middle = (index: 0 | 1) => rounds.map((round) => round[index].ms).sort((a, b) => a - b)[2]!;
    // Without the dummy hash the unknown e-mail would take a small fraction of the other's time.
    expect(middle(1)).toBeGreaterThan(middle(0) / 3);
  });

  it('keeps a disabled user out: no log-in, and the old token ends', async () => {
    const person = await platform.person(platform.b, 'leaving', 'STAFF');
    const me = () => platform.call('GET', '/api/v1/auth/me', { token: person.token });
    expect((await me()).status).toBe(200);
    await platform.sql.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [person.id]);
    expect((await me()).status).toBe(401);
    expect((await login({ email: person.email, password: PASSWORD })).status).toBe(401);
  });

  it('a demotion holds at once, whatever the token says', async () => {
    const person = await platform.person(platform.b, 'demoted', 'ADMIN');
    const keys = () => platform.call('GET', '/api/v1/api-keys', { token: person.token });
    expect((await keys()).status).toBe(200);
    await platform.sql.query(`UPDATE app_user SET role = 'STAFF' WHERE id = $1`, [person.id]);
    expect((await keys()).status).toBe(403);
  });

  it.each([{}, { email: 'no-mail', password: 'x' }, { email: 'a@b.test', password: 'x', role: 'ADMIN' }])(
    'refuses %j',
    async (body) => {
      expect((await login(body)).status).toBe(400);
    },
  );
});

describe('session cookie', () => {
  const cookie = () => `ns_session=${platform.a.ADMIN.token}`;
  const change = (headers: Record<string, string>) =>
    platform.call('POST', '/api/v1/probe/echo', {
      body: { name: 'x' },
      headers: { cookie: cookie(), host: 'ns.test', ...headers },
    });

  it('reads without further proof', async () => {
    const answer = await platform.call('GET', '/api/v1/auth/me', { headers: { cookie: cookie() } });
    expect(answer.body).toMatchObject({ role: 'ADMIN', tenant: 'aurora' });
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: 'https://ns.test' }, 201],
    [{}, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://ns.test' }, 403],
    [{ origin: 'https://evil.test' }, 403],
    [{ origin: 'https://ns.test.evil.test' }, 403],
    [{ origin: 'null' }, 403],
  ])('a change with %j: %i', async (headers, status) => {
    expect((await change(headers as Record<string, string>)).status).toBe(status);
  });

  it('does not stand in for a bad bearer token', async () => {
    const headers = { cookie: cookie(), authorization: 'Bearer bad' };
    expect((await platform.call('GET', '/api/v1/auth/me', { headers })).status).toBe(401);
  });

  it('is taken back by logout', async () => {
    const answer = await platform.call('POST', '/api/v1/auth/logout');
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(/^ns_session=;/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csrfTokenOf } from '../../src/platform/auth/session-cookie.js';
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
    const [session, csrf] = answer.headers['set-cookie'] as string[];
    expect(session).toMatch(/^ns_session=\S+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/);
    // This one is for the scripts of the console's pages.
    expect(csrf).toMatch(/^ns_csrf=[\w-]{43}; Max-Age=3600; Path=\/; SameSite=Strict$/);
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
      headers: { cookie: cookie(), host: 'ns.test', 'x-csrf-token': csrfTokenOf(platform.a.ADMIN.token), ...headers },
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

  it.each([
    ['none', () => ({})],
    ['a text', () => ({ 'x-csrf-token': 'x' })],
    ['that of another session', () => ({ 'x-csrf-token': csrfTokenOf(platform.b.ADMIN.token) })],
  ])('a change needs the CSRF token of its session; with %s: 403', async (_, headers) => {
    const refused = await platform.call('POST', '/api/v1/probe/echo', {
      body: { name: 'x' },
      headers: { cookie: cookie(), 'sec-fetch-site': 'same-origin', ...headers() },
    });
    expect([refused.status, refused.body['code']]).toEqual([403, 'FORBIDDEN']);
    expect(refused.body['detail']).toMatch(/X-CSRF-Token/);
  });

  it('does not stand in for a bad bearer token', async () => {
    const headers = { cookie: cookie(), authorization: 'Bearer bad' };
    expect((await platform.call('GET', '/api/v1/auth/me', { headers })).status).toBe(401);
  });

  it('is taken back by logout', async () => {
    const answer = await platform.call('POST', '/api/v1/auth/logout');
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(/^ns_session=;.*ns_csrf=;/);
  });
});

describe('session of a browser', () => {
  /** Logs in as a browser does and gives what it keeps. */
  const begin = async (email: string) => {
    const answer = await platform.call('POST', '/api/v1/auth/session', {
      body: { email, password: PASSWORD },
      headers: { 'user-agent': 'Browser of the test' },
    });
    expect(answer.status).toBe(201);
    const cookies = (answer.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';', 1)[0]!);
    const csrf = cookies.find((cookie) => cookie.startsWith('ns_csrf='))!.slice('ns_csrf='.length);
    const headers = { cookie: cookies.join('; '), 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf };
    return { answer, headers, id: answer.body['sessionId'] as string };
  };
  const who = (headers: Record<string, string>) => platform.call('GET', '/api/v1/auth/session', { headers });

  it('says who is logged in; its cookie is unreadable for scripts and holds no token', async () => {
    const { answer, headers } = await begin(platform.a.ADMIN.email);
    const [session] = answer.headers['set-cookie'] as string[];
    expect(session).toMatch(/^ns_session=nss_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(answer.body)).not.toContain('nss_');
    const { status, body } = await who(headers);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { email: platform.a.ADMIN.email, role: 'ADMIN', tenant: 'aurora' },
      tenant: { id: platform.a.id, slug: 'aurora', demo: false },
      preferences: { locale: null, timezone: null, theme: null, keysOff: false },
    });
    // Good as a cookie, and as nothing else.
    const token = /nss_[\w-]+/.exec(headers.cookie)![0];
    expect((await platform.call('GET', '/api/v1/auth/me', { token })).status).toBe(401);
  });

  it('is refused alike for a wrong password', async () => {
    const body = { email: platform.a.ADMIN.email, password: 'wrong' };
    const [browser, program] = await Promise.all(
      ['session', 'login'].map((name) => platform.call('POST', `/api/v1/auth/${name}`, { body })),
    );
    expect([browser!.status, browser!.body['code']]).toEqual([program!.status, program!.body['code']]);
    expect(browser!.headers['set-cookie']).toBeUndefined();
  });

  it('changes nothing without its CSRF token, not even another session of the same person', async () => {
    const [one, other] = [await begin(platform.a.MANAGER.email), await begin(platform.a.MANAGER.email)];
    const change = (headers: Record<string, string>) =>
      platform.call('PATCH', '/api/v1/auth/session', { body: { theme: 'dark' }, headers });
    const { 'x-csrf-token': _, ...bare } = one.headers;
    expect((await change(bare)).status).toBe(403);
    expect((await change({ ...one.headers, 'x-csrf-token': other.headers['x-csrf-token'] })).status).toBe(403);
    expect((await who(one.headers)).body['preferences']).toMatchObject({ theme: null });
    const { status, body } = await change(one.headers);
    expect([status, body['preferences']]).toEqual([
      200,
      { locale: null, timezone: null, theme: 'dark', tourEnded: false, keysOff: false },
    ]);
    const wrong = await platform.call('PATCH', '/api/v1/auth/session', {
      body: { timezone: 'Mars/North' },
      headers: one.headers,
    });
    expect([wrong.status, wrong.body['errors']]).toMatchObject([400, [{ path: 'timezone' }]]);
  });

  it('ends by log-out, by the list of sessions, by another password, and nothing of it comes back', async () => {
    const [one, other, third] = [
      await begin(platform.a.STAFF.email),
      await begin(platform.a.STAFF.email),
      await begin(platform.a.STAFF.email),
    ];
    const list = await platform.call('GET', '/api/v1/auth/sessions', { headers: one.headers });
    expect(list.body).toMatchObject({ total: 3 });
    const sessions = list.body['sessions'] as { id: string; current: boolean; userAgent: string }[];
    expect(sessions.filter(({ current }) => current).map(({ id }) => id)).toEqual([one.id]);
    expect(sessions[0]!.userAgent).toBe('Browser of the test');

    const ended = await platform.call('DELETE', '/api/v1/auth/session', { headers: other.headers });
    expect(ended.status).toBe(204);
    expect(String(ended.headers['set-cookie'])).toMatch(/ns_session=;.*ns_csrf=;/);
    expect((await who(other.headers)).status).toBe(401);

    const stranger = await begin(platform.b.ADMIN.email);
    const end = (headers: Record<string, string>) =>
      platform.call('DELETE', `/api/v1/auth/sessions/${third.id}`, { headers });
    expect((await end(stranger.headers)).status).toBe(404);
    expect((await end(one.headers)).status).toBe(204);
    expect((await who(third.headers)).status).toBe(401);
    expect((await who(one.headers)).status).toBe(200);

    await platform.sql.query('UPDATE app_user SET token_version = token_version + 1 WHERE id = $1', [
      platform.a.STAFF.id,
    ]);
    expect((await who(one.headers)).status).toBe(401);
  });

  it('has the rights of its person and the rows of her tenant, as a token has', async () => {
    const [staff, strangers] = [await begin(platform.b.STAFF.email), await begin(platform.b.ADMIN.email)];
    expect((await platform.call('GET', '/api/v1/api-keys', { headers: staff.headers })).status).toBe(403);
    const mine = await platform.call('GET', '/api/v1/users', { headers: strangers.headers });
    const emails = (mine.body['users'] as { email: string }[]).map(({ email }) => email);
    expect(emails).toContain(platform.b.ADMIN.email);
    expect(emails).not.toContain(platform.a.ADMIN.email);
  });

  it('is over when its time is over, and a forged or foreign one is none', async () => {
    const { headers, id } = await begin(platform.b.ADMIN.email);
    await platform.sql.query(`UPDATE user_session SET expires_at = now() WHERE id = $1`, [id]);
    expect((await who(headers)).status).toBe(401);
    for (const cookie of ['ns_session=nss_short', `ns_session=nss_${'A'.repeat(43)}`])
      expect((await who({ cookie })).status).toBe(401);
  });
});

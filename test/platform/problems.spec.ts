import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from './harness.js';
import { ProbeModule } from './probe.module.js';

let platform: Platform;
let token: string;
beforeAll(async () => {
  platform = await Platform.start({ BODY_LIMIT_BYTES: '2048' }, [ProbeModule]);
  token = platform.a.ADMIN.token;
});
afterAll(() => platform?.stop());

const echo = (body: unknown, headers?: Record<string, string>) =>
  platform.call('POST', '/api/v1/probe/echo', { token, body, headers });

describe('problem+json', () => {
  it('names unknown and nested fields', async () => {
    const answer = await echo({
      name: 'x',
      tenantId: 'another',
      items: [{ count: 1 }, { count: 'two', role: 'ADMIN' }],
    });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      type: 'urn:nightshift:problem:validation-failed',
      title: 'Bad Request',
      status: 400,
      instance: '/api/v1/probe/echo',
      code: 'VALIDATION_FAILED',
    });
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort();
    expect(paths).toEqual(['items.1.count', 'items.1.role', 'tenantId']);
  });

  it.each([
    ['broken JSON', '{"name":', {}, 400],
    ['a primitive', '7', {}, 400],
    ['an array', '[]', {}, 400],
    ['nothing', '', {}, 400],
    ['__proto__', '{"name":"x","__proto__":{"role":"ADMIN"}}', {}, 400],
    ['a constructor', '{"name":"x","constructor":{"prototype":{}}}', {}, 400],
    ['nesting that is too deep', `{"name":${'['.repeat(900)}${']'.repeat(900)}}`, {}, 400],
    ['nesting that never ends', '['.repeat(2000), {}, 400],
    ['too much', JSON.stringify({ name: 'x'.repeat(3000) }), {}, 413],
    ['plain text', 'name=x', { 'content-type': 'text/plain' }, 415],
    ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['XML', '<name/>', { 'content-type': 'application/xml' }, 415],
    ['CSV, which one route takes', 'name\nx', { 'content-type': 'text/csv' }, 415],
    ['CSV with a character set', 'name\nx', { 'content-type': 'Text/CSV; charset=utf-8' }, 415],
  ])('%s is a problem, not an accident', async (_, body, headers, status) => {
    const answer = await echo(body, headers);
    expect([answer.status, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.body).toMatchObject({ status, instance: '/api/v1/probe/echo' });
  });

  it('says where a character stands that cannot be stored, and takes those that are only spelled so', async () => {
    for (const bad of ['"\\u0000"', '"\\ud83d"', '"\\ude00\\ud83d"', '{"a":["ok","\\udc00"]}']) {
      const { status, body } = await echo(`{"name":"x","items":${bad}}`);
      const path = bad.startsWith('{') ? 'items.a.1' : 'items';
      expect([status, body['errors']]).toEqual([400, [{ path, message: expect.stringContaining('stored') }]]);
    }
    for (const good of ['\\ud83d\\ude00', '\\\\ud83d', '\\\\u0000'])
      expect((await echo(`{"name":"${good}"}`)).status).toBe(201);
  });

  it('says which names it does not take', async () => {
    const { body } = await echo('{"name":"x","__proto__":{}}');
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED', detail: expect.stringContaining('__proto__') });
  });

  it.each([
    ['GET', '/api/v1/nowhere?x=1'],
    ['GET', '/nowhere'],
    ['POST', '/api/v1/health/live'],
    ['GET', '/api/v2/health/live'],
  ])('%s %s is 404', async (method, url) => {
    const answer = await platform.call(method, url, { token });
    expect([answer.status, answer.body?.['code'], answer.body?.['instance']]).toEqual([
      404,
      'NOT_FOUND',
      url.split('?')[0],
    ]);
  });

  it('a malformed path is 400', async () => {
    const answer = await platform.call('GET', '/api/v1/jobs/%E0%A4%A', { token });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it.each(['range-error', 'bad-sql'])('%s tells nothing about the inside', async (route) => {
    const answer = await platform.call('GET', `/api/v1/probe/${route}`, { token });
    expect(answer.status).toBe(500);
    expect(answer.body['code']).toBe('INTERNAL');
    expect(answer.text).not.toMatch(/secret|stack|at \w|column/i);
  });

  it('a lost database is 503 with Retry-After, without its address', async () => {
    const answer = await platform.call('GET', '/api/v1/probe/away');
    expect([answer.status, answer.body['code'], answer.headers['retry-after']]).toEqual([503, 'UNAVAILABLE', '5']);
    expect(answer.text).not.toContain('10.1.2.3');
  });

  it.each([
    ['of a tenant', TenantDatabase],
    ['of the platform', SystemDatabase],
  ])('a request remembers a transaction %s that wrote, and no other', async (_, type) => {
    const context = platform.app.get(RequestContext);
    const db: Pick<TenantDatabase, 'transaction'> = platform.app.get(type);
    const committed = async (...statements: string[]) => {
      const progress = { committed: false };
      const work = db.transaction.bind(db, async (tx) => {
        for (const sql of statements) await tx.run(sql);
      });
      await context.asTenant(platform.a.id, work, { progress }).catch(() => undefined);
      return progress.committed;
    };
    const write = 'UPDATE report SET id = id WHERE false';
    expect(await committed('SELECT 1')).toBe(false);
    expect(await committed('SELECT 1', write)).toBe(true);
    expect(await committed(write, 'SELECT 1 / 0')).toBe(false);
  });

  it('401 names the scheme; HEAD has no body', async () => {
    const get = await platform.call('GET', '/api/v1/jobs');
    expect([get.status, get.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const head = await platform.call('HEAD', '/api/v1/jobs');
    expect([head.status, head.text]).toEqual([401, '']);
  });
});

describe('headers', () => {
  it('a good request id is kept, a bad one replaced', async () => {
    const ask = async (id: string) =>
      (await platform.call('GET', '/health/live', { headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await ask('trace-1.b_C')).toBe('trace-1.b_C');
    expect(await ask('bad id\u00e9')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers are not cached and carry the security headers; no site is let in by CORS', async () => {
    const answer = await platform.call('GET', '/api/v1/auth/me', { token, headers: { origin: 'https://evil.test' } });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});

import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsLifecycle } from '../../src/jobs/index.js';
import { Public, Roles } from '../../src/platform/auth/index.js';
import { CRON_SECRET, Platform, testEnv } from './harness.js';
import { ProbeModule } from './probe.module.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({}, [ProbeModule]);
});
afterAll(() => platform?.stop());

@Controller('silent')
class SilentController {
  @Get() @Public() open() {}
  @Post() forgotten() {}
  @Delete(':id') alsoForgotten() {}
  @Get('twice') @Public() @Roles('ADMIN') both() {}
}
@Module({ controllers: [SilentController] })
class SilentModule {}

describe('default deny', () => {
  it('does not boot with a route that declares nobody, or two things; names each', async () => {
    const { createApp } = await import('../../src/bootstrap.js');
    const app = await createApp(testEnv({ DATABASE_URL: platform.databaseUrl }), { imports: [SilentModule] });
    const boot = await app.init().then(
      () => 'booted',
      (error: Error) => error.message,
    );
    expect(boot).toContain('POST SilentController.forgotten');
    expect(boot).toContain('DELETE SilentController.alsoForgotten');
    expect(boot).toContain('GET SilentController.both');
    expect(boot).not.toContain('SilentController.open');
    await app.get(JobsLifecycle).drain();
    await app.close();
  });

  it.each([
    ['HEAD', '/api/v1/api-keys'],
    ['GET', '/api/api-keys'],
    ['GET', '/api/v1/api-keys/'],
    ['GET', '/api/v1/API-KEYS'],
    ['GET', '/api/v1/%61pi-keys'],
    ['GET', '/api/v1//api-keys'],
    ['GET', '//api/v1/api-keys'],
    ['GET', '/api/v1/./api-keys'],
    ['GET', '/api/v1/auth/../api-keys'],
    ['GET', '/api/v1/health/..%2fapi-keys'],
    ['GET', '/api/v1/api-keys;x=1'],
    ['GET', '/api/v1/api-keys%00'],
    ['OPTIONS', '/api/v1/api-keys'],
    ['GET', '/health/../api/v1/api-keys'],
  ])('%s %s stays shut', async (method, url) => {
    const answer = await platform.call(method, url);
    expect([400, 401, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('apiKeys');
  });

  it('the encoded path and HEAD are the same route, behind the same guard', async () => {
    for (const [method, url] of [
      ['GET', '/api/v1/%61pi-keys'],
      ['HEAD', '/api/v1/api-keys'],
      ['GET', '/api/api-keys'],
    ] as const) {
      expect((await platform.call(method, url)).status).toBe(401);
      expect((await platform.call(method, url, { token: platform.a.STAFF.token })).status).toBe(403);
      expect((await platform.call(method, url, { token: platform.a.ADMIN.token })).status).toBe(200);
    }
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Token abc', 'Bearer a b', 'bearer null'])(
    'authorization "%s" is nobody',
    async (authorization) => {
      expect((await platform.call('GET', '/api/v1/auth/me', { headers: { authorization } })).status).toBe(401);
    },
  );
});

describe('cron secret', () => {
  const nightly = (token?: string) => platform.call('POST', '/api/v1/probe/nightly', { token });

  it('opens the cron routes, and nothing else', async () => {
    expect((await nightly(CRON_SECRET)).body).toEqual({ role: 'CRON' });
    expect((await platform.call('GET', '/api/v1/auth/me', { token: CRON_SECRET })).status).toBe(401);
    expect((await platform.call('GET', '/api/v1/jobs', { token: CRON_SECRET })).status).toBe(401);
  });

  it('is the only thing that does', async () => {
    const { key } = await platform.apiKey(platform.a.ADMIN, platform.a);
    for (const token of [undefined, 'x', `${CRON_SECRET}x`, platform.a.ADMIN.token, platform.operator.token, key])
      expect([401, 403]).toContain((await nightly(token)).status);
    const cookie = `ns_session=${platform.operator.token}`;
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect((await platform.call('POST', '/api/v1/probe/nightly', { headers })).status).toBe(401);
  });
});

describe('request context', () => {
  it('is the caller’s own, in the handler and in Postgres, however many ask at once', async () => {
    const callers = Array.from({ length: 400 }, (_, n) => (n % 2 ? platform.a : platform.b));
    const answers = await Promise.all(
      callers.map(({ MANAGER }, n) =>
        platform.call('POST', '/api/v1/probe/whoami', {
          token: MANAGER.token,
          body: {},
          headers: { 'x-request-id': `r-${n}` },
        }),
      ),
    );
    answers.forEach(({ body }, n) => {
      const { id } = callers[n]!;
      expect(body).toEqual({ requestId: `r-${n}`, fromDecorator: id, fromContext: id, fromPostgres: id, usersSeen: 3 });
    });
  });

  it('survives a body that arrives in pieces on a kept connection', async () => {
    await platform.app.listen(0, '127.0.0.1');
    const base = await platform.app.getUrl();
    for (const { id, STAFF } of [platform.a, platform.b, platform.a]) {
      const body = new ReadableStream({
        async start(pieces) {
          for (const piece of ['{', ' ', '}']) {
            pieces.enqueue(new TextEncoder().encode(piece));
            await new Promise((later) => setTimeout(later, 5));
          }
          pieces.close();
        },
      });
      const headers = { authorization: `Bearer ${STAFF.token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${base}/api/v1/probe/whoami`, { method: 'POST', headers, body, duplex: 'half' });
      expect(await answer.json()).toMatchObject({ fromContext: id, fromPostgres: id });
    }
  });
});

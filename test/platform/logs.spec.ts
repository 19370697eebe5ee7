import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { REDACT } from '../../src/platform/observability/redact.js';
import { ServerProcess } from '../support/server.js';
import { Platform, testEnv } from './harness.js';

const CANARY = 'canary-7f3a9c';

let platform: Platform;
let server: ServerProcess;
beforeAll(async () => {
  platform = await Platform.start();
  const { PORT: _, ...env } = testEnv({ DATABASE_URL: platform.databaseUrl, LOG_LEVEL: 'debug' });
  server = await ServerProcess.start(env);
});
afterAll(async () => {
  await server?.end();
  await platform?.stop();
});

/** The process's lines about one request, once they have been written. */
async function linesOf(requestId: string): Promise<Record<string, unknown>[]> {
  for (let n = 0; n < 100; n++) {
    const lines = server.log.split('\n').filter((line) => line.includes(requestId) && line.endsWith('}'));
    if (lines.length > 0) return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error(`no line about ${requestId} in:\n${server.log}`);
}

const call = (method: string, path: string, headers: Record<string, string>, body?: object) =>
  server.fetch(path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });

describe('logs', () => {
  it('tell who asked for what, for which tenant, and how it ended', async () => {
    const { token, id } = platform.a.ADMIN;
    await call('POST', '/api/v1/hotels', { authorization: `Bearer ${token}`, 'x-request-id': 'who-1' }, { name: 'x' });
    const done = (await linesOf('who-1')).find(({ msg }) => /completed|errored/.test(String(msg)));
    expect(done).toMatchObject({
      requestId: 'who-1',
      tenantId: platform.a.id,
      userId: id,
      req: { method: 'POST', path: '/api/v1/hotels' },
      res: { status: 400 },
      responseTime: expect.any(Number),
    });
    expect(server.log).not.toMatch(/"requestId":"[^"]*"[^\n]*"requestId"/);
  });

  it('carry no secret that came with a request, however it went', async () => {
    const id = (n: number) => ({ 'x-request-id': `secret-${n}` });
    const admin = { authorization: `Bearer ${platform.a.ADMIN.token}` };
    await call('POST', '/api/v1/auth/login', id(1), { email: platform.a.ADMIN.email, password: CANARY });
    await call('GET', '/api/v1/auth/me', { ...id(2), authorization: `Bearer ${CANARY}` });
    await call('GET', `/api/v1/jobs?token=${CANARY}`, { ...id(3), ...admin });
    await call('GET', '/api/v1/auth/me', { ...id(4), cookie: `ns_session=${CANARY}` });
    await call('POST', '/api/v1/jobs', { ...id(5), ...admin }, { type: 'room-generation', data: { apiKey: CANARY } });
    await call('GET', '/api/admin/queues', { ...id(6), authorization: `Basic ${btoa(`x:${CANARY}`)}` });
    const made = await call('POST', '/api/v1/api-keys', { ...id(7), ...admin }, { name: 'logged?' });
    const { key } = (await made.json()) as { key: string };
    await call('GET', '/api/v1/auth/me', { ...id(8), authorization: `Bearer ${key}` });
    const url = `https://hooks.example.test/${CANARY}`;
    const hook = await call('POST', '/api/v1/webhooks', { ...id(9), ...admin }, { url, events: ['job.failed'] });
    const { id: hookId, secret: first } = (await hook.json()) as { id: string; secret: string };
    const rotated = await call('POST', `/api/v1/webhooks/${hookId}/rotate-secret`, { ...id(10), ...admin });
    const { secret: second } = (await rotated.json()) as { secret: string };
    const rule = { name: 'x', kind: 'dead_letters', threshold: 1, webhookUrl: url };
    const alert = await call('POST', '/api/v1/alerts', { ...id(11), ...admin }, rule);
    const { secret: third } = (await alert.json()) as { secret: string };
    const signing = [first, second, third].map((secret) => secret.slice('whsec_'.length));
    await call('GET', `/api/v1/downloads/${CANARY}`, id(12));
    await call('GET', `/api/v1/customer/quotes/${CANARY}/page`, id(13));
    await call('GET', `/api/v1/catchup/feed/${CANARY}.ics`, id(14));
    await call('GET', `/api/v1/owner/${CANARY}`, id(15));
    await call('GET', `/api/v1/owner/${CANARY}/statements/${platform.a.id}/pdf`, id(16));
    await call('GET', `/api/v1/catchup/digest/unsubscribe/${CANARY}`, id(17));
    for (let n = 1; n <= 17; n++) await linesOf(`secret-${n}`);
    for (const secret of [CANARY, btoa(`x:${CANARY}`), platform.a.ADMIN.token, key, key.split('_')[2]!, ...signing])
      expect(server.log).not.toContain(secret);
    const read = await Promise.all(
      [`/webhooks/${hookId}`, '/webhooks', '/alerts', '/audit?limit=200'].map((path) =>
        call('GET', `/api/v1${path}`, admin).then((answer) => answer.text()),
      ),
    );
    for (const secret of [...signing, key]) expect(read.join()).not.toContain(secret);
  });

  it('do not break on a request id that tries to', async () => {
    await call('GET', '/api/v1/auth/me', { 'x-request-id': 'a"}{"level":60' });
    expect(server.log).not.toContain('"level":60}');
    for (const line of server.log.split('\n').filter((text) => text.startsWith('{'))) JSON.parse(line);
  });

  it('leave out probes', async () => {
    await call('GET', '/health/ready', { 'x-request-id': 'probe-1' });
    await call('GET', '/api/v1/auth/me', { 'x-request-id': 'after-probe' });
    await linesOf('after-probe');
    expect(server.log).not.toContain('probe-1"');
  });

  it('redact secrets in what code logs itself', () => {
    let text = '';
    const sink = new Writable({
      write(chunk: Buffer, _, done) {
        text += chunk.toString();
        done();
      },
    });
    const log = pino({ redact: { paths: REDACT, censor: '[redacted]' } }, sink);
    for (const name of [
      'authorization',
      'cookie',
      'set-cookie',
      'password',
      'secret',
      'token',
      'accessToken',
      'apiKey',
      'key',
    ])
      log.info({ [name]: CANARY, data: { [name]: CANARY }, job: { data: { [name]: CANARY } } });
    log.error({ err: Object.assign(new Error('failed'), { parameters: [CANARY] }) });
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(CANARY);
  });
});

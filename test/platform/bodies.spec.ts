import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { openApiDocument } from '../../src/openapi.js';
import { bodyDeadline } from '../../src/platform/http/body-deadline.js';
import { Platform } from './harness.js';

interface Operation {
  requestBody?: { content: object };
}

describe('bodies', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  });
  afterAll(() => platform?.stop());

  const csv = (method: string, url: string) =>
    platform.call(method, url, {
      token: platform.a.ADMIN.token,
      body: 'a,b\n1,2\n',
      headers: { 'content-type': 'text/csv' },
    });

  it('CSV is refused with 415 by every route but those that declare it, or take forms', async () => {
    const declared: string[] = [];
    // Their sender is known by a signature over the body, or by a token in the address.
    const forms: string[] = [];
    const open: string[] = [];
    for (const [path, item] of Object.entries(openApiDocument(platform.app).paths))
      for (const [verb, operation] of Object.entries(item as Record<string, Operation>)) {
        if (!['post', 'put', 'patch'].includes(verb)) continue;
        const name = `${verb.toUpperCase()} ${path.replace('/api/v1', '')}`;
        if ('text/csv' in (operation.requestBody?.content ?? {})) {
          declared.push(name);
          continue;
        }
        if ('application/x-www-form-urlencoded' in (operation.requestBody?.content ?? {})) {
          forms.push(name);
          continue;
        }
        const { status } = await csv(verb.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'));
        if (status !== 415) open.push(`${name}: ${status}`);
      }
    expect(declared).toEqual(['POST /booking-imports', 'POST /statement-imports']);
    expect(forms.sort()).toEqual([
      'POST /catchup/digest/unsubscribe/{token}',
      'POST /sms/twilio/inbound',
      'POST /sms/twilio/status',
    ]);
    expect(open).toEqual([]);
  });

  it('CSV to nowhere is nowhere', async () => {
    expect((await csv('POST', '/api/v1/nowhere')).status).toBe(404);
  });

  it('an unread CSV body is not looked at before its sender is known', async () => {
    const answer = await platform.call('POST', '/api/v1/booking-imports?hotelId=1', {
      body: 'x',
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.status).toBe(401);
  });
});

describe('the deadline of a body', () => {
  let server: FastifyInstance;
  beforeAll(async () => {
    server = fastify({ requestTimeout: 60_000 });
    bodyDeadline(server, 150);
    server.addContentTypeParser('text/csv', (_request, _payload, done) => done(null));
    server.post('/json', () => 'ok');
    server.post('/csv', { config: { streamedBody: 'text/csv' } }, async (request) => {
      let length = 0;
      for await (const part of request.raw) length += (part as Buffer).length;
      return String(length);
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());

  /** Sends the head, and the body's parts so many ms apart; answers the status line and the time it took. */
  const slowly = (path: string, type: string, parts: string[], every: number) =>
    new Promise<string>((resolve) => {
      const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text.split('\r\n', 1)[0]!));
      const length = parts.join('').length;
      const head = ['Host: x', `Content-Type: ${type}`, `Content-Length: ${length}`, 'Connection: close'];
      socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
      parts.forEach((part, n) => setTimeout(() => socket.write(part), n * every).unref());
    });

  it('ends a request whose body does not come', async () => {
    expect(await slowly('/json', 'application/json', ['{"a"', ':1}'], 10_000)).toBe('HTTP/1.1 408 Request Timeout');
  });

  it('lets a body that comes, and a streamed one that takes its time', async () => {
    expect(await slowly('/json', 'application/json', ['{"a"', ':1}'], 20)).toBe('HTTP/1.1 200 OK');
    expect(await slowly('/csv', 'text/csv', ['a,b\n', '1,2\n', '3,4\n'], 120)).toBe('HTTP/1.1 200 OK');
  });
});

import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { readForm } from './multipart-form.js';

it('receives a file that comes later than its head in the context of whoever reads the form', async () => {
  const context = new AsyncLocalStorage<string>();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false });
  sent.on('error', () => undefined);
  sent.flushHeaders();
  const [incoming] = (await once(server, 'request')) as [IncomingMessage];
  const form = context.run('tenant', () =>
    readForm(
      incoming,
      { fields: [], silenceMs: 10_000, leastRate: 0 },
      async ({ body }) => [context.getStore(), await text(body)],
      async () => undefined,
    ),
  );
  sent.end('--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid\r\n--b--\r\n');
  expect(await form).toEqual({ fields: {}, file: ['tenant', 'solid'] });
  sent.destroy();
  server.close();
});

it('gives up a sender of which a byte comes now and then', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false });
  sent.on('error', () => undefined);
  sent.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid');
  const trickle = setInterval(() => sent.write('a'), 5);
  const [incoming] = (await once(server, 'request')) as [IncomingMessage];
  const discarded: string[] = [];
  const form = readForm(
    incoming,
    { fields: [], silenceMs: 50, leastRate: 1_000_000 },
    ({ body }) => text(body),
    async (received) => void discarded.push(received),
  );
  await expect(form).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('slowly') });
  clearInterval(trickle);
  sent.destroy();
  server.close();
  expect(discarded).toEqual([]);
});

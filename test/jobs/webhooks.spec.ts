import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliveriesService } from '../../src/jobs/webhooks/deliveries.service.js';
import { WebhooksService } from '../../src/jobs/webhooks/webhooks.service.js';
import { OutboundClient } from '../../src/platform/outbound/outbound.client.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Hopeless, Once, Patient } from './kinds.js';

interface Received {
  headers: IncomingMessage['headers'];
  text: string;
  body: { type: string; data: Record<string, unknown> };
}

type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'hang up';

/** A receiver on a real socket that answers as it is told, 204 when it is not. */
class Receiver {
  readonly received: Received[] = [];
  replies: Reply[] = [];
  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    server.on('request', (request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        receiver.received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
        const reply = receiver.replies.shift() ?? { status: 204 };
        if (reply === 'hang up') answer.destroy();
        else answer.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });
    return receiver;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}

describe('webhooks', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  let receiver: Receiver;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  const webhooks = () => node.app.get(WebhooksService);
  const deliveries = () => node.app.get(DeliveriesService);
  const state = async (webhookId: string) =>
    (await as(() => deliveries().list(webhookId, undefined, 50, 0))).deliveries;

  /** Waits for a delivery to have been tried so often, hurrying what waits for its next try. */
  const tried = async (webhookId: string, times: number) => {
    await world.until(async () => {
      await world.db.query(`UPDATE job_live SET run_at = now() WHERE name = 'webhook-delivery' AND NOT due`);
      const [newest] = await state(webhookId);
      return newest !== undefined && newest.attempts >= times;
    }, 20_000);
    return (await state(webhookId))[0]!;
  };

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start({ OUTBOUND_ALLOW: '127.0.0.1' });
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    receiver.replies = [];
    await world.db.query('DELETE FROM webhook');
  });
  afterAll(async () => {
    await receiver.stop();
    await world.close();
  });

  it('tells how jobs ended, signed so that a stranger can verify it', async () => {
    const { id, secret } = await as(() =>
      webhooks().create({ url: receiver.url, events: ['job.completed', 'job.failed', 'job.cancelled'] }),
    );
    const good = await as(() => node.jobs.enqueue(Once, { key: 'hook-good' }));
    const bad = await as(() => node.jobs.enqueue(Hopeless, { key: 'hook-bad' }));
    const gone = await as(() => node.jobs.enqueue(Patient, { key: 'hook-gone' }, { delay: 60_000 }));
    await as(() => node.control.cancel(gone.id));
    const mine = () =>
      receiver.received.filter(({ body }) => [good.id, bad.id, gone.id].includes(String(body.data['id'])));
    await world.until(() => Promise.resolve(mine().length === 3), 20_000);
    const types = Object.fromEntries(mine().map(({ body }) => [body.data['id'], body.type]));
    expect(types).toEqual({ [good.id]: 'job.completed', [bad.id]: 'job.failed', [gone.id]: 'job.cancelled' });
    for (const { headers, text } of mine()) {
      const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`;
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(60);
    }
    await world.until(async () => (await state(id)).every((one) => one.state === 'delivered'));
    expect(JSON.stringify(await as(() => webhooks().list(50, 0)))).not.toContain('whsec_');
  });

  it('does not tell other tenants, other kinds, other events', async () => {
    const mine = await as(() =>
      webhooks().create({ url: receiver.url, events: ['job.failed'], jobNames: ['test-hopeless'] }),
    );
    const before = receiver.received.length;
    await node.as(world.b, () => node.jobs.enqueue(Hopeless, { key: 'hook-b' }));
    await as(() => node.jobs.enqueue(Once, { key: 'hook-other-event' }));
    const told = await as(() => node.jobs.enqueue(Hopeless, { key: 'hook-told' }));
    await tried(mine.id, 1);
    expect(receiver.received.slice(before).map(({ body }) => body.data['id'])).toEqual([told.id]);
  });

  it('tries again under the same id until it arrives, and logs each try', async () => {
    receiver.replies = [{ status: 500, body: 'oh no' }, 'hang up', { status: 429, headers: { 'retry-after': '1' } }];
    const { id } = await as(() => webhooks().create({ url: receiver.url, events: ['job.completed'] }));
    const before = receiver.received.length;
    await as(() => node.jobs.enqueue(Once, { key: 'hook-again' }));
    const delivery = await tried(id, 4);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 4, lastStatus: 204 });
    const { log } = await as(() => deliveries().get(id, delivery.id));
    expect(log.map(({ status }) => status)).toEqual([500, null, 429, 204]);
    expect(log[0]!.answer).toBe('oh no');
    const ids = receiver.received.slice(before).map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([delivery.id, delivery.id, delivery.id, delivery.id]);
  });

  it('gives up in the end without a dead letter; redelivery sends it again', async () => {
    const { id } = await as(() => webhooks().create({ url: receiver.url, events: ['job.completed'] }));
    receiver.replies = Array.from({ length: 12 }, () => ({ status: 503 }));
    await as(() => node.jobs.enqueue(Once, { key: 'hook-give-up' }));
    const failed = await tried(id, 12);
    expect(failed).toMatchObject({ state: 'failed', attempts: 12 });
    const dead = await as(() => node.letters.list({ jobName: 'webhook-delivery' }, 50, 0));
    expect(dead.total).toBe(0);
    expect(await as(() => webhooks().get(id))).toMatchObject({ failures: 1, enabled: true });
    expect(await as(() => deliveries().redeliverFailed(id, new Date(Date.now() - 60_000)))).toBe(1);
    expect(await tried(id, 13)).toMatchObject({ id: failed.id, state: 'delivered' });
    expect(await as(() => webhooks().get(id))).toMatchObject({ failures: 0 });
    await as(() => deliveries().redeliver(id, failed.id));
    expect(await tried(id, 14)).toMatchObject({ id: failed.id, state: 'delivered' });
  });

  it('is switched off by 410 Gone; what is pending then is dropped', async () => {
    receiver.replies = [{ status: 410 }];
    const { id } = await as(() => webhooks().create({ url: receiver.url, events: ['job.completed'] }));
    await as(() => node.jobs.enqueue(Once, { key: 'hook-410' }));
    await tried(id, 1);
    expect(await as(() => webhooks().get(id))).toMatchObject({
      enabled: false,
      disabledReason: expect.stringContaining('410'),
    });
    const before = receiver.received.length;
    const after = await as(() => node.jobs.enqueue(Once, { key: 'hook-after-410' }));
    await as(() => node.jobs.waitFor(after.id, 10_000));
    expect((await state(id)).length).toBe(1);
    expect(receiver.received.length).toBe(before);
    expect(await as(() => webhooks().update(id, { enabled: true }))).toMatchObject({
      enabled: true,
      disabledReason: null,
    });
  });

  it('takes a redirect for an answer, reads no endless body', async () => {
    receiver.replies = [
      { status: 302, headers: { location: receiver.url } },
      { status: 200, body: 'x'.repeat(5_000_000) },
    ];
    const { id } = await as(() => webhooks().create({ url: receiver.url, events: ['job.completed'] }));
    await as(() => node.jobs.enqueue(Once, { key: 'hook-redirect' }));
    const delivery = await tried(id, 2);
    const { log } = await as(() => deliveries().get(id, delivery.id));
    expect(log.map(({ status }) => status)).toEqual([302, 200]);
    expect(log[1]!.answer!.length).toBe(1_000);
  });

  it('signs with both secrets while one replaces the other', async () => {
    const { id, secret } = await as(() => webhooks().create({ url: receiver.url, events: ['job.completed'] }));
    const rotated = await as(() => webhooks().rotate(id));
    await as(() => deliveries().test(id));
    await tried(id, 1);
    const { headers, text, body } = receiver.received.at(-1)!;
    expect(body.type).toBe('ping');
    const sign = (key: string) =>
      createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
        .update(`${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`)
        .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${sign(rotated.secret)} v1,${sign(secret)}`);
  });

  it('never goes where only we can go', async () => {
    const strict = await world.start({ ROLES: 'scheduler', OUTBOUND_ALLOW: '' });
    const outbound = strict.app.get(OutboundClient);
    const own = (url: string) =>
      strict.as(world.a, () => strict.app.get(WebhooksService).create({ url, events: ['job.failed'] }));
    for (const url of [
      'http://127.0.0.1:1/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::ffff:7f00:1]/',
      'http://169.254.169.254/latest/meta-data',
      'http://user:pass@example.com/',
      'ftp://example.com/',
      'nonsense',
    ])
      await expect(own(url)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    // A name that points home is found out when it is used.
    const body = { headers: {}, body: '{}', timeoutMs: 2_000 };
    await expect(outbound.post(receiver.url.replace('127.0.0.1', 'localhost'), body)).rejects.toMatchObject({
      kind: 'refused',
    });
    await expect(outbound.post(receiver.url, body)).rejects.toMatchObject({ kind: 'refused' });
  });
});

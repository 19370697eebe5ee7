import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';

const URL = 'https://hooks.example.test/a';
const FULL = { url: URL, events: ['job.failed', 'job.completed'], jobNames: ['room-generation'], hotelId: 0 };

describe('webhooks over HTTP', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
    const hotel = { name: 'Here', timeZone: 'UTC', currency: 'EUR' };
    const { body } = await platform.call('POST', '/api/v1/hotels', { token: platform.a.ADMIN.token, body: hotel });
    FULL.hotelId = body['id'] as number;
  });
  afterAll(() => platform?.stop());

  const call = (method: string, path: string, body?: unknown, token = platform.a.ADMIN.token) =>
    platform.call(method, `/api/v1/webhooks${path}`, { token, body });
  const create = async (body: object = FULL) => {
    const answer = await call('POST', '', body);
    expect(answer.status).toBe(201);
    return answer.body as { id: string; secret: string };
  };

  it('tell their secret once, and a new one when asked to', async () => {
    const { id, secret } = await create({ ...FULL, description: 'Channel manager' });
    expect(Buffer.from(/^whsec_(.+)$/.exec(secret)![1]!, 'base64')).toHaveLength(32);
    const { secret: again } = (await call('POST', `/${id}/rotate-secret`)).body;
    expect(again).toMatch(/^whsec_/);
    expect(again).not.toBe(secret);
    const shown = await call('GET', `/${id}`, undefined, platform.a.MANAGER.token);
    expect(shown.body).toEqual({
      id,
      ...FULL,
      description: 'Channel manager',
      enabled: true,
      disabledReason: null,
      failures: 0,
      createdAt: expect.any(String),
    });
    expect(shown.text + (await call('GET', '')).text).not.toContain('whsec_');
  });

  it('change what is given and nothing else', async () => {
    const { id } = await create();
    const change = async (body: object) => (await call('PATCH', `/${id}`, body)).body;
    expect(await change({ description: 'x' })).toMatchObject({ ...FULL, description: 'x', enabled: true });
    expect(await change({ enabled: false })).toMatchObject({ ...FULL, description: 'x', enabled: false });
    expect(await change({ jobNames: null, hotelId: null })).toMatchObject({
      ...FULL,
      jobNames: null,
      hotelId: null,
      enabled: false,
      disabledReason: 'Switched off by hand',
    });
    expect(await change({ enabled: true, events: ['job.cancelled'] })).toMatchObject({
      url: URL,
      events: ['job.cancelled'],
      enabled: true,
      disabledReason: null,
    });
    expect(await change({})).toMatchObject({ url: URL, events: ['job.cancelled'], description: 'x', enabled: true });
  });

  it('lose nothing of two changes at once', async () => {
    const { id } = await create();
    for (let n = 0; n < 5; n++) {
      const changes = [
        { description: `d${n}` },
        { hotelId: n % 2 ? FULL.hotelId : null },
        { url: `${URL}${n}` },
        { events: ['job.failed'] },
      ];
      await Promise.all(changes.map((body) => call('PATCH', `/${id}`, body)));
      const { body } = await call('GET', `/${id}`);
      expect(body).toMatchObject(Object.assign({}, ...changes) as object);
    }
  });

  it.each<[object, string]>([
    [{ url: null }, 'url'],
    [{ url: 'http://10.0.0.1/' }, 'url'],
    [{ url: 'http://localhost:3000/' }, 'url'],
    [{ url: 'https://user:pw@example.com/' }, 'url'],
    [{ url: `https://example.com/${'x'.repeat(2_000)}` }, 'url'],
    [{ events: null }, 'events'],
    [{ events: [] }, 'events'],
    [{ events: ['job.started'] }, 'events'],
    [{ jobNames: ['no-such-type'] }, 'jobNames'],
    [{ jobNames: [] }, 'jobNames'],
    [{ hotelId: 0 }, 'hotelId'],
    [{ hotelId: 3_000_000_000 }, 'hotelId'],
    [{ secret: 'whsec_mine' }, 'secret'],
  ])('refuse %j, made or changed', async (part, path) => {
    const { id } = await create();
    for (const answer of [await call('POST', '', { ...FULL, ...part }), await call('PATCH', `/${id}`, part)]) {
      expect(answer.status).toBe(400);
      expect((answer.body['errors'] as { path: string }[])[0]!.path).toMatch(new RegExp(`^${path}\\b`));
    }
    expect((await call('GET', `/${id}`)).body).toMatchObject(FULL);
  });

  it.each([{ enabled: null }, { url: 'https://example.com/\0' }, { description: 'a\0b' }])(
    'refuse a change to %j',
    async (change) => {
      const { id } = await create();
      expect((await call('PATCH', `/${id}`, change)).status).toBe(400);
      expect((await call('GET', `/${id}`)).body).toMatchObject({ ...FULL, enabled: true, description: null });
    },
  );

  it('are pinged, logged and sent again', async () => {
    const { id } = await create();
    const ping = await call('POST', `/${id}/test`);
    expect(ping.status).toBe(201);
    const delivery = ping.body['id'] as string;
    expect(ping.body).toMatchObject({ event: 'ping', jobId: null, state: 'pending', attempts: 0 });
    expect((await call('GET', `/${id}/deliveries/${delivery}`)).body).toMatchObject({
      body: { type: 'ping', timestamp: expect.any(String), data: { webhookId: id } },
      log: [],
    });
    // No worker runs here: its job has not been carried out.
    expect((await call('POST', `/${id}/deliveries/${delivery}/redeliver`)).status).toBe(409);
    await platform.sql.query(`UPDATE webhook_delivery SET state = 'failed' WHERE id = $1`, [delivery]);
    await platform.sql.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
    expect((await call('GET', `/${id}/deliveries?state=failed`)).body).toMatchObject({ total: 1 });
    expect((await call('POST', `/${id}/redeliver`, { since: '2100-01-01T00:00:00Z' })).body).toEqual({
      redelivered: 0,
    });
    expect((await call('POST', `/${id}/redeliver`, { since: '2020-01-01T00:00:00Z' })).body).toEqual({
      redelivered: 1,
    });
    expect((await call('GET', `/${id}/deliveries?state=failed`)).body).toMatchObject({ total: 0 });
    expect((await call('GET', `/${id}/deliveries?limit=1&offset=1`)).body).toMatchObject({ deliveries: [], total: 1 });
    await call('PATCH', `/${id}`, { enabled: false });
    expect((await call('POST', `/${id}/test`)).status).toBe(409);
  });

  it('are told of together: all deliveries page by page, and all that failed are sent again after a count', async () => {
    await platform.sql.query('DELETE FROM webhook');
    await platform.sql.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
    const [one, other, off] = [await create(), await create(), await create()];
    const made: string[] = [];
    for (const { id } of [one, other, one, off]) made.unshift((await call('POST', `/${id}/test`)).body['id'] as string);
    await call('PATCH', `/${off.id}`, { enabled: false });
    const list = async (query: string, token?: string) =>
      (await call('GET', `/deliveries?${query}`, undefined, token)).body;
    const ids = (body: Record<string, unknown>) => (body['deliveries'] as { id: string }[]).map(({ id }) => id);
    const first = await list('limit=3');
    expect([ids(first), first['next']]).toEqual([made.slice(0, 3), made[2]]);
    expect(await list(`limit=3&after=${String(first['next'])}`)).toMatchObject({
      deliveries: [{ id: made[3], webhookId: one.id, state: 'pending' }],
      next: null,
    });
    expect(ids(await list(`webhookId=${other.id}`))).toEqual([made[2]]);
    expect(ids(await list('since=2100-01-01T00:00:00Z'))).toEqual([]);
    expect(ids(await list('since=2020-01-01T00:00:00Z'))).toEqual(made);

    await platform.sql.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
    await platform.sql.query(`UPDATE webhook_delivery SET state = 'failed' WHERE id <> $1`, [made[1]]);
    await platform.sql.query(`UPDATE webhook_delivery SET state = 'delivered' WHERE id = $1`, [made[1]]);
    expect(ids(await list('state=failed'))).toEqual([made[0], made[2], made[3]]);
    const again = async (body: object, token = platform.a.MANAGER.token) =>
      call('POST', '/deliveries/redeliver', { since: '2020-01-01T00:00:00Z', ...body }, token);
    const counted = { matching: 2, webhooks: 2, switchedOff: 1 };
    expect((await again({ dryRun: true })).body).toEqual({ dryRun: true, ...counted, redelivered: 0 });
    expect(ids(await list('state=failed')).length).toBe(3);
    expect((await again({ dryRun: true, webhookId: one.id })).body).toMatchObject({
      matching: 1,
      webhooks: 1,
      switchedOff: 0,
    });
    expect((await again({ since: '2100-01-01T00:00:00Z' })).body).toMatchObject({ matching: 0, redelivered: 0 });
    expect((await again({})).body).toEqual({ dryRun: false, ...counted, redelivered: 2 });
    expect(ids(await list('state=failed'))).toEqual([made[0]]);
    expect((await again({})).body).toMatchObject({ matching: 0, redelivered: 0 });
    // Another tenant's webhook is none, and its deliveries are not there.
    expect((await again({ webhookId: one.id }, platform.b.ADMIN.token)).status).toBe(404);
    expect(await list('', platform.b.ADMIN.token)).toEqual({ deliveries: [], next: null });
    expect((await call('GET', '/deliveries', undefined, platform.a.STAFF.token)).status).toBe(403);
  });

  it('go with their log', async () => {
    const { id } = await create();
    await call('POST', `/${id}/test`);
    expect((await call('DELETE', `/${id}`, undefined, platform.b.ADMIN.token)).status).toBe(404);
    expect((await call('DELETE', `/${id}`, undefined, platform.a.MANAGER.token)).status).toBe(403);
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).status).toBe(404);
    const { rows } = await platform.sql.query('SELECT 1 FROM webhook_delivery WHERE webhook_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('have jobs that nobody cancels by hand, and that end with the webhook', async () => {
    const jobs = (method: string, path: string, token = platform.a.ADMIN.token) =>
      platform.call(method, `/api/v1/jobs${path}`, { token, body: method === 'POST' ? {} : undefined });
    expect((await jobs('POST', '/queues/webhook-delivery/pause')).status).toBe(200);
    const { id } = await create();
    const delivery = (await call('POST', `/${id}/test`)).body['id'] as string;
    const { rows } = await platform.sql.query<{ id: string }>('SELECT id FROM job_live WHERE dedupe_key = $1', [
      delivery,
    ]);
    const job = rows[0]!.id;
    const cancelled = await jobs('DELETE', `/${job}`, platform.a.MANAGER.token);
    expect(cancelled).toMatchObject({ status: 403, body: { detail: expect.stringContaining('by hand') } });
    expect((await jobs('POST', `/${job}/retry`, platform.a.MANAGER.token)).status).toBe(403);
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await jobs('GET', `/${job}`)).body).toMatchObject({ status: 'cancelled' });
    await jobs('POST', '/queues/webhook-delivery/resume');
  });

  it('of one hotel are of a hotel the tenant has', async () => {
    const notFound = { status: 404, body: { detail: 'Hotel not found' } };
    expect(await call('POST', '', { ...FULL, hotelId: 2_000_000 })).toMatchObject(notFound);
    expect(await call('POST', '', FULL, platform.b.ADMIN.token)).toMatchObject(notFound);
    const { id } = await create();
    expect(await call('PATCH', `/${id}`, { hotelId: 2_000_000 })).toMatchObject(notFound);
  });

  it('cannot be told how deliveries end', async () => {
    const answer = await call('POST', '', { ...FULL, jobNames: ['webhook-delivery'] });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'jobNames' }] } });
  });

  it('are a tenant’s own', async () => {
    const { id } = await create();
    const theirs = platform.b.ADMIN.token;
    for (const [method, path, body] of [
      ['GET', `/${id}`],
      ['PATCH', `/${id}`, { enabled: false }],
      ['POST', `/${id}/rotate-secret`],
      ['POST', `/${id}/test`],
      ['GET', `/${id}/deliveries`],
      ['POST', `/${id}/redeliver`, { since: '2020-01-01T00:00:00Z' }],
    ] as const)
      expect((await call(method, path, body, theirs)).status).toBe(404);
    expect((await call('GET', '', undefined, theirs)).body).toEqual({ webhooks: [], total: 0 });
  });
});

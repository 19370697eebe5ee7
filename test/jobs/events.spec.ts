import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStreams, STREAMS_PER_CALLER } from '../../src/jobs/events/event-streams.js';
import { JobWatch } from '../../src/jobs/watch/job-watch.js';
import { type JobContext, JobsLifecycle, JobsService } from '../../src/jobs/index.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Platform } from '../platform/harness.js';
import { createTestDatabase } from '../support/databases.js';
import { EventReader, type ServerSentEvent } from '../support/event-reader.js';
import { seedDemo, ServerProcess } from '../support/server.js';
import { EventWorld } from './event-world.js';
import { gate, Scripted, scripts } from './scripted.js';

const itemKeys = (events: ServerSentEvent[]) => events.filter((e) => e.type === 'item').map((e) => e.data['key']);
const types = (events: ServerSentEvent[]) => events.map((e) => e.type);

describe('events of a job', () => {
  let world: EventWorld;
  let platform: Platform;

  beforeAll(async () => {
    world = await EventWorld.create();
    ({ platform } = world);
  });
  afterEach(() => world.cut());
  afterAll(() => world?.stop());

  const listen = (id: string, lastEventId?: string, token = platform.a.STAFF.token) =>
    world.open(`/jobs/${id}/events`, token, lastEventId);
  const start = (script: (ctx: JobContext) => Promise<unknown>, body: object = {}) => world.start(script, body);
  const set = (what: string, id: string) => platform.sql.query(`UPDATE ${what}`, [id]);
  const until = async (condition: () => boolean | Promise<boolean>) => {
    for (const end = Date.now() + 10_000; !(await condition());) {
      if (Date.now() > end) throw new Error('waited in vain');
      await new Promise((again) => setTimeout(again, 20));
    }
  };

  it('tells progress, items in order, and the end with the job', async () => {
    const go = gate();
    const id = await start(async (ctx) => {
      await go.passed;
      ctx.progress(40);
      for (const key of ['a', 'b', 'c']) ctx.item(key, key === 'b' ? 'failed' : 'ok', { code: key.toUpperCase() });
      return { done: true };
    });
    const reader = await listen(id);
    expect(reader.status).toBe(200);
    expect(reader.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(reader.headers['cache-control']).toContain('no-store');
    const first = await reader.next();
    expect(first).toMatchObject({ type: 'progress', data: { progress: 0 } });
    expect(reader.retry).toBeGreaterThan(0);
    go.open();
    const events = await reader.rest();
    expect(itemKeys(events)).toEqual(['a', 'b', 'c']);
    expect(events.find((e) => e.data['key'] === 'b')!.data).toMatchObject({ outcome: 'failed', code: 'B', attempt: 1 });
    expect(events.at(-1)).toMatchObject({
      type: 'completed',
      data: { id, status: 'completed', result: { done: true }, items: { ok: 2, failed: 1, skipped: 0 } },
    });
  });

  it('calls a job delayed until its time comes', async () => {
    const key = randomUUID();
    scripts.set(key, () => Promise.resolve({}));
    const { body } = await platform.call('POST', '/api/v1/jobs/schedule', {
      token: platform.a.ADMIN.token,
      body: { type: Scripted.name, data: { key }, delay: 1_500 },
    });
    const reader = await listen(body['id'] as string);
    expect(await reader.next()).toMatchObject({ type: 'progress', data: { status: 'delayed' } });
    expect((await reader.rest()).at(-1)).toMatchObject({ type: 'completed' });
  });

  it('goes on after a cut connection without a gap or a repeat', async () => {
    const total = 600;
    const id = await start(async (ctx) => {
      for (let n = 0; n < total; n++) {
        ctx.item(`item-${n}`, 'ok');
        if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        ctx.progress((100 * n) / total);
      }
    });
    const all: ServerSentEvent[] = [];
    let cuts = 0;
    for (let last: string | undefined; all.at(-1)?.type !== 'completed'; last = all.at(-1)?.id) {
      const reader = await listen(id, last);
      let few = 35 + 50 * cuts;
      all.push(...(await reader.until(() => --few === 0)));
      reader.cut();
      cuts++;
    }
    expect(cuts).toBeGreaterThan(3);
    expect(itemKeys(all)).toEqual(Array.from({ length: total }, (_, n) => `item-${n}`));
    expect(types(all).filter((type) => type === 'completed')).toHaveLength(1);
  });

  it('of a job that is over: what is missing, the end, at once; then 204 to stop the reader', async () => {
    const id = await start(async (ctx) => ['a', 'b', 'c'].forEach((key) => ctx.item(key, 'ok')));
    const first = await (await listen(id)).rest();
    const missing = await (await listen(id, first.find((e) => e.data['key'] === 'b')!.id)).rest();
    expect(types(missing).filter((type) => type !== 'progress')).toEqual(['item', 'completed']);
    expect(itemKeys(missing)).toEqual(['c']);
    expect(itemKeys(await (await listen(id, 'not one of ours')).rest())).toEqual(['a', 'b', 'c']);
    expect((await listen(id, missing.at(-1)!.id)).status).toBe(204);
  });

  it('ends as failed and as cancelled; a retried job has new events for the same reader', async () => {
    let fail = true;
    const id = await start(
      async (ctx) => {
        ctx.item('x', fail ? 'failed' : 'ok');
        if (fail) throw new Error('no');
      },
      { options: { attempts: 1 } },
    );
    const failed = await (await listen(id)).rest();
    expect(failed.at(-1)).toMatchObject({ type: 'failed', data: { error: { message: 'no' } } });
    fail = false;
    const retry = await platform.call('POST', `/api/v1/jobs/${id}/retry`, {
      token: platform.a.MANAGER.token,
      body: { failedItemsOnly: true },
    });
    expect(retry.status).toBe(200);
    const again = await (await listen(id, failed.at(-1)!.id)).rest();
    expect(again.at(-1)).toMatchObject({ type: 'completed' });
    expect(again.filter((e) => e.type === 'item')).toMatchObject([{ data: { key: 'x', outcome: 'ok' } }]);

    const waiting = await start(async () => undefined, { options: { delay: 60_000 } });
    const reader = await listen(waiting);
    expect(await reader.next()).toMatchObject({ type: 'progress' });
    await platform.call('DELETE', `/api/v1/jobs/${waiting}`, { token: platform.a.ADMIN.token });
    expect(await reader.rest()).toMatchObject([{ type: 'cancelled', data: { status: 'cancelled' } }]);
  });

  it('counts what is done of a batch', async () => {
    const go = gate();
    const keys = ['now', 'now too', 'later', 'later too'];
    for (const key of keys) scripts.set(key, async () => void (key.startsWith('later') && (await go.passed)));
    const body = { type: Scripted.name, items: keys.map((key) => ({ key })) };
    const batch = await platform.call('POST', '/api/v1/jobs/batches', { token: platform.a.ADMIN.token, body });
    const reader = await listen(batch.body['id'] as string);
    const half = await reader.until((event) => event.data['progress'] === 50);
    expect(half.at(-1)).toMatchObject({ type: 'progress', data: { status: 'active', progress: 50 } });
    go.open();
    expect((await reader.rest()).at(-1)).toMatchObject({ type: 'completed', data: { children: { completed: 4 } } });
  });

  it('is for the tenant of the job, as GET is', async () => {
    const id = await start(async () => undefined);
    expect((await listen(id, undefined, platform.b.ADMIN.token)).status).toBe(404);
    expect((await listen(randomUUID())).status).toBe(404);
    expect((await listen(id, undefined, platform.operator.token)).status).toBe(403);
    expect((await listen(id, undefined, 'garbage')).status).toBe(401);
  });

  it('bounds the streams of a caller, and frees them when the reader leaves', async () => {
    const id = await start(async () => undefined, { options: { delay: 60_000 } });
    const streams = platform.app.get(EventStreams);
    const watch = platform.app.get(JobWatch);
    await until(() => streams.size === 0);
    const open = await Promise.all(Array.from({ length: STREAMS_PER_CALLER }, () => listen(id)));
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200));
    const tooMany = await listen(id);
    expect(tooMany.status).toBe(429);
    expect(tooMany.headers['retry-after']).toBe('5');
    expect((await listen(id, undefined, platform.a.ADMIN.token)).status).toBe(200);
    world.cut();
    await until(() => streams.size === 0 && watch.size === 0);
    expect((await listen(id)).status).toBe(200);
  });

  it('asks Postgres once for all that wait, and not at all when nobody does', async () => {
    const system = platform.app.get(SystemDatabase);
    const rows = system.rows.bind(system);
    const looks: number[] = [];
    system.rows = (sql: string, values: unknown[]) => {
      if (sql.includes('"lastSeq"')) looks.push((values[0] as string[]).length);
      return rows(sql, values);
    };
    const go = gate();
    const ids = await Promise.all(Array.from({ length: 10 }, () => start(() => go.passed)));
    const jobs = platform.app.get(JobsService);
    const waits = ids.map((id) =>
      platform.app.get(RequestContext).asTenant(platform.a.id, () => jobs.waitFor(id, 15_000)),
    );
    await until(() => looks.includes(10));
    go.open();
    expect((await Promise.all(waits)).map((job) => job?.status)).toEqual(ids.map(() => 'completed'));
    const total = looks.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(looks.length).toBe(total);
    system.rows = rows;
  });

  it('waits no longer than it is told', async () => {
    const id = await start(async () => undefined, { options: { delay: 60_000 } });
    const jobs = platform.app.get(JobsService);
    const wait = (ms: number) => platform.app.get(RequestContext).asTenant(platform.a.id, () => jobs.waitFor(id, ms));
    expect(await wait(0)).toBeNull();
    expect(await wait(100)).toBeNull();
    expect(platform.app.get(JobWatch).size).toBe(0);
  });

  it('ends with the token it was asked with', async () => {
    const id = await start(async () => undefined, { options: { delay: 60_000 } });
    const expiresAt = new Date(Date.now() + 1_500);
    const { key } = await platform.apiKey(platform.a.STAFF, platform.a, expiresAt);
    const reader = await listen(id, undefined, key);
    expect(reader.status).toBe(200);
    expect(types(await reader.rest())).toEqual(['progress']);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime() - 50);
  });

  it.each<[string, (key: { id: string; user: string }) => Promise<unknown>]>([
    [
      'its key is revoked',
      ({ id }) => platform.call('DELETE', `/api/v1/api-keys/${id}`, { token: platform.a.ADMIN.token }),
    ],
    ['its key is revoked elsewhere', ({ id }) => set('api_key SET revoked_at = now() WHERE id = $1', id)],
    ['its user is demoted', ({ user }) => set(`app_user SET role = 'STAFF' WHERE id = $1`, user)],
    ['its user is disabled', ({ user }) => set('app_user SET disabled_at = now() WHERE id = $1', user)],
  ])('ends at once when %s, and tells nothing of what happens then', async (_, end) => {
    const user = await platform.person(platform.a, randomUUID(), 'MANAGER');
    const key = await platform.apiKey(user, platform.a);
    const go = gate();
    const id = await start(async (ctx) => {
      await go.passed;
      ctx.item('secret', 'ok');
    });
    const reader = await listen(id, undefined, key.key);
    expect(await reader.next()).toMatchObject({ type: 'progress' });
    await end({ id: key.id, user: user.id });
    go.open();
    const rest = await reader.rest();
    expect(types(rest)).not.toContain('item');
    expect(types(rest)).not.toContain('completed');
  });

  it('of a person ends with the session, and goes on for others', async () => {
    const user = await platform.person(platform.a, randomUUID(), 'MANAGER');
    const id = await start(async () => undefined, { options: { delay: 60_000 } });
    const [mine, other] = [await listen(id, undefined, user.token), await listen(id)];
    await mine.next();
    await other.next();
    const streams = platform.app.get(EventStreams);
    await until(() => streams.size === 2);
    await set('app_user SET token_version = token_version + 1 WHERE id = $1', user.id);
    expect(await mine.rest()).toEqual([]);
    await until(() => streams.size === 1);
    await set(`tenant SET disabled_at = now() WHERE id = $1`, platform.a.id);
    expect(await other.rest()).toEqual([]);
    await set(`tenant SET disabled_at = NULL WHERE id = $1`, platform.a.id);
  });

  it('ends when the server leaves, before the jobs do', async () => {
    const id = await start(async () => undefined, { options: { delay: 60_000 } });
    const reader = await listen(id);
    await reader.next();
    const drained = platform.app.get(JobsLifecycle).drain();
    expect(await reader.rest()).toEqual([]);
    await drained;
    expect((await listen(id)).status).toBe(503);
  });
});

describe('events across processes', () => {
  it('the API tells what a worker does, and lets its readers go at once when it is stopped', async () => {
    const database = await createTestDatabase();
    const token = seedDemo(database.url).find(({ email }) => email === 'admin@seaside.test')!.apiKey;
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: process.env['TEST_REDIS_URL']!,
      REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
      LOG_LEVEL: 'warn',
    };
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const servers: ServerProcess[] = [];
    try {
      servers.push(await ServerProcess.start({ ...env, ROLES: 'api' }));
      const [api] = servers as [ServerProcess];
      const categories = await api.call<{ id: number }[] | { data: { id: number }[] }>(
        'GET',
        '/api/v1/room-categories',
        token,
      );
      const roomCategoryId = Number(/"id":(\d+)/.exec(JSON.stringify(categories.body))![1]);
      const create = (path: string, startDate: string, endDate: string, more: object = {}) =>
        api.call<{ id: string }>('POST', path, token, {
          type: 'room-generation',
          data: { roomCategoryId, startDate, endDate, batchSize: 1 },
          ...more,
        });
      const job = await create('/api/v1/jobs', day(400), day(900));
      const listen = (id: string, last?: string) =>
        EventReader.open(`${api.baseUrl}/api/v1/jobs/${id}/events`, token, last);
      const reader = await listen(job.body.id);
      expect(await reader.next()).toMatchObject({ type: 'progress', data: { status: 'waiting', progress: 0 } });
      servers.push(await ServerProcess.start({ ...env, ROLES: 'worker' }));
      const seen = await reader.until(({ data }) => Number(data['progress']) > 0);
      reader.cut();
      const rest = await (await listen(job.body.id, seen.at(-1)!.id)).rest();
      expect(rest.at(-1)).toMatchObject({ type: 'completed', data: { status: 'completed', progress: 100 } });
      const told = [...seen, ...rest].map(({ data }) => Number(data['progress']));
      expect(told).toEqual([...told].sort((a, b) => a - b));

      const later = await create('/api/v1/jobs/schedule', day(901), day(902), { delay: 3_600_000 });
      const waiting = await listen(later.body.id);
      await waiting.next();
      const left = api.end('SIGTERM');
      expect(await waiting.rest()).toEqual([]);
      expect(await left).toBe(0);
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGKILL')));
      await database.drop();
    }
  });
});

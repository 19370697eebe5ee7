import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed } from '../../src/jobs/changes/change-feed.js';
import { ChangeRetention } from '../../src/jobs/changes/change-retention.js';
import { ChangeWriter } from '../../src/jobs/changes/change-writer.js';
import type { JobContext } from '../../src/jobs/index.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import type { Platform } from '../platform/harness.js';
import { FakeNight } from '../pms/fake-night.js';
import type { ServerSentEvent } from '../support/event-reader.js';
import { ServerProcess } from '../support/server.js';
import { EventWorld } from './event-world.js';
import { gate, Scripted } from './scripted.js';

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe('events of a tenant', () => {
  let world: EventWorld;
  let platform: Platform;

  beforeAll(async () => {
    world = await EventWorld.create();
    ({ platform } = world);
  });
  afterEach(() => world.cut());
  afterAll(() => world?.stop());

  const listen = (lastEventId?: string, token = platform.a.STAFF.token, query = '', base?: string) =>
    world.open(`/events${query}`, token, lastEventId, base);
  const start = (script: (ctx: JobContext) => Promise<unknown>, tenant = platform.a, body: object = {}) =>
    world.start(script, body, tenant);
  const of = (id: string, events: ServerSentEvent[]) => events.filter(({ data }) => data['id'] === id);
  const ended = (id: string) => (event: ServerSentEvent) =>
    event.data['id'] === id && ['completed', 'failed', 'cancelled'].includes(String(event.data['status']));

  it('tells how jobs go, each state once, and what is not of the tenant to nobody', async () => {
    const reader = await listen();
    expect(reader.status).toBe(200);
    expect(reader.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(await reader.next()).toMatchObject({ type: 'ready', data: { resumed: false } });
    const [half, rest] = [gate(), gate()];
    const theirs = await start(async () => undefined, platform.b);
    const id = await start(async (ctx) => {
      ctx.progress(10);
      await half.passed;
      ctx.progress(60);
      ctx.item('room-1', 'ok');
      await rest.passed;
      return {};
    });
    const seen = await reader.until(({ data }) => data['id'] === id && data['progress'] === 10);
    half.open();
    // Progress and items are written together or one after the other.
    const both = { progress: false, item: false };
    seen.push(
      ...(await reader.until(({ data }) => {
        if (data['id'] !== id) return false;
        both.progress ||= data['progress'] === 60;
        both.item ||= data['lastItem'] != null;
        return both.progress && both.item;
      })),
    );
    rest.open();
    seen.push(...(await reader.until(ended(id))));
    const own = of(id, seen);
    expect(own.at(-1)).toMatchObject({
      type: 'job',
      data: { type: Scripted.name, status: 'completed', ledgerStatus: 'COMPLETED', progress: 100, attempts: 1 },
    });
    expect(own.map(({ data }) => data['progress'])).toContain(60);
    expect(new Set(seen.map(({ id: number }) => number)).size).toBe(seen.length);
    const told = own.map(({ data }) => JSON.stringify(data));
    expect(new Set(told).size).toBe(told.length);
    expect(of(theirs, seen)).toEqual([]);
    // What the job is about is not in it.
    expect(JSON.stringify(seen)).not.toContain('"key"');
  });

  it('goes on after a cut connection, at another process too, without a gap or a repeat', async () => {
    const other = await ServerProcess.start({ ...world.settings, ROLES: 'api', LOG_LEVEL: 'warn' });
    try {
      let last = (await (await listen()).next())!.id;
      const ids: string[] = [];
      const all: ServerSentEvent[] = [];
      for (let round = 0; round < 3; round++) {
        // Nobody listens while these run.
        const some = await Promise.all([1, 2, 3].map(() => start(async () => ({}))));
        ids.push(...some);
        const reader =
          round === 1 ? await listen(undefined, undefined, `?after=${last}`, other.baseUrl) : await listen(last);
        expect(await reader.next()).toMatchObject({ type: 'ready', id: last, data: { resumed: true } });
        const left = new Set(some);
        const events = await reader.until((event) => {
          for (const id of some) if (ended(id)(event)) left.delete(id);
          return left.size === 0;
        });
        all.push(...events);
        last = events.at(-1)!.id;
        reader.cut();
      }
      for (const id of ids) expect(of(id, all).filter(ended(id))).toHaveLength(1);
      const numbers = all.map(({ id }) => Number(id));
      expect(numbers).toEqual(numbers.map((_, n) => numbers[0]! + n));
    } finally {
      await other.end();
    }
  });

  it('a job that goes on unchanged until its events are forgotten is told once more, as it is', async () => {
    const reader = await listen();
    await reader.next();
    const go = gate();
    const id = await start(async () => (await go.passed, {}));
    const told = (await reader.until(({ data }) => data['id'] === id && data['status'] === 'active')).at(-1)!;
    await platform.sql.query(`UPDATE change_event SET at = now() - interval '16 minutes' WHERE tenant_id = $1`, [
      platform.a.id,
    ]);
    expect(await platform.app.get(ChangeRetention).keep(new AbortController().signal)).toBeGreaterThan(0);
    const again = (await reader.until(({ data }) => data['id'] === id)).at(-1)!;
    expect([again.data, Number(again.id) > Number(told.id)]).toEqual([told.data, true]);
    go.open();
    expect(of(id, await reader.until(ended(id)))).toHaveLength(1);
  });

  it('tells that a job of old waits again, also while nothing lets it run', async () => {
    const token = platform.a.ADMIN.token;
    const night = new FakeNight(platform, platform.a);
    const id = await night.job(Scripted.name, null, minutes(-30), { status: 'CANCELLED', completedAt: minutes(-20) });
    const queue = (what: string) =>
      platform.call('POST', `/api/v1/jobs/queues/${Scripted.name}/${what}`, { token, body: {} });
    await queue('pause');
    const reader = await listen();
    await reader.next();
    expect((await platform.call('POST', `/api/v1/jobs/${id}/retry`, { token, body: {} })).status).toBe(200);
    const told = (await reader.until(({ data }) => data['id'] === id)).at(-1)!;
    expect(told.data).toMatchObject({ status: 'waiting', ledgerStatus: 'PENDING' });
    expect((await platform.call('DELETE', `/api/v1/jobs/${id}`, { token })).status).toBe(200);
    await queue('resume');
  });

  it('says when it is too long ago to go on, and to whom has a number of another database', async () => {
    const first = (await (await listen()).next())!;
    const ahead = await listen(String(Number(first.id) + 1_000));
    expect(await ahead.next()).toMatchObject({ type: 'ready', id: first.id, data: { resumed: false } });
    ahead.cut();
    await platform.sql.query(`UPDATE change_feed SET looked_at = now() - interval '11 minutes' WHERE tenant_id = $1`, [
      platform.a.id,
    ]);
    const again = await listen(first.id);
    expect(await again.next()).toMatchObject({ type: 'ready', data: { resumed: true } });
    expect(await again.next()).toMatchObject({ type: 'reload' });
  });

  it('tells of slots without a job and of dead letters', async () => {
    const night = new FakeNight(platform, platform.a);
    const schedule = await night.schedule(null, 'e-nightly');
    const reader = await listen();
    await reader.next();
    // Its grace ends in a moment.
    await night.slot(schedule, minutes(-14.98));
    await night.slot(schedule, minutes(-30), undefined, { passedAt: new Date() });
    await night.slot(schedule, minutes(-45), undefined, { waiveReason: 'Closed' });
    const failing = await start(() => Promise.reject(new Error('no')), platform.a, { options: { attempts: 1 } });
    const left = new Set(['missed', 'waived', 'open']);
    let missed = 0;
    const seen = await reader.until(({ type, data }) => {
      if (type === 'slot' && data['state'] === 'missed' && ++missed < 2) return false;
      left.delete(String(data['state']));
      return left.size === 0;
    });
    const slots = seen.filter(({ type, data }) => type === 'slot' && data['scheduleId'] === schedule);
    expect(slots.map(({ data }) => data['state']).sort()).toEqual(['missed', 'missed', 'waived']);
    const letter = seen.find(({ type }) => type === 'dead-letter')!;
    expect(letter.data).toMatchObject({ jobId: failing, type: Scripted.name, state: 'open' });
    const path = `/api/v1/jobs/dead-letters/${String(letter.data['id'])}`;
    await platform.call('DELETE', path, { token: platform.a.ADMIN.token });
    const closed = await reader.until(({ type }) => type === 'dead-letter');
    expect(closed.at(-1)!.data).toMatchObject({ id: letter.data['id'], state: 'discarded' });
  });

  it('more changes than are told one by one are one event', async () => {
    const reader = await listen();
    await reader.next();
    await platform.sql.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, due, run_at)
       SELECT ledger_id(), $1, $2, '{}', 1, false, now() + interval '1 day' FROM generate_series(1, 501)`,
      [platform.a.id, Scripted.name],
    );
    const seen = await reader.until(({ type }) => type === 'reload');
    expect(seen.filter(({ type }) => type === 'reload')).toHaveLength(1);
    const id = await start(async () => ({}));
    const after = await reader.until(ended(id));
    expect(after.filter(({ type }) => type === 'reload').length).toBeLessThanOrEqual(1);
  });

  it('of many that go on at once each is told in the end, and then nothing more', async () => {
    const reader = await listen();
    await reader.next();
    // No worker here runs this kind: they stay as they are.
    await platform.sql.query(
      `INSERT INTO job_live (id, tenant_id, name, status, data, max_attempts, due, run_at)
       SELECT ledger_id(), $1, 'room-generation', 'QUEUED', '{}', 1, true, now() FROM generate_series(1, 1200)`,
      [platform.a.id],
    );
    const told = new Set<unknown>();
    const seen = await reader.until(({ type, data }) => {
      if (type === 'job' && data['type'] === 'room-generation') told.add(data['id']);
      return told.size === 1_200;
    });
    expect(seen.filter(({ type }) => type === 'reload').length).toBeLessThanOrEqual(3);
    await platform.sql.query(`DELETE FROM job_live WHERE tenant_id = $1 AND name = 'room-generation'`, [platform.a.id]);
  });

  it('costs a few statements a second, whoever listens, and none when nobody does', async () => {
    const feed = platform.app.get(ChangeFeed);
    const writer = platform.app.get(ChangeWriter);
    const system = platform.app.get(SystemDatabase);
    const look = writer.look.bind(writer);
    const rows = system.rows.bind(system);
    let [looks, reads] = [0, 0];
    try {
      writer.look = (...asked) => (looks++, look(...asked));
      const people = [platform.a.ADMIN, platform.a.MANAGER, platform.a.STAFF, platform.b.STAFF];
      const open = await Promise.all(people.flatMap(({ token }) => [1, 2, 3].map(() => listen(undefined, token))));
      await Promise.all(open.map((reader) => reader.next()));
      expect(feed.size).toBe(2);
      const before = looks;
      system.rows = (sql: string, values: unknown[]) => {
        if (sql.includes('change_event')) reads++;
        return rows(sql, values);
      };
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      for (const count of [looks - before, reads]) {
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(3);
      }
      world.cut();
      for (const end = Date.now() + 5_000; feed.size > 0 && Date.now() < end;)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(feed.size).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const quiet = looks;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect(looks).toBe(quiet);
    } finally {
      system.rows = rows;
      writer.look = look;
    }
  });

  it('is for people of a tenant, ends with their right to listen, and without following at once', async () => {
    expect((await listen(undefined, platform.operator.token)).status).toBe(403);
    expect((await listen(undefined, 'garbage')).status).toBe(401);
    expect((await listen(undefined, undefined, '?after=x')).status).toBe(400);
    expect((await (await listen(undefined, undefined, '?follow=false')).rest()).map(({ type }) => type)).toEqual([
      'ready',
    ]);
    const user = await platform.person(platform.a, randomUUID(), 'MANAGER');
    const reader = await listen(undefined, user.token);
    await reader.next();
    await platform.sql.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [user.id]);
    const id = await start(async () => ({}));
    expect(of(id, await reader.rest())).toEqual([]);
  });
});

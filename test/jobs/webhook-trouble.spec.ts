import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliveriesService } from '../../src/jobs/webhooks/deliveries.service.js';
import { DeliveryRetention } from '../../src/jobs/webhooks/delivery-retention.js';
import { WebhooksService } from '../../src/jobs/webhooks/webhooks.service.js';
import { HostileServer, reply } from '../support/hostile-server.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Once } from './kinds.js';

const SWITCHED_OFF = { code: 'CONFLICT', message: expect.stringContaining('switched off') };

describe('webhooks in trouble', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  let server: HostileServer;
  /** Not to be reached from outside: no other port of this host is allowed. */
  let inner: HostileServer;
  let keys = 0;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  const webhooks = () => node.app.get(WebhooksService);
  const deliveries = () => node.app.get(DeliveriesService);
  const hook = (url = server.url('/hook')) => as(() => webhooks().create({ url, events: ['job.completed'] }));
  const finish = () => as(() => node.jobs.enqueue(Once, { key: `trouble-${keys++}` }));
  const log = async (id: string) => (await as(() => deliveries().list(id, undefined, 50, 0))).deliveries;
  const newest = async (id: string) => (await log(id))[0];
  const jobOf = async (delivery: string) => {
    const { rows } = await world.db.query<{ id: string; attempt: number; seconds: number; status: string }>(
      `SELECT id, attempt, status, extract(epoch FROM run_at - now())::int AS seconds FROM job_live
       WHERE name = 'webhook-delivery' AND data->>'deliveryId' = $1`,
      [delivery],
    );
    return rows[0];
  };
  /** Waits for a try to have been noted and the job to have come to rest. */
  const tried = async (id: string, times: number, hurry = true) => {
    await world.until(async () => {
      if (hurry) await world.db.query(`UPDATE job_live SET run_at = now() WHERE name = 'webhook-delivery' AND NOT due`);
      const one = await newest(id);
      return one !== undefined && one.attempts >= times;
    }, 20_000);
    return (await newest(id))!;
  };
  const letterOf = async (job: string, resolution: string | null = null) => {
    const id = randomUUID();
    await world.db.query(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, resolution, resolved_at)
       VALUES ($1, $2, $3, 'webhook-delivery', '{}', '{"message":"x"}', 'quarantined', 1, $4, CASE WHEN $4::text IS NOT NULL THEN clock_timestamp() END)`,
      [id, world.a, job, resolution],
    );
    return id;
  };
  const asleep = (delivery: string) =>
    world.until(async () => {
      const job = await jobOf(delivery);
      return job?.status === 'PENDING' && job.seconds > 0;
    });

  beforeAll(async () => {
    world = await JobsWorld.create();
    [server, inner] = [await HostileServer.start(), await HostileServer.start()];
    node = await world.start({ OUTBOUND_ALLOW: `127.0.0.1:${server.port}` });
  });
  afterEach(async () => {
    server.behaviour = (socket) => socket.end(reply(204));
    await world.db.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
    await world.db.query('DELETE FROM webhook');
  });
  afterAll(async () => {
    await Promise.all([server.stop(), inner.stop()]);
    await world.close();
  });

  it('log an answer that the database would not take, and try on', async () => {
    server.behaviour = (socket) => {
      server.behaviour = (next) => next.end(reply(200, {}, 'ok\0'));
      socket.end(Buffer.concat([Buffer.from(reply(500, {}, 'a\0b')), Buffer.from([0xff, 0xfe, 0xed, 0xa0, 0x80])]));
    };
    const { id } = await hook();
    await finish();
    const delivery = await tried(id, 2);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    const { log: tries } = await as(() => deliveries().get(id, delivery.id));
    expect(tries.map(({ status }) => status)).toEqual([500, 200]);
    expect(tries.map(({ answer }) => answer)).toEqual([expect.stringMatching(/^a\uFFFDb/), 'ok\uFFFD']);
  });

  it('survive a receiver that changes the protocol', async () => {
    server.behaviour = (socket) => {
      server.behaviour = (next) => next.end(reply(204));
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nhello');
    };
    const { id } = await hook();
    await finish();
    expect(await tried(id, 2)).toMatchObject({ state: 'delivered' });
  });

  it('do not follow a redirect into a private network', async () => {
    server.behaviour = (socket) => socket.end(reply(307, { location: inner.url('/admin') }));
    const { id } = await hook();
    await finish();
    expect(await tried(id, 1, false)).toMatchObject({ state: 'pending', lastStatus: 307 });
    expect(inner.connections).toBe(0);
  });

  it.each([
    ['a time', '600', 590, 600],
    ['too long a time', '31536000', 3_590, 3_600],
  ])('wait as long as a busy receiver asks for %s, without spending an attempt', async (_, seconds, least, most) => {
    server.behaviour = (socket) => socket.end(reply(429, { 'retry-after': seconds }));
    const { id } = await hook();
    await finish();
    const delivery = await tried(id, 1, false);
    await asleep(delivery.id);
    const job = (await jobOf(delivery.id))!;
    expect(job.attempt).toBe(0);
    expect(job.seconds).toBeGreaterThan(least);
    expect(job.seconds).toBeLessThanOrEqual(most);
  });

  it('are not given up while a busy receiver asks to wait, for a day from the first try; then each try counts', async () => {
    server.behaviour = (socket) => socket.end(reply(503, { 'retry-after': '1' }));
    const { id } = await hook();
    const resume = await world.pause('webhook-delivery');
    await finish();
    await world.until(async () => (await world.count(`name = 'webhook-delivery' AND status = 'PENDING'`)) === 1);
    // The receiver has not put it off: its queue was paused.
    await world.db.query(
      `UPDATE job_live SET scheduled_for = now() - interval '25 hours' WHERE name = 'webhook-delivery'`,
    );
    await resume();
    const { id: delivery } = await tried(id, 1, false);
    await asleep(delivery);
    await world.db.query('UPDATE webhook_delivery SET attempts = 40');
    expect(await tried(id, 41)).toMatchObject({ state: 'pending', lastStatus: 503 });
    await asleep(delivery);
    expect((await jobOf(delivery))!.attempt).toBe(0);
    const { id: job } = (await jobOf(delivery))!;
    await world.db.query(`UPDATE job_attempt SET started_at = started_at - interval '25 hours' WHERE job_id = $1`, [
      job,
    ]);
    await tried(id, 42);
    await asleep(delivery);
    // It may have been hurried twice.
    expect((await jobOf(delivery))!.attempt).toBeGreaterThan(0);
    // A requeued dead letter has all of this anew.
    await world.db.query(`UPDATE job_live SET attempt = 0 WHERE id = $1`, [job]);
    await letterOf(job, 'requeued');
    await tried(id, (await newest(id))!.attempts + 1);
    await asleep(delivery);
    expect((await jobOf(delivery))!.attempt).toBe(0);
  });

  it('have all their tries again when they are sent again', async () => {
    server.behaviour = (socket) => socket.end(reply(500));
    const { id } = await hook();
    await finish();
    const { id: delivery } = await tried(id, 1, false);
    await asleep(delivery);
    await world.db.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
    await world.db.query(`UPDATE webhook_delivery SET attempts = 30, state = 'failed'`);
    await as(() => deliveries().redeliver(id, delivery));
    expect(await tried(id, 31)).toMatchObject({ state: 'pending', attempts: 31 });
  });

  it('are refused at the call where the address has become a private one', async () => {
    const { id } = await hook();
    await world.db.query('UPDATE webhook SET url = $1', [`http://[::ffff:7f00:1]:${inner.port}/`]);
    await finish();
    expect(await tried(id, 1)).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: expect.stringContaining('private'),
    });
    expect(inner.connections).toBe(0);
  });

  it('are switched off after many failures over days, not after many in one evening', async () => {
    const { id } = await hook();
    const failOnce = async (since: string) => {
      await world.db.query(
        `UPDATE webhook SET url = 'http://10.0.0.1/', failures = 70, failing_since = now() - $1::interval`,
        [since],
      );
      const count = (await log(id)).length;
      await finish();
      await world.until(async () => (await log(id)).filter(({ state }) => state === 'failed').length === count + 1);
      return as(() => webhooks().get(id));
    };
    expect(await failOnce('71 hours')).toMatchObject({ enabled: true, failures: 71 });
    expect(await failOnce('73 hours')).toMatchObject({
      enabled: false,
      disabledReason: expect.stringContaining('3 days'),
    });
    await as(() => webhooks().update(id, { url: server.url(), enabled: true }));
    await finish();
    await world.until(async () => (await newest(id))!.state === 'delivered');
    expect(await as(() => webhooks().get(id))).toMatchObject({ enabled: true, failures: 0 });
  });

  it('send nothing again while switched off', async () => {
    const { id } = await hook();
    await finish();
    const delivery = await tried(id, 1);
    await as(() => webhooks().update(id, { enabled: false }));
    await expect(as(() => deliveries().redeliver(id, delivery.id))).rejects.toMatchObject(SWITCHED_OFF);
    await expect(as(() => deliveries().redeliverFailed(id, new Date(0)))).rejects.toMatchObject(SWITCHED_OFF);
    await expect(as(() => deliveries().test(id))).rejects.toMatchObject(SWITCHED_OFF);
    expect(await newest(id)).toMatchObject({ id: delivery.id, state: 'delivered' });
  });

  it('say when they are tried next, and are tried at once when that is asked', async () => {
    server.behaviour = (socket) => socket.end(reply(429, { 'retry-after': '600' }));
    const { id } = await hook();
    await finish();
    const { id: delivery } = await tried(id, 1, false);
    await asleep(delivery);
    const { nextAttemptAt } = (await newest(id))!;
    expect(nextAttemptAt!.getTime()).toBeGreaterThan(Date.now() + 500_000);
    server.behaviour = (socket) => socket.end(reply(204));
    expect(await as(() => deliveries().redeliver(id, delivery))).toMatchObject({ id: delivery, state: 'pending' });
    expect(await tried(id, 2)).toMatchObject({ state: 'delivered', nextAttemptAt: null });
  });

  it('can be sent again when their job was cancelled, not while it is at it', async () => {
    server.behaviour = (socket) => socket.end(reply(500));
    const { id } = await hook();
    await finish();
    const { id: delivery } = await tried(id, 1, false);
    await asleep(delivery);
    expect(await as(() => deliveries().redeliverFailed(id, new Date(0)))).toBe(0);
    const job = (await jobOf(delivery))!;
    const db = node.app.get(TenantDatabase);
    await as(() => db.transaction((tx) => node.control.cancelAll(tx, [job.id])));
    server.behaviour = (socket) => socket.end(reply(204));
    expect(await as(() => deliveries().redeliverFailed(id, new Date(0)))).toBe(1);
    expect(await tried(id, 2)).toMatchObject({ id: delivery, state: 'delivered', attempts: 2 });
  });

  it('are sent again by one job at a time, however many ask at once', async () => {
    const { id } = await hook();
    await finish();
    const delivery = await tried(id, 1);
    const resume = await world.pause('webhook-delivery');
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => as(() => deliveries().redeliver(id, delivery.id))),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CONFLICT' });
    expect(await world.count(`name = 'webhook-delivery' AND status = 'PENDING'`)).toBe(1);
    await resume();
    await world.drain();
    expect(await newest(id)).toMatchObject({ state: 'delivered' });
  });

  it('are carried by one job, also by one that was requeued from its dead letter', async () => {
    const { id } = await hook();
    await finish();
    const { id: delivery } = await tried(id, 1);
    await world.drain();
    const resume = await world.pause('webhook-delivery');
    const crashed = async () => {
      const job = randomUUID();
      await world.db.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, dedupe_key, completed_at)
         VALUES ($1, $2, 'webhook-delivery', 'DEAD', jsonb_build_object('deliveryId', $3::text), 12, $3, now())`,
        [job, world.a, delivery],
      );
      await letterOf(job);
      return job;
    };
    const jobs = [await crashed(), await crashed()];
    const ofKind = { jobName: 'webhook-delivery' };
    expect(await as(() => node.letters.requeueAll(ofKind, false))).toEqual({ matched: 2, requeued: 2 });
    const keys = () =>
      world.db.query<{ id: string; key: string | null }>(
        `SELECT id, dedupe_key AS key FROM job_live WHERE name = 'webhook-delivery' ORDER BY dedupe_key`,
      );
    const { rows } = await keys();
    expect(rows.map(({ key }) => key)).toEqual([delivery, null]);
    expect(rows.map((row) => row.id).sort()).toEqual(jobs.toSorted());
    await expect(as(() => deliveries().redeliver(id, delivery))).rejects.toMatchObject({ code: 'CONFLICT' });
    // One that comes when another has the key runs beside it.
    await crashed();
    await as(() => node.letters.requeueAll(ofKind, false));
    expect((await keys()).rows.map(({ key }) => key)).toEqual([delivery, null, null]);
    await resume();
    await world.drain();
  });

  it('hold up no job while they are being removed, and are told while they are being changed', async () => {
    const { id } = await hook();
    const client = await world.db.connect();
    const during = async (sql: string) => {
      await client.query('BEGIN');
      await client.query(sql, [id]);
      const job = await finish();
      const answer = await as(() => node.jobs.waitFor(job.id, 5_000));
      await client.query('COMMIT');
      return answer;
    };
    try {
      expect(await during('SELECT 1 FROM webhook WHERE id = $1 FOR NO KEY UPDATE')).toMatchObject({
        status: 'completed',
      });
      expect((await tried(id, 1)).state).toBe('delivered');
      expect(await during('UPDATE webhook SET url = url WHERE id = $1')).toMatchObject({ status: 'completed' });
      expect((await log(id)).length).toBe(2);
      expect(await during('DELETE FROM webhook WHERE id = $1')).toMatchObject({ status: 'completed' });
    } finally {
      client.release();
    }
    expect(await world.count(`name = 'test-once' AND (status <> 'COMPLETED' OR attempt <> 1)`)).toBe(0);
  });

  it('are at most a hundred', async () => {
    await hook();
    await world.db.query(
      `INSERT INTO webhook (id, tenant_id, url, events, secret)
       SELECT ledger_id(), tenant_id, url, events, secret FROM webhook, generate_series(1, 99)`,
    );
    await expect(hook()).rejects.toMatchObject({ code: 'CONFLICT' });
    await node.as(world.b, () => webhooks().create({ url: server.url(), events: ['job.failed'] }));
  });

  it('let their log go after its days', async () => {
    const { id } = await hook();
    await finish();
    const delivery = await tried(id, 1);
    const old = (state: string, days: number) =>
      world.db.query(
        `WITH made AS (
           INSERT INTO webhook_delivery (id, tenant_id, webhook_id, event, body, state)
           SELECT ledger_id(now() - make_interval(days => $2)), tenant_id, webhook_id, event, body, $1
           FROM webhook_delivery WHERE id = $3 RETURNING *)
         INSERT INTO webhook_attempt (tenant_id, delivery_id, duration_ms) SELECT tenant_id, id, 1 FROM made`,
        [state, days, delivery.id],
      );
    await old('delivered', 31);
    await old('failed', 31);
    await old('pending', 31);
    await old('delivered', 29);
    // Its job was quarantined, or its dead letter discarded: nobody will try it again.
    await old('pending', 29);
    await world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, dedupe_key, run_at, due)
       SELECT ledger_id(), tenant_id, 'webhook-delivery', '{}', 12, id::text, now() + interval '1 hour', false
       FROM webhook_delivery WHERE state = 'pending' ORDER BY id LIMIT 1`,
    );
    expect(await node.app.get(DeliveryRetention).keep(new AbortController().signal)).toBe(2);
    const states = (await log(id)).map(({ state, lastError }) => [state, lastError]).sort();
    expect(states).toEqual([
      ['delivered', null],
      ['delivered', null],
      ['failed', 'Its job was given up'],
      ['pending', null],
    ]);
    const { rows } = await world.db.query('SELECT count(*)::int AS n FROM webhook_attempt');
    expect(rows).toEqual([{ n: 4 }]);
  });
});

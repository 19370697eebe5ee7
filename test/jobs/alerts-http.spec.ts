import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertTick } from '../../src/jobs/alerts/alert-tick.js';
import { Platform } from '../platform/harness.js';

const RULE = {
  name: 'Night watch',
  kind: 'failure_rate',
  threshold: 12.5,
  windowMinutes: 30,
  webhookUrl: 'https://hooks.example.test/alert',
  emails: ['night@inn.test'],
  remindHours: 4,
};

const NO_HOTEL = { detail: 'Hotel not found' };

describe('alerts over HTTP', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start({ SMTP_URL: 'smtp://127.0.0.1:1', ROLES: 'api' });
  });
  afterAll(() => platform?.stop());

  const call = (method: string, path: string, body?: object, token = platform.a.ADMIN.token) =>
    platform.call(method, `/api/v1/alerts${path}`, { token, body });

  it('of one hotel are of a hotel the tenant has', async () => {
    const hotel = { name: 'Other', timeZone: 'UTC', currency: 'EUR' };
    const theirs = await platform.call('POST', '/api/v1/hotels', { token: platform.b.ADMIN.token, body: hotel });
    const hotelId = theirs.body['id'] as number;
    for (const id of [hotelId, 2_000_000])
      expect(await call('POST', '', { ...RULE, hotelId: id })).toMatchObject({ status: 404, body: NO_HOTEL });
    const { body } = await call('POST', '', RULE);
    const id = body['id'] as string;
    expect(await call('PATCH', `/${id}`, { hotelId })).toMatchObject({ status: 404, body: NO_HOTEL });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
  });

  it('are made, read, changed, tried and removed', async () => {
    const made = await call('POST', '', RULE);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...RULE,
      unit: 'percent',
      minJobs: 10,
      state: 'ok',
      lastValue: null,
      jobName: null,
    });
    expect(made.body['secret']).toMatch(/^whsec_/);
    const id = String(made.body['id']);

    const changed = await call('PATCH', `/${id}`, { threshold: 20, remindHours: null, webhookUrl: null });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...RULE, threshold: 20, remindHours: null, webhookUrl: null });
    expect(changed.body).not.toHaveProperty('secret');

    const manager = platform.a.MANAGER.token;
    expect((await call('GET', `/${id}`, undefined, manager)).body).toEqual(changed.body);
    expect((await call('GET', '', undefined, manager)).body).toEqual({ alerts: [changed.body], total: 1 });
    expect((await call('GET', `/${id}/events`, undefined, manager)).body).toEqual({ events: [], total: 0 });
    expect((await call('PATCH', `/${id}`, { enabled: false }, manager)).status).toBe(403);

    const tried = await call('POST', `/${id}/test`);
    expect(tried.status).toBe(201);
    const job = await platform.call('GET', `/api/v1/jobs/${String(tried.body['jobId'])}`, { token: manager });
    expect(job.body).toMatchObject({ type: 'alert-notification' });

    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).status).toBe(404);
  });

  it('of the failures of all kinds are diluted neither by messages nor by what runs for single people', async () => {
    const { a, sql, app } = platform;
    const { body } = await call('POST', '', { ...RULE, threshold: 50 });
    const finished = (name: string, status: string, times: number) =>
      sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, completed_at)
         SELECT ledger_id(), $1, $2, $3, '{}', 1, now() FROM generate_series(1, $4)`,
        [a.id, name, status, times],
      );
    for (const name of [
      'email-notification',
      'sms-notification',
      'mail-outcome',
      'webhook-delivery',
      'alert-notification',
    ])
      await finished(name, 'COMPLETED', 20);
    for (const name of ['event-notice', 'batch-notifications', 'no-show-notice', 'calendar-sync'])
      await finished(name, 'COMPLETED', 20);
    await finished('room-generation', 'COMPLETED', 2);
    // Nobody starts it by hand, and it is no message: it counts.
    await finished('catchup-erasure', 'DEAD', 8);
    await sql.query('UPDATE alert_rule SET next_check_at = now() WHERE id = $1', [body['id']]);
    await app.get(AlertTick, { strict: false }).checkDue();
    expect((await call('GET', `/${String(body['id'])}`)).body).toMatchObject({ state: 'firing', lastValue: 80 });
    expect((await call('DELETE', `/${String(body['id'])}`)).status).toBe(204);
  });

  it.each<[string, object, string]>([
    ['no name', { name: '' }, 'name'],
    ['a kind there is not', { kind: 'weather' }, 'kind'],
    ['a threshold in words', { threshold: 'many' }, 'threshold'],
    ['a threshold out of its unit', { threshold: 120 }, 'threshold'],
    ['a window of a month', { windowMinutes: 43_200 }, 'windowMinutes'],
    ['something that is no address', { emails: ['night'] }, 'emails'],
    ['addresses that are no list', { emails: null }, 'emails'],
    ['an address of the private network', { webhookUrl: 'http://169.254.169.254/' }, 'webhookUrl'],
    ['reminders all the time', { remindHours: 0 }, 'remindHours'],
    ['a secret of one’s own', { webhookSecret: 'x' }, 'webhookSecret'],
  ])('refuse %s', async (_, change, path) => {
    const { status, body } = await call('POST', '', { ...RULE, ...change });
    expect(status).toBe(400);
    expect(new Set((body['errors'] as { path: string }[]).map((error) => error.path))).toEqual(new Set([path]));
  });

  it('have an end', async () => {
    await platform.sql.query(
      `INSERT INTO alert_rule (id, tenant_id, name, kind, threshold)
       SELECT gen_random_uuid(), $1, 'many', 'dead_letters', 1 FROM generate_series(1, 100)`,
      [platform.b.id],
    );
    expect((await call('POST', '', RULE, platform.b.ADMIN.token)).status).toBe(409);
    expect((await call('POST', '', RULE)).status).toBe(201);
  });
});

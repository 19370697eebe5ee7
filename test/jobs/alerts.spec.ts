import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertRuleInput } from '../../src/jobs/alerts/alert-rules.js';
import { AlertTick } from '../../src/jobs/alerts/alert-tick.js';
import { AlertsService } from '../../src/jobs/alerts/alerts.service.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { MailServer } from '../support/mail-server.js';
import { type JobsProcess, JobsWorld } from './harness.js';

const TIMES_TICKED = 3;
/** No worker takes these. */
const NOBODYS = 'test-nobodys';

describe('alert rules', () => {
  let world: JobsWorld;
  let mail: MailServer;
  let hooks: HookReceiver;
  /** The first one runs jobs. */
  const nodes: JobsProcess[] = [];

  beforeAll(async () => {
    world = await JobsWorld.create();
    mail = await MailServer.start();
    hooks = await HookReceiver.start();
    const env = { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: `smtp://127.0.0.1:${mail.port}`, DATABASE_POOL_SIZE: '3' };
    for (let i = 0; i < TIMES_TICKED; i++)
      nodes.push(await world.start({ ...env, ROLES: i === 0 ? 'api,worker' : 'api' }));
  });
  afterEach(async () => {
    await world.db.query('DELETE FROM alert_rule');
    await world.until(
      async () => (await world.count(`name = 'alert-notification' AND status IN ('QUEUED', 'RUNNING')`)) === 0,
    );
    for (const table of ['dead_letter', 'schedule', 'job_live', 'job_history', 'job_attempt'])
      await world.db.query(`DELETE FROM ${table}`);
    mail.replies = [];
    hooks.statuses = [];
    hooks.headers = {};
    mail.received.length = 0;
    hooks.received.length = 0;
  });
  afterAll(async () => {
    await world.close();
    await mail.stop();
    await hooks.stop();
  });

  const alerts = () => nodes[0]!.app.get(AlertsService);
  const as = <T>(fn: () => Promise<T>) => nodes[0]!.as(world.a, fn);
  const rule = (input: Pick<AlertRuleInput, 'kind' | 'threshold'> & Partial<AlertRuleInput>) =>
    as(() => alerts().create({ name: 'Night watch', webhookUrl: hooks.url, ...input }));
  const states = async (id: string) =>
    (await as(() => alerts().events(id, 50, 0))).events.map(({ kind }) => kind).reverse();
  const messages = async () =>
    (
      await world.db.query<{ message: string }>(
        `SELECT data ->> 'message' AS message FROM job WHERE name = 'alert-notification' ORDER BY id`,
      )
    ).rows.map(({ message }) => message);

  /** All processes check all rules at the same time. Answers the state of the rule. */
  const check = async (id: string) => {
    await world.db.query('UPDATE alert_rule SET next_check_at = now()');
    const due = await Promise.all(nodes.map((node) => node.app.get(AlertTick).checkDue()));
    expect(due.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0);
    return (await as(() => alerts().get(id))).state;
  };

  /** Jobs in the history that were made and finished so long ago. */
  const finished = (
    status: string,
    times: number,
    { tenant = world.a, name = NOBODYS, hotel = null as number | null, ago = '1 minute' } = {},
  ) =>
    world.db.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, hotel_id, completed_at)
       SELECT ledger_id(now() - $5::interval), $1, $2, $3, '{}', 1, $6, now() - $5::interval FROM generate_series(1, $4)`,
      [tenant, name, status, times, ago, hotel],
    );
  const waiting = async (ago: string, tenant = world.a, status = 'PENDING') => {
    const id = randomUUID();
    await world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, status, data, max_attempts, run_at)
       VALUES ($1, $2, $3, $4, '{}', 1, now() - $5::interval)`,
      [id, tenant, NOBODYS, status, ago],
    );
    return id;
  };
  const letter = (tenant = world.a, name = NOBODYS, ago = '1 minute') =>
    world.db.query(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, created_at)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, '{}', '{"message":"x"}', 'exhausted', 1, now() - $3::interval)`,
      [tenant, name, ago],
    );
  const slot = async (ago: string, { tenant = world.a, job = null as string | null, data = '{}' } = {}) => {
    const id = randomUUID();
    await world.db.query(
      `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, grace_seconds)
       VALUES ($1::uuid, $2, $1::text, $3, $4, '0 2 * * *', 'UTC', 900)`,
      [id, tenant, NOBODYS, data],
    );
    await world.db.query(
      `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id) VALUES ($1, $2, now() - $3::interval, $4)`,
      [tenant, id, ago, job],
    );
  };

  it('failure_rate: fires at its share of failed jobs, not below, and resolves', async () => {
    const { id } = await rule({ kind: 'failure_rate', threshold: 20, minJobs: 10 });
    await finished('COMPLETED', 8);
    await finished('DEAD', 1);
    expect(await check(id)).toBe('ok');
    expect((await as(() => alerts().get(id))).lastValue).toBeNull();
    await finished('CANCELLED', 5);
    await finished('DEAD', 50, { tenant: world.b });
    await finished('DEAD', 50, { ago: '61 minutes' });
    await finished('DEAD', 50, { name: 'alert-notification' });
    await finished('COMPLETED', 2);
    expect(await check(id)).toBe('ok');
    expect((await as(() => alerts().get(id))).lastValue).toBeCloseTo(100 / 11);
    await finished('FAILED', 1);
    await finished('COMPLETED', 3);
    await finished('DEAD', 1);
    expect(await as(() => alerts().get(id))).toMatchObject({ state: 'ok' });
    // 3 of 16 is 18.75 %; 4 of 17 is 23.5 %.
    expect(await check(id)).toBe('ok');
    await finished('DEAD', 1);
    expect(await check(id)).toBe('firing');
    await world.db.query(`UPDATE job_history SET completed_at = completed_at - interval '2 hours'`);
    expect(await check(id)).toBe('ok');
    expect(await states(id)).toEqual(['fired', 'resolved']);
  });

  it('failure_rate: what the platform makes beside the jobs hides none of their failures', async () => {
    const { id } = await rule({ kind: 'failure_rate', threshold: 50, minJobs: 10 });
    const named = await rule({ kind: 'failure_rate', threshold: 50, minJobs: 10, jobName: 'webhook-delivery' });
    await finished('DEAD', 8);
    await finished('COMPLETED', 2);
    await finished('COMPLETED', 10, { name: 'webhook-delivery' });
    await finished('COMPLETED', 10, { name: 'batch' });
    expect(await check(id)).toBe('firing');
    const value = async (one: string) => (await as(() => alerts().get(one))).lastValue;
    expect([await value(id), await value(named.id)]).toEqual([80, 0]);
  });

  it('failure_rate: exactly the threshold is enough; a rule of one type and hotel sees no other', async () => {
    const all = await rule({ kind: 'failure_rate', threshold: 50, minJobs: 2 });
    const { rows } = await world.db.query<{ id: number }>(
      `INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, 'Here', 'UTC', 'EUR') RETURNING id`,
      [world.a],
    );
    const hotel = rows[0]!.id;
    const narrow = await rule({
      kind: 'failure_rate',
      threshold: 50,
      minJobs: 2,
      jobName: 'test-once',
      hotelId: hotel,
    });
    await finished('DEAD', 1);
    await finished('DEAD', 2, { name: 'test-once', hotel: hotel + 1 });
    await finished('COMPLETED', 3, { name: 'test-once', hotel });
    expect([await check(all.id), await check(narrow.id)]).toEqual(['firing', 'ok']);
    await finished('DEAD', 3, { name: 'test-once', hotel });
    expect(await check(narrow.id)).toBe('firing');
  });

  it('oldest_age: fires when a due job has waited so long, and resolves when it runs', async () => {
    const { id } = await rule({ kind: 'oldest_age', threshold: 3_600 });
    expect(await check(id)).toBe('ok');
    await waiting('50 minutes');
    await waiting('-3 hours');
    await waiting('3 hours', world.b);
    expect(await check(id)).toBe('ok');
    const old = await waiting('1 hour');
    expect(await check(id)).toBe('firing');
    expect((await as(() => alerts().get(id))).lastValue).toBeGreaterThanOrEqual(3_600);
    await world.db.query(`DELETE FROM job_live WHERE id = $1`, [old]);
    expect(await check(id)).toBe('ok');
    expect(await states(id)).toEqual(['fired', 'resolved']);
  });

  it('missed_slot: counts slots past their grace and slots whose job was given up', async () => {
    const { id } = await rule({ kind: 'missed_slot', threshold: 2 });
    const named = await rule({ kind: 'missed_slot', threshold: 9 });
    await world.db.query('UPDATE alert_rule SET job_name = $2 WHERE id = $1', [named.id, NOBODYS]);
    const made = await world.db.query<{ id: string }>(`SELECT ledger_id(now() - interval '5 hours') AS id`);
    const dead = made.rows[0]!.id;
    await slot('20 minutes');
    await slot('20 minutes', { data: '{"userId":"somebody"}' });
    await slot('10 minutes');
    await slot('20 minutes', { tenant: world.b });
    await slot('5 hours');
    await slot('5 hours', { job: dead });
    expect(await check(id)).toBe('ok');
    expect((await as(() => alerts().get(id))).lastValue).toBe(1);
    expect((await as(() => alerts().get(named.id))).lastValue).toBe(2);
    // It was tried for hours before it was given up.
    await world.db.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, completed_at, schedule_id, scheduled_for)
       SELECT job_id, tenant_id, $2, 'DEAD', '{}', 1, now() - interval '1 minute', schedule_id, fire_at
       FROM schedule_slot WHERE job_id = $1`,
      [dead, NOBODYS],
    );
    expect(await check(id)).toBe('firing');
    await world.db.query(`UPDATE schedule_slot SET waived_at = now() WHERE job_id = $1`, [dead]);
    expect(await check(id)).toBe('ok');
    expect(await states(id)).toEqual(['fired', 'resolved']);
  });

  it('dead_letters: counts open ones of the window', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 2 });
    await letter();
    await letter(world.b);
    await letter(world.a, NOBODYS, '61 minutes');
    await letter(world.a, 'alert-notification');
    expect(await check(id)).toBe('ok');
    await letter();
    expect(await check(id)).toBe('firing');
    await world.db.query(`UPDATE dead_letter SET resolved_at = now(), resolution = 'requeued'`);
    expect(await check(id)).toBe('ok');
    expect(await states(id)).toEqual(['fired', 'resolved']);
  });

  it('are told once, however many processes check and however long they fire', async () => {
    const rules = await Promise.all(Array.from({ length: 12 }, () => rule({ kind: 'dead_letters', threshold: 1 })));
    await letter();
    for (let i = 0; i < 3; i++) await check(rules[0]!.id);
    for (const { id } of rules) expect(await states(id)).toEqual(['fired']);
    expect(await messages()).toHaveLength(12);
  });

  it('wait half a minute between two checks', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 1 });
    await check(id);
    await letter();
    expect(await nodes[0]!.app.get(AlertTick).checkDue()).toBe(0);
    const { rows } = await world.db.query<{ seconds: number }>(
      'SELECT extract(epoch FROM next_check_at - last_checked_at)::int AS seconds FROM alert_rule',
    );
    expect(rows).toEqual([{ seconds: 30 }]);
  });

  it('are checked although one of them cannot be measured', async () => {
    const bad = await rule({ kind: 'missed_slot', threshold: 1 });
    const good = await rule({ kind: 'dead_letters', threshold: 1 });
    await letter();
    await slot('20 minutes');
    // More seconds than a sum of them can hold.
    await world.db.query('ALTER TABLE schedule DROP CONSTRAINT schedule_grace_seconds_check');
    await world.db.query('UPDATE schedule SET grace_seconds = 2147483647, jitter_seconds = 1');
    expect(await check(good.id)).toBe('firing');
    expect(await as(() => alerts().get(bad.id))).toMatchObject({ state: 'ok', lastCheckedAt: null });
    expect(await nodes[0]!.app.get(AlertTick).checkDue()).toBe(0);
  });

  it('are checked although one of them takes too long, which is tried less often then', async () => {
    const bad = await rule({ kind: 'missed_slot', threshold: 1 });
    const good = await rule({ kind: 'dead_letters', threshold: 1 });
    await letter();
    for (const node of nodes) Object.assign(node.app.get(AlertTick).limits, { togetherMs: 200, aloneMs: 200 });
    const other = await world.db.connect();
    try {
      await other.query('BEGIN; LOCK TABLE schedule IN ACCESS EXCLUSIVE MODE');
      expect(await check(good.id)).toBe('firing');
      expect(await as(() => alerts().get(bad.id))).toMatchObject({ lastCheckedAt: null });
    } finally {
      await other.query('ROLLBACK');
      other.release();
      for (const node of nodes) Object.assign(node.app.get(AlertTick).limits, { togetherMs: 5_000, aloneMs: 5_000 });
    }
    const { rows } = await world.db.query(
      'SELECT id FROM alert_rule WHERE next_check_at > now() + make_interval(mins => 4)',
    );
    expect(rows).toEqual([{ id: bad.id }]);
  });

  it('are told again only if they want to be, after their hours', async () => {
    const quiet = await rule({ kind: 'dead_letters', threshold: 1 });
    const loud = await rule({ kind: 'dead_letters', threshold: 1, remindHours: 2 });
    await letter();
    await check(loud.id);
    await world.db.query(`UPDATE alert_rule SET told_at = told_at - interval '119 minutes'`);
    await check(loud.id);
    expect(await states(loud.id)).toEqual(['fired']);
    await world.db.query(`UPDATE alert_rule SET told_at = told_at - interval '1 minute'`);
    await check(loud.id);
    await check(loud.id);
    expect(await states(loud.id)).toEqual(['fired', 'reminder']);
    expect(await states(quiet.id)).toEqual(['fired']);
    expect((await messages()).sort()).toEqual(['fired', 'fired', 'reminder']);
  });

  it('are not checked while their tenant is disabled', async () => {
    await rule({ kind: 'dead_letters', threshold: 1 });
    await world.db.query('UPDATE tenant SET disabled_at = now() WHERE id = $1', [world.a]);
    expect(await nodes[0]!.app.get(AlertTick).checkDue()).toBe(0);
    await world.db.query('UPDATE tenant SET disabled_at = NULL');
    expect(await nodes[0]!.app.get(AlertTick).checkDue()).toBe(1);
  });

  it('are not checked while switched off, and are well then', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 1 });
    await letter();
    expect(await check(id)).toBe('firing');
    expect(await as(() => alerts().update(id, { enabled: false }))).toMatchObject({ state: 'ok', enabled: false });
    await world.db.query('UPDATE alert_rule SET next_check_at = now()');
    expect(await nodes[0]!.app.get(AlertTick).checkDue()).toBe(0);
    expect(await states(id)).toEqual(['fired', 'resolved']);
    expect(await messages()).toEqual(['fired']);
    await as(() => alerts().update(id, { enabled: true }));
    expect(await check(id)).toBe('firing');
  });

  it('tell by signed webhook and by e-mail, each once, whatever the other does', async () => {
    const emails = ['night@inn.test', 'boss@inn.test'];
    const { id, secret } = await rule({ kind: 'dead_letters', threshold: 1, emails });
    hooks.statuses = [503];
    await letter();
    await check(id);
    await settle('COMPLETED');
    expect(mail.received.map(({ to }) => to)).toEqual([['night@inn.test'], ['boss@inn.test']]);
    expect(mail.received[0]!.text).toContain('Subject: [Alert] Night watch');
    expect(hooks.received).toHaveLength(2);
    const [first, second] = hooks.received as [(typeof hooks.received)[0], (typeof hooks.received)[0]];
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(JSON.parse(second.text)).toMatchObject({
      type: 'alert.fired',
      data: { ruleId: id, kind: 'dead_letters', value: 1, threshold: 1, unit: 'dead letters' },
    });
    const signed = `${second.headers['webhook-id'] as string}.${second.headers['webhook-timestamp'] as string}.${second.text}`;
    const key = Buffer.from(secret!.replace('whsec_', ''), 'base64');
    expect(second.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('wait as long as a busy receiver asks for, without spending an attempt', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 1, emails: ['night@inn.test'] });
    hooks.statuses = [429];
    hooks.headers = { 'retry-after': '600' };
    await letter();
    const resume = await world.pause('alert-notification');
    await check(id);
    // The receiver has not put it off: its queue was paused.
    await world.db.query(
      `UPDATE job_live SET scheduled_for = now() - interval '25 hours' WHERE name = 'alert-notification'`,
    );
    await resume();
    const later = `name = 'alert-notification' AND status = 'PENDING' AND attempt = 0 AND run_at > now() + interval '9 minutes'`;
    await world.until(async () => (await world.count(later)) === 1);
    expect(mail.received).toHaveLength(1);
    await settle('COMPLETED');
    expect(hooks.received).toHaveLength(2);
    expect(mail.received).toHaveLength(1);
  });

  it('tell the others when one channel refuses for good, and leave a dead letter that fires nothing', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 1, emails: ['gone@inn.test', 'here@inn.test'] });
    mail.replies = [550];
    await letter();
    await check(id);
    await settle('DEAD');
    expect(mail.received.map(({ to }) => to)).toEqual([['here@inn.test']]);
    expect(hooks.received).toHaveLength(1);
    const { rows } = await world.db.query<{ error: { code: string; message: string } }>(
      `SELECT error FROM dead_letter WHERE name = 'alert-notification'`,
    );
    expect(rows).toMatchObject([{ error: { code: 'ALERT_NOT_DELIVERED', message: expect.stringContaining('550') } }]);
    expect((await as(() => alerts().get(id))).lastValue).toBe(1);
    await check(id);
    expect((await as(() => alerts().get(id))).lastValue).toBe(1);
  });

  it('send again what may have got lost, under the same id, once the first try is over for certain', async () => {
    const { id } = await rule({ kind: 'dead_letters', threshold: 1, emails: ['night@inn.test'] });
    hooks.statuses = [0];
    await letter();
    await check(id);
    // The claim on the effect keeps everybody from sending meanwhile: the job waits for its end.
    await world.until(async () => {
      await world.db.query(`UPDATE job_live SET run_at = now() WHERE name = 'alert-notification' AND NOT due`);
      const { rows } = await world.db.query(`SELECT 1 FROM job_attempt WHERE outcome = 'snoozed'`);
      return rows.length > 0;
    });
    expect(hooks.received).toHaveLength(1);
    await world.db.query(`UPDATE effect SET until = now() WHERE state = 'claimed'`);
    await settle('COMPLETED');
    expect(new Set(hooks.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(hooks.received).toHaveLength(2);
    expect(mail.received).toHaveLength(1);
  });

  it('can be tried', async () => {
    const { id } = await rule({ kind: 'oldest_age', threshold: 60, emails: ['night@inn.test'] });
    await as(() => alerts().test(id));
    await settle('COMPLETED');
    expect(mail.received[0]!.text).toContain('Subject: [Test] Night watch');
    expect(JSON.parse(hooks.received[0]!.text)).toMatchObject({ type: 'alert.test' });
    expect(await states(id)).toEqual([]);
    await expect(nodes[0]!.as(world.b, () => alerts().test(id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each<[string, Partial<AlertRuleInput>, string]>([
    ['failure_rate', { threshold: 101 }, 'threshold'],
    ['failure_rate', { threshold: 0 }, 'threshold'],
    ['oldest_age', { threshold: 31 * 86_400 }, 'threshold'],
    ['oldest_age', { threshold: 60, windowMinutes: 5 }, 'windowMinutes'],
    ['missed_slot', { threshold: 1.5 }, 'threshold'],
    ['dead_letters', { threshold: 0.5 }, 'threshold'],
    ['dead_letters', { threshold: 1, minJobs: 5 }, 'minJobs'],
    ['dead_letters', { threshold: 1, jobName: 'no-such-kind' }, 'jobName'],
    ['dead_letters', { threshold: 1, webhookUrl: 'http://10.0.0.1/' }, 'webhookUrl'],
    ['dead_letters', { threshold: 1, webhookUrl: null }, 'webhookUrl'],
  ])('of kind %s refuse %j', async (kind, input, path) => {
    const made = rule({ kind: kind as AlertRuleInput['kind'], threshold: 1, ...input });
    await expect(made).rejects.toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path }] });
  });

  it('show their secret once, when it is made', async () => {
    const quiet = await rule({
      kind: 'dead_letters',
      threshold: 1,
      webhookUrl: null,
      emails: ['a@b.test', 'A@b.test'],
    });
    expect(quiet).toMatchObject({ emails: ['A@b.test'] });
    expect(quiet.secret).toBeUndefined();
    const { secret } = await as(() => alerts().update(quiet.id, { webhookUrl: hooks.url }));
    expect(secret).toMatch(/^whsec_/);
    expect((await as(() => alerts().update(quiet.id, { threshold: 2 }))).secret).toBeUndefined();
    const shown = [await as(() => alerts().list(50, 0)), await as(() => alerts().get(quiet.id))];
    expect(JSON.stringify(shown)).not.toContain('whsec_');
    expect(shown[0]).toMatchObject({ total: 1, alerts: [{ threshold: 2, webhookUrl: hooks.url }] });
  });

  it('take no e-mail address while there is no mail server', async () => {
    const poor = await world.start({ ROLES: 'api', DATABASE_POOL_SIZE: '2', OUTBOUND_ALLOW: '127.0.0.1' });
    const input: AlertRuleInput = { name: 'x', kind: 'oldest_age', threshold: 60, emails: ['a@b.test'] };
    const service = poor.app.get(AlertsService);
    const refusal = { code: 'CONFLICT', message: expect.stringContaining('SMTP_URL') };
    await expect(poor.as(world.a, () => service.create(input))).rejects.toMatchObject(refusal);
    const { id } = await rule(input);
    await expect(poor.as(world.a, () => service.update(id, { emails: ['c@d.test'] }))).rejects.toMatchObject(refusal);
    expect(await poor.as(world.a, () => service.update(id, { enabled: false }))).toMatchObject({ enabled: false });
    await expect(poor.as(world.a, () => service.update(id, { enabled: true }))).rejects.toMatchObject(refusal);
  });

  /** Waits until all messages ended like this, hurrying those that wait for their next try. */
  async function settle(status: string): Promise<void> {
    await world.until(async () => {
      await world.db.query(`UPDATE job_live SET run_at = now() WHERE name = 'alert-notification' AND NOT due`);
      const all = await world.count(`name = 'alert-notification'`);
      return all > 0 && all === (await world.count(`name = 'alert-notification' AND status = $1`, [status]));
    }, 20_000);
  }
});

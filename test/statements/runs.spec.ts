import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JobsLifecycle } from '../../src/jobs/index.js';
import { ProviderReads } from '../../src/statements/connections/provider-reads.js';
import { type Answer, Platform, testEnv } from '../platform/harness.js';
import { ProviderServer } from './provider-server.js';
import { type RentalWorld, rentalWorld } from './run-world.js';

interface Entry {
  ownerId: number;
  owner: string;
  propertyId: number | null;
  property: string | null;
  reason: string;
  statementId: string | null;
  statementNumber: string | null;
  statementState: string | null;
  net: string | null;
  payable: string | null;
  currency: string | null;
}

interface Run {
  id: string;
  type: string;
  status: string;
  progress: number;
  total: number;
  startedAt: string | null;
  completedAt: string | null;
  statementsPerSecond: number | null;
  error: unknown;
  params: object;
  result: {
    summary: { generated: number; skipped: number; errors: number; unchanged: number };
    results: Record<'generated' | 'skipped' | 'errors' | 'unchanged', Entry[]>;
    totals: object[] | null;
    nextCursor: string | null;
  } | null;
}

/** Bodies of the seed, word for word. */
const OCTOBER = { ownerId: 'all', startDate: '2025-10-01', endDate: '2025-10-31', calculationType: 'checkout' };
const NOVEMBER = { ...OCTOBER, startDate: '2025-11-01', endDate: '2025-11-30' };
const DECEMBER = { ...OCTOBER, startDate: '2025-12-01', endDate: '2025-12-31' };
const JANUARY = { ...OCTOBER, startDate: '2026-01-01', endDate: '2026-01-31' };

let platform: Platform;
let second: NestFastifyApplication;
let provider: ProviderServer;
let world: RentalWorld;
/** The first run. */
let october: string;

beforeAll(async () => {
  provider = await ProviderServer.start();
  const prefix = `runs-${process.pid}`;
  const asked = (app: NestFastifyApplication) => {
    app.get(ProviderReads, { strict: false }).refresh = provider.refresh;
  };
  platform = await Platform.start({ ROLES: 'api,worker', REDIS_PREFIX: prefix, DATABASE_POOL_SIZE: '10' }, [], asked);
  const { createApp } = await import('../../src/bootstrap.js');
  const env = { DATABASE_URL: platform.databaseUrl, STORAGE_DIR: platform.fileFolder, REDIS_PREFIX: prefix };
  second = await createApp(testEnv(env));
  await second.init();
  await second.getHttpAdapter().getInstance().ready();
  const departures = ['2025-10-15', '2025-11-15', '2025-12-15', '2026-01-15'];
  world = await rentalWorld(platform.sql, platform.a.id, { listings: 50, idle: 5, departures });
}, 60_000);
afterAll(async () => {
  provider.release();
  await second?.get(JobsLifecycle).drain();
  await second?.close();
  await platform?.stop();
  await provider.stop();
});

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
  platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body, headers });

async function start(body: object): Promise<string> {
  const answer = await call('POST', '/statements/generate', body);
  expect(answer).toMatchObject({ status: 202 });
  return answer.body['jobId'] as string;
}

async function read(jobId: string, query = ''): Promise<Run> {
  const answer = await call('GET', `/statements/jobs/${jobId}${query}`);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as unknown as Run;
}

/** The run when the condition holds; what is met on the way is shown to `see`. Jobs never wait for their back-off. */
async function when(jobId: string, holds: (run: Run) => boolean, see: (run: Run) => void = () => undefined) {
  for (const end = Date.now() + 60_000; ;) {
    const run = await read(jobId);
    see(run);
    if (holds(run)) return run;
    if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(run)}`);
    await platform.sql.query(
      `UPDATE job_live SET run_at = now(), due = true WHERE name = 'statement-generation' AND status = 'PENDING'`,
    );
    await new Promise((again) => setTimeout(again, 20));
  }
}

const ended = (run: Run) => ['completed', 'failed', 'cancelled'].includes(run.status);
const finished = (jobId: string, see?: (run: Run) => void) => when(jobId, ended, see);

async function count(sql: string, parameters: unknown[] = []): Promise<number> {
  return (await platform.sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, parameters)).rows[0]!.n;
}
const statementsOf = (from: string) => count(`statement WHERE period_from = $1 AND state <> 'void'`, [from]);

describe('statements of all owners', () => {
  it('as the seed asks: 202 at once, then 45 generated and 5 skipped; a provider that asks for patience twice (C16)', async () => {
    provider.trouble.set(world.listings[3]!, { statuses: [429, 429] });
    const answer = await call('POST', '/statements/generate', { ...OCTOBER, notify: true });
    expect(answer.status).toBe(202);
    const jobId = (october = answer.body['jobId'] as string);
    expect(answer.body).toEqual({
      message: 'Bulk statement generation started in background',
      jobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'processing',
      note: 'This may take several minutes to complete...',
      statusUrl: `/api/v1/statements/jobs/${jobId}`,
      eventsUrl: `/api/v1/jobs/${jobId}/events`,
    });
    const seen: Run[] = [];
    const run = await finished(jobId, (one) => seen.push(one));
    for (const [index, one] of seen.entries()) {
      expect(one).toMatchObject({ id: jobId, type: 'bulk_statement_generation', total: 50 });
      expect(one.progress).toBeGreaterThanOrEqual(seen[index - 1]?.progress ?? 0);
      if (!ended(one)) expect(one).toMatchObject({ completedAt: null, result: null, error: null });
    }
    expect(run).toMatchObject({
      ...{ status: 'completed', progress: 50, error: null },
      params: { startDate: '2025-10-01', endDate: '2025-10-31', calculationType: 'checkout' },
      result: { summary: { generated: 45, skipped: 5, errors: 0, unchanged: 0 }, nextCursor: null },
    });
    expect(run.statementsPerSecond).toBeGreaterThan(0);
    expect(Date.parse(run.completedAt!)).toBeGreaterThanOrEqual(Date.parse(run.startedAt!));
    const { generated, skipped, errors } = run.result!.results;
    expect([generated.length, skipped.length, errors.length]).toEqual([45, 5, 0]);
    expect(generated.map(({ ownerId }) => ownerId)).toEqual(world.owners.slice(0, 45));
    expect(generated[0]).toMatchObject({
      ...{ owner: 'Owner 1', property: 'Listing 1', propertyId: world.listings[0] },
      ...{ net: '240.00', payable: '240.00', currency: 'EUR', statementState: 'draft' },
    });
    expect(skipped[0]).toMatchObject({ net: null, payable: null, currency: null, statementState: null });
    const sum = 45 * 240;
    expect(run.result!.totals).toEqual([{ currency: 'EUR', statements: 45, net: `${sum}.00`, payable: `${sum}.00` }]);
    expect(new Set(generated.map(({ statementId }) => statementId)).size).toBe(45);
    expect(new Set(skipped.map(({ reason }) => reason))).toEqual(new Set(['no_activity']));
    expect(provider.asked.get(world.listings[3]!)).toBe(3);
    expect(await statementsOf('2025-10-01')).toBe(45);
  });

  it('the person who asked gets one mail with the counts and the link', async () => {
    const { rows } = await platform.sql.query<{ to_address: string; body_text: string }>(
      `SELECT to_address, body_text FROM mail_message WHERE template = 'statements-ready'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.to_address).toBe(platform.a.MANAGER.email);
    expect(rows[0]!.body_text).toContain('45 made, 0 unchanged, 5 skipped, 0 failed');
    expect(rows[0]!.body_text).toContain('/api/v1/statements/jobs/');
  });

  it('a second run makes nothing new: 45 unchanged', async () => {
    const jobId = await start(OCTOBER);
    const run = await finished(jobId);
    expect(run.result!.summary).toEqual({ generated: 0, skipped: 5, errors: 0, unchanged: 45 });
    expect(run.result!.results.unchanged).toHaveLength(45);
    expect(await statementsOf('2025-10-01')).toBe(45);
  });

  it('asked for several times at once on two instances, it is one run, seen from both', async () => {
    provider.hold();
    const ask = (app: NestFastifyApplication) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/statements/generate',
        headers: { authorization: `Bearer ${platform.a.MANAGER.token}` },
        payload: NOVEMBER,
      });
    const answers = await Promise.all([platform.app, second, second, platform.app].map(ask));
    const ids = new Set(answers.map((answer) => answer.json<{ jobId: string }>().jobId));
    expect([answers.map(({ statusCode }) => statusCode), ids.size]).toEqual([[202, 202, 202, 202], 1]);
    const [jobId] = [...ids];
    const there = await second.inject({
      method: 'GET',
      url: `/api/v1/statements/jobs/${jobId}`,
      headers: { authorization: `Bearer ${platform.a.MANAGER.token}` },
    });
    expect(there.json()).toMatchObject({ id: jobId, progress: 0, total: 50 });
    expect(await start({ ...NOVEMBER, grouping: 'listing' })).toBe(jobId);
    provider.release();
    expect((await finished(jobId!)).result!.summary).toMatchObject({ generated: 45, skipped: 5 });
    expect(await statementsOf('2025-11-01')).toBe(45);
  });

  it('a listing whose provider never recovers fails with its reason: 44, 5 and 1; then only that one is run again', async () => {
    const ill = world.listings[7]!;
    provider.trouble.set(ill, { statuses: [], always: 500 });
    const jobId = await start(DECEMBER);
    const run = await finished(jobId);
    expect(run).toMatchObject({ status: 'completed', progress: 50 });
    expect(run.result!.summary).toEqual({ generated: 44, skipped: 5, errors: 1, unchanged: 0 });
    expect(run.result!.results.errors).toMatchObject([
      { propertyId: ill, reason: 'provider_error', detail: 'The provider answered 500', statementId: null },
    ]);
    // Four attempts, and not one statement of it.
    const before = new Map(provider.asked);
    expect(await count('statement WHERE listing_id = $1 AND period_from = $2', [ill, '2025-12-01'])).toBe(0);
    expect(await count(`job WHERE name = 'statement-generation' AND status = 'DEAD' AND attempt = 4`)).toBe(1);

    // The routes of jobs leave it alone, and name the one that knows of statements.
    expect(await call('POST', `/jobs/${jobId}/retry`)).toMatchObject({
      status: 409,
      body: { detail: `The jobs of this batch are run again by POST /statements/jobs/${jobId}/retry-failed` },
    });
    expect(await call('POST', '/jobs/retry', { batchId: jobId, dryRun: true })).toMatchObject({ body: { matched: 0 } });
    provider.trouble.delete(ill);
    const again = await call('POST', `/statements/jobs/${jobId}/retry-failed`);
    expect(again).toMatchObject({ status: 202, body: { id: jobId, total: 50 } });
    const mended = await finished(jobId);
    expect(mended.result!.summary).toEqual({ generated: 45, skipped: 5, errors: 0, unchanged: 0 });
    const grown = [...provider.asked].filter(([listing, n]) => n !== before.get(listing));
    expect(grown).toEqual([[ill, before.get(ill)! + 1]]);
    expect(await call('POST', `/statements/jobs/${jobId}/retry-failed`)).toMatchObject({ status: 409 });
  });

  it('is cancelled: running ones end, those not begun are not made, and each has its reason', async () => {
    provider.hold();
    const jobId = await start(JANUARY);
    await when(jobId, (run) => run.status === 'processing');
    expect(await call('POST', `/statements/jobs/${jobId}/cancel`)).toMatchObject({ status: 200, body: { id: jobId } });
    // The provider still answers nobody: the running ones have ended by the signal.
    const run = await finished(jobId);
    provider.release();
    expect(run).toMatchObject({ status: 'cancelled', progress: 50 });
    const { summary, results } = run.result!;
    expect(summary).toEqual({ generated: 0, skipped: 50, errors: 0, unchanged: 0 });
    expect(new Set(results.skipped.map(({ reason }) => reason))).toEqual(new Set(['cancelled']));
    expect(await statementsOf('2026-01-01')).toBe(0);
    expect(await call('POST', `/statements/jobs/${jobId}/cancel`)).toMatchObject({ status: 409 });
    expect((await finished(await start(JANUARY))).result!.summary).toMatchObject({ generated: 45, skipped: 5 });
  });

  it('is nobody else’s, and ids that could be guessed are of nothing', async () => {
    const jobId = await start(OCTOBER);
    const theirs = (method: string, path: string) =>
      platform.call(method, `/api/v1/statements/jobs/${path}`, { token: platform.b.MANAGER.token });
    for (const [method, path] of [
      ['GET', jobId],
      ['POST', `${jobId}/cancel`],
      ['POST', `${jobId}/retry-failed`],
    ] as const)
      expect(await theirs(method, path)).toMatchObject({ status: 404, body: { detail: 'Job not found' } });
    for (const id of ['job_1_1234567890', `job_1_${Date.now()}`, '1', '01900000-0000-7000-8000-000000000001'])
      expect(await call('GET', `/statements/jobs/${id}`)).toMatchObject({ status: 404 });
    const staff = { token: platform.a.STAFF.token };
    expect(await platform.call('GET', `/api/v1/statements/jobs/${jobId}`, staff)).toMatchObject({ status: 403 });
    await finished(jobId);
  });

  it('is also a job kind: the job that starts it is known as its run, and the list shows all runs', async () => {
    const data = { startDate: '2025-10-01', endDate: '2025-10-31', grouping: 'owner' };
    const answer = await call('POST', '/jobs', { type: 'bulk-statement-generation', data });
    expect(answer.status).toBe(201);
    const trigger = answer.body['id'] as string;
    for (let known = 404; known === 404; known = (await call('GET', `/statements/jobs/${trigger}`)).status);
    const run = await finished(trigger);
    expect(run).toMatchObject({ type: 'bulk_statement_generation', params: data, total: 50 });
    expect(run.id).not.toBe(trigger);
    expect((await call('GET', `/statements/jobs/${trigger}/recipients`)).status).toBe(200);
    const list = await call('GET', '/statements/jobs?limit=2');
    expect(list.body).toMatchObject({ jobs: [{ id: run.id, result: { results: null } }, {}] });
  });

  it('before settings are made, and where nobody owns anything: a problem that says so', async () => {
    const none = await platform.call('POST', '/api/v1/statements/generate', {
      token: platform.b.MANAGER.token,
      body: OCTOBER,
    });
    expect(none).toMatchObject({ status: 409, body: { detail: expect.stringContaining('statement-settings') } });
    expect(await call('POST', '/statements/generate', { ...OCTOBER, propertyId: 2_000_000_000 })).toMatchObject({
      status: 404,
    });
    const early = { ...OCTOBER, startDate: '2019-01-01', endDate: '2019-01-31' };
    expect(await call('POST', '/statements/generate', early)).toMatchObject({ status: 422 });
    expect(await call('POST', '/statements/generate', { ...OCTOBER, ownerId: 'everyone' })).toMatchObject({
      status: 400,
    });
  });
});

describe('statements of one owner', () => {
  const body = (n: number, over: object = {}) => ({ ...OCTOBER, ownerId: world.owners[n], ...over });
  const february = { startDate: '2026-02-01', endDate: '2026-02-28' };

  it('201 with the statement, and the same one again', async () => {
    const answer = await call('POST', '/statements/generate', body(0, { propertyId: world.listings[0] }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      statements: [{ ownerId: world.owners[0], property: 'Listing 1', reason: 'unchanged' }],
      ...{ skipped: [], errors: [] },
    });
    const { statementId, statementUrl } = (answer.body['statements'] as Record<string, string>[])[0]!;
    expect(statementUrl).toBe(`/api/v1/statements/${statementId}`);
    expect(await statementsOf('2025-10-01')).toBe(90);
  });

  it('with an Idempotency-Key: asked of the provider, and answered the same', async () => {
    const key = { 'idempotency-key': 'one-owner-in-october' };
    const asked = provider.asked.get(world.listings[1]!)!;
    const first = await call('POST', '/statements/generate', body(1), key);
    const again = await call('POST', '/statements/generate', body(1), key);
    expect([first.status, again.text]).toEqual([201, first.text]);
    expect(provider.asked.get(world.listings[1]!)).toBe(asked + 1);
  });

  it('none: a problem whose reason says why, and nothing is lost', async () => {
    const idle = await call('POST', '/statements/generate', body(49));
    expect(idle).toMatchObject({ status: 422, body: { reason: 'no_activity', outcomes: [{ reason: 'no_activity' }] } });
    const ill = world.listings[2]!;
    provider.trouble.set(ill, { statuses: [], always: 500 });
    expect(await call('POST', '/statements/generate', body(2))).toMatchObject({
      status: 503,
      body: { reason: 'provider_error', detail: 'The provider answered 500' },
    });
    provider.trouble.delete(ill);
    // Trouble of our own is nobody's business, and not the provider's.
    provider.broken.add(ill);
    const { statusCode, body: words } = await platform.app.inject({
      ...{ method: 'POST', url: '/api/v1/statements/generate', payload: body(2) },
      headers: { authorization: `Bearer ${platform.a.MANAGER.token}` },
    });
    expect([statusCode, words]).toEqual([500, expect.not.stringMatching(/provider_error|column/)]);
    provider.broken.delete(ill);
    await platform.sql.query(
      `INSERT INTO rental_reservation (id, tenant_id, listing_id, channel, code, status, check_in, check_out, currency, rent_minor,
         content_hash, source)
       VALUES (gen_random_uuid(), $1, $2, 'direct', 'FX', 'confirmed', '2026-02-03', '2026-02-05', 'CAD', 100000, 'hash', 'test')`,
      [platform.a.id, ill],
    );
    expect(await call('POST', '/statements/generate', body(2, february))).toMatchObject({
      status: 422,
      body: { reason: 'fx_missing' },
    });
    await platform.sql.query(`UPDATE agreement SET valid = '[2020-01-01,2020-02-01)' WHERE listing_id = $1`, [ill]);
    expect(await call('POST', '/statements/generate', body(2, february))).toMatchObject({
      status: 422,
      body: { reason: 'no_contract' },
    });
    expect(await statementsOf('2026-02-01')).toBe(0);
    expect(await call('POST', '/statements/generate', body(0, { ownerId: 2_000_000_000 }))).toMatchObject({
      status: 404,
    });
  });
});

describe('before statements are made and sent', () => {
  it('says before they are sent to whom they would go, and before they are made of what', async () => {
    const recipients = () => call('GET', `/statements/jobs/${october}/recipients`);
    const nobody = { statements: 0, owners: 0, recipients: [], alreadySent: 0 };
    expect((await recipients()).body).toEqual({
      ...{ ...nobody, statementsWithoutAddress: 0, ownersWithoutAddress: 0, withoutAddress: [], notFinal: 45 },
    });
    const made = (await read(october)).result!.results.generated.slice(0, 2);
    for (const { statementId } of made)
      expect((await call('POST', `/statements/${statementId}/finalize`)).status).toBe(200);
    await call('PATCH', `/owners/${made[0]!.ownerId}`, { email: 'one@owners.test' });
    const named = { mailTrouble: null, statements: 1 };
    expect((await recipients()).body).toEqual({
      ...{
        statements: 1,
        owners: 1,
        statementsWithoutAddress: 1,
        ownersWithoutAddress: 1,
        alreadySent: 0,
        notFinal: 43,
      },
      recipients: [{ ownerId: made[0]!.ownerId, owner: 'Owner 1', email: 'one@owners.test', ...named }],
      withoutAddress: [{ ownerId: made[1]!.ownerId, owner: 'Owner 2', email: null, ...named }],
    });
    expect(await call('GET', '/statements/jobs/01900000-0000-7000-8000-000000000001/recipients')).toMatchObject({
      status: 404,
    });
    // What a run only found final is not sent with it.
    const skip = (state: string, reason: string | null) =>
      platform.sql.query('UPDATE statement_run_item SET state = $2, reason = $3 WHERE statement_id = $1', [
        ...[made[1]!.statementId, state, reason],
      ]);
    await skip('skipped', 'already_final');
    expect((await recipients()).body).toMatchObject({ statements: 1, statementsWithoutAddress: 0, notFinal: 43 });
    await skip('generated', null);

    // A closing that has gone on to the next final one is payable there, and not twice.
    const { rows } = await platform.sql.query<{ id: string }>(
      `SELECT id FROM statement WHERE owner_id = $1 AND listing_id IS NOT NULL AND period_from = '2025-11-01'`,
      [made[0]!.ownerId],
    );
    expect((await call('POST', `/statements/${rows[0]!.id}/finalize`)).status).toBe(200);
    const { results, totals } = (await read(october)).result!;
    const first = results.generated.find(({ statementId }) => statementId === made[0]!.statementId);
    expect(first).toMatchObject({ net: '240.00', payable: '0.00' });
    expect(totals).toMatchObject([{ net: `${45 * 240}.00`, payable: `${44 * 240}.00` }]);

    const targets = (query: string) => call('GET', `/statements/targets?from=2025-10-01&to=2025-10-31${query}`);
    expect((await targets('')).body).toMatchObject({ owners: 50, statements: 50, listingsTotal: 50 });
    expect((await targets(`&ownerId=${world.owners[4]}`)).body).toEqual({
      ...{ owners: 1, statements: 1, listingsTotal: 1, listings: [{ id: world.listings[4], name: 'Listing 5' }] },
    });
    expect((await targets('&ownerId=2000000000')).status).toBe(404);
    expect((await call('GET', '/statements/targets?from=2025-10-02&to=2025-10-01')).status).toBe(400);
  });
});

describe('schedules of statements', () => {
  it('are made, follow the zone of the settings, are changed and removed', async () => {
    const made = await call('POST', '/statement-schedules', { name: 'Month end', rhythm: 'monthly', dayOfMonth: 31 });
    expect(made).toMatchObject({
      status: 201,
      body: { localTime: '06:00', period: 'previous_month', notify: true, timezone: 'UTC', grouping: 'listing' },
    });
    const id = made.body['id'] as number;
    const runs = made.body['nextRuns'] as string[];
    for (const at of runs) expect(new Date(Date.parse(at) + 86_400_000).getUTCDate()).toBe(1);
    const settings = { managerName: 'Seaside Rentals', timezone: 'America/Los_Angeles' };
    expect(await call('PUT', '/statement-settings', settings)).toMatchObject({ status: 200 });
    const moved = await call('GET', `/statement-schedules/${id}`);
    expect(moved.body).toMatchObject({ timezone: 'America/Los_Angeles' });
    expect((moved.body['nextRuns'] as string[])[0]).toMatch(/T1[34]:00/);
    const { rows } = await platform.sql.query<{ timezone: string; cron: string; misfire: string }>(
      'SELECT timezone, cron, misfire FROM schedule WHERE key = $1',
      [`statement-schedule:${id}`],
    );
    expect(rows).toEqual([{ timezone: 'America/Los_Angeles', cron: '0 6 28-31 * *', misfire: 'all' }]);
    expect(await call('PATCH', `/statement-schedules/${id}`, { rhythm: 'weekly' })).toMatchObject({ status: 400 });
    const weekly = await call('PATCH', `/statement-schedules/${id}`, {
      rhythm: 'weekly',
      weekday: 1,
      localTime: '07:30',
    });
    expect(weekly.body).toMatchObject({ dayOfMonth: null, period: 'previous_week', localTime: '07:30' });
    expect(
      await call('POST', '/statement-schedules', { name: 'Month end', rhythm: 'weekly', weekday: 1 }),
    ).toMatchObject({
      status: 409,
    });
    expect(await call('DELETE', `/statement-schedules/${id}`)).toMatchObject({ status: 204 });
    expect(await count('schedule WHERE key = $1', [`statement-schedule:${id}`])).toBe(0);
    await call('PUT', '/statement-settings', { ...settings, timezone: 'UTC' });
  });

  it('fire on the dates that they mean, for the month before', async () => {
    const body = {
      name: 'Last day',
      rhythm: 'monthly',
      dayOfMonth: 31,
      skipDates: ['2025-12-31'],
      calculationType: 'checkin',
    };
    const { body: schedule } = await call('POST', '/statement-schedules', body);
    const scheduleId = schedule['id'] as number;
    const fire = async (at: string) => {
      const job = { type: 'statement-schedule', data: { scheduleId }, delay: 3_600_000 };
      const { body: put } = await call('POST', '/jobs/schedule', job);
      const id = put['id'] as string;
      await platform.sql.query('UPDATE job_live SET scheduled_for = $2, run_at = now(), due = true WHERE id = $1', [
        id,
        at,
      ]);
      for (;;) {
        const { body: found } = await call('GET', `/jobs/${id}`);
        if (found['status'] === 'completed') return found['result'] as { outcome: string; jobId: string };
        if (found['status'] === 'failed') throw new Error(JSON.stringify(found['error']));
        await new Promise((again) => setTimeout(again, 20));
      }
    };
    expect(await fire('2025-11-29T06:00:00Z')).toEqual({ outcome: 'not_today', jobId: null });
    expect(await fire('2025-12-31T06:00:00Z')).toEqual({ outcome: 'not_today', jobId: null });
    const { outcome, jobId } = await fire('2025-11-30T06:00:00Z');
    expect(outcome).toBe('started');
    const run = await finished(jobId);
    expect(run).toMatchObject({
      scheduleId,
      params: { startDate: '2025-10-01', endDate: '2025-10-31', calculationType: 'checkin' },
    });
    // By its maker, and without being asked for.
    const mails = await count(`mail_message WHERE template = 'statements-ready' AND to_address = $1`, [
      platform.a.MANAGER.email,
    ]);
    expect(mails).toBe(2);
    await call('PATCH', `/statement-schedules/${scheduleId}`, { active: false });
    expect(await fire('2025-10-31T06:00:00Z')).toEqual({ outcome: 'inactive', jobId: null });
  });
});

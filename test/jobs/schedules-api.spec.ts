import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Platform } from '../platform/harness.js';

let platform: Platform;
let hotelId: number;
beforeAll(async () => {
  platform = await Platform.start({ SCHEDULES_PER_TENANT: '60' });
  const hotel = { name: 'Mirador', timeZone: 'Europe/Madrid', currency: 'EUR' };
  hotelId = (await call('POST', '/hotels', hotel)).body['id'] as number;
});
afterAll(() => platform?.stop());

const call = (method: string, path: string, body?: object, role: 'ADMIN' | 'MANAGER' | 'STAFF' = 'MANAGER') =>
  platform.call(method, `/api/v1${path}`, { token: platform.a[role].token, body });
const recurring = (over: object = {}) =>
  call('POST', '/jobs/recurring', {
    ...{ type: 'room-generation-sweep', data: { hotelId }, cron: '30 2 * * *', timezone: 'Europe/Madrid' },
    ...over,
  });
const paths = ({ body }: Answer) => (body['errors'] as { path: string }[]).map(({ path }) => path);

describe('POST /jobs/recurring', () => {
  it('answers the schedule with its next five firings', async () => {
    const { status, body } = await recurring({ name: 'nightly', misfire: 'skip' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ name: 'nightly', type: 'room-generation-sweep', data: { hotelId }, hotelId, managed: false, paused: null },
      ...{ cron: '30 2 * * *', timezone: 'Europe/Madrid', dst: 'once', misfire: 'skip', enabled: true },
    });
    const runs = body['nextRuns'] as string[];
    expect(runs).toHaveLength(5);
    expect(runs[0]).toBe(body['nextRunAt']);
    for (const run of runs) {
      const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', timeStyle: 'short' }).format(
        new Date(run),
      );
      expect(['02:30', '03:00']).toContain(local);
    }
  });

  it('with the same name edits the one there is; without a name it makes another', async () => {
    const first = await recurring({ name: 'twice' });
    const second = await recurring({ name: 'twice', cron: '0 5 * * *' });
    expect(second.body).toMatchObject({ id: first.body['id'], cron: '0 5 * * *' });
    const [a, b] = [await recurring(), await recurring()];
    expect(a.body['id']).not.toBe(b.body['id']);
  });

  it('as many as the operator lets a tenant have and no more, beside those that features keep', async () => {
    const { rows } = await platform.sql.query<{ there: number }>(
      `SELECT count(*)::int AS there FROM schedule WHERE key LIKE 'api:%' AND tenant_id = $1`,
      [platform.a.id],
    );
    const made = (key: string) =>
      platform.sql.query(
        `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, enabled)
         SELECT gen_random_uuid(), $1, $2 || n, 'test', '{}', '0 2 * * *', 'UTC', false FROM generate_series(1, $3) n`,
        [platform.a.id, key, 59 - rows[0]!.there],
      );
    await made('api:many-');
    await made('kept:many-');
    expect((await recurring({ name: 'last' })).status).toBe(201);
    expect((await recurring({ name: 'too many' })).status).toBe(409);
    expect((await recurring({ name: 'last', cron: '0 6 * * *' })).status).toBe(200);
    await platform.sql.query(`DELETE FROM schedule WHERE key LIKE '%:many-%'`);
    expect((await recurring({ name: 'too many' })).status).toBe(201);
  });

  it('of a category: the hotel is looked up, for its schedule, its jobs and those of a batch', async () => {
    const category = { hotelId, code: 'STD', name: 'Standard', basePrice: 100 };
    const roomCategoryId = (await call('POST', '/room-categories', category)).body['id'] as number;
    const data = { roomCategoryId, startDate: '2030-01-01', endDate: '2030-01-02' };
    const type = 'room-generation';
    const { body: schedule } = await recurring({ type, data });
    expect(schedule).toMatchObject({ hotelId });
    expect((await call('PATCH', `/schedules/${String(schedule['id'])}`, { data })).body).toMatchObject({ hotelId });
    const run = await call('POST', `/schedules/${String(schedule['id'])}/run`);
    expect(run.body).toMatchObject({ hotelId, scheduleId: schedule['id'] });
    expect((await call('POST', '/jobs', { type, data })).body).toMatchObject({ hotelId, scheduleId: null });
    const sweep = { type: 'room-generation-sweep', data: { roomCategoryId } };
    expect((await call('POST', '/jobs', sweep)).body).toMatchObject({ hotelId });
    const other = await call('POST', '/room-categories', { ...category, code: 'DLX', name: 'Deluxe' });
    const items = [data, { ...data, roomCategoryId: other.body['id'] }];
    const batch = await call('POST', '/jobs/batches', { type, items });
    const { body } = await call('GET', `/jobs?batchId=${String(batch.body['id'])}`);
    const hotels = (body['jobs'] as { hotelId: number | null }[]).map((job) => job.hotelId);
    expect(hotels).toEqual([hotelId, hotelId]);
    const reversed = await call('POST', '/jobs', { type, data: { ...data, endDate: '2029-12-31' } });
    expect(paths(reversed)).toEqual(['data.endDate']);
  });

  it('posted again, changes what is given: 200, what was switched off stays off, another type is another name', async () => {
    const { body } = await recurring({ name: 'again' });
    await call('PATCH', `/schedules/${String(body['id'])}`, { enabled: false, misfire: 'all' });
    const edited = await recurring({ name: 'again', cron: '0 5 * * *' });
    expect(edited).toMatchObject({ status: 200, body: { cron: '0 5 * * *', enabled: false, misfire: 'all' } });
    const other = await recurring({ name: 'again', type: 'availability-recalc' });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining('room-generation-sweep') } });
    await call('PATCH', `/schedules/${String(body['id'])}`, { enabled: true });
  });

  it.each([
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '0 0 30 2 *' }, 'cron'],
    [{ cron: '*/5 * * * * *' }, 'cron'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ type: 'no-such-job' }, 'type'],
    [{ data: { hotel: 1 } }, 'data.hotel'],
    [{ misfire: 'maybe' }, 'misfire'],
    [{ jitterSeconds: -1 }, 'jitterSeconds'],
    [{ surprise: true }, 'surprise'],
  ])('refuses %j', async (over, path) => {
    const answer = await recurring(over);
    expect([answer.status, answer.body['code']]).toEqual([400, 'VALIDATION_FAILED']);
    expect(paths(answer)).toContain(path);
  });

  it('is not for STAFF', async () => {
    expect((await call('POST', '/jobs/recurring', {}, 'STAFF')).status).toBe(403);
  });
});

describe('one schedule', () => {
  const make = async (name: string) => (await recurring({ name })).body['id'] as string;

  it('is changed in place by what is given, and by nothing else', async () => {
    const id = await make('patched');
    const before = (await call('GET', `/schedules/${id}`)).body;
    const { status, body } = await call('PATCH', `/schedules/${id}`, {
      cron: '0 6 * * *',
      misfire: 'all',
      dst: 'both',
    });
    expect(status).toBe(200);
    const same = ['id', 'key', 'name', 'data', 'timezone', 'jitterSeconds', 'graceSeconds', 'hotelId', 'createdAt'];
    for (const field of same) expect(body[field]).toEqual(before[field]);
    expect(body).toMatchObject({ cron: '0 6 * * *', misfire: 'all', dst: 'both' });
    expect((await call('PATCH', `/schedules/${id}`, { timezone: 'Nowhere' })).status).toBe(400);
    expect((await call('PATCH', `/schedules/${id}`, { name: 'other' })).status).toBe(400);
  });

  it('stands still between pause and resume', async () => {
    const id = await make('paused');
    const paused = await call('POST', `/schedules/${id}/pause`, { reason: 'closed' });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({ nextRunAt: null, nextRuns: [], paused: { reason: 'closed' } });
    const listed = await call('GET', '/schedules?paused=true');
    expect(listed.body).toMatchObject({ total: 1, schedules: [{ id }] });
    const { total } = (await call('GET', '/schedules')).body;
    expect((await call('GET', '/schedules?paused=false')).body['total']).toBe((total as number) - 1);
    const resumed = await call('POST', `/schedules/${id}/resume`);
    expect(resumed.body).toMatchObject({ paused: null, enabled: true });
    expect(resumed.body['nextRuns']).toHaveLength(5);
    expect((await call('POST', `/schedules/${id}/pause`)).status).toBe(200);
  });

  it('runs by hand', async () => {
    const { status, body } = await call('POST', `/schedules/${await make('by-hand')}/run`);
    expect(status).toBe(201);
    expect(body).toMatchObject({ type: 'room-generation-sweep', hotelId, metadata: { byHand: true } });
    expect((await call('GET', `/jobs/${body['id'] as string}`)).status).toBe(200);
  });

  it('runs by hand once for one Idempotency-Key', async () => {
    const path = `/api/v1/schedules/${await make('keyed')}/run`;
    const run = () =>
      platform.call('POST', path, { token: platform.a.MANAGER.token, headers: { 'idempotency-key': 'run-1' } });
    const [first, second] = [await run(), await run()];
    expect(second.body['id']).toBe(first.body['id']);
  });

  it('is gone after DELETE', async () => {
    const id = await make('short-lived');
    expect((await call('DELETE', `/schedules/${id}`)).status).toBe(204);
    expect((await call('GET', `/schedules/${id}`)).status).toBe(404);
    expect((await call('DELETE', `/schedules/${id}`)).status).toBe(404);
  });

  it('that a feature keeps is paused and run, but changed in its settings', async () => {
    await call('POST', '/cron-room-generation/start', { daysAhead: 5 });
    const { body } = await call('GET', `/schedules?type=room-generation-sweep&hotelId=${hotelId}&limit=200`);
    const managed = (body['schedules'] as { id: string; managed: boolean }[]).find((one) => one.managed)!;
    const path = `/schedules/${managed.id}`;
    expect((await call('PATCH', path, { cron: '0 6 * * *' })).status).toBe(409);
    expect((await call('DELETE', path)).status).toBe(409);
    expect((await call('PATCH', path, { misfire: 'skip', jitterSeconds: 300 })).body).toMatchObject({
      jitterSeconds: 300,
    });
    expect((await call('POST', `${path}/pause`)).status).toBe(200);
    await call('POST', '/cron-room-generation/start', { daysAhead: 6 });
    expect((await call('GET', path)).body).toMatchObject({ nextRunAt: null, misfire: 'skip', jitterSeconds: 300 });
  });
});

it('GET /schedules filters and pages', async () => {
  await recurring({ name: 'off', enabled: false });
  const off = await call('GET', '/schedules?enabled=false', undefined, 'STAFF');
  expect(off.body).toMatchObject({ total: 1, schedules: [{ name: 'off', nextRuns: [] }] });
  const all = await call('GET', '/schedules?limit=2');
  expect(all.body['schedules']).toHaveLength(2);
  expect(all.body['total']).toBeGreaterThan(4);
  expect((await call('GET', '/schedules?hotelId=2000000009')).body).toEqual({ schedules: [], total: 0 });
  expect((await call('GET', '/schedules?enabled=perhaps')).status).toBe(400);
  // Of one person, as her calendars are: apart from those of the business.
  await platform.sql.query(`UPDATE schedule SET data = data || '{"userId": "somebody"}' WHERE label = 'off'`);
  const of = async (personal: boolean) => (await call('GET', `/schedules?enabled=false&personal=${personal}`)).body;
  expect(await of(true)).toMatchObject({ total: 1, schedules: [{ name: 'off' }] });
  expect(await of(false)).toEqual({ schedules: [], total: 0 });
});

describe('a preview', () => {
  it('of 400 days marks the odd ones', async () => {
    const id = (await recurring({ name: 'previewed' })).body['id'] as string;
    const { status, body } = await call('GET', `/schedules/${id}/preview?from=2027-01-01&days=400`, undefined, 'STAFF');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cron: '30 2 * * *',
      timezone: 'Europe/Madrid',
      from: '2027-01-01',
      days: 400,
      count: 400,
    });
    const odd = (body['firingDays'] as { odd: string | null }[]).filter((day) => day.odd);
    expect(odd).toMatchObject([
      { date: '2027-03-28', odd: 'moved', count: 1, firings: ['2027-03-28T01:00:00.000Z'] },
      { date: '2027-10-31', odd: 'clock-change-fold', count: 1, firings: ['2027-10-31T00:30:00.000Z'] },
    ]);
  });

  it('is there for an expression that is no schedule yet, with a bounded answer', async () => {
    const query = new URLSearchParams({
      cron: '* * * * *',
      timezone: 'Europe/Madrid',
      dst: 'both',
      from: '2027-01-01',
    });
    const { body, text } = await call('GET', `/schedules/preview?${query.toString()}`);
    expect(body).toMatchObject({ count: 400 * 1440, days: 400 });
    expect(text.length).toBeLessThan(1_000_000);
  });

  it.each([
    ['cron=nonsense&timezone=UTC', 'cron'],
    ['cron=@daily&timezone=Nowhere', 'timezone'],
    ['cron=@daily&timezone=UTC&days=401', 'days'],
    ['cron=@daily&timezone=UTC&from=2027-02-30', 'from'],
    ['cron=@daily&timezone=UTC&from=2200-12-01', 'from'],
    ['timezone=UTC', 'cron'],
  ])('refuses %s', async (query, path) => {
    const answer = await call('GET', `/schedules/preview?${query}`);
    expect(answer.status).toBe(400);
    expect(paths(answer)).toContain(path);
  });
});

describe('slots', () => {
  let id: string;
  const missedAt = new Date(Date.now() - 2 * 86_400_000);
  missedAt.setUTCSeconds(0, 0);
  beforeAll(async () => {
    id = (await recurring({ name: 'gappy' })).body['id'] as string;
    await platform.sql.query(
      `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, passed_at) VALUES ($1, $2, $3, now())`,
      [platform.a.id, id, missedAt],
    );
  });

  it('are listed by state', async () => {
    const { body } = await call('GET', '/schedules/slots?state=missed,late', undefined, 'STAFF');
    expect(body).toMatchObject({
      total: 1,
      slots: [{ scheduleId: id, fireAt: missedAt.toISOString(), state: 'missed' }],
    });
    const owed = await call('GET', `/schedules/slots?state=owed&scheduleId=${id}`);
    expect(owed.body).toMatchObject({ total: 1, slots: [{ scheduleName: 'gappy', jobId: null }] });
    expect((await call('GET', '/schedules/slots?state=missed,lost')).status).toBe(400);
  });

  it('are backfilled, once', async () => {
    const range = { from: new Date(missedAt.getTime() - 1000).toISOString(), to: new Date().toISOString() };
    const backfill = (body: object) => call('POST', '/schedules/slots/backfill', body);
    expect((await backfill({ ...range, dryRun: true })).body).toEqual({ matched: 1, backfilled: 0 });
    expect((await backfill(range)).body).toEqual({ matched: 1, backfilled: 1 });
    expect((await backfill(range)).body).toEqual({ matched: 0, backfilled: 0 });
    const { body } = await call('GET', `/schedules/slots?scheduleId=${id}&to=${new Date().toISOString()}`);
    const [slot] = body['slots'] as { jobId: string; backfilledAt: string | null }[];
    expect(slot!.backfilledAt).not.toBeNull();
    expect((await call('GET', `/jobs/${slot!.jobId}`)).body['metadata']).toEqual({ backfill: true });
    expect((await backfill({ from: range.to, to: range.from })).status).toBe(400);
  });

  it('are waived, with a reason', async () => {
    const { body } = await call('GET', `/schedules/${id}`);
    const [, second] = body['nextRuns'] as string[];
    const path = `/schedules/${id}/slots/${second}/waive`;
    expect((await call('POST', path, {})).status).toBe(400);
    const waived = await call('POST', path, { reason: 'public holiday' });
    expect(waived.status).toBe(200);
    expect(waived.body).toMatchObject({ state: 'waived', fireAt: second, waiveReason: 'public holiday' });
    expect((await call('POST', `/schedules/${id}/slots/soon/waive`, { reason: 'x' })).status).toBe(400);
  });
});

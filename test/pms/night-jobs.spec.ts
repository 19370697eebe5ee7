import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NIGHT_JOBS } from '../../src/pms/nights/night-job.js';
// Its areas declare the night jobs.
import '../../src/pms/index.js';
import { CRON_SECRET } from '../platform/harness.js';
import { day, PmsHarness, type World } from './harness.js';

interface Round {
  success: boolean;
  job: string;
  totals: { hotels: number; completed: number; failed: number; skipped: number; open: number };
  hotels: { hotelId: number; jobId: string; status: string; result?: Record<string, unknown>; error?: string }[];
}

describe('night jobs by hand and by cron', () => {
  let pms: PmsHarness;
  let lisbon: World;
  let auckland: World;
  let theirs: number;
  beforeAll(async () => {
    pms = await PmsHarness.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000' });
    const make = (timeZone: string) =>
      pms.hotel({ rooms: 2, timeZone, from: day({ timeZone }, -2), to: day({ timeZone }, 100) });
    lisbon = await make('Europe/Lisbon');
    auckland = await make('Pacific/Auckland');
    const { platform } = pms;
    const body = { name: 'Theirs', timezone: 'America/Los_Angeles', currency: 'USD' };
    const other = await platform.call('POST', '/api/v1/hotels', { token: platform.b.ADMIN.token, body });
    theirs = other.body['id'] as number;
  });
  afterAll(() => pms.stop());

  const cron = async (route: string, body: object = {}) => {
    const answer = await pms.platform.call('POST', `/api/cron/${route}`, { token: CRON_SECRET, body });
    return { status: answer.status, body: answer.body as unknown as Round };
  };
  const runs = async (jobName: string) =>
    pms.sql<{ hotel_id: number; business_date: string }>(
      'SELECT hotel_id, business_date::text FROM night_run WHERE job_name = $1 ORDER BY hotel_id, finished_at',
      [jobName],
    );

  it('cron works every hotel of every tenant by its own date, once a date', async () => {
    const first = await cron('recalc-availability');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ success: true, job: 'availability-recalc' });
    expect(first.body.totals).toEqual({ hotels: 3, completed: 3, failed: 0, skipped: 0, open: 0 });
    expect(first.body.hotels.map(({ hotelId }) => hotelId)).toEqual([lisbon.hotelId, auckland.hotelId, theirs]);
    expect(await runs('availability-recalc')).toEqual([
      { hotel_id: lisbon.hotelId, business_date: day(lisbon, 0) },
      { hotel_id: auckland.hotelId, business_date: day(auckland, 0) },
      { hotel_id: theirs, business_date: day({ timeZone: 'America/Los_Angeles' }, 0) },
    ]);
    const again = await cron('recalc-availability');
    expect(again.body.totals.completed).toBe(3);
    expect(again.body.hotels[0]!.result).toEqual(first.body.hotels[0]!.result);
    expect(await runs('availability-recalc')).toHaveLength(3);
    // Asked for as of a date, it runs again.
    await cron('recalc-availability', { hotelIds: [lisbon.hotelId], asOf: day(lisbon, 0) });
    expect(await runs('availability-recalc')).toHaveLength(4);
  });

  it('says which hotels it skipped: those that turned the job off, and those that are not there', async () => {
    await pms.api('PUT', `/hotels/${lisbon.hotelId}/job-settings`, {
      jobs: [{ jobName: 'preventive-maintenance', enabled: false }],
    });
    const { body } = await cron('maintenance-schedule', { hotelIds: [lisbon.hotelId, auckland.hotelId, 2_000_000] });
    expect(body.hotels.map(({ hotelId, status }) => [hotelId, status])).toEqual([
      [auckland.hotelId, 'completed'],
      [lisbon.hotelId, 'skipped'],
      [2_000_000, 'skipped'],
    ]);
    expect(body).toMatchObject({ success: true, totals: { hotels: 3, completed: 1, skipped: 2 } });
  });

  it('one failing hotel stops no other, and its reason is told', async () => {
    const { status, body } = await cron('check-no-shows', { asOf: '2200-01-01' });
    expect(status).toBe(200);
    expect(body.success).toBe(false);
    expect(body.totals.failed).toBe(3);
    expect(body.hotels[0]!.error).toMatch(/lies ahead/);
  });

  // Both names of each: that of its route, and its own.
  it.each(NIGHT_JOBS.map(({ route, contract }) => [route, contract.name]))(
    'a manager triggers %s for a hotel',
    async (alias, type) => {
      const { status, body } = await pms.api('POST', `/jobs/trigger/${alias}`, { hotelId: auckland.hotelId });
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, job: { type, hotelId: auckland.hotelId } });
      expect(body['result']).toMatchObject({ hotelId: auckland.hotelId });
    },
  );

  it('without a hotel, one job for each of the tenant’s', async () => {
    const { body } = await pms.api('POST', '/jobs/trigger/check-no-shows', {});
    expect(body).toMatchObject({ success: true, result: { hotels: 2 } });
    const { batchId } = body['result'] as { batchId: string };
    const list = await pms.api('GET', `/jobs?batchId=${batchId}`);
    expect(list.body['total']).toBe(2);
  });

  it('another tenant’s hotel is not found', async () => {
    const { status, body } = await pms.api('POST', '/jobs/trigger/check-no-shows', { hotelId: theirs });
    expect(status).toBe(404);
    expect(body).toMatchObject({ detail: 'Hotel not found' });
  });

  it('a closed day has a frozen pack that tells what each job did', async () => {
    const path = `/hotels/${auckland.hotelId}`;
    // The jobs have run today: in the night that ends yesterday.
    const date = day(auckland, -1);
    await pms.sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
      pms.tenantId,
      auckland.hotelId,
      date,
    ]);
    const preliminary = await pms.api('GET', `${path}/night-audits/${date}`);
    expect(preliminary.body).toMatchObject({ status: 'preliminary', figures: { rooms: 2, occupied: 0 } });
    const body = { earlyReason: 'Before two in the morning it is early' };
    expect((await pms.api('POST', `${path}/business-days/${date}/close`, body)).status).toBe(200);
    const pack = await pms.api('GET', `${path}/night-audits/${date}`);
    expect(pack.body).toMatchObject({ status: 'final', trialBalance: { opening: '0.00', closing: '0.00' } });
    const jobs = pack.body['jobs'] as { jobName: string; result: unknown }[];
    expect(jobs).toHaveLength(NIGHT_JOBS.length);
    expect(jobs.every(({ result }) => result !== null)).toBe(true);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOTHING, own, type Owned } from '../platform/isolation-fixtures.js';
import { Platform } from '../platform/harness.js';

/** Whoever names a hotel, or a thing of a hotel, that is not there is told at once; nothing is accepted that can only die. */
describe('a job about a hotel that is not there', () => {
  let platform: Platform;
  let ours: Owned;
  let theirs: Owned;
  beforeAll(async () => {
    platform = await Platform.start();
    ours = await own(platform, platform.a);
    theirs = await own(platform, platform.b);
  });
  afterAll(() => platform?.stop());

  const post = (path: string, body: object) =>
    platform.call('POST', `/api/v1${path}`, { token: platform.a.ADMIN.token, body });
  const jobs = async () => {
    const { rows } = await platform.sql.query<{ n: number }>(
      'SELECT (SELECT count(*) FROM job)::int + (SELECT count(*) FROM schedule)::int AS n',
    );
    return rows[0]!.n;
  };
  const DATES = { startDate: '2031-03-01', endDate: '2031-03-03' };
  const night = (own: Owned) => ({ type: 'no-show-check', data: { hotelId: own.hotel } });
  const rooms = (own: Owned) => ({ type: 'room-generation', data: { roomCategoryId: own.category, ...DATES } });
  const sweep = (own: Owned) => ({ type: 'room-generation-sweep', data: { roomCategoryId: own.category } });
  const kinds = { hotel: night, category: rooms, 'category of a sweep': sweep };
  const rhythm = { cron: '0 2 * * *', timezone: 'UTC' };

  const doors: Record<string, (job: { type: string; data: object }) => [string, object]> = {
    'POST /jobs': (job) => ['/jobs', job],
    'POST /jobs/schedule': (job) => ['/jobs/schedule', { ...job, delay: 60_000 }],
    'POST /jobs/batches': ({ type, data }) => ['/jobs/batches', { type, items: [data, data] }],
    'what follows a batch': (job) => ['/jobs/batches', { type: 'no-show-check', items: [{}], onComplete: job }],
    'POST /jobs/recurring': (job) => ['/jobs/recurring', { ...job, ...rhythm }],
    'POST /jobs/trigger': ({ type, data }) => [`/jobs/trigger/${type}`, data],
  };

  const cases = Object.keys(doors).flatMap((door) => Object.keys(kinds).map((kind) => [door, kind] as const));

  it.each(cases)('is 404 by %s (%s), alike for a foreign one, and nothing is kept', async (door, kind) => {
    const send = (own: Owned) => post(...doors[door]!(kinds[kind as keyof typeof kinds](own)));
    const before = await jobs();
    const [missing, foreign] = [await send(NOTHING), await send(theirs)];
    expect([missing.status, foreign.status]).toEqual([404, 404]);
    expect(foreign.body).toEqual(missing.body);
    expect(await jobs()).toBe(before);
    expect((await send(ours)).status).toBeLessThan(300);
  });

  it('is 404 when a sweep names a category of another hotel of the same tenant', async () => {
    const other = await post('/hotels', { name: 'Other', timeZone: 'UTC', currency: 'EUR' });
    const data = { hotelId: other.body['id'], roomCategoryId: ours.category };
    expect((await post('/jobs', { type: 'room-generation-sweep', data })).status).toBe(404);
    const own = { hotelId: ours.hotel, roomCategoryId: ours.category };
    expect((await post('/jobs', { type: 'room-generation-sweep', data: own })).status).toBe(201);
  });

  it('is 404 when a schedule is edited, or a dead letter requeued, to be about one', async () => {
    for (const own of [NOTHING, theirs]) {
      const data = rooms(own).data;
      const edit = { token: platform.a.ADMIN.token, body: { data } };
      expect((await platform.call('PATCH', `/api/v1/schedules/${ours.schedule}`, edit)).status).toBe(404);
      expect((await post(`/jobs/dead-letters/${ours.deadLetter}/requeue`, { data })).status).toBe(404);
    }
    const { rows } = await platform.sql.query('SELECT 1 FROM dead_letter WHERE id = $1 AND resolved_at IS NULL', [
      ours.deadLetter,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('a hotel that was made and taken back in one transaction is not taken for one that is there', async () => {
    const id = Number(`1${Math.floor(Math.random() * 1e8)}`);
    const { NamedHotels } = await import('../../src/jobs/accept/named-hotels.js');
    const { TenantDatabase } = await import('../../src/platform/database/tenant-database.js');
    const { RequestContext } = await import('../../src/platform/tenancy/context.js');
    const hotels = platform.app.get(NamedHotels, { strict: false });
    const asA = <T>(fn: () => Promise<T>) => platform.app.get(RequestContext).asTenant(platform.a.id, fn);
    const undone = asA(() =>
      platform.app.get(TenantDatabase).transaction(async (tx) => {
        await tx.run(
          `INSERT INTO hotel (id, tenant_id, name, time_zone, currency) OVERRIDING SYSTEM VALUE
           VALUES ($1, $2, $3, 'UTC', 'EUR')`,
          [id, platform.a.id, randomUUID()],
        );
        await hotels.mustExist([id]);
        throw new Error('taken back');
      }),
    );
    await expect(undone).rejects.toThrow('taken back');
    await expect(asA(() => hotels.mustExist([id]))).rejects.toThrow('Hotel not found');
  });
});

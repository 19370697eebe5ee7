import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CRON_SECRET } from '../platform/harness.js';
import { dayCases } from './day-cases.js';
import { packCases } from './pack-cases.js';
import { day, PmsHarness, type World } from './harness.js';

interface Document {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string; required?: boolean }[] }>>;
}

const LISBON = { timeZone: 'Europe/Lisbon' };

describe("a hotel's first business day", () => {
  let pms: PmsHarness;
  let world: World;
  beforeAll(async () => {
    pms = await PmsHarness.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '50000' });
  });
  afterAll(() => pms.stop());

  const hotel = async () => {
    world = await pms.hotel({ rooms: 2, from: day(LISBON, -2), to: day(LISBON, 20) });
  };
  const days = () =>
    pms.sql('SELECT business_date::text AS date, status FROM business_day WHERE hotel_id = $1', [world.hotelId]);

  it('is opened by no GET, of all there are', async () => {
    await hotel();
    const { body } = await pms.platform.call('GET', '/api/docs-json', {});
    const document = body as unknown as Document;
    const values: Record<string, string> = {
      hotelId: String(world.hotelId),
      roomCategoryId: String(world.categoryId),
      from: day(world, 0),
      to: day(world, 5),
      startDate: day(world, 0),
      endDate: day(world, 5),
    };
    const routes = Object.entries(document.paths).filter(([, { get }]) => get);
    expect(routes.length).toBeGreaterThan(50);
    for (const [path, { get }] of routes) {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
        name === 'date' ? day(world, 0) : String(world.hotelId),
      );
      const asked = (get!.parameters ?? []).filter(({ name, in: place }) => place === 'query' && values[name]);
      const query = new URLSearchParams(Object.fromEntries(asked.map(({ name }) => [name, values[name]!])));
      const { status } = await pms.api('GET', `${filled.replace(/^\/api(\/v1)?/, '')}?${query.toString()}`);
      expect({ path, broken: status >= 500 && status !== 503 }).toEqual({ path, broken: false });
    }
    expect(await days()).toEqual([]);
  });

  it('is told as the day that a posting would open', async () => {
    await hotel();
    const { status, body } = await pms.api('GET', `/hotels/${world.hotelId}/business-days/current`);
    expect({ status, ...body }).toMatchObject({ status: 'open', businessDate: day(world, 0), openedAt: null });
    const pack = await pms.api('GET', `/hotels/${world.hotelId}/night-audits/${day(world, 0)}`);
    expect(pack.body).toMatchObject({ status: 'preliminary', businessDate: day(world, 0) });
    expect(await days()).toEqual([]);
  });

  it('is opened by no night job that finds nothing to do', async () => {
    await hotel();
    await pms.book(world, day(world, 1), day(world, 3));
    for (const route of [
      'daily-housekeeping',
      'maintenance-schedule',
      'check-no-shows',
      'recalc-availability',
      'generate-invoices',
    ]) {
      const body = { hotelIds: [world.hotelId] };
      const answer = await pms.platform.call('POST', `/api/cron/${route}`, { token: CRON_SECRET, body });
      expect(answer.body).toMatchObject({ totals: { completed: 1, failed: 0 } });
    }
    expect(await days()).toEqual([]);
  });

  it('is not left open by a close that was refused', async () => {
    await hotel();
    await pms.book(world, day(world, 0), day(world, 3));
    const refused = await pms.api('POST', `/hotels/${world.hotelId}/business-days/${day(world, 0)}/close`);
    expect(refused.status).toBe(409);
    expect(await days()).toEqual([]);
  });

  it('is opened by the first posting', async () => {
    await hotel();
    const { id } = await pms.book(world, day(world, 0), day(world, 3));
    await pms.api('POST', `/bookings/${id}/check-in`);
    const { body: folio } = await pms.api('GET', `/bookings/${id}/folio`);
    const charge = { description: 'Bar', amount: '4.00' };
    expect((await pms.api('POST', `/folios/${String(folio['id'])}/charges`, charge)).status).toBe(201);
    expect(await days()).toEqual([{ date: day(world, 0), status: 'open' }]);
  });

  dayCases(() => pms);
  packCases(() => pms);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, today } from '../../src/platform/dates/index.js';
import { AvailabilityRecalcProcessor } from '../../src/pms/availability/availability-recalc.processor.js';
import type { AvailabilityResult } from '../../src/pms/availability/availability-recalc.job.js';
import { NoShowCheckProcessor } from '../../src/pms/no-shows/no-show-check.processor.js';
import { RoomClosuresService } from '../../src/rooms/index.js';
import { d, day, midnight, PmsHarness, type World } from './harness.js';

const TODAY = d('2026-06-01');

describe('availability', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const hotel = (rooms: number, timeZone = 'Europe/Lisbon') =>
    pms.hotel({ rooms, timeZone, from: TODAY, to: addDays(TODAY, 120) });
  const recalc = (world: World, at = midnight(world, TODAY)): Promise<AvailabilityResult> =>
    pms.night(AvailabilityRecalcProcessor, { hotelId: world.hotelId }, at);
  /** These tests are of a day that is past: the closure was still open when it was made. */
  const close = async (world: World, room: string, kind: 'OOO' | 'OOS', date: string) => {
    const roomId = world.roomIds[room]!;
    const to = addDays(today('UTC', new Date()), 2);
    await pms.as(() => pms.get(RoomClosuresService).close(roomId, { kind, from: date, to }));
    await pms.sql('UPDATE room_assignment SET during = daterange($2, $2, $3) WHERE room_id = $1', [roomId, date, '[]']);
  };
  const listed = async (world: World, from: string, to = from) =>
    (await pms.api('GET', `/availability?hotelId=${world.hotelId}&from=${from}&to=${to}`)).body['days'] as Record<
      string,
      unknown
    >[];

  it('B16: out of order leaves the denominator, out of service does not; occupancy may exceed 100', async () => {
    const world = await hotel(100);
    for (const room of ['101', '102', '103', '104']) await close(world, room, 'OOO', TODAY);
    for (const room of ['105', '106', '107']) await close(world, room, 'OOS', TODAY);
    // Closing a room counts the open nights again, of which this hotel has none.
    await pms.sql('UPDATE inventory_day SET capacity = 100, ooo = 4 WHERE category_id = $1', [world.categoryId]);
    const sell = (quantity: number, date: string) =>
      pms.sql(
        `INSERT INTO reservation_night (tenant_id, reservation_id, stay_date, category_id, sold_category_id, quantity, price_minor)
         VALUES ($1, gen_random_uuid(), $2, $3, $3, $4, 10000)`,
        [pms.tenantId, date, world.categoryId, quantity],
      );
    await sell(72, TODAY);
    const first = await recalc(world);
    // The nights came past the counters: found, told, repaired.
    expect(first.drift).toMatchObject([{ roomCategoryId: world.categoryId, date: TODAY, counted: 0, actual: 72 }]);
    expect((await listed(world, TODAY))[0]).toMatchObject({
      physical: 100,
      outOfOrder: 4,
      outOfService: 3,
      sold: 72,
      available: 24,
      sellable: 24,
      occupancyPct: '75.00',
    });
    await sell(29, TODAY);
    expect((await recalc(world)).drift).toMatchObject([{ counted: 72, actual: 101 }]);
    expect((await listed(world, TODAY))[0]).toMatchObject({ available: -5, sellable: 0, occupancyPct: '105.21' });
    expect((await recalc(world)).drift).toEqual([]);
  });

  it('a category with every room out of order has no occupancy', async () => {
    const world = await hotel(1);
    await close(world, '101', 'OOO', TODAY);
    await recalc(world);
    expect((await listed(world, TODAY))[0]).toMatchObject({ available: 0, occupancyPct: null });
  });

  it('B17: 90 dates for each of five types; a second run updates them; a stay counts its nights, half-open', async () => {
    const world = await hotel(2);
    for (let n = 1; n < 5; n++)
      await pms.addCategory(world.hotelId, {
        rooms: 1,
        firstNumber: 100 * n + 101,
        from: TODAY,
        to: addDays(TODAY, 120),
      });
    await pms.book(world, '2026-06-01', '2026-06-04');
    await pms.book(world, '2026-06-02', '2026-06-03', { status: 'tentative' });
    const first = await recalc(world);
    expect(first).toMatchObject({
      from: TODAY,
      to: '2026-08-29',
      inserted: 450,
      updated: 0,
      roomsProcessed: 6,
      drift: [],
    });
    expect(await recalc(world)).toMatchObject({ inserted: 0, updated: 450 });
    const own = (await listed(world, TODAY, '2026-06-05')).filter((one) => one['roomCategoryId'] === world.categoryId);
    expect(own.map(({ sold, tentative }) => [sold, tentative])).toEqual([
      [1, 0],
      [1, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('is told at once, without any job: rooms, closures, bookings and what is asked for', async () => {
    const now = { timeZone: 'Europe/Lisbon' };
    const world = await pms.hotel({ rooms: 3, from: day(now, 0), to: day(now, 20) });
    await close(world, '101', 'OOO', day(now, 1));
    // Closing a room counts the open nights again, of which this hotel has none.
    await pms.sql('UPDATE inventory_day SET capacity = 3 WHERE category_id = $1', [world.categoryId]);
    await pms.book(world, day(now, 0), day(now, 2));
    await pms.book(world, day(now, 1), day(now, 3), { status: 'tentative' });
    const figures = async () =>
      (await listed(world, day(now, 0), day(now, 2))).map((row) => [
        row['physical'],
        row['outOfOrder'],
        row['sold'],
        row['tentative'],
        row['available'],
        row['occupancyPct'],
        row['source'],
      ]);
    expect(await figures()).toEqual([
      [3, 0, 1, 0, 2, '33.33', 'live'],
      [3, 1, 1, 1, 1, '50.00', 'live'],
      [3, 0, 0, 1, 3, '0.00', 'live'],
    ]);
    // What the job recorded is history: it says nothing about tonight.
    await recalc(world, new Date());
    const { id } = await pms.book(world, day(now, 0), day(now, 1));
    expect((await figures())[0]).toEqual([3, 0, 2, 0, 1, '66.67', 'live']);
    await pms.api('POST', `/bookings/${id}/cancel`);
    expect((await figures())[0]).toEqual([3, 0, 1, 0, 2, '33.33', 'live']);
  });

  it('keeps each date as it ended, whatever changes later', async () => {
    const now = { timeZone: 'Europe/Lisbon' };
    const world = await pms.hotel({ rooms: 3, from: day(now, -3), to: day(now, 20) });
    await recalc(world, midnight(world, day(now, -2)));
    const { id } = await pms.book(world, day(now, -2), day(now, 1));
    await recalc(world, midnight(world, day(now, -1)));
    await pms.api('POST', `/bookings/${id}/cancel`);
    const rows = await listed(world, day(now, -3), day(now, 0));
    expect(rows.map(({ sold, source }) => [sold, source])).toEqual([
      [0, 'snapshot'],
      [1, 'snapshot'],
      [1, 'snapshot'],
      [0, 'live'],
    ]);
  });

  it('begins with the hotel’s own today', async () => {
    const at = new Date('2026-06-01T12:00:00Z');
    const dates = [];
    for (const zone of ['Pacific/Auckland', 'Europe/Madrid', 'America/Los_Angeles'])
      dates.push((await recalc(await hotel(1, zone), at)).from);
    expect(dates).toEqual(['2026-06-02', '2026-06-01', '2026-06-01']);
  });

  it('finds no drift after a season of bookings, changes, cancellations and no-shows', async () => {
    const world = await hotel(6);
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    const ids: string[] = [];
    for (let n = 0; n < 80; n++) {
      const arrival = addDays(TODAY, random(30));
      const guarantee = (['none', 'card'] as const)[random(2)]!;
      const made = await pms
        .book(world, arrival, addDays(arrival, 1 + random(5)), { guarantee })
        .catch((error: { code?: string }) => {
          if (error.code !== 'CONFLICT') throw error;
          return undefined;
        });
      if (made) ids.push(made.id);
      const one = ids[random(ids.length)]!;
      const what = random(4);
      if (what === 0) await pms.api('POST', `/bookings/${one}/cancel`);
      if (what === 1) await pms.api('POST', `/bookings/${one}/reinstate`);
      if (what === 2) await pms.api('PATCH', `/bookings/${one}`, { departure: addDays(TODAY, 20 + random(20)) });
      if (what === 3)
        await pms.night(NoShowCheckProcessor, { hotelId: world.hotelId }, midnight(world, addDays(TODAY, random(15))));
    }
    expect((await recalc(world)).drift).toEqual([]);
    const [sold] = await pms.sql<{ n: number }>(
      'SELECT sum(sold)::int AS n FROM inventory_day WHERE category_id = $1',
      [world.categoryId],
    );
    expect(sold!.n).toBeGreaterThan(10);
  });
});

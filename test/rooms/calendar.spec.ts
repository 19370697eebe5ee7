import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type LocalDate, today } from '../../src/platform/dates/index.js';
import { RoomGenerationService } from '../../src/rooms/generation/room-generation.service.js';
import { GenerationPlans } from '../../src/rooms/generation/generation-plans.service.js';
import type { GenerationPlanDay, GenerationPlanQuery } from '../../src/rooms/generation/generation-plan.dto.js';
import type { RoomGenerationResult } from '../../src/rooms/generation/room-generation.job.js';
import { HotelInventoryService } from '../../src/rooms/hotel-inventory/hotel-inventory.service.js';
import { InventoryCalendarService } from '../../src/rooms/inventory/inventory-calendar.service.js';
import { HotelsService, PriceOverridesService, RoomsService } from '../../src/rooms/index.js';
import { d, RoomsHarness } from './harness.js';

const ZONE = 'Europe/Madrid';
const HORIZON = 40;

let rooms: RoomsHarness;
let now: LocalDate;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
  now = today(ZONE, new Date());
  await rooms.sql(
    `INSERT INTO room_generation_settings (tenant_id, enabled, cron, days_ahead, coverage_threshold)
     VALUES ($1, false, '0 2 * * *', $2, 0.9)`,
    [rooms.tenantId, HORIZON],
  );
});
afterAll(() => rooms?.stop());

/** Numbers of a seed, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const inventory = (hotelId: number, startDate: string, endDate: string) =>
  rooms.as(() => rooms.get(HotelInventoryService).of(hotelId, { startDate, endDate }));
const serve = (room: number, from: string | null, until: string | null) =>
  rooms.sql('UPDATE room SET in_service = daterange($2, $3) WHERE id = $1', [room, from, until]);
const after = (days: number) => addDays(now, days);

describe('the inventory of a hotel', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'has each date of the horizon as a row or as a gap, never both (seed %i)',
    async (seed) => {
      const some = numbers(seed);
      const { id, hotelId, roomIds } = await rooms.category({ rooms: 1 + some(3), timeZone: ZONE });
      for (let range = some(4); range > 0; range--) {
        const start = some(HORIZON - 2);
        await rooms.generate(
          { roomCategoryId: id, startDate: after(start), endDate: after(start + some(20)) },
          { at: new Date() },
        );
      }
      const [from, to] = [after(-some(5)), after(some(HORIZON + 20))];
      const answer = await inventory(hotelId, from, to);
      const { days, gaps } = answer.categories[0]!;
      expect(answer.horizon).toEqual({ from: now, to: after(HORIZON - 1) });
      const within = (date: string) => date >= now && date <= after(HORIZON - 1);
      const asked = Array.from({ length: 100 }, (_, n) => addDays(d(from), n)).filter((date) => date <= to);
      const open = days.map(({ date }) => date);
      expect([...open.filter(within), ...gaps].sort()).toEqual(asked.filter(within));
      expect(open.filter((date) => gaps.includes(date))).toEqual([]);
      // What is open is what the tables hold, and no night of a room that was there is missing.
      expect(open).toEqual(
        (await rooms.inventory(id)).map(({ date }) => date).filter((date) => date >= from && date <= to),
      );
      expect(days.every(({ capacity, missing }) => capacity === roomIds.length && missing === 0)).toBe(true);
    },
  );

  it('tells price, sales, restrictions and rooms without the night; a category without rooms has no gaps', async () => {
    const { id, hotelId, roomIds } = await rooms.category({ rooms: 2, timeZone: ZONE });
    await rooms.category({ rooms: 0, hotelId });
    await rooms.generate({ roomCategoryId: id, startDate: now, endDate: after(2) }, { at: new Date() });
    await rooms.sql(`UPDATE room_night SET price_minor = 9900 WHERE room_id = $1 AND stay_date = $2`, [
      roomIds[1],
      now,
    ]);
    await rooms.sql(`DELETE FROM room_night WHERE room_id = $1 AND stay_date = $2`, [roomIds[0], after(1)]);
    await rooms.sql(
      `UPDATE inventory_day SET sold = 2, stop_sell = true, cta = true, min_los = 3, overbook_limit = 1
       WHERE category_id = $1 AND stay_date = $2`,
      [id, now],
    );
    await serve(roomIds[0]!, null, after(3));
    await serve(roomIds[1]!, null, after(4));
    const { categories, currency } = await inventory(hotelId, now, after(9));
    const [mine, empty] = [id, -1].map((one) =>
      categories.find(({ roomCategoryId }) => (one === -1 ? roomCategoryId !== id : roomCategoryId === id)),
    );
    expect([currency, empty!.days, empty!.gaps]).toEqual(['EUR', [], []]);
    expect(mine!.days).toEqual([
      {
        ...{
          date: now,
          price: '99.00',
          capacity: 2,
          closed: 0,
          sold: 2,
          available: 0,
          overbookingLimit: 1,
          missing: 0,
        },
        ...{ opened: true, left: 1, stopSell: true, closedToArrival: true, closedToDeparture: false },
        ...{ minStay: 3, maxStay: null, minStayThrough: null },
      },
      expect.objectContaining({ date: after(1), price: '120.00', missing: 1 }),
      expect.objectContaining({ date: after(2), missing: 0, stopSell: false, minStay: null }),
    ]);
    // The last room is in service for one date more.
    expect(mine!.gaps).toEqual([after(3)]);
  });

  it.each([
    [36, [], 0],
    [30, [31, 32, 33, 34, 35, 36, 37, 39], 1],
  ])(
    'the end of the horizon that the sweep leaves for later is no gap: open until day %i',
    async (last, gaps, lacks) => {
      const { id, hotelId } = await rooms.category({ rooms: 1, timeZone: ZONE });
      await rooms.generate({ roomCategoryId: id, startDate: now, endDate: after(last) }, { at: new Date() });
      // Nor where it has settings already, or beyond the horizon.
      const settings = { minStay: 3 };
      for (const day of [38, 45])
        await rooms.as(() =>
          rooms.get(InventoryCalendarService).update(id, { from: after(day), to: after(day), ...settings }),
        );
      const [category] = (await inventory(hotelId, now, after(60))).categories;
      expect(category!.gaps).toEqual(gaps.map(after));
      expect(category!.days.slice(-2).map(({ date, missing }) => [date, missing])).toEqual([
        [after(38), lacks],
        [after(45), 0],
      ]);
    },
  );

  it('has the day of a change of clocks once, and begins at the date of the hotel', async () => {
    const { id, hotelId } = await rooms.category({ rooms: 1, timeZone: 'Europe/Lisbon' });
    for (const [startDate, endDate] of [
      ['2027-03-27', '2027-03-29'],
      ['2027-10-30', '2027-11-01'],
    ] as const) {
      await rooms.generate({ roomCategoryId: id, startDate, endDate });
      const { categories } = await inventory(hotelId, startDate, endDate);
      expect(categories[0]!.days.map(({ date }) => date)).toEqual([startDate, addDays(d(startDate), 1), endDate]);
    }
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const far = await rooms.category({ rooms: 1, timeZone: zone });
      const local = today(zone, new Date());
      const { horizon, categories } = await inventory(far.hotelId, after(-3), after(3));
      expect([horizon.from, categories[0]!.gaps[0]]).toEqual([local, local]);
    }
  });

  it('refuses what is no range, and knows no hotel of somebody else', async () => {
    const { hotelId } = await rooms.category({ rooms: 1 });
    const refused = (startDate: string, endDate: string) =>
      inventory(hotelId, startDate, endDate).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );
    expect(await refused('2027-01-02', '2027-01-01')).toBe('VALIDATION_FAILED');
    expect(await refused('2027-01-01', '2028-02-05')).toBe('VALIDATION_FAILED');
    expect(await refused('2027-02-29', '2027-03-01')).toBe('VALIDATION_FAILED');
    expect(await refused('2027-01-01T10:00:00Z', '2027-03-01')).toBe('UNPROCESSABLE');
    expect(await refused('2027-01-01', '2028-02-04')).toBe('answered');
    const other = randomUUID();
    await rooms.addTenant(other);
    const asked = rooms.as(() => rooms.get(HotelInventoryService).of(hotelId, { startDate: now, endDate: now }), other);
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers ten categories and a year', async () => {
    const hotel = await rooms.as(() =>
      rooms.get(HotelsService).create({ name: randomUUID(), timeZone: ZONE, currency: 'EUR' }),
    );
    for (let category = 0; category < 10; category++) await rooms.category({ rooms: 8, hotelId: hotel.id });
    const from = after(0);
    const which = `r.hotel_id = $1 AND d BETWEEN $2::date AND $2::date + 364`;
    await rooms.sql(
      `INSERT INTO room_night (tenant_id, room_id, stay_date, price_minor, price_source)
       SELECT r.tenant_id, r.id, d, 12000, 'base' FROM room r, generate_series($2::date, $2::date + 364, '1 day') d WHERE ${which}`,
      [hotel.id, from],
    );
    await rooms.sql(
      `INSERT INTO inventory_day (tenant_id, category_id, stay_date, capacity)
       SELECT DISTINCT r.tenant_id, r.category_id, d::date, 8 FROM room r, generate_series($2::date, $2::date + 364, '1 day') d
       WHERE ${which}`,
      [hotel.id, from],
    );
    await rooms.sql('ANALYZE room_night, inventory_day, room');
    const { categories } = await inventory(hotel.id, from, addDays(from, 364));
    expect(categories.map(({ days }) => days.length)).toEqual(Array.from({ length: 10 }, () => 365));
  });
});

describe('the plan of a generation', () => {
  const plan = (
    query: Pick<GenerationPlanQuery, 'roomCategoryId' | 'startDate' | 'endDate'> & Partial<GenerationPlanQuery>,
  ) => rooms.as(() => rooms.get(GenerationPlans).show({ limit: 200, offset: 0, ...query }));
  /** What each night costs, by date and room. */
  const prices = async (id: number) =>
    new Map(
      (await rooms.nights(id)).map(({ date, room, price, source }) => [`${date} ${room}`, { date, price, source }]),
    );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is what is done afterwards, night by night (seed %i)', async (seed) => {
    const some = numbers(100 + seed);
    const { id, roomIds } = await rooms.category({ rooms: 2 + some(3), timeZone: ZONE });
    const order = { roomCategoryId: id, startDate: now, endDate: after(11) };
    await rooms.generate({ ...order, startDate: after(some(4)), endDate: after(3 + some(5)) }, { at: new Date() });
    // Prices that people set, guests, and a room that comes and one that goes.
    const range = { from: after(some(6)), to: after(6 + some(4)), price: '99.00' };
    await rooms.as(() => rooms.get(PriceOverridesService).create(id, range));
    await rooms.sql(`UPDATE room_night SET price_minor = 8800 WHERE room_id = $1 AND stay_date = $2`, [
      roomIds[0],
      after(2 + some(4)),
    ]);
    if (some(2)) await rooms.generate({ ...order, priceOverride: 77, endDate: after(some(3)) }, { at: new Date() });
    const stay = some(8);
    await rooms.sql(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
       VALUES ($1, $2, 'stay', gen_random_uuid(), daterange($3, $4))`,
      [rooms.tenantId, roomIds[1], after(stay), after(stay + 2)],
    );
    await serve(roomIds[0]!, after(some(3)), null);
    await serve(roomIds[1]!, null, after(4 + some(6)));
    const reprice = some(3) > 0;
    const priceOverride = some(2) ? '133.00' : undefined;
    const shown = await plan({
      ...order,
      ...(priceOverride && { priceOverride }),
      reprice: reprice ? 'true' : 'false',
    });
    const before = await prices(id);

    const request = { ...order, ...(priceOverride && { priceOverride }), reprice, plan: shown.plan };
    const { status, body } = await rooms.as(() => rooms.get(RoomGenerationService).request(request));
    expect(status).toBe(200);
    const result = body.data as RoomGenerationResult;
    const { totals } = shown;
    expect([totals.created, totals.existing, totals.repriced, totals.closed]).toEqual([
      result.totalRoomsCreated,
      result.totalRoomsExisting,
      result.totalRoomsRepriced,
      result.totalRoomsClosed,
    ]);
    expect(totals.conflicts).toBe(result.conflicts.length);
    const done = await prices(id);
    for (const day of shown.days) expect(found(day, before, done)).toEqual(told(day));
    // Once done, there is nothing left to do.
    expect(await plan({ ...order, reprice: 'false', show: 'changes' })).toMatchObject({
      total: result.conflicts.length === 0 ? 0 : expect.any(Number),
      totals: { created: 0, repriced: 0, closed: 0 },
    });
  });

  it('is refused once it would be another one, and is read page by page', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 2, timeZone: ZONE });
    const order = { roomCategoryId: id, startDate: now, endDate: after(9) };
    const shown = await plan({ ...order, limit: 3, offset: 8 });
    expect([shown.total, shown.days.map(({ date }) => date)]).toEqual([10, [after(8), after(9)]]);
    expect(shown.days[0]).toEqual({
      ...{ date: after(8), change: 'new', price: '120.00', rooms: 2, created: 2, repriced: 0, priceBefore: null },
      ...{ kept: 0, closed: 0, conflicts: 0 },
    });
    await rooms.as(() => rooms.get(RoomsService).update(roomIds[1]!, { retiredFrom: after(5) }));
    const late = rooms.as(() => rooms.get(RoomGenerationService).request({ ...order, plan: shown.plan }));
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', extra: { reason: 'PLAN_CHANGED' } });
    const { plan: promised } = await plan(order);
    const inAnHour = {
      scheduleType: 'scheduled' as const,
      scheduledAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const later = rooms.as(() => rooms.get(RoomGenerationService).request({ ...order, ...inAnHour, plan: promised }));
    await expect(later).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await rooms.nights(id)).toEqual([]);
    await expect(plan({ ...order, startDate: after(-1) })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(plan({ ...order, priceOverride: '1.234' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  type Prices = Awaited<ReturnType<typeof prices>>;
  function told({ date, created, repriced, closed, priceBefore, price }: GenerationPlanDay) {
    return { date, created, repriced, closed, before: priceBefore, after: created + repriced > 0 ? price : null };
  }
  /** The same, seen in the table. */
  function found({ date }: GenerationPlanDay, before: Prices, done: Prices) {
    const own = (all: Prices) => [...all].filter(([, night]) => night.date === date);
    const created = own(done).filter(([key]) => !before.has(key));
    const repriced = own(before).filter(([key, { price, source }]) => {
      const night = done.get(key);
      return night && (night.price !== price || night.source !== source);
    });
    const closed = own(before).filter(([key]) => !done.has(key)).length;
    const old = repriced.map(([, { price }]) => Number(price)).sort((a, b) => a - b);
    const text = (minor: number) => (minor / 100).toFixed(2);
    const given = [...created, ...repriced].map(([key]) => text(Number(done.get(key)!.price)));
    expect(new Set(given).size).toBeLessThan(2);
    return {
      ...{ date, created: created.length, repriced: repriced.length, closed },
      before: old.length === 0 ? null : { lowest: text(old[0]!), highest: text(old.at(-1)!) },
      after: given[0] ?? null,
    };
  }
});

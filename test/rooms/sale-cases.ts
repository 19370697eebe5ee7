import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { addDays, today } from '../../src/platform/dates/index.js';
import {
  AvailabilityService,
  InventoryService,
  PriceOverridesService,
  RoomAssignmentService,
  RoomClosuresService,
  RoomsService,
} from '../../src/rooms/index.js';
import { GenerationPlans } from '../../src/rooms/generation/generation-plans.service.js';
import { HotelInventoryService } from '../../src/rooms/hotel-inventory/hotel-inventory.service.js';
import { InventoryCalendarService } from '../../src/rooms/inventory/inventory-calendar.service.js';
import { gate } from '../jobs/scripted.js';
import { d, type RoomsHarness } from './harness.js';

/** What a night that is sold now costs, and nights that cannot be sold although a counter would allow it. */
export function saleCases(given: () => RoomsHarness): void {
  const as = <T>(fn: () => Promise<T>) => given().as(fn);
  const get = <T>(type: new (...args: never[]) => T): T => given().get(type as never);
  const sell = (categoryId: number, arrival: string, departure: string, reservationId: string = randomUUID()) =>
    as(() => get(InventoryService).sell({ categoryId, arrival: d(arrival), departure: d(departure), reservationId }));
  const quote = (categoryId: number, arrival: string, departure: string) =>
    as(() => get(InventoryService).quote({ categoryId, arrival: d(arrival), departure: d(departure) }));
  const set = (categoryId: number, from: string, to: string, settings: object) =>
    as(() => get(InventoryCalendarService).update(categoryId, { from, to, ...settings }));
  const available = (hotelId: number, date: string) =>
    as(() => get(AvailabilityService).ofHotel(hotelId, d(date), d(date)));
  const shown = async (id: number, hotelId: number, date: string) => {
    const own = await as(() => get(InventoryCalendarService).list(id, { startDate: date, endDate: date }));
    const map = await as(() => get(HotelInventoryService).of(hotelId, { startDate: date, endDate: date }));
    const day = map.categories.find(({ roomCategoryId }) => roomCategoryId === id)!.days[0];
    return [own.days[0]?.lowestPrice, day?.price, day?.left];
  };
  /** A guest in a room, on the two nights that are open. */
  const guestIn = async (categoryId: number, roomId: number) => {
    const reservationId = randomUUID();
    await sell(categoryId, '2027-03-01', '2027-03-03', reservationId);
    await as(() => get(RoomAssignmentService).assignRoom({ reservationId, roomId }));
    return reservationId;
  };
  const open = async (count: number, over = {}) => {
    const category = await given().category({ rooms: count, ...over });
    await given().generate({ roomCategoryId: category.id, startDate: '2027-03-01', endDate: '2027-03-02' });
    return category;
  };
  const prices = async (id: number) => (await given().nights(id)).map(({ price, source }) => `${price} ${source}`);

  describe('the present price', () => {
    it.each([1, 2])('forgets a deleted price of nights that have a guest, %i rooms', async (count) => {
      const { id, hotelId, roomIds } = await open(count);
      const range = { from: '2027-03-01', to: '2027-03-02' };
      const low = await as(() => get(PriceOverridesService).create(id, { ...range, price: 50 }));
      const guest = await guestIn(id, roomIds[0]!);
      await as(() => get(PriceOverridesService).delete(id, low.id));
      expect(await shown(id, hotelId, '2027-03-01')).toEqual(['120.00', '120.00', count - 1]);
      expect(await quote(id, '2027-03-01', '2027-03-03')).toEqual([12_000, 12_000]);
      await as(() => get(InventoryService).release(guest));
      expect(new Set(await prices(id))).toEqual(new Set(['12000 base']));
    });

    it('a room that comes back costs what the others do; one that is alone, what the rules say', async () => {
      const { id, roomIds } = await open(2);
      const guest = await guestIn(id, roomIds[0]!);
      await given().generate({
        ...{ roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-01', priceOverride: 250, reprice: true },
      });
      // The guest leaves early, many at once as a no-show check does it.
      await as(() => get(InventoryService).releaseMany([{ reservationId: guest, from: d('2027-03-01') }]));
      expect(await prices(id)).toEqual(['25000 job', '25000 job', '12000 base', '12000 base']);
      await guestIn(id, roomIds[0]!);
      await as(() => get(PriceOverridesService).create(id, { from: '2027-03-02', to: '2027-03-02', price: 90 }));
      await guestIn(id, roomIds[1]!);
      const closure = {
        kind: 'OOO' as const,
        from: '2027-03-01',
        to: '2027-03-02',
        acceptOversell: true,
        reason: 'Leak',
      };
      await as(() => get(RoomClosuresService).close(roomIds[0]!, closure));
      expect(await prices(id)).toEqual(['25000 job', '25000 job', '9000 override', '9000 override']);
    });

    it('a later repricing reaches nights whose price by hand was deleted, and only these', async () => {
      const { id, roomIds } = await open(1);
      await given().sql(
        `UPDATE room_night SET price_minor = 5000, price_source = 'override' WHERE room_id = $1`,
        roomIds,
      );
      await as(() => get(PriceOverridesService).create(id, { from: '2027-03-02', to: '2027-03-02', price: 90 }));
      await given().generate({ roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-02', reprice: true });
      expect(await prices(id)).toEqual(['12000 base', '9000 override']);
    });

    it('is never that of the rules where a price by hand gives its place back to the one before', async () => {
      const { id } = await open(1);
      const all = () => as(() => get(PriceOverridesService).list(id, { limit: 50, offset: 0 }));
      const set = (from: string, to: string, price: number, over = {}) =>
        as(() => get(PriceOverridesService).create(id, { from, to, price, replace: true, ...over }));
      const august = await set('2027-03-01', '2027-03-31', 150, { reason: 'Season', weekdays: [1, 2, 3] });
      const { id: _, ...first } = (await all()).priceOverrides[0]!;
      // 1 and 2 March are a Monday and a Tuesday.
      const fair = await set('2027-03-02', '2027-03-03', 180);
      expect(fair.replaced).toMatchObject([{ id: august.id }]);
      expect(await prices(id)).toEqual(['15000 override', '18000 override']);
      await as(() => get(PriceOverridesService).delete(id, fair.id, { restore: true }));
      expect((await all()).priceOverrides).toEqual([{ id: expect.any(Number), ...first }]);
      expect(await prices(id)).toEqual(['15000 override', '15000 override']);
      // What somebody has changed since stays changed.
      const again = await set('2027-03-02', '2027-03-02', 180);
      await set('2027-03-01', '2027-03-01', 99);
      await as(() => get(PriceOverridesService).delete(id, again.id, { restore: true }));
      expect(await prices(id)).toEqual(['9900 override', '15000 override']);
      expect((await all()).priceOverrides.map(({ from, to, price }) => [from, to, price])).toEqual([
        ['2027-03-01', '2027-03-01', '99.00'],
        ['2027-03-02', '2027-03-02', '150.00'],
        ['2027-03-03', '2027-03-31', '150.00'],
      ]);
      // Without being asked to, nothing is put back.
      const last = await set('2027-03-02', '2027-03-02', 180);
      await as(() => get(PriceOverridesService).delete(id, last.id));
      expect(await prices(id)).toEqual(['9900 override', '12000 base']);
    });

    it('of nights that are not open yet is what the rules say', async () => {
      const seasonRules = [{ from: '2027-12-31', to: '2028-01-01', price: 300 }];
      const { id } = await given().category({ rooms: 1, over: { seasonRules } });
      await as(() => get(PriceOverridesService).create(id, { from: '2028-01-01', to: '2028-01-01', price: 350 }));
      expect(await quote(id, '2027-12-30', '2028-01-02')).toEqual([12_000, 30_000, 35_000]);
    });
  });

  describe('what cannot be sold', () => {
    it('a night that has settings and is not opened, whatever may be overbooked', async () => {
      const { id, hotelId } = await given().category({ rooms: 2, over: { defaultOverbookingLimit: 2 } });
      await set(id, '2027-03-01', '2027-03-01', { minStay: 1 });
      await expect(sell(id, '2027-03-01', '2027-03-02')).rejects.toMatchObject({
        extra: { refusals: [{ date: '2027-03-01', reason: 'NOT_ON_SALE' }], reason: 'NO_ROOM' },
      });
      expect(await available(hotelId, '2027-03-01')).toEqual([]);
      expect(await shown(id, hotelId, '2027-03-01')).toEqual([null, null, null]);
      const past = given().sql('UPDATE inventory_day SET sold = 1 WHERE category_id = $1', [id]);
      await expect(past).rejects.toMatchObject({ constraint: 'inventory_day_guard' });
      await given().generate({ roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-01' });
      expect(await available(hotelId, '2027-03-01')).toMatchObject([{ categories: [{ sellable: 4 }] }]);
      await sell(id, '2027-03-01', '2027-03-02');
    });

    it('a room of a category that has none', async () => {
      const { id, hotelId } = await open(0, { over: { defaultOverbookingLimit: 2 } });
      await expect(sell(id, '2027-03-01', '2027-03-02')).rejects.toMatchObject({
        extra: { refusals: [{ reason: 'SOLD_OUT' }] },
      });
      expect(await available(hotelId, '2027-03-01')).toMatchObject([{ categories: [{ sellable: 0 }] }]);
    });

    it('A9b: a room of a category whose rooms are all closed, nor as one of the hotel', async () => {
      const { id, hotelId, roomIds } = await open(1, { over: { defaultOverbookingLimit: 2 } });
      const other = await open(1, { hotelId });
      await sell(other.id, '2027-03-01', '2027-03-02');
      await as(() =>
        get(RoomClosuresService).close(roomIds[0]!, { kind: 'OOO', from: '2027-03-01', to: '2027-03-01' }),
      );
      await set(other.id, '2027-03-01', '2027-03-01', { overbookingLimit: 0 });
      for (const category of [id, other.id])
        await expect(sell(category, '2027-03-01', '2027-03-02')).rejects.toMatchObject({
          extra: { refusals: [{ date: '2027-03-01', reason: 'SOLD_OUT' }] },
        });
      expect(await available(hotelId, '2027-03-01')).toMatchObject([
        { categories: [{ sellable: 0 }, { sellable: 0 }] },
      ]);
      expect((await shown(id, hotelId, '2027-03-01'))[2]).toBe(0);
      const past = given().sql('UPDATE inventory_day SET sold = 1 WHERE category_id = $1', [id]);
      await expect(past).rejects.toMatchObject({ constraint: 'inventory_day_guard' });
      await sell(id, '2027-03-02', '2027-03-03');
    });

    it('what nothing makes a room for any more is told by a job, its plan, and a change of the limit', async () => {
      const { id, roomIds } = await open(1, { over: { defaultOverbookingLimit: 2 } });
      const reservationId = randomUUID();
      await sell(id, '2027-03-01', '2027-03-02', reservationId);
      await given().sql(`UPDATE room SET in_service = '(,2027-03-01)' WHERE id = $1`, [roomIds[0]]);
      const order = { roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-02' };
      const plan = await as(() => get(GenerationPlans).show({ ...order, limit: 9, offset: 0 }));
      expect(plan.totals).toMatchObject({ conflicts: 1, closed: 2 });
      const conflicts = [{ reason: 'OVERSOLD', date: '2027-03-01', capacity: 0, sold: 1, bookings: [reservationId] }];
      expect((await given().generate(order)).conflicts).toEqual(conflicts);
      expect(await set(id, '2027-03-01', '2027-03-02', { overbookingLimit: 2 })).toMatchObject({ conflicts });
    });

    it("more than the category's default, once a limit is taken back", async () => {
      const { id } = await given().category({ rooms: 1, over: { defaultOverbookingLimit: 1 } });
      await set(id, '2027-03-01', '2027-03-01', { overbookingLimit: 5 });
      await set(id, '2027-03-01', '2027-03-01', { overbookingLimit: null });
      await given().generate({ roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-01' });
      for (let guest = 0; guest < 2; guest++) await sell(id, '2027-03-01', '2027-03-02');
      await expect(sell(id, '2027-03-01', '2027-03-02')).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    it('A15: a room that the hotel needs for guests of another category', async () => {
      const a = await open(5);
      const b = await open(3, { hotelId: a.hotelId });
      for (let guest = 0; guest < 3; guest++) await sell(b.id, '2027-03-01', '2027-03-02');
      const close = {
        kind: 'OOO' as const,
        from: '2027-03-01',
        to: '2027-03-01',
        acceptOversell: true,
        reason: 'Leak',
      };
      for (const room of b.roomIds.slice(1)) await as(() => get(RoomClosuresService).close(room, close));
      expect(await shown(a.id, a.hotelId, '2027-03-01')).toEqual(['120.00', '120.00', 3]);
      for (let guest = 0; guest < 3; guest++) await sell(a.id, '2027-03-01', '2027-03-02');
      await expect(sell(a.id, '2027-03-01', '2027-03-03')).rejects.toMatchObject({
        extra: { refusals: [{ date: '2027-03-01', reason: 'SOLD_OUT' }] },
      });
      // Whoever is sure that not all of them come raises a limit.
      await set(b.id, '2027-03-01', '2027-03-01', { overbookingLimit: 1 });
      await sell(a.id, '2027-03-01', '2027-03-03');
    });
  });

  it('the last room that is nobody else’s is sold once, also in two categories at the same moment', async () => {
    const full = await open(1);
    const [one, other] = [await open(1, { hotelId: full.hotelId }), await open(1, { hotelId: full.hotelId })];
    await sell(full.id, '2027-03-01', '2027-03-02');
    const close = { kind: 'OOO' as const, from: '2027-03-01', to: '2027-03-01', acceptOversell: true, reason: 'Leak' };
    await as(() => get(RoomClosuresService).close(full.roomIds[0]!, close));
    const [held, waits] = [gate(), gate()];
    const first = as(() =>
      get(TenantDatabase).transaction(async () => {
        const stay = { arrival: d('2027-03-01'), departure: d('2027-03-02'), reservationId: randomUUID() };
        await get(InventoryService).sell({ categoryId: one.id, ...stay });
        held.open();
        await waits.passed;
      }),
    );
    await held.passed;
    const second = sell(other.id, '2027-03-01', '2027-03-02').then(
      () => 'sold',
      () => 'refused',
    );
    let ended = false;
    void second.then(() => (ended = true));
    const waiting = `SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database
      WHERE b.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
    while (!ended && (await given().sql(waiting)).length === 0);
    waits.open();
    await first;
    expect(await second).toBe('refused');
  });

  it('a room that is closed before it has nights takes no other one out of the sale', async () => {
    const { id } = await open(3);
    for (let guest = 0; guest < 3; guest++) await sell(id, '2027-03-01', '2027-03-02');
    const room = await as(() => get(RoomsService).create({ roomCategoryId: id, number: randomUUID().slice(0, 8) }));
    const close = (from: string, to: string) =>
      as(() => get(RoomClosuresService).close(room.id, { kind: 'OOO', from, to }));
    expect(await close('2027-03-01', '2027-03-14')).toMatchObject({ conflicts: [] });
    expect(await given().inventory(id)).toMatchObject([
      { capacity: 3, ooo: 0, available: 0 },
      { capacity: 3, ooo: 0, available: 3 },
    ]);
    // Nor is there anything to oversell on days that have settings only.
    await set(id, '2027-12-24', '2027-12-24', { minStay: 3 });
    expect(await close('2027-12-01', '2028-01-31')).toMatchObject({ conflicts: [] });
  });

  it('a closure that is ended stays closed on the nights that are past', async () => {
    const { id, roomIds } = await given().category({ rooms: 1 });
    const now = today('Europe/Madrid', new Date());
    const [before, after] = [addDays(now, -2), addDays(now, 2)];
    await given().generate({ roomCategoryId: id, startDate: before, endDate: after });
    const closures = get(RoomClosuresService);
    const closure = await as(() => closures.close(roomIds[0]!, { kind: 'OOO', from: before, to: after }));
    await as(() => closures.reopen(roomIds[0]!, closure.id));
    expect(await as(() => closures.list(roomIds[0]!))).toMatchObject([{ from: before, until: now }]);
    expect((await given().inventory(id)).map(({ ooo }) => ooo)).toEqual([1, 1, 0, 0, 0]);
    // Nor is there one that was not there.
    const late = { kind: 'OOO' as const, from: addDays(now, -3), to: addDays(now, -1) };
    await expect(as(() => closures.close(roomIds[0]!, late))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const [past] = await as(() => closures.list(roomIds[0]!));
    await expect(as(() => closures.reopen(roomIds[0]!, past!.id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('tells on which dates nobody can arrive after a change', async () => {
    const { id } = await open(1);
    expect(await set(id, '2027-03-01', '2027-03-02', { minStay: 5 })).toMatchObject({ contradictions: [] });
    expect(await set(id, '2027-03-02', '2027-03-03', { maxStay: 3 })).toMatchObject({ contradictions: ['2027-03-02'] });
  });
}

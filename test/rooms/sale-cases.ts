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
    const [past] = await as(() => closures.list(roomIds[0]!));
    await expect(as(() => closures.reopen(roomIds[0]!, past!.id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('tells on which dates nobody can arrive after a change', async () => {
    const { id } = await open(1);
    expect(await set(id, '2027-03-01', '2027-03-02', { minStay: 5 })).toMatchObject({ contradictions: [] });
    expect(await set(id, '2027-03-02', '2027-03-03', { maxStay: 3 })).toMatchObject({ contradictions: ['2027-03-02'] });
  });
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type LocalDate } from '../../src/platform/dates/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import {
  AvailabilityService,
  InventoryService,
  PriceOverridesService,
  RoomAssignmentService,
  RoomCategoriesService,
  RoomClosuresService,
} from '../../src/rooms/index.js';
import { InventoryCalendarService } from '../../src/rooms/inventory/inventory-calendar.service.js';
import { d, RoomsHarness } from './harness.js';
import { saleCases } from './sale-cases.js';

const BOOKINGS = 30;

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start({ poolSize: BOOKINGS });
});
afterAll(() => rooms?.stop());

/** A category of so many rooms whose nights startDate..endDate are open. */
async function open(count: number, startDate = '2027-03-01', endDate = '2027-03-10', hotelId?: number) {
  const category = await rooms.category({ rooms: count, hotelId });
  await rooms.generate({ roomCategoryId: category.id, startDate, endDate });
  return category;
}

function sell(categoryId: number, arrival: string, departure: string, reservationId: string = randomUUID()) {
  return rooms.as(() =>
    rooms.get(InventoryService).sell({ categoryId, arrival: d(arrival), departure: d(departure), reservationId }),
  );
}

const set = (categoryId: number, from: string, to: string, settings: object) =>
  rooms.as(() => rooms.get(InventoryCalendarService).update(categoryId, { from, to, ...settings }));

const sold = async (categoryId: number) => (await rooms.inventory(categoryId)).map((day) => day.sold);

describe('inventory', () => {
  it('A9: a room out of order leaves the sale, the overbooking limit adds to it', async () => {
    const { id, roomIds } = await open(3, '2027-03-01', '2027-03-01');
    const close = { kind: 'OOO' as const, from: '2027-03-01', to: '2027-03-01' };
    await rooms.as(() => rooms.get(RoomClosuresService).close(roomIds[2]!, close));
    await sell(id, '2027-03-01', '2027-03-02');
    await sell(id, '2027-03-01', '2027-03-02');
    await expect(sell(id, '2027-03-01', '2027-03-02')).rejects.toMatchObject({
      code: 'CONFLICT',
      extra: { dates: ['2027-03-01'] },
    });
    await set(id, '2027-03-01', '2027-03-01', { overbookingLimit: 1 });
    await sell(id, '2027-03-01', '2027-03-02');
    await expect(sell(id, '2027-03-01', '2027-03-02')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await rooms.inventory(id)).toMatchObject([{ capacity: 3, ooo: 1, sold: 3, available: -1 }]);
  });

  it('the counter itself refuses growth past the limit, and nothing else', async () => {
    const { id } = await open(1, '2027-03-01', '2027-03-01');
    const update = (change: string) => rooms.sql(`UPDATE inventory_day SET ${change} WHERE category_id = $1`, [id]);
    await update('sold = 1');
    await expect(update('sold = 2')).rejects.toMatchObject({ constraint: 'inventory_day_guard' });
    await expect(update('held = 1')).rejects.toMatchObject({ constraint: 'inventory_day_guard' });
    await update('ooo = 1');
    await update('sold = 0');
    expect(await rooms.inventory(id)).toMatchObject([{ available: 0 }]);
  });

  it('A10: one full night refuses the stay, names it and leaves all counters', async () => {
    const { id } = await open(2, '2027-03-01', '2027-03-03');
    await sell(id, '2027-03-02', '2027-03-03');
    await sell(id, '2027-03-02', '2027-03-04');
    expect((await rooms.inventory(id)).map((day) => day.available)).toEqual([2, 0, 1]);
    await expect(sell(id, '2027-03-01', '2027-03-04')).rejects.toMatchObject({
      code: 'CONFLICT',
      extra: { dates: ['2027-03-02'], refusals: [{ date: '2027-03-02', reason: 'SOLD_OUT' }] },
    });
    expect(await sold(id)).toEqual([0, 2, 1]);
  });

  it('A11: 30 parallel three-night bookings over one common night of 5 rooms: exactly 5, no deadlock', async () => {
    const { id } = await open(5, '2027-03-01', '2027-03-05');
    const before = await rooms.sql<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    const outcomes = await Promise.allSettled(
      Array.from({ length: BOOKINGS }, (_, i) => {
        const arrival = addDays(d('2027-03-01'), i % 3);
        return sell(id, arrival, addDays(arrival, 3));
      }),
    );
    const accepted = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as { code: string }] : [],
    );
    expect(accepted).toHaveLength(5);
    expect(new Set(refused.map((error) => error.code))).toEqual(new Set(['CONFLICT']));
    const truth = await rooms.sql<{ date: LocalDate; n: number }>(
      `SELECT stay_date AS date, count(*) AS n FROM reservation_night WHERE category_id = $1 GROUP BY 1 ORDER BY 1`,
      [id],
    );
    const counters = (await rooms.inventory(id))
      .filter((day) => day.sold > 0)
      .map(({ date, sold }) => ({ date, n: sold }));
    expect(counters).toEqual(truth);
    expect(truth.find((night) => night.date === '2027-03-03')).toMatchObject({ n: 5 });
    const after = await rooms.sql<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(after).toEqual(before);
  });

  it('A12: stays touch at the day of departure, never overlap; an empty one does not exist', async () => {
    const { roomIds } = await open(1);
    const assign = (during: string) =>
      rooms.sql(
        `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during) VALUES ($1, $2, 'stay', $3, $4)`,
        [rooms.tenantId, roomIds[0], randomUUID(), during],
      );
    await assign('[2027-03-01,2027-03-04)');
    await assign('[2027-03-04,2027-03-06)');
    await expect(assign('[2027-03-03,2027-03-05)')).rejects.toMatchObject({ code: '23P01' });
    await expect(assign('[2027-03-07,2027-03-07)')).rejects.toMatchObject({ constraint: 'room_assignment_bounded' });
  });

  it('A12: the service names the nights on which a room is taken', async () => {
    const { id, roomIds } = await open(2);
    const [one, two] = [randomUUID(), randomUUID()];
    await sell(id, '2027-03-01', '2027-03-04', one);
    await sell(id, '2027-03-03', '2027-03-05', two);
    const assign = (reservationId: string) =>
      rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId, roomId: roomIds[0]! }));
    await assign(one);
    await expect(assign(two)).rejects.toMatchObject({ code: 'CONFLICT', extra: { dates: ['2027-03-03'] } });
    await expect(
      rooms.as(() =>
        rooms.get(RoomClosuresService).close(roomIds[0]!, { kind: 'OOO', from: '2027-03-02', to: '2027-03-02' }),
      ),
    ).rejects.toMatchObject({ code: 'CONFLICT', extra: { dates: ['2027-03-02'] } });
  });

  it('A13: sells what the category has, and says that the guest must move', async () => {
    const { id, roomIds } = await open(2, '2027-03-01', '2027-03-02');
    const busy = async (roomId: number, arrival: string, departure: string) => {
      const reservationId = randomUUID();
      await sell(id, arrival, departure, reservationId);
      await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId, roomId }));
    };
    await busy(roomIds[0]!, '2027-03-01', '2027-03-02');
    await busy(roomIds[1]!, '2027-03-02', '2027-03-03');
    expect((await rooms.inventory(id)).map((day) => day.available)).toEqual([1, 1]);
    const guest = randomUUID();
    await sell(id, '2027-03-01', '2027-03-03', guest);
    const plan = await rooms.as(() =>
      rooms.get(RoomAssignmentService).findAssignment(id, d('2027-03-01'), d('2027-03-03')),
    );
    expect(plan).toMatchObject({ needsRoomMove: true, legs: [{ roomId: roomIds[1] }, { roomId: roomIds[0] }] });
    for (const { roomId, from, until } of plan.legs)
      await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId: guest, roomId, from, until }));
  });

  it('A14: a guest of another category counts where the guest sleeps, and back when released', async () => {
    const single = await open(2, '2027-03-01', '2027-03-02');
    const double = await open(2, '2027-03-01', '2027-03-02', single.hotelId);
    const reservationId = randomUUID();
    await sell(single.id, '2027-03-01', '2027-03-03', reservationId);
    await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId, roomId: double.roomIds[0]! }));
    expect([await sold(single.id), await sold(double.id)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const booked = await rooms.sql('SELECT DISTINCT category_id FROM reservation_night WHERE reservation_id = $1', [
      reservationId,
    ]);
    expect(booked).toEqual([{ category_id: single.id }]);
    await rooms.as(() => rooms.get(InventoryService).release(reservationId));
    expect([await sold(single.id), await sold(double.id)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('A15: hotel 3; category A sells 3, B none', async () => {
    const a = await open(5, '2027-03-01', '2027-03-01');
    const b = await open(3, '2027-03-01', '2027-03-01', a.hotelId);
    for (let i = 0; i < 3; i++) await sell(b.id, '2027-03-01', '2027-03-02');
    const accept = { acceptOversell: true, reason: 'Water damage' };
    const close = { kind: 'OOO' as const, from: '2027-03-01', to: '2027-03-01', ...accept };
    for (const roomId of b.roomIds.slice(1)) await rooms.as(() => rooms.get(RoomClosuresService).close(roomId, close));
    const [day] = await rooms.as(() =>
      rooms.get(AvailabilityService).ofHotel(a.hotelId, d('2027-03-01'), d('2027-03-01')),
    );
    expect(day).toMatchObject({
      available: 3,
      categories: [
        { categoryId: a.id, available: 5, sellable: 3 },
        { categoryId: b.id, available: -2, sellable: 0 },
      ],
    });
  });

  it('A16: stop-sell and minimum stay through', async () => {
    const stopped = await open(1, '2027-12-20', '2027-12-31');
    await set(stopped.id, '2027-12-24', '2027-12-25', { stopSell: true });
    await expect(sell(stopped.id, '2027-12-23', '2027-12-25')).rejects.toMatchObject({
      extra: { dates: ['2027-12-24'] },
    });
    await expect(sell(stopped.id, '2027-12-25', '2027-12-26')).rejects.toMatchObject({
      extra: { dates: ['2027-12-25'] },
    });
    expect((await rooms.inventory(stopped.id)).every((day) => day.available === 1)).toBe(true);
    expect(await rooms.nights(stopped.id)).toHaveLength(12);

    const through = await open(1, '2027-12-20', '2027-12-31');
    await set(through.id, '2027-12-24', '2027-12-24', { minStayThrough: 3 });
    await expect(sell(through.id, '2027-12-23', '2027-12-25')).rejects.toMatchObject({
      extra: { refusals: [{ reason: 'MIN_STAY_THROUGH' }] },
    });
    await sell(through.id, '2027-12-23', '2027-12-26');
  });

  it('reopening after a stop-sell finds prices and restrictions as they were', async () => {
    const { id } = await open(1, '2027-12-20', '2027-12-31');
    await rooms.as(() =>
      rooms.get(PriceOverridesService).create(id, { from: '2027-12-24', to: '2027-12-24', price: '199.95' }),
    );
    await set(id, '2027-12-24', '2027-12-24', { minStay: 2, closedToArrival: true });
    const read = () =>
      rooms.as(() => rooms.get(InventoryCalendarService).list(id, { startDate: '2027-12-24', endDate: '2027-12-24' }));
    const before = await read();
    expect(before.days).toMatchObject([{ lowestPrice: '199.95', minStay: 2, closedToArrival: true, stopSell: false }]);
    await set(id, '2027-12-20', '2027-12-31', { stopSell: true });
    expect((await read()).days).toMatchObject([{ stopSell: true, minStay: 2, closedToArrival: true }]);
    await set(id, '2027-12-20', '2027-12-31', { stopSell: false });
    expect(await read()).toEqual(before);
  });

  it('settings of days not opened yet wait for their opening, by weekday', async () => {
    const { id } = await rooms.category({ rooms: 2 });
    expect(await set(id, '2027-06-01', '2027-06-14', { weekdays: [6, 7], minStay: 2 })).toMatchObject({ updated: 4 });
    await expect(sell(id, '2027-06-06', '2027-06-08')).rejects.toMatchObject({ code: 'CONFLICT' });
    await rooms.generate({ roomCategoryId: id, startDate: '2027-06-01', endDate: '2027-06-14' });
    await expect(sell(id, '2027-06-05', '2027-06-06')).rejects.toMatchObject({
      extra: { refusals: [{ reason: 'MIN_STAY' }] },
    });
    await sell(id, '2027-06-05', '2027-06-07');
  });

  it('A8: a sold night keeps its price; a night with a guest is not repriced', async () => {
    const { id, roomIds } = await open(2, '2027-03-01', '2027-03-02');
    const reservationId = randomUUID();
    const night = (await sell(id, '2027-03-01', '2027-03-02', reservationId))[0];
    expect(night).toMatchObject({ priceMinor: 12_000 });
    await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId, roomId: roomIds[0]! }));
    await rooms.as(() => rooms.get(RoomCategoriesService).update(id, { basePrice: 130 }));
    await rooms.generate({ roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-02', reprice: true });
    expect((await rooms.nights(id)).map((n) => [n.date, n.price])).toEqual([
      ['2027-03-01', 12_000],
      ['2027-03-01', 13_000],
      ['2027-03-02', 13_000],
      ['2027-03-02', 13_000],
    ]);
    expect(
      await rooms.sql('SELECT price_minor FROM reservation_night WHERE reservation_id = $1', [reservationId]),
    ).toEqual([{ price_minor: 12_000 }]);
    // The next guest pays what the room that is left costs, not what the one in the house has paid.
    expect(await sell(id, '2027-03-01', '2027-03-02')).toMatchObject([{ priceMinor: 13_000 }]);
  });

  it('a release gives nights and rooms back, once, in part if asked', async () => {
    const { id, roomIds } = await open(1, '2027-03-01', '2027-03-04');
    const reservationId = randomUUID();
    await sell(id, '2027-03-01', '2027-03-05', reservationId);
    await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId, roomId: roomIds[0]! }));
    const release = (range = {}) => rooms.as(() => rooms.get(InventoryService).release(reservationId, range));
    const middle = { from: d('2027-03-02'), until: d('2027-03-03') };
    expect(await Promise.all([release(middle), release(middle)]).then((both) => both.flat())).toHaveLength(1);
    expect(await sold(id)).toEqual([1, 0, 1, 1]);
    const other = randomUUID();
    await sell(id, '2027-03-02', '2027-03-03', other);
    await rooms.as(() => rooms.get(RoomAssignmentService).assignRoom({ reservationId: other, roomId: roomIds[0]! }));
    await release();
    expect(await release()).toEqual([]);
    expect(await sold(id)).toEqual([0, 1, 0, 0]);
  });

  it('a sale joins the transaction of the booking', async () => {
    const { id } = await open(1, '2027-03-01', '2027-03-01');
    const booking = rooms.as(() =>
      rooms.get(TenantDatabase).transaction(async () => {
        await rooms
          .get(InventoryService)
          .sell({ categoryId: id, arrival: d('2027-03-01'), departure: d('2027-03-02'), reservationId: randomUUID() });
        throw new Error('the booking failed');
      }),
    );
    await expect(booking).rejects.toThrow('the booking failed');
    expect(await sold(id)).toEqual([0]);
  });

  it('refuses the same reservation twice', async () => {
    const { id } = await open(3, '2027-03-01', '2027-03-01');
    const reservationId = randomUUID();
    await sell(id, '2027-03-01', '2027-03-02', reservationId);
    await expect(sell(id, '2027-03-01', '2027-03-02', reservationId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await sold(id)).toEqual([1]);
  });

  it('out of service stays for sale, but nobody is put there', async () => {
    const { id, roomIds } = await open(1, '2027-03-01', '2027-03-01');
    const closures = rooms.get(RoomClosuresService);
    const closure = await rooms.as(() =>
      closures.close(roomIds[0]!, { kind: 'OOS', from: '2027-03-01', to: '2027-03-01' }),
    );
    expect(await rooms.inventory(id)).toMatchObject([{ ooo: 0, available: 1 }]);
    const find = () =>
      rooms.as(() => rooms.get(RoomAssignmentService).findAssignment(id, d('2027-03-01'), d('2027-03-02')));
    await expect(find()).rejects.toMatchObject({ extra: { dates: ['2027-03-01'] } });
    await rooms.as(() => closures.reopen(roomIds[0]!, closure.id));
    expect(await find()).toMatchObject({ needsRoomMove: false });
  });

  saleCases(() => rooms);
});

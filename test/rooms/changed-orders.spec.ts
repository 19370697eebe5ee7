import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eachDay } from '../../src/platform/dates/index.js';
import type { RoomGenerationPayload } from '../../src/rooms/generation/room-generation.job.js';
import { d, RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
});
afterAll(() => rooms?.stop());

/** Runs an order, which dies once it has committed so many batches. */
async function dieAfter(batches: number, payload: RoomGenerationPayload, jobId: string): Promise<void> {
  let left = batches + 1; // the first transaction opens the run
  const dying = rooms.generate(payload, {
    jobId,
    beforeCommit: () => {
      if (left-- === 0) throw new Error('pulled the plug');
    },
  });
  await expect(dying).rejects.toThrow('pulled the plug');
}

const prices = async (id: number) => {
  const all = new Map<string, Set<number>>();
  for (const { date, price } of await rooms.nights(id)) all.set(date, (all.get(date) ?? new Set()).add(price));
  return Object.fromEntries([...all].map(([date, some]) => [date.slice(5), [...some]]));
};

describe('a generation that is requeued with other data', () => {
  it('1–20 January at 10.00 dies half-way; 5–31 January at 99.00 is the new range at the new price', async () => {
    const { id } = await rooms.category({ rooms: 3 });
    const jobId = randomUUID();
    const old = { roomCategoryId: id, startDate: '2027-01-01', endDate: '2027-01-20', priceOverride: 10, batchSize: 5 };
    await dieAfter(2, old, jobId);
    expect(Object.keys(await prices(id))).toHaveLength(10);

    const order = { ...old, startDate: '2027-01-05', endDate: '2027-01-31', priceOverride: '99.00' };
    const result = await rooms.generate(order, { jobId });
    expect(result).toMatchObject({
      totalDatesProcessed: 27,
      totalRoomsCreated: 21 * 3,
      totalRoomsExisting: 6 * 3,
      totalRoomsRepriced: 6 * 3,
    });
    const after = await prices(id);
    for (let day = 1; day <= 31; day++) {
      const key = `01-${String(day).padStart(2, '0')}`;
      // What was written for the old order alone is left: nights that can be sold are not taken away.
      expect([key, after[key]]).toEqual([key, [day < 5 ? 1_000 : 9_900]]);
    }
    // Asked again, it is the same run.
    expect(await rooms.generate(order, { jobId, attempt: 2 })).toEqual(result);
  });

  it('nights of others, and nights with a guest, keep their price', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 2 });
    const range = { roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-10', batchSize: 5 };
    await rooms.generate({ ...range, startDate: '2027-03-02', endDate: '2027-03-02', priceOverride: 55 });
    const jobId = randomUUID();
    await dieAfter(1, { ...range, priceOverride: 10 }, jobId);
    await rooms.sql(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
       VALUES ($1, $2, 'stay', $3, '[2027-03-03,2027-03-04)')`,
      [rooms.tenantId, roomIds[0], randomUUID()],
    );
    await rooms.generate({ ...range, priceOverride: 99 }, { jobId });
    const after = await prices(id);
    expect([after['03-01'], after['03-02'], after['03-03']!.sort((a, b) => a - b), after['03-09']]).toEqual([
      [9_900],
      [5_500],
      [1_000, 9_900],
      [9_900],
    ]);
  });

  it('without a price of its own: the price book again', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const jobId = randomUUID();
    const range = { roomCategoryId: id, startDate: '2027-01-01', endDate: '2027-01-10', batchSize: 5 };
    await dieAfter(1, { ...range, priceOverride: 10 }, jobId);
    await rooms.generate(range, { jobId });
    expect(new Set((await rooms.nights(id)).map(({ price, source }) => `${price} ${source}`))).toEqual(
      new Set(['12000 base']),
    );
  });

  it('with the data it had: goes on from its checkpoint', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const jobId = randomUUID();
    const order = {
      roomCategoryId: id,
      startDate: '2027-01-01',
      endDate: '2027-01-20',
      priceOverride: 10,
      batchSize: 5,
    };
    await dieAfter(2, order, jobId);
    let batches = 0;
    // The size of a batch is no part of the order.
    const result = await rooms.generate({ ...order, batchSize: 2 }, { jobId, beforeCommit: () => void batches++ });
    expect(result).toMatchObject({ totalRoomsCreated: 20, totalRoomsExisting: 0, totalDatesProcessed: 20 });
    expect(batches).toBe(1 + 5);
  });

  it('whatever orders a job was given and wherever they died, the last one is what stands', async () => {
    let seed = 20_270_101;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    for (let history = 0; history < 12; history++) {
      const { id } = await rooms.category({ rooms: 1 + random(3) });
      const jobId = randomUUID();
      const count = (await rooms.sql('SELECT 1 FROM room WHERE category_id = $1', [id])).length;
      for (let step = 0; step < 6; step++) {
        const first = 1 + random(20);
        const last = first + random(28 - first);
        const priceOverride = 10 + random(4);
        const dates = last - first + 1;
        const batchSize = 1 + random(6);
        const date = (day: number) => `2027-02-${String(day).padStart(2, '0')}`;
        const order = { roomCategoryId: id, startDate: date(first), endDate: date(last), priceOverride, batchSize };
        const batches = Math.ceil(dates / batchSize);
        if (random(3) > 0) await dieAfter(random(batches), order, jobId);
        // Once in a while as another attempt of the same order, which may find it done.
        if (random(3) > 0) continue;
        const result = await rooms.generate(order, { jobId, attempt: 2 });
        expect(result.totalDatesProcessed).toBe(dates);
        expect(result.totalRoomsCreated + result.totalRoomsExisting).toBe(dates * count);
        const nights = (await rooms.nights(id)).filter(
          (night) => night.date >= d(date(first)) && night.date <= d(date(last)),
        );
        expect(nights).toHaveLength(dates * count);
        expect(new Set(nights.map((night) => night.price))).toEqual(new Set([priceOverride * 100]));
      }
    }
  });
});

describe('a sweep that is requeued with other data', () => {
  const at = new Date('2026-06-30T10:00:00Z');

  it('has the horizon of the new data, and counts it by itself', async () => {
    const { id, hotelId } = await rooms.category({ rooms: 2 });
    const jobId = randomUUID();
    expect(await rooms.sweep({ hotelId, daysAhead: 10 }, { at, jobId })).toMatchObject({ totalRoomsCreated: 20 });
    const wider = await rooms.sweep({ hotelId, daysAhead: 30 }, { at, jobId });
    expect(wider).toMatchObject({ totalDatesProcessed: 30, totalRoomsCreated: 40, totalRoomsExisting: 20 });
    expect(await rooms.nights(id)).toHaveLength(60);
    // A range that was looked at and left is looked at again, too.
    const skipped = await rooms.sweep({ hotelId, daysAhead: 30 }, { at, jobId: randomUUID() });
    expect(skipped.categories).toMatchObject([{ skipped: true }]);
  });

  it('that had left a category alone opens what the new data want', async () => {
    const { id, hotelId } = await rooms.category({ rooms: 2 });
    await rooms.sweep({ hotelId, daysAhead: 5 }, { at });
    const jobId = randomUUID();
    expect((await rooms.sweep({ hotelId, daysAhead: 5 }, { at, jobId })).categories).toMatchObject([{ skipped: true }]);
    const wider = await rooms.sweep({ hotelId, daysAhead: 20 }, { at, jobId });
    expect(wider.categories).toMatchObject([{ skipped: false, totalRoomsCreated: 30 }]);
    const dates = new Set((await rooms.nights(id)).map((night) => night.date));
    expect([...dates]).toEqual([...eachDay(d('2026-06-30'), d('2026-07-19'))]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RoomGenerator } from '../../src/rooms/generator/room-generator.js';
import { RoomCategoriesService } from '../../src/rooms/index.js';
import { RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
});
afterAll(() => rooms?.stop());

describe('room generation sweep', () => {
  const at = new Date('2026-06-30T23:30:00Z');

  it.each([
    ['Pacific/Auckland', '2026-07-01', '2026-07-30'],
    ['America/Los_Angeles', '2026-06-30', '2026-07-29'],
  ])("A6: the horizon is the hotel's own: %s", async (timeZone, from, to) => {
    const { id, hotelId } = await rooms.category({ rooms: 2, timeZone });
    const result = await rooms.sweep({ hotelId, daysAhead: 30 }, { at });
    expect(result).toMatchObject({ success: true, totalRoomsCreated: 60, totalDatesProcessed: 30 });
    expect(result.categories).toMatchObject([
      { roomCategoryId: id, hotelId, from, to, skipped: false, coverageBefore: 0, coverageAfter: 1 },
    ]);
    const nights = await rooms.nights(id);
    expect([nights[0]!.date, nights.at(-1)!.date]).toEqual([from, to]);
  });

  it('waits while only the tail is missing, fills holes at once', async () => {
    const { id, hotelId, roomIds } = await rooms.category({ rooms: 10 });
    await rooms.sweep({ hotelId, daysAhead: 30 }, { at });
    const later = new Date('2026-07-06T02:00:00Z');
    const tail = await rooms.sweep({ hotelId, daysAhead: 30 }, { at: later });
    expect(tail.categories[0]).toMatchObject({
      skipped: true,
      totalRoomsCreated: 0,
      totalRoomsExisting: 250,
      coverageBefore: 0.8333,
      coverageAfter: 0.8333,
      reason: expect.stringContaining('threshold'),
    });

    await rooms.sql(`DELETE FROM room_night WHERE room_id = $1 AND stay_date = '2026-07-15'`, [roomIds[0]]);
    const hole = await rooms.sweep({ hotelId, daysAhead: 30 }, { at: later });
    expect(hole.categories[0]).toMatchObject({ skipped: false, totalRoomsCreated: 51, coverageAfter: 1 });
    const complete = await rooms.sweep({ roomCategoryId: id, daysAhead: 30 }, { at: later });
    expect(complete.categories[0]).toMatchObject({ skipped: true, coverageBefore: 1 });
  });

  it('A4: 8 of 10 rooms on every day are holes, whatever the coverage', async () => {
    const { hotelId, roomIds } = await rooms.category({ rooms: 10 });
    await rooms.sweep({ hotelId, daysAhead: 30 }, { at });
    await rooms.sql('DELETE FROM room_night WHERE room_id = ANY($1)', [roomIds.slice(8)]);
    const result = await rooms.sweep({ hotelId, daysAhead: 30 }, { at });
    expect(result.categories[0]).toMatchObject({ totalRoomsCreated: 60, coverageBefore: 0.8, coverageAfter: 1 });
  });

  it('counts the horizon from the day it is asked for, never from one that is past', async () => {
    const { hotelId } = await rooms.category({ rooms: 1, timeZone: 'Pacific/Auckland' });
    const ahead = await rooms.sweep({ hotelId, daysAhead: 3, asOf: '2026-07-10' }, { at });
    expect(ahead.categories).toMatchObject([{ from: '2026-07-10', to: '2026-07-12', totalRoomsCreated: 3 }]);
    // Half past eleven of the 30th, UTC, is the first of July there.
    const today = await rooms.sweep({ hotelId, daysAhead: 1, asOf: at.toISOString() }, { at });
    expect(today.categories).toMatchObject([{ from: '2026-07-01' }]);
    await expect(rooms.sweep({ hotelId, asOf: '2026-06-30' }, { at })).rejects.toMatchObject({ code: 'AS_OF_PAST' });
  });

  it('of a dead letter counts the horizon from the day it is taken up, and changes nothing that is past', async () => {
    const { id, hotelId, roomIds } = await rooms.category({ rooms: 1 });
    const jobId = randomUUID();
    const on = (date: string) => ({ at, jobId, now: new Date(`${date}T10:00:00Z`) });
    await rooms.sweep({ hotelId, daysAhead: 5 }, on('2026-07-01'));
    await rooms.as(() => rooms.get(RoomCategoriesService).update(id, { basePrice: '130.00' }));
    const late = await rooms.sweep({ hotelId, daysAhead: 5 }, on('2026-07-03'));
    expect(late.categories).toMatchObject([{ from: '2026-07-03', to: '2026-07-07', totalRoomsCreated: 2 }]);
    // Nor are nights repriced that it had opened before: nobody has asked for that.
    const prices = async () => (await rooms.nights(id)).map(({ date, price }) => `${date.slice(5)} ${price}`);
    expect(await prices()).toEqual([
      ...['07-01 12000', '07-02 12000', '07-03 12000', '07-04 12000', '07-05 12000', '07-06 13000', '07-07 13000'],
    ]);
    await rooms.sql(`UPDATE room SET in_service = '(,2026-07-02)' WHERE id = $1`, roomIds);
    await rooms.sweep({ hotelId, daysAhead: 6 }, on('2026-07-06'));
    expect((await prices()).slice(0, 5).at(-1)).toBe('07-05 12000');
    const past = rooms.sweep({ hotelId, asOf: '2026-07-05' }, on('2026-07-06'));
    await expect(past).rejects.toMatchObject({ code: 'AS_OF_PAST' });
  });

  it('refuses a hotel or category that does not exist', async () => {
    await expect(rooms.sweep({ hotelId: 999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rooms.sweep({ roomCategoryId: 999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  describe('with a category that fails', () => {
    let broken: number;
    let sound: number;
    let hotelId: number;
    beforeEach(async () => {
      ({ id: broken, hotelId } = await rooms.category({ rooms: 2 }));
      ({ id: sound } = await rooms.category({ rooms: 2, hotelId }));
      const generator = rooms.get(RoomGenerator);
      const generate = RoomGenerator.prototype.generate.bind(generator);
      generator.generate = (ctx, order, onShare) =>
        order.categoryId === broken ? Promise.reject(new Error('secret detail')) : generate(ctx, order, onShare);
    });
    afterAll(() => {
      rooms.get(RoomGenerator).generate = RoomGenerator.prototype.generate;
    });

    it('does the others, tries again while attempts are left, then reports it', async () => {
      const jobId = randomUUID();
      await expect(rooms.sweep({ hotelId }, { at, jobId, attempt: 1 })).rejects.toThrow('secret detail');
      expect(await rooms.nights(sound)).toHaveLength(60);
      const last = await rooms.sweep({ hotelId }, { at, jobId, attempt: 3 });
      expect(last).toMatchObject({ success: false, totalRoomsCreated: 60 });
      expect(last.categories).toMatchObject([
        {
          roomCategoryId: broken,
          totalRoomsCreated: 0,
          coverageAfter: 0,
          error: expect.not.stringContaining('secret'),
        },
        { roomCategoryId: sound, totalRoomsCreated: 60, coverageAfter: 1 },
      ]);
    });

    it('fails when nothing succeeded', async () => {
      await expect(rooms.sweep({ roomCategoryId: broken }, { at, attempt: 3 })).rejects.toThrow('secret detail');
    });
  });
});

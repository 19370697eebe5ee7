import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, today } from '../../src/platform/dates/index.js';
import { CronRoomGenerationService } from '../../src/rooms/index.js';
import { RoomGenerationService } from '../../src/rooms/generation/room-generation.service.js';
import { RoomStatisticsService } from '../../src/rooms/coverage/room-statistics.service.js';
import { d, InlineJobs, RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
let from: string;
let to: string;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
  from = today('Europe/Madrid', new Date());
  to = addDays(d(from), 4);
});
afterAll(() => rooms?.stop());

const request = (body: Parameters<RoomGenerationService['request']>[0]) =>
  rooms.as(() => rooms.get(RoomGenerationService).request(body));

describe('requests for room generation', () => {
  it('immediate: 200 with the result in the shape of the seed', async () => {
    const { id } = await rooms.category({ rooms: 2 });
    const answer = await request({
      roomCategoryId: id,
      startDate: `${from}T00:00:00.000Z`,
      endDate: `${to}T23:59:59.999Z`,
      priceOverride: 150,
      scheduleType: 'immediate',
    });
    expect(answer).toEqual({
      status: 200,
      body: {
        success: true,
        message: 'Room generation completed',
        data: {
          success: true,
          totalRoomsCreated: 10,
          totalDatesProcessed: 5,
          totalRoomsExisting: 0,
          totalRoomsRepriced: 0,
          totalRoomsClosed: 0,
          errors: [],
          conflicts: [],
          coverageBefore: 0,
          coverageAfter: 1,
          dryRun: false,
          jobId: expect.any(String),
        },
      },
    });
    expect((await rooms.nights(id)).every((night) => night.price === 15_000 && night.source === 'job')).toBe(true);

    const stats = await rooms.as(() =>
      rooms.get(RoomStatisticsService).category(id, { startDate: from, endDate: addDays(d(to), 2) }),
    );
    // Without an end: to the end of the horizon.
    const open = await rooms.as(() => rooms.get(RoomStatisticsService).category(id, { startDate: from }));
    expect(open.dateRange.endDate > addDays(d(from), 20)).toBe(true);
    const old = await rooms.as(() => rooms.get(RoomStatisticsService).category(id, { startDate: '2019-01-01' }));
    expect(old.dateRange).toEqual({ startDate: '2019-01-01', endDate: addDays(d('2019-01-01'), 1_825) });
    expect(stats).toMatchObject({
      roomCategoryId: id,
      dateRange: { startDate: from, endDate: addDays(d(to), 2) },
      totalRooms: 10,
      availableRooms: 10,
      bookedRooms: 0,
      coverage: 0.7142,
      missing: [
        {
          startDate: addDays(d(to), 1),
          endDate: addDays(d(to), 2),
          rooms: [expect.any(String), expect.any(String)],
          nights: 4,
        },
      ],
    });
  });

  it('202 with links when it outlasts the wait, 201 when scheduled', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const jobs = rooms.get(InlineJobs);
    jobs.slow = true;
    const body = { roomCategoryId: id, startDate: from, endDate: to };
    const slow = await request(body);
    jobs.slow = false;
    expect(slow).toMatchObject({
      status: 202,
      body: { success: true, data: { jobId: expect.any(String), statusUrl: expect.any(String) } },
    });

    const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = await request({ ...body, scheduleType: 'scheduled', scheduledAt });
    expect(scheduled).toMatchObject({
      status: 201,
      body: {
        success: true,
        message: 'Room generation job scheduled successfully',
        data: { jobId: expect.any(String), scheduledAt },
      },
    });
    expect(jobs.enqueued.at(-1)).toMatchObject({ data: body, options: { runAt: new Date(scheduledAt) } });
  });

  it.each<[string, object, string]>([
    ['an unknown category', { roomCategoryId: 999_999 }, 'NOT_FOUND'],
    ['yesterday', { startDate: -1 }, 'VALIDATION_FAILED'],
    ['start after end', { endDate: -1 }, 'VALIDATION_FAILED'],
    ['too far ahead', { startDate: 1820, endDate: 1830 }, 'VALIDATION_FAILED'],
    ['a moment within a day', { startDate: '2030-01-01T10:00:00Z' }, 'UNPROCESSABLE'],
    ['no date', { startDate: 'soon' }, 'VALIDATION_FAILED'],
    ['too many decimals', { priceOverride: '1.999' }, 'VALIDATION_FAILED'],
    ['a past instant', { scheduleType: 'scheduled', scheduledAt: '2020-01-01T00:00:00Z' }, 'VALIDATION_FAILED'],
    [
      'a range that is past by then',
      { scheduleType: 'scheduled', scheduledAt: '2099-01-01T00:00:00Z' },
      'VALIDATION_FAILED',
    ],
    ['an instant without zone', { scheduleType: 'scheduled', scheduledAt: '2099-01-01T00:00:00' }, 'VALIDATION_FAILED'],
    ['an instant for an immediate job', { scheduledAt: '2099-01-01T00:00:00Z' }, 'VALIDATION_FAILED'],
  ])('refuses %s', async (_name, over, code) => {
    const { id } = await rooms.category({ rooms: 1 });
    const date = (value: unknown) => (typeof value === 'number' ? addDays(d(from), value) : value);
    const given = Object.fromEntries(
      Object.entries(over).map(([key, value]) => [key, key.endsWith('Date') ? date(value) : value]),
    );
    await expect(request({ roomCategoryId: id, startDate: from, endDate: to, ...given })).rejects.toMatchObject({
      code,
    });
  });

  it('a failed job is a clear problem that names the job', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const jobs = rooms.get(InlineJobs);
    const run = jobs.run;
    jobs.run = () => Promise.reject(new Error('the disk is full'));
    const failing = request({ roomCategoryId: id, startDate: from, endDate: to });
    await expect(failing).rejects.toMatchObject({ code: 'INTERNAL', extra: { jobId: expect.any(String) } });
    jobs.run = run;
  });

  it('execute sweeps all categories or one; stats have a row per category', async () => {
    const { id } = await rooms.category({ rooms: 3 });
    const cron = rooms.get(CronRoomGenerationService);
    const one = await rooms.as(() => cron.execute({ roomCategoryId: id, daysAhead: 7 }));
    expect(one).toMatchObject({
      status: 200,
      body: { success: true, data: { totalRoomsCreated: 21, categories: [{ roomCategoryId: id }] } },
    });
    const all = await rooms.as(() => cron.execute({}));
    expect(all).toMatchObject({ status: 200, body: { success: true } });
    await expect(rooms.as(() => cron.execute({ roomCategoryId: 999_999 }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });

    const stats = await rooms.as(() => rooms.get(RoomStatisticsService).all());
    const total = stats.categories.reduce((sum, category) => sum + category.totalRooms, 0);
    expect(stats).toMatchObject({ totalRooms: total, coverage: 1, bookedRooms: 0 });
    expect(stats.categories.find((category) => category.roomCategoryId === id)).toMatchObject({
      totalRooms: 90,
      availableRooms: 90,
      coverage: 1,
    });
  });
});

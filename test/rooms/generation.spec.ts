import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PriceOverridesService, RoomCategoriesService, RoomsService } from '../../src/rooms/index.js';
import { d, RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
});
afterAll(() => rooms?.stop());

describe('room generation', () => {
  it('A1: 12 rooms, January: 372 nights on 31 dates; a second run finds them', async () => {
    const { id } = await rooms.category({ rooms: 12 });
    const payload = {
      roomCategoryId: id,
      startDate: '2024-01-01T00:00:00.000Z',
      endDate: '2024-01-31T23:59:59.999Z',
    };
    const first = await rooms.generate(payload);
    expect(first).toMatchObject({
      success: true,
      totalRoomsCreated: 372,
      totalDatesProcessed: 31,
      totalRoomsExisting: 0,
      coverageBefore: 0,
      coverageAfter: 1,
    });
    const second = await rooms.generate(payload);
    expect(second).toMatchObject({
      totalRoomsCreated: 0,
      totalRoomsExisting: 372,
      coverageBefore: 1,
      coverageAfter: 1,
    });
    expect(await rooms.nights(id)).toHaveLength(372);
    expect(await rooms.inventory(id)).toHaveLength(31);
  });

  it.each([
    ['2024-02-01', '2024-02-29', 145],
    ['2023-02-01', '2023-02-28', 140],
    ['2024-02-29', '2024-02-29', 5],
  ])('A2: 5 rooms, %s..%s: %d nights', async (startDate, endDate, created) => {
    const { id } = await rooms.category({ rooms: 5 });
    expect(await rooms.generate({ roomCategoryId: id, startDate, endDate })).toMatchObject({
      totalRoomsCreated: created,
    });
  });

  it('A3: a leap year in batches of 100 days has 366 dates', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const batches: number[] = [];
    const result = await rooms.generate(
      { roomCategoryId: id, startDate: '2024-01-01', endDate: '2024-12-31', batchSize: 100 },
      { beforeCommit: () => void batches.push(1) },
    );
    expect(result).toMatchObject({ totalDatesProcessed: 366, totalRoomsCreated: 366 });
    // One transaction opens the run, then one per batch: 100, 100, 100, 66.
    expect(batches).toHaveLength(5);
    expect(new Set((await rooms.nights(id)).map((night) => night.date)).size).toBe(366);
  });

  it('A4: holes are filled although 80% exist', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 10 });
    const range = { roomCategoryId: id, startDate: '2026-06-01', endDate: '2026-06-30' };
    await rooms.generate(range);
    await rooms.sql('DELETE FROM room_night WHERE room_id = ANY($1)', [roomIds.slice(8)]);
    expect(await rooms.generate(range)).toMatchObject({ totalRoomsCreated: 60, coverageBefore: 0.8, coverageAfter: 1 });
  });

  it('A7 and A8: prices by precedence, then repriced', async () => {
    const { id } = await rooms.category({ rooms: 2, over: { weekdayRules: [{ weekdays: [6], percent: 20 }] } });
    await rooms.as(() =>
      rooms.get(PriceOverridesService).create(id, { from: '2026-08-15', to: '2026-08-15', price: 150 }),
    );
    const august = { roomCategoryId: id, startDate: '2026-08-14', endDate: '2026-08-22' };
    await rooms.generate({ ...august, startDate: '2026-08-16', endDate: '2026-08-16', priceOverride: 0 });
    await rooms.generate(august);
    const prices = async () =>
      Object.fromEntries((await rooms.nights(id)).map(({ date, price, source }) => [date.slice(5), [price, source]]));
    expect(await prices()).toMatchObject({
      '08-14': [12_000, 'base'],
      '08-15': [15_000, 'override'],
      '08-16': [0, 'job'],
      '08-22': [14_400, 'season'],
    });

    await rooms.as(() => rooms.get(RoomCategoriesService).update(id, { basePrice: '130.00' }));
    expect(await rooms.generate(august)).toMatchObject({ totalRoomsRepriced: 0 });
    const again = await rooms.generate({ ...august, reprice: true });
    // 9 dates without the overridden 15th and the job's 16th, two rooms.
    expect(again).toMatchObject({ totalRoomsCreated: 0, totalRoomsExisting: 18, totalRoomsRepriced: 14 });
    expect(await prices()).toMatchObject({
      '08-14': [13_000, 'base'],
      '08-15': [15_000, 'override'],
      '08-16': [0, 'job'],
      '08-22': [15_600, 'season'],
    });
    const byJob = await rooms.generate({ ...august, reprice: true, priceOverride: '99.95' });
    expect(byJob).toMatchObject({ totalRoomsRepriced: 18 });
    expect(new Set((await rooms.nights(id)).map((night) => night.price))).toEqual(new Set([9995]));
  });

  it('leaves dates that are past alone, by whatever door the order came, and opens none that are too far', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const order = { roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-04' };
    await rooms.generate({ ...order, endDate: '2027-03-01' });
    await rooms.as(() => rooms.get(RoomCategoriesService).update(id, { basePrice: '130.00' }));
    const late = await rooms.generate({ ...order, reprice: true }, { at: new Date('2027-03-03T12:00:00Z') });
    expect(late).toMatchObject({ totalRoomsCreated: 2, totalRoomsRepriced: 0, totalDatesProcessed: 2 });
    expect((await rooms.nights(id)).map(({ date, price }) => [date, price])).toEqual([
      ['2027-03-01', 12_000],
      ['2027-03-03', 13_000],
      ['2027-03-04', 13_000],
    ]);
    const at = new Date();
    for (const [range, code] of [
      [{ startDate: '2195-01-01', endDate: '2195-01-02' }, 'TOO_FAR'],
      [{ startDate: '2027-01-01', endDate: '2190-01-01' }, 'VALIDATION_FAILED'],
    ] as const)
      await expect(rooms.generate({ ...order, ...range }, { at })).rejects.toMatchObject({
        ...{ name: 'PermanentJobError', code },
      });
  });

  it('goes by the day on which it runs, although it was meant for an earlier one', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const jobId = randomUUID();
    const order = { roomCategoryId: id, startDate: '2027-03-01', endDate: '2027-03-04', batchSize: 1 };
    const at = new Date('2027-03-01T12:00:00Z');
    let left = 2;
    const beforeCommit = () => {
      if (left-- === 0) throw new Error('pulled the plug');
    };
    await expect(rooms.generate(order, { jobId, at, beforeCommit })).rejects.toThrow('pulled the plug');
    await rooms.as(() => rooms.get(RoomCategoriesService).update(id, { basePrice: '130.00' }));
    // Taken up again as a dead letter.
    const later = { jobId, at, now: new Date('2027-03-03T12:00:00Z') };
    expect(await rooms.generate(order, later)).toMatchObject({ totalRoomsCreated: 3, totalDatesProcessed: 3 });
    expect((await rooms.nights(id)).map(({ date, price }) => [date, price])).toEqual([
      ['2027-03-01', 12_000],
      ['2027-03-03', 13_000],
      ['2027-03-04', 13_000],
    ]);
    expect((await rooms.inventory(id)).map(({ date }) => date)).toEqual(['2027-03-01', '2027-03-03', '2027-03-04']);
    const over = rooms.generate(order, { at, now: new Date('2027-03-05T12:00:00Z') });
    await expect(over).rejects.toMatchObject({ code: 'PAST_DATES' });
  });

  it('A17: a retired room loses its unsold nights; the sold one is a conflict', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 2 });
    const may = { roomCategoryId: id, startDate: '2026-05-01', endDate: '2026-05-31' };
    await rooms.generate(may);
    const reservation = randomUUID();
    await rooms.sql(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
       VALUES ($1, $2, 'stay', $3, '[2026-05-12,2026-05-13)')`,
      [rooms.tenantId, roomIds[0], reservation],
    );
    await rooms.sql(`UPDATE room SET in_service = '(,2026-05-10)' WHERE id = $1`, [roomIds[0]]);

    const dry = await rooms.generate({ ...may, dryRun: true });
    const result = await rooms.generate(may);
    const conflict = { room: expect.any(String), roomId: roomIds[0], date: '2026-05-12', reservationId: reservation };
    expect(result.conflicts).toEqual([{ reason: 'ROOM_RETIRED_BUT_SOLD', ...conflict }]);
    expect(result.totalRoomsClosed).toBe(21);
    expect({ ...dry, jobId: '', dryRun: false }).toEqual({ ...result, jobId: '' });
    const left = (await rooms.nights(id)).filter((night) => night.room === roomIds[0] && night.date >= d('2026-05-10'));
    expect(left.map((night) => night.date)).toEqual(['2026-05-12']);
    expect((await rooms.inventory(id)).at(-1)).toMatchObject({ capacity: 1 });
  });

  it('a retired room keeps its past nights', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 1 });
    const may = { roomCategoryId: id, startDate: '2026-05-01', endDate: '2026-05-31' };
    await rooms.generate(may);
    await rooms.sql(`UPDATE room SET in_service = '(,2026-05-10)' WHERE id = $1`, [roomIds[0]]);
    await rooms.generate(may, { at: new Date('2026-05-20T12:00:00Z') });
    expect((await rooms.nights(id)).map((night) => night.date)).toContain('2026-05-19');
    expect(await rooms.nights(id)).toHaveLength(19);
  });

  it('a failure in batch 3 of 4 keeps two batches; the retry does the rest, counters exact', async () => {
    const { id } = await rooms.category({ rooms: 3 });
    const payload = { roomCategoryId: id, startDate: '2026-01-01', endDate: '2026-01-31', batchSize: 8 };
    const jobId = randomUUID();
    let transactions = 0;
    const failing = rooms.generate(payload, {
      jobId,
      // The first opens the run; the fourth is batch 3. What follows must work, so that the run can be marked.
      beforeCommit: () => {
        if (++transactions === 4) throw new Error('disk full');
      },
    });
    await expect(failing).rejects.toThrow('disk full');
    const [run] = await rooms.sql(
      'SELECT status, cursor_date, created, dates_processed FROM generation_run WHERE job_id = $1',
      [jobId],
    );
    expect(run).toEqual({ status: 'failed', cursor_date: '2026-01-17', created: 48, dates_processed: 16 });
    expect(await rooms.nights(id)).toHaveLength(48);

    let batches = 0;
    const retried = await rooms.generate(payload, { jobId, attempt: 2, beforeCommit: () => void batches++ });
    expect(retried).toMatchObject({ totalRoomsCreated: 93, totalRoomsExisting: 0, totalDatesProcessed: 31 });
    expect(batches).toBe(3);
    expect(await rooms.nights(id)).toHaveLength(93);
    // A handler may run again after it is done: nothing changes.
    expect(await rooms.generate(payload, { jobId, attempt: 3 })).toEqual(retried);
  });

  it('stops between batches when told to', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    const abort = new AbortController();
    const run = rooms.generate(
      { roomCategoryId: id, startDate: '2026-01-01', endDate: '2026-01-31', batchSize: 10 },
      { signal: abort.signal, beforeCommit: () => abort.abort(new Error('stop')) },
    );
    await expect(run).rejects.toThrow('stop');
    expect(await rooms.nights(id)).toHaveLength(0);
  });

  it('eight workers on the same range write A1 once; all eight succeed', async () => {
    const { id } = await rooms.category({ rooms: 12 });
    const payload = { roomCategoryId: id, startDate: '2024-01-01', endDate: '2024-01-31', batchSize: 5 };
    const results = await Promise.all(Array.from({ length: 8 }, () => rooms.generate(payload)));
    expect(results.reduce((sum, result) => sum + result.totalRoomsCreated, 0)).toBe(372);
    for (const result of results) expect(result.totalRoomsCreated + result.totalRoomsExisting).toBe(372);
    expect(await rooms.nights(id)).toHaveLength(372);
  });

  it('two attempts of one job at the same time count each batch once', async () => {
    const { id } = await rooms.category({ rooms: 4 });
    const payload = { roomCategoryId: id, startDate: '2024-01-01', endDate: '2024-01-31', batchSize: 2 };
    const jobId = randomUUID();
    const [one, two] = await Promise.all([rooms.generate(payload, { jobId }), rooms.generate(payload, { jobId })]);
    expect(one).toEqual(two);
    expect(one).toMatchObject({ totalRoomsCreated: 124, totalDatesProcessed: 31 });
  });

  it('a dry run computes the numbers and writes no night', async () => {
    const { id } = await rooms.category({ rooms: 7 });
    const payload = { roomCategoryId: id, startDate: '2026-07-01', endDate: '2026-07-31', batchSize: 10 };
    const dry = await rooms.generate({ ...payload, dryRun: true });
    expect(await rooms.nights(id)).toEqual([]);
    expect(await rooms.inventory(id)).toEqual([]);
    const real = await rooms.generate(payload);
    expect({ ...dry, jobId: '', dryRun: false }).toEqual({ ...real, jobId: '' });
  });

  it('respects when rooms are in service', async () => {
    const { id } = await rooms.category({ rooms: 1 });
    await rooms.as(() =>
      rooms
        .get(RoomsService)
        .create({ roomCategoryId: id, number: 'late', inServiceFrom: '2026-07-11', retiredFrom: '2026-07-21' }),
    );
    const result = await rooms.generate({ roomCategoryId: id, startDate: '2026-07-01', endDate: '2026-07-31' });
    expect(result).toMatchObject({ totalRoomsCreated: 41, coverageAfter: 1 });
    const capacity = (await rooms.inventory(id)).map((day) => day.capacity);
    expect(capacity).toEqual([
      ...Array<number>(10).fill(1),
      ...Array<number>(10).fill(2),
      ...Array<number>(11).fill(1),
    ]);
  });

  it("another tenant's category does not exist", async () => {
    const other = randomUUID();
    await rooms.addTenant(other);
    const { id } = await rooms.category({ rooms: 1 });
    await expect(rooms.as(() => rooms.get(RoomCategoriesService).get(id), other)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

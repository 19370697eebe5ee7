import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, isoWeekday, today } from '../../src/platform/dates/index.js';
import {
  CronRoomGenerationService,
  HotelsService,
  PriceOverridesService,
  RoomCategoriesService,
  RoomsService,
} from '../../src/rooms/index.js';
import { RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
});
afterAll(() => rooms?.stop());

const madrid = () => today('Europe/Madrid', new Date());

describe('hotels and categories', () => {
  it('refuses taken names, unknown zones and currencies', async () => {
    const create = (over: object) =>
      rooms.as(() =>
        rooms.get(HotelsService).create({ name: 'Uno', timeZone: 'Europe/Madrid', currency: 'EUR', ...over }),
      );
    const hotel = await create({});
    await expect(create({})).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(create({ name: 'Dos', timeZone: 'Spain' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(create({ name: 'Dos', currency: 'PTS' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const update = (over: object) => rooms.as(() => rooms.get(HotelsService).update(hotel.id, over));
    expect(await update({ currency: 'USD' })).toMatchObject({ name: 'Uno', currency: 'USD' });
    await rooms.category({ rooms: 0, hotelId: hotel.id });
    await expect(update({ currency: 'EUR' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(rooms.as(() => rooms.get(HotelsService).update(999_999, {}))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('answers prices and rules as they were sent', async () => {
    const rules = {
      seasonRules: [{ name: 'Summer', from: '2027-07-01', to: '2027-08-31', price: '180.50' }],
      weekdayRules: [
        { weekdays: [5, 6], percent: 12.5 },
        { weekdays: [7], price: 99, from: '2027-01-01' },
      ],
    };
    const { id } = await rooms.category({ rooms: 0, basePrice: '99.95', over: rules });
    const category = await rooms.as(() => rooms.get(RoomCategoriesService).get(id));
    expect(category).toMatchObject({
      basePrice: '99.95',
      currency: 'EUR',
      seasonRules: rules.seasonRules,
      weekdayRules: [
        { weekdays: [5, 6], percent: '12.5000', from: null, to: null },
        { weekdays: [7], price: '99.00', from: '2027-01-01', to: null },
      ],
    });
    const update = (over: object) => rooms.as(() => rooms.get(RoomCategoriesService).update(id, over));
    const overlapping = [
      { weekdays: [5], percent: 1 },
      { weekdays: [5], percent: 2 },
    ];
    await expect(update({ weekdayRules: overlapping })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const late = [
      { from: '2027-01-01', to: '2027-01-02', price: 1 },
      { from: '2027-02-02', to: '2027-02-01', price: 1 },
    ];
    await expect(update({ seasonRules: late })).rejects.toMatchObject({ errors: [{ path: 'seasonRules.1.to' }] });
    await expect(update({ weekdayRules: [{ weekdays: [5] }] })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(update({ basePrice: '1.005' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(update({ basePrice: -1 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await update({ weekdayRules: [] })).toMatchObject({ weekdayRules: [], seasonRules: rules.seasonRules });
  });
});

describe('price overrides', () => {
  const overrides = () => rooms.get(PriceOverridesService);

  it('may not overlap: 409 names the other', async () => {
    const { id } = await rooms.category({ rooms: 0 });
    const create = (from: string, to: string) => rooms.as(() => overrides().create(id, { from, to, price: 0 }));
    const first = await create('2027-08-10', '2027-08-15');
    expect(first).toMatchObject({ price: '0.00', weekdays: [1, 2, 3, 4, 5, 6, 7], totalRoomsRepriced: 0 });
    await create('2027-08-16', '2027-08-20');
    await expect(create('2027-08-15', '2027-08-15')).rejects.toMatchObject({
      code: 'CONFLICT',
      extra: { overrides: [{ id: first.id, from: '2027-08-10', to: '2027-08-15' }] },
    });
    const both = await Promise.allSettled([create('2027-09-01', '2027-09-05'), create('2027-09-05', '2027-09-09')]);
    expect(both.filter((outcome) => outcome.status === 'rejected')).toMatchObject([{ reason: { code: 'CONFLICT' } }]);
  });

  it('one takes the place of others where that is asked for, and leaves their other dates and weekdays', async () => {
    const { id } = await rooms.category({ rooms: 2 });
    const from = addDays(madrid(), 10);
    const on = (offset: number) => addDays(from, offset);
    await rooms.generate({ roomCategoryId: id, startDate: from, endDate: on(6) });
    const create = (first: number, last: number, price: number, over = {}) =>
      rooms.as(() => overrides().create(id, { from: on(first), to: on(last), price, ...over }));
    const prices = async () => (await rooms.nights(id)).filter((_, i) => i % 2 === 0).map((night) => night.price / 100);
    const week = await create(0, 6, 150, { reason: 'Fair' });
    await expect(create(3, 3, 180)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await create(3, 3, 180, { replace: true })).toMatchObject({
      totalRoomsRepriced: 2,
      totalRoomsKept: 0,
      replaced: [{ from: from, to: on(6), price: '150.00', reason: 'Fair' }],
    });
    expect(await prices()).toEqual([150, 150, 150, 180, 150, 150, 150]);
    // On one weekday: the others keep theirs, whatever the dates.
    const weekdays = [isoWeekday(on(1))];
    await create(0, 6, 90, { weekdays, replace: true });
    expect(await prices()).toEqual([150, 90, 150, 180, 150, 150, 150]);
    await expect(create(0, 6, 80, { weekdays })).rejects.toMatchObject({ code: 'CONFLICT' });
    // A price that came with an order stays, and is told.
    await rooms.generate({ roomCategoryId: id, startDate: on(5), endDate: on(5), priceOverride: 200, reprice: true });
    expect(await create(4, 5, 160, { replace: true })).toMatchObject({ totalRoomsRepriced: 2, totalRoomsKept: 2 });
    const later = await rooms.as(() => overrides().list(id, { from: on(4), limit: 200, offset: 0 }));
    expect(later.priceOverrides.every(({ to }) => to >= on(4))).toBe(true);
    expect(later.priceOverrides.map(({ id: one }) => one)).not.toContain(week.id);
  });

  it('hold at once on existing nights and give the rule price back when deleted', async () => {
    const { id } = await rooms.category({ rooms: 2 });
    const from = addDays(madrid(), 10);
    await rooms.generate({ roomCategoryId: id, startDate: from, endDate: addDays(from, 6) });
    const range = { from: addDays(from, 1), to: addDays(from, 2) };
    const made = await rooms.as(() => overrides().create(id, { ...range, price: 200 }));
    expect(made.totalRoomsRepriced).toBe(4);
    const prices = async () => (await rooms.nights(id)).filter((_, i) => i % 2 === 0).map((night) => night.price / 100);
    expect(await prices()).toEqual([120, 200, 200, 120, 120, 120, 120]);
    await rooms.as(() => overrides().delete(id, made.id));
    expect(await prices()).toEqual(Array(7).fill(120));
    await expect(rooms.as(() => overrides().delete(id, made.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('rooms', () => {
  it('creates all numbers or none', async () => {
    const { id } = await rooms.category({ rooms: 0 });
    const create = (firstNumber: number, count: number) =>
      rooms.as(() => rooms.get(RoomsService).createMany({ roomCategoryId: id, firstNumber, count }));
    expect((await create(101, 3)).rooms.map((room) => room.number)).toEqual(['101', '102', '103']);
    await expect(create(100, 5)).rejects.toMatchObject({ code: 'CONFLICT' });
    const list = await rooms.as(() => rooms.get(RoomsService).list({ roomCategoryId: id, limit: 2, offset: 1 }));
    expect(list).toMatchObject({ total: 3, rooms: [{ number: '102' }, { number: '103' }] });
  });

  it('retiring removes unsold future nights at once, keeps sold ones and tells', async () => {
    const { id, roomIds } = await rooms.category({ rooms: 2 });
    const from = madrid();
    await rooms.generate({ roomCategoryId: id, startDate: from, endDate: addDays(from, 9) });
    const reservationId = randomUUID();
    const soldOn = addDays(from, 7);
    await rooms.sql(
      `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
       VALUES ($1, $2, 'stay', $3, daterange($4, $5))`,
      [rooms.tenantId, roomIds[0], reservationId, soldOn, addDays(soldOn, 1)],
    );
    const update = (over: object) => rooms.as(() => rooms.get(RoomsService).update(roomIds[0]!, over));
    await expect(update({ retiredFrom: addDays(from, 5) })).rejects.toMatchObject({
      code: 'CONFLICT',
      extra: { conflicts: [{ date: soldOn, reservationId }] },
    });
    const retired = await update({ retiredFrom: addDays(from, 5), acceptOversell: true, reason: 'Becomes an office' });
    expect(retired).toMatchObject({
      retiredFrom: addDays(from, 5),
      totalRoomsClosed: 4,
      conflicts: [{ reason: 'ROOM_RETIRED_BUT_SOLD', date: soldOn, reservationId }],
    });
    expect((await rooms.inventory(id)).map((day) => day.capacity)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
    // Another number touches no night, not even those of the rooms that are retired.
    expect(await update({ number: randomUUID().slice(0, 8) })).toMatchObject({ totalRoomsClosed: 0, conflicts: [] });
    expect(await update({ retiredFrom: null })).toMatchObject({
      retiredFrom: null,
      totalRoomsClosed: 0,
      conflicts: [],
    });
    await expect(update({ inServiceFrom: '2027-01-02', retiredFrom: '2027-01-02' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});

describe('nightly schedule', () => {
  it('one per hotel in its own zone, moved and stopped in place, never doubled', async () => {
    const other = randomUUID();
    await rooms.addTenant(other);
    const cron = rooms.get(CronRoomGenerationService);
    const hotels = rooms.get(HotelsService);
    await rooms.as(async () => {
      const lisbon = await hotels.create({ name: 'Lisbon', timeZone: 'Europe/Lisbon', currency: 'EUR' });
      expect(await cron.status()).toMatchObject({
        isRunning: false,
        cronExpression: '0 2 * * *',
        daysAhead: 30,
        schedules: [],
      });
      await cron.start({ cronExpression: '30 3 * * *', daysAhead: 45 });
      await Promise.all([cron.start({}), cron.start({}), cron.start({})]);
      const newYork = await hotels.create({ name: 'New York', timeZone: 'America/New_York', currency: 'USD' });
      expect(await cron.status()).toMatchObject({
        isRunning: true,
        daysAhead: 45,
        timezone: null,
        schedules: [
          {
            hotelId: lisbon.id,
            hotel: 'Lisbon',
            cronExpression: '30 3 * * *',
            timezone: 'Europe/Lisbon',
            enabled: true,
            nextRunAt: expect.any(Date),
          },
          { hotelId: newYork.id, timezone: 'America/New_York', enabled: true },
        ],
      });
      await hotels.update(lisbon.id, { timeZone: 'Atlantic/Azores' });
      expect((await cron.status()).schedules[0]).toMatchObject({ timezone: 'Atlantic/Azores' });
      await cron.start({ timezone: 'UTC' });
      expect((await cron.status()).schedules.map((s) => s.timezone)).toEqual(['UTC', 'UTC']);
      const stopped = await cron.stop();
      expect(stopped).toMatchObject({ isRunning: false, nextRunAt: null, cronExpression: '30 3 * * *' });
      expect(stopped.schedules.every((schedule) => !schedule.enabled)).toBe(true);
    }, other);
  });

  it('refuses a bad cron expression or zone, also without a hotel, and changes nothing', async () => {
    const other = randomUUID();
    await rooms.addTenant(other);
    const start = (over: object) => rooms.as(() => rooms.get(CronRoomGenerationService).start(over), other);
    await expect(start({ cronExpression: '61 2 * * *' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ path: 'cronExpression' }],
    });
    await expect(start({ timezone: 'Mars/Base' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await rooms.as(() => rooms.get(CronRoomGenerationService).status(), other)).toMatchObject({
      isRunning: false,
    });
    expect(await rooms.sql('SELECT key FROM schedule WHERE tenant_id = $1', [other])).toEqual([]);
  });
});

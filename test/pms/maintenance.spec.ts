import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MaintenanceResult } from '../../src/pms/maintenance/preventive-maintenance.job.js';
import { PreventiveMaintenanceProcessor } from '../../src/pms/maintenance/preventive-maintenance.processor.js';
import { d, day, midnight, PmsHarness, type World } from './harness.js';

interface Order {
  id: number;
  dueDate: string;
  state: string;
  missed: number;
  cause: string;
  dueReading: number | null;
}

describe('preventive maintenance', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const hotel = () => pms.hotel({ rooms: 1, from: d('2026-03-01'), to: d('2026-03-02') });
  const run = (world: World, date: string): Promise<MaintenanceResult> =>
    pms.night(PreventiveMaintenanceProcessor, { hotelId: world.hotelId }, midnight(world, d(date)));
  const machine = async (world: World, meterUnit?: string) =>
    (await pms.api('POST', '/equipment', { hotelId: world.hotelId, name: 'Boiler', meterUnit })).body['id'] as number;
  const plan = async (equipment: number, body: object) => {
    const whole = { name: 'Service', mode: 'fixed', everyN: 3, unit: 'month', anchorDate: '2022-04-15', ...body };
    const made = await pms.api('POST', `/equipment/${equipment}/schedules`, whole);
    expect(made.status).toBe(201);
    return made.body;
  };
  const orders = async (world: World) =>
    (await pms.api('GET', `/work-orders?hotelId=${world.hotelId}`)).body['workOrders'] as Order[];
  const complete = (id: number, body: object) => pms.api('POST', `/work-orders/${id}/complete`, body);

  it.each([
    ['fixed', ['2022-04-15', '2022-07-15', '2022-10-15', '2023-01-15'], ['2022-05-13', '2022-07-10', '2022-10-20']],
    ['floating', ['2022-04-15', '2022-08-13', '2022-11-01'], ['2022-05-13', '2022-08-01']],
  ])('B5: every three months, %s', async (mode, due, done) => {
    const world = await hotel();
    await plan(await machine(world), { mode, leadDays: 30 });
    for (const [index, date] of due.entries()) {
      await run(world, date);
      const made = (await orders(world)).find(({ state }) => state === 'open')!;
      expect(made.dueDate).toBe(date);
      if (done[index]) expect((await complete(made.id, { completedOn: done[index] })).status).toBe(200);
    }
  });

  it('B7: six months or 300 hours: the meter is first, and makes one order', async () => {
    const world = await hotel();
    const boiler = await machine(world, 'h');
    const read = (value: number, readOn: string, kind?: string) =>
      pms.api('POST', `/equipment/${boiler}/readings`, { value, readOn, kind });
    await read(1_000, '2026-01-10');
    const half = { mode: 'floating', everyN: 6, everyUsage: 300, lastDoneOn: '2026-01-10', lastDoneReading: 1_000 };
    await plan(boiler, { ...half, anchorDate: '2026-01-10' });
    await read(1_240, '2026-03-01');
    const { body } = await pms.api('GET', `/equipment/${boiler}/schedules`);
    expect(body['schedules']).toMatchObject([{ dueReading: 1_300, projectedDue: '2026-03-14' }]);
    expect(await run(world, '2026-03-02')).toMatchObject({ workOrdersCreated: 0, schedules: 1 });
    expect((await read(1_239, '2026-03-30')).status).toBe(409);
    await read(1_310, '2026-03-31');
    expect(await run(world, '2026-03-31')).toMatchObject({ workOrdersCreated: 1 });
    expect(await run(world, '2026-04-01')).toMatchObject({ workOrdersCreated: 0, missed: 0 });
    expect(await orders(world)).toMatchObject([{ cause: 'meter', dueReading: 1_300, dueDate: '2026-03-31' }]);
    // A new meter begins at zero; what was used stays used.
    const [order] = await orders(world);
    await complete(order!.id, { completedOn: '2026-04-02', reading: 1_320 });
    await read(0, '2026-05-01', 'reset');
    await read(290, '2026-05-20');
    expect(await run(world, '2026-05-20')).toMatchObject({ workOrdersCreated: 0 });
    await read(300, '2026-05-21');
    expect(await run(world, '2026-05-21')).toMatchObject({ workOrdersCreated: 1 });
  });

  it.each([
    ['floating', 0],
    ['fixed', 1],
  ])('B8: weekly, %s: made a week ahead, and nothing stacks', async (mode, missed) => {
    const world = await hotel();
    await plan(await machine(world), { mode, everyN: 1, unit: 'week', anchorDate: '2026-03-15', leadDays: 7 });
    const made = [];
    for (const date of ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'])
      made.push((await run(world, date)).workOrdersCreated);
    expect(made).toEqual([0, 1, 0, 0]);
    expect(await orders(world)).toMatchObject([{ dueDate: '2026-03-15', state: 'open', missed }]);
    // Told once, not again each week it stays so.
    expect(await run(world, '2026-03-23')).toMatchObject({ missed: 0 });
  });

  it('two runs at a time make one order', async () => {
    const world = await hotel();
    await plan(await machine(world), { anchorDate: '2026-03-01' });
    const both = await Promise.all([run(world, '2026-03-01'), run(world, '2026-03-01')]);
    expect(both.reduce((sum, { workOrdersCreated }) => sum + workOrdersCreated, 0)).toBe(1);
    expect(await orders(world)).toHaveLength(1);
  });

  it('tells when each plan is due next, in the list and alone', async () => {
    const world = await hotel();
    const boiler = await machine(world, 'h');
    const fixed = await plan(boiler, { lastDoneOn: '2022-05-13' });
    const floating = await plan(boiler, { mode: 'floating', lastDoneOn: '2022-05-13' });
    expect([fixed['nextDue'], floating['nextDue']]).toEqual(['2022-07-15', '2022-08-13']);
    const summer = { months: [6, 7, 8] };
    const seasonal = await plan(boiler, { everyN: 1, anchorDate: '2022-01-31', season: summer });
    expect(seasonal).toMatchObject({
      nextDue: '2022-06-30',
      nextDueBy: 'calendar',
      season: { months: [6, 7, 8], windows: [] },
    });
    await pms.api('POST', `/equipment/${boiler}/readings`, { value: 1_000, readOn: '2022-05-13' });
    await pms.api('POST', `/equipment/${boiler}/readings`, { value: 1_300, readOn: '2022-06-12' });
    const used = { mode: 'floating', everyN: 12, everyUsage: 500, lastDoneOn: '2022-05-13', lastDoneReading: 1_000 };
    const metered = await plan(boiler, used);
    expect(metered).toMatchObject({ nextDue: '2022-07-02', nextDueBy: 'meter', dueReading: 1_500 });
    const paused = await plan(boiler, { active: false });
    const list = (await pms.api('GET', `/maintenance-schedules?hotelId=${world.hotelId}`)).body['schedules'] as {
      id: number;
      nextDue: string | null;
    }[];
    expect(list.map(({ nextDue }) => nextDue)).toEqual(['2022-07-15', '2022-08-13', '2022-06-30', '2022-07-02', null]);
    const one = async (of: Record<string, unknown>) =>
      (await pms.api('GET', `/maintenance-schedules/${String(of['id'])}`)).body;
    expect(await one(paused)).toMatchObject({ nextDue: null, nextDueBy: null });
    await run(world, '2022-07-15');
    expect(await one(fixed)).toMatchObject({ nextDue: '2022-07-15', nextDueBy: 'order' });
    const winter = { windows: [{ from: '11-15', to: '03-15' }] };
    const changed = await pms.api('PATCH', `/maintenance-schedules/${String(floating['id'])}`, { season: winter });
    expect(changed.body).toMatchObject({ season: { months: [], windows: winter.windows } });
    const yearly = { name: 'x', mode: 'fixed', everyN: 12, unit: 'month', anchorDate: '2022-12-01', season: summer };
    expect((await pms.api('POST', `/equipment/${boiler}/schedules`, yearly)).status).toBe(400);
    const nowhere = { ...yearly, season: { windows: [{ from: '02-30', to: '03-01' }] } };
    expect((await pms.api('POST', `/equipment/${boiler}/schedules`, nowhere)).status).toBe(400);
    expect((await pms.api('POST', `/equipment/${boiler}/schedules`, { ...yearly, season: {} })).status).toBe(400);
  });

  it('a defect by hand: the room is closed for it, and open again, dirty, when it is done', async () => {
    const zone = { timeZone: 'Europe/Lisbon' };
    const world = await pms.hotel({ rooms: 2, from: day(zone, -2), to: day(zone, 20) });
    const [roomId, free] = [world.roomIds['101']!, world.roomIds['102']!];
    const report = (body: object) =>
      pms.api('POST', '/work-orders', { hotelId: world.hotelId, title: 'Shower drips', ...body });
    const closure = { kind: 'OOO', from: day(zone, -1), to: day(zone, 5) };
    const made = await report({ roomId, priority: 1, description: 'Washer', closure });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ cause: 'defect', room: '101', work: 'Shower drips', priority: 1, state: 'open' });
    const closed = async () =>
      (await pms.api('GET', `/rooms/${roomId}/closures`)).body['closures'] as { from: string; to: string }[];
    expect(await closed()).toMatchObject([{ from: day(zone, -1), to: day(zone, 5) }]);
    const path = `/work-orders/${String(made.body['id'])}`;
    expect((await pms.api('POST', `${path}/start`)).body['state']).toBe('in_progress');
    const done = await pms.api('POST', `${path}/complete`, { note: 'New washer' });
    expect(done.body).toMatchObject({ state: 'done', completedOn: day(zone, 0), note: 'New washer' });
    // What was closed stays so in the records; from today on the room is free, and dirty.
    expect(await closed()).toMatchObject([{ from: day(zone, -1), to: day(zone, -1) }]);
    const rooms = (await pms.api('GET', `/housekeeping/rooms?hotelId=${world.hotelId}`)).body['rooms'];
    expect(rooms).toContainEqual(expect.objectContaining({ number: '101', condition: 'dirty' }));
    expect((await pms.api('POST', `${path}/complete`, {})).status).toBe(409);
    // A closure that had run out by itself: people have worked in the room all the same.
    const over = await report({ roomId: free, closure: { kind: 'OOO', from: day(zone, -2), to: day(zone, 0) } });
    expect(over.status).toBe(201);
    await pms.sql('UPDATE room_assignment SET during = daterange(lower(during), $2) WHERE room_id = $1', [
      free,
      day(zone, 0),
    ]);
    await pms.api('PATCH', `/housekeeping/rooms/${free}`, { condition: 'inspected' });
    expect((await pms.api('POST', `/work-orders/${String(over.body['id'])}/complete`, {})).status).toBe(200);
    const after = (await pms.api('GET', `/housekeeping/rooms?hotelId=${world.hotelId}`)).body['rooms'];
    expect(after).toContainEqual(expect.objectContaining({ number: '102', condition: 'dirty' }));
    // In equipment, without a room; and waived.
    const boiler = await machine(world, 'h');
    const hot = await report({ equipmentId: boiler, title: 'Too hot' });
    expect(hot.body).toMatchObject({ equipment: 'Boiler', roomId: null, scheduleId: null });
    expect(
      (await pms.api('POST', `/work-orders/${String(hot.body['id'])}/cancel`, { reason: 'Is not' })).body,
    ).toMatchObject({
      state: 'cancelled',
      note: 'Is not',
    });
    const overlap = { ...closure, from: day(zone, 0) };
    expect((await report({ roomId: free, closure: overlap })).status).toBe(201);
    expect((await report({ roomId: free, closure: overlap })).status).toBe(409);
    const other = await hotel();
    expect((await report({ roomId: other.roomIds['101'] })).status).toBe(404);
    expect((await report({ equipmentId: await machine(other) })).status).toBe(404);
    expect((await report({})).status).toBe(400);
    expect((await report({ equipmentId: boiler, closure })).status).toBe(400);
  });

  it('refuses what makes no sense', async () => {
    const world = await hotel();
    const chair = await machine(world);
    const body = { name: 'Oil', mode: 'fixed', everyN: 1, unit: 'month', anchorDate: '2026-03-01' };
    expect((await pms.api('POST', `/equipment/${chair}/schedules`, { ...body, everyUsage: 5 })).status).toBe(400);
    expect((await pms.api('POST', `/equipment/${chair}/schedules`, { ...body, everyN: 0 })).status).toBe(400);
    expect((await pms.api('POST', `/equipment/${chair}/readings`, { value: 5 })).status).toBe(409);
    expect((await pms.api('POST', '/equipment', { hotelId: world.hotelId, name: 'Boiler' })).status).toBe(409);
    await plan(chair, body);
    await run(world, '2026-03-01');
    const [order] = await orders(world);
    expect((await complete(order!.id, { completedOn: '2199-01-01' })).status).toBe(400);
    expect((await pms.api('POST', `/work-orders/${order!.id}/start`)).body['state']).toBe('in_progress');
    for (const body of [{}, { reason: '' }])
      expect((await pms.api('POST', `/work-orders/${order!.id}/cancel`, body)).status).toBe(400);
    expect((await pms.api('POST', `/work-orders/${order!.id}/cancel`, { reason: 'Sold' })).body['state']).toBe(
      'cancelled',
    );
    const trail = await pms.api('GET', `/audit/targets?target=work-orders/${order!.id}`);
    expect(trail.body['entries']).toContainEqual(
      expect.objectContaining({ action: 'POST /work-orders/:id/cancel', status: 200, detail: { reason: 'Sold' } }),
    );
    expect((await complete(order!.id, {})).status).toBe(409);
    // Cancelled is waived: the next run does not bring it back.
    expect(await run(world, '2026-03-02')).toMatchObject({ workOrdersCreated: 0 });
    expect((await pms.api('POST', `/equipment/${chair}/schedules`, { ...body, leadDays: 60 })).status).toBe(400);
  });
});

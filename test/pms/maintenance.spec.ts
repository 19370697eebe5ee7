import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MaintenanceResult } from '../../src/pms/maintenance/preventive-maintenance.job.js';
import { PreventiveMaintenanceProcessor } from '../../src/pms/maintenance/preventive-maintenance.processor.js';
import { d, midnight, PmsHarness, type World } from './harness.js';

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
    expect((await pms.api('POST', `/work-orders/${order!.id}/cancel`, { note: 'Sold' })).body['state']).toBe(
      'cancelled',
    );
    expect((await complete(order!.id, {})).status).toBe(409);
    // Cancelled is waived: the next run does not bring it back.
    expect(await run(world, '2026-03-02')).toMatchObject({ workOrdersCreated: 0 });
    expect((await pms.api('POST', `/equipment/${chair}/schedules`, { ...body, leadDays: 60 })).status).toBe(400);
  });
});

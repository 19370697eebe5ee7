import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/platform/dates/index.js';
import { DailyHousekeepingRoundProcessor } from '../../src/pms/housekeeping/daily-housekeeping-round.processor.js';
import type { HousekeepingResult } from '../../src/pms/housekeeping/daily-housekeeping-round.job.js';
import { RoomAssignmentService, RoomClosuresService } from '../../src/rooms/index.js';
import { day, midnight, PmsHarness, type World } from './harness.js';

const D = day({ timeZone: 'Europe/Lisbon' }, 0);
const before = (days: number) => addDays(D, -days);

interface Task {
  id: number;
  room: string;
  type: string;
  priority: number;
  minutes: number;
  state: string;
  attendantId: number | null;
  doNotDisturb: boolean;
  parentId: number | null;
  source: string;
}

describe('housekeeping', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const round = (world: World): Promise<HousekeepingResult> =>
    pms.night(DailyHousekeepingRoundProcessor, { hotelId: world.hotelId }, midnight(world, D));
  const tasks = async (world: World, query = '') =>
    (await pms.api('GET', `/housekeeping/tasks?hotelId=${world.hotelId}&date=${D}&limit=200${query}`)).body[
      'tasks'
    ] as Task[];
  const standing = async (world: World) => (await tasks(world)).filter(({ state }) => state !== 'cancelled');
  const rule = (world: World, body: object) =>
    pms.api('PUT', '/housekeeping/rules', { hotelId: world.hotelId, ...body });
  const attendant = async (world: World, name: string, capacityMinutes: number, section?: string) => {
    const made = await pms.api('POST', '/housekeeping/attendants', { hotelId: world.hotelId, name, section });
    const shifts = { dates: [D], capacityMinutes };
    await pms.api('PUT', `/housekeeping/attendants/${String(made.body['id'])}/shifts`, shifts);
    return made.body['id'] as number;
  };

  /** The house of B1. */
  async function house() {
    const range = { from: before(20), to: addDays(D, 20) };
    const world = await pms.hotel({ rooms: 3, ...range });
    const suites = await pms.addCategory(world.hotelId, { rooms: 1, firstNumber: 104, ...range });
    const more = await pms.sql<{ id: number; number: string }>(
      `INSERT INTO room (tenant_id, hotel_id, category_id, number)
       SELECT $1, $2, CASE WHEN n = 107 THEN $4::int ELSE $3::int END, n::text FROM generate_series(105, 112) AS n
       RETURNING id, number`,
      [pms.tenantId, world.hotelId, world.categoryId, suites.categoryId],
    );
    await pms.sql('UPDATE inventory_day SET capacity = 50 WHERE category_id = ANY($1)', [
      [world.categoryId, suites.categoryId],
    ]);
    Object.assign(world.roomIds, suites.roomIds, Object.fromEntries(more.map((room) => [room.number, room.id])));
    const suite = { ...world, categoryId: suites.categoryId };
    const stay = (room: string, from: number, to: number, over = {}) =>
      pms.inHouse(['104', '107'].includes(room) ? suite : world, room, before(from), addDays(D, to), over);
    // Promised before the guests who are to leave today had come: now somebody waits for these rooms.
    for (const room of ['101', '102']) {
      const next = await pms.book(world, D, addDays(D, 2));
      const roomId = world.roomIds[room]!;
      await pms.as(() => pms.get(RoomAssignmentService).assignRoom({ reservationId: next.id, roomId }));
    }
    const departures = [];
    for (const room of ['101', '102', '103', '104']) departures.push(await stay(room, 2, 0));
    for (const room of ['105', '106', '107', '112']) {
      const { id } = await stay(room, 2, 2);
      if (room === '106') await pms.api('PATCH', `/bookings/${id}`, { noService: [D] });
      if (room === '112') await pms.api('PATCH', `/bookings/${id}`, { doNotDisturb: [D] });
    }
    const state = (room: string, condition: string, days: number) =>
      pms.sql(`INSERT INTO room_state (tenant_id, room_id, condition, cleaned_on) VALUES ($1, $2, $3, $4)`, [
        pms.tenantId,
        world.roomIds[room],
        condition,
        before(days),
      ]);
    await state('108', 'dirty', 1);
    await state('109', 'clean', 8);
    await state('110', 'clean', 2);
    const closure = { kind: 'OOO', from: D, to: D, acceptOversell: true, reason: 'No water' };
    await pms.as(() => pms.get(RoomClosuresService).close(world.roomIds['111']!, closure as never));
    // Closing a room counts the open nights again, of which this hotel has none.
    await pms.sql('UPDATE inventory_day SET capacity = 50 WHERE category_id = $1', [world.categoryId]);
    await rule(world, { taskType: 'departure', minutes: 60, roomCategoryId: suites.categoryId });
    await rule(world, { taskType: 'stayover', minutes: 30, roomCategoryId: suites.categoryId });
    return { world, departures };
  }

  it('B1: what each room needs on the day', async () => {
    const { world } = await house();
    const result = await round(world);
    expect(result).toMatchObject({ tasks: 9, minutes: 310, tasksCreated: 9, overflow: 9 });
    const made = await tasks(world);
    expect(made.map(({ room, type, minutes }) => [room, type, minutes])).toEqual([
      ['101', 'departure', 40],
      ['102', 'departure', 40],
      ['103', 'departure', 40],
      ['104', 'departure', 60],
      ['108', 'departure', 40],
      ['105', 'stayover', 20],
      ['107', 'stayover', 30],
      ['112', 'stayover', 20],
      ['109', 'refresh', 20],
    ]);
    expect(made.filter(({ priority }) => priority === 1).map(({ room }) => room)).toEqual(['101', '102']);
    expect(made.filter(({ doNotDisturb }) => doNotDisturb).map(({ room }) => room)).toEqual(['112']);
    expect(result.skipped.map(({ room, reason }) => [room, reason])).toEqual([
      ['106', 'OPTED_OUT'],
      ['111', 'OUT_OF_ORDER'],
    ]);
  });

  it('B4: made again, the round changes what has changed, and takes nothing from anybody who began', async () => {
    const { world, departures } = await house();
    await attendant(world, 'Rosa', 480);
    const first = await round(world);
    expect(first).toMatchObject({ tasks: 9, tasksAssigned: 9, overflow: 0 });
    expect(await round(world)).toMatchObject({ tasks: 9, tasksCreated: 0, tasksCancelled: 0, tasksAssigned: 9 });
    // The guest of 103 stays a night more.
    const longer = await pms.api('PATCH', `/bookings/${departures[2]!.id}`, { departure: addDays(D, 1) });
    expect(longer).toMatchObject({ status: 200 });
    // What the room needs has changed with the stay: the round finds it right.
    expect(await round(world)).toMatchObject({ tasks: 9, tasksCreated: 0, tasksCancelled: 0, warnings: [] });
    const of103 = (await tasks(world)).filter(({ room }) => room === '103');
    expect(of103.map(({ type, state }) => [type, state]).sort()).toEqual([
      ['departure', 'cancelled'],
      ['stayover', 'open'],
    ]);
    // So does the guest of 104, but there somebody has begun.
    const begun = (await standing(world)).find(({ room }) => room === '104')!;
    expect((await pms.api('POST', `/housekeeping/tasks/${begun.id}/start`)).status).toBe(200);
    await pms.api('PATCH', `/bookings/${departures[3]!.id}`, { departure: addDays(D, 1) });
    const last = await round(world);
    expect(last).toMatchObject({ tasks: 9, tasksCreated: 0, tasksCancelled: 0 });
    expect(last.warnings).toEqual(['Room 104: the departure has been started, but the room now needs stayover']);
    expect((await standing(world)).find(({ id }) => id === begun.id)!.state).toBe('started');
  });

  it('shares work by minutes up to the capacity; the rest is overflow that can be listed and given', async () => {
    const { world } = await house();
    const rosa = await attendant(world, 'Rosa', 120);
    const piet = await attendant(world, 'Piet', 120);
    const result = await round(world);
    expect(result.overflow).toBeGreaterThan(0);
    expect(result.minutes - result.overflowMinutes).toBeLessThanOrEqual(240);
    const left = await tasks(world, '&overflow=true');
    expect(left).toHaveLength(result.overflow);
    for (const id of [rosa, piet]) {
      const own = await tasks(world, `&attendantId=${id}`);
      expect(own.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(120);
    }
    const given = await pms.api('POST', `/housekeeping/tasks/${left[0]!.id}/assign`, { attendantId: rosa });
    expect(given.body).toMatchObject({ attendantId: rosa, attendant: 'Rosa' });
    // A second round leaves it with her.
    await round(world);
    expect((await tasks(world)).find(({ id }) => id === left[0]!.id)!.attendantId).toBe(rosa);
  });

  it('follows the day: work done and a guest gone, an attendant who is ill, a room somebody now waits for', async () => {
    const { world, departures } = await house();
    const rosa = await attendant(world, 'Rosa', 900);
    await round(world);
    const all = await tasks(world);
    const of105 = all.find(({ room }) => room === '105')!;
    await pms.api('POST', `/housekeeping/tasks/${of105.id}/finish`);
    const [stay] = await pms.sql<{ id: string }>(
      `SELECT b.id FROM booking b JOIN room_assignment a ON a.reservation_id = b.id
       WHERE a.room_id = $1 AND a.cancelled_at IS NULL AND b.status = 'checked_in'`,
      [world.roomIds['105']],
    );
    expect((await pms.api('POST', `/bookings/${stay!.id}/check-out`)).status).toBe(200);
    // Rosa is ill, Piet comes instead; the guest of 103 leaves, and another is given it for tonight.
    await pms.api('PUT', `/housekeeping/attendants/${rosa}/shifts`, { dates: [D], capacityMinutes: 0 });
    const piet = await attendant(world, 'Piet', 900);
    const next = await pms.book(world, D, addDays(D, 1));
    await pms.api('POST', `/bookings/${departures[2]!.id}/check-out`);
    const come = await pms.api('POST', `/bookings/${next.id}/check-in`, { roomId: world.roomIds['103'] });
    expect(come.status).toBe(200);
    const second = await round(world);
    // The check-outs have made the departure cleans themselves; the round finds somebody for them.
    expect(second).toMatchObject({ tasksCreated: 0, tasksCancelled: 0, overflow: 0 });
    const now = await standing(world);
    expect(
      now
        .filter(({ room }) => room === '105')
        .map(({ type, state }) => [type, state])
        .sort(),
    ).toEqual([
      ['departure', 'open'],
      ['stayover', 'done'],
    ]);
    expect(now.find(({ room }) => room === '103')!.priority).toBe(1);
    for (const task of now.filter(({ state }) => state === 'open')) expect(task.attendantId).toBe(piet);
  });

  it('clean, inspected, and done again when the inspection fails', async () => {
    const { world } = await house();
    await rule(world, { taskType: 'stayover', minutes: 20, inspect: true });
    await round(world);
    const task = (await tasks(world)).find(({ room }) => room === '105')!;
    const room = async () =>
      (
        (await pms.api('GET', `/housekeeping/rooms?hotelId=${world.hotelId}`)).body['rooms'] as {
          number: string;
          condition: string;
        }[]
      ).find(({ number }) => number === '105')!.condition;
    expect(
      (await pms.api('POST', `/housekeeping/tasks/${task.id}/postpone`, { reason: 'Door chained' })).body['note'],
    ).toBe('Door chained');
    expect((await pms.api('POST', `/housekeeping/tasks/${task.id}/finish`)).body['state']).toBe('done');
    expect(await room()).toBe('clean');
    const inspection = (await tasks(world)).find(({ parentId }) => parentId === task.id)!;
    expect(inspection.type).toBe('inspection');
    expect((await pms.api('POST', `/housekeeping/tasks/${inspection.id}/finish`)).status).toBe(409);
    const failed = { passed: false, note: 'Hair in the shower' };
    expect((await pms.api('POST', `/housekeeping/tasks/${inspection.id}/inspect`, failed)).body['state']).toBe(
      'failed',
    );
    expect(await room()).toBe('dirty');
    const again = (await tasks(world)).find(({ parentId }) => parentId === inspection.id)!;
    expect(again).toMatchObject({ type: 'stayover', source: 'rework', priority: 1, state: 'open' });
    await pms.api('POST', `/housekeeping/tasks/${again.id}/finish`);
    const second = (await tasks(world)).find(({ parentId }) => parentId === again.id)!;
    await pms.api('POST', `/housekeeping/tasks/${second.id}/inspect`, { passed: true });
    expect(await room()).toBe('inspected');
    expect((await pms.api('POST', `/housekeeping/tasks/${second.id}/inspect`, { passed: true })).status).toBe(409);
  });

  it('a turndown makes no room clean, in which somebody has slept or not', async () => {
    const { world } = await house();
    const roomId = world.roomIds['108'];
    const condition = async () => {
      const { rooms } = (await pms.api('GET', `/housekeeping/rooms?hotelId=${world.hotelId}`)).body as {
        rooms?: { number: string; condition: string }[];
      };
      return rooms!.find(({ number }) => number === '108')!.condition;
    };
    for (const is of ['dirty', 'inspected']) {
      await pms.api('PATCH', `/housekeeping/rooms/${roomId}`, { condition: is });
      const { body } = await pms.api('POST', '/housekeeping/tasks', { roomId, type: 'turndown' });
      const finished = await pms.api('POST', `/housekeeping/tasks/${String(body['id'])}/finish`);
      expect([finished.body['state'], await condition()]).toEqual(['done', is]);
      await pms.sql(`UPDATE hk_task SET state = 'cancelled' WHERE id = $1`, [body['id']]);
    }
  });

  it('a task made by hand stands beside the round, once for each room, date and type', async () => {
    const { world } = await house();
    const rosa = await attendant(world, 'Rosa', 900);
    const make = (room: string, body: object) =>
      pms.api('POST', '/housekeeping/tasks', { roomId: world.roomIds[room], ...body });
    const departure = await make('103', { type: 'departure', attendantId: rosa, minutes: 75, note: 'Red wine' });
    expect(departure.status).toBe(201);
    expect(departure.body).toMatchObject({ source: 'manual', minutes: 75, attendant: 'Rosa', businessDate: D });
    // A room of another category has its own minutes.
    expect((await make('104', { type: 'departure', date: addDays(D, 1) })).body).toMatchObject({ minutes: 60 });
    expect((await make('110', { type: 'deep' })).status).toBe(201);
    const twice = await make('103', { type: 'departure' });
    expect(twice).toMatchObject({ status: 409, body: { reason: 'TASK_EXISTS' } });
    // The round makes no second departure of 103, and gives the deep clean to somebody.
    expect(await round(world)).toMatchObject({ tasks: 10, tasksCreated: 8, tasksCancelled: 0, overflow: 0 });
    expect(await round(world)).toMatchObject({ tasks: 10, tasksCreated: 0, tasksCancelled: 0 });
    expect((await standing(world)).filter(({ room }) => room === '103')).toHaveLength(1);
    // A task that the round has made, and a person cancels, is not made again.
    const of108 = (await standing(world)).find(({ room }) => room === '108')!;
    expect((await pms.api('POST', `/housekeeping/tasks/${of108.id}/cancel`, {})).status).toBe(400);
    const cancelled = await pms.api('POST', `/housekeeping/tasks/${of108.id}/cancel`, {
      reason: 'Painters in the room',
    });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', note: 'Painters in the room' });
    const again = await round(world);
    expect(again).toMatchObject({ tasks: 9, tasksCreated: 0 });
    expect(again.skipped).toContainEqual(expect.objectContaining({ room: '108', reason: 'CANCELLED' }));
    expect((await make('108', { type: 'departure' })).status).toBe(201);
    expect((await pms.api('POST', `/housekeeping/tasks/${of108.id}/cancel`, { reason: 'Again' })).status).toBe(409);
  });

  it('changes what was not started; an inspection asked for by hand has an outcome', async () => {
    const { world } = await house();
    const other = await pms.hotel({ rooms: 1, firstNumber: 901, from: D, to: D });
    const stranger = await attendant(other, 'Ida', 100);
    const make = (body: object) => pms.api('POST', '/housekeeping/tasks', { roomId: world.roomIds['110'], ...body });
    expect((await make({ type: 'deep', attendantId: stranger })).status).toBe(404);
    expect((await make({ type: 'deep', date: before(1) })).status).toBe(400);
    expect((await make({ type: 'sweep' })).status).toBe(400);
    const { body: deep } = await make({ type: 'deep' });
    const path = `/housekeeping/tasks/${String(deep['id'])}`;
    const changed = await pms.api('PATCH', path, { minutes: 45, priority: 1, date: addDays(D, 1), note: null });
    expect(changed.body).toMatchObject({ minutes: 45, priority: 1, businessDate: addDays(D, 1), note: null });
    expect((await pms.api('PATCH', path, { attendantId: stranger })).status).toBe(404);
    await pms.api('POST', `${path}/start`);
    expect((await pms.api('PATCH', path, { minutes: 30 })).status).toBe(409);
    const { body: check } = await make({ type: 'inspection' });
    const failed = await pms.api('POST', `/housekeeping/tasks/${String(check['id'])}/inspect`, { passed: false });
    expect(failed.body).toMatchObject({ state: 'failed' });
    expect((await tasks(world)).find(({ parentId }) => parentId === check['id'])).toMatchObject({
      type: 'departure',
      source: 'rework',
      minutes: 40,
    });
  });

  it('refuses what makes no sense', async () => {
    const world = await pms.hotel({ rooms: 1, from: D, to: D });
    expect((await rule(world, { taskType: 'sweep', minutes: 5 })).status).toBe(400);
    expect((await rule(world, { taskType: 'deep', minutes: 0 })).status).toBe(400);
    const made = await pms.api('POST', '/housekeeping/attendants', { hotelId: world.hotelId, name: 'Ida' });
    expect(made.status).toBe(201);
    const twice = await pms.api('POST', '/housekeeping/attendants', { hotelId: world.hotelId, name: 'Ida' });
    expect(twice.status).toBe(409);
    const bad = await pms.api('PUT', `/housekeeping/attendants/${String(made.body['id'])}/shifts`, {
      dates: ['2026-02-30'],
      capacityMinutes: 60,
    });
    expect(bad.status).toBe(400);
  });
});

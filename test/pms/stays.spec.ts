import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RoomClosuresService } from '../../src/rooms/index.js';
import { day, PmsHarness, type World } from './harness.js';
import { roomTaskCases } from './room-task-cases.js';

interface Rooms {
  rooms: { room: string; roomCategoryId: number; from: string; until: string }[];
  nights: { date: string; room: string }[];
  steps: { kind: string; reason: string | null; undoReason: string | null }[];
}

describe('guests in the house', () => {
  let pms: PmsHarness;
  let world: World;
  let suites: Pick<World, 'categoryId' | 'roomIds'>;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  beforeEach(async () => {
    const range = { from: day({ timeZone: 'Europe/Lisbon' }, -10), to: day({ timeZone: 'Europe/Lisbon' }, 30) };
    world = await pms.hotel({ rooms: 3, ...range });
    suites = await pms.addCategory(world.hotelId, { rooms: 2, firstNumber: 201, basePrice: '250.00', ...range });
  });

  const post = (id: string, what: string, body: object = {}) => pms.api('POST', `/bookings/${id}/${what}`, body);
  const sold = async (categoryId: number) => {
    const rows = await pms.sql<{ sold: number }>(
      'SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date BETWEEN $2 AND $3 ORDER BY stay_date',
      [categoryId, day(world, -2), day(world, 3)],
    );
    return rows.map((row) => row.sold);
  };
  const roomsOf = async (id: string) => (await pms.api('GET', `/bookings/${id}/rooms`)).body as unknown as Rooms;
  const condition = async (room: string) => {
    const [row] = await pms.sql<{ condition: string; cleanedOn: string | null }>(
      `SELECT condition, cleaned_on::text AS "cleanedOn" FROM room_state WHERE room_id = $1`,
      [world.roomIds[room] ?? suites.roomIds[room]],
    );
    return row?.condition ?? 'clean';
  };
  const task = (room: string, type: string, over = {}) =>
    pms.sql(
      `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source)
       VALUES ($1, $2, $3, $4, $5, 20, 3, $6)`,
      [pms.tenantId, world.hotelId, day(world, 0), world.roomIds[room], type, { source: 'round', ...over }.source],
    );
  /** Without those that were cancelled. */
  const standing = async () => (await tasks()).filter(([, , state]) => state !== 'cancelled');
  const tasks = async () =>
    (
      await pms.sql<{ number: string; type: string; state: string }>(
        `SELECT r.number, t.task_type AS type, t.state FROM hk_task t JOIN room r ON r.id = t.room_id
         WHERE t.hotel_id = $1 ORDER BY 1, 2, 3`,
        [world.hotelId],
      )
    ).map(({ number, type, state }) => [number, type, state]);
  /** Everything that a step may change, as one value. */
  const everything = async (id: string) => {
    const one = async (sql: string) => pms.sql(sql, [id]);
    const folio = (await pms.api('GET', `/bookings/${id}/folio`)).body;
    return {
      booking: await one(
        `SELECT status, arrival::text, departure::text, night_prices_minor, total_minor, checked_in_at IS NULL AS expected,
           checked_out_at IS NULL AS here FROM booking WHERE id = $1`,
      ),
      nights: await one(
        `SELECT stay_date::text, category_id, sold_category_id, price_minor FROM reservation_night
         WHERE reservation_id = $1 ORDER BY 1`,
      ),
      rooms: (await roomsOf(id)).nights,
      states: await pms.sql(
        `SELECT s.room_id, s.condition, s.cleaned_on::text FROM room_state s JOIN room r ON r.id = s.room_id
         WHERE r.hotel_id = $1 ORDER BY 1`,
        [world.hotelId],
      ),
      tasks: await standing(),
      sold: [await sold(world.categoryId), await sold(suites.categoryId)],
      money: [folio['gross'], folio['balance']],
    };
  };

  it('moves a guest: nights, inventory, tasks and folio follow, the room that was left is dirty', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -2), day(world, 2));
    await task('101', 'stayover');
    await task('101', 'deep');
    const folioId = String((await pms.api('GET', `/bookings/${guest.id}/folio`)).body['id']);
    const moved = await post(guest.id, 'move', { roomId: suites.roomIds['201'], reason: 'Air conditioning broken' });
    expect(moved.status).toBe(200);
    expect(moved.body).toMatchObject({ status: 'checked_in', total: '400.00', roomCategoryId: world.categoryId });
    const { nights, steps } = await roomsOf(guest.id);
    expect(nights.map(({ room }) => room)).toEqual(['101', '101', '201', '201']);
    expect(steps).toMatchObject([{ kind: 'move', reason: 'Air conditioning broken' }]);
    expect([await sold(world.categoryId), await sold(suites.categoryId)]).toEqual([
      [1, 1, 0, 0, 0, 0],
      [0, 0, 1, 1, 0, 0],
    ]);
    expect(await condition('101')).toBe('dirty');
    expect(await tasks()).toEqual([
      ['101', 'deep', 'open'],
      ['101', 'departure', 'open'],
      ['201', 'stayover', 'open'],
    ]);
    expect((await pms.api('GET', `/bookings/${guest.id}/folio`)).body['id']).toBe(folioId);
    const trail = await pms.platform.call('GET', '/api/v1/audit?action=move', { token: pms.platform.a.ADMIN.token });
    expect(JSON.stringify(trail.body)).toContain('Air conditioning broken');
  });

  it('keeps the price, or takes the present one of the new category for nights that are not charged', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -1), day(world, 2));
    // The room that the guest gets is the cheaper one: it sets the price as long as it is to be had.
    await pms.sql('UPDATE room_night SET price_minor = 19000 WHERE room_id = $1 AND stay_date = $2', [
      suites.roomIds['201'],
      day(world, 1),
    ]);
    const up = { roomId: suites.roomIds['201'], price: 'present', reason: 'Paid upgrade' };
    const moved = await post(guest.id, 'move', up);
    expect(moved.body).toMatchObject({ total: '540.00' });
    expect((moved.body['nights'] as { price: string }[]).map(({ price }) => price)).toEqual([
      '100.00',
      '250.00',
      '190.00',
    ]);
    const back = await post(guest.id, 'move', { roomId: world.roomIds['102'], price: 'keep', reason: 'Lift is loud' });
    expect(back.body).toMatchObject({ total: '540.00' });
    expect(await sold(suites.categoryId)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('nights that are added after a move are of the room the guest has, also when the booked category is full', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -1), day(world, 1));
    await post(guest.id, 'move', { roomId: suites.roomIds['201'], reason: 'Air conditioning broken' });
    for (let n = 0; n < 3; n++) await pms.book(world, day(world, 1), day(world, 2));
    expect(await sold(world.categoryId)).toEqual([0, 1, 0, 3, 0, 0]);
    const longer = await pms.api('PATCH', `/bookings/${guest.id}`, { departure: day(world, 2) });
    expect(longer).toMatchObject({ status: 200, body: { total: '300.00' } });
    expect((await roomsOf(guest.id)).nights.map(({ room }) => room)).toEqual(['101', '201', '201']);
    expect([await sold(world.categoryId), await sold(suites.categoryId)]).toEqual([
      [0, 1, 0, 3, 0, 0],
      [0, 0, 1, 1, 0, 0],
    ]);
  });

  it('a guest who got the room today is checked out, not shortened away from it', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -2), day(world, 2));
    expect((await post(guest.id, 'move', { roomId: world.roomIds['102'], reason: 'Noise' })).status).toBe(200);
    const shorter = await pms.api('PATCH', `/bookings/${guest.id}`, { departure: day(world, 0) });
    expect(shorter).toMatchObject({ status: 409, body: { reason: 'CHECK_OUT_INSTEAD' } });
    expect((await post(guest.id, 'check-out')).body).toMatchObject({ departure: day(world, 0) });
    expect(await condition('102')).toBe('dirty');
  });

  it('takes the fit room when none is named: inspected before clean before dirty', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -1), day(world, 2));
    const state = (room: string, to: string) =>
      pms.api('PATCH', `/housekeeping/rooms/${world.roomIds[room]}`, { condition: to });
    await state('102', 'dirty');
    await state('103', 'inspected');
    const moved = await post(guest.id, 'move', { reason: 'Noise' });
    expect((moved.body['rooms'] as { room: string }[]).at(-1)!.room).toBe('103');
  });

  it('refuses by name: no guest, same room, occupied, overstayed, closed, another hotel, no night left', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -1), day(world, 2));
    const move = async (id: string, body: object) => {
      const { status, body: problem } = await post(id, 'move', { reason: 'Noise', ...body });
      return [status, problem['reason'] ?? problem['code']];
    };
    const expected = await pms.book(world, day(world, 0), day(world, 1));
    expect(await move(expected.id, {})).toEqual([409, 'NOT_IN_HOUSE']);
    expect(await move(guest.id, { roomId: world.roomIds['101'] })).toEqual([409, 'SAME_ROOM']);
    await pms.inHouse(world, '102', day(world, -3), day(world, -1));
    expect(await move(guest.id, { roomId: world.roomIds['102'] })).toEqual([409, 'ROOM_OCCUPIED']);
    const accepted = { acceptOversell: true, reason: 'Works' };
    const closure = { kind: 'OOS', from: day(world, 1), to: day(world, 1), ...accepted };
    await pms.as(() => pms.get(RoomClosuresService).close(world.roomIds['103']!, closure as never));
    expect(await move(guest.id, { roomId: world.roomIds['103'] })).toEqual([409, 'ROOM_TAKEN']);
    expect(await move(guest.id, {})).toEqual([409, 'NO_ROOM_FREE']);
    const other = await pms.hotel({ rooms: 1, firstNumber: 901, from: day(world, -3), to: day(world, 5) });
    expect(await move(guest.id, { roomId: other.roomIds['901'] })).toEqual([404, 'NOT_FOUND']);
    expect(await move(guest.id, { roomCategoryId: other.categoryId })).toEqual([404, 'NOT_FOUND']);
    expect((await post(guest.id, 'move', {})).status).toBe(400);
    const due = await pms.inHouse(
      suites as World & typeof suites & { hotelId: number },
      '201',
      day(world, -2),
      day(world, 0),
      {
        hotelId: world.hotelId,
      },
    );
    expect(await move(due.id, { roomId: suites.roomIds['202'] })).toEqual([409, 'NO_NIGHT_LEFT']);
  });

  it('two moves at once never put two guests into one room; the full category refuses with its dates', async () => {
    const a = await pms.inHouse(world, '101', day(world, -1), day(world, 2));
    const b = await pms.inHouse(world, '102', day(world, -1), day(world, 2));
    const roomId = world.roomIds['103'];
    const both = await Promise.all([a, b].map(({ id }) => post(id, 'move', { roomId, reason: 'Noise' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await pms.book({ ...world, categoryId: suites.categoryId }, day(world, 1), day(world, 2));
    await pms.book({ ...world, categoryId: suites.categoryId }, day(world, 1), day(world, 2));
    const full = await post(a.id, 'move', { roomId: suites.roomIds['201'], reason: 'Noise' });
    expect(full).toMatchObject({ status: 409, body: { dates: [day(world, 1)] } });
  });

  it('two guests swap rooms, also when both categories are full', async () => {
    const a = await pms.inHouse(world, '101', day(world, -1), day(world, 2));
    const suite = { ...world, ...suites };
    const b = await pms.inHouse(suite, '201', day(world, -1), day(world, 2));
    await pms.sql('UPDATE inventory_day SET capacity = sold WHERE category_id = ANY($1) AND sold > 0', [
      [world.categoryId, suites.categoryId],
    ]);
    const swapped = await post(a.id, 'swap-rooms', { bookingId: b.id, reason: 'They are friends' });
    expect(swapped.status).toBe(200);
    const now = await Promise.all([a, b].map(async ({ id }) => (await roomsOf(id)).nights.map(({ room }) => room)));
    expect(now).toEqual([
      ['101', '201', '201'],
      ['201', '101', '101'],
    ]);
    expect((await post(a.id, 'swap-rooms', { bookingId: a.id, reason: 'x' })).status).toBe(400);
  });

  it('takes a check-in back: all is as before, and the guest may come again', async () => {
    const { body: booking } = await pms.api('POST', '/bookings', {
      hotelId: world.hotelId,
      roomCategoryId: world.categoryId,
      arrival: day(world, 0),
      departure: day(world, 2),
      guestName: 'Ana Sousa',
    });
    const id = String(booking['id']);
    const before = await everything(id);
    expect((await post(id, 'check-in', { roomId: suites.roomIds['202'] })).status).toBe(200);
    expect(await sold(suites.categoryId)).toEqual([0, 0, 1, 1, 0, 0]);
    expect((await post(id, 'undo-check-in', {})).status).toBe(400);
    const undone = await post(id, 'undo-check-in', { reason: 'Wrong Sousa' });
    expect(undone).toMatchObject({ status: 200, body: { status: 'confirmed', checkedInAt: null } });
    expect(await everything(id)).toEqual(before);
    expect((await post(id, 'undo-check-in', { reason: 'Again' })).body['reason']).toBe('NOT_IN_HOUSE');
    expect((await post(id, 'check-in', {})).status).toBe(200);
    // The dearer room that the guest moved to, and its price, are given up with the check-in; a night that was added stays.
    const up = { roomCategoryId: suites.categoryId, price: 'present', reason: 'Paid upgrade' };
    expect((await post(id, 'move', up)).body).toMatchObject({ total: '500.00' });
    const longer = await pms.api('PATCH', `/bookings/${id}`, { departure: day(world, 3) });
    expect(longer.status).toBe(200);
    const back = await post(id, 'undo-check-in', { reason: 'Wrong Sousa again' });
    const prices = (back.body['nights'] as { price: string }[]).map(({ price }) => price);
    expect(prices.slice(0, 2)).toEqual(['100.00', '100.00']);
    const { nights } = await everything(id);
    expect(nights.map((night) => String(night['price_minor']))).toEqual(prices.map((price) => price.replace('.', '')));
  });

  it('takes a check-out back: nights, folio, room, tasks and inventory; the next check-out charges as the first', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -2), day(world, 3));
    await pms.api('GET', `/bookings/${guest.id}/folio`);
    await pms.api('PATCH', `/housekeeping/rooms/${world.roomIds['101']}`, { condition: 'inspected' });
    await task('101', 'stayover');
    const before = await everything(guest.id);
    const out = async () => {
      expect((await post(guest.id, 'check-out')).status).toBe(200);
      const { status: _, ...after } = (await everything(guest.id)) as never as Record<string, unknown>;
      return after;
    };
    const first = await out();
    expect(await condition('101')).toBe('dirty');
    const undone = await post(guest.id, 'undo-check-out', { reason: 'Only went for a walk' });
    expect(undone).toMatchObject({
      status: 200,
      body: { status: 'checked_in', departure: day(world, 3), total: '500.00' },
    });
    expect(await everything(guest.id)).toEqual(before);
    expect((await post(guest.id, 'undo-check-out', { reason: 'Again' })).body['reason']).toBe('NOT_CHECKED_OUT');
    expect(await out()).toEqual(first);
  });

  it('a guest who leaves early gets a departure clean; a stay-over that was begun makes the room not clean', async () => {
    const early = await pms.inHouse(world, '101', day(world, -1), day(world, 3));
    await task('101', 'stayover');
    const begun = await pms.inHouse(world, '102', day(world, -1), day(world, 3));
    await task('102', 'stayover');
    await pms.sql(`UPDATE hk_task SET state = 'started' WHERE room_id = $1`, [world.roomIds['102']]);
    // The departure clean was done before the guest had left.
    const late = await pms.inHouse(world, '103', day(world, -2), day(world, 0));
    await task('103', 'departure');
    await pms.sql(`UPDATE hk_task SET state = 'done' WHERE room_id = $1`, [world.roomIds['103']]);
    for (const { id } of [early, begun, late]) expect((await post(id, 'check-out')).status).toBe(200);
    expect(await tasks()).toEqual([
      ['101', 'departure', 'open'],
      ['101', 'stayover', 'cancelled'],
      ['102', 'departure', 'open'],
      ['102', 'stayover', 'started'],
      ['103', 'departure', 'done'],
      ['103', 'departure', 'open'],
    ]);
    const [stayover] = await pms.sql<{ id: number }>(
      `SELECT id FROM hk_task WHERE state = 'started' AND room_id = $1`,
      [world.roomIds['102']],
    );
    expect((await pms.api('POST', `/housekeeping/tasks/${stayover!.id}/finish`)).status).toBe(200);
    expect(await condition('102')).toBe('dirty');
  });

  it('a stay that is made longer or shorter today changes what its room needs, but not what was begun', async () => {
    const longer = await pms.inHouse(world, '101', day(world, -1), day(world, 0));
    await task('101', 'departure');
    const shorter = await pms.inHouse(world, '102', day(world, -1), day(world, 2));
    await task('102', 'stayover');
    const begun = await pms.inHouse(world, '103', day(world, -1), day(world, 0));
    await task('103', 'departure');
    await pms.sql(`UPDATE hk_task SET state = 'started' WHERE room_id = $1`, [world.roomIds['103']]);
    for (const [{ id }, until] of [
      [longer, 2],
      [shorter, 0],
      [begun, 2],
    ] as const)
      expect((await pms.api('PATCH', `/bookings/${id}`, { departure: day(world, until) })).status).toBe(200);
    expect(await standing()).toEqual([
      ['101', 'stayover', 'open'],
      ['102', 'departure', 'open'],
      ['103', 'departure', 'started'],
    ]);
  });

  it('does not take back what the books, an invoice, another guest or another sale stand upon', async () => {
    const guest = await pms.inHouse(world, '101', day(world, -2), day(world, 2));
    await pms.api('GET', `/bookings/${guest.id}/folio`);
    await post(guest.id, 'check-out');
    const undo = async () => {
      const { status, body } = await post(guest.id, 'undo-check-out', { reason: 'Came back' });
      return [status, body['reason']];
    };
    const next = await pms.book(world, day(world, 0), day(world, 1));
    await post(next.id, 'check-in', { roomId: world.roomIds['101'] });
    expect(await undo()).toEqual([409, 'ROOM_OCCUPIED']);
    await post(next.id, 'check-out');
    await pms.sql('UPDATE inventory_day SET capacity = sold WHERE category_id = $1 AND stay_date = $2', [
      world.categoryId,
      day(world, 1),
    ]);
    expect(await undo()).toEqual([409, 'SOLD_OUT']);
    await pms.sql('UPDATE inventory_day SET capacity = 3 WHERE category_id = $1', [world.categoryId]);
    await pms.sql(`UPDATE business_day SET business_date = business_date + 1 WHERE hotel_id = $1 AND status = 'open'`, [
      world.hotelId,
    ]);
    expect(await undo()).toEqual([409, 'BUSINESS_DATE_CLOSED']);
    await pms.sql(`UPDATE business_day SET business_date = business_date - 1 WHERE hotel_id = $1 AND status = 'open'`, [
      world.hotelId,
    ]);
    // The other guest has paid for tonight in this room, until that was a mistake as well.
    expect((await undo())[0]).toBe(409);
    for (const what of ['undo-check-out', 'undo-check-in'])
      expect((await post(next.id, what, { reason: 'Wrong guest' })).status).toBe(200);
    expect((await undo())[0]).toBe(200);
  });

  roomTaskCases(() => pms);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskWorld } from './desk-world.js';
import { PmsHarness } from './harness.js';

interface Span {
  from: string;
  until: string;
  booking: { id: string; guestName: string; status: string } | null;
  closure: { kind: string; reason: string | null; workOrder: { id: number; work: string } | null } | null;
}
interface Timeline {
  today: string;
  total: number;
  rooms: { room: string; roomId: number; spans: Span[] }[];
  withoutRoom: { from: string; until: string; booking: { id: string } }[];
  withoutRoomTotal: number;
}

let pms: PmsHarness;
beforeAll(async () => {
  pms = await PmsHarness.start();
});
afterAll(() => pms?.stop());
const desk = deskWorld(() => pms);
const { api, on, book, assign } = desk;
const done = async (method: string, path: string, body?: unknown) => {
  const answer = await api(method, path, body);
  expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
  return answer.body;
};

describe('the timeline of rooms', () => {
  const timeline = async (from: string, to: string, more = '') =>
    (await done(
      'GET',
      `/hotels/${desk.world.hotelId}/room-timeline?from=${from}&to=${to}${more}`,
    )) as unknown as Timeline;

  it('has guests, closures and work orders by room, and who has no room yet', async () => {
    await desk.hotel(4);
    const [ana, rui, ines] = [
      await book(1, 4),
      await book(2, 6, { guestName: 'Rui Costa' }),
      await book(0, 2, { guestName: 'Ines Prado', status: 'tentative' }),
    ];
    const gone = await book(1, 3, { guestName: 'Gone' });
    await done('POST', `${gone.path}/cancel`, {});
    await assign(ana.id, '101');
    await assign(rui.id, '102', { from: on(4), until: on(6) });
    const roomId = desk.world.roomIds['103'];
    await done('POST', `/rooms/${String(roomId)}/closures`, { kind: 'HOUSE', from: on(1), to: on(1), reason: 'Owner' });
    const order = await done('POST', '/work-orders', {
      ...{ hotelId: desk.world.hotelId, roomId: desk.world.roomIds['104'], title: 'Shower drips' },
      closure: { kind: 'OOO', from: on(2), to: on(3) },
    });
    const seen = await timeline(on(1), on(5));
    expect(seen.today).toBe(on(0));
    expect(seen.rooms.map(({ room, spans }) => [room, spans.map(({ from, until }) => [from, until])])).toEqual([
      ['101', [[on(1), on(4)]]],
      ['102', [[on(4), on(6)]]],
      ['103', [[on(1), on(2)]]],
      ['104', [[on(2), on(4)]]],
    ]);
    const [first, , third, fourth] = seen.rooms.map(({ spans }) => spans[0]!);
    expect(first!.booking).toMatchObject({ id: ana.id, guestName: 'Ana Sousa', status: 'confirmed', arrival: on(1) });
    expect(third).toMatchObject({ booking: null, closure: { kind: 'HOUSE', reason: 'Owner', workOrder: null } });
    expect(fourth!.closure!.workOrder).toEqual({ id: order['id'], work: 'Shower drips' });
    expect(seen.withoutRoom.map(({ booking, from, until }) => [booking.id, from, until])).toEqual([
      [ines.id, on(0), on(2)],
      [rui.id, on(2), on(4)],
    ]);
    expect(seen.withoutRoomTotal).toBe(2);
    // Half-open: whoever leaves on the first date of the window is not in it.
    expect((await timeline(on(4), on(5))).rooms[0]!.spans).toEqual([]);
    const page = await timeline(on(1), on(1), '&limit=1&offset=2');
    expect([page.total, page.rooms.map(({ room }) => room)]).toEqual([4, ['103']]);
  });

  it('has rooms as long as they are in service, 62 nights over a change of clocks, and no more', async () => {
    await desk.hotel(2);
    const { hotelId, roomIds } = desk.world;
    await pms.sql(`UPDATE room SET in_service = daterange('2027-04-01', NULL) WHERE id = $1`, [roomIds['102']]);
    const rooms = async (from: string, to: string) => (await timeline(from, to)).rooms.map(({ room }) => room);
    expect(await rooms('2027-03-01', '2027-03-31')).toEqual(['101']);
    expect(await rooms('2027-03-01', '2027-05-01')).toEqual(['101', '102']);
    const status = async (query: string, id: number | string = hotelId) =>
      (await api('GET', `/hotels/${id}/room-timeline?${query}`)).status;
    expect(await status('from=2027-03-01&to=2027-05-02')).toBe(400);
    expect(await status('from=2027-03-02&to=2027-03-01')).toBe(400);
    expect(await status('from=2027-02-29&to=2027-03-01')).toBe(400);
    expect(await status('from=2027-03-01')).toBe(400);
    expect(await status('from=2027-03-01&to=2027-03-02', 2_000_000_001)).toBe(404);
    const { platform } = pms;
    const path = `/api/v1/hotels/${hotelId}/room-timeline?from=2027-03-01&to=2027-03-02`;
    expect((await platform.call('GET', path, { token: platform.b.ADMIN.token })).status).toBe(404);
  });

  it('answers 300 rooms and 60 nights', async () => {
    await desk.hotel(300);
    const { hotelId, categoryId, roomIds } = desk.world;
    await pms.sql(
      `WITH made AS (
         INSERT INTO booking (id, tenant_id, hotel_id, category_id, code, status, arrival, departure, guest_name, guarantee, penalty,
           currency, night_prices_minor, total_minor)
         SELECT gen_random_uuid(), $1, $2, $3, 'T' || $5::text || r || '-' || n, 'confirmed', $4::date + n * 4, $4::date + n * 4 + 3,
           'Guest', 'none', '{}', 'EUR', '{1,1,1}', 3
         FROM unnest($6::int[]) AS r, generate_series(0, 14) n RETURNING *)
       INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
       SELECT tenant_id, substring(code FROM '^T.{4}([0-9]+)-')::int, 'stay', id, daterange(arrival, departure) FROM made`,
      [pms.tenantId, hotelId, categoryId, on(0), randomUUID().slice(0, 4).toUpperCase(), Object.values(roomIds)],
    );
    await pms.sql('ANALYZE booking, room_assignment');
    const { rooms, withoutRoomTotal } = await timeline(on(0), on(59));
    expect([rooms.length, rooms.flatMap(({ spans }) => spans).length, withoutRoomTotal]).toEqual([300, 4_500, 0]);
  });
});

describe('the list of bookings', () => {
  const list = async (query: string) => {
    const body = await done('GET', `/bookings?hotelId=${desk.world.hotelId}&${query}`);
    return body['bookings'] as { guestName: string; room: string | null; balance: string; departure: string }[];
  };
  const names = async (query: string) => (await list(query)).map(({ guestName }) => guestName).sort();

  it('has room and balance of each, as its folio says', async () => {
    await desk.hotel(2);
    const { hotelId } = desk.world;
    await done('PUT', `/hotels/${hotelId}/tax-categories/FOOD`, { name: 'Food', treatment: 'taxable', rate: '13.3' });
    // Before anything is sold: afterwards it is refused.
    await done('PATCH', `/hotels/${hotelId}/policy`, { pricesIncludeTax: false });
    const { id, path } = await book(0, 2);
    await done('POST', `${path}/check-in`, { roomId: desk.world.roomIds['102'] });
    const { id: folio } = await done('GET', `${path}/folio`);
    for (const amount of ['10.05', '3.33', '0.07'])
      await done('POST', `/folios/${String(folio)}/charges`, { description: 'Breakfast', amount, taxCode: 'FOOD' });
    await done('POST', `/folios/${String(folio)}/payments`, { method: 'cash', amount: '5.00' });
    await book(3, 4, { guestName: 'Not there yet' });
    const { balance } = await done('GET', `/bookings/${id}/folio`);
    expect(Number(balance)).toBeGreaterThan(0);
    expect((await list('search=Sousa'))[0]).toMatchObject({ room: '102', balance });
    expect((await list('search=Not+there'))[0]).toMatchObject({ room: null, balance: '0.00' });
  });

  it('is filtered by category, by departure, and by the nights of a stay', async () => {
    await desk.hotel(4);
    const { hotelId } = desk.world;
    const range = { from: on(-5), to: on(30) } as Parameters<PmsHarness['addCategory']>[1];
    const { categoryId } = await pms.addCategory(hotelId, { ...range, rooms: 1, firstNumber: 201 });
    await book(0, 2, { guestName: 'A' });
    await book(2, 5, { guestName: 'B' });
    await book(5, 6, { guestName: 'C', roomCategoryId: categoryId });
    expect(await names(`departureFrom=${on(2)}&departureTo=${on(5)}`)).toEqual(['A', 'B']);
    expect(await names(`departureFrom=${on(6)}`)).toEqual(['C']);
    expect(await names(`roomCategoryId=${categoryId}`)).toEqual(['C']);
    expect(await names(`stayDate=${on(1)}&stayTo=${on(4)}`)).toEqual(['A', 'B']);
    expect(await names(`stayDate=${on(2)}&stayTo=${on(2)}`)).toEqual(['B']);
    expect(await names(`stayDate=${on(4)}&stayTo=${on(20)}`)).toEqual(['B', 'C']);
    const gone = await book(7, 8, { guestName: 'D' });
    await done('POST', `${gone.path}/cancel`, {});
    expect([await names(`stayDate=${on(7)}`), await names(`stayDate=${on(7)}&standing=true`)]).toEqual([['D'], []]);
    for (const query of [`stayTo=${on(1)}`, `stayDate=${on(2)}&stayTo=${on(1)}`, 'departureTo=2027-02-30'])
      expect([query, (await api('GET', `/bookings?${query}`)).status]).toEqual([query, 400]);
  });
});

describe('a task that was ended by mistake', () => {
  const task = async (room: string, over: object = {}) => {
    const body = { roomId: desk.world.roomIds[room], type: 'departure', date: on(0), ...over };
    const { id } = await done('POST', '/housekeeping/tasks', body);
    return `/housekeeping/tasks/${String(id)}`;
  };
  const condition = async (room: string) => {
    const { rooms } = (await done('GET', `/housekeeping/rooms?hotelId=${desk.world.hotelId}`)) as {
      rooms: { number: string; condition: string }[];
    };
    return rooms.find(({ number }) => number === room)?.condition;
  };
  const reason = { reason: 'The wrong room' };

  it('is open again, its room dirty, and its inspection cancelled', async () => {
    await desk.hotel(3);
    const { hotelId } = desk.world;
    await done('PUT', '/housekeeping/rules', { hotelId, taskType: 'departure', minutes: 40, inspect: true });
    const path = await task('101');
    expect((await api('POST', `${path}/reopen`, reason)).status).toBe(409);
    await done('POST', `${path}/finish`);
    expect(await condition('101')).toBe('clean');
    expect(await done('POST', `${path}/reopen`, reason)).toMatchObject({
      ...{ state: 'open', note: 'The wrong room', startedAt: null, finishedAt: null },
    });
    expect(await condition('101')).toBe('dirty');
    const inspections = async () =>
      (
        (await done('GET', `/housekeeping/tasks?hotelId=${hotelId}`))['tasks'] as {
          id: number;
          type: string;
          state: string;
        }[]
      ).filter(({ type }) => type === 'inspection');
    expect((await inspections()).map(({ state }) => state)).toEqual(['cancelled']);
    // Its inspection is not, while the room is dirty.
    const [dropped] = await inspections();
    const again = await api('POST', `/housekeeping/tasks/${dropped!.id}/reopen`, reason);
    expect(again.body).toMatchObject({ status: 409, reason: 'TASK_FOLLOWED' });
    // Once it was inspected, the way is an inspection that fails.
    await done('POST', `${path}/finish`);
    expect((await api('POST', `/housekeeping/tasks/${dropped!.id}/reopen`, reason)).status).toBe(409);
    const open = (await inspections()).find(({ state }) => state === 'open')!;
    await done('POST', `/housekeeping/tasks/${open.id}/inspect`, { passed: true });
    expect((await api('POST', `${path}/reopen`, reason)).body).toMatchObject({ status: 409, reason: 'TASK_FOLLOWED' });
    // The inspection itself is taken back.
    await done('POST', `/housekeeping/tasks/${open.id}/reopen`, reason);
    expect(await condition('101')).toBe('clean');
  });

  it('comes back once cancelled, unless the room has another by then', async () => {
    await desk.hotel(2);
    const path = await task('101');
    await done('POST', `${path}/cancel`, reason);
    expect(await done('POST', `${path}/reopen`, reason)).toMatchObject({ state: 'open' });
    await done('POST', `${path}/cancel`, reason);
    await task('101');
    expect((await api('POST', `${path}/reopen`, reason)).body).toMatchObject({ status: 409, reason: 'TASK_EXISTS' });
  });
});

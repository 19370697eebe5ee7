import { beforeEach, describe, expect, it } from '@jest/globals';
import { RoomAssignmentService } from '../../src/rooms/index.js';
import { type Body, deskWorld } from './desk-world.js';
import type { PmsHarness } from './harness.js';

/** What a front desk relies on: rooms, restrictions, and nights that are sold. */
export function deskCases(harness: () => PmsHarness): void {
  const desk = deskWorld(harness);
  const { api, on, hotel, stay, book, assign, roomOf, set, reasons } = desk;

  describe('rooms', () => {
    it('of another hotel are given to nobody, not even by the database', async () => {
      await hotel();
      const other = desk.world;
      await hotel();
      const { id, path } = await book(0, 2);
      const roomId = other.roomIds['101'];
      expect((await api('POST', `${path}/check-in`, { roomId })).body).toMatchObject({
        status: 404,
        detail: 'Room not found',
      });
      const insert = harness().sql(
        `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
         VALUES ($1, $2, 'stay', $3, daterange($4, $5))`,
        [harness().tenantId, roomId, id, on(0), on(2)],
      );
      await expect(insert).rejects.toMatchObject({ constraint: 'room_assignment_hotel' });
    });

    it('whose guest has not left are not given away, on no way to a room', async () => {
      await hotel();
      const late = await book(-2, 0);
      await assign(late.id, '101');
      await harness().sql(`UPDATE booking SET status = 'checked_in', checked_in_at = now() WHERE id = $1`, [late.id]);
      const next = await book(0, 2);
      // Named, assigned beforehand, and neither.
      const named = await api('POST', `${next.path}/check-in`, { roomId: desk.world.roomIds['101'] });
      expect(named.body).toMatchObject({ status: 409, reason: 'ROOM_OCCUPIED', dates: [on(0)] });
      await expect(assign(next.id, '101')).rejects.toMatchObject({ extra: { reason: 'ROOM_OCCUPIED' } });
      expect(await roomOf(next.path)).toBe('102');
      const third = await book(0, 1);
      expect((await api('POST', `${third.path}/check-in`)).body).toMatchObject({ status: 409, dates: [on(0)] });
      // For tomorrow it can be promised, since the guest is to leave; and once the guest has left it is free at once.
      const tomorrow = await book(1, 3);
      await assign(tomorrow.id, '101');
      expect((await api('POST', `${late.path}/check-out`)).status).toBe(200);
      expect(await roomOf(third.path)).toBe('101');
    });

    it('promised to a guest, but with another still in it, give way to the next fit one', async () => {
      await hotel();
      const next = await book(0, 2);
      await assign(next.id, '101');
      const late = await book(-2, 0);
      await assign(late.id, '101');
      await harness().sql(`UPDATE booking SET status = 'checked_in' WHERE id = $1`, [late.id]);
      expect(await roomOf(next.path)).toBe('102');
    });

    it('are taken inspected first, then clean, then dirty; never closed ones', async () => {
      await hotel(4);
      const condition = (room: string, value: string) =>
        api('PATCH', `/housekeeping/rooms/${desk.world.roomIds[room]}`, { condition: value });
      await condition('101', 'dirty');
      await condition('103', 'inspected');
      await api('POST', `/rooms/${desk.world.roomIds['104']}/closures`, { kind: 'OOO', from: on(0), to: on(3) });
      const guests = [await book(0, 1), await book(0, 1), await book(0, 1)];
      const given = [];
      for (const { path } of guests) given.push(await roomOf(path));
      expect(given).toEqual(['103', '102', '101']);
    });

    it('that are not inspected are passed over where the hotel lets nobody into them', async () => {
      await hotel(2);
      await api('PATCH', `/hotels/${desk.world.hotelId}/policy`, { checkInNeedsInspection: true });
      const { path } = await book(0, 1);
      expect(await roomOf(path)).toBe('Room 101 is clean, not inspected');
      await api('PATCH', `/housekeeping/rooms/${desk.world.roomIds['102']}`, { condition: 'inspected' });
      expect(await roomOf(path)).toBe('102');
    });

    it('ten guests at ten desks get ten rooms', async () => {
      await hotel(10);
      const { body } = await api('POST', '/bookings/groups', {
        bookings: Array.from({ length: 10 }, () => stay(0, 1)),
      });
      const paths = (body['bookings'] as { id: string }[]).map(({ id }) => `/bookings/${id}`);
      const given = await Promise.all(paths.map((path) => roomOf(path)));
      expect(new Set(given)).toEqual(new Set(Object.keys(desk.world.roomIds)));
    });

    it('a no-show whose later nights were given back gets a room for all nights again', async () => {
      await hotel();
      const { id, path } = await book(-1, 3, { guarantee: 'card' });
      await assign(id, '101');
      await harness().sql(`UPDATE booking SET status = 'no_show' WHERE id = $1`, [id]);
      await harness().sql(
        `UPDATE room_assignment SET during = daterange($2, $3) WHERE reservation_id = $1 AND cancelled_at IS NULL`,
        [id, on(-1), on(0)],
      );
      const come = await api('POST', `${path}/check-in`);
      expect(come.body['rooms']).toEqual([{ roomId: desk.world.roomIds['101'], from: on(0), until: on(3) }]);
    });
  });

  describe('restrictions', () => {
    beforeEach(() => hotel());

    it.each<[string, number, Body, [number, number], [number, number], string[]]>([
      ['an arrival moved onto a closed day', 4, { closedToArrival: true }, [2, 6], [4, 6], ['CLOSED_TO_ARRIVAL']],
      ['a departure moved onto a closed day', 5, { closedToDeparture: true }, [2, 4], [2, 5], ['CLOSED_TO_DEPARTURE']],
      ['a stay shortened under its minimum', 2, { minStay: 3 }, [2, 5], [2, 4], ['MIN_STAY']],
      ['a stay lengthened over its maximum', 2, { maxStay: 2 }, [2, 4], [2, 5], ['MAX_STAY']],
      ['a stay lengthened onto a stopped night', 4, { stopSell: true }, [2, 4], [2, 5], ['STOP_SELL']],
      [
        'a stay shortened on a night that asks for more',
        3,
        { minStayThrough: 3 },
        [2, 5],
        [3, 5],
        ['MIN_STAY_THROUGH'],
      ],
    ])('%s is refused, and passes with a reason', async (_name, date, rule, before, after, expected) => {
      const { path } = await book(...before);
      await set(date, rule);
      const dates = { arrival: on(after[0]), departure: on(after[1]) };
      const refused = await api('PATCH', path, dates);
      expect([refused.status, refused.body['reason'], reasons(refused.body)]).toEqual([409, 'RESTRICTED', expected]);
      expect((await api('PATCH', path, { guestName: 'Ana M. Sousa', adults: 2 })).status).toBe(200);
      const overrideReason = `Agreed on the phone ${path}`;
      expect((await api('PATCH', path, { ...dates, overrideReason })).body).toMatchObject(dates);
      const trail = await harness().sql(
        `SELECT actor_name, status FROM audit_entry WHERE action = 'PATCH /bookings/:id' AND detail->>'overrideReason' = $1`,
        [overrideReason],
      );
      expect(trail).toEqual([{ actor_name: harness().platform.a.MANAGER.email, status: 200 }]);
    });

    it('that were set after the sale do not meet a change that leaves them alone', async () => {
      const { path } = await book(2, 6);
      await set(2, { closedToArrival: true, minStay: 9, stopSell: true });
      // Longer is nearer to the minimum, and no new arrival.
      expect((await api('PATCH', path, { departure: on(7) })).status).toBe(200);
    });

    it('hold for a cancelled stay that comes back, and for a tentative one that is confirmed', async () => {
      const { path } = await book(2, 4);
      const option = await book(2, 4, { status: 'tentative' });
      await api('POST', `${path}/cancel`);
      await set(2, { closedToArrival: true });
      const asked = [`${path}/reinstate`, `${option.path}/confirm`];
      for (const one of asked) {
        expect(reasons((await api('POST', one)).body)).toEqual(['CLOSED_TO_ARRIVAL']);
        expect((await api('POST', one, { overrideReason: 'A regular guest' })).body['status']).toBe('confirmed');
      }
    });

    it('hold for each room of a group, and pass only where a reason is given; a full night never passes', async () => {
      await set(2, { closedToArrival: true });
      const agreed = { overrideReason: 'Agreed' };
      const group = (...overs: object[]) =>
        api('POST', '/bookings/groups', { bookings: overs.map((over) => stay(2, 3, over)) });
      expect(reasons((await group(agreed, {})).body)).toEqual(['CLOSED_TO_ARRIVAL']);
      expect((await group(agreed, agreed)).status).toBe(201);
      const full = await api('POST', '/bookings', stay(2, 3, agreed));
      expect([full.status, full.body['reason'], reasons(full.body)]).toEqual([409, 'NO_ROOM', ['SOLD_OUT']]);
    });
  });

  describe('rooms that are taken away while they are sold', () => {
    const closure = (room: string, over: Body = {}) =>
      api('POST', `/rooms/${desk.world.roomIds[room]}/closures`, { kind: 'OOO', from: on(2), to: on(3), ...over });
    const retire = (room: string, over: Body = {}) =>
      api('PATCH', `/rooms/${desk.world.roomIds[room]}`, { retiredFrom: on(2), ...over });
    const accept = { acceptOversell: true, reason: 'Water damage' };

    it.each([
      ['closing', closure],
      ['retiring', retire],
    ] as const)('%s: 409 names nights and bookings, unless it is accepted with a reason', async (_name, take) => {
      await hotel();
      const [one, two] = [await book(2, 3), await book(2, 4)];
      const oversold = [{ reason: 'OVERSOLD', date: on(2), capacity: 1, sold: 2, bookings: [two.id, one.id] }];
      const refused = await take('101');
      expect(refused.body).toMatchObject({ status: 409, reason: 'OVERSELLS', dates: [on(2)], conflicts: oversold });
      expect((await take('101', { acceptOversell: true })).status).toBe(400);
      const taken = await take('101', accept);
      expect(taken.body['conflicts']).toEqual(oversold);
      // What was oversold before is not the next one's doing: 4 is free of guests, 2 gets worse.
      expect((await take('102')).body['dates']).toEqual([on(2), on(3)]);
    });

    it('a promised room is taken from its guest only when that is accepted; an unsold one without a word', async () => {
      await hotel();
      const { id } = await book(2, 5);
      await assign(id, '101');
      expect((await closure('102')).status).toBe(201);
      await api(
        'DELETE',
        `/rooms/${desk.world.roomIds['102']}/closures/${String((await harness().sql<{ id: number }>('SELECT id FROM room_assignment WHERE room_id = $1', [desk.world.roomIds['102']]))[0]!.id)}`,
      );
      const lost = [2, 3].map((offset) => ({
        reason: 'ROOM_CLOSED_BUT_SOLD',
        date: on(offset),
        room: '101',
        reservationId: id,
      }));
      expect((await closure('101')).body).toMatchObject({ status: 409, conflicts: lost });
      expect((await closure('101', accept)).body).toMatchObject({ conflicts: lost });
      // What has been stays: a guest who has left slept there.
      const gone = await book(-3, -1);
      await assign(gone.id, '102');
      expect((await closure('102', { from: on(-2), ...accept })).body).toMatchObject({ status: 409, dates: [on(-2)] });
      const rooms = await harness().as(() => harness().get(RoomAssignmentService).ofReservation(id));
      expect(rooms).toMatchObject([{ from: on(4), until: on(5) }]);
    });

    it('a room with a guest in it is closed by nobody', async () => {
      await hotel();
      const late = await book(-2, 0);
      await assign(late.id, '101');
      await harness().sql(`UPDATE booking SET status = 'checked_in' WHERE id = $1`, [late.id]);
      const refused = await closure('101', { from: on(0), ...accept });
      expect(refused.body).toMatchObject({ status: 409, reason: 'ROOM_OCCUPIED' });
      // Nor is it retired, or put into service later.
      for (const dates of [{ retiredFrom: on(0) }, { inServiceFrom: on(1) }])
        expect((await retire('101', { retiredFrom: null, ...dates, ...accept })).body).toMatchObject({
          ...{ status: 409, reason: 'ROOM_OCCUPIED' },
        });
      expect((await retire('101', { retiredFrom: on(5), ...accept })).status).toBe(200);
    });

    it('renumbering a retired room is not judged again', async () => {
      await hotel();
      await book(2, 3);
      await book(2, 3);
      await retire('101', accept);
      expect((await api('PATCH', `/rooms/${desk.world.roomIds['101']}`, { number: 'office' })).status).toBe(200);
    });
  });
}

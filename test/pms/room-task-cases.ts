import { beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/platform/dates/index.js';
import { day, type PmsHarness, type World, zoneAt } from './harness.js';

interface Task {
  id: number;
  type: string;
  state: string;
  date: string;
  source: string;
  priority: number;
}

/** What becomes of a room's tasks and inspections when its guest goes, and comes back. It is one in the morning, and yesterday's books are open. */
export function roomTaskCases(harness: () => PmsHarness): void {
  describe('tasks of a room whose guest goes', () => {
    let pms: PmsHarness;
    let world: World;
    beforeEach(async () => {
      pms = harness();
      const timeZone = zoneAt(1);
      world = await pms.hotel({ rooms: 4, timeZone, from: day({ timeZone }, -3), to: day({ timeZone }, 5) });
      await pms.sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
        pms.tenantId,
        world.hotelId,
        day(world, -1),
      ]);
      for (const taskType of ['stayover', 'departure'])
        await ok('PUT', '/housekeeping/rules', { hotelId: world.hotelId, taskType, minutes: 20, inspect: true });
    });

    const ok = async (method: string, path: string, body: object = {}) => {
      const answer = await pms.api(method, path, body);
      expect([path, answer.status < 300, answer.text]).toEqual([path, true, answer.text]);
      return answer.body;
    };
    const stay = (id: string, what: string, body: object = {}) => ok('POST', `/bookings/${id}/${what}`, body);
    const act = (task: Task, what: string, body: object = {}) =>
      ok('POST', `/housekeeping/tasks/${task.id}/${what}`, body);
    const inHouse = (room: string, until: number) => pms.inHouse(world, room, day(world, -2), day(world, until));
    const of = (room: string): Promise<Task[]> =>
      pms.sql(
        `SELECT id, task_type AS type, state, business_date::text AS date, source, priority FROM hk_task
         WHERE room_id = $1 ORDER BY business_date, id`,
        [world.roomIds[room]],
      );
    const open = async (room: string) =>
      (await of(room)).filter(({ state }) => state === 'open').map(({ type, date }) => [type, date]);
    const last = async (room: string, type: string) => (await of(room)).findLast((task) => task.type === type)!;
    const condition = async (room: string) =>
      (await pms.sql(`SELECT condition FROM room_state WHERE room_id = $1`, [world.roomIds[room]]))[0]?.['condition'];
    /** As the round of the day has made it. */
    const made = async (room: string, type: string) => {
      await pms.sql(
        `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source)
         VALUES ($1, $2, $3, $4, $5, 20, 3, 'round')`,
        [pms.tenantId, world.hotelId, day(world, 0), world.roomIds[room], type],
      );
      return last(room, type);
    };
    /** The work is done while the guest is there; its inspection is open. */
    const done = async (room: string, type: string) => {
      await act(await made(room, type), 'finish');
      expect([await condition(room), (await last(room, 'inspection')).state]).toEqual(['clean', 'open']);
    };

    it('what was done before the guest went is not inspected for the next one', async () => {
      const leaves = await inHouse('101', 2);
      const begun = await inHouse('102', 2);
      const due = await inHouse('103', 0);
      for (const [room, type] of [
        ['101', 'stayover'],
        ['102', 'stayover'],
        ['103', 'departure'],
      ] as const)
        await done(room, type);
      await act(await last('102', 'inspection'), 'start');
      for (const { id } of [leaves, begun, due]) await stay(id, 'check-out');
      expect([await last('101', 'inspection'), await last('103', 'inspection')]).toMatchObject([
        { state: 'cancelled' },
        { state: 'cancelled' },
      ]);
      await act(await last('102', 'inspection'), 'inspect', { passed: true });
      for (const room of ['101', '102', '103']) {
        expect([room, await condition(room)]).toEqual([room, 'dirty']);
        expect(await open(room)).toEqual([['departure', day(world, 0)]]);
      }
      // What was inspected by mistake is no clean room after its guest has gone.
      await act(await last('102', 'inspection'), 'reopen', { reason: 'The wrong room' });
      expect(await condition('102')).toBe('dirty');
      await stay(leaves.id, 'undo-check-out', { reason: 'Only went for a walk' });
      expect([await condition('101'), await open('101')]).toEqual(['clean', [['inspection', day(world, 0)]]]);
      await act(await last('101', 'inspection'), 'inspect', { passed: true });
      expect(await condition('101')).toBe('inspected');
    });

    it('nor what was done before a guest changed rooms', async () => {
      const moves = await inHouse('101', 2);
      const one = await inHouse('102', 2);
      const other = await inHouse('103', 2);
      for (const room of ['101', '102', '103']) await done(room, 'stayover');
      await stay(moves.id, 'move', { roomId: world.roomIds['104'], reason: 'Loud' });
      await stay(one.id, 'swap-rooms', { bookingId: other.id, reason: 'Twin beds' });
      for (const room of ['101', '102', '103'])
        expect([room, await condition(room), (await last(room, 'inspection')).state]).toEqual([
          room,
          'dirty',
          'cancelled',
        ]);
    });

    it('a priority that a person gave stays', async () => {
      const { id } = await inHouse('101', 0);
      const task = await made('101', 'departure');
      await ok('PATCH', `/housekeeping/tasks/${task.id}`, { priority: 1 });
      await stay(id, 'check-out');
      expect(await of('101')).toMatchObject([{ id: task.id, state: 'open', priority: 1, source: 'manual' }]);
    });

    it('a check-in that is taken back leaves no task of a night that nobody slept', async () => {
      const { id } = await pms.book(world, day(world, -1), day(world, 1));
      await stay(id, 'check-in', { roomId: world.roomIds['101'] });
      expect(await open('101')).toEqual([['stayover', day(world, 0)]]);
      await stay(id, 'undo-check-in', { reason: 'Wrong guest' });
      expect(await open('101')).toEqual([]);
    });

    it('a check-out that is taken back after midnight: what both days had made of it goes, and the guest has a stay-over', async () => {
      const { id } = await inHouse('101', 2);
      await stay(id, 'check-out');
      // As it is when that was two hours ago, and the round of midnight found a dirty room.
      const earlier = `- interval '2 hours'`;
      await pms.sql(`UPDATE stay_step SET done_at = done_at ${earlier} WHERE booking_id = $1`, [id]);
      await pms.sql(
        `UPDATE hk_task SET created_at = created_at ${earlier}, business_date = business_date - 1 WHERE room_id = $1`,
        [world.roomIds['101']],
      );
      await made('101', 'departure');
      expect(await open('101')).toEqual([
        ['departure', day(world, -1)],
        ['departure', day(world, 0)],
      ]);
      await stay(id, 'undo-check-out', { reason: 'Only went for a walk' });
      expect(await open('101')).toEqual([['stayover', day(world, 0)]]);
    });

    it('a check-out can be taken back though the departure clean was ended by mistake and opened again', async () => {
      const { id } = await inHouse('101', 2);
      await stay(id, 'check-out');
      const departure = await last('101', 'departure');
      await act(departure, 'finish');
      await act(departure, 'reopen', { reason: 'The wrong room' });
      await stay(id, 'undo-check-out', { reason: 'Only went for a walk' });
      expect(await open('101')).toEqual([['stayover', day(world, 0)]]);
    });

    it('a change of dates and persons waits for the books before it holds tasks, as a check-out does', async () => {
      const { id } = await inHouse('101', 2);
      await ok('GET', `/bookings/${id}/folio`);
      const { id: taskId } = await made('101', 'stayover');
      const books = await pms.platform.sql.connect();
      await books.query('BEGIN');
      await books.query('SELECT FROM business_day WHERE hotel_id = $1 FOR UPDATE', [world.hotelId]);
      const change = pms.api('PATCH', `/bookings/${id}`, { departure: addDays(day(world, 2), 1), adults: 2 });
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await pms.sql(waiting)).length === 0);
      const free = await pms.sql('SELECT id FROM hk_task WHERE id = $1 FOR UPDATE SKIP LOCKED', [taskId]);
      await books.query('COMMIT');
      books.release();
      expect((await change).status).toBe(200);
      expect(free).toHaveLength(1);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { addDays, type LocalDate } from '../../src/platform/dates/index.js';
import { NoShowCheckProcessor } from '../../src/pms/no-shows/no-show-check.processor.js';
import { PenaltyRulesService } from '../../src/pms/penalties/penalty-rules.service.js';
import { CLOSE_ANYHOW, day, type PmsHarness, type World, zoneAt } from './harness.js';

const JOBS = ['daily-housekeeping-round', 'no-show-check', 'availability-recalc', 'invoice-generation'];

/** When a business date may be closed, and who may come at which hour. */
export function dayCases(harness: () => PmsHarness): void {
  /** A hotel at which it is now this hour, and whose open business date is so many days from today. */
  async function hotelAt(hour: number, openDay?: number, rooms = 2): Promise<World> {
    const timeZone = zoneAt(hour);
    const world = await harness().hotel({ rooms, timeZone, from: day({ timeZone }, -3), to: day({ timeZone }, 10) });
    if (openDay !== undefined) await open(world, day(world, openDay));
    return world;
  }
  const open = (world: World, date: LocalDate) =>
    harness().sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
      harness().tenantId,
      world.hotelId,
      date,
    ]);
  const close = (world: World, date: LocalDate, body: object = {}) =>
    harness().api('POST', `/hotels/${world.hotelId}/business-days/${date}/close`, body);
  const checkIn = (id: string) => harness().api('POST', `/bookings/${id}/check-in`, {});
  const waiver = (job: string) => ({ check: 'NIGHT_JOBS', job, reason: `No ${job} tonight` });
  const pack = async (world: World, date: LocalDate) =>
    (await harness().api('GET', `/hotels/${world.hotelId}/night-audits/${date}`)).body;

  describe('a day is closed when it is over', () => {
    it('not before: the answer says from when; a manager may with a reason, which stays in the pack and the trail', async () => {
      const world = await hotelAt(20);
      const date = day(world, 0);
      const { id } = await harness().book(world, date, addDays(date, 2), { guarantee: 'prepaid' });
      await checkIn(id);
      const refused = await close(world, date, { waive: CLOSE_ANYHOW.waive });
      expect(refused).toMatchObject({ status: 409, body: { code: 'DAY_NOT_OVER' } });
      expect(refused.body['detail']).toContain(`from ${addDays(date, 1)} 02:00 by the hotel's clock`);
      const from = new Date(String(refused.body['closableFrom']));
      expect(from.toLocaleString('sv-SE', { timeZone: world.timeZone })).toBe(`${addDays(date, 1)} 02:00:00`);
      const jobs = (refused.body['checks'] as { check: string; examples: string[] }[]).find(
        ({ check }) => check === 'NIGHT_JOBS',
      );
      expect([...jobs!.examples].sort()).toEqual([...JOBS].sort());
      expect((await close(world, date, { ...CLOSE_ANYHOW, earlyReason: '  ' })).status).toBe(400);
      const { platform } = harness();
      const path = `/api/v1/hotels/${world.hotelId}/business-days/${date}/close`;
      const staff = await platform.call('POST', path, { token: platform.a.STAFF.token, body: CLOSE_ANYHOW });
      expect(staff.status).toBe(403);
      const earlyReason = 'Power cut at midnight';
      const closed = await close(world, date, { ...CLOSE_ANYHOW, earlyReason });
      expect(closed).toMatchObject({ status: 200, body: { status: 'closed', earlyReason } });
      expect((await pack(world, date))['closing']).toMatchObject({
        by: closed.body['closedByName'],
        earlyReason,
        closableFrom: from.toISOString(),
      });
      const [entry] = await harness().sql<{ detail: object }>(
        `SELECT detail FROM audit_entry WHERE action = 'POST /hotels/:id/business-days/:date/close' AND status = 200
           AND target ->> 'id' = $1`,
        [String(world.hotelId)],
      );
      expect(entry!.detail).toMatchObject({ earlyReason, waive: CLOSE_ANYHOW.waive });
    });

    it('guests of the new date come at once after an early close', async () => {
      const world = await hotelAt(20);
      const date = day(world, 0);
      const { id } = await harness().book(world, addDays(date, 1), addDays(date, 2));
      expect((await checkIn(id)).status).toBe(409);
      expect((await close(world, date, CLOSE_ANYHOW)).status).toBe(200);
      expect((await checkIn(id)).status).toBe(200);
      const ahead = await close(world, addDays(date, 1), CLOSE_ANYHOW);
      expect(ahead).toMatchObject({ status: 409, body: { code: 'DAY_NOT_BEGUN' } });
    });

    it('the hour is the hotel’s: its own, or that of its no-shows', async () => {
      const world = await hotelAt(1, -1);
      const date = day(world, -1);
      const { waive } = CLOSE_ANYHOW;
      expect((await close(world, date, { waive })).body['code']).toBe('DAY_NOT_OVER');
      await harness().api('PATCH', `/hotels/${world.hotelId}/policy`, { closeFrom: '00:30' });
      expect(await close(world, date, { waive, earlyReason: 'Not early at all' })).toMatchObject({
        status: 200,
        body: { earlyReason: null },
      });
    });

    it('each night job that has not run for the date needs a waiver; one that the hotel turned off does not', async () => {
      const world = await hotelAt(9, -1);
      const date = day(world, -1);
      await harness().api('PUT', `/hotels/${world.hotelId}/job-settings`, {
        jobs: [{ jobName: 'daily-housekeeping-round', enabled: false }],
      });
      // A run in the morning of the date itself ended the date before.
      await harness().sql(
        `INSERT INTO night_run (tenant_id, hotel_id, job_name, business_date, job_id, as_of, result)
         VALUES ($1, $2, 'availability-recalc', $3, gen_random_uuid(), $3::date::timestamp AT TIME ZONE $4, '{}')`,
        [harness().tenantId, world.hotelId, date, world.timeZone],
      );
      const refused = await close(world, date);
      expect(refused).toMatchObject({ status: 409, body: { code: 'CHECKLIST_OPEN' } });
      expect(refused.body['detail']).toMatch(
        /NIGHT_JOBS \(3: no-show-check, availability-recalc, invoice-generation\)/,
      );
      await harness().api('POST', '/jobs/trigger/no-show-check', { hotelId: world.hotelId });
      const one = await close(world, date, { waive: [waiver('invoice-generation')] });
      expect(one.body['detail']).toMatch(/NIGHT_JOBS/);
      const both = await close(world, date, {
        waive: [waiver('invoice-generation'), waiver('availability-recalc')],
      });
      expect(both.status).toBe(200);
      const exceptions = (await pack(world, date))['exceptions'] as { source: string; text: string }[];
      expect(exceptions.find(({ source }) => source === 'NIGHT_JOBS')!.text).toMatch(
        /availability-recalc: No availability-recalc tonight; invoice-generation: No invoice-generation tonight/,
      );
    });
  });

  const tasksOf = async ({ hotelId }: World) =>
    (
      await harness().sql<{ number: string; type: string; state: string }>(
        `SELECT r.number, t.task_type AS type, t.state FROM hk_task t JOIN room r ON r.id = t.room_id
         WHERE t.hotel_id = $1 ORDER BY 1, 2, 3`,
        [hotelId],
      )
    ).map(({ number, type, state }) => [number, type, state]);

  describe('a guest who leaves on another day than was planned', () => {
    const conditionOf = async (world: World, room: string) => {
      const { rooms } = (await harness().api('GET', `/housekeeping/rooms?hotelId=${world.hotelId}`)).body;
      return (rooms as { number: string; condition: string }[]).find(({ number }) => number === room)!.condition;
    };

    it('leaves a used room, also after the day of departure: nobody is given it as inspected', async () => {
      const world = await hotelAt(8, -1, 1);
      await harness().api('PATCH', `/hotels/${world.hotelId}/policy`, { checkInNeedsInspection: true });
      const { id } = await harness().inHouse(world, '101', day(world, -2), day(world, -1));
      const inspected = { condition: 'inspected' };
      await harness().api('PATCH', `/housekeeping/rooms/${world.roomIds['101']}`, inspected);
      expect((await harness().api('POST', `/bookings/${id}/check-out`)).status).toBe(200);
      expect(await conditionOf(world, '101')).toBe('dirty');
      expect(await tasksOf(world)).toEqual([['101', 'departure', 'open']]);
      const next = await harness().book(world, day(world, 0), day(world, 1));
      expect((await checkIn(next.id)).body['detail']).toBe('Room 101 is dirty, not inspected');
    });

    it('leaves a used room before the date that was opened early has begun', async () => {
      const world = await hotelAt(20, 0, 1);
      expect((await close(world, day(world, 0), CLOSE_ANYHOW)).status).toBe(200);
      const { id } = await harness().book(world, day(world, 1), day(world, 2));
      expect((await checkIn(id)).status).toBe(200);
      expect((await harness().api('POST', `/bookings/${id}/check-out`)).status).toBe(200);
      expect(await conditionOf(world, '101')).toBe('dirty');
    });
  });

  describe('a guest who comes after midnight', () => {
    const night = (world: World, over: object = {}) =>
      harness().book(world, day(world, -1), day(world, 0), { guarantee: 'prepaid', ...over });

    it('is checked in for last night, with a room for that night, while its date is open and after its close', async () => {
      const world = await hotelAt(0, -1);
      const first = await night(world);
      expect(await checkIn(first.id)).toMatchObject({
        status: 200,
        body: { status: 'checked_in', rooms: [{ from: day(world, -1), until: day(world, 0) }] },
      });
      const second = await night(world);
      expect((await close(world, day(world, -1), CLOSE_ANYHOW)).status).toBe(200);
      expect(await checkIn(second.id)).toMatchObject({
        status: 200,
        body: { rooms: [{ from: day(world, -1), until: day(world, 0) }] },
      });
      // The night is charged, once: at the close, or by the check-out that follows a later check-in.
      for (const { id } of [first, second]) {
        expect((await harness().api('POST', `/bookings/${id}/check-out`)).body['departure']).toBe(day(world, 0));
        expect((await harness().api('GET', `/bookings/${id}/folio`)).body['gross']).toBe('100.00');
      }
    });

    it('gets a departure clean for today, which the round of the night could not know of', async () => {
      const world = await hotelAt(0, -1);
      const { id } = await night(world);
      expect((await checkIn(id)).status).toBe(200);
      expect(await tasksOf(world)).toEqual([['101', 'departure', 'open']]);
    });

    it('stays for more nights from last night on, not in a room that is still slept in', async () => {
      const world = await hotelAt(0, -1);
      await harness().inHouse(world, '101', day(world, -2), day(world, 0));
      const { id } = await harness().book(world, day(world, -1), day(world, 2));
      const come = await checkIn(id);
      expect(come.body['rooms']).toEqual([
        { roomId: world.roomIds['102'], from: day(world, -1), until: day(world, 2) },
      ]);
    });

    it.each(['card', 'none'] as const)(
      'is brought back after the no-show check (%s), and the fee taken back',
      async (guarantee) => {
        const world = await hotelAt(3, -1);
        await harness().as(() =>
          harness()
            .get(PenaltyRulesService)
            .create({ hotelId: world.hotelId, name: 'All', percent: '100', isDefault: true }),
        );
        const { id } = await night(world, { guarantee });
        await harness().night(NoShowCheckProcessor, { hotelId: world.hotelId }, new Date());
        expect((await harness().api('GET', `/bookings/${id}`)).body['status']).toBe('no_show');
        expect((await checkIn(id)).body['status']).toBe('checked_in');
        expect((await harness().api('GET', `/bookings/${id}/folio`)).body['gross']).toBe('0.00');
        // It was somebody else: a no-show again, with its fee in the words that a guest reads.
        const undone = await harness().api('POST', `/bookings/${id}/undo-check-in`, { reason: 'Wrong guest' });
        expect(undone.body['status']).toBe('no_show');
        const folio = (await harness().api('GET', `/bookings/${id}/folio`)).body as unknown as {
          gross: string;
          lines: { kind: string; description: string }[];
        };
        const fees = folio.lines.filter(({ kind }) => kind === 'no_show').map(({ description }) => description);
        expect([folio.gross, fees]).toEqual(
          guarantee === 'card' ? ['100.00', ['No-show: All', 'No-show: All']] : ['0.00', []],
        );
        expect((await checkIn(id)).body['status']).toBe('checked_in');
        expect((await harness().api('GET', `/bookings/${id}/folio`)).body['gross']).toBe('0.00');
        const [day0] = await harness().sql('SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date = $2', [
          world.categoryId,
          day(world, -1),
        ]);
        expect(day0).toEqual({ sold: 1 });
      },
    );

    it('is told when the room has been sold since', async () => {
      const world = await hotelAt(3, -1, 1);
      const { id } = await night(world, { guarantee: 'none' });
      await harness().night(NoShowCheckProcessor, { hotelId: world.hotelId }, new Date());
      const other = await night(world);
      expect((await checkIn(other.id)).status).toBe(200);
      expect(await checkIn(id)).toMatchObject({
        status: 409,
        body: { code: 'NIGHTS_RESOLD', dates: [day(world, -1)] },
      });
      expect((await harness().api('GET', `/bookings/${id}`)).body['status']).toBe('no_show');
    });

    it('does not come back once the stay is over: at the check-out time, on every route', async () => {
      const world = await hotelAt(20);
      const over = await night(world);
      const gone = await night(world);
      await harness().sql(`UPDATE booking SET status = 'cancelled', cancelled_at = now() WHERE id = $1`, [gone.id]);
      const later = await harness().book(world, day(world, 2), day(world, 3));
      const refused = [
        await checkIn(over.id),
        await harness().api('POST', `/bookings/${gone.id}/reinstate`),
        await harness().api('PATCH', `/bookings/${later.id}`, { arrival: day(world, -1), departure: day(world, 0) }),
      ];
      expect(refused.map(({ status, body }) => [status, body['code']])).toEqual(refused.map(() => [409, 'STAY_OVER']));
      // While the books of the night are open, the desk may still say that the guest came.
      await open(world, day(world, -1));
      expect((await checkIn(over.id)).status).toBe(200);
    });
  });
}

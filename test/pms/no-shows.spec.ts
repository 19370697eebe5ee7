import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NoShowResult } from '../../src/pms/no-shows/no-show-check.job.js';
import { FoliosService } from '../../src/pms/folios/folios.service.js';
import { FrontDesk } from '../../src/pms/bookings/front-desk.js';
import { BookingsService } from '../../src/pms/bookings/bookings.service.js';
import { NoShowCheckProcessor } from '../../src/pms/no-shows/no-show-check.processor.js';
import { PenaltyRulesService } from '../../src/pms/penalties/penalty-rules.service.js';
import { addDays, instantAt } from '../../src/platform/dates/index.js';
import { d, day, PmsHarness, type World, zoneAt } from './harness.js';

interface Folio {
  gross: string;
  balance: string;
  windows: { net: string; tax: string; gross: string }[];
  lines: { kind: string; amount: string }[];
}

const LISBON = { timeZone: 'Europe/Lisbon' };

describe('no-show check', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const hotel = (timeZone: string, over: { rooms?: number; from?: string; to?: string } = {}) =>
    pms.hotel({ rooms: over.rooms ?? 3, timeZone, from: d(over.from ?? '2026-03-01'), to: d(over.to ?? '2026-03-31') });
  // A stay that is over is not brought back: these are of today.
  const near = (rooms = 3) => hotel('Europe/Lisbon', { rooms, from: day(LISBON, -2), to: day(LISBON, 10) });
  const at = (offset: number, time: string) => instantAt(day(LISBON, offset), time, LISBON.timeZone).toISOString();
  const rule = (world: World, over: object) =>
    pms.as(() =>
      pms.get(PenaltyRulesService).create({ hotelId: world.hotelId, name: 'Rule', isDefault: true, ...over }),
    );
  const check = (world: World, at: string): Promise<NoShowResult> =>
    pms.night(NoShowCheckProcessor, { hotelId: world.hotelId }, new Date(at));
  const status = async (id: string) =>
    (await pms.sql<{ status: string }>('SELECT status FROM booking WHERE id = $1', [id]))[0]!.status;
  const folio = async (id: string) => (await pms.api('GET', `/bookings/${id}/folio`)).body as unknown as Folio;
  const sold = async (world: World, from: string, nights: number) => {
    const rows = await pms.sql<{ sold: number }>(
      'SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date >= $2 ORDER BY stay_date LIMIT $3',
      [world.categoryId, from, nights],
    );
    return rows.map((row) => row.sold);
  };

  it('B9: New York, the night 02:00 does not exist: at 03:00 EDT, not a minute sooner', async () => {
    const world = await hotel('America/New_York');
    const { id } = await pms.book(world, '2026-03-07', '2026-03-09', { guarantee: 'card' });
    for (const early of ['2026-03-08T00:00:00Z', '2026-03-08T06:59:00Z']) {
      expect(await check(world, early)).toMatchObject({ checked: 1, noShowsDetected: 0, penaltiesApplied: 0 });
      expect(await status(id)).toBe('confirmed');
    }
    expect(await check(world, '2026-03-08T07:00:00Z')).toMatchObject({ noShowsDetected: 1 });
    expect(await status(id)).toBe('no_show');
    expect(await check(world, '2026-03-08T09:00:00Z')).toMatchObject({ checked: 0, noShowsDetected: 0 });
  });

  it('takes back what was charged for nights that it gives back', async () => {
    const world = await hotel('Europe/Lisbon');
    const { id } = await pms.book(world, '2026-03-07', '2026-03-10', { guarantee: 'card' });
    await folio(id);
    // As after a check-in that was undone: two nights are on the folio, the guest is expected again.
    await pms.sql(`UPDATE booking SET status = 'checked_in' WHERE id = $1`, [id]);
    await pms.as(() => pms.get(FoliosService).postNights(world.hotelId, d('2026-03-08')));
    await pms.sql(`UPDATE booking SET status = 'confirmed' WHERE id = $1`, [id]);
    expect(await folio(id)).toMatchObject({ gross: '200.00' });
    expect(await check(world, '2026-03-08T12:00:00Z')).toMatchObject({ noShowsDetected: 1, roomsFreed: 2 });
    expect(await sold(world, '2026-03-07', 3)).toEqual([1, 0, 0]);
    expect(await folio(id)).toMatchObject({ gross: '100.00' });
  });

  it('B10: Sydney, before midnight in UTC', async () => {
    const world = await hotel('Australia/Sydney');
    const { id } = await pms.book(world, '2026-03-07', '2026-03-09', { guarantee: 'prepaid' });
    await check(world, '2026-03-07T14:59:59Z');
    expect(await status(id)).toBe('confirmed');
    await check(world, '2026-03-07T15:00:00Z');
    expect(await status(id)).toBe('no_show');
  });

  it('B11: the fee is by the rule as it was at the booking, whatever it says by now', async () => {
    const world = await hotel('Europe/Madrid');
    const { id: ruleId } = await rule(world, { percent: '40', nights: 2, flat: '15.00' });
    const nightPrices = ['120.00', '150.00', '90.00'];
    const { id } = await pms.book(world, '2026-03-10', '2026-03-13', { guarantee: 'card', nightPrices });
    await pms.api('PATCH', `/penalty-rules/${ruleId}`, { percent: '100', nights: null });
    const result = await check(world, '2026-03-11T02:00:00Z');
    expect(result).toMatchObject({ penaltiesApplied: 1, penaltyTotal: '123.00', currency: 'EUR' });
    expect(await folio(id)).toMatchObject({ gross: '123.00', lines: [{ kind: 'no_show', amount: '123.00' }] });
    const record = await pms.api('GET', `/no-show-records/${id}`);
    expect(record.body).toMatchObject({ outcome: 'NO_SHOW', penalty: '123.00', rule: 'Rule' });
  });

  it('B13: a 6 pm hold is let go at 18:00 local without a fee, every night of it', async () => {
    const world = await hotel('Europe/Lisbon');
    await rule(world, { percent: '100' });
    const { id } = await pms.book(world, '2026-03-10', '2026-03-12');
    await check(world, '2026-03-10T17:59:00Z');
    expect(await status(id)).toBe('confirmed');
    expect(await sold(world, '2026-03-10', 2)).toEqual([1, 1]);
    const result = await check(world, '2026-03-10T18:01:00Z');
    expect(result).toMatchObject({ released: 1, noShowsDetected: 0, penaltiesApplied: 0, roomsFreed: 2 });
    expect(await sold(world, '2026-03-10', 2)).toEqual([0, 0]);
    expect((await folio(id)).gross).toBe('0.00');
  });

  it('B14: night 1 is kept, the others go at 11:00; reinstated at 03:30 the fee is taken back and nothing is freed', async () => {
    const world = await near();
    await rule(world, { percent: '100', nights: 1 });
    await pms.api('PATCH', `/hotels/${world.hotelId}/policy`, { releaseAt: '11:00' });
    const nightPrices = ['120.00', '150.00', '90.00'];
    const book = () => pms.book(world, day(LISBON, -2), day(LISBON, 1), { guarantee: 'card', nightPrices });
    const stays = await book();
    const comes = await book();
    const first = await check(world, at(-1, '02:00'));
    expect(first).toMatchObject({ noShowsDetected: 2, penaltyTotal: '240.00', roomsFreed: 0 });
    expect(await sold(world, day(LISBON, -2), 3)).toEqual([2, 2, 2]);
    // A check of its own is in line for 11:00 (which has been, where the test is run).
    const jobs = await pms.sql(`SELECT id FROM job WHERE name = 'no-show-check' AND hotel_id = $1`, [world.hotelId]);
    expect(jobs).toHaveLength(1);
    const back = await pms.api('POST', `/bookings/${comes.id}/reinstate`);
    expect(back.body['status']).toBe('confirmed');
    expect(await folio(comes.id)).toMatchObject({
      gross: '0.00',
      lines: [{ amount: '120.00' }, { amount: '-120.00' }],
    });
    expect(await sold(world, day(LISBON, -2), 3)).toEqual([2, 2, 2]);
    expect(await check(world, at(-1, '10:59'))).toMatchObject({ roomsFreed: 0 });
    expect(await check(world, at(-1, '11:00'))).toMatchObject({ roomsFreed: 2, noShowsDetected: 0 });
    expect(await sold(world, day(LISBON, -2), 3)).toEqual([2, 1, 1]);
    // Who was brought back is not marked again by the same hour.
    expect(await status(comes.id)).toBe('confirmed');
    const { body } = await pms.api('GET', `/no-show-records/${stays.id}`);
    expect(body['releasedNights']).toEqual([day(LISBON, -1), day(LISBON, 0)]);
  });

  it('fees and what is taken back go to open windows, not to bills that are out', async () => {
    const world = await near();
    await rule(world, { percent: '100', nights: 1 });
    const { id } = await pms.book(world, day(LISBON, -1), day(LISBON, 1), {
      guarantee: 'card',
      nightPrices: ['80.00', '80.00'],
    });
    const { body } = await pms.api('GET', `/bookings/${id}/folio`);
    const invoiced = () => pms.sql('UPDATE folio_window SET invoiced_at = now() WHERE folio_id = $1', [body['id']]);
    await invoiced();
    await check(world, at(0, '02:00'));
    await invoiced();
    expect((await pms.api('POST', `/bookings/${id}/reinstate`)).status).toBe(200);
    expect(await folio(id)).toMatchObject({
      gross: '0.00',
      lines: [
        { amount: '80.00', window: 2 },
        { amount: '-80.00', window: 3 },
      ],
    });
  });

  it('a reinstatement is refused, with the dates, when the nights have been sold meanwhile', async () => {
    const world = await near(1);
    await rule(world, { percent: '100', nights: 1 });
    const { id } = await pms.book(world, day(LISBON, -2), day(LISBON, 1), { guarantee: 'card' });
    await check(world, at(-1, '02:00'));
    expect(await sold(world, day(LISBON, -2), 3)).toEqual([1, 0, 0]);
    await pms.book(world, day(LISBON, 0), day(LISBON, 1));
    const refused = await pms.api('POST', `/bookings/${id}/reinstate`);
    expect(refused.status).toBe(409);
    expect(refused.body['dates']).toEqual([day(LISBON, 0)]);
    expect(await status(id)).toBe('no_show');
    expect((await folio(id)).gross).toBe('100.00');
  });

  it.each([
    ['of 110.00 that is taxable', true, { flat: '110.00', taxCode: 'LODGING' }, '100.00', '10.00', '110.00'],
    ['of 110.00 that is outside the scope of VAT', true, { flat: '110.00' }, '110.00', '0.00', '110.00'],
    [
      'where prices are without tax, of the first night',
      false,
      { percent: '100', nights: 1, taxCode: 'LODGING' },
      '100.00',
      '10.00',
      '110.00',
    ],
    [
      'where prices are without tax, outside its scope',
      false,
      { percent: '100', nights: 1 },
      '100.00',
      '0.00',
      '100.00',
    ],
  ])('B15: a fee %s', async (_, pricesIncludeTax, over, net, tax, gross) => {
    const world = await hotel('Europe/Paris');
    const lodging = { name: 'Hébergement', treatment: 'taxable', rate: '10' };
    await pms.api('PUT', `/hotels/${world.hotelId}/tax-categories/LODGING`, lodging);
    await pms.api('PATCH', `/hotels/${world.hotelId}/policy`, { pricesIncludeTax });
    await rule(world, { percent: '0', capToStay: false, ...over });
    const { id } = await pms.book(world, '2026-03-10', '2026-03-11', { guarantee: 'card' });
    await check(world, '2026-03-11T02:00:00Z');
    expect((await folio(id)).windows[0]).toMatchObject({ net, tax, gross });
  });

  it('a channel is to be told until 48 hours after the departure; of what the hotel sold itself nobody', async () => {
    const world = await hotel('Europe/Lisbon');
    const theirs = await pms.book(world, '2026-03-10', '2026-03-12', { guarantee: 'card', channel: 'booking.com' });
    const ours = await pms.book(world, '2026-03-10', '2026-03-12', { guarantee: 'card' });
    const firm = await pms.book(world, '2026-03-10', '2026-03-12', { guarantee: 'card', channel: 'Corporate' });
    await check(world, '2026-03-11T02:00:00Z');
    const path = `/no-show-records/${theirs.id}`;
    expect((await pms.api('GET', path)).body).toMatchObject({
      channelReport: 'due',
      channelReportUntil: '2026-03-14T00:00:00.000Z',
    });
    expect((await pms.api('POST', `${path}/reported`)).body['channelReport']).toBe('reported');
    for (const { id } of [ours, firm])
      expect((await pms.api('POST', `/no-show-records/${id}/reported`)).status).toBe(409);
    const list = await pms.api('GET', `/no-show-records?hotelId=${world.hotelId}&from=2026-03-01`);
    expect(list.body['total']).toBe(3);
    const due = async () => {
      const path = `/no-show-records?hotelId=${world.hotelId}&channelReport=due`;
      return ((await pms.api('GET', path)).body['noShowRecords'] as { bookingId: string }[]).map(
        (one) => one.bookingId,
      );
    };
    expect(await due()).toEqual([]);
    // Of who comes after all there is nothing to report, until that was a mistake.
    const near_ = await near();
    const stay = [day(LISBON, -1), day(LISBON, 2)] as const;
    const comes = await pms.book(near_, ...stay, { guarantee: 'card', channel: 'booking.com' });
    await check(near_, at(0, '02:00'));
    const record = async () => (await pms.api('GET', `/no-show-records/${comes.id}`)).body['channelReport'];
    expect(await record()).toBe('due');
    // The board of the night says so while the channel takes it.
    const toTell = async () => {
      const { needs } = (await pms.api('GET', `/nights/current?hotelId=${near_.hotelId}`)).body;
      return (needs as { what: string }[]).filter(({ what }) => what === 'channel-report');
    };
    expect(await toTell()).toMatchObject([{ bookingId: comes.id, guest: 'Ana Sousa', channel: 'booking.com' }]);
    expect((await pms.api('POST', `/bookings/${comes.id}/check-in`)).status).toBe(200);
    expect(await record()).toBe('not_needed');
    expect(await toTell()).toEqual([]);
    expect((await pms.api('POST', `/no-show-records/${comes.id}/reported`)).status).toBe(409);
    await pms.api('POST', `/bookings/${comes.id}/undo-check-in`, { reason: 'Somebody else' });
    expect(await record()).toBe('due');
  });

  it('who is expected only since the cut-off may come until the night is over', async () => {
    const timeZone = zoneAt(20);
    const today = day({ timeZone }, 0);
    const world = await hotel(timeZone, { rooms: 9, from: today, to: addDays(today, 9) });
    const { hotelId, categoryId: roomCategoryId } = world;
    const done = async (method: string, path: string, body: object = {}) => {
      const answer = await pms.api(method, path, body);
      expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
      return answer.body;
    };
    const made = async (over: object = {}) => {
      const stay = { arrival: today, departure: addDays(today, 2), guestName: 'Ana', ...over };
      return `/bookings/${String((await done('POST', '/bookings', { hotelId, roomCategoryId, ...stay }))['id'])}`;
    };
    const booked = await made();
    const confirmed = await made({ status: 'tentative' });
    await done('POST', `${confirmed}/confirm`);
    const undone = await made();
    await done('POST', `${undone}/check-in`);
    await done('POST', `${undone}/undo-check-in`, { reason: 'Wrong guest' });
    const back = await made();
    await done('POST', `${back}/cancel`);
    await done('POST', `${back}/reinstate`);
    const moved = await made({ arrival: addDays(today, 1) });
    await done('PATCH', moved, { arrival: today });
    const without = await made({ guarantee: 'card' });
    await done('PATCH', without, { guarantee: 'none' });
    const long = await pms.book(world, today, addDays(today, 2));
    const late = [booked, confirmed, undone, back, moved, without];
    expect(await check(world, new Date().toISOString())).toMatchObject({ checked: 7, released: 1 });
    expect(await status(long.id)).toBe('no_show');
    const night = (time: string) => instantAt(addDays(today, 1), time, timeZone).toISOString();
    expect(await check(world, night('01:59'))).toMatchObject({ released: 0 });
    for (const path of late) expect((await pms.api('GET', path)).body['status']).toBe('confirmed');
    expect(await check(world, night('02:00'))).toMatchObject({ released: late.length });
  });

  it('a stay of last night that is entered, confirmed or brought back after its cut-off costs no fee before the next', async () => {
    const timeZone = zoneAt(3);
    const [yesterday, today, tomorrow] = [-1, 0, 1].map((offset) => day({ timeZone }, offset));
    const world = await hotel(timeZone, { rooms: 9, from: yesterday, to: tomorrow });
    await rule(world, { percent: '100' });
    const { hotelId, categoryId: roomCategoryId } = world;
    const made = async (over: object = {}) => {
      const stay = { arrival: yesterday, departure: today, guestName: 'Ana', guarantee: 'card', ...over };
      const { status: code, body } = await pms.api('POST', '/bookings', { hotelId, roomCategoryId, ...stay });
      expect(code).toBe(201);
      return String(body['id']);
    };
    const done = async (id: string, ...whats: string[]) => {
      for (const what of whats) {
        const body = what === 'confirm' ? { pastArrivalReason: 'A test' } : {};
        expect([what, (await pms.api('POST', `/bookings/${id}/${what}`, body)).status]).toEqual([what, 200]);
      }
    };
    const entered = [await made(), await made({ departure: tomorrow })];
    const confirmed = await made({ status: 'tentative' });
    await done(confirmed, 'confirm');
    const back = await made();
    await done(back, 'cancel', 'reinstate');
    // Marked at 02:00, and brought back; of a former release, where the record alone tells since when the guest is expected.
    const noShow = await pms.book(world, yesterday!, tomorrow!, { guarantee: 'card' });
    const former = await pms.book(world, yesterday!, tomorrow!, { guarantee: 'card' });
    const marked = [noShow.id, former.id];
    expect(await check(world, instantAt(today!, '02:00', timeZone).toISOString())).toMatchObject({
      noShowsDetected: 2,
    });
    for (const id of marked) await done(id, 'reinstate');
    await pms.expectedLong(former.id);
    const all = [...entered, confirmed, back, ...marked];
    expect(await check(world, new Date().toISOString())).toMatchObject({ checked: all.length, noShowsDetected: 0 });
    const next = (time: string) => instantAt(tomorrow!, time, timeZone).toISOString();
    expect(await check(world, next('01:59'))).toMatchObject({ noShowsDetected: 0 });
    expect(await check(world, next('02:00'))).toMatchObject({
      noShowsDetected: all.length,
      penaltiesApplied: all.length,
    });
    for (const id of marked) {
      expect(await folio(id)).toMatchObject({ gross: '200.00' });
      expect((await pms.api('GET', `/no-show-records/${id}`)).body).toMatchObject({
        reversedAt: null,
        penalty: '200.00',
      });
    }
  });

  it('the desk wins: a check-in at the moment of the check leaves one state, no fee and no night unsold', async () => {
    const zone = { timeZone: 'Europe/Lisbon' };
    const world = await hotel('Europe/Lisbon', { rooms: 101, from: day(zone, -1), to: day(zone, 5) });
    await rule(world, { percent: '100', nights: 1 });
    const tomorrow = new Date(Date.now() + 86_400_000);
    let reinstated = 0;
    for (let round = 0; round < 100; round++) {
      const booking = await pms.book(world, day(zone, -1), day(zone, 2), { guarantee: 'card' });
      const desk = () => pms.as(() => pms.get(FrontDesk).checkIn(booking.id));
      const job = () => pms.night(NoShowCheckProcessor, { hotelId: world.hotelId }, tomorrow);
      // Each a little ahead of the other in turn; now and then the job has just been.
      if (round % 10 === 9) await job();
      const both = round % 2 === 0 ? [desk(), job()] : [job(), desk()];
      await Promise.all(both);
      const after = await pms.as(() => pms.get(BookingsService).get(booking.id));
      expect(after.status).toBe('checked_in');
      const bill = await folio(booking.id);
      expect(bill.balance).toBe('0.00');
      if (bill.lines.length > 0) reinstated++;
    }
    expect(await sold(world, day(zone, -1), 3)).toEqual([100, 100, 100]);
    // Both orders came up, or the race was none.
    expect(reinstated).toBeGreaterThan(0);
    expect(reinstated).toBeLessThan(100);
    const rooms = await pms.sql<{ n: number }>(
      `SELECT count(DISTINCT room_id)::int AS n FROM room_assignment WHERE cancelled_at IS NULL AND reservation_id IN
         (SELECT id FROM booking WHERE hotel_id = $1)`,
      [world.hotelId],
    );
    expect(rooms[0]!.n).toBe(100);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/platform/dates/index.js';
import { deskBookingCases } from './desk-booking-cases.js';
import { bodyCases } from './body-cases.js';
import { deskCases } from './desk-cases.js';
import { CLOSE_ANYHOW, day, PmsHarness, type World } from './harness.js';
import { stayChargesCases } from './stay-charges-cases.js';

interface Folio {
  id: string;
  gross: string;
  balance: string;
  windows: { number: number; net: string; tax: string; gross: string; payer: object }[];
  lines: { id: number; window: number; kind: string; serviceDate: string; amount: string }[];
}

describe('bookings over HTTP', () => {
  let pms: PmsHarness;
  let world: World;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  async function hotel(rooms = 2, timeZone = 'Europe/Lisbon') {
    world = await pms.hotel({ rooms, timeZone, from: day({ timeZone }, -10), to: day({ timeZone }, 30) });
  }
  const body = (arrival: number, departure: number, over: object = {}) => ({
    hotelId: world.hotelId,
    roomCategoryId: world.categoryId,
    arrival: day(world, arrival),
    departure: day(world, departure),
    guestName: 'Ana Sousa',
    ...over,
  });
  const sold = async (offset: number) => {
    const [row] = await pms.sql<{ sold: number }>(
      'SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date = $2',
      [world.categoryId, day(world, offset)],
    );
    return row!.sold;
  };

  it('sells each night, and names the nights that are full', async () => {
    await hotel(1);
    const booked = await pms.api('POST', '/bookings', body(1, 3));
    expect(booked.status).toBe(201);
    expect(booked.body).toMatchObject({ status: 'confirmed', total: '200.00', guarantee: 'none' });
    expect(booked.body['nights']).toEqual([
      { date: day(world, 1), price: '100.00' },
      { date: day(world, 2), price: '100.00' },
    ]);
    const refused = await pms.api('POST', '/bookings', body(0, 3));
    expect(refused.status).toBe(409);
    expect(refused.body['dates']).toEqual([day(world, 1), day(world, 2)]);
    expect(await sold(0)).toBe(0);
  });

  it('books a group whole or not at all', async () => {
    await hotel(2);
    const refused = await pms.api('POST', '/bookings/groups', { bookings: [body(1, 2), body(1, 2), body(1, 2)] });
    expect(refused.status).toBe(409);
    expect(await sold(1)).toBe(0);
    const booked = await pms.api('POST', '/bookings/groups', { bookings: [body(1, 2), body(1, 2)] });
    expect(booked.status).toBe(201);
    const list = await pms.api('GET', `/bookings?groupId=${String(booked.body['groupId'])}`);
    expect(list.body['total']).toBe(2);
  });

  it('tentative sells nothing until it is confirmed', async () => {
    await hotel(1);
    const { body: booking } = await pms.api('POST', '/bookings', body(1, 2, { status: 'tentative' }));
    expect(await sold(1)).toBe(0);
    expect((await pms.api('POST', `/bookings/${String(booking['id'])}/confirm`)).body['status']).toBe('confirmed');
    expect(await sold(1)).toBe(1);
  });

  it('cancels, reinstates, and refuses to reinstate what was sold meanwhile', async () => {
    await hotel(1);
    const { body: booking } = await pms.api('POST', '/bookings', body(1, 3, { nightPrices: ['80', '85.50'] }));
    const path = `/bookings/${String(booking['id'])}`;
    expect((await pms.api('POST', `${path}/cancel`, { reason: 'Flight' })).body['status']).toBe('cancelled');
    expect(await sold(1)).toBe(0);
    expect((await pms.api('POST', `${path}/cancel`)).status).toBe(409);
    const back = await pms.api('POST', `${path}/reinstate`);
    expect(back.body).toMatchObject({ status: 'confirmed', total: '165.50', cancelReason: null });
    expect(await sold(2)).toBe(1);
    await pms.api('POST', `${path}/cancel`);
    await pms.api('POST', '/bookings', body(2, 3));
    const refused = await pms.api('POST', `${path}/reinstate`);
    expect(refused.status).toBe(409);
    expect(refused.body['dates']).toEqual([day(world, 2)]);
    expect((await pms.api('GET', path)).body['status']).toBe('cancelled');
  });

  it('moves dates: new nights are sold, given up ones go back', async () => {
    await hotel(1);
    const { body: booking } = await pms.api('POST', '/bookings', body(1, 3));
    const path = `/bookings/${String(booking['id'])}`;
    const moved = await pms.api('PATCH', path, { arrival: day(world, 2), departure: day(world, 5) });
    expect(moved.body).toMatchObject({ total: '300.00', arrival: day(world, 2), departure: day(world, 5) });
    expect(await Promise.all([1, 2, 3, 4, 5].map(sold))).toEqual([0, 1, 1, 1, 0]);
  });

  it('checks in, charges the nights once, checks out and gives back what was not used', async () => {
    await hotel(2);
    await pms.api('PUT', `/hotels/${world.hotelId}/tax-categories/LODGING`, {
      name: 'Accommodation',
      treatment: 'taxable',
      rate: '10',
    });
    expect((await pms.api('PATCH', `/hotels/${world.hotelId}/policy`, { roomTaxCode: 'LODGING' })).status).toBe(200);
    const { body: booking } = await pms.api('POST', '/bookings', body(-2, 3));
    const path = `/bookings/${String(booking['id'])}`;
    const come = await pms.api('POST', `${path}/check-in`);
    expect(come.status).toBe(200);
    expect(come.body['rooms']).toHaveLength(1);
    expect((await pms.api('POST', `${path}/check-in`)).status).toBe(409);
    const left = await pms.api('POST', `${path}/check-out`);
    expect(left.body).toMatchObject({ status: 'checked_out', departure: day(world, 0), total: '200.00' });
    expect(await sold(0)).toBe(0);
    const folio = (await pms.api('GET', `${path}/folio`)).body as unknown as Folio;
    expect(folio.lines.map(({ kind, serviceDate }) => [kind, serviceDate])).toEqual([
      ['night', day(world, -2)],
      ['night', day(world, -1)],
    ]);
    expect(folio.windows[0]).toMatchObject({ net: '181.82', tax: '18.18', gross: '200.00' });
  });

  it('charges nights to an open window: when all have been invoiced, to one more of the same payer', async () => {
    await hotel(1);
    const { body: booking } = await pms.api('POST', '/bookings', body(-2, 3));
    const path = `/bookings/${String(booking['id'])}`;
    await pms.api('POST', `${path}/check-in`);
    const folioId = (await pms.api('GET', `${path}/folio`)).body['id'];
    await pms.sql('UPDATE folio_window SET invoiced_at = now() WHERE folio_id = $1', [folioId]);
    expect((await pms.api('POST', `${path}/check-out`)).status).toBe(200);
    const folio = (await pms.api('GET', `${path}/folio`)).body as unknown as Folio;
    expect(folio.lines.map(({ window }) => window)).toEqual([2, 2]);
    expect(folio.windows.map(({ number, gross }) => [number, gross])).toEqual([
      [1, '0.00'],
      [2, '200.00'],
    ]);
    expect(folio.windows[1]!.payer).toEqual(folio.windows[0]!.payer);
  });

  it('splits a line between two payers so that the parts add up', async () => {
    await hotel(1);
    const { body: booking } = await pms.api('POST', '/bookings', body(1, 2));
    const folio = (await pms.api('GET', `/bookings/${String(booking['id'])}/folio`)).body as unknown as Folio;
    const path = `/folios/${folio.id}`;
    const charged = await pms.api('POST', `${path}/charges`, { description: 'Dinner', amount: '100.01' });
    expect(charged.status).toBe(201);
    await pms.api('POST', `${path}/windows`, { name: 'Contoso Travel Ltd' });
    const line = (charged.body as unknown as Folio).lines[0]!;
    const split = (await pms.api('POST', `${path}/lines/${line.id}/move`, { window: 2, amount: '33.34' }))
      .body as unknown as Folio;
    expect(split.windows.map(({ gross }) => gross)).toEqual(['66.67', '33.34']);
    expect(split.gross).toBe('100.01');
    const corrected = await pms.api('POST', `${path}/lines/${line.id}/correct`, { reason: 'Not ordered' });
    expect(corrected.body).toMatchObject({ gross: '33.34' });
    expect((await pms.api('POST', `${path}/lines/${line.id}/correct`, { reason: 'Again' })).status).toBe(409);
    const paid = await pms.api('POST', `${path}/payments`, { method: 'card', amount: 33.34, window: 2 });
    expect(paid.body).toMatchObject({ balance: '0.00' });
  });

  it('closes the business day when guests are accounted for, or with a reason', async () => {
    await hotel(2);
    const { body: due } = await pms.api('POST', '/bookings', body(0, 2));
    const current = await pms.api('GET', `/hotels/${world.hotelId}/business-days/current`);
    expect(current.body).toMatchObject({ businessDate: day(world, 0), status: 'open' });
    // Who it is, and where to go.
    const { id, code, guestName } = due;
    expect(current.body['checks']).toContainEqual(
      expect.objectContaining({ check: 'ARRIVALS_DUE', bookings: [{ id, code, guestName, room: null }] }),
    );
    const days = `/hotels/${world.hotelId}/business-days`;
    const { earlyReason } = CLOSE_ANYHOW;
    const waive = [{ check: 'NIGHT_JOBS', reason: 'A new hotel' }];
    const refused = await pms.api('POST', `${days}/${day(world, 0)}/close`, { earlyReason, waive });
    expect(refused).toMatchObject({ status: 409, body: { code: 'CHECKLIST_OPEN' } });
    expect(refused.body['checks']).toContainEqual(
      expect.objectContaining({ check: 'ARRIVALS_DUE', level: 'blocker', examples: [due['code']] }),
    );
    await pms.api('POST', `/bookings/${String(due['id'])}/check-in`);
    const closed = await pms.api('POST', `${days}/${day(world, 0)}/close`, { earlyReason, waive });
    expect(closed.body).toMatchObject({ status: 'closed', businessDate: day(world, 0) });
    const folio = (await pms.api('GET', `/bookings/${String(due['id'])}/folio`)).body as unknown as Folio;
    expect(folio.lines).toHaveLength(1);
    const next = await pms.api('GET', `/hotels/${world.hotelId}/business-days/current`);
    expect(next.body['businessDate']).toBe(addDays(day(world, 0), 1));
    // Tomorrow has not begun.
    const ahead = await pms.api('POST', `${days}/${String(next.body['businessDate'])}/close`, CLOSE_ANYHOW);
    expect(ahead).toMatchObject({ status: 409, body: { code: 'DAY_NOT_BEGUN' } });
  });

  it('what is posted while the day closes is in its pack, or in the next day', async () => {
    for (let round = 0; round < 5; round++) {
      await hotel(1);
      const { body: booking } = await pms.api('POST', '/bookings', body(-1, 3));
      const path = `/bookings/${String(booking['id'])}`;
      await pms.api('POST', `${path}/check-in`);
      const folioId = String((await pms.api('GET', `${path}/folio`)).body['id']);
      const days = `/hotels/${world.hotelId}/business-days`;
      const date = day(world, -1);
      // The check-in has opened today.
      await pms.sql('UPDATE business_day SET business_date = $2 WHERE hotel_id = $1', [world.hotelId, date]);
      const charge = () => pms.api('POST', `/folios/${folioId}/charges`, { description: 'Bar', amount: '1.00' });
      const posting = Array.from({ length: 10 }, charge);
      const [closed, ...posted] = await Promise.all([
        pms.api('POST', `${days}/${date}/close`, CLOSE_ANYHOW),
        ...posting,
      ]);
      expect([closed.status, ...posted.map(({ status }) => status)]).toEqual([200, ...posting.map(() => 201)]);
      const { body: pack } = await pms.api('GET', `/hotels/${world.hotelId}/night-audits/${date}`);
      const [posts] = await pms.sql<{ charged: string }>(
        `SELECT (sum(amount_minor) / 100.0)::numeric(12, 2)::text AS charged FROM folio_line
         WHERE hotel_id = $1 AND business_date = $2`,
        [world.hotelId, date],
      );
      expect((pack['trialBalance'] as { charged: string }).charged).toBe(posts!.charged);
    }
  });

  it('a hotel gets a schedule for each night job in its own zone, and may change it', async () => {
    await hotel(1, 'America/New_York');
    const path = `/hotels/${world.hotelId}/job-settings`;
    const { jobs } = (await pms.api('GET', path)).body as unknown as { jobs: Record<string, unknown>[] };
    expect(jobs).toHaveLength(5);
    expect(jobs[0]).toMatchObject({ jobName: 'daily-housekeeping-round', cron: '0 0 * * *', enabled: true });
    const next = new Date(jobs[0]!['nextRunAt'] as string);
    expect(next.toLocaleTimeString('en-GB', { timeZone: 'America/New_York' })).toBe('00:00:00');
    const ofTwo = () =>
      pms.sql<{ id: string }>(
        `SELECT id, name, enabled, due_seconds FROM schedule WHERE hotel_id = $1 AND name IN ('no-show-check', 'invoice-generation')
         ORDER BY name`,
        [world.hotelId],
      );
    const due = { dueSeconds: 5_400 };
    expect((await pms.api('PATCH', `/schedules/${(await ofTwo())[1]!.id}`, due)).status).toBe(200);
    const off = await pms.api('PUT', path, { jobs: [{ jobName: 'no-show-check', enabled: false }] });
    expect(off.status).toBe(200);
    // Done two hours after their time, unless somebody has said otherwise.
    expect(await ofTwo()).toMatchObject([
      { name: 'invoice-generation', enabled: true, due_seconds: 7_200 },
      { name: 'no-show-check', enabled: false, due_seconds: 5_400 },
    ]);
    expect((await pms.api('PUT', path, { jobs: [{ jobName: 'no-show-check', cron: 'x' }] })).status).toBe(400);
  });

  describe('at the desk', () => {
    deskCases(() => pms);
    deskBookingCases(() => pms);
    bodyCases(() => pms);
  });
  stayChargesCases(() => pms);
});

import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/platform/dates/index.js';
import type { NightAuditPack } from '../../src/pms/night-audit/night-audit.dto.js';
import { FoliosService } from '../../src/pms/folios/folios.service.js';
import { PenaltyRulesService } from '../../src/pms/penalties/penalty-rules.service.js';
import { CLOSE_ANYHOW, day, type PmsHarness, type World, zoneAt } from './harness.js';

const JOBS = ['daily-housekeeping-round', 'no-show-check', 'availability-recalc', 'invoice-generation'];
const cents = (amount: string) => Math.round(Number(amount) * 100);

/** The pack of a night names who and what, and its figures agree, in each of its forms. */
export function packCases(harness: () => PmsHarness): void {
  const api = (method: string, path: string, body?: object) => harness().api(method, path, body);
  const pack = async (world: World, date: string) =>
    (await api('GET', `/hotels/${world.hotelId}/night-audits/${date}`)).body as unknown as NightAuditPack;

  /** A hotel at nine in the morning whose books of yesterday are open. */
  async function morning(rooms: number, over: { currency?: string } = {}): Promise<World> {
    const timeZone = zoneAt(9);
    const world = await harness().hotel({
      rooms,
      timeZone,
      from: day({ timeZone }, -3),
      to: day({ timeZone }, 10),
      ...over,
    });
    await harness().sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
      harness().tenantId,
      world.hotelId,
      day(world, -1),
    ]);
    return world;
  }

  async function taxes(world: World, pricesIncludeTax: boolean): Promise<void> {
    for (const [code, rate] of [
      ['LODGING', '10'],
      ['FOOD', '20'],
    ])
      await api('PUT', `/hotels/${world.hotelId}/tax-categories/${code}`, { name: code, treatment: 'taxable', rate });
    await api('PATCH', `/hotels/${world.hotelId}/policy`, { roomTaxCode: 'LODGING', pricesIncludeTax });
  }

  const folioOf = async (id: string) => (await api('GET', `/bookings/${id}/folio`)).body;
  const charge = async (id: string, body: object) =>
    api('POST', `/folios/${String((await folioOf(id))['id'])}/charges`, body);

  describe('the pack of a night', () => {
    it('names rooms, guests and amounts; figures, jobs, ledger, PDF and CSV agree', async () => {
      const world = await morning(6);
      await taxes(world, true);
      await harness().as(() =>
        harness()
          .get(PenaltyRulesService)
          .create({ hotelId: world.hotelId, name: 'All', percent: '100', isDefault: true }),
      );
      const [before, date, today, next] = [-2, -1, 0, 1].map((offset) => day(world, offset));
      const stays = await harness().inHouse(world, '101', date!, next!, { guestName: 'Ana Stays' });
      const leaves = await harness().inHouse(world, '102', before!, date!, { guestName: 'Bob Leaves' });
      await folioOf(leaves.id);
      const book = (guestName: string, guarantee: 'card' | 'none') =>
        harness().book(world, date!, today!, { guestName, guarantee });
      await book('Cem Missing', 'card');
      await book('Dee Released', 'none');
      const late = await book('Eva Late', 'card');
      await charge(stays.id, { description: 'Dinner', amount: '24.00', taxCode: 'FOOD', department: 'food' });
      await api('POST', `/folios/${String((await folioOf(stays.id))['id'])}/payments`, {
        method: 'card',
        amount: '50',
      });
      expect((await api('POST', `/bookings/${leaves.id}/check-out`)).status).toBe(200);
      for (const job of JOBS) await api('POST', `/jobs/trigger/${job}`, { hotelId: world.hotelId });
      expect((await api('POST', `/bookings/${late.id}/check-in`, {})).status).toBe(200);
      // It ran again, and found nobody: the figures are of the date, not of its last run.
      await api('POST', '/jobs/trigger/no-show-check', { hotelId: world.hotelId });
      const closed = await api('POST', `/hotels/${world.hotelId}/business-days/${date}/close`);
      expect(closed.status).toBe(200);

      const made = await pack(world, date!);
      const { figures, trialBalance, exceptions, guestLedger } = made;
      expect(figures).toMatchObject({ arrivals: 2, departures: 1, noShows: 1, released: 1, occupied: 2 });
      const check = made.jobs.find(({ jobName }) => jobName === 'no-show-check')!;
      expect(check.text).toMatch(/^1 no-show, 1 released; 1 fee, 100.00 EUR/);
      expect(check.result).toMatchObject({ noShowsDetected: 1, released: 1, penaltyTotal: '100.00' });
      expect(made.closing).toMatchObject({ by: closed.body['closedByName'], earlyReason: null });
      expect(made.closing!.by).toMatch(/@/);
      const about = (guest: string) => exceptions.find((one) => one.guest === guest);
      expect(about('Cem Missing')).toMatchObject({ source: 'no-show-check', amount: '100.00' });
      expect(about('Eva Late')).toMatchObject({ text: expect.stringMatching(/came after all/) });
      expect(about('Bob Leaves')).toMatchObject({ source: 'OPEN_BALANCES', room: '102', amount: '100.00' });
      expect(made.departed).toEqual([{ room: '102', guest: 'Bob Leaves', booking: leaves.code }]);
      expect(made.arrived.map(({ guest }) => guest)).toEqual(['Ana Stays', 'Eva Late']);
      expect(guestLedger.find(({ room }) => room === '101')).toMatchObject({
        guest: 'Ana Stays',
        opening: '0.00',
        charged: '124.00',
        paid: '50.00',
        closing: '74.00',
      });
      // Three nights, a fee, another that was taken back; dinner beside them.
      expect(made.departments).toEqual([
        { department: 'rooms', lines: 6, net: '372.73', tax: '27.27', gross: '400.00' },
        { department: 'food', lines: 1, net: '20.00', tax: '4.00', gross: '24.00' },
      ]);
      expect(made.revenueTotal).toEqual({ net: '392.73', tax: '31.27', gross: '424.00' });
      expect(trialBalance).toMatchObject({ opening: '0.00', charged: '424.00', paid: '50.00', closing: '374.00' });
      for (const member of ['opening', 'charged', 'paid', 'closing'] as const)
        expect(guestLedger.reduce((sum, line) => sum + cents(line[member]), 0)).toBe(cents(trialBalance[member]));

      const file = async (form: string) =>
        (await api('GET', `/hotels/${world.hotelId}/night-audits/${date}/${form}`)).text;
      const csv = await file('csv');
      for (const line of [
        'guest ledger,,101,Ana Stays',
        'guest ledger,total,,,,,,,,,0.00,424.00,50.00,374.00',
        'departments,food,,,,,1,20.00,4.00,24.00',
        'figures,noShows,,,,,1',
        `left,,102,Bob Leaves,${leaves.code}`,
      ])
        expect(csv).toContain(line);
      // Each figure once, so that a column can be summed up.
      expect(csv.match(/^deposits,closing/gm)).toHaveLength(1);
      expect((await file('pdf')).match(/\/Type \/Page\b/g)).toHaveLength(1);

      // The next day opens with what this one closed with, guest by guest.
      const following = await pack(world, today!);
      expect(following.trialBalance.opening).toBe('374.00');
      expect(following.guestLedger.find(({ room }) => room === '102')).toMatchObject({ opening: '100.00' });
    });

    it('the ledger of prices without tax is that of the bills, and what their rounding makes is told', async () => {
      const world = await morning(3);
      await taxes(world, false);
      const date = day(world, -1);
      const ids: string[] = [];
      for (const room of ['101', '102', '103']) {
        const { id } = await harness().inHouse(world, room, date, addDays(date, 2), {
          nightPrices: ['33.35', '33.35'],
        });
        await folioOf(id);
        ids.push(id);
      }
      expect((await api('POST', `/hotels/${world.hotelId}/business-days/${date}/close`, CLOSE_ANYHOW)).status).toBe(
        200,
      );
      const made = await pack(world, date);
      // 33.35 with 10 % is 36.69 on each of three bills; the tax of their sum is 10.01 (10.005), of each 3.34.
      const bills = await Promise.all(ids.map(async (id) => cents(String((await folioOf(id))['gross']))));
      const total = bills.reduce((sum, one) => sum + one, 0);
      expect(cents(made.trialBalance.charged)).toBe(total);
      expect(cents(made.revenueTotal.gross)).toBe(total);
      expect(made.departments).toEqual([
        { department: 'rooms', lines: 3, net: '100.05', tax: '10.01', gross: '110.06' },
        { department: 'rounding', lines: 0, net: '0.00', tax: '0.01', gross: '0.01' },
      ]);
    });

    it('the rate of a room is that of the nights of the date, less what took them back', async () => {
      const world = await morning(2);
      const [before, date] = [day(world, -3), day(world, -1)];
      // Three nights are posted at one close, two of them of dates before.
      const guest = await harness().inHouse(world, '101', before, addDays(date, 1));
      await folioOf(guest.id);
      const other = await harness().inHouse(world, '102', date, addDays(date, 2));
      await folioOf(other.id);
      await harness().as(() => harness().get(FoliosService).postNights(world.hotelId, date));
      const { id, lines } = (await folioOf(other.id)) as unknown as { id: string; lines: { id: number }[] };
      await api('POST', `/folios/${id}/lines/${lines[0]!.id}/correct`, { reason: 'On the house' });
      const { figures } = await pack(world, date);
      expect(figures).toMatchObject({ occupied: 2, averageDailyRate: '50.00', revenuePerRoom: '50.00' });
    });

    it('of an empty hotel has nothing but what did not run', async () => {
      const world = await morning(1);
      const made = await pack(world, day(world, -1));
      expect(made).toMatchObject({ status: 'preliminary', closing: null, guestLedger: [], departed: [], notCome: [] });
      expect(made.exceptions.map(({ source }) => source)).toEqual(['NIGHT_JOBS']);
    });
  });
}

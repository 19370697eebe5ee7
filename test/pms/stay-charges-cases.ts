import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { StepsAsNoShow1764826084000 } from '../../migrations/1764826084000-steps-as-no-show.js';
import { FoliosService } from '../../src/pms/folios/folios.service.js';
import { cityTaxCases, type Folio } from './city-tax-cases.js';
import { day, type PmsHarness, type World } from './harness.js';

/** Inventory, folio and booking agree after every change of dates, and after a cancellation. */
export function stayChargesCases(pms: () => PmsHarness): void {
  let world: World;
  beforeEach(async () => {
    const timeZone = 'Europe/Lisbon';
    world = await pms().hotel({ rooms: 1, timeZone, from: day({ timeZone }, -10), to: day({ timeZone }, 30) });
  });

  const book = async (arrival: number, departure: number, over: object = {}) => {
    const { hotelId, categoryId: roomCategoryId } = world;
    const dates = { arrival: day(world, arrival), departure: day(world, departure) };
    const made = await pms().api('POST', '/bookings', { hotelId, roomCategoryId, ...dates, guestName: 'Ana', ...over });
    expect(made.status).toBe(201);
    return `/bookings/${String(made.body['id'])}`;
  };
  const folioOf = async (path: string) => (await pms().api('GET', `${path}/folio`)).body as unknown as Folio;
  const sold = async (offset: number) =>
    (
      await pms().sql<{ sold: number }>('SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date = $2', [
        world.categoryId,
        day(world, offset),
      ])
    )[0]!.sold;
  /** What the close of a business date posts. */
  const postUntil = (offset: number) =>
    pms().as(() => pms().get(FoliosService).postNights(world.hotelId, day(world, offset)));
  /** Nobody of them comes back. */
  const longAgo = () =>
    pms().sql(
      `UPDATE booking SET arrival = arrival - 20, departure = departure - 20, departed_on = departed_on - 20 WHERE hotel_id = $1`,
      [world.hotelId],
    );
  const inHouse = async (arrival: number, departure: number) => {
    const path = await book(arrival, departure);
    expect((await pms().api('POST', `${path}/check-in`)).status).toBe(200);
    return path;
  };

  describe('nights that are given back', () => {
    it('an early check-out takes back the night that was charged at the close and is sold again', async () => {
      const path = await inHouse(-1, 2);
      await postUntil(0);
      expect(await folioOf(path)).toMatchObject({ gross: '200.00' });
      const left = await pms().api('POST', `${path}/check-out`);
      expect(left.body).toMatchObject({ status: 'checked_out', departure: day(world, 0), total: '100.00' });
      const folio = await folioOf(path);
      expect(folio.gross).toBe('100.00');
      const [, today, back] = folio.lines;
      expect(folio.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
        ['night', '100.00'],
        ['night', '100.00'],
        ['correction', '-100.00'],
      ]);
      expect(back).toMatchObject({ correctsId: today!.id, serviceDate: day(world, 0) });
      expect(await sold(0)).toBe(0);
      await book(0, 1);
    });

    it('taken back, it charges again what was left of the nights, to who paid it; what was taken off stays off', async () => {
      const path = await inHouse(-1, 3);
      await postUntil(1);
      const { id, lines } = await folioOf(path);
      const line = (offset: number, what: string, body: object) => {
        const night = lines.find(({ serviceDate }) => serviceDate === day(world, offset))!;
        return pms().api('POST', `/folios/${id}/lines/${night.id}/${what}`, body);
      };
      await pms().api('POST', `/folios/${id}/windows`, { name: 'Company Ltd' });
      expect((await line(0, 'move', { window: 2, amount: '60.00' })).status).toBe(201);
      expect((await line(0, 'correct', { reason: 'Noise' })).status).toBe(201);
      expect((await line(1, 'correct', { reason: 'On the house' })).status).toBe(201);
      const bill = async () => {
        const { gross, windows } = await folioOf(path);
        return [gross, ...windows.map((window) => window.gross)];
      };
      for (let times = 0; times < 2; times++) {
        expect(await bill()).toEqual(['160.00', '100.00', '60.00']);
        expect((await pms().api('POST', `${path}/check-out`)).status).toBe(200);
        expect(await bill()).toEqual(['100.00', '100.00', '0.00']);
        expect((await pms().api('POST', `${path}/undo-check-out`, { reason: 'Stays' })).status).toBe(200);
      }
      expect(await postUntil(1)).toBe(0);
      expect(await bill()).toEqual(['160.00', '100.00', '60.00']);
      expect(await postUntil(2)).toBe(1);
      expect((await bill())[0]).toBe('260.00');
    });

    it('a shorter stay takes it back too; a longer one after all charges it again, once', async () => {
      const path = await inHouse(-1, 4);
      await postUntil(1);
      const shorter = await pms().api('PATCH', path, { departure: day(world, 1) });
      expect(shorter.body).toMatchObject({ total: '200.00' });
      expect(await folioOf(path)).toMatchObject({ gross: '200.00' });
      const longer = await pms().api('PATCH', path, { departure: day(world, 3) });
      expect(longer.body).toMatchObject({ total: '400.00' });
      expect(await postUntil(2)).toBe(2);
      expect(await postUntil(2)).toBe(0);
      expect(await folioOf(path)).toMatchObject({ gross: '400.00' });
      await pms().api('POST', `${path}/check-out`);
      expect(await folioOf(path)).toMatchObject({ gross: '100.00' });
    });

    it('a line that was corrected by hand is not taken back twice', async () => {
      const path = await inHouse(-1, 2);
      await postUntil(1);
      const { id, lines } = await folioOf(path);
      await pms().api('POST', `/folios/${id}/lines/${lines[2]!.id}/correct`, { reason: 'Complaint' });
      expect((await pms().api('PATCH', path, { departure: day(world, 1) })).status).toBe(200);
      expect(await folioOf(path)).toMatchObject({ gross: '200.00' });
    });

    it('a night on an invoice does not go back: 409 on both routes, and nothing changes, until it is credited', async () => {
      const path = await inHouse(-1, 2);
      await postUntil(1);
      const { id, lines } = await folioOf(path);
      await pms().api('POST', `/folios/${id}/windows`, { name: 'Contoso Travel Ltd' });
      expect((await pms().api('POST', `/folios/${id}/lines/${lines[2]!.id}/move`, { window: 2 })).status).toBe(201);
      const entity = { name: `Casa ${world.hotelId}`, address: 'Rua 1', country: 'PT' };
      const { body: seller } = await pms().api('POST', '/legal-entities', entity);
      const series = { legalEntityId: seller['id'], invoiceCode: 'C', creditCode: 'N' };
      await pms().api('PUT', `/hotels/${world.hotelId}/invoicing`, series);
      const issued = await pms().api('POST', '/invoices', { folioId: id, window: 2 });
      expect(issued.status).toBe(201);
      for (const refused of [
        await pms().api('PATCH', path, { departure: day(world, 1) }),
        await pms().api('POST', `${path}/check-out`),
      ]) {
        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({ code: 'CONFLICT', reason: 'NIGHT_INVOICED', dates: [day(world, 1)] });
      }
      expect((await pms().api('GET', path)).body).toMatchObject({ status: 'checked_in', total: '300.00' });
      expect(await folioOf(path)).toMatchObject({ gross: '300.00' });
      expect(await sold(0)).toBe(1);
      await pms().api('POST', `/invoices/${String(issued.body['id'])}/credit-notes`, { reason: 'Leaves early' });
      const left = await pms().api('POST', `${path}/check-out`);
      expect(left.body).toMatchObject({ status: 'checked_out', total: '100.00' });
      expect(await folioOf(path)).toMatchObject({ gross: '100.00' });
      expect(await sold(0)).toBe(0);
    });
  });

  it('prices do not turn from gross to net while a stay that was sold is to be charged', async () => {
    const policy = `/hotels/${world.hotelId}/policy`;
    const turn = (pricesIncludeTax: boolean) => pms().api('PATCH', policy, { pricesIncludeTax });
    const path = await book(1, 2);
    expect((await turn(false)).body).toMatchObject({ status: 409, reason: 'PRICES_SOLD' });
    expect((await turn(true)).status).toBe(200);
    // Who may come back is charged what was agreed then.
    await pms().api('PATCH', path, { arrival: day(world, 0) });
    for (const step of ['cancel', 'reinstate', 'check-in', 'check-out']) {
      expect((await pms().api('POST', `${path}/${step}`)).status).toBe(200);
      expect([step, (await turn(false)).body]).toMatchObject([step, { status: 409, reason: 'PRICES_SOLD' }]);
    }
    await longAgo();
    for (const status of ['tentative', 'confirmed', 'cancelled', 'no_show', 'checked_out']) {
      await pms().sql('UPDATE booking SET status = $2 WHERE hotel_id = $1', [world.hotelId, status]);
      expect([status, (await turn(status === 'confirmed' || status === 'no_show')).status]).toEqual([status, 200]);
    }
  });

  it('two changes of a policy at once are both kept', async () => {
    const policy = `/hotels/${world.hotelId}/policy`;
    for (let n = 0; n < 15; n++) {
      const hour = String(n).padStart(2, '0');
      const both = [{ closeFrom: `${hour}:10` }, { holdUntil: `${hour}:20` }, { refreshDays: n + 1 }];
      await Promise.all(both.map((change) => pms().api('PATCH', policy, change)));
      expect((await pms().api('GET', policy)).body).toMatchObject(
        both.reduce<object>((all, one) => ({ ...all, ...one }), {}),
      );
    }
  });

  describe('cancellation fee', () => {
    const rule = async (cancellation: object[], over: object = {}) => {
      const body = { hotelId: world.hotelId, name: 'Flexible', percent: '100', nights: 1, cancellation, ...over };
      const made = await pms().api('POST', '/penalty-rules', body);
      expect(made.status).toBe(201);
      return made.body['id'] as number;
    };
    const tax = () =>
      pms().api('PUT', `/hotels/${world.hotelId}/tax-categories/FEE`, {
        name: 'Fee',
        treatment: 'taxable',
        rate: '10',
      });

    it('is charged by the rule of the day of booking, and taken back by a reinstatement', async () => {
      await tax();
      const penaltyRuleId = await rule([{ daysBefore: 3, time: '00:00' }], { taxCode: 'FEE' });
      const path = await book(2, 4, { penaltyRuleId });
      const asked = await pms().api('GET', `${path}/cancellation`);
      expect(asked.body).toMatchObject({ fee: '100.00', currency: 'EUR', fees: [{ fee: '100.00' }] });
      await pms().api('PATCH', `/penalty-rules/${penaltyRuleId}`, { cancellation: [] });
      const cancelled = await pms().api('POST', `${path}/cancel`, { reason: 'Flight' });
      expect(cancelled.body).toMatchObject({
        status: 'cancelled',
        cancelReason: 'Flight',
        cancelledBy: expect.any(String),
        cancellationFee: { amount: '100.00', charged: true, waivedBecause: null },
      });
      const folio = await folioOf(path);
      expect(folio.lines).toMatchObject([
        { kind: 'cancellation', amount: '100.00', description: 'Cancellation: Flexible', serviceDate: day(world, 0) },
      ]);
      expect(folio.windows[0]).toMatchObject({ net: '90.91', tax: '9.09', gross: '100.00' });
      const [line] = await pms().sql<{ created_by: string }>('SELECT created_by FROM folio_line WHERE id = $1', [
        folio.lines[0]!.id,
      ]);
      expect(line!.created_by).toBe(cancelled.body['cancelledBy']);
      const back = await pms().api('POST', `${path}/reinstate`);
      expect(back.body).toMatchObject({ status: 'confirmed', cancellationFee: null, cancelledBy: null });
      expect((await folioOf(path)).gross).toBe('0.00');
      await pms().api('POST', `${path}/cancel`);
      expect((await folioOf(path)).gross).toBe('100.00');
      // Where prices are without tax, so is the share of them.
      await pms().api('PATCH', `/penalty-rules/${penaltyRuleId}`, { cancellation: [{ daysBefore: 3, time: '00:00' }] });
      await longAgo();
      const turned = await pms().api('PATCH', `/hotels/${world.hotelId}/policy`, { pricesIncludeTax: false });
      expect(turned.status).toBe(200);
      const net = await book(2, 4, { penaltyRuleId });
      await pms().api('POST', `${net}/cancel`);
      expect((await folioOf(net)).windows[0]).toMatchObject({ net: '100.00', tax: '10.00', gross: '110.00' });
    });

    it('is free before its hour, of a tentative booking, and without steps', async () => {
      const penaltyRuleId = await rule([{ daysBefore: 1, time: '00:00', percent: '50' }]);
      const late = await book(1, 3, { penaltyRuleId });
      expect((await pms().api('POST', `${late}/cancel`)).body).toMatchObject({ cancellationFee: { amount: '100.00' } });
      for (const [arrival, over] of [
        [5, { penaltyRuleId }],
        [1, { penaltyRuleId, status: 'tentative' }],
        [1, {}],
      ] as const) {
        const path = await book(arrival, arrival + 2, over);
        const { body } = await pms().api('POST', `${path}/cancel`);
        expect(body).toMatchObject({ cancellationFee: { amount: '0.00', charged: false } });
        expect((await folioOf(path)).lines).toEqual([]);
      }
    });

    it('is waived with a reason; one that was waived on the folio is not taken back again', async () => {
      const penaltyRuleId = await rule([{ daysBefore: 9, flat: '80.00' }]);
      const waived = await book(1, 2, { penaltyRuleId });
      expect((await pms().api('POST', `${waived}/cancel`, { waiveFee: '' })).status).toBe(400);
      const { body } = await pms().api('POST', `${waived}/cancel`, { waiveFee: 'Illness' });
      expect(body).toMatchObject({ cancellationFee: { amount: '80.00', charged: false, waivedBecause: 'Illness' } });
      expect((await folioOf(waived)).lines).toEqual([]);

      const path = await book(1, 2, { penaltyRuleId });
      await pms().api('POST', `${path}/cancel`);
      const { id, lines } = await folioOf(path);
      await pms().api('POST', `/folios/${id}/lines/${lines[0]!.id}/correct`, { reason: 'Goodwill' });
      expect((await pms().api('POST', `${path}/reinstate`)).status).toBe(200);
      expect((await folioOf(path)).gross).toBe('0.00');
    });

    it('a step that costs what a no-show does follows the rule; one with terms of its own does not', async () => {
      const steps = [
        { daysBefore: 5, percent: '10' },
        { daysBefore: 1, time: '00:00' },
      ];
      const id = await rule(steps, { percent: '50', nights: null });
      const terms = async (change: object) => {
        const { body } = await pms().api('PATCH', `/penalty-rules/${id}`, change);
        const cancellation = body['cancellation'] as { percent: string; asNoShow: boolean }[];
        return [Number(body['percent']), ...cancellation.map(({ percent, asNoShow }) => [Number(percent), asNoShow])];
      };
      expect(await terms({ percent: '100' })).toEqual([100, [10, false], [100, true]]);
      const path = await book(1, 3, { penaltyRuleId: id });
      expect((await pms().api('GET', `${path}/cancellation`)).body['fees']).toMatchObject([
        { fee: '20.00' },
        { fee: '200.00' },
      ]);
    });

    it('a rule that is sent back as it was read is the same rule', async () => {
      const steps = [
        { daysBefore: 5, percent: '10', nights: 2 },
        { daysBefore: 2, nights: 3 },
        { daysBefore: 1, time: '00:00' },
      ];
      const id = await rule(steps, { percent: '50', nights: 1, flat: '7.00' });
      const path = `/penalty-rules/${id}`;
      const stored = async () => (await pms().sql('SELECT cancellation FROM penalty_rule WHERE id = $1', [id]))[0];
      const read = (await pms().api('PATCH', path, {})).body;
      const before = await stored();
      const { cancellation } = read as { cancellation?: { daysBefore: number; percent: string }[] };
      const sent = await pms().api('PATCH', path, { cancellation });
      expect(sent).toMatchObject({ status: 200, body: read });
      expect(await stored()).toEqual(before);
      const changed = await pms().api('PATCH', path, { percent: '80', nights: 2, cancellation });
      expect(changed.body['cancellation']).toMatchObject([
        { nights: 2, asNoShow: false },
        { nights: 3, asNoShow: true },
        { nights: 2, asNoShow: true, flat: '7.00' },
      ]);
      expect((changed.body['cancellation'] as typeof cancellation)!.map(({ percent }) => Number(percent))).toEqual([
        10, 80, 80,
      ]);
      // Steps of earlier releases were written out: those that cost the same as a no-show follow it from now on.
      await pms().sql(
        `UPDATE penalty_rule SET cancellation = (SELECT jsonb_agg(step - 'noShow') FROM jsonb_array_elements(cancellation) AS step)
         WHERE id = $1`,
        [id],
      );
      const runner = { query: (sql: string) => pms().sql(sql) } as unknown as QueryRunner;
      await new StepsAsNoShow1764826084000().up(runner);
      expect((await pms().api('PATCH', path, {})).body['cancellation']).toMatchObject([
        { nights: 2, asNoShow: false },
        { nights: 3, asNoShow: false },
        { nights: 2, asNoShow: true },
      ]);
    });

    it('two steps of one time are refused', async () => {
      const cancellation = [
        { daysBefore: 1, percent: '50' },
        { daysBefore: 1, time: '18:00', percent: '80' },
      ];
      const body = { hotelId: world.hotelId, name: 'Twice', cancellation };
      expect((await pms().api('POST', '/penalty-rules', body)).status).toBe(400);
    });
  });

  cityTaxCases({ pms, world: () => world, book, folioOf, postUntil, inHouse });
}

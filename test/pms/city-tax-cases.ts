import { describe, expect, it } from '@jest/globals';
import { day, type PmsHarness, type World } from './harness.js';

export interface Folio {
  id: string;
  gross: string;
  windows: { number: number; net: string; tax: string; gross: string }[];
  lines: {
    id: number;
    kind: string;
    serviceDate: string;
    amount: string;
    description: string;
    correctsId: number | null;
  }[];
}

/** What the cases of stays share: a hotel of one room, and its guests. Paths are `/bookings/{id}`, days are counted from today. */
interface Stays {
  pms: () => PmsHarness;
  world: () => World;
  book: (arrival: number, departure: number, over?: object) => Promise<string>;
  folioOf: (path: string) => Promise<Folio>;
  /** What the close of a business date posts. */
  postUntil: (offset: number) => Promise<unknown>;
  inHouse: (arrival: number, departure: number) => Promise<string>;
}

export function cityTaxCases({ pms, world, book, folioOf, postUntil, inHouse }: Stays): void {
  describe('city tax', () => {
    const taxed = async (over: object = {}) => {
      const body = {
        hotelId: world().hotelId,
        name: 'City tax',
        amount: '2.88',
        validFrom: day(world(), -60),
        ...over,
      };
      const made = await pms().api('POST', '/city-taxes', body);
      expect(made.status).toBe(201);
      return made.body['id'] as number;
    };
    const stay = async (over: object, arrival = -3, departure = 0) => {
      const path = await book(arrival, departure, over);
      // The stay is over by its dates: the desk's own check-in would want it moved first.
      const id = path.split('/').at(-1)!;
      await folioOf(path);
      await pms().sql(`UPDATE booking SET status = 'checked_in', checked_in_at = now() WHERE id = $1`, [id]);
      return path;
    };
    const cityLines = async (path: string) =>
      (await folioOf(path)).lines.filter(({ kind }) => kind === 'city_tax').map(({ amount }) => amount);

    it('B20: of each person and night, outside VAT, from the night to the invoice', async () => {
      const hotel = `/hotels/${world().hotelId}`;
      for (const [code, rate] of [
        ['LODGING', '10'],
        ['FOOD', '20'],
      ])
        await pms().api('PUT', `${hotel}/tax-categories/${code}`, { name: code, treatment: 'taxable', rate });
      await pms().api('PATCH', `${hotel}/policy`, { pricesIncludeTax: false, roomTaxCode: 'LODGING' });
      const entity = { name: `Casa ${world().hotelId}`, address: 'Rua 1', country: 'PT' };
      const { body: seller } = await pms().api('POST', '/legal-entities', entity);
      const series = { legalEntityId: seller['id'], invoiceCode: 'C', creditCode: 'N' };
      await pms().api('PUT', `${hotel}/invoicing`, series);
      await taxed();
      const path = await stay({ adults: 2 });
      const { id } = await folioOf(path);
      await pms().api('POST', `/folios/${id}/charges`, { description: 'Dinner', amount: '47.25', taxCode: 'FOOD' });
      expect((await pms().api('POST', `${path}/check-out`)).status).toBe(200);
      expect(await cityLines(path)).toEqual(['5.76', '5.76', '5.76']);
      const invoice = await pms().api('POST', '/invoices', { folioId: id, window: 1 });
      expect(invoice.body).toMatchObject({ net: '364.53', tax: '39.45', gross: '403.98' });
      expect(invoice.body['taxes']).toEqual([
        { taxCode: 'CITYTAX', rate: '0.0000', treatment: 'outside', base: '17.28', tax: '0.00' },
        { taxCode: 'FOOD', rate: '20.0000', treatment: 'taxable', base: '47.25', tax: '9.45' },
        { taxCode: 'LODGING', rate: '10.0000', treatment: 'taxable', base: '300.00', tax: '30.00' },
      ]);
    });

    it('counts adults and children who are old enough, for the first nights, while it holds', async () => {
      await taxed({ maxNights: 2, exemptUnderAge: 12 });
      const path = await stay({ adults: 1, children: 3, childAges: [12, 11] });
      await postUntil(-1);
      expect(await postUntil(-1)).toBe(0);
      expect(await cityLines(path)).toEqual(['5.76', '5.76']);
      await pms().api('POST', `${path}/check-out`);
      const next = await stay({ adults: 0, children: 1, childAges: [5] }, -6, -3);
      await postUntil(-1);
      expect(await cityLines(next)).toEqual([]);
    });

    it('has another amount from a date on; guests who are exempt pay none', async () => {
      const first = await taxed({ validTo: day(world(), -3) });
      expect(
        (
          await pms().api('POST', '/city-taxes', {
            hotelId: world().hotelId,
            name: 'City tax',
            amount: '1',
            validFrom: day(world(), -3),
          })
        ).status,
      ).toBe(409);
      await taxed({ amount: '3.50', validFrom: day(world(), -2) });
      expect((await pms().api('PATCH', `/city-taxes/${first}`, { validTo: null })).status).toBe(409);
      const path = await stay({ adults: 1 });
      await postUntil(-1);
      expect(await cityLines(path)).toEqual(['2.88', '3.50', '3.50']);
      await pms().api('POST', `${path}/check-out`);
      const exempt = await stay({ adults: 1, cityTaxExempt: 'Business trip' }, -6, -3);
      await postUntil(-1);
      expect(await cityLines(exempt)).toEqual([]);
      expect((await pms().api('PATCH', exempt, { childAges: [3] })).status).toBe(400);
    });

    it('of nights that are charged follows a change of who stays; one that an invoice carries stays', async () => {
      await taxed();
      const path = await inHouse(-1, 2);
      await postUntil(0);
      const grossAfter = async (change: object) => {
        expect((await pms().api('PATCH', path, change)).status).toBe(200);
        return (await folioOf(path)).gross;
      };
      expect((await folioOf(path)).gross).toBe('205.76');
      expect(await grossAfter({ adults: 2 })).toBe('211.52');
      expect(await grossAfter({ cityTaxExempt: 'Letter of the employer' })).toBe('200.00');
      expect(await grossAfter({ cityTaxExempt: null })).toBe('211.52');
      expect(await grossAfter({ notes: 'Quiet room' })).toBe('211.52');
      // Taken back by mistake it can be charged again.
      const { id, lines } = await folioOf(path);
      const last = lines.findLast(({ kind }) => kind === 'city_tax')!;
      await pms().api('POST', `/folios/${id}/lines/${last.id}/correct`, { reason: 'Exempt' });
      expect((await folioOf(path)).gross).toBe('205.76');
      expect(await grossAfter({ children: 1, childAges: [18] })).toBe('217.28');
      expect(await postUntil(0)).toBe(0);
      expect((await folioOf(path)).gross).toBe('217.28');
    });

    it('of nights that are charged follows who pays it, also where it was split; what an invoice carries a part of stays', async () => {
      await taxed();
      const path = await inHouse(-2, 2);
      await postUntil(-1);
      const { id } = await folioOf(path);
      await pms().api('POST', `/folios/${id}/windows`, { name: 'Acme Ltd' });
      const cityTaxes = async () => (await folioOf(path)).lines.filter(({ kind }) => kind === 'city_tax');
      const move = async (line: { id: number }, window: number, amount?: string) =>
        expect((await pms().api('POST', `/folios/${id}/lines/${line.id}/move`, { window, amount })).status).toBe(201);
      const grossOf = async () => (await folioOf(path)).windows.map(({ gross }) => gross);
      const adults = async (count: number) =>
        expect((await pms().api('PATCH', path, { adults: count })).status).toBe(200);
      for (const line of await cityTaxes()) await move(line, 2);
      expect(await grossOf()).toEqual(['200.00', '5.76']);
      await adults(2);
      expect(await grossOf()).toEqual(['200.00', '11.52']);
      // Of one night a part goes back to the guest, of the other the invoice has a part.
      const last = async (offset: number) =>
        (await cityTaxes()).findLast(({ serviceDate }) => serviceDate === day(world(), offset))!;
      await move(await last(-2), 1, '1.44');
      await move(await last(-1), 1, '1.44');
      expect(await grossOf()).toEqual(['202.88', '8.64']);
      const part = await last(-1);
      await pms().api('POST', `/folios/${id}/windows`, { name: 'Acme Ltd' });
      await move(part, 3);
      await pms().sql('UPDATE folio_window SET invoiced_at = now() WHERE folio_id = $1 AND number = 3', [id]);
      await adults(3);
      // Of the first night 8.64 in place of 5.76, all of it with who paid the most; the second as it was.
      expect(await grossOf()).toEqual(['200.00', '12.96', '1.44']);
      await adults(1);
      expect(await grossOf()).toEqual(['200.00', '7.20', '1.44']);
      expect(await postUntil(-1)).toBe(0);
    });

    it('is given back with the night', async () => {
      await taxed();
      const path = await inHouse(-1, 2);
      await postUntil(0);
      expect(await folioOf(path)).toMatchObject({ gross: '205.76' });
      await pms().api('POST', `${path}/check-out`);
      expect(await folioOf(path)).toMatchObject({ gross: '102.88' });
    });
  });
}

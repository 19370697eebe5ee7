import { describe, expect, it, jest } from '@jest/globals';
import { QuotesRepository } from '../../src/quoting/quotes/quotes.repository.js';
import { SOLID, type Workshop } from './workshop.js';

/** What a workshop offers and by which prices, in the application of the spec. */
export function catalogueCases(shop: () => Workshop): void {
  describe('the catalogue', () => {
    it('refuses price books of one level that are valid on the same day', async () => {
      const book = { name: 'Next', level: 'standard', mode: 'markup', percent: '10' };
      const clash = await shop().call('POST', '/price-books', { ...book, code: 'next', validFrom: '2027-01-01' });
      expect(clash).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('valid on some of these dates') },
      });
      const partner = { ...book, level: 'partner', code: 'partner-1', validFrom: '2027-01-01', validTo: '2027-06-30' };
      const { id } = await shop().ask('POST', '/price-books', partner);
      expect(
        (await shop().call('POST', '/price-books', { ...partner, code: 'partner-2', validFrom: '2027-06-30' })).status,
      ).toBe(409);
      await shop().ask('POST', '/price-books', {
        ...partner,
        code: 'partner-2',
        validFrom: '2027-07-01',
        validTo: null,
      });
      expect((await shop().call('PATCH', `/price-books/${id as number}`, { validTo: null })).status).toBe(409);
      expect(
        (await shop().call('PATCH', `/price-books/${id as number}`, { mode: 'margin', percent: '100' })).status,
      ).toBe(400);
    });

    it('has one default price book for each day, and whichever it is stays so until somebody says otherwise', async () => {
      const defaults = async () =>
        (
          (await shop().ask('GET', '/price-books?inactive=true'))['priceBooks'] as {
            code: string;
            isDefault: boolean;
          }[]
        )
          .filter(({ isDefault }) => isDefault)
          .map(({ code }) => code)
          .sort();
      const book = { level: 'preferred', mode: 'markup', percent: '10' };
      const years = { validFrom: '2021-01-01', validTo: null };
      const made = async (code: string, over: object = {}) =>
        (await shop().ask('POST', '/price-books', { ...book, ...years, code, name: code, ...over }))['id'] as number;
      const change = (id: number, body: object) => shop().ask('PATCH', `/price-books/${id}`, body);
      const [list] = (await shop().ask('GET', '/price-books'))['priceBooks'] as { id: number }[];
      const other = await made('other');
      // Taken out of use and offered again, as the console does it: nothing else is said of it.
      await change(other, { active: false });
      await change(other, { active: true });
      expect(await defaults()).toEqual(['list']);
      await change(other, { isDefault: true });
      expect(await defaults()).toEqual(['other']);
      await change(other, { active: false });
      await change(list!.id, { isDefault: true });
      // The console sends every field of its form, also of a book that is out of use.
      await change(other, { name: 'Out of use', isDefault: true });
      expect(await defaults()).toEqual(['list', 'other']);
      await change(other, { active: true });
      expect(await defaults()).toEqual(['list']);

      // Next year's default is made while that of this year holds. One without an end would be none any more from today on.
      await change(other, { active: false });
      const years99 = { validFrom: '2099-01-01', validTo: null };
      for (const dates of [years99, { validFrom: '2021-01-01', validTo: '2098-12-31' }])
        expect(
          await shop().call('POST', '/price-books', {
            ...book,
            ...dates,
            code: 'early',
            name: 'Early',
            isDefault: true,
          }),
        ).toMatchObject({
          status: 409,
          body: { detail: expect.stringContaining('list is the default one from 2020-01-01 on') },
        });
      const early = await made('early', years99);
      expect((await shop().call('PATCH', `/price-books/${early}`, { isDefault: true })).status).toBe(409);
      await shop().call('DELETE', `/price-books/${early}`);
      expect(await defaults()).toEqual(['list']);
      await change(list!.id, { validTo: '2098-12-31' });
      const next = await made('next', { ...years99, isDefault: true });
      expect(await defaults()).toEqual(['list', 'next']);
      // Longer dates take nothing from it.
      expect(await shop().call('PATCH', `/price-books/${list!.id}`, { validTo: null })).toMatchObject({
        ...{ status: 409, body: { detail: expect.stringContaining('is the default one') } },
      });
      await change(next, { active: false });
      await change(list!.id, { validTo: null, isDefault: true });
      expect(await defaults()).toContain('list');
    });

    it('takes things out of use and brings them back, and keeps its currency', async () => {
      const { id } = await shop().ask('POST', '/finishes', {
        code: 'dyed',
        name: 'Dyed',
        perCm2: '0.0150',
        perPart: 0.8,
      });
      expect(await shop().ask('GET', `/finishes/${id as number}`)).toMatchObject({ perCm2: '0.015', perPart: '0.80' });
      expect((await shop().call('DELETE', `/finishes/${id as number}`)).status).toBe(204);
      expect((await shop().ask('GET', '/finishes'))['total']).toBe(0);
      expect((await shop().ask('GET', '/finishes?inactive=true'))['total']).toBe(1);
      const draft = { fileId: await shop().part(), process: 'sls', material: 'pa12', quantity: 1, finish: 'dyed' };
      const recipient = { name: 'Ana', email: 'ana@example.com' };
      expect((await shop().call('POST', '/quotes', { recipient, items: [draft] })).status).toBe(404);
      await shop().ask('PATCH', `/finishes/${id as number}`, { active: true });
      expect((await shop().call('POST', '/quotes', { recipient, items: [draft] })).status).toBe(201);
      expect((await shop().call('POST', '/finishes', { code: 'dyed', name: 'Again' })).status).toBe(409);
      const settings = { currency: 'USD', timezone: 'Europe/Vienna', shopName: 'Alpine Parts' };
      expect((await shop().call('PUT', '/quoting-settings', settings)).status).toBe(409);
      // Nor may numbers of one kind go on where those of another have been counted before.
      const used = { ...settings, currency: 'EUR', quotePrefix: 'A', orderPrefix: 'Q' };
      expect(await shop().call('PUT', '/quoting-settings', used)).toMatchObject({
        ...{ status: 400, body: { errors: [{ path: 'orderPrefix', message: expect.stringContaining('quotes') }] } },
      });
      // invoiceninja/invoiceninja#4279: quotes that draw from the series of invoices leave gaps in it.
      for (const over of [{ quotePrefix: 'I' }, { orderPrefix: 'Q' }, { invoicePrefix: 'O' }])
        expect(await shop().call('PUT', '/quoting-settings', { ...settings, currency: 'EUR', ...over })).toMatchObject({
          status: 400,
          body: { errors: [{ path: expect.stringContaining('Prefix') }] },
        });
    });

    it('materials name processes that there are, when they are made and when they are changed', async () => {
      const made = { code: 'nylon', name: 'Nylon', processes: ['sls', 'none', 'nor-this'] };
      const { id } = await shop().ask('POST', '/materials', { ...made, processes: ['sls'] });
      for (const answer of [
        await shop().call('POST', '/materials', { ...made, code: 'nylon-2' }),
        await shop().call('PATCH', `/materials/${id as number}`, { processes: made.processes }),
      ])
        expect(answer).toMatchObject({
          status: 422,
          body: {
            reason: 'unknown_process',
            known: expect.arrayContaining(['sls']),
            detail: expect.stringContaining('No process has the code none, nor-this; there are '),
            errors: [{ path: 'processes.1' }, { path: 'processes.2' }],
          },
        });
      expect((await shop().ask('GET', '/materials?inactive=true&limit=200'))['materials']).not.toContainEqual(
        expect.objectContaining({ code: 'nylon-2' }),
      );
      // A process with another code takes the materials that name it along.
      const { id: processId } = await shop().ask('POST', '/processes', { code: 'old-code', name: 'Old', kind: 'sla' });
      await shop().ask('PATCH', `/materials/${id as number}`, { processes: ['sls', 'old-code'] });
      await shop().ask('PATCH', `/processes/${processId as number}`, { code: 'new-code' });
      expect((await shop().ask('GET', `/materials/${id as number}`))['processes']).toEqual(['sls', 'new-code']);
      // So do quotes, which are priced, by hand too, as before.
      const quote = await shop().draft(await shop().part(), { process: 'new-code', material: 'nylon', quantity: 1 });
      await shop().ask('PATCH', `/processes/${processId as number}`, { code: 'newest' });
      await shop().ask('PATCH', `/materials/${id as number}`, { code: 'polyamide' });
      expect(await shop().ask('POST', `/quotes/${quote}/calculate`, undefined, 200)).toMatchObject({
        ...{ state: 'needs_review', items: [{ process: 'newest', material: 'polyamide' }] },
      });
      const prices = [{ position: 1, quantity: 1, unitPrice: '5' }];
      await shop().ask('POST', `/quotes/${quote}/price`, { prices, reason: 'A friend' }, 200);
      for (const path of [`/materials/${id as number}`, `/processes/${processId as number}`])
        expect((await shop().call('DELETE', path)).status).toBe(204);
    });

    it('items that are written while a process gets another code have the new one', async () => {
      const { id: processId } = await shop().ask('POST', '/processes', { code: 'then', name: 'Then', kind: 'sla' });
      const quote = await shop().draft(await shop().part(), { process: 'then', quantity: 1 });
      await shop().ask('POST', `/quotes/${quote}/cancel`, undefined, 200);
      const quotes = shop().platform.app.get(QuotesRepository, { strict: false });
      const put = quotes.putItems.bind(quotes);
      let reach = () => {};
      let go = () => {};
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const held = new Promise<void>((resolve) => (go = resolve));
      const spy = jest.spyOn(quotes, 'putItems').mockImplementationOnce(async (...items) => {
        reach();
        await held;
        return put(...items);
      });
      const revising = shop().ask('POST', `/quotes/${quote}/revise`);
      await reached;
      const renaming = shop().ask('PATCH', `/processes/${processId as number}`, { code: 'now' });
      let renamed = false;
      void renaming.then(() => (renamed = true));
      const waiting = `SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database
        WHERE b.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
      while (!renamed && (await shop().sql(waiting)).length === 0);
      go();
      const { id } = await revising;
      await renaming;
      spy.mockRestore();
      expect(await shop().ask('GET', `/quotes/${id as string}`)).toMatchObject({ items: [{ process: 'now' }] });
      await shop().call('DELETE', `/processes/${processId as number}`);
    });

    it('holds a part against the machines as they are today, whatever its analysis was told of them', async () => {
      const [{ id: processId }] = (await shop().ask('GET', '/processes'))['processes'] as [{ id: number }];
      const bed = { bedX: 20, bedY: 30, bedZ: 40 };
      const { id } = await shop().ask('POST', '/machines', {
        code: 'p396',
        name: 'Sintering machine',
        processId,
        ...bed,
      });
      const machineId = String(id);
      const before = (how: string | null) => shop().part({ ...SOLID, fits: [{ machineId, how }] });
      const priced = async (fileId: string) => {
        const quote = await shop().draft(fileId, { quantity: 1 });
        return (await shop().ask('POST', `/quotes/${quote}/calculate`, undefined, 200))['reasons'];
      };
      expect(await priced(await before(null))).toEqual([]);
      await shop().ask('PATCH', `/machines/${machineId}`, { bedX: 15 });
      expect(await priced(await before('as placed'))).toMatchObject([{ code: 'too_big', measured: 20, limit: 15 }]);
      expect((await shop().call('DELETE', `/machines/${machineId}`)).status).toBe(204);
    });

    it('sells nothing that the usual limits of its kind rule out, nor what would keep its powder', async () => {
      for (const [code, kind, limits] of [
        ['usual', 'fdm', {}],
        ['closed', 'fdm', { minWall: 0.1, cavities: false }],
      ])
        await shop().ask('POST', '/processes', { code, name: code, kind, limits, hourlyRate: 4, throughput: 12 });
      await shop().ask('POST', '/materials', { code: 'any', name: 'Any', density: '1.24', pricePerKg: '20' });
      const fileId = await shop().part({ ...SOLID, thickness: { min: 0.4, p1: 0.4, median: 5 }, trappedVolume: 1_000 });
      const ways = ['usual', 'closed'].map((process) => ({ process, material: 'any' }));
      const { body } = await shop().call('POST', '/quotes/compare', { fileId, quantity: 1, ways });
      expect(body['alternatives']).toMatchObject([
        {
          process: 'closed',
          rank: null,
          reasons: [{ code: 'trapped_volume', measured: 1_000, limit: 0, unit: 'mm3' }],
        },
        { process: 'usual', rank: null, reasons: [{ code: 'wall_too_thin', measured: 0.4, limit: 1.2, unit: 'mm' }] },
      ]);
      for (const path of ['/processes', '/materials']) {
        const rows = Object.values(await shop().ask('GET', path)).flat() as { id: number; code: string }[];
        for (const { id, code } of rows)
          if (['usual', 'closed', 'any'].includes(code)) await shop().call('DELETE', `${path}/${id}`);
      }
    });

    it('compares the ways to make a part', async () => {
      const fdm = { code: 'fdm', name: 'FDM', kind: 'fdm', hourlyRate: '4', throughput: '12' };
      await shop().ask('POST', '/processes', { ...fdm, limits: { minWall: 2.5 } });
      await shop().ask('POST', '/materials', {
        code: 'pla',
        name: 'PLA',
        density: '1.24',
        pricePerKg: '20',
        processes: ['fdm'],
      });
      const fileId = await shop().part();
      const { body } = await shop().call('POST', '/quotes/compare', { fileId, quantities: [1, 100] });
      const found = body['alternatives'] as {
        process: string;
        material: string;
        rank: number | null;
        reasons: { code: string }[];
      }[];
      expect(found.map((one) => [one.process, one.material, one.rank])).toContainEqual(['sls', 'pa12', 1]);
      expect(found.find(({ process }) => process === 'fdm')!.reasons[0]).toMatchObject({
        ...{ code: 'wall_too_thin', measured: 2, limit: 2.5, unit: 'mm' },
      });
      expect(body['rankedBy']).toBe(1);
      const ranked = await shop().call('POST', '/quotes/compare', { fileId, quantities: [1, 100], rankBy: 100 });
      expect(ranked).toMatchObject({ status: 200, body: { rankedBy: 100 } });
      const [best] = ranked.body['alternatives'] as object[];
      expect(best).toMatchObject({ rank: 1, cheapest: true, tiers: [{ quantity: 1 }, { quantity: 100 }] });
      expect(await shop().call('POST', '/quotes/compare', { fileId, quantities: [1, 100], rankBy: 7 })).toMatchObject({
        ...{ status: 400, body: { errors: [{ path: 'rankBy' }] } },
      });
      await shop().sql(
        `INSERT INTO material (tenant_id, code, name) SELECT $1, 'many-' || n, 'Many' FROM generate_series(1, 60) AS n`,
        [shop().platform.a.id],
      );
      expect(await shop().call('POST', '/quotes/compare', { fileId, quantity: 1 })).toMatchObject({ status: 400 });
    });
  });
}

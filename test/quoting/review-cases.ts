import { describe, expect, it } from '@jest/globals';
import { JobsService } from '../../src/jobs/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { SOLID, type Workshop } from './workshop.js';

/**
 * Quotes that the rules do not price, and prices by hand, in the application of the spec.
 * @param reasonsCounted how often analytics count each reason for review
 */
export function reviewCases(shop: () => Workshop, reasonsCounted: () => Promise<Record<string, number>>): void {
  describe('what needs a person', () => {
    it('an open mesh gets no automatic price; a person prices it, with a reason', async () => {
      const id = await shop().draft(
        await shop().part({ ...SOLID, verdict: 'open', reviewReasons: ['not_watertight'] }),
        {
          quantities: [5, 50],
        },
      );
      const review = await shop().ask('POST', `/quotes/${id}/calculate`, undefined, 200);
      expect(review).toMatchObject({ state: 'needs_review', total: null, totals: null });
      expect((review['reasons'] as { code: string }[]).map(({ code }) => code)).toEqual([
        'part_not_solid',
        'not_watertight',
      ]);
      expect((await shop().call('POST', `/quotes/${id}/send`)).status).toBe(409);
      expect((await shop().call('GET', `/quotes/${id}/pdf`)).status).toBe(409);

      const price = (prices: object[]) =>
        shop().call('POST', `/quotes/${id}/price`, { prices, reason: 'Looked at it' });
      expect((await price([{ position: 1, quantity: 5, unitPrice: '19.99' }])).status).toBe(400);
      expect((await price([{ position: 2, quantity: 5, unitPrice: '19.99' }])).status).toBe(400);
      const priced = await price([
        { position: 1, quantity: 5, unitPrice: '19.99' },
        { position: 1, quantity: 50, unitPrice: '9.99' },
      ]);
      expect(priced.body).toMatchObject({ state: 'ready', subtotal: '99.95', reasons: [] });
      expect((priced.body['items'] as { manual: object }[])[0]!.manual).toMatchObject({ reason: 'Looked at it' });
      const audit = await shop().platform.call('GET', '/api/v1/audit?action=quotes/:id/price&limit=5', {
        token: shop().platform.a.ADMIN.token,
      });
      expect(audit.text).toContain('Looked at it');
      // The price by hand has answered the reasons; that a person was needed is still counted, of the next revision too.
      expect(await reasonsCounted()).toMatchObject({ part_not_solid: 1, not_watertight: 1 });
      await shop().ask('POST', `/quotes/${id}/revise`);
      expect(await reasonsCounted()).toMatchObject({ part_not_solid: 1, not_watertight: 1 });
    });

    it('a price by hand stays with what it was set for, until it is taken back', async () => {
      const recipient = { name: 'Ana', email: 'ana@example.com' };
      const open = await shop().part({ ...SOLID, verdict: 'open', reviewReasons: ['not_watertight'] });
      const item = { process: 'sls', material: 'pa12', quantities: [1, 50] };
      const items = [
        { ...item, fileId: open },
        { ...item, fileId: await shop().part() },
      ];
      const { id } = (await shop().ask('POST', '/quotes', { recipient, items })) as { id: string };
      await shop().ask('POST', `/quotes/${id}/calculate`, undefined, 200);
      const prices = [1, 50].map((quantity) => ({ position: 1, quantity, unitPrice: '500' }));
      type Lines = { manual: { reason: string } | null; tiers: { leadDays: number | null; unitPrice: string }[] }[];
      const price = async (body: object) =>
        (await shop().ask('POST', `/quotes/${id}/price`, { reason: 'By phone', ...body }, 200))['items'] as Lines;
      // Nobody knows how long it takes what the rules do not price.
      expect((await price({ prices }))[0]!.tiers).toMatchObject([{ leadDays: null }, { leadDays: null }]);
      const [, second] = await price({ prices: prices.map((one) => ({ ...one, position: 2, unitPrice: '7' })) });
      expect(second!.tiers).toMatchObject([{ unitPrice: '7.00', leadDays: 10 }, { leadDays: 10 }]);
      await price({ prices, leadDays: 4 });
      expect((await price({ prices }))[0]!.tiers).toMatchObject([{ leadDays: 4 }, { leadDays: 4 }]);
      expect((await price({ prices, leadDays: null }))[0]!.tiers).toMatchObject([
        { leadDays: null },
        { leadDays: null },
      ]);

      const { id: next } = (await shop().ask('POST', `/quotes/${id}/revise`)) as { id: string };
      const manual = async (body: object) =>
        ((await shop().ask('PATCH', `/quotes/${next}`, body))['items'] as Lines).map((one) => one.manual?.reason);
      const other = { ...items[1], quantities: [2] };
      expect(await manual({ items: [items[0], other] })).toEqual(['By phone', undefined]);
      // The job, when it is given items, does the same.
      const job = await shop().ask('POST', '/jobs', { type: 'quote-calculation', data: { quoteId: next, items } });
      const { app, a } = shop().platform;
      const jobs = app.get(JobsService, { strict: false });
      const done = await app.get(RequestContext).asTenant(a.id, () => jobs.waitFor(String(job['id']), 20_000));
      expect(done).toMatchObject({
        status: 'completed',
        result: { state: 'ready', lines: [{ tiers: [{ unitPrice: '500.00' }, {}] }, {}] },
      });
      const { id: last } = (await shop().ask('POST', `/quotes/${next}/revise`)) as { id: string };
      expect((await shop().call('PATCH', `/quotes/${last}`, { byRules: [3] })).status).toBe(400);
      const taken = await shop().ask('PATCH', `/quotes/${last}`, { byRules: [1] });
      expect((taken['items'] as Lines).map((one) => one.manual)).toEqual([null, null]);
    });

    it('the price level stays when the recipient is corrected, and follows another customer', async () => {
      const items = [{ fileId: await shop().part(), process: 'sls', material: 'pa12', quantity: 1 }];
      const who = { name: 'Ana', email: 'ana@example.com' };
      const customers = [];
      for (const level of ['preferred', 'standard'])
        customers.push((await shop().ask('POST', '/customers', { ...who, level }))['id']);
      const made = (body: object) => shop().ask('POST', '/quotes', { items, ...body });
      const corrected = { recipient: { ...who, email: 'ana.sousa@example.com' } };
      for (const [first, change, level] of [
        [{ recipient: who, level: 'partner' }, corrected, 'partner'],
        [{ customerId: customers[0], level: 'partner' }, { customerId: customers[0] }, 'partner'],
        [{ customerId: customers[0], level: 'partner' }, { customerId: customers[1] }, 'standard'],
        [{ customerId: customers[1] }, { customerId: customers[0] }, 'preferred'],
        [{ customerId: customers[0] }, corrected, 'preferred'],
        [{ recipient: who, level: 'partner' }, { ...corrected, level: 'preferred' }, 'preferred'],
        [{ recipient: who, level: 'partner' }, { level: null }, 'standard'],
        [{ customerId: customers[0], level: 'partner' }, { level: null }, 'preferred'],
        [{ customerId: customers[1] }, { customerId: customers[0], level: null }, 'preferred'],
      ]) {
        const quote = await made(first as object);
        expect(await shop().ask('PATCH', `/quotes/${String(quote['id'])}`, change)).toMatchObject({ level });
      }
    });

    it('a price by hand is not taken back for rules that cannot price the part: its process is out of use', async () => {
      const { id: processId } = await shop().ask('POST', '/processes', {
        code: 'leaving',
        name: 'Leaving',
        kind: 'sls',
      });
      const open = await shop().part({ ...SOLID, verdict: 'open', reviewReasons: ['not_watertight'] });
      const items = [
        { fileId: await shop().part(), process: 'leaving', material: 'pa12', quantity: 1 },
        // This one keeps the quote with the shop.
        { fileId: open, process: 'sls', material: 'pa12', quantity: 1 },
      ];
      const recipient = { name: 'Ana', email: 'ana@example.com' };
      const { id } = (await shop().ask('POST', '/quotes', { recipient, items })) as { id: string };
      const prices = [{ position: 1, quantity: 1, unitPrice: '40' }];
      const before = await shop().ask('POST', `/quotes/${id}/price`, { prices, reason: 'Agreed' }, 200);
      await shop().call('DELETE', `/processes/${processId as number}`);
      expect((await shop().call('PATCH', `/quotes/${id}`, { byRules: [1] })).status).toBe(404);
      expect(await shop().ask('GET', `/quotes/${id}`)).toEqual(before);
    });

    it('a 3MF that was measured when marks of slicers still counted is one', async () => {
      const part = (version: number) =>
        shop().part({ ...SOLID, format: '3mf', analyser: `nightshift-geometry/${version}` }, { name: 'marked.3mf' });
      for (const [version, state, codes] of [
        [3, 'needs_review', ['measured_by_earlier_version']],
        [4, 'ready', []],
      ] as const) {
        const id = await shop().draft(await part(version), { quantity: 1 });
        const { reasons, ...quote } = await shop().ask('POST', `/quotes/${id}/calculate`, undefined, 200);
        expect([quote['state'], (reasons as { code: string }[]).map(({ code }) => code)]).toEqual([state, codes]);
      }
    });

    it('an amount that no number holds is one, and no error', async () => {
      const id = await shop().draft(await shop().part(), { quantities: [1, 1_000_000] });
      const prices = [1, 1_000_000].map((quantity) => ({ position: 1, quantity, unitPrice: '999999999999.99' }));
      const answer = await shop().call('POST', `/quotes/${id}/price`, { prices, reason: 'Mistyped' });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          state: 'needs_review',
          totals: null,
          reasons: [{ position: 1, code: 'amount_too_large', limit: 1e14, unit: 'minor' }],
        },
      });
      expect((await shop().call('POST', `/quotes/${id}/send`)).status).toBe(409);
    });

    it('a failed analysis is a reason', async () => {
      const id = await shop().draft(await shop().part(null, { name: 'broken.stl' }), { quantity: 1 });
      const review = await shop().ask('POST', `/quotes/${id}/calculate`, undefined, 200);
      expect(review['reasons']).toMatchObject([{ position: 1, code: 'analysis_failed', measured: null, limit: null }]);
    });

    it('a material without a price is one too', async () => {
      await shop().ask('POST', '/materials', { code: 'new-stuff', name: 'New stuff', density: '1' });
      const id = await shop().draft(await shop().part(), { quantity: 1, material: 'new-stuff' });
      const review = await shop().ask('POST', `/quotes/${id}/calculate`, undefined, 200);
      expect(review['reasons']).toMatchObject([{ code: 'price_not_configured' }]);
    });
  });
}

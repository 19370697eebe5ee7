import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import { ListingAliases } from '../../src/statements/parties/listings/listing-aliases.js';
import { OwnershipService } from '../../src/statements/parties/ownership/ownership.service.js';
import { platform, call, ask, refused, service, owner, listing, owned, MARCH } from './rental-world.js';

export function ownersCases(): void {
  describe('the manager', () => {
    it('has settings once they are set; what is left out stays', async () => {
      expect((await call('GET', '/statement-settings')).status).toBe(404);
      expect(await refused('PUT', '/statement-settings', { managerName: 'S', timezone: 'Mars/Base' })).toEqual([
        400,
        'timezone',
      ]);
      const name = { managerName: 'Seaside', timezone: 'Europe/Lisbon' };
      await ask('PUT', '/statement-settings', { ...name, footer: 'Thank you', paper: 'letter' });
      const after = { ...name, footer: 'Thank you', paper: 'letter', managerAddress: null, managerEmail: null };
      expect(await ask('PUT', '/statement-settings', name)).toEqual(after);
      expect(await ask('GET', '/statement-settings')).toEqual(after);
    });
  });

  describe('owners', () => {
    it('are added, changed and deactivated, never deleted', async () => {
      const id = await owner({ name: 'Zed', locale: 'pt-PT', email: 'zed@example.test' });
      const path = `/owners/${id}`;
      expect(await ask('GET', path)).toMatchObject({ locale: 'pt-PT', active: true, mailTrouble: null });
      await platform.sql.query(`UPDATE owner SET mail_trouble = 'Mailbox full' WHERE id = $1`, [id]);
      expect(await ask('PATCH', path, { name: 'Zoe' })).toMatchObject({ name: 'Zoe', mailTrouble: 'Mailbox full' });
      expect(await ask('PATCH', path, { email: 'zoe@example.test' })).toMatchObject({ mailTrouble: null });
      expect((await call('DELETE', path)).status).toBe(204);
      const shown = async (query: string) =>
        (await ask<{ owners: { id: number }[] }>('GET', `/owners${query}`)).owners.some((one) => one.id === id);
      expect([await shown(''), await shown('?inactive=true')]).toEqual([false, true]);
      const shares = [{ ownerId: id, shareBp: 10_000 }];
      const place = `/listings/${await listing()}/ownership`;
      expect(await refused('PUT', place, { from: '2026-01-01', shares })).toEqual([409]);
      await ask('PATCH', path, { active: true });
      await ask('PUT', place, { from: '2026-01-01', shares });
    });

    it.each([
      [{ locale: 'xx' }, 'locale'],
      [{ locale: 'pt_PT' }, 'locale'],
      [{ locale: null }, 'locale'],
      [{ currency: 'EURO' }, 'currency'],
      [{ currency: 'XAU' }, 'currency'],
      [{ name: ' ' }, 'name'],
      [{ email: 'nobody' }, 'email'],
      [{ mailTrouble: 'x' }, 'mailTrouble'],
    ])('are refused with %j, added or changed', async (over, path) => {
      expect(await refused('POST', '/owners', { name: 'Ana', currency: 'EUR', ...over })).toEqual([400, path]);
      expect(await refused('PATCH', '/owners/1', over)).toEqual([400, path]);
    });

    it('keep their currency once an amount is kept in it', async () => {
      const [free, agreed, paid] = [await owner(), await owned(), await owner()];
      const dollars = { currency: 'USD' };
      expect(await ask('PATCH', `/owners/${free}`, dollars)).toMatchObject(dollars);
      await ask('POST', '/agreements', { ...agreed, from: '2026-01-01', terms: { feePercent: 20 } });
      await ask('POST', '/payouts', { ownerId: paid, day: '2026-01-01', amount: 1, method: 'cash' });
      for (const id of [agreed.ownerId, paid]) {
        expect(await refused('PATCH', `/owners/${id}`, dollars)).toEqual([409]);
        expect(await ask('PATCH', `/owners/${id}`, { currency: 'EUR' })).toMatchObject({ currency: 'EUR' });
      }
    });
  });

  describe('listings', () => {
    it('have a code of their own, a status, and at most one level of parts', async () => {
      const whole = await listing({ code: 'HOUSE' });
      expect(
        await refused('POST', '/listings', { name: 'x', code: 'HOUSE', currency: 'EUR', timezone: 'UTC' }),
      ).toEqual([409]);
      const part = await listing({ parentId: whole });
      expect(await refused('PATCH', `/listings/${part}`, { code: 'HOUSE' })).toEqual([409]);
      expect(await refused('PATCH', `/listings/${whole}`, { parentId: part })).toEqual([400, 'parentId']);
      expect(await refused('PATCH', `/listings/${whole}`, { parentId: whole })).toEqual([400, 'parentId']);
      const third = await listing();
      expect(await refused('PATCH', `/listings/${third}`, { parentId: part })).toEqual([400, 'parentId']);
      expect(await refused('PATCH', `/listings/${third}`, { parentId: 2_000_000_000 })).toEqual([404]);
      expect(await ask('PATCH', `/listings/${part}`, { status: 'offboarded' })).toMatchObject({ status: 'offboarded' });
      const gone = await ask<{ listings: { id: number }[] }>('GET', '/listings?status=offboarded');
      expect(gone.listings.map(({ id }) => id)).toEqual([part]);
    });

    it('are found by what sources call them, many at once', async () => {
      const [a, b] = [await listing(), await listing()];
      const alias = (externalId: string, source = 'airbnb-file') => ({ source, externalId });
      await ask('PUT', `/listings/${a}/aliases`, {
        aliases: [alias('Sunny loft'), alias('Old name'), alias('7', 'hostify')],
      });
      expect(await refused('PUT', `/listings/${b}/aliases`, { aliases: [alias('Sunny loft')] })).toEqual([409]);
      expect(await refused('PUT', `/listings/${b}/aliases`, { aliases: [alias('x'), alias('x')] })).toEqual([
        400,
        'aliases',
      ]);
      await service(ListingAliases, (aliases) => aliases.learn('airbnb-file', new Map([['Sea view', b]])));
      const find = () =>
        service(ListingAliases, (all) =>
          all.find('airbnb-file', ['Sunny loft', 'Old name', 'Sea view', '7', 'Nobody']),
        );
      expect(await find()).toEqual(
        new Map([
          ['Sunny loft', a],
          ['Old name', a],
          ['Sea view', b],
        ]),
      );
      expect(await ask('PUT', `/listings/${a}/aliases`, { aliases: [alias('Sunny loft')] })).toMatchObject({
        total: 1,
      });
      expect([...(await find()).keys()].sort()).toEqual(['Sea view', 'Sunny loft']);
    });
  });

  describe('ownership', () => {
    it('C14: is replaced from a night on, and whole on every night', async () => {
      const { ownerId, listingId } = await owned();
      const buyers = [await owner(), await owner()];
      const path = `/listings/${listingId}/ownership`;
      const halves = buyers.map((id, n) => ({ ownerId: id, shareBp: [6_000, 4_000][n]! }));
      for (const [shares, at] of [
        [[halves[0]], 'shares'],
        [[...halves, { ownerId, shareBp: 1 }], 'shares'],
        [[halves[0], { ...halves[0], shareBp: 4_000 }], 'shares'],
      ] as const)
        expect(await refused('PUT', path, { from: '2026-07-01', shares })).toEqual([400, at]);
      expect(await refused('PUT', path, { from: '2026-02-30', shares: halves })).toEqual([400, 'from']);
      const nobodys = [{ ownerId: 2_000_000_000, shareBp: 10_000 }];
      expect(await refused('PUT', path, { from: '2026-07-01', shares: nobodys })).toEqual([404]);
      await ask('PUT', path, { from: '2026-07-01', shares: halves });
      expect(await ask('GET', path)).toEqual({
        shares: [
          { ownerId, shareBp: 10_000, from: '2025-01-01', to: '2026-06-30' },
          ...halves.map((share) => ({ ...share, from: '2026-07-01', to: null })),
        ],
        total: 3,
      });
      const stay = { from: d('2026-06-28'), to: d('2026-07-02') };
      const shares = await service(OwnershipService, (all) => all.sharesOf([listingId], stay));
      expect(shares.map((share) => share.ownerId)).toEqual([ownerId, ...buyers]);
      const before = await service(OwnershipService, (all) =>
        all.sharesOf([listingId], { ...stay, to: d('2026-06-30') }),
      );
      expect(before.map((share) => share.ownerId)).toEqual([ownerId]);
      // The same day again takes the place of what was set for it; from the first day on nothing of before is left.
      await ask('PUT', path, { from: '2026-07-01', shares: [{ ownerId, shareBp: 10_000 }] });
      expect(await ask('GET', path)).toMatchObject({
        total: 2,
        shares: [{ to: '2026-06-30' }, { from: '2026-07-01' }],
      });
      await ask('PUT', path, { from: '2025-01-01', shares: [] });
      expect(await ask('GET', path)).toEqual({ shares: [], total: 0 });
    });

    it('stays whole when two change it at once', async () => {
      const { listingId } = await owned();
      const others = [await owner(), await owner(), await owner()];
      const path = `/listings/${listingId}/ownership`;
      await Promise.all(
        others.map((ownerId, n) =>
          ask('PUT', path, { from: `2026-0${n + 2}-01`, shares: [{ ownerId, shareBp: 10_000 }] }),
        ),
      );
      const { rows } = await platform.sql.query<{ sum: number }>(
        `SELECT DISTINCT sum(share_bp)::int AS sum FROM ownership,
         generate_series('2025-01-01'::date, '2026-06-01', interval '1 day') AS night
       WHERE listing_id = $1 AND during @> night::date GROUP BY night`,
        [listingId],
      );
      expect(rows).toEqual([{ sum: 10_000 }]);
    });

    it('gives pairs for a bulk run, page by page, each once', async () => {
      const pairs: { ownerId: number; listingId: number }[] = [];
      const total = await service(OwnershipService, (all) => all.countPairs(MARCH));
      for (let after = null as (typeof pairs)[number] | null; ;) {
        const page = await service(OwnershipService, (all) => all.pairs(MARCH, after, 2));
        pairs.push(...page);
        if (page.length < 2) break;
        after = page.at(-1)!;
      }
      expect(pairs.length).toBe(total);
      const { rows } = await platform.sql.query(
        `SELECT DISTINCT owner_id AS "ownerId", listing_id AS "listingId" FROM ownership
       WHERE tenant_id = $1 AND during && '[2026-03-01,2026-03-31]'::daterange ORDER BY 1, 2`,
        [platform.a.id],
      );
      expect(pairs).toEqual(rows);
      const [first] = pairs;
      const of = await service(OwnershipService, (all) => all.listingsOf(first!.ownerId, MARCH));
      expect(of).toContain(first!.listingId);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import type { LedgerWorld } from './ledger-world.js';

const JULY = ['2026-07-01', '2026-07-31'] as const;
const AUGUST = ['2026-08-01', '2026-08-31'] as const;
const NO_FEE = { feePercent: '0', cleaningTo: 'owner' } as const;

type Line = { kind: string; adjustedKind: string | null; amountMinor: number; correctsStatementId: string | null };
const told = (lines: readonly Line[]) =>
  [...lines]
    .sort((a, b) => a.amountMinor - b.amountMinor)
    .map(({ kind, adjustedKind, amountMinor }) => [kind, adjustedKind, amountMinor]);

/** Whatever may happen to what a final statement told: the next ones of everybody concerned put it right, and it keeps its bytes. */
export function correctionsCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body?: unknown) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body });
  const share = async (listingId: number, from: string, ...shares: [ownerId: number, shareBp: number][]) => {
    const body = { from, shares: shares.map(([ownerId, shareBp]) => ({ ownerId, shareBp })) };
    expect((await call('PUT', `/listings/${listingId}/ownership`, body)).status).toBe(200);
  };
  const changed = async (id: string, body: object, path = '') =>
    expect((await call(path ? 'POST' : 'PATCH', `/expenses/${id}${path}`, body)).status).toBe(200);

  describe('after a final statement', () => {
    it('a sale that is told late moves what was told from the old owner to the new one', async () => {
      const old = await world().owner();
      const { listingId } = old;
      const sold = { ownerId: await world().partner(listingId), listingId };
      const stay = { ...old, checkIn: '2026-07-18', checkOut: '2026-07-23', rentMinor: 50_000, cleaningMinor: 7_000 };
      await world().tell({ ...stay, code: `SALE-${listingId}` } as never);
      await world().expense(listingId, '2026-07-25', 3_001);
      await world().expense(listingId, '2026-07-05', 1_000);
      const july = await world().final(old, ...JULY);
      const bytes = await world().stored(july);
      // Two nights stay with the old owner.
      await share(listingId, '2026-07-20', [sold.ownerId, 10_000]);
      const both = [old.ownerId, sold.ownerId];
      expect(await world().runOwners(listingId, ...AUGUST)).toEqual(both);
      const [after, own] = [await world().final(old, ...AUGUST), await world().final(sold, ...AUGUST)];
      const [before, mine] = [await world().view(after), await world().view(own)];
      expect(told(before.lines)).toEqual([
        ['adjustment', 'rent', -30_000],
        ['adjustment', 'expense', 3_001],
        ['adjustment', 'management_fee', 6_000],
      ]);
      expect(told(mine.lines)).toEqual([
        ['adjustment', 'management_fee', -6_000],
        ['expense', null, -3_001],
        ['adjustment', 'rent', 30_000],
      ]);
      expect(before.netMinor + mine.netMinor).toBe(0);
      expect([...before.lines, ...mine.lines].filter((line) => line.correctsStatementId !== july)).toHaveLength(1);
      // The number of another owner's statement is nobody's business.
      expect(JSON.stringify(mine.lines.map(({ description }) => description))).not.toContain(
        (await world().view(july)).number,
      );
      expect(await world().stored(july)).toBe(bytes);
      // Nothing of it comes twice, neither later nor on a July of the new owner.
      const september = ['2026-09-01', '2026-09-30'] as const;
      expect(await world().runOwners(listingId, ...AUGUST)).toEqual(both);
      expect(await world().runOwners(listingId, ...september)).toEqual([sold.ownerId]);
      for (const one of [old, sold])
        expect(await world().generate(one, ...september)).toMatchObject({ reason: 'no_activity' });
      const late = await world().view(await world().made(sold, ...JULY));
      expect(late.lines).toEqual([]);
      expect(late.stays[0]!.note).toBe(`already stated on ${mine.number}`);
    });

    it('other shares of co-owners move the difference; taking it back moves it back', async () => {
      const of = await world().owner(NO_FEE);
      const other = { ...of, ownerId: await world().partner(of.listingId, NO_FEE) };
      await share(of.listingId, '2020-01-01', [of.ownerId, 6_000], [other.ownerId, 4_000]);
      const stay = { ...of, checkIn: '2026-07-10', checkOut: '2026-07-13', rentMinor: 100_001, cleaningMinor: 3_333 };
      await world().tell({ ...stay, code: `CO-${of.listingId}` } as never);
      const both = [of, other];
      const nets = async (period: readonly [string, string]) => {
        const views = [];
        for (const one of both) views.push(await world().view(await world().final(one, ...period)));
        return views.map(({ netMinor }) => netMinor);
      };
      // Each amount by itself: 60,000.6 and 40,000.4; 1,999.8 and 1,333.2.
      expect(await nets(JULY)).toEqual([60_001 + 2_000, 40_000 + 1_333]);
      await share(of.listingId, '2026-07-11', [of.ownerId, 5_000], [other.ownerId, 5_000]);
      const moved = await nets(AUGUST);
      expect(moved[0]).toBeLessThan(-6_900);
      expect(moved[0]! + moved[1]!).toBe(0);
      await share(of.listingId, '2026-07-11', [of.ownerId, 6_000], [other.ownerId, 4_000]);
      const back = await nets(['2026-09-01', '2026-09-30']);
      expect(back[0]! + back[1]!).toBe(0);
      expect(back[0]).toBe(-moved[0]!);
    });

    it('an expense that is changed, moved to another listing or another owner, or voided', async () => {
      const of = await world().owner(NO_FEE);
      const other = await world().owner(NO_FEE);
      const spent = [];
      for (const amount of [1_000, 2_000, 4_000, 8_000])
        spent.push(await world().expense(of.listingId, '2026-07-03', amount));
      const mine = await world().expense(other.listingId, '2026-07-04', 16_000);
      const july = await world().final(of, ...JULY);
      await world().final(other, ...JULY);
      await share(of.listingId, '2026-07-31', [of.ownerId, 5_000], [other.ownerId, 5_000]);
      await changed(spent[0]!, { amount: '10.50' });
      await changed(spent[1]!, { listingId: other.listingId });
      await changed(spent[2]!, { ownerId: other.ownerId });
      await changed(spent[3]!, { reason: 'Entered twice' }, '/void');
      // Of a day that is still to come it is told as it was.
      await changed(mine, { day: '2026-09-09', description: 'Later' });
      const before = await world().view(await world().final(of, ...AUGUST));
      expect(told(before.lines)).toEqual([
        ['adjustment', 'expense', -50],
        ['adjustment', 'expense', 2_000],
        ['adjustment', 'expense', 4_000],
        ['adjustment', 'expense', 8_000],
      ]);
      expect(before.lines.every(({ correctsStatementId }) => correctsStatementId === july)).toBe(true);
      // The listing of the other owner gets the one, its share of the first listing the other.
      expect(told((await world().view(await world().final(other, ...AUGUST))).lines)).toEqual([
        ['expense', null, -2_000],
      ]);
      await world().agree(other.ownerId, of.listingId, NO_FEE);
      const shared = await world().view(await world().final({ ...of, ownerId: other.ownerId }, ...AUGUST));
      expect(told(shared.lines)).toEqual([['expense', null, -4_000]]);
      expect(await world().generate(other, '2026-09-01', '2026-09-30')).toMatchObject({ reason: 'no_activity' });
    });

    it('a stay at another listing is taken back from the one owner and told to the other', async () => {
      const of = await world().owner(NO_FEE);
      const other = await world().owner(NO_FEE);
      const stay = {
        ...of,
        code: `MV-${of.listingId}`,
        checkIn: '2026-07-10',
        checkOut: '2026-07-13',
        rentMinor: 9_000,
      };
      await world().tell(stay as never);
      await world().expense(other.listingId, '2026-07-03', 100);
      const finals = [await world().final(of, ...JULY), await world().final(other, ...JULY)];
      await world().tell({ ...stay, listingId: other.listingId } as never);
      const [back, there] = [await world().made(of, ...AUGUST), await world().made(other, ...AUGUST)];
      expect(told((await world().view(back)).lines)).toEqual([['adjustment', 'rent', -9_000]]);
      const lines = (await world().view(there)).lines;
      expect(told(lines)).toEqual([['adjustment', 'rent', 9_000]]);
      expect(lines[0]!.correctsStatementId).toBe(finals[1]);
    });

    it('neither another rate nor a back-dated agreement; what else changes is converted as it was', async () => {
      const of = await world().owner({ ...NO_FEE, feePercent: '10' });
      const rate = (value: string) =>
        call('POST', '/exchange-rates', {
          rates: [{ base: 'CHF', quote: 'USD', day: '2026-07-01', rate: value, source: 'bank' }],
        });
      expect((await rate('1.1')).status).toBeLessThan(300);
      const stay = {
        ...of,
        code: `CHF-${of.listingId}`,
        currency: 'CHF',
        checkIn: '2026-07-02',
        checkOut: '2026-07-04',
      };
      await world().tell({ ...stay, rentMinor: 10_000 } as never);
      const spent = await world().expense(of.listingId, '2026-07-03', 1_000, 'repairs', 'CHF');
      const july = await world().final(of, ...JULY);
      expect((await world().view(july)).netMinor).toBe(11_000 - 1_100 - 1_100);
      await world().sql(`UPDATE exchange_rate SET rate = 1.5 WHERE tenant_id = $1 AND base = 'CHF'`, [
        world().tenantId,
      ]);
      const agreed = await call('POST', '/agreements', { ...of, from: '2026-07-15', terms: { feePercent: '50' } });
      expect(agreed).toMatchObject({ status: 409 });
      expect(await world().generate(of, ...AUGUST)).toMatchObject({ reason: 'no_activity' });
      await world().tell({ ...stay, rentMinor: 12_000 } as never);
      await changed(spent, { amount: '11.00' });
      const august = await world().view(await world().made(of, ...AUGUST));
      expect(told(august.lines)).toEqual([
        ['adjustment', 'management_fee', -220],
        ['adjustment', 'expense', -110],
        ['adjustment', 'rent', 2_200],
      ]);
    });
  });
}

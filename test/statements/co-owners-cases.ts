import { describe, expect, it } from '@jest/globals';
import type { LedgerWorld } from './ledger-world.js';

const TERMS = { feePercent: '20', cleaningTo: 'owner' } as const;
const MONTHS = [
  ['2026-03-01', '2026-03-31'],
  ['2026-04-01', '2026-04-30'],
  ['2026-05-01', '2026-05-31'],
] as const;

export function coOwnersCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body?: unknown) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body });
  const share = async (listingId: number, from: string, shares: [number, number][]) => {
    const body = { from, shares: shares.map(([ownerId, shareBp]) => ({ ownerId, shareBp })) };
    expect((await call('PUT', `/listings/${listingId}/ownership`, body)).status).toBe(200);
  };

  describe('co-owners and statements of many listings', () => {
    it('C9: 60/40 is told and shared, also where it changes within the period, and stays as it was', async () => {
      const of = await world().owner(TERMS);
      const bea = { ...of, ownerId: await world().partner(of.listingId, TERMS) };
      await share(of.listingId, '2020-01-01', [
        [of.ownerId, 6_000],
        [bea.ownerId, 4_000],
      ]);
      await world().tell({
        ...of,
        code: `C9-${of.listingId}`,
        checkIn: '2026-03-02',
        checkOut: '2026-03-05',
        rentMinor: 145_563,
      } as never);
      const march = await world().final(of, ...MONTHS[0]);
      const hers = await world().final(bea, ...MONTHS[0]);
      // 1,164.50 of rent less fee: 29,112.6 of fee is 29,113, and each amount is shared by itself.
      const [ana, other] = [await world().view(march), await world().view(hers)];
      expect([ana.netMinor, other.netMinor]).toEqual([69_870, 46_580]);
      expect(ana.shares).toEqual([{ listingId: of.listingId, shareBp: 6_000, from: '2026-03-01', to: '2026-03-31' }]);
      expect(ana.lines[0]!.shares).toEqual([{ from: '2026-03-02', to: '2026-03-05', shareBp: 6_000 }]);
      const bytes = await world().stored(march);
      await share(of.listingId, '2026-04-10', [
        [of.ownerId, 5_000],
        [bea.ownerId, 5_000],
      ]);
      expect(await world().stored(march)).toBe(bytes);
      await world().tell({
        ...of,
        code: `C9B-${of.listingId}`,
        checkIn: '2026-04-08',
        checkOut: '2026-04-12',
        rentMinor: 40_000,
      } as never);
      const april = await world().made(of, ...MONTHS[1]);
      const shares = [
        { listingId: of.listingId, shareBp: 6_000, from: '2026-04-01', to: '2026-04-09' },
        { listingId: of.listingId, shareBp: 5_000, from: '2026-04-10', to: '2026-04-30' },
      ];
      const answer = await call('GET', `/statements/${april}`);
      expect(answer.body).toMatchObject({ shares, revenue: '220.00', listings: [{ id: of.listingId }] });
      const csv = await call('GET', `/statements/${april}/csv?table=stays`);
      expect(csv.text).toContain('"2 × 60%, 2 × 50%"');
    });

    it('a statement of all listings: each with its share, agreement and corrections; all owners together have all of it', async () => {
      const house = await world().owner(TERMS);
      const flat = await world().owner({ ...TERMS, feePercent: '10', prorateStayFees: true, recognition: 'nightly' });
      const bea = {
        ownerId: await world().partner(flat.listingId, {
          ...TERMS,
          feePercent: '10',
          prorateStayFees: true,
          recognition: 'nightly',
        }),
        listingId: null,
      };
      // Ana has the house, and two thirds of the flat.
      const ana = { ownerId: house.ownerId, listingId: null };
      await world().agree(ana.ownerId, flat.listingId, {
        ...TERMS,
        feePercent: '10',
        prorateStayFees: true,
        recognition: 'nightly',
      });
      await share(flat.listingId, '2020-01-01', [
        [ana.ownerId, 6_667],
        [bea.ownerId, 3_333],
      ]);
      const stay = (
        listingId: number,
        code: string,
        checkIn: string,
        checkOut: string,
        rentMinor: number,
        more: object = {},
      ) =>
        world().tell({
          listingId,
          code: `${code}-${listingId}`,
          checkIn,
          checkOut,
          rentMinor,
          cleaningMinor: 5_001,
          ...more,
        } as never);
      await stay(house.listingId, 'H', '2026-03-05', '2026-03-09', 80_000);
      const F1 = [flat.listingId, 'F', '2026-03-28', '2026-04-04', 70_001] as const;
      await stay(...F1);
      await world().expense(flat.listingId, '2026-03-11', 1_000);
      const march = await world().final(ana, ...MONTHS[0]);
      const hers = await world().final(bea, ...MONTHS[0]);
      const view = await world().view(march);
      expect(view.listings.map(({ id }) => id).sort()).toEqual([house.listingId, flat.listingId].sort());
      expect(view.shares.map(({ listingId, shareBp }) => [listingId, shareBp]).sort()).toEqual(
        [
          [house.listingId, 10_000],
          [flat.listingId, 6_667],
        ].sort(),
      );
      // Four of the seven nights: rent 40,000.57, cleaning 2,857.71, fee 7,000.1 of all: 4,000.06.
      const whole = [40_001, 2_858, -4_000, -1_000];
      const flatOnly = (await world().view(hers)).netMinor + view.netMinor - (80_000 + 5_001 - 16_000);
      expect(flatOnly).toBe(whole.reduce((sum, one) => sum + one, 0));
      // One night more, told in May, after both months are final.
      for (const one of [ana, bea]) await world().final(one, ...MONTHS[1]);
      await stay(...([flat.listingId, 'F', '2026-03-28', '2026-04-05', 80_000] as const));
      const may = await world().view(await world().final(ana, ...MONTHS[2]));
      const mayHers = await world().view(await world().final(bea, ...MONTHS[2]));
      expect(may.netMinor + mayHers.netMinor).toBe(80_000 - 70_001 - (8_000 - 7_000));
      const corrected = new Set(may.lines.map(({ correctsStatementId }) => correctsStatementId));
      expect(corrected.has(march)).toBe(true);
      // A year by plain sums over the final statements.
      for (const { ownerId } of [ana, bea]) {
        const { body } = await call('GET', `/owners/${ownerId}/year-summary?year=2026`);
        const [sums] = await world().sql<Record<string, string>>(
          `SELECT sum(net)::text AS net, sum(rent)::text AS rent, sum(cleaning)::text AS cleaning, sum(fee)::text AS fee,
             sum(adjustments)::text AS adjustments, sum(expenses)::text AS expenses, sum(nights)::text AS nights
           FROM (SELECT s.net_minor::numeric / 100 AS net, s.adjustments_minor::numeric / 100 AS adjustments,
                   s.expenses_minor::numeric / 100 AS expenses,
                   (SELECT sum((t ->> 'rentMinor')::numeric) / 100 FROM jsonb_array_elements(s.stays) t) AS rent,
                   (SELECT sum((t ->> 'cleaningMinor')::numeric) / 100 FROM jsonb_array_elements(s.stays) t) AS cleaning,
                   (SELECT sum((t ->> 'managementFeeMinor')::numeric) / 100 FROM jsonb_array_elements(s.stays) t) AS fee,
                   (SELECT sum((t ->> 'nightsInPeriod')::numeric) FROM jsonb_array_elements(s.stays) t) AS nights
                 FROM statement s WHERE s.owner_id = $1 AND s.state = 'final') AS one`,
          [ownerId],
        );
        const total = body['total'] as Record<string, string>;
        const months = body['rows'] as Record<string, string>[];
        expect({ ...total, nights: Number(total['nights']) }).toMatchObject({
          nights: Number(sums!['nights']),
          net: Number(sums!['net']).toFixed(2),
          rent: Number(sums!['rent']).toFixed(2),
          cleaning: Number(sums!['cleaning']).toFixed(2),
          managementFee: Number(sums!['fee']).toFixed(2),
          adjustments: Number(sums!['adjustments']).toFixed(2),
          expenses: Number(sums!['expenses']).toFixed(2),
        });
        // Prorated cleaning lies in the month of its nights.
        const ofMarch = months.filter(
          ({ month, listingId }) => month === '2026-03' && Number(listingId) === flat.listingId,
        );
        expect(Number(ofMarch[0]!['cleaning'])).toBeGreaterThan(9);
      }
    });
  });
}

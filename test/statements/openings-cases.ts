import { describe, expect, it } from '@jest/globals';
import type { LedgerWorld } from './ledger-world.js';

const MARCH = ['2026-03-01', '2026-03-31'] as const;
const APRIL = ['2026-04-01', '2026-04-30'] as const;
const BALANCE = { amount: '-250.50', date: '2026-02-28', note: 'Of the former program' };

export function openingsCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body, headers });
  const openings = ({ ownerId }: { ownerId: number }) => `/owners/${ownerId}/opening-balances`;

  describe('an opening balance', () => {
    it('is what the first statement opens with and nothing after it, and explain says who brought it', async () => {
      const of = await world().owner({ feePercent: '0' });
      const key = { 'idempotency-key': `opening-${of.ownerId}` };
      const body = { ...BALANCE, listingId: of.listingId, currency: 'USD' };
      const kept = await call('POST', openings(of), body, key);
      expect(kept).toMatchObject({ status: 201, body: { ...body, ownerId: of.ownerId } });
      expect((await call('POST', openings(of), body, key)).body).toEqual(kept.body);
      expect((await call('GET', openings(of))).body).toEqual({ openingBalances: [kept.body], total: 1 });
      const paid = await world().payout(of.ownerId, of.listingId, '2026-03-10', 100);
      expect(paid).toBeTruthy();
      // It stands for what was before: nothing of February is stated here.
      await world().tell({
        ...of,
        code: `OP-${of.ownerId}`,
        checkIn: '2026-02-20',
        checkOut: '2026-02-25',
        rentMinor: 9_900,
      } as never);
      const before = await world().generate(of, '2026-02-01', '2026-02-28');
      expect(before).toMatchObject({ outcome: 'skipped', reason: 'before_opening' });
      const march = await world().final(of, ...MARCH);
      expect(await world().view(march)).toMatchObject({
        openingMinor: -25_050,
        netMinor: 0,
        closingMinor: -25_150,
        payableMinor: 0,
      });
      const why = async (id: string) => (await call('GET', `/statements/${id}/explain?total=opening`)).body;
      expect(await why(march)).toMatchObject({
        amount: '-250.50',
        parts: [
          {
            rule: 'opening',
            amount: '-250.50',
            source: { openingBalance: kept.body['id'], day: '2026-02-28', note: BALANCE.note },
          },
        ],
      });
      await world().tell({
        ...of,
        code: `OQ-${of.ownerId}`,
        checkIn: '2026-04-02',
        checkOut: '2026-04-04',
        rentMinor: 50_000,
      } as never);
      const april = await world().made(of, ...APRIL);
      expect(await world().view(april)).toMatchObject({ openingMinor: -25_150, closingMinor: 24_850 });
      expect(await why(april)).toMatchObject({ parts: [{ source: { statement: march } }] });
      expect(await why(march)).toMatchObject({ parts: [{ rule: 'opening' }] });
      const audited = await world().sql(
        `SELECT FROM audit_entry WHERE tenant_id = $1 AND action LIKE '%opening-balances%' AND status = 201 AND target ->> 'id' = $2`,
        [world().tenantId, String(of.ownerId)],
      );
      expect(audited.length).toBeGreaterThan(0);
    });

    it('shows on a first statement where nothing else happened, and is asked for once', async () => {
      const of = await world().owner();
      expect((await call('POST', openings(of), { ...BALANCE, amount: '75' })).status).toBe(201);
      const id = await world().made({ ...of, listingId: null }, ...MARCH);
      expect(await world().view(id)).toMatchObject({ openingMinor: 7_500, closingMinor: 7_500, lines: [] });
      // That of one listing has a balance of its own.
      expect(await world().generate(of, ...MARCH)).toMatchObject({ reason: 'no_activity' });
    });

    it('is refused by name: a second one, another currency, no share, a statement that is final or begins before', async () => {
      const of = await world().owner({ feePercent: '0' });
      const other = await world().owner();
      const post = async (body: object) => {
        const { status, body: answer } = await call('POST', openings(of), body);
        return [status, JSON.stringify(answer)] as [number, string];
      };
      const refused = async (body: object, status: number, words: string) => {
        const [got, text] = await post(body);
        expect([got, text.includes(words) ? words : text]).toEqual([status, words]);
      };
      const mine = { ...BALANCE, listingId: of.listingId };
      await refused({ ...mine, currency: 'EUR' }, 400, 'statements are in USD');
      await refused({ ...mine, listingId: other.listingId }, 400, 'no share of the listing');
      await refused({ ...mine, amount: '1.005' }, 400, 'amount');
      await refused({ ...mine, date: '2026-02-30' }, 400, 'date');
      await world().tell({
        ...of,
        code: `NO-${of.ownerId}`,
        checkIn: '2026-03-20',
        checkOut: '2026-03-25',
        rentMinor: 9_900,
      } as never);
      const march = await world().made(of, ...MARCH);
      const { number } = await world().view(march);
      await refused({ ...mine, date: '2026-03-01' }, 409, `Statement ${number} of 2026-03-01 to 2026-03-31 begins`);
      const [, text] = await post(mine);
      const { id } = JSON.parse(text) as { id: string };
      await refused(mine, 409, 'There is an opening balance of 2026-02-28 already');
      // What was made before it came cannot become final as it is.
      await expect(world().finalize(march)).rejects.toThrow(/generate it again/);
      await world().made(of, ...MARCH);
      await world().finalize(march);
      const taken = await call('DELETE', `${openings(of)}/${id}`);
      expect([taken.status, taken.text.includes(`Statement ${number}`)]).toEqual([409, true]);
      await world().void(march);
      expect((await call('DELETE', `${openings(other)}/${id}`)).status).toBe(404);
      expect((await call('DELETE', `${openings(of)}/${id}`)).status).toBe(204);
      const again = await world().view(await world().final(of, ...MARCH));
      expect(again).toMatchObject({ openingMinor: 0, closingMinor: 9_900 });
      await refused({ ...mine, date: '2026-03-31' }, 409, `Statement ${number} of 2026-03-01 to 2026-03-31 is final`);
      const currency = await call('PATCH', `/owners/${of.ownerId}`, { currency: 'EUR' });
      expect(currency.status).toBe(409);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { RecurringNotMadeUp1764826086000 } from '../../migrations/1764826086000-recurring-not-made-up.js';
import type { LedgerWorld } from './ledger-world.js';

const JUNE = ['2026-06-01', '2026-06-30'] as const;
const JULY = ['2026-07-01', '2026-07-31'] as const;
const AUGUST = ['2026-08-01', '2026-08-31'] as const;
const SEPTEMBER = ['2026-09-01', '2026-09-30'] as const;
const NO_FEE = { feePercent: '0', cleaningTo: 'owner' } as const;

type Line = { kind: string; amountMinor: number };
const told = (lines: readonly Line[]) =>
  [...lines].sort((a, b) => a.amountMinor - b.amountMinor).map(({ kind, amountMinor }) => [kind, amountMinor]);

/** What is not, not yet, or only later on a statement. */
export function generationCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body?: unknown) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body });
  const done = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    expect([path, answer.status < 300, answer.text]).toEqual([path, true, answer.text]);
    return answer.body;
  };
  const linesOf = async (...args: Parameters<LedgerWorld['generate']>) =>
    told((await world().view(await world().made(...args))).lines);

  describe('a stay that a person has to look at', () => {
    it('is on no statement until then, unless an amount was only rounded', async () => {
      const of = await world().owner(NO_FEE);
      const stay = { ...of, code: `LOOK-${of.listingId}`, checkIn: '2026-07-10', checkOut: '2026-07-13' };
      const money = { rentMinor: 414_693, channelFeeMinor: 18_987, payoutMinor: 398_013 };
      const [id] = await world().tell({ ...stay, ...money } as never);
      const waits = {
        outcome: 'failed',
        reason: 'needs_review',
        detail: expect.stringContaining('do not come to the payout'),
      };
      expect(await world().generate(of, ...JULY)).toMatchObject(waits);
      // It counts on the day of its departure: another month does not wait for it.
      await world().tell({
        ...stay,
        code: `OUT-${of.listingId}`,
        checkOut: '2026-08-02',
        rentMinor: 1,
        payoutMinor: 2,
      } as never);
      await done('POST', `/reservations/${id}/resolve`, { status: 'confirmed', reason: 'As the channel paid' });
      expect(await linesOf(of, ...JULY)).toEqual([
        ['channel_fee', -18_987],
        ['rent', 414_693],
      ]);
      expect(await world().generate(of, ...AUGUST)).toMatchObject(waits);
      await world().tell({ ...stay, rentMinor: 1_000, review: ['inexact_amount'] } as never);
      expect(await linesOf(of, ...JULY)).toEqual([['rent', 1_000]]);
      for (const code of [
        'net_only',
        'commission_later',
        'kept_unknown',
        'several_rows',
        'two_kinds_of_files',
        'unknown_channel',
      ]) {
        await world().tell({ ...stay, rentMinor: 1_000, review: [code] } as never);
        expect([code, await world().generate(of, ...JULY)]).toMatchObject([code, { reason: 'needs_review' }]);
      }
    });

    it('takes nothing back of what is final: two units with one code are not given from one owner to the other', async () => {
      const [of, other] = [await world().owner(NO_FEE), await world().owner(NO_FEE)];
      const stay = { ...of, code: `UNITS-${of.listingId}`, checkIn: '2026-07-10', checkOut: '2026-07-13' };
      const [id] = await world().tell({ ...stay, rentMinor: 30_000 } as never);
      await world().final(of, ...JULY);
      const both = { ...stay, listingId: other.listingId, rentMinor: 60_000, review: ['several_listings'] };
      await world().tell(both as never);
      for (const one of [of, other]) {
        const [from, to] = one === of ? AUGUST : JULY;
        const outcome = await world().generate(one, from, to);
        expect(outcome).toMatchObject({ reason: 'needs_review', detail: expect.stringContaining('several listings') });
      }
      await done('PATCH', `/reservations/${id}`, { listingId: of.listingId, rent: '300.00', reason: 'Two units' });
      await done('POST', `/reservations/${id}/resolve`, { status: 'confirmed', reason: 'Two units' });
      expect(await world().generate(of, ...AUGUST)).toMatchObject({ reason: 'no_activity' });
    });
  });

  describe('an expense', () => {
    it('that changes while its statement is a draft is corrected there, and nowhere else', async () => {
      const of = await world().owner(NO_FEE);
      await world().expense(of.listingId, '2026-06-03', 500);
      await world().final(of, ...JUNE);
      const spent = await world().expense(of.listingId, '2026-07-03', 10_000);
      const july = await world().made(of, ...JULY);
      await done('PATCH', `/expenses/${spent}`, { amount: '120.00' });
      expect(await world().generate(of, ...AUGUST)).toMatchObject({ reason: 'no_activity' });
      expect(await world().made(of, ...JULY)).toBe(july);
      expect(told((await world().view(july)).lines)).toEqual([['expense', -12_000]]);
      await world().finalize(july);
      await world().void(july);
      // Moved to another month while it is open, it is there.
      await done('PATCH', `/expenses/${spent}`, { day: '2026-08-03' });
      expect(await world().generate(of, ...JULY)).toMatchObject({ reason: 'no_activity' });
      expect(await linesOf(of, ...AUGUST)).toEqual([['expense', -12_000]]);
    });

    it('in another currency needs a rate only where it is charged; of another day it stays as it was told', async () => {
      const of = await world().owner({ feePercent: '0', cleaningTo: 'manager' });
      const other = await world().partner(of.listingId, NO_FEE);
      await world().expense(of.listingId, '2026-07-02', 8_000, 'cleaning', 'SEK');
      const mine = await world().expense(of.listingId, '2026-07-02', 8_000, 'repairs', 'SEK');
      const rates = [
        { base: 'GBP', quote: 'USD', day: '2026-07-01', rate: '1.1', source: 'bank' },
        { base: 'GBP', quote: 'USD', day: '2026-07-20', rate: '1.5', source: 'bank' },
      ];
      await done('POST', '/exchange-rates', { rates });
      const spent = await world().expense(of.listingId, '2026-07-03', 1_000, 'repairs', 'GBP');
      expect(await world().generate(of, ...JULY)).toMatchObject({ outcome: 'failed', reason: 'fx_missing' });
      await done('POST', `/expenses/${mine}/void`, { reason: 'The owner paid it' });
      await done('PUT', `/listings/${of.listingId}/ownership`, {
        from: '2026-07-15',
        shares: [{ ownerId: other, shareBp: 10_000 }],
      });
      const july = await world().made(of, ...JULY);
      expect(told((await world().view(july)).lines)).toEqual([['expense', -1_100]]);
      await world().finalize(july);
      await done('PATCH', `/expenses/${spent}`, { day: '2026-07-21' });
      expect(await world().generate(of, ...AUGUST)).toMatchObject({ reason: 'no_activity' });
      expect(await world().generate({ ...of, ownerId: other }, ...JULY)).toMatchObject({ reason: 'no_activity' });
      // What changes besides is changed by the rate it was told with.
      await done('PATCH', `/expenses/${spent}`, { amount: '11.00' });
      expect(await linesOf(of, ...AUGUST)).toEqual([['adjustment', -110]]);
    });

    it('that recurs and was entered late is charged with the next statement, but not for when it was stopped', async () => {
      const of = await world().owner(NO_FEE);
      await world().expense(of.listingId, '2026-06-03', 500);
      await world().final(of, ...JUNE);
      const recur = async (description: string, amount: string, more: object = {}) => {
        const { listingId } = of;
        const each = { listingId, category: 'internet', rhythm: 'monthly', onDay: 31, from: '2026-05-01' };
        return (await done('POST', '/recurring-expenses', { ...each, description, amount, ...more }))['id'] as number;
      };
      // Of one that was there before it was noted when it is stopped, what was stated for good is left as it was.
      await recur('Garden', '90.00');
      await new RecurringNotMadeUp1764826086000().up({ query: (text: string) => world().sql(text) } as never);
      await recur('Internet', '39.90');
      const pool = await recur('Pool', '70.00', { onDay: 5 });
      for (const active of [false, true]) await done('PATCH', `/recurring-expenses/${pool}`, { active });
      const since = `UPDATE recurring_expense SET active_since = '2026-07-15' WHERE id = $1 AND active_since IS NOT NULL RETURNING id`;
      expect(await world().sql(since, [pool])).toHaveLength(1);
      const late = [
        ['expense', -9_000],
        ['expense', -3_990],
        ['expense', -3_990],
      ];
      expect(await linesOf(of, ...JULY)).toEqual(late);
      expect(await world().generate(of, ...JULY)).toMatchObject({ outcome: 'unchanged' });
      expect(await linesOf(of, ...AUGUST)).toEqual([
        ['expense', -9_000],
        ['expense', -7_000],
        ['expense', -3_990],
      ]);
    });

    it('of a time before a listing was stated, or that its opening balance stands for, is not charged with another listing’s', async () => {
      const of = await world().owner(NO_FEE);
      await world().expense(of.listingId, '2026-06-03', 500);
      await world().final(of, ...JUNE);
      const { listingId } = await world().owner();
      const { ownerId } = of;
      const shares = [{ ownerId, shareBp: 10_000 }];
      await done('PUT', `/listings/${listingId}/ownership`, { from: '2026-01-01', shares });
      await world().agree(ownerId, listingId, NO_FEE);
      const monthly = { category: 'internet', rhythm: 'monthly', onDay: 31, from: '2026-05-01', amount: '39.90' };
      await done('POST', '/recurring-expenses', { ...monthly, listingId, description: 'Internet' });
      const balance = { amount: '0.01', date: '2026-06-30', note: 'Before' };
      await done('POST', `/owners/${ownerId}/opening-balances`, { ...balance, listingId });
      await world().expense(listingId, '2026-06-10', 700);
      const second = await world().final({ ownerId, listingId }, ...JULY);
      expect(told((await world().view(second)).lines)).toEqual([['expense', -3_990]]);
    });

    it('in another currency, on the first of two drafts, is nothing that the second is made of', async () => {
      const of = await world().owner(NO_FEE);
      const rates = [{ base: 'CHF', quote: 'USD', day: '2026-07-01', rate: '1.1', source: 'bank' }];
      await done('POST', '/exchange-rates', { rates });
      await world().expense(of.listingId, '2026-06-03', 500);
      await world().final(of, ...JUNE);
      await world().expense(of.listingId, '2026-07-03', 1_000, 'repairs', 'CHF');
      await world().expense(of.listingId, '2026-08-03', 500);
      const drafts = [await world().made(of, ...JULY), await world().made(of, ...AUGUST)];
      for (const id of drafts) await world().finalize(id);
      const [july, august] = await world().sql<{ rates: object }>(
        `SELECT snapshot -> 'rates' AS rates FROM statement WHERE owner_id = $1 AND period_from > '2026-06-01' ORDER BY period_from`,
        [of.ownerId],
      );
      expect([Object.keys(july!.rates), august!.rates]).toEqual([['CHF 2026-07-03'], {}]);
    });
  });

  it('after a sale the former owner gets its statement when something of its time has changed, and when it was paid', async () => {
    const of = await world().owner(NO_FEE);
    const buyer = await world().partner(of.listingId, NO_FEE);
    const stay = {
      ...of,
      code: `SOLD-${of.listingId}`,
      checkIn: '2026-06-10',
      checkOut: '2026-06-13',
      rentMinor: 90_000,
    };
    await world().tell(stay as never);
    await done('PUT', `/listings/${of.listingId}/ownership`, {
      from: '2026-07-01',
      shares: [{ ownerId: buyer, shareBp: 10_000 }],
    });
    const ask = { ownerId: of.ownerId, propertyId: of.listingId, startDate: AUGUST[0], endDate: AUGUST[1] };
    await world().final(of, ...JUNE);
    const owners = (period: readonly [string, string]) => world().runOwners(of.listingId, ...period);
    expect(await owners(JULY)).toEqual([buyer]);
    expect((await call('POST', '/statements/generate', ask)).body).toMatchObject({ reason: 'no_activity' });
    const paid = await world().payout(of.ownerId, of.listingId, '2026-07-05', 90_000);
    expect(await owners(JULY)).toEqual([of.ownerId, buyer]);
    expect(await world().view(await world().final(of, ...JULY))).toMatchObject({
      payoutsMinor: 90_000,
      closingMinor: 0,
    });
    expect(await owners(AUGUST)).toEqual([buyer]);
    // A refund, a bill and a transfer that came back.
    await world().tell({ ...stay, rentMinor: 70_000 } as never);
    expect(await owners(AUGUST)).toEqual([of.ownerId, buyer]);
    const { statements } = await done('POST', '/statements/generate', ask);
    const id = (statements as { statementId: string }[])[0]!.statementId;
    expect(await world().view(id)).toMatchObject({ netMinor: -20_000, closingMinor: -20_000 });
    await world().finalize(id);
    expect(await owners(SEPTEMBER)).toEqual([buyer]);
    await world().expense(of.listingId, '2026-06-20', 8_000);
    expect(await owners(SEPTEMBER)).toEqual([of.ownerId, buyer]);
    await world().final(of, ...SEPTEMBER);
    const october = ['2026-10-01', '2026-10-31'] as const;
    expect(await owners(october)).toEqual([buyer]);
    await world().sql(`UPDATE owner_payout SET voided_at = now(), void_reason = 'bounced' WHERE id = $1`, [paid]);
    expect(await owners(october)).toEqual([of.ownerId, buyer]);
    const last = await world().view(await world().made(of, ...october));
    expect(last).toMatchObject({ payoutsMinor: -90_000, closingMinor: 62_000 });
  });

  it('a version of an agreement stays as it is while a final statement has a stay that follows it', async () => {
    const of = await world().owner();
    await done('POST', '/agreements', { ...of, from: '2026-08-01', terms: { feePercent: '30', feeDate: 'night' } });
    const { agreements } = await done('GET', `/agreements?ownerId=${of.ownerId}`);
    const [first] = agreements as { id: number }[];
    await world().tell({
      ...of,
      code: `TWO-${of.listingId}`,
      checkIn: '2026-07-29',
      checkOut: '2026-08-03',
      rentMinor: 1,
    } as never);
    const change = () => call('PATCH', `/agreements/${first!.id}`, { terms: { feePercent: '10' } });
    expect((await change()).status).toBe(200);
    await world().final(of, ...AUGUST);
    expect((await change()).status).toBe(409);
  });
}

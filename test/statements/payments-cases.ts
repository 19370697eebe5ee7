import { describe, expect, it } from '@jest/globals';
import type { LedgerWorld } from './ledger-world.js';

const OCTOBER = ['2025-10-01', '2025-10-31'] as const;
const NOVEMBER = ['2025-11-01', '2025-11-30'] as const;
const DECEMBER = ['2025-12-01', '2025-12-31'] as const;
const NO_FEE = { feePercent: '0' } as const;

type Of = { ownerId: number; listingId: number };
type Answered = Record<string, unknown>;

/** What may be paid for a statement, what a payout is taken off, and what follows when either is taken back. */
export function paymentsCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body?: unknown) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body });
  const pay = (id: string, body: object = {}) =>
    call('POST', `/statements/${id}/pay`, { date: '2025-11-03', method: 'cash', ...body });
  const payout = (of: object, body: object = {}) =>
    call('POST', '/payouts', { day: '2025-11-03', amount: '1000.00', method: 'cash', ...of, ...body });
  const refusal = ({ status, body }: { status: number; body: Answered }) => [status, body['detail']];
  const read = async (id: string) => (await call('GET', `/statements/${id}`)).body;
  const takeBack = async (id: unknown) =>
    expect((await call('POST', `/payouts/${String(id)}/void`, { reason: 'It came back' })).status).toBe(200);
  /** A stay of two nights that counts on a day and comes to so much. */
  const stay = (of: Of, checkOut: string, rentMinor: number) => {
    const checkIn = `${checkOut.slice(0, 8)}${String(Number(checkOut.slice(8)) - 2).padStart(2, '0')}`;
    return world().tell({ ...of, code: `P-${of.listingId}-${checkOut}`, checkIn, checkOut, rentMinor } as never);
  };
  const unpaid = async ({ ownerId }: { ownerId: number }) =>
    ((await call('GET', `/statements?unpaid=true&ownerId=${ownerId}`)).body['statements'] as Answered[]).map(
      ({ id, left }) => [id, left],
    );

  describe('what is owed', () => {
    it('is paid with the last final statement only, and once; voided, it is the one before again', async () => {
      const of = await world().owner(NO_FEE);
      await stay(of, '2025-10-12', 100_000);
      await stay(of, '2025-11-12', 50_000);
      const october = await world().final(of, ...OCTOBER);
      expect(await unpaid(of)).toEqual([[october, '1000.00']]);
      const november = await world().final(of, ...NOVEMBER);
      expect(await unpaid(of)).toEqual([[november, '1500.00']]);
      const { number } = await world().view(november);
      expect(await read(october)).toMatchObject({
        ...{ payable: '1000.00', left: '0.00', state: 'final' },
        goesOnTo: { id: november, number },
      });
      expect(refusal(await pay(october))).toEqual([409, expect.stringContaining(`gone on to ${number}`)]);
      const { url } = (await call('POST', `/owners/${of.ownerId}/links`, {})).body as { url: string };
      const page = (await world().platform.call('GET', url.slice(url.indexOf('/api/v1')))).text;
      expect([page.includes(`carried over to ${number}`), page.includes('1,500.00')]).toEqual([true, true]);

      const part = await pay(november, { amount: '600' });
      expect(part.body).toMatchObject({ state: 'final', left: '900.00' });
      const rest = await pay(november);
      expect(rest.body).toMatchObject({ state: 'paid', left: '0.00', payout: { amount: '900.00' } });
      expect(refusal(await pay(october))[0]).toBe(409);
      expect(await unpaid(of)).toEqual([]);

      // What follows a void would be paid in full once more.
      const ids = [part, rest].map(({ body }) => (body['payout'] as Answered)['id']);
      await takeBack(ids[1]);
      expect(refusal(await call('POST', `/statements/${november}/void`, { reason: 'Wrong' }))).toEqual([
        409,
        expect.stringContaining('600.00 was paid'),
      ]);
      await takeBack(ids[0]);
      expect(await unpaid(of)).toEqual([[november, '1500.00']]);
      expect((await call('POST', `/statements/${november}/void`, { reason: 'Wrong' })).status).toBe(200);
      expect(await unpaid(of)).toEqual([[october, '1000.00']]);
      expect((await pay(october)).body).toMatchObject({ state: 'paid', payout: { amount: '1000.00' } });
      // Paid on a day of November: made anew, that opens with October's closing and takes it off.
      expect(await world().view(await world().final(of, ...NOVEMBER))).toMatchObject({
        ...{ openingMinor: 100_000, payoutsMinor: 100_000, closingMinor: 50_000 },
      });
    });

    it('is owed again at once when a transfer comes back that a final statement has counted', async () => {
      const of = await world().owner(NO_FEE);
      await stay(of, '2025-10-12', 100_000);
      await stay(of, '2025-11-12', 50_000);
      const october = await world().final(of, ...OCTOBER);
      const first = (await pay(october)).body['payout'] as Answered;
      const november = await world().final(of, ...NOVEMBER);
      expect((await pay(november, { date: '2025-12-03' })).body).toMatchObject({ state: 'paid' });
      await takeBack(first['id']);
      expect(await unpaid(of)).toEqual([[november, '1000.00']]);
      expect((await pay(november, { date: '2025-12-05' })).body).toMatchObject({ state: 'paid', left: '0.00' });
      expect(await world().view(await world().made(of, ...DECEMBER))).toMatchObject({
        ...{ openingMinor: 50_000, payoutsMinor: 50_000, closingMinor: 0 },
      });
    });

    it('a payout for a statement keeps the rules of its payment', async () => {
      const of = await world().owner(NO_FEE);
      const { ownerId } = of;
      await stay(of, '2025-10-12', 100_000);
      const statementId = await world().made(of, ...OCTOBER);
      expect(refusal(await payout({ ownerId, statementId }))).toEqual([409, expect.stringContaining('is draft')]);
      await world().finalize(statementId);
      expect((await payout({ ownerId, statementId }, { amount: '1000.01' })).status).toBe(400);
      expect((await payout({ ownerId, statementId }, { amount: '400' })).status).toBe(201);
      expect(await read(statementId)).toMatchObject({ state: 'final', left: '600.00' });
      // One that names no statement is known to what is left of it too.
      expect((await payout(of, { amount: '100' })).status).toBe(201);
      expect(await read(statementId)).toMatchObject({ left: '500.00' });
      expect((await payout({ ownerId, statementId }, { amount: '500' })).status).toBe(201);
      expect(await read(statementId)).toMatchObject({ state: 'paid', left: '0.00' });
      expect(refusal(await payout({ ownerId, statementId }))[0]).toBe(409);
      expect(await world().view(await world().made(of, ...NOVEMBER))).toMatchObject({
        ...{ payoutsMinor: 100_000, closingMinor: 0 },
      });
    });

    it('a payout is taken off one balance: of several listings the one that it names', async () => {
      const of = await world().owner(NO_FEE);
      const { ownerId } = of;
      await stay(of, '2025-10-12', 100_000);
      await world().final(of, ...OCTOBER);
      // Of its only listing, nobody has to say which.
      const one = await payout({ ownerId }, { amount: '100' });
      expect(one.body).toMatchObject({ listingId: of.listingId });
      const { listingId } = await world().owner();
      const shares = { from: '2025-11-01', shares: [{ ownerId, shareBp: 10_000 }] };
      expect((await call('PUT', `/listings/${listingId}/ownership`, shares)).status).toBe(200);
      await world().agree(ownerId, listingId, NO_FEE);
      const neither = await payout({ ownerId });
      expect([neither.status, JSON.stringify(neither.body['errors'])]).toEqual([
        400,
        expect.stringContaining('listingId'),
      ]);
      expect((await payout(of, { amount: '200' })).status).toBe(201);
      const november = await world().view(await world().final(of, ...NOVEMBER));
      expect(november).toMatchObject({ payoutsMinor: 30_000, closingMinor: 70_000 });
      expect(await world().generate({ ownerId, listingId }, ...NOVEMBER)).toMatchObject({ reason: 'no_activity' });
      // Taken back, it is given back where it was taken off.
      await takeBack(one.body['id']);
      expect(await world().view(await world().made(of, ...DECEMBER))).toMatchObject({ payoutsMinor: -10_000 });
    });
  });

  describe('from one statement of all listings to one of each, or back', () => {
    it.each([
      ['to one of each', true],
      ['back to one of all', false],
    ])('%s: not before what is left is paid, which is then taken off once', async (_, fromAll) => {
      const of = await world().owner(NO_FEE);
      const all = { ...of, listingId: null };
      const [before, after] = fromAll ? [all, of] : [of, all];
      await stay(of, '2025-10-12', 100_000);
      await stay(of, '2025-11-12', 50_000);
      const october = await world().final(before, ...OCTOBER);
      const { number } = await world().view(october);
      expect(await world().generate(after as never, ...NOVEMBER)).toMatchObject({
        ...{ outcome: 'failed', reason: 'other_scope' },
        detail: expect.stringContaining(`${number}, ${fromAll ? 'of all' : 'of one'}`),
      });
      const asked = { ownerId: of.ownerId, startDate: NOVEMBER[0], endDate: NOVEMBER[1] };
      const refused = await call('POST', '/statements/generate', { ...asked, grouping: fromAll ? 'listing' : 'owner' });
      expect(refused).toMatchObject({ status: 409, body: { reason: 'other_scope' } });
      const paid = await pay(october);
      expect(paid.body).toMatchObject({ state: 'paid' });
      const november = await world().made(after, ...NOVEMBER);
      const is = { openingMinor: 0, payoutsMinor: 0, closingMinor: 50_000 };
      expect(await world().view(november)).toMatchObject(is);
      // A draft does not become final over what is left again.
      await takeBack((paid.body['payout'] as Answered)['id']);
      await expect(world().finalize(november)).rejects.toThrow(/leaves 1000\.00/);
      expect((await pay(october)).status).toBe(200);
      await world().finalize(november);
      expect(await unpaid(of)).toEqual([[november, '500.00']]);
      // What is paid from now on is of the new kind, and the old one is not gone back to.
      expect((await pay(november, { amount: '100', date: '2025-12-03' })).status).toBe(200);
      expect(await world().view(await world().made(after as never, ...DECEMBER))).toMatchObject({
        ...{ payoutsMinor: 10_000, closingMinor: 40_000 },
      });
      expect(await world().generate(before as never, ...DECEMBER)).toMatchObject({ reason: 'other_scope' });
      if (!fromAll) {
        const named = await payout(of, { amount: '1' });
        expect([named.status, JSON.stringify(named.body['errors'])]).toEqual([
          400,
          expect.stringContaining('listingId'),
        ]);
      }
    });

    it('of a listing that was sold and closed below 0 there is a last one, on which that is set to 0', async () => {
      const [of, other] = [await world().owner(NO_FEE), await world().owner(NO_FEE)];
      const { ownerId } = of;
      await world().expense(of.listingId, '2025-10-12', 48_000);
      const october = await world().final(of, ...OCTOBER);
      const gets = async (listingId: number, owner: number) => {
        const shares = { from: '2025-11-01', shares: [{ ownerId: owner, shareBp: 10_000 }] };
        expect((await call('PUT', `/listings/${listingId}/ownership`, shares)).status).toBe(200);
      };
      await gets(of.listingId, other.ownerId);
      await gets(other.listingId, ownerId);
      await world().agree(ownerId, other.listingId, NO_FEE);
      await stay(other, '2025-12-12', 50_000);
      const all = { ownerId, listingId: null };
      const { number } = await world().view(october);
      expect(await world().generate(all, ...DECEMBER)).toMatchObject({
        ...{ outcome: 'failed', reason: 'other_scope' },
        detail: expect.stringMatching(`${number}, .* leaves -480.00, .* generate a last one of one listing by itself`),
      });
      // A run makes none of it each month, but the listing can be chosen.
      const query = `ownerId=${ownerId}&from=${NOVEMBER[0]}&to=${NOVEMBER[1]}`;
      const { body: targets } = await call('GET', `/statements/targets?${query}`);
      expect(targets).toMatchObject({ statements: 1, listingsTotal: 1 });
      expect((targets['listings'] as Answered[]).map(({ id }) => id)).toEqual([of.listingId, other.listingId]);
      expect(await world().generate(of, ...NOVEMBER)).toMatchObject({ reason: 'no_activity' });
      const asked = { ownerId, propertyId: of.listingId, startDate: NOVEMBER[0], endDate: NOVEMBER[1] };
      const { statements } = (await call('POST', '/statements/generate', asked)).body as { statements: Answered[] };
      const last = String(statements[0]!['statementId']);
      expect(await read(last)).toMatchObject({ opening: '-480.00', closing: '-480.00' });
      const waived = { kind: 'amount', amount: '480.00', description: 'Waived', reason: 'The listing was sold' };
      expect((await call('POST', `/statements/${last}/adjustments`, waived)).status).toBe(201);
      expect((await call('POST', `/statements/${last}/finalize`)).body).toMatchObject({ closing: '0.00' });
      expect(await world().view(await world().final(all, ...DECEMBER))).toMatchObject({
        ...{ openingMinor: 0, closingMinor: 50_000 },
      });
      // Nor one where there is nothing to set to 0.
      const next = { ...asked, startDate: DECEMBER[0], endDate: DECEMBER[1] };
      expect((await call('POST', '/statements/generate', next)).status).toBeGreaterThanOrEqual(400);
    });

    it('an advance for a listing that is new since then is taken off its first one', async () => {
      const of = await world().owner(NO_FEE);
      const { ownerId } = of;
      await stay(of, '2025-10-12', 100_000);
      await stay(of, '2025-11-12', 50_000);
      expect((await pay(await world().final({ ...of, listingId: null }, ...OCTOBER))).status).toBe(200);
      await world().final(of, ...NOVEMBER);
      const { listingId } = await world().owner();
      const shares = { from: '2025-11-15', shares: [{ ownerId, shareBp: 10_000 }] };
      expect((await call('PUT', `/listings/${listingId}/ownership`, shares)).status).toBe(200);
      await world().agree(ownerId, listingId, NO_FEE);
      expect((await payout({ ownerId, listingId }, { amount: '500', day: '2025-12-03' })).status).toBe(201);
      await stay({ ownerId, listingId }, '2025-12-12', 70_000);
      const is = { payoutsMinor: 50_000, closingMinor: 20_000 };
      expect(await world().view(await world().final({ ownerId, listingId }, ...DECEMBER))).toMatchObject(is);
    });

    it('a stay that was moved to a listing of somebody else is taken back by the statement of its listing', async () => {
      const [of, other] = [await world().owner(NO_FEE), await world().owner(NO_FEE)];
      await stay(of, '2025-10-12', 100_000);
      const october = await world().final({ ...of, listingId: null }, ...OCTOBER);
      expect((await pay(october)).status).toBe(200);
      await world().tell({
        ...{ listingId: other.listingId, code: `P-${of.listingId}-2025-10-12` },
        ...{ checkIn: '2025-10-10', checkOut: '2025-10-12', rentMinor: 100_000 },
      } as never);
      const { lines } = await world().view(await world().made(of, ...NOVEMBER));
      expect(lines.map(({ amountMinor, correctsStatementId }) => [amountMinor, correctsStatementId])).toEqual([
        [-100_000, october],
      ]);
    });
  });

  describe('a statement that becomes final', () => {
    it('is what it would be if it were made now: not by other terms or rates than those of today', async () => {
      const of = await world().owner();
      await world().sql(
        `INSERT INTO exchange_rate (tenant_id, base, quote, day, rate, source) VALUES ($1, 'NZD', 'USD', '2025-10-09', 16.1, 'bank')`,
        [world().tenantId],
      );
      await world().tell({
        ...{ ...of, code: `Z-${of.listingId}`, currency: 'NZD' },
        ...{ checkIn: '2025-10-10', checkOut: '2025-10-12', rentMinor: 10_000 },
      } as never);
      const id = await world().made(of, ...OCTOBER);
      const stale = async () => {
        await expect(world().finalize(id)).rejects.toThrow(/has changed since it was made: generate it again/);
        expect(await read(id)).toMatchObject({ state: 'draft', finalisedAt: null });
        await world().made(of, ...OCTOBER);
      };
      const { agreements } = (await call('GET', `/agreements?ownerId=${of.ownerId}`)).body as {
        agreements: { id: number }[];
      };
      const terms = { feePercent: '15' };
      expect((await call('PATCH', `/agreements/${agreements[0]!.id}`, { terms })).status).toBe(200);
      await stale();
      const rate = { base: 'NZD', quote: 'USD', day: '2025-10-09', rate: '1.61', source: 'bank' };
      expect((await call('POST', '/exchange-rates', { rates: [rate] })).status).toBeLessThan(300);
      await stale();
      expect((await call('POST', `/statements/${id}/finalize`)).body).toMatchObject({ state: 'final', net: '136.85' });
    });

    it('voided, leaves what was set on it by hand to the version that follows', async () => {
      const of = await world().owner(NO_FEE);
      const [kept, left] = [await stay(of, '2025-10-12', 100_000), await stay(of, '2025-10-22', 70_000)];
      const id = await world().made(of, ...OCTOBER);
      const set = { description: 'Agreed', reason: 'On the phone' };
      for (const body of [
        { kind: 'amount', amount: '40.00', ...set, description: 'Goodwill' },
        { kind: 'override', reservationId: kept[0], amount: '500.00', ...set },
        { kind: 'exclude', reservationId: left[0], ...set },
      ])
        expect((await call('POST', `/statements/${id}/adjustments`, body)).status).toBe(201);
      await world().finalize(id);
      await world().void(id);
      const again = await world().made(of, ...OCTOBER);
      expect(await read(again)).toMatchObject({ version: 5, net: '540.00' });
      const decided = async (of: string) =>
        ((await call('GET', `/statements/${of}/adjustments`)).body['adjustments'] as Answered[]).map(
          ({ kind, amount, reason, description }) => [kind, amount, reason, description],
        );
      expect(await decided(again)).toEqual(await decided(id));
      expect(await world().generate(of, ...OCTOBER)).toMatchObject({ outcome: 'unchanged' });
    });
  });

  describe('what is left out of a statement', () => {
    it('no rate is needed for what charges the owner nothing', async () => {
      const of = await world().owner({ cleaningTo: 'manager', feePercent: '0' });
      await stay(of, '2025-10-12', 100_000);
      await world().expense(of.listingId, '2025-10-12', 8_000, 'cleaning', 'SEK');
      expect((await world().view(await world().made(of, ...OCTOBER))).netMinor).toBe(100_000);
      await world().expense(of.listingId, '2025-10-12', 8_000, 'repairs', 'SEK');
      expect(await world().generate(of, ...OCTOBER)).toMatchObject({ reason: 'fx_missing' });
    });

    it('the reserve is held by agreements that are valid, for listings that are the owner’s', async () => {
      const [sold, ended] = [
        await world().owner({ reserveMinor: 50_000 }),
        await world().owner({ reserveMinor: 50_000 }),
      ];
      const reserves = async (of: Of, period: readonly [string, string]) =>
        (await world().view(await world().final(of, ...period))).reserveMinor;
      for (const one of [sold, ended]) {
        await stay(one, '2025-10-12', 100_000);
        await stay(one, '2025-11-12', 100_000);
        expect(await reserves(one, OCTOBER)).toBe(50_000);
      }
      const shares = { from: '2025-11-20', shares: [{ ownerId: ended.ownerId, shareBp: 10_000 }] };
      expect((await call('PUT', `/listings/${sold.listingId}/ownership`, shares)).status).toBe(200);
      await world().sql(`UPDATE agreement SET valid = '[2020-01-01,2025-11-16)' WHERE owner_id = $1`, [ended.ownerId]);
      // It was valid in November still.
      expect([await reserves(sold, NOVEMBER), await reserves(ended, NOVEMBER)]).toEqual([0, 50_000]);
      await world().expense(ended.listingId, '2025-12-12', 100);
      expect(await reserves(ended, DECEMBER)).toBe(0);
    });
  });
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { AgreementsService } from '../../src/statements/agreements/agreements.service.js';
import { ExpensesService } from '../../src/statements/expenses/expenses.service.js';
import { RecurringExpensesService } from '../../src/statements/expenses/recurring/recurring-expenses.service.js';
import { ListingAliases } from '../../src/statements/parties/listings/listing-aliases.js';
import { OwnershipService } from '../../src/statements/parties/ownership/ownership.service.js';
import { PayoutsService } from '../../src/statements/payouts/payouts.service.js';
import { TrustMovementsService } from '../../src/statements/payouts/trust/trust-movements.service.js';
import { RatesService } from '../../src/statements/rates/rates.service.js';
import type { ReservationFacts } from '../../src/statements/reservations/reservation-facts.js';
import { ReservationStore } from '../../src/statements/reservations/reservation-store.js';
import { type Answer, Platform } from '../platform/harness.js';

type Body = Record<string, unknown>;

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
  platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body, headers });

async function ask<T = Body>(method: string, path: string, body?: unknown, status?: number): Promise<T> {
  const answer = await call(method, path, body);
  if (status ? answer.status !== status : answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as T;
}
const refused = async (method: string, path: string, body?: unknown) => {
  const { status, body: problem } = await call(method, path, body);
  const paths = ((problem['errors'] as { path: string }[] | undefined) ?? []).map((one) => one.path);
  return [status, ...new Set(paths)];
};

/** Runs as a job of the tenant would. */
const service = <T, R>(type: new (...args: never[]) => T, fn: (one: T) => Promise<R>): Promise<R> =>
  platform.app
    .get(RequestContext)
    .asTenant(platform.a.id, () => fn(platform.app.get(type as never, { strict: false })));

let made = 0;
const owner = async (over: Body = {}) =>
  (await ask<{ id: number }>('POST', '/owners', { name: 'Ana', currency: 'EUR', ...over })).id;
const listing = async (over: Body = {}) =>
  (
    await ask<{ id: number }>('POST', '/listings', {
      ...{ name: 'Loft', code: `L-${made++}`, currency: 'EUR', timezone: 'Europe/Lisbon' },
      ...over,
    })
  ).id;
const owned = async () => {
  const [ownerId, listingId] = [await owner(), await listing()];
  await ask('PUT', `/listings/${listingId}/ownership`, { from: '2025-01-01', shares: [{ ownerId, shareBp: 10_000 }] });
  return { ownerId, listingId };
};
const MARCH = { from: d('2026-03-01'), to: d('2026-03-31') };

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
    expect(await refused('POST', '/listings', { name: 'x', code: 'HOUSE', currency: 'EUR', timezone: 'UTC' })).toEqual([
      409,
    ]);
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
      service(ListingAliases, (all) => all.find('airbnb-file', ['Sunny loft', 'Old name', 'Sea view', '7', 'Nobody']));
    expect(await find()).toEqual(
      new Map([
        ['Sunny loft', a],
        ['Old name', a],
        ['Sea view', b],
      ]),
    );
    expect(await ask('PUT', `/listings/${a}/aliases`, { aliases: [alias('Sunny loft')] })).toMatchObject({ total: 1 });
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
    expect(await ask('GET', path)).toMatchObject({ total: 2, shares: [{ to: '2026-06-30' }, { from: '2026-07-01' }] });
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

describe('agreements', () => {
  it('follow each other: a version ends the one before', async () => {
    const pair = await owned();
    const add = (from: string, feePercent: string | number, status = 201) =>
      ask<{ id: number }>('POST', '/agreements', { ...pair, from, terms: { feePercent, reserve: '500' } }, status);
    const first = await add('2025-01-01', 18);
    await add('2025-11-01', '20');
    await add('2025-06-01', '19');
    await add('2024-06-01', '17.5');
    await add('2025-11-01', '21', 409);
    const { agreements } = await ask<{ agreements: Body[] }>('GET', `/agreements?ownerId=${pair.ownerId}`);
    expect(agreements.map(({ from, to, terms }) => [from, to, (terms as Body)['feePercent']])).toEqual([
      ['2024-06-01', '2024-12-31', '17.5'],
      ['2025-01-01', '2025-05-31', '18'],
      ['2025-06-01', '2025-10-31', '19'],
      ['2025-11-01', null, '20'],
    ]);
    const one = await ask<{ terms: Body }>('GET', `/agreements/${first.id}`);
    expect(one.terms).toMatchObject({ reserve: '500.00', minFee: '0.00', recognition: 'checkout', channelFees: {} });
    const versions = await service(AgreementsService, (all) =>
      all.versionsOf([pair, pair, { ownerId: 1, listingId: 1 }]),
    );
    expect(versions.map(({ from }) => from)).toEqual(['2024-06-01', '2025-01-01', '2025-06-01', '2025-11-01']);
    expect(versions[1]!.terms).toMatchObject({ feePercent: '18', reserveMinor: 500_00, minFeeMinor: 0 });
  });

  it.each<[Body, string]>([
    [{ feePercent: '100.01' }, 'terms.feePercent'],
    [{ feePercent: -1 }, 'terms.feePercent'],
    [{ feePercent: '1.23456' }, 'terms.feePercent'],
    [{ feeBase: 'net' }, 'terms.feeBase'],
    [{ feeBase: 'formula' }, 'terms.feeBase'],
    [{ feeFormula: [{ component: 'profit', sign: 1 }] }, 'terms.feeFormula.0.component'],
    [{ channelFees: { expedia: { feePercent: '1', feeBase: 'rent' } } }, 'terms.channelFees'],
    [{ channelFees: { airbnb: { feePercent: '101', feeBase: 'rent' } } }, 'terms.channelFees'],
    [{ channelFees: { airbnb: { feePercent: '1', feeBase: 'rent', x: 1 } } }, 'terms.channelFees'],
    [{ channelFees: { airbnb: 'rent' } }, 'terms.channelFees'],
    [{ minFee: '1.001' }, 'terms.minFee'],
    [{ reserve: -1 }, 'terms.reserve'],
    [{ nightlyOver: 0 }, 'terms.nightlyOver'],
    [{ cleaningTo: 'split' }, 'terms.cleaningOwnerPercent'],
    [{ recognition: null }, 'terms.recognition'],
    [{ taxToOwner: 'yes' }, 'terms.taxToOwner'],
    [{ markup: 5 }, 'terms.markup'],
  ])('are refused with %j, made or changed', async (over, path) => {
    const terms = { feePercent: '20', ...over };
    const { agreements } = await ask<{ agreements: Body[] }>('GET', '/agreements?limit=1');
    const { id, ownerId, listingId } = agreements[0]!;
    const request = { ownerId, listingId, from: '2026-01-02', terms };
    expect(await refused('POST', '/agreements', request)).toEqual([400, path]);
    expect(await refused('PATCH', `/agreements/${id as number}`, { terms })).toEqual([400, path]);
  });

  it('stay as they are once a final statement was made with them', async () => {
    const pair = await owned();
    const add = (from: string) => call('POST', '/agreements', { ...pair, from, terms: { feePercent: '20' } });
    const used = (await add('2026-01-01')).body['id'] as number;
    const terms = {
      feePercent: '25',
      feeBase: 'formula',
      feeFormula: [{ component: 'rent', sign: 1 }],
      channelFees: { airbnb: { feePercent: 15, feeBase: 'formula' } },
    };
    expect(await ask('PATCH', `/agreements/${used}`, { terms })).toMatchObject({
      from: '2026-01-01',
      terms: { feePercent: '25', channelFees: { airbnb: { feePercent: '15', feeBase: 'formula' } } },
    });
    platform.app
      .get(AgreementsService, { strict: false })
      .onStated(({ ownerId }) =>
        Promise.resolve(
          ownerId === pair.ownerId ? { until: d('2026-03-31'), versionIds: [used] } : { until: null, versionIds: [] },
        ),
      );
    expect(await refused('PATCH', `/agreements/${used}`, { terms })).toEqual([409]);
    expect((await add('2026-03-31')).status).toBe(409);
    const next = await add('2026-04-01');
    expect(next.status).toBe(201);
    expect((await call('PATCH', `/agreements/${next.body['id'] as number}`, { terms })).status).toBe(200);
    expect(await ask('GET', `/agreements/${used}`)).toMatchObject({ to: '2026-03-31', terms: { feePercent: '25' } });
  });
});

describe('exchange rates', () => {
  it('are told many at once, and told again change nothing', async () => {
    const rates = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ base: 'EUR', quote: n % 2 ? 'USD' : 'JPY', source: 'ECB' },
      day: new Date(Date.UTC(2024, 0, 1 + Math.floor(n / 2))).toISOString().slice(0, 10),
      rate: `1.${1_000 + n}`,
    }));
    expect(await ask('POST', '/exchange-rates', { rates })).toEqual({ added: 1_000, changed: 0, same: 0 });
    const again = [{ ...rates[0]!, rate: '1.5' }, ...rates.slice(1, 3)];
    expect(await ask('POST', '/exchange-rates', { rates: again })).toEqual({ added: 0, changed: 1, same: 2 });
    const list = await ask('GET', '/exchange-rates?base=EUR&quote=JPY&to=2024-01-02');
    expect(list).toMatchObject({
      total: 2,
      rates: [
        { day: '2024-01-02', rate: '1.1002' },
        { day: '2024-01-01', rate: '1.5' },
      ],
    });
    expect(await service(RatesService, (all) => all.rateOn('JPY', 'USD', d('2024-01-01')))).toEqual({
      rate: '0.7334',
      day: '2024-01-01',
      source: 'ECB via EUR',
    });
    expect(await service(RatesService, (all) => all.rateOn('JPY', 'USD', d('2023-12-31')))).toBeUndefined();
    expect(await service(RatesService, (all) => all.rateOn('GBP', 'CHF', d('2024-01-01')))).toBeUndefined();
  });

  it.each<[Body, string]>([
    [{ rate: '0' }, 'rates.0.rate'],
    [{ rate: '-1' }, 'rates.0.rate'],
    [{ rate: '1e3' }, 'rates.0.rate'],
    [{ rate: '1.12345678901' }, 'rates.0.rate'],
    [{ quote: 'EUR' }, 'rates.0.quote'],
    [{ base: 'ABC' }, 'rates.0.base'],
    [{ day: '2026-02-30' }, 'rates.0.day'],
  ])('are refused with %j', async (over, path) => {
    const rate = { base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1.1', source: 'ECB', ...over };
    expect(await refused('POST', '/exchange-rates', { rates: [rate] })).toEqual([400, path]);
  });

  it('are refused twice in one request', async () => {
    const rate = { base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1.1', source: 'ECB' };
    expect(await refused('POST', '/exchange-rates', { rates: [rate, { ...rate, rate: '1.2' }] })).toEqual([
      400,
      'rates.1',
    ]);
  });
});

describe('stays', () => {
  const told = (
    listingId: number,
    over: Partial<ReservationFacts> = {},
  ): { facts: ReservationFacts; raw: unknown } => ({
    facts: {
      ...{
        listingId,
        channel: 'airbnb',
        code: `HM${made++}`,
        status: 'confirmed',
        sourceStatus: 'accepted',
        guest: 'One',
      },
      ...{ bookedOn: null, checkIn: d('2026-03-02'), checkOut: d('2026-03-07'), currency: 'EUR', rentMinor: 1_000_00 },
      ...{ cleaningMinor: 120_00, extrasMinor: 0, taxMinor: 0, taxRemittedBy: 'channel', channelFeeMinor: 168_00 },
      ...{ paymentFeeMinor: 0, payoutMinor: 952_00, paidToOwner: false, review: [], ...over },
    },
    raw: { row: 1 },
  });
  const put = (source: string, one: { facts: ReservationFacts; raw: unknown }) =>
    service(ReservationStore, (store) => store.put(source, [one]));

  it('are entered by hand; the code of a channel is taken once', async () => {
    const listingId = await listing({ currency: 'JPY' });
    const stay = { listingId, checkIn: '2026-03-02', checkOut: '2026-03-07', rent: 100_000, cleaning: '8000' };
    const made = await ask<{ id: string; code: string }>('POST', '/reservations', stay);
    expect(made).toMatchObject({
      ...{ channel: 'direct', status: 'confirmed', currency: 'JPY', rent: '100000', cleaning: '8000', payout: null },
      ...{ source: 'manual', version: 1, needsReview: false, review: [] },
    });
    expect(await refused('POST', '/reservations', { ...stay, code: made.code })).toEqual([409]);
    await ask('POST', '/reservations', { ...stay, code: made.code, channel: 'vrbo' });
    expect(await refused('POST', '/reservations', { ...stay, rent: '1.5' })).toEqual([400, 'rent']);
    for (const body of [{ checkOut: '2026-03-02' }, { checkOut: '2026-02-28' }])
      for (const [method, path] of [
        ['POST', '/reservations'],
        ['PATCH', `/reservations/${made.id}`],
      ] as const)
        expect(await refused(method, path, method === 'POST' ? { ...stay, ...body } : body)).toEqual([400, 'checkOut']);
    expect(await refused('POST', '/reservations', { ...stay, status: 'needs_review' })).toEqual([400, 'status']);
    expect(await refused('PATCH', `/reservations/${made.id}`, { status: 'owner_stay' })).toEqual([400, 'rent']);
  });

  it('whose money does not add up are kept, and in review until a person has looked', async () => {
    const listingId = await listing();
    const stay = { listingId, checkIn: '2026-03-02', checkOut: '2026-03-07', rent: '4146.93', channelFee: '189.87' };
    const { id } = await ask('POST', '/reservations', { ...stay, payout: '3980.13' });
    const path = `/reservations/${id as string}`;
    const wrong = { rent: '4146.93', payout: '3980.13', review: ['gross_mismatch'], needsReview: true };
    expect(await ask('GET', path)).toMatchObject({ ...wrong, expectedPayout: '3957.06' });
    const open = await ask('GET', `/reservations?listingId=${listingId}&review=true`);
    expect(open).toMatchObject({ total: 1, reservations: [{ id }] });
    const looked = { status: 'confirmed', reason: 'The channel confirmed the payout' };
    expect(await ask('POST', `${path}/resolve`, looked)).toMatchObject({ review: [], needsReview: false, version: 2 });
    expect(await refused('POST', `${path}/resolve`, looked)).toEqual([409]);
    // A name does not open it again; another amount does, until it adds up.
    expect(await ask('PATCH', path, { guest: 'Two' })).toMatchObject({ review: [], guest: 'Two' });
    expect(await ask('PATCH', path, { extras: 1 })).toMatchObject({ review: ['gross_mismatch'] });
    expect(await ask('PATCH', path, { extras: '23.07' })).toMatchObject({ review: [], version: 5 });
    const { versions } = await ask<{ versions: Body[] }>('GET', path);
    expect(versions.map(({ version, reason }) => [version, reason])).toEqual([
      ...[5, 4, 3].map((version) => [version, null]),
      [2, looked.reason],
      [1, null],
    ]);
    expect(versions[3]).toMatchObject({ source: 'manual', createdBy: platform.a.MANAGER.id, facts: { review: [] } });
    expect(await ask('GET', `/reservations?listingId=${listingId}&review=true`)).toMatchObject({ total: 0 });
  });

  it('with a status that nobody knows wait for a person, whose word is not undone by telling the same again', async () => {
    const listingId = await listing();
    const unknown = told(listingId, {
      status: 'needs_review',
      sourceStatus: 'preapproved',
      review: ['unknown_status'],
    });
    const { ids, added } = await put('hostify', unknown);
    expect(added).toBe(1);
    const path = `/reservations/${ids[0]!}`;
    await ask('POST', `${path}/resolve`, { status: 'cancelled', reason: 'Called the guest' });
    expect(await put('hostify', unknown)).toMatchObject({ added: 0, changed: 0, same: 1 });
    expect(await ask('GET', path)).toMatchObject({ status: 'cancelled', needsReview: false, version: 2 });
    // Something new of the stay is something new to look at.
    const longer = { ...unknown, facts: { ...unknown.facts, checkOut: d('2026-03-08') } };
    expect(await put('hostify', longer)).toMatchObject({ changed: 1 });
    expect(await ask('GET', path)).toMatchObject({ status: 'needs_review', checkOut: '2026-03-08', version: 3 });
    const { rows } = await platform.sql.query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE tenant_id = $1 AND action LIKE 'POST /reservations/:id/resolve'`,
      [platform.a.id],
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  it('told by two sources in turn do not change to and fro', async () => {
    const listingId = await listing();
    const provider = told(listingId);
    const file = { ...provider, facts: { ...provider.facts, guest: 'Guest One' } };
    const { ids } = await put('hostify', provider);
    expect(await put('airbnb-file', file)).toMatchObject({ changed: 1 });
    for (const [source, one] of [
      ['hostify', provider],
      ['airbnb-file', file],
      ['hostify', provider],
    ] as const)
      expect(await put(source, one)).toMatchObject({ added: 0, changed: 0, same: 1 });
    // Another source that tells what is known makes no version, and neither source nor instant of the last change moves.
    const before = await ask('GET', `/reservations/${ids[0]!}`);
    expect(await put('lodgify-file', file)).toMatchObject({ same: 1 });
    expect(await ask('GET', `/reservations/${ids[0]!}`)).toEqual(before);
    expect(before).toMatchObject({ guest: 'Guest One', version: 2, source: 'airbnb-file' });
    expect((before['versions'] as Body[]).map(({ raw }) => raw)).toEqual([{ row: 1 }, { row: 1 }]);
    // A source does not say of itself that its money adds up.
    const off = told(listingId, { payoutMinor: 1 });
    const { ids: wrong } = await put('hostify', off);
    expect(await ask('GET', `/reservations/${wrong[0]!}`)).toMatchObject({ review: ['gross_mismatch'] });
  });

  it('are listed by listing, period, status and words', async () => {
    const listingId = await listing();
    await put('hostify', told(listingId, { guest: '100% Ana', code: 'LIST-1' }));
    await put(
      'hostify',
      told(listingId, { status: 'no_show', code: 'LIST-2', checkIn: d('2026-04-01'), checkOut: d('2026-04-03') }),
    );
    const codes = async (query: string) =>
      (
        await ask<{ reservations: { code: string }[] }>('GET', `/reservations?listingId=${listingId}${query}`)
      ).reservations.map(({ code }) => code);
    expect(await codes('')).toEqual(['LIST-1', 'LIST-2']);
    expect(await codes('&from=2026-03-07&to=2026-03-31')).toEqual(['LIST-1']);
    expect(await codes('&from=2026-03-08&to=2026-03-31')).toEqual([]);
    expect(await codes('&status=no_show')).toEqual(['LIST-2']);
    expect(await codes('&search=0%25%20a')).toEqual(['LIST-1']);
    expect(await codes('&search=list-2')).toEqual(['LIST-2']);
    expect(await refused('GET', `/reservations?from=2026-02-30`)).toEqual([400, 'from']);
  });
});

describe('expenses', () => {
  it('are noted, corrected and voided, never deleted', async () => {
    const { ownerId, listingId } = await owned();
    const spent = { listingId, category: 'cleaning', description: 'Deep cleaning', day: '2026-03-12', amount: '120' };
    const { id } = await ask('POST', '/expenses', spent);
    const path = `/expenses/${id as string}`;
    expect(await ask('PATCH', path, { category: 'deep_cleaning', ownerId, amount: '120.50' })).toMatchObject({
      ...{ category: 'deep_cleaning', ownerId, amount: '120.50', currency: 'EUR', receiptUrl: null, voidReason: null },
    });
    const other = await ask('POST', '/reservations', {
      listingId: await listing(),
      checkIn: '2026-03-02',
      checkOut: '2026-03-03',
    });
    for (const [over, answer] of [
      [{ amount: 0 }, [400, 'amount']],
      [{ amount: '1.001' }, [400, 'amount']],
      [{ category: 'markup' }, [400, 'category']],
      [{ day: '2026-02-30' }, [400, 'day']],
      [{ ownerId: 2_000_000_000 }, [404]],
      [{ reservationId: other['id'] }, [400, 'reservationId']],
    ] as const) {
      expect(await refused('POST', '/expenses', { ...spent, ...over })).toEqual(answer);
      expect(await refused('PATCH', path, over)).toEqual(answer);
    }
    const count = () => service(ExpensesService, async (all) => (await all.of([listingId], MARCH)).length);
    expect(await count()).toBe(1);
    expect(await ask('POST', `${path}/void`, { reason: 'Entered twice' })).toMatchObject({
      voidReason: 'Entered twice',
    });
    expect(await count()).toBe(0);
    expect(await refused('POST', `${path}/void`, { reason: 'Again' })).toEqual([409]);
    expect(await refused('PATCH', path, { amount: 1 })).toEqual([409]);
    const total = async (query: string) => (await ask('GET', `/expenses?listingId=${listingId}${query}`))['total'];
    expect([await total(''), await total('&voided=true'), await total('&voided=true&category=cleaning')]).toEqual([
      0, 1, 0,
    ]);
  });

  it('have a receipt, as it was sent', async () => {
    const { listingId } = await owned();
    const { id } = await ask('POST', '/expenses', {
      listingId,
      category: 'repairs',
      description: 'x',
      day: '2026-03-12',
      amount: 1,
    });
    const path = `/expenses/${id as string}/receipt`;
    const send = (bytes: string, type = 'application/pdf') => {
      const head = `content-disposition: form-data; name="file"; filename="<b>.pdf"\r\ncontent-type: ${type}`;
      const form = `--b\r\n${head}\r\n\r\n${bytes}\r\n--b--\r\n`;
      return call('PUT', path, form, { 'content-type': 'multipart/form-data; boundary=b' });
    };
    expect((await call('GET', path)).status).toBe(404);
    expect((await send('<script>', 'text/html')).status).toBe(415);
    expect((await send('')).status).toBe(400);
    expect((await send('%PDF first')).body).toMatchObject({ receiptUrl: `/api/v1${path}` });
    expect((await send('%PDF second')).status).toBe(200);
    const receipt = await call('GET', path);
    expect([receipt.status, receipt.text, receipt.headers['x-content-type-options']]).toEqual([
      200,
      '%PDF second',
      'nosniff',
    ]);
    expect(receipt.headers['content-disposition']).toMatch(/^attachment/);
    expect((await send('x'.repeat(20 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await call('GET', path)).text).toBe('%PDF second');
    // What was replaced or refused is not kept.
    const { rows } = await platform.sql.query(
      `SELECT 1 FROM stored_file WHERE tenant_id = $1 AND purpose = 'receipt' AND state = 'kept'`,
      [platform.a.id],
    );
    expect(rows.length).toBe(1);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('that recur are made once for each month or week, whoever asks', async () => {
    const [a, b] = [await listing(), await listing({ currency: 'JPY' })];
    const add = (over: Body) =>
      ask<{ id: number }>('POST', '/recurring-expenses', {
        ...{ listingId: a, category: 'internet', description: 'Internet', amount: 40, rhythm: 'monthly' },
        ...{ onDay: 31, from: '2026-01-10', ...over },
      });
    const monthly = await add({});
    await add({ listingId: b, rhythm: 'weekly', onDay: 1, from: '2026-02-03', to: '2026-03-02', category: 'cleaning' });
    expect(
      await refused('POST', '/recurring-expenses', {
        ...{
          listingId: a,
          category: 'internet',
          description: 'x',
          amount: 1,
          rhythm: 'weekly',
          onDay: 8,
          from: '2026-01-01',
        },
      }),
    ).toEqual([400, 'onDay']);
    const make = (period: { from: string; to: string }) =>
      service(RecurringExpensesService, (all) => all.materialise([a, b], { from: d(period.from), to: d(period.to) }));
    const first = { from: '2026-01-01', to: '2026-03-31' };
    // Twice at once: one set.
    const counts = await Promise.all([make(first), make(first)]);
    expect(counts[0]! + counts[1]!).toBe(3 + 4);
    const days = async (listingId: number) =>
      (
        await service(ExpensesService, (all) => all.of([listingId], { from: d('2026-01-01'), to: d('2026-12-31') }))
      ).map(({ day }) => day);
    expect(await days(a)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(await days(b)).toEqual(['2026-02-09', '2026-02-16', '2026-02-23', '2026-03-02']);
    // One that was voided does not come back; another day of the month, or another amount, holds for months to come.
    const [january] = await service(ExpensesService, (all) =>
      all.of([a], { from: d('2026-01-01'), to: d('2026-01-31') }),
    );
    await ask('POST', `/expenses/${january!.id}/void`, { reason: 'Moved in in February' });
    await ask('PATCH', `/recurring-expenses/${monthly.id}`, { onDay: 5, amount: '41.90' });
    expect(await make({ from: '2026-01-01', to: '2026-04-30' })).toBe(1);
    expect(await days(a)).toEqual(['2026-02-28', '2026-03-31', '2026-04-05']);
    await ask('PATCH', `/recurring-expenses/${monthly.id}`, { active: false });
    expect(await make({ from: '2026-01-01', to: '2026-12-31' })).toBe(0);
    expect(await ask('GET', `/recurring-expenses?listingId=${a}`)).toMatchObject({ total: 0 });
    expect(await ask('GET', `/recurring-expenses?listingId=${a}&inactive=true`)).toMatchObject({
      recurringExpenses: [{ id: monthly.id, amount: '41.90', onDay: 5, rhythm: 'monthly', active: false }],
    });
  });
});

describe('payouts', () => {
  it('are noted once, summed up, and voided', async () => {
    const { ownerId, listingId } = await owned();
    const paid = { ownerId, day: '2026-03-05', amount: '1164.50', method: 'bank_transfer', reference: 'SEPA 17' };
    const { id } = await ask('POST', '/payouts', paid);
    expect(await refused('POST', '/payouts', paid)).toEqual([409]);
    await ask('POST', '/payouts', { ...paid, listingId, reference: 'SEPA 18', amount: 100 });
    expect(await refused('POST', '/payouts', { ...paid, amount: 0 })).toEqual([400, 'amount']);
    const nothing = '01900000-0000-7000-8000-000000000001';
    expect(await refused('POST', '/payouts', { ...paid, statementId: nothing })).toEqual([404]);
    const sums = () => service(PayoutsService, (all) => all.sums([ownerId], MARCH));
    expect(await sums()).toEqual([
      { ownerId, listingId: null, amountMinor: 1_164_50 },
      { ownerId, listingId, amountMinor: 100_00 },
    ]);
    await ask('POST', `/payouts/${id as string}/void`, { reason: 'The bank sent it back' });
    expect(await refused('POST', `/payouts/${id as string}/void`, { reason: 'Again' })).toEqual([409]);
    expect(await sums()).toEqual([{ ownerId, listingId, amountMinor: 100_00 }]);
    // It may be paid once more, as what came back is.
    await ask('POST', '/payouts', paid);
    expect((await ask('GET', `/payouts?ownerId=${ownerId}`))['total']).toBe(2);
    expect((await ask('GET', `/payouts?ownerId=${ownerId}&voided=true`))['total']).toBe(3);
  });

  it('settle a statement of their owner', async () => {
    const { ownerId, listingId } = await owned();
    const statementId = '01900000-0000-7000-8000-0000000000aa';
    platform.app
      .get(PayoutsService, { strict: false })
      .onStatement((id) => Promise.resolve(id === statementId ? { ownerId, listingId } : undefined));
    const paid = { statementId, day: '2026-03-05', amount: 1, method: 'wise' };
    expect(await ask('POST', '/payouts', { ...paid, ownerId })).toMatchObject({ statementId, listingId });
    expect(await refused('POST', '/payouts', { ...paid, ownerId: await owner() })).toEqual([400, 'statementId']);
    expect(await refused('POST', '/payouts', { ...paid, ownerId, listingId: await listing() })).toEqual([
      400,
      'listingId',
    ]);
  });

  it('are apart from other movements of the account, which are told once', async () => {
    const move = (key: string, over: Body = {}) => ({
      ...{
        key,
        day: '2026-04-02',
        kind: 'channel_receipt',
        amount: '1067.00',
        currency: 'EUR',
        channel: 'airbnb',
        ...over,
      },
    });
    const out = { kind: 'manager_withdrawal', amount: '213.40', channel: null };
    const told = [move('1'), move('2', out), move('3', { kind: 'tax_remittance', amount: 50, currency: 'USD' })];
    expect(await ask('POST', '/trust-movements', { movements: told })).toEqual({ added: 3, known: 0, different: [] });
    const again = [...told.slice(0, 2), move('3', { amount: 51 }), move('4', { day: '2026-05-01' })];
    expect(await ask('POST', '/trust-movements', { movements: again })).toEqual({
      added: 1,
      known: 2,
      different: ['3'],
    });
    expect(await refused('POST', '/trust-movements', { movements: [move('5'), move('5')] })).toEqual([
      400,
      'movements',
    ]);
    const sums = () => service(TrustMovementsService, (all) => all.sumsUntil(d('2026-04-30')));
    expect(await sums()).toEqual([
      { kind: 'channel_receipt', currency: 'EUR', amountMinor: 1_067_00 },
      { kind: 'manager_withdrawal', currency: 'EUR', amountMinor: -213_40 },
      { kind: 'tax_remittance', currency: 'USD', amountMinor: -50_00 },
    ]);
    const { movements } = await ask<{ movements: { id: string; key: string }[] }>(
      'GET',
      '/trust-movements?kind=tax_remittance',
    );
    await ask('POST', `/trust-movements/${movements[0]!.id}/void`, { reason: 'Another account' });
    expect((await sums()).map(({ kind }) => kind)).toEqual(['channel_receipt', 'manager_withdrawal']);
    expect(await ask('POST', '/trust-movements', { movements: [told[2]] })).toMatchObject({ added: 0, known: 1 });
  });
});

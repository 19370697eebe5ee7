import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import { AgreementsService } from '../../src/statements/agreements/agreements.service.js';
import { RatesService } from '../../src/statements/rates/rates.service.js';
import { type Body, platform, call, ask, refused, service, owned } from './rental-world.js';

export function agreementsCases(): void {
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
}

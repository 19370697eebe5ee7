import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import type { ReservationFacts } from '../../src/statements/reservations/reservation-facts.js';
import { ReservationStore } from '../../src/statements/reservations/reservation-store.js';
import { type Body, platform, ask, refused, service, next, listing } from './rental-world.js';

export function staysCases(): void {
  describe('stays', () => {
    const told = (
      listingId: number,
      over: Partial<ReservationFacts> = {},
    ): { facts: ReservationFacts; raw: unknown } => ({
      facts: {
        ...{
          listingId,
          channel: 'airbnb',
          code: `HM${next()}`,
          status: 'confirmed',
          sourceStatus: 'accepted',
          guest: 'One',
        },
        ...{
          bookedOn: null,
          checkIn: d('2026-03-02'),
          checkOut: d('2026-03-07'),
          currency: 'EUR',
          rentMinor: 1_000_00,
        },
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
          expect(await refused(method, path, method === 'POST' ? { ...stay, ...body } : body)).toEqual([
            400,
            'checkOut',
          ]);
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
      expect(await ask('POST', `${path}/resolve`, looked)).toMatchObject({
        review: [],
        needsReview: false,
        version: 2,
      });
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
}

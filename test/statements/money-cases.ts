import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import { ExpensesService } from '../../src/statements/expenses/expenses.service.js';
import { RecurringExpensesService } from '../../src/statements/expenses/recurring/recurring-expenses.service.js';
import { PayoutsService } from '../../src/statements/payouts/payouts.service.js';
import { TrustMovementsService } from '../../src/statements/payouts/trust/trust-movements.service.js';
import { type Body, platform, call, ask, refused, service, owner, listing, owned, MARCH } from './rental-world.js';

export function moneyCases(): void {
  describe('expenses', () => {
    it('are noted, corrected and voided, never deleted', async () => {
      const { ownerId, listingId } = await owned();
      const spent = { listingId, category: 'cleaning', description: 'Deep cleaning', day: '2026-03-12', amount: '120' };
      const { id } = await ask('POST', '/expenses', spent);
      const path = `/expenses/${id as string}`;
      expect(await ask('PATCH', path, { category: 'deep_cleaning', ownerId, amount: '120.50' })).toMatchObject({
        ...{
          category: 'deep_cleaning',
          ownerId,
          amount: '120.50',
          currency: 'EUR',
          receiptUrl: null,
          voidReason: null,
        },
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
        // An owner who never had a share of the listing.
        [{ ownerId: await owner() }, [400, 'ownerId']],
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
      await add({
        listingId: b,
        rhythm: 'weekly',
        onDay: 1,
        from: '2026-02-03',
        to: '2026-03-02',
        category: 'cleaning',
      });
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
      expect(counts[0] + counts[1]).toBe(3 + 4);
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
      // Whether the time since its end is to be charged, nobody would have said.
      const ended = { from: '2024-01-01', to: '2024-12-31' };
      const path = `/recurring-expenses/${(await add(ended)).id}`;
      for (const to of ['2025-12-31', null]) expect(await refused('PATCH', path, { to })).toEqual([400, 'to']);
      expect(await ask('PATCH', path, { to: ended.to, amount: '1.00' })).toMatchObject({ amount: '1.00' });
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

    it('settle a statement of their owner, which must be final', async () => {
      const { ownerId, listingId } = await owned();
      await ask('PUT', '/statement-settings', { managerName: 'Seaside', timezone: 'Europe/Lisbon' });
      await ask('POST', '/agreements', { ownerId, listingId, from: '2025-01-01', terms: { feePercent: '0' } });
      const stay = { listingId, checkIn: '2026-02-02', checkOut: '2026-02-04', rent: '300.00' };
      await ask('POST', '/reservations', stay);
      const period = { startDate: '2026-02-01', endDate: '2026-02-28' };
      const made = await ask<{ statements: { statementId: string }[] }>('POST', '/statements/generate', {
        ownerId,
        ...period,
      });
      const { statementId } = made.statements[0]!;
      const paid = { statementId, day: '2026-03-05', amount: 1, method: 'wise' };
      expect(await refused('POST', '/payouts', { ...paid, ownerId })).toEqual([409]);
      await ask('POST', `/statements/${statementId}/finalize`);
      expect(await ask('POST', '/payouts', { ...paid, ownerId })).toMatchObject({ statementId, listingId });
      expect(await refused('POST', '/payouts', { ...paid, ownerId, amount: '299.01' })).toEqual([400, 'amount']);
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
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coOwnersCases } from './co-owners-cases.js';
import { correctionsCases } from './corrections-cases.js';
import { generationCases } from './generation-cases.js';
import { LedgerWorld } from './ledger-world.js';
import { sharedHistoryCases } from './shared-history-cases.js';
import { openingsCases } from './openings-cases.js';
import { paymentsCases } from './payments-cases.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await LedgerWorld.start();
});
afterAll(() => world?.platform.stop());

const call = (method: string, path: string, body?: unknown) =>
  world.platform.call(method, `/api/v1${path}`, { token: world.platform.a.MANAGER.token, body });

const stored = (id: string) => world.stored(id);

const amounts = (lines: { kind: string; adjustedKind: string | null; amountMinor: number }[]) =>
  lines.map(({ kind, adjustedKind, amountMinor }) => [adjustedKind ?? kind, amountMinor]);

describe('a stay is stated once', () => {
  it('C4: on the week of its departure only; another period lists it with 0', async () => {
    const of = await world.owner();
    await world.tell({ ...of, code: 'C4', checkIn: '2025-10-24', checkOut: '2025-10-28', rentMinor: 40_000 } as never);
    expect(await world.generate(of, '2025-10-21', '2025-10-27')).toMatchObject({ reason: 'no_activity' });
    const second = await world.final(of, '2025-10-28', '2025-11-03');
    expect((await world.view(second)).netMinor).toBe(32_000);
    const other = await world.view(await world.made(of, '2025-10-21', '2025-10-28'));
    expect(other).toMatchObject({ netMinor: 0, openingMinor: 32_000, closingMinor: 32_000, lines: [] });
    const { number } = await world.view(second);
    expect(other.stays).toMatchObject([{ code: 'C4', netMinor: 0, note: `already stated on ${number}` }]);
  });

  it('also when another way to calculate would state it again, and then only what is left of it', async () => {
    const of = await world.owner();
    await world.tell({
      ...of,
      code: 'WAYS',
      checkIn: '2025-10-29',
      checkOut: '2025-11-03',
      rentMinor: 100_000,
    } as never);
    await world.final(of, '2025-10-01', '2025-10-31', 'calendar');
    const november = await world.view(await world.made(of, '2025-11-01', '2025-11-30', 'checkout'));
    expect(amounts(november.lines)).toEqual([
      ['rent', 40_000],
      ['management_fee', -8_000],
    ]);
    expect(november.stays[0]!.note).toContain('already stated');
  });

  it('the database refuses a second claim of the same night', async () => {
    const of = await world.owner();
    const [stay] = await world.tell({
      ...of,
      code: 'CLAIM',
      checkIn: '2025-10-01',
      checkOut: '2025-10-04',
      rentMinor: 1,
    } as never);
    const id = await world.made(of, '2025-10-01', '2025-10-31');
    await expect(
      world.sql(
        `INSERT INTO stay_claim (id, tenant_id, owner_id, reservation_id, days, statement_id, for_statement_id)
         VALUES (gen_random_uuid(), $1, $2, $3, '[2025-10-03,2025-10-04)', $4, $4)`,
        [world.tenantId, of.ownerId, stay, id],
      ),
    ).rejects.toThrow(/stay_claim_once/);
  });
});

describe('making it again', () => {
  it('C16: the same facts change nothing, two at once make one, others a new version with the same number', async () => {
    const of = await world.owner();
    const stay = { ...of, code: 'C16', checkIn: '2025-10-01', checkOut: '2025-10-04', rentMinor: 30_000 } as never;
    await world.tell(stay);
    const both = await Promise.all([1, 2, 3].map(() => world.generate(of, '2025-10-01', '2025-10-31')));
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['generated', 'unchanged', 'unchanged']);
    const before = await world.sql('SELECT *, xmin::text FROM statement WHERE owner_id = $1', [of.ownerId]);
    expect(before).toHaveLength(1);
    expect(await world.generate(of, '2025-10-01', '2025-10-31')).toMatchObject({ outcome: 'unchanged' });
    expect(await world.sql('SELECT *, xmin::text FROM statement WHERE owner_id = $1', [of.ownerId])).toEqual(before);
    await world.tell({ ...(stay as object), rentMinor: 31_000 } as never);
    const id = await world.made(of, '2025-10-01', '2025-10-31');
    expect(await world.view(id)).toMatchObject({ version: 2, number: before[0]!['number'], netMinor: 24_800 });
    await world.finalize(id);
    expect(await world.generate(of, '2025-10-01', '2025-10-31')).toMatchObject({
      reason: 'already_final',
      statementId: id,
    });
  });

  it('says why there is none', async () => {
    const of = await world.owner();
    const october = ['2025-10-01', '2025-10-31'] as const;
    expect(await world.generate(of, ...october)).toMatchObject({ outcome: 'skipped', reason: 'no_activity' });
    const stay = { ...of, code: 'WHY', checkIn: '2025-10-01', checkOut: '2025-10-04', rentMinor: 30_000 };
    await world.tell({ ...stay, status: 'needs_review' } as never);
    expect(await world.generate(of, ...october)).toMatchObject({ outcome: 'failed', reason: 'needs_review' });
    await world.tell({ ...stay, currency: 'CAD' } as never);
    expect(await world.generate(of, ...october)).toMatchObject({ outcome: 'failed', reason: 'fx_missing' });
    await world.sql(
      `INSERT INTO exchange_rate (tenant_id, base, quote, day, rate, source) VALUES ($1, 'CAD', 'USD', '2025-09-30', 0.7312, 'bank')`,
      [world.tenantId],
    );
    const { lines } = await world.view(await world.made(of, ...october));
    expect(lines[0]).toMatchObject({
      amountMinor: 21_936,
      original: { amountMinor: 30_000, currency: 'CAD', rate: '0.7312', rateDate: '2025-09-30', rateSource: 'bank' },
    });
    await world.sql('DELETE FROM agreement WHERE owner_id = $1', [of.ownerId]);
    expect(await world.generate(of, ...october)).toMatchObject({ outcome: 'skipped', reason: 'no_contract' });
  });
});

describe('after the final', () => {
  it('C13: a stay that was extended is adjusted on the next statement, the final one keeps its bytes', async () => {
    const of = await world.owner({ recognition: 'checkin' });
    const stay = { ...of, code: 'C13', checkIn: '2026-03-28', checkOut: '2026-04-03', rentMinor: 120_000 };
    const [id] = await world.tell(stay as never);
    const march = await world.final(of, '2026-03-01', '2026-03-31');
    const bytes = await stored(march);
    await world.tell({ ...stay, checkOut: '2026-04-04', rentMinor: 140_000 } as never);
    // The agreement of the final statement counts, not what was agreed since.
    await world.sql(`UPDATE agreement SET terms = terms || '{"feePercent": "35"}' WHERE owner_id = $1`, [of.ownerId]);
    const april = await world.made(of, '2026-04-01', '2026-04-30');
    const view = await world.view(april);
    expect(amounts(view.lines)).toEqual([
      ['management_fee', -4_000],
      ['rent', 20_000],
    ]);
    expect(
      view.lines.every(({ kind, correctsStatementId }) => kind === 'adjustment' && correctsStatementId === march),
    ).toBe(true);
    expect(view).toMatchObject({
      openingMinor: 96_000,
      adjustmentsMinor: 16_000,
      netMinor: 16_000,
      closingMinor: 112_000,
    });
    expect(await stored(march)).toBe(bytes);
    expect(await world.generate(of, '2026-04-01', '2026-04-30')).toMatchObject({ outcome: 'unchanged' });
    // The stay says which statements it is on, and what it comes to on each.
    const uses = async () =>
      ((await call('GET', `/reservations/${id}/statements`)).body['statements'] as Record<string, string>[]).map(
        ({ id: of, state, comesTo, currency }) => [of, state, comesTo, currency],
      );
    expect(await uses()).toEqual([
      [march, 'final', '960.00', 'USD'],
      [april, 'draft', '160.00', 'USD'],
    ]);
    await world.void(april);
    expect((await uses()).map(([on, state]) => [on, state])).toEqual([
      [march, 'final'],
      [april, 'void'],
    ]);
    const nobodys = '01900000-0000-7000-8000-000000000001';
    expect((await call('GET', `/reservations/${nobodys}/statements`)).status).toBe(404);
  });

  it('late bookings, cancellations and moves over periods are adjusted, expenses and payouts too', async () => {
    const of = await world.owner({ feePercent: '0' });
    const [moved, gone] = [
      { ...of, code: 'MOVED', checkIn: '2026-03-10', checkOut: '2026-03-12', rentMinor: 10_000 },
      { ...of, code: 'GONE', checkIn: '2026-03-15', checkOut: '2026-03-17', rentMinor: 5_000 },
    ];
    await world.tell(moved as never, gone as never);
    const spent = await world.expense(of.listingId, '2026-03-20', 1_000);
    const paid = await world.payout(of.ownerId, of.listingId, '2026-03-25', 2_000);
    const march = await world.final(of, '2026-03-01', '2026-03-31');
    expect(await world.view(march)).toMatchObject({ netMinor: 14_000, payoutsMinor: 2_000, closingMinor: 12_000 });
    await world.tell(
      { ...moved, checkIn: '2026-04-10', checkOut: '2026-04-12' } as never,
      { ...gone, status: 'cancelled', rentMinor: 0 } as never,
      { ...of, code: 'LATE', checkIn: '2026-03-20', checkOut: '2026-03-22', rentMinor: 700 } as never,
    );
    await world.sql('UPDATE owner_expense SET amount_minor = 1300, changed_at = clock_timestamp() WHERE id = $1', [
      spent,
    ]);
    await world.sql(`UPDATE owner_payout SET voided_at = now(), void_reason = 'bounced' WHERE id = $1`, [paid]);
    const april = await world.view(await world.final(of, '2026-04-01', '2026-04-30'));
    expect(april).toMatchObject({
      revenueMinor: 10_000,
      adjustmentsMinor: -10_000 - 5_000 + 700 - 300,
      payoutsMinor: -2_000,
    });
    expect(
      april.lines.filter(({ kind }) => kind === 'adjustment').every((line) => line.correctsStatementId === march),
    ).toBe(true);
    expect(april.closingMinor).toBe(10_000 + 700 - 1_300);
  });

  it('a void releases what was stated; the next has the same number, and the order of the chain is kept', async () => {
    const of = await world.owner({ feePercent: '0' });
    await world.tell({ ...of, code: 'V1', checkIn: '2026-03-10', checkOut: '2026-03-12', rentMinor: 10_000 } as never);
    await world.tell({ ...of, code: 'V2', checkIn: '2026-04-10', checkOut: '2026-04-12', rentMinor: 20_000 } as never);
    const march = await world.made(of, '2026-03-01', '2026-03-31');
    const april = await world.made(of, '2026-04-01', '2026-04-30');
    await expect(world.finalize(april)).rejects.toThrow(/comes first/);
    await world.finalize(march);
    await world.finalize(april);
    await expect(world.void(march)).rejects.toThrow(/void that first/);
    await world.void(april);
    await world.void(march);
    const again = await world.view(await world.final(of, '2026-03-01', '2026-03-31'));
    expect(again).toMatchObject({ number: (await world.view(march)).number, version: 2, netMinor: 10_000 });
    expect((await world.view(march)).lines).toHaveLength(1);
  });
});

describe('by hand, and why', () => {
  it('amounts, exclusions and overrides with a reason; every amount is explained by parts that sum to it', async () => {
    const of = await world.owner({ recognition: 'nightly' });
    const [first, second] = await world.tell(
      { ...of, code: 'H1', checkIn: '2026-03-30', checkOut: '2026-04-04', rentMinor: 100_001 } as never,
      { ...of, code: 'H2', checkIn: '2026-04-10', checkOut: '2026-04-12', rentMinor: 20_000 } as never,
    );
    const id = await world.made(of, '2026-04-01', '2026-04-30');
    const set = { description: 'Agreed', reason: 'On the phone' };
    const added = await call('POST', `/statements/${id}/adjustments`, { kind: 'amount', amount: '40.00', ...set });
    expect(added).toMatchObject({ status: 201, body: { amount: '40.00' } });
    for (const body of [
      { kind: 'override', reservationId: first, amount: '500.00', ...set },
      { kind: 'exclude', reservationId: second, ...set },
    ])
      expect((await call('POST', `/statements/${id}/adjustments`, body)).status).toBe(201);
    const answer = (await call('GET', `/statements/${id}`)).body as {
      net: string;
      lines: { id: string; amount: string }[];
      stays: { note: string | null }[];
    };
    expect(answer.net).toBe('540.00');
    expect(answer.stays.map(({ note }) => note)).toEqual(['set to 500.00: On the phone', 'left out: On the phone']);
    const asks = [
      ...answer.lines.map((line) => `line=${line.id}`),
      ...[
        'opening',
        'revenue',
        'fees',
        'expenses',
        'adjustments',
        'net',
        'payouts',
        'closing',
        'payable',
        'shortfall',
      ].map((total) => `total=${total}`),
    ];
    const cents = (text: string) => Number(text.replace('.', ''));
    for (const ask of asks) {
      const { status, body } = await call('GET', `/statements/${id}/explain?${ask}`);
      expect(status).toBe(200);
      const { amount, parts } = body as { amount: string; parts: { amount: string }[] };
      expect([ask, parts.reduce((sum, part) => sum + cents(part.amount), 0)]).toEqual([ask, cents(amount)]);
    }
    await call('POST', `/statements/${id}/review`);
    expect((await call('POST', `/statements/${id}/finalize`)).body).toMatchObject({ state: 'final', net: '540.00' });
    const late = await call('POST', `/statements/${id}/adjustments`, { kind: 'amount', amount: '1.00', ...set });
    expect(late.status).toBe(409);
    const list = await call('GET', `/statements?ownerId=${of.ownerId}&limit=1`);
    expect(list.body).toMatchObject({ statements: [{ id, closing: '540.00' }], nextCursor: null });
  });

  it('a sample stay under terms: C2, nightly', async () => {
    const { status, body } = await call('POST', '/agreements/preview', {
      currency: 'USD',
      terms: { feePercent: '20', recognition: 'nightly' },
      stay: { checkIn: '2025-10-29', checkOut: '2025-11-03', rent: '1000', cleaning: '120', channelFee: '168' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      net: '632.00',
      months: [
        { net: '379.20', nights: 3 },
        { net: '252.80', nights: 2 },
      ],
    });
  });
});

correctionsCases(() => world);
openingsCases(() => world);
coOwnersCases(() => world);
generationCases(() => world);
sharedHistoryCases(() => world);
paymentsCases(() => world);

describe('a random history', () => {
  const MONTHS = [1, 2, 3, 4, 5].map(
    (month) => [`2026-0${month}-01`, `2026-0${month}-${[31, 28, 31, 30, 31][month - 1]}`] as const,
  );

  it('never changes a final statement and always reconciles, whatever is told, finalised, voided and paid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('checkout', 'checkin', 'nightly', 'nightly_over_n'),
        fc.array(fc.tuple(fc.nat(3), fc.nat(140), fc.nat(24), fc.nat(90_000), fc.nat(6)), {
          minLength: 12,
          maxLength: 18,
        }),
        async (recognition, steps) => {
          const of = await world.owner({
            recognition: recognition as never,
            nightlyOver: 7,
            feePercent: '0',
            cleaningTo: 'owner',
          });
          const frozen = new Map<string, string>();
          let month = 0;
          for (const [code, day, nights, rentMinor, action] of steps) {
            if (action < 4 || month >= MONTHS.length) {
              const [dates] = await world.sql<{ a: string; b: string }>(
                `SELECT ('2026-01-01'::date + $1::int)::text AS a, ('2026-01-02'::date + $1::int + $2::int)::text AS b`,
                [Math.min(day, 120), nights],
              );
              const status = action === 3 ? 'cancelled' : 'confirmed';
              const stay = {
                ...of,
                code: `R${of.ownerId}-${code}`,
                checkIn: dates!.a,
                checkOut: dates!.b,
                rentMinor,
                status,
              };
              await world.tell({ ...stay, cleaningMinor: rentMinor % 977 } as never);
            } else if (action === 4) {
              await world.payout(of.ownerId, of.listingId, MONTHS[month]![0], 1 + rentMinor);
            } else if (action === 5 && frozen.size > 0) {
              const last = [...frozen.keys()].at(-1)!;
              await world.void(last);
              frozen.delete(last);
              month--;
            } else {
              const outcome = await world.generate(of, ...MONTHS[month]!);
              if (outcome.outcome === 'generated') {
                await world.finalize(outcome.statementId);
                frozen.set(outcome.statementId, await stored(outcome.statementId));
                month++;
              }
            }
          }
          // All months, and one more for what is adjusted last.
          for (const period of [
            ...MONTHS.slice(month),
            ['2026-06-01', '2026-06-30'] as const,
            ['2026-07-01', '2026-07-31'] as const,
          ]) {
            const outcome = await world.generate(of, ...period);
            if (outcome.outcome === 'generated') await world.finalize(outcome.statementId);
          }
          for (const [id, before] of frozen) expect(await stored(id)).toBe(before);
          // What each stay comes to, by plain arithmetic: no fee, all of it the owner's.
          const wrong = await world.sql(
            `SELECT r.code, r.rent_minor + r.cleaning_minor AS due, coalesce(sum(l.amount_minor), 0)::bigint AS stated
             FROM rental_reservation r
             LEFT JOIN (ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active) ON l.reservation_id = r.id
             WHERE r.listing_id = $1 GROUP BY r.id HAVING r.rent_minor + r.cleaning_minor <> coalesce(sum(l.amount_minor), 0)`,
            [of.listingId],
          );
          expect(wrong).toEqual([]);
          const broken = await world.sql(
            `SELECT s.number FROM statement s
             LEFT JOIN statement p ON p.owner_id = s.owner_id AND p.state <> 'void' AND p.chain = s.chain - 1
             WHERE s.owner_id = $1 AND s.state <> 'void' AND (s.opening_minor <> coalesce(p.closing_minor, 0) OR s.net_minor <> (
               SELECT coalesce(sum(l.amount_minor), 0) FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id
               WHERE sl.statement_id = s.id AND sl.active))`,
            [of.ownerId],
          );
          expect(broken).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  });
});

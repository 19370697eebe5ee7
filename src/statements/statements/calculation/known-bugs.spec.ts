import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Period } from '../../reservations/reservation-row.js';
import { context, date, share, stay } from './calculation-fixtures.js';
import { recognisedDays } from './recognition.js';
import { linesOf } from './stay-lines.js';
import { type PlanContext, planStay, type Stay } from './stay-plan.js';

/** What other programs that state owners' or projects' money got wrong, by their public bug reports, tried on these rules. */
const period = (from: string, to: string): Period => ({ from: date(from), to: date(to) });
const EVER = period('2020-01-01', '2030-12-31');

function amounts(of: Stay, how: PlanContext, within: Period, owner = 1): Record<string, number> {
  const planned = planStay(of, how);
  if (typeof planned === 'string') throw new Error(planned);
  const days = recognisedDays(planned.choice.recognised, planned.stay, within);
  const sums: Record<string, number> = {};
  for (const { kind, amountMinor } of days ? linesOf(planned, owner, [days]) : [])
    sums[kind] = (sums[kind] ?? 0) + amountMinor;
  return sums;
}
const sum = (of: Record<string, number>) => Object.values(of).reduce((so, amount) => so + amount, 0);

describe('bugs of other programs', () => {
  const thirds = [share(3_333, 1), share(3_333, 2), share(3_334, 3)];

  it('a game store showed each of several people the whole revenue; here the parts of three sum to it, yen and fils included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 1_000_000 }),
        fc.integer({ min: 0, max: 99_999 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('nightly', 'checkout', 'checkin'),
        (rentMinor, channelFeeMinor, nights, recognition) => {
          const checkOut = new Date(Date.UTC(2026, 0, 30 + nights)).toISOString().slice(0, 10);
          const one = stay('2026-01-30', checkOut, { rentMinor, channelFeeMinor, cleaningMinor: 7, extrasMinor: 1 });
          const terms = { recognition, feePercent: '18.5', cleaningTo: 'owner' } as const;
          const whole = amounts(one, context(terms), EVER);
          const parts = [1, 2, 3].map((owner) => amounts(one, context(terms, { shares: thirds }), EVER, owner));
          for (const kind of Object.keys(whole))
            expect(parts.reduce((so, part) => so + (part[kind] ?? 0), 0)).toBe(whole[kind]);
        },
      ),
      { numRuns: 200 },
    );
    const yen = stay('2026-01-30', '2026-02-01', { rentMinor: 100, currency: 'JPY' });
    const of = (owner: number) =>
      amounts(yen, context({ feePercent: '0' }, { currency: 'JPY', shares: thirds }), EVER, owner)['rent'];
    expect([of(1), of(2), of(3)]).toEqual([33, 33, 34]);
  });

  it('Guesty: a stay over the end of a month, or of a year, showed all its nights in one of them', () => {
    const one = stay('2025-12-30', '2026-01-02', { rentMinor: 10_000 });
    const nightly = context({ recognition: 'nightly', feePercent: '0' });
    const december = amounts(one, nightly, period('2025-12-01', '2025-12-31'));
    const january = amounts(one, nightly, period('2026-01-01', '2026-01-31'));
    expect([december['rent'], january['rent']]).toEqual([6_667, 3_333]);
  });

  it.each([
    ['2026-03-28', '2026-03-31', 3],
    ['2026-10-24', '2026-10-27', 3],
    ['2028-02-28', '2028-03-01', 2],
  ])('calendars that counted hours lost or won a night where clocks change: %s to %s', (from, to, nights) => {
    const one = stay(from, to, { rentMinor: nights * 100 });
    const [first, next] = [from, new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10)];
    const nightly = context({ recognition: 'nightly', feePercent: '0' });
    expect(amounts(one, nightly, period(first, first))['rent']).toBe(100);
    expect(amounts(one, nightly, period(next, to))['rent']).toBe((nights - 1) * 100);
  });

  it('a course market kept its fee of money that was given back; here the fee falls with it, to nothing and not below', () => {
    const fee = (rentMinor: number) =>
      amounts(stay('2026-01-30', '2026-02-01', { rentMinor }), context({ feePercent: '15' }), EVER)['management_fee'] ??
      0;
    expect([fee(10_001), fee(4_001), fee(0), fee(-10_001)]).toEqual([-1_500, -600, 0, 0]);
  });

  it('Guesty: what an owner sleeps in his own house is listed, and is worth nothing', () => {
    const one = stay('2026-01-28', '2026-02-02', { status: 'owner_stay' });
    expect(sum(amounts(one, context(), EVER))).toBe(0);
    const planned = planStay(one, context());
    expect(planned).toMatchObject({ listed: true, note: "owner's own stay" });
  });
});

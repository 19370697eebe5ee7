import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { addDays } from '../../../platform/dates/index.js';
import { FEE_BASES, FEE_DATES, RECOGNITIONS } from '../../agreements/terms.js';
import { context, date, share, stay, version } from './calculation-fixtures.js';
import { recognisedDays } from './recognition.js';
import { entitlementOf, linesOf } from './stay-lines.js';
import { planStay, type StayPlan } from './stay-plan.js';

const money = fc.integer({ min: -50_000, max: 5_000_000 });
const START = date('2025-10-01');

/** A stay of up to 60 nights, owned by up to three, one of whom sells to a fourth; terms that may change in its middle. */
const scene = fc
  .record({
    nights: fc.integer({ min: 1, max: 60 }),
    amounts: fc.tuple(money, money, money, money, money, money),
    status: fc.constantFrom('confirmed' as const, 'cancelled' as const, 'no_show' as const),
    paidToOwner: fc.boolean(),
    terms: fc.record({
      feePercent: fc.constantFrom('0', '15', '18.5', '33.3333'),
      feeBase: fc.constantFrom(...FEE_BASES.filter((base) => base !== 'formula')),
      recognition: fc.constantFrom(...RECOGNITIONS),
      nightlyOver: fc.integer({ min: 0, max: 40 }),
      feeDate: fc.constantFrom(...FEE_DATES),
      minFeeMinor: fc.integer({ min: 0, max: 20_000 }),
      cleaningTo: fc.constantFrom('owner' as const, 'manager' as const, 'split' as const),
      prorateStayFees: fc.boolean(),
      taxToOwner: fc.boolean(),
      cohost: fc.constantFrom('bill_back' as const, 'collected' as const),
    }),
    second: fc.integer({ min: 0, max: 60 }),
    sale: fc.integer({ min: 0, max: 60 }),
    bp: fc.tuple(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 4_000 })),
    rate: fc.constantFrom(null, '0.7312', '161.237', '1.00005'),
    cuts: fc.uniqueArray(fc.integer({ min: -5, max: 70 }), { maxLength: 6 }),
  })
  .map(({ nights, amounts, terms, second, sale, bp, rate, cuts, status, paidToOwner }) => {
    const [rentMinor, cleaningMinor, extrasMinor, taxMinor, channelFeeMinor, paymentFeeMinor] = amounts;
    const one = stay(START, addDays(START, nights), {
      ...{ rentMinor, cleaningMinor, extrasMinor, taxMinor, channelFeeMinor, paymentFeeMinor, status, paidToOwner },
      ...{ taxRemittedBy: 'host', currency: rate ? 'CAD' : 'USD' },
    });
    const change = addDays(START, second);
    const sold = addDays(START, sale);
    const shares = [
      share(bp[0], 1),
      share(bp[1], 2),
      share(10_000 - bp[0] - bp[1], 3, '2020-01-01', sold),
      share(10_000 - bp[0] - bp[1], 4, sold),
    ];
    const versions = [
      version(terms, '2020-01-01', addDays(change, -1)),
      version({ ...terms, feePercent: '21' }, change, null, 2),
    ];
    const conversion = rate && { base: 'CAD', rate, day: START, source: 'bank' };
    const plan = planStay(one, context({}, { shares, versions, rate: conversion })) as StayPlan;
    return { plan, cuts: cuts.sort((a, b) => a - b), told: one, terms, shares, rate, versions };
  });

const sum = (lines: { amountMinor: number }[]) => lines.reduce((so, { amountMinor }) => so + amountMinor, 0);
const OWNERS = [1, 2, 3, 4];

describe('whatever the stay, its terms and its owners', () => {
  it('any split of time into periods sums to the whole, for each owner and kind', () => {
    fc.assert(
      fc.property(scene, ({ plan, cuts }) => {
        const bounds = [-1_000, ...cuts, 1_000].map((cut) => addDays(START, cut));
        for (const owner of OWNERS) {
          const parts = bounds.slice(0, -1).flatMap((from, n) => {
            const period = { from, to: addDays(bounds[n + 1]!, -1) };
            const days = recognisedDays(plan.choice.recognised, plan.stay, period);
            return days ? linesOf(plan, owner, [days]) : [];
          });
          for (const [kind, whole] of entitlementOf(plan, owner))
            expect(sum(parts.filter((line) => line.kind === kind))).toBe(whole);
        }
      }),
    );
  });

  it('what the owners have sums to what there is, by kind and in every period', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 61 }), fc.integer({ min: 0, max: 61 }), ({ plan }, a, b) => {
        const days = { from: Math.min(a, b), to: Math.min(Math.max(a, b), plan.nights + 1) };
        const together = sum(OWNERS.flatMap((owner) => linesOf(plan, owner, [days])));
        const before = (day: number) => sum(OWNERS.flatMap((owner) => linesOf(plan, owner, [{ from: 0, to: day }])));
        expect(together).toBe(days.from < days.to ? before(days.to) - before(days.from) : 0);
        const whole = plan.components.reduce((so, { totalMinor }) => so + totalMinor, 0);
        expect(before(plan.nights + 1)).toBe(whole);
      }),
    );
  });

  it('comes to what decimal arithmetic gives of the facts, by kind: whole, and of each owner by its nights', () => {
    fc.assert(
      fc.property(scene, ({ plan, told, terms, shares, rate, versions }) => {
        if (told.paidToOwner) return;
        const cents = (amount: Decimal) => amount.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
        const here = (minor: number) => cents(new Decimal(minor).times(rate ?? '1'));
        const part = (minor: number, percent: string | number) => cents(new Decimal(minor).times(percent).div(100));
        const [rent, cleaning, extras] = [here(told.rentMinor), here(told.cleaningMinor), here(told.extrasMinor)];
        const [tax, channel] = [here(told.taxMinor), here(told.channelFeeMinor)];
        const kept = { owner: 100, manager: 0, split: 50 }[terms.cleaningTo];
        const expected: Record<string, number> = {
          ...{ rent, extras, cleaning: part(cleaning, kept), tax: terms.taxToOwner ? tax : 0 },
          ...{ channel_fee: -channel, payment_fee: -here(told.paymentFeeMinor) },
        };
        // By the day of booking one version holds for all of the stay, and the fee is rounded once.
        if (terms.feeDate === 'booking_date') {
          const base = {
            ...{ rent, rent_cleaning: rent + cleaning, gross: rent + cleaning + extras },
            gross_less_channel_fee: rent + cleaning + extras - channel,
          }[terms.feeBase as 'rent'];
          const { feePercent } = versions.find(({ to }) => to === null || to >= told.checkIn)!.terms;
          const paid = [rent, cleaning, extras, tax, channel, here(told.paymentFeeMinor)].some((one) => one !== 0);
          expected['management_fee'] = -Math.max(part(base, feePercent), paid ? terms.minFeeMinor : -Infinity);
        }
        const all = [{ from: 0, to: plan.nights + 1 }];
        const lines = OWNERS.map((owner) => linesOf(plan, owner, all));
        for (const [kind, amount] of Object.entries(expected)) {
          const of = lines.map((own) => sum(own.filter((line) => line.kind === kind)));
          expect([kind, of.reduce((so, one) => so + one, 0) || 0]).toEqual([kind, amount || 0]);
          if (kind !== 'rent') continue;
          // Each run of the same shares is rounded by itself.
          OWNERS.forEach((owner, n) => {
            const nights = Array.from({ length: plan.nights }, (_, k) => addDays(START, k));
            const bp = nights.map(
              (night) =>
                shares.find(
                  (one) => one.ownerId === owner && one.from <= night && (one.until === null || night < one.until),
                )?.shareBp ?? 0,
            );
            const due = new Decimal(amount).times(Decimal.sum(...bp)).div(10_000 * plan.nights);
            expect(due.minus(of[n]!).abs().toNumber()).toBeLessThanOrEqual(3);
          });
        }
      }),
    );
  });

  it('a line that was converted has its part of the amount before it was', () => {
    fc.assert(
      fc.property(scene, ({ plan }) => {
        const lines = OWNERS.flatMap((owner) => linesOf(plan, owner, [{ from: 0, to: plan.nights + 1 }]));
        for (const component of plan.components.filter(({ original }) => original)) {
          const part = plan.components.indexOf(component);
          const originals = lines.filter((line) => line.part === part);
          if (component.totalMinor !== 0 && originals.length === OWNERS.length)
            expect(originals.reduce((so, { originalMinor }) => so + originalMinor!, 0)).toBe(
              component.original!.totalMinor,
            );
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import type { AgreementTerms } from '../../agreements/terms.js';
import { convert } from '../../rates/rate-book.js';
import type { Period } from '../../reservations/reservation-row.js';
import { context, date, OWNER, share, stay, version } from './calculation-fixtures.js';
import { upTo } from './cumulative.js';
import { chargedOf, cleaningWarning } from './expense-rule.js';
import { recognisedDays } from './recognition.js';
import { partOf } from './shares.js';
import { linesOf } from './stay-lines.js';
import { type PlanContext, planStay, type Stay, type StayPlan } from './stay-plan.js';
import { totalsOf } from './totals.js';

const OCTOBER: Period = { from: date('2025-10-01'), to: date('2025-10-31') };
const NOVEMBER: Period = { from: date('2025-11-01'), to: date('2025-11-30') };

function plan(of: Stay, how: PlanContext): StayPlan {
  const planned = planStay(of, how);
  if (typeof planned === 'string') throw new Error(planned);
  return planned;
}

function lines(of: Stay, how: PlanContext, period: Period, owner = OWNER) {
  const planned = plan(of, how);
  const days = recognisedDays(planned.choice.recognised, planned.stay, period);
  return days ? linesOf(planned, owner, [days]) : [];
}

const net = (of: Stay, how: PlanContext, period: Period, owner = OWNER) =>
  lines(of, how, period, owner).reduce((sum, { amountMinor }) => sum + amountMinor, 0);

const sumOf = (of: Stay, how: PlanContext, kind: string, period: Period) =>
  lines(of, how, period)
    .filter((line) => line.kind === kind)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

describe('C1: the base of the fee is said', () => {
  const one = stay('2025-10-01', '2025-10-05', { rentMinor: 48_000, cleaningMinor: 2_000, channelFeeMinor: 5_000 });
  it.each([
    ['gross_less_channel_fee', -9_000, 36_000],
    ['gross', -10_000, 35_000],
    ['rent', -9_600, 35_400],
    ['rent_cleaning', -10_000, 35_000],
  ] as const)('%s', (feeBase, fee, owner) => {
    const how = context({ feeBase, cleaningTo: 'owner' });
    expect(sumOf(one, how, 'management_fee', OCTOBER)).toBe(fee);
    expect(net(one, how, OCTOBER)).toBe(owner);
  });

  it('a formula adds and takes away what it names', () => {
    const feeFormula: AgreementTerms['feeFormula'] = [
      { component: 'rent', sign: 1 },
      { component: 'channel_fee', sign: -1 },
    ];
    expect(sumOf(one, context({ feeBase: 'formula', feeFormula }), 'management_fee', OCTOBER)).toBe(-8_600);
  });

  it('a channel may have its own, and a stay a least fee', () => {
    const channelFees = { direct: { feePercent: '10', feeBase: 'gross' as const } };
    expect(sumOf(one, context({ channelFees }), 'management_fee', OCTOBER)).toBe(-5_000);
    expect(sumOf({ ...one, channel: 'vrbo' }, context({ channelFees }), 'management_fee', OCTOBER)).toBe(-9_600);
    expect(sumOf(one, context({ minFeeMinor: 12_000 }), 'management_fee', OCTOBER)).toBe(-12_000);
  });
});

describe('C2: a stay over the end of a month', () => {
  const one = stay('2025-10-29', '2025-11-03', { rentMinor: 100_000, cleaningMinor: 12_000, channelFeeMinor: 16_800 });
  it.each([
    ['checkout', 0, 63_200],
    ['checkin', 63_200, 0],
    ['nightly', 37_920, 25_280],
  ] as const)('%s', (recognition, october, november) => {
    expect([net(one, context({ recognition }), OCTOBER), net(one, context({ recognition }), NOVEMBER)]).toEqual([
      october,
      november,
    ]);
  });

  it('nightly in October is 600.00 of rent, 100.80 of channel fee and 120.00 of fee', () => {
    const amounts = lines(one, context({ recognition: 'nightly' }), OCTOBER).map(({ kind, amountMinor }) => [
      kind,
      amountMinor,
    ]);
    expect(amounts).toEqual([
      ['rent', 60_000],
      ['channel_fee', -10_080],
      ['management_fee', -12_000],
    ]);
  });

  it('per-stay fees fall on the day of departure, unless they are prorated', () => {
    const terms = { recognition: 'nightly', cleaningTo: 'owner' } as const;
    expect(sumOf(one, context(terms), 'cleaning', OCTOBER)).toBe(0);
    expect(sumOf(one, context(terms), 'cleaning', NOVEMBER)).toBe(12_000);
    expect(sumOf(one, context({ ...terms, prorateStayFees: true }), 'cleaning', OCTOBER)).toBe(7_200);
    expect(sumOf(one, context({ ...terms, cleaningTo: 'split' }), 'cleaning', NOVEMBER)).toBe(6_000);
  });

  it('over N nights: night by night only when the stay is longer', () => {
    const terms = { recognition: 'nightly_over_n', nightlyOver: 5 } as const;
    expect(net(one, context(terms), OCTOBER)).toBe(0);
    expect(net(one, context({ ...terms, nightlyOver: 4 }), OCTOBER)).toBe(37_920);
  });

  it('the bounds of a period: departure on the last day is in, on the day after it is out', () => {
    const until = (to: string) => ({ from: date('2025-10-27'), to: date(to) });
    expect(net(one, context(), until('2025-11-03'))).toBe(63_200);
    expect(net(one, context(), until('2025-11-02'))).toBe(0);
    const nightly = context({ recognition: 'nightly' });
    expect(lines(one, nightly, { from: date('2025-11-04'), to: date('2025-11-30') })).toEqual([]);
    expect(lines(one, nightly, { from: date('2025-11-03'), to: date('2025-11-30') })).toEqual([]);
  });
});

it('C3: what the nights have sums to the whole', () => {
  expect([upTo(10_000, 1, 3), upTo(10_000, 3, 3) - upTo(10_000, 1, 3)]).toEqual([3_333, 6_667]);
  const nights = Array.from({ length: 7 }, (_, k) => upTo(10_001, k + 1, 7) - upTo(10_001, k, 7));
  expect(nights).toEqual([1_429, 1_428, 1_429, 1_429, 1_429, 1_428, 1_429]);
  expect(upTo(-10_000, 1, 3)).toBe(-3_333);
});

it('C5: a long stay has its nights of each month', () => {
  const one = stay('2025-07-01', '2025-12-15', { rentMinor: 1_670_000 });
  const [line] = lines(one, context({ recognition: 'nightly' }), OCTOBER);
  expect(line).toMatchObject({ kind: 'rent', amountMinor: 310_000, nights: { count: 31, of: 167 } });
});

describe('C6: the guest paid the owner', () => {
  const airbnb = stay('2025-10-01', '2025-10-05', { rentMinor: 80_000, channel: 'airbnb', paidToOwner: true });
  const direct = stay('2025-10-06', '2025-10-09', { rentMinor: 100_000 });
  it.each([
    ['bill_back', -16_000, 64_000],
    ['collected', 0, 80_000],
  ] as const)('%s', (cohost, ofAirbnb, together) => {
    const how = context({ cohost });
    expect(net(airbnb, how, OCTOBER)).toBe(ofAirbnb);
    expect(net(airbnb, how, OCTOBER) + net(direct, how, OCTOBER)).toBe(together);
    expect(sumOf(airbnb, how, 'rent', OCTOBER) + sumOf(direct, how, 'rent', OCTOBER)).toBe(100_000);
  });

  it('a stay of another channel is not taken for it by its name', () => {
    const referral = { ...direct, code: 'Airbnb co-host referral (direct)' };
    expect(net(referral, context({ cohost: 'bill_back' }), OCTOBER)).toBe(80_000);
  });

  it('cleaning and tax that are the manager’s are billed back as well', () => {
    const more = { ...airbnb, cleaningMinor: 5_000, taxMinor: 3_000, taxRemittedBy: 'host' as const };
    expect(net(more, context({ cohost: 'bill_back' }), OCTOBER)).toBe(-16_000 - 5_000 - 3_000);
    expect(net(more, context({ cohost: 'bill_back', cleaningTo: 'owner' }), OCTOBER)).toBe(-16_000 - 3_000);
    expect(net(more, context({ cohost: 'bill_back', cleaningTo: 'split' }), OCTOBER)).toBe(-16_000 - 2_500 - 3_000);
    expect(net(more, context({ cohost: 'collected' }), OCTOBER)).toBe(0);
  });
});

it('C7: opening, net, closing, and what is paid out', () => {
  const one = stay('2025-10-01', '2025-10-20', {
    ...{ rentMinor: 276_000, cleaningMinor: 24_000, channelFeeMinor: 45_000 },
  });
  const how = context({ feeBase: 'gross_less_channel_fee' });
  expect(sumOf(one, how, 'management_fee', OCTOBER)).toBe(-51_000);
  const netMinor = net(one, how, OCTOBER) - 32_550 + 4_000;
  expect(netMinor).toBe(151_450);
  expect(totalsOf(15_000, netMinor, 0, 50_000)).toMatchObject({ closingMinor: 166_450, payableMinor: 116_450 });
  expect(totalsOf(15_000, netMinor, 116_450, 50_000)).toMatchObject({ closingMinor: 50_000, payableMinor: 0 });
});

it('C8: less than the reserve, and less than nothing', () => {
  expect(totalsOf(0, 30_000, 0, 50_000)).toMatchObject({
    payableMinor: 0,
    closingMinor: 30_000,
    shortfallMinor: 20_000,
  });
  const owing = totalsOf(0, -12_000, 0, 0);
  expect(owing).toMatchObject({ payableMinor: 0, closingMinor: -12_000 });
  expect(totalsOf(owing.closingMinor, 0, 0, 0).openingMinor).toBe(-12_000);
});

it('C9: co-owners by basis points, largest remainder', () => {
  const two = { owners: [1, 2], weights: [6_000, 4_000] };
  expect([1, 2].map((owner) => partOf(116_450, owner, two))).toEqual([69_870, 46_580]);
  const three = { owners: [1, 2, 3], weights: [3_333, 3_333, 3_334] };
  expect([1, 2, 3].map((owner) => partOf(100_001, owner, three))).toEqual([33_330, 33_330, 33_341]);
});

it.each([
  ['booking_date', -18_000],
  ['recognition_date', -20_000],
  ['night', -19_000],
] as const)('C10: the fee follows the agreement by %s', (feeDate, fee) => {
  const one = stay('2025-10-30', '2025-11-03', { rentMinor: 100_000, bookedOn: date('2025-10-20') });
  const versions = [
    version({ feePercent: '18', feeDate }, '2025-01-01', '2025-10-31'),
    version({ feePercent: '20', feeDate }, '2025-11-01', null, 2),
  ];
  expect(sumOf(one, context({}, { versions }), 'management_fee', NOVEMBER)).toBe(fee);
});

describe('C11: other currencies', () => {
  const rate = { base: 'CAD', rate: '0.7312', day: date('2025-10-01'), source: 'bank' };
  it('are converted by the rate of a day, kept with its source', () => {
    expect(convert(100_000, 'CAD', 'USD', '0.7312')).toBe(73_120);
    expect(convert(12_345, 'EUR', 'JPY', '161.237')).toBe(19_905);
    const one = stay('2025-10-01', '2025-10-05', { rentMinor: 100_000, currency: 'CAD' });
    const [rent, fee] = lines(one, context({}, { rate }), OCTOBER);
    expect(rent).toMatchObject({ amountMinor: 73_120, originalMinor: 100_000, rate });
    expect(fee).toMatchObject({ kind: 'management_fee', amountMinor: -14_624, rate: null });
  });

  it('without a rate there is no line, and never a rate of 1', () => {
    const one = stay('2025-10-01', '2025-10-05', { rentMinor: 100_000, currency: 'CAD' });
    expect(planStay(one, context())).toBe('fx_missing');
  });
});

it('C12: the fee is rounded for each stay', () => {
  const fees = [1, 2, 3].map((n) =>
    sumOf(
      stay(`2025-10-0${n}`, `2025-10-0${n + 1}`, { rentMinor: 3_335 }),
      context({ feePercent: '15' }),
      'management_fee',
      OCTOBER,
    ),
  );
  expect(fees).toEqual([-500, -500, -500]);
});

describe('C14: a sale in the middle of a stay', () => {
  const one = stay('2025-06-28', '2025-07-03', { rentMinor: 50_000 });
  const shares = [share(10_000, 1, '2020-01-01', '2025-07-01'), share(10_000, 2, '2025-07-01')];
  const summer = { from: date('2025-06-01'), to: date('2025-07-31') };
  it.each(['nightly', 'checkout', 'checkin'] as const)('%s', (recognition) => {
    const how = context({ recognition, feePercent: '0' }, { shares });
    expect([net(one, how, summer, 1), net(one, how, summer, 2)]).toEqual([30_000, 20_000]);
  });

  it('nightly, the old owner has 28-30 June and the new one 1-2 July', () => {
    const how = context({ recognition: 'nightly', feePercent: '0' }, { shares });
    const june = { from: date('2025-06-01'), to: date('2025-06-30') };
    expect([net(one, how, june, 1), net(one, how, june, 2)]).toEqual([30_000, 0]);
  });
});

describe('C15: stays that did not take place', () => {
  const cancelled = stay('2025-10-01', '2025-10-05', { rentMinor: 40_000, status: 'cancelled' });
  it('what was kept counts, with its fee, or is listed at 0 with the reason, as agreed', () => {
    expect(lines(cancelled, context(), OCTOBER).map(({ amountMinor }) => amountMinor)).toEqual([40_000, -8_000]);
    const left = plan(cancelled, context({ cancelRevenue: 'exclude' }));
    expect(left).toMatchObject({ components: [], listed: true, note: expect.stringContaining('leaves out') });
  });

  it('a no-show with a payout counts', () => {
    const noShow = stay('2025-10-01', '2025-10-05', { status: 'no_show', payoutMinor: 25_000 });
    expect(sumOf(noShow, context(), 'rent', OCTOBER)).toBe(25_000);
  });

  it('one of which nothing was kept is not listed; one of unknown status is for a person', () => {
    expect(plan({ ...cancelled, rentMinor: 0 }, context()).listed).toBe(false);
    expect(planStay({ ...cancelled, status: 'needs_review' }, context())).toBe('needs_review');
  });
});

it('C18: the cleaning after a stay is charged once; deep cleaning is an expense of its own', () => {
  const manager = { cleaningTo: 'manager', cleaningOwnerPercent: '50' } as const;
  expect(chargedOf(8_000, 'cleaning', manager)).toEqual({ amountMinor: 0, rule: 'cleaning_covered' });
  expect(chargedOf(12_000, 'deep_cleaning', manager)).toEqual({ amountMinor: 12_000, rule: 'expense' });
  expect(chargedOf(8_000, 'cleaning', { ...manager, cleaningTo: 'owner' }).amountMinor).toBe(8_000);
  expect(chargedOf(8_000, 'cleaning', { ...manager, cleaningTo: 'split' }).amountMinor).toBe(4_000);
  expect(cleaningWarning(2, 2, 'Loft')).toBeNull();
  expect(cleaningWarning(3, 2, 'Loft')).toBe('Loft: 3 cleanings were recorded for 2 departures with a cleaning fee');
});

it('tax that the host remits goes to the owner or is kept, as agreed; tax that the channel remits is nobody’s', () => {
  const one = stay('2025-10-01', '2025-10-05', { rentMinor: 10_000, taxMinor: 900, taxRemittedBy: 'host' });
  expect(sumOf(one, context({ taxToOwner: true }), 'tax', OCTOBER)).toBe(900);
  expect(sumOf(one, context(), 'tax', OCTOBER)).toBe(0);
  expect(sumOf({ ...one, taxRemittedBy: 'channel' }, context({ taxToOwner: true }), 'tax', OCTOBER)).toBe(0);
});

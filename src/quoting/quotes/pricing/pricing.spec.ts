import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from './compare.js';
import { Exact, toNearest } from './decimal.js';
import { type LineTerms, priceLine, type Tier } from './price-line.js';
import type { BookTerms, PartFigures } from './terms.js';
import { BOOK, line, PA12, PART, SLS } from './testing/a12.js';
import { totalsOf } from './totals.js';
import { costOfOne, costOfParts, unitPrice, withMargin } from './unit-price.js';
import { type CostInput, type PartCost, partCost, volumeOf } from './unit-cost.js';

const input = (over: Partial<CostInput> = {}): CostInput => ({
  part: PART,
  process: SLS,
  material: PA12,
  finish: null,
  machine: null,
  digits: 2,
  ...over,
});
const costOf = (over: Partial<CostInput> = {}) => partCost(input(over)) as PartCost;
const tiers = (over: Partial<LineTerms> = {}, book = BOOK, part = PART): Tier[] =>
  priceLine(part, line(over), book, 2).tiers;
const codes = (over: Partial<LineTerms> = {}, part: Partial<PartFigures> = {}, book = BOOK) =>
  priceLine({ ...PART, ...part }, line(over), book, 2).reasons.map(({ code }) => code);

describe('A12: laser sintered PA12', () => {
  it('costs the material by the gram, not a thousand times as much, and the machine by the hour', () => {
    const [tier] = tiers();
    expect(tier!.cost).toMatchObject({ material: '1.8376', machine: '6.2202', finishing: '1.5000', unit: '34.5578' });
    expect(tier!.cost!.grams).toBe('15.7060');
  });

  it.each([
    [1, '34.5578', 53_17, 53_17],
    [10, '12.0578', 17_62, 176_20],
    [99, '9.8103', 14_34, 1_419_66],
    [100, '9.8078', 12_83, 1_283_00],
  ])('%i parts: a part costs %s, is sold for %i, the line for %i', (quantity, cost, unitMinor, lineMinor) => {
    const [tier] = tiers({ quantities: [quantity] });
    expect(tier).toMatchObject({ unitMinor, lineMinor, floored: false });
    expect(tier!.cost!.unit).toBe(cost);
  });

  it('offers 100 for less to who asks for 99, and prices all quantities in one answer', () => {
    const all = tiers({ quantities: [1, 10, 99, 100] });
    expect(all.map(({ hint }) => hint)).toEqual([null, null, { quantity: 100, lineMinor: 1_283_00 }, null]);
    expect(all.map(({ discountPercent }) => discountPercent)).toEqual(['0', '5', '5', '15']);
  });
});

describe('toy shortcuts', () => {
  it('a hundred parts cost more than one, and one more part costs something', () => {
    const [one, , hundred] = tiers({ quantities: [1, 99, 100] });
    expect(hundred!.lineMinor).toBeGreaterThan(one!.lineMinor);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.01, max: 1e8, noNaN: true }),
        (quantity, volume) => {
          const cost = costOf({ part: { ...PART, volume } });
          const total = (n: number) => costOfOne(cost, n).mul(n);
          expect(total(quantity + 1).gt(total(quantity))).toBe(true);
          // Setup once: what a part bears of it falls, and all bear it together.
          expect(costOfOne(cost, quantity + 1).lt(costOfOne(cost, quantity))).toBe(true);
          expect(costOfOne(cost, quantity).sub(costOfParts(cost)).mul(quantity).toDecimalPlaces(10).eq(25_00)).toBe(
            true,
          );
        },
      ),
    );
  });

  it('a discount goes by the quantity of the line, not by the number of lines', () => {
    expect(tiers({ quantities: [100] })[0]!.discountPercent).toBe('15');
    expect([1, 2, 3].map(() => tiers({ quantities: [4] })[0]!.discountPercent)).toEqual(['0', '0', '0']);
  });

  it.each([
    ['1.005', 101],
    ['1.004999999999999999', 100],
    ['0.5', 50],
    ['2.675', 268],
  ])('%s is rounded to %i cents', (amount, minor) => {
    expect(toNearest(new Exact(amount).mul(100))).toBe(minor);
  });

  it('10 000 random quotes: displayed lines add up to the subtotal, in any order of the lines', () => {
    const lines = fc.array(
      fc.tuple(fc.double({ min: 0.001, max: 1e7, noNaN: true }), fc.integer({ min: 1, max: 5_000 })),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const policy = fc.constantFrom('per_line' as const, 'per_order' as const);
    const how = fc.record({
      policy,
      taxRate: fc.constantFrom('0', '7', '16', '20', '8.875'),
      minOrderMinor: fc.nat(50_000),
    });
    fc.assert(
      fc.property(lines, how, (parts, options) => {
        const book = { ...BOOK, minUnitMinor: 0 };
        const cost = (volume: number) => costOf({ part: { ...PART, volume } });
        const prices = parts.map(([volume, quantity]) => {
          const { unitMinor } = unitPrice(cost(volume), quantity, book);
          expect(unitMinor).toBeGreaterThan(0);
          return unitMinor * quantity;
        });
        const totals = totalsOf(prices, options);
        expect(prices.reduce((sum, price) => sum + price, totals.minimumOrderMinor)).toBe(totals.subtotalMinor);
        expect(totals.subtotalMinor + totals.taxMinor).toBe(totals.totalMinor);
        expect(totalsOf([...prices].reverse(), options)).toEqual(totals);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('margin, markup, tax', () => {
  it('A13: 40 % of margin is not 40 % of markup', () => {
    const cost = new Exact(12_00);
    expect(toNearest(withMargin(cost, { mode: 'margin', percent: '40' }))).toBe(20_00);
    expect(toNearest(withMargin(cost, { mode: 'markup', percent: '40' }))).toBe(16_80);
  });

  it('A14: seven lines at 0.35 with 16 %', () => {
    const lines = Array<number>(7).fill(35);
    const terms = { taxRate: '16', minOrderMinor: 0 };
    expect(totalsOf(lines, { ...terms, policy: 'per_line' })).toMatchObject({ subtotalMinor: 2_45, taxMinor: 42 });
    expect(totalsOf(lines, { ...terms, policy: 'per_order' })).toMatchObject({ subtotalMinor: 2_45, taxMinor: 39 });
  });

  it('B3: 3 at 19.99 with 16 %', () => {
    expect(totalsOf([3 * 19_99], { policy: 'per_order', taxRate: '16', minOrderMinor: 0 })).toMatchObject({
      subtotalMinor: 59_97,
      taxMinor: 9_60,
      totalMinor: 69_57,
    });
  });

  it('what is missing to the least order is a line, and taxed', () => {
    const totals = totalsOf([10_00], { policy: 'per_line', taxRate: '20', minOrderMinor: 40_00 });
    expect(totals).toEqual({
      linesMinor: 10_00,
      minimumOrderMinor: 30_00,
      subtotalMinor: 40_00,
      taxMinor: 8_00,
      totalMinor: 48_00,
    });
  });

  it('discounts stop at the margin floor, rounded up', () => {
    const book = { ...BOOK, marginFloor: '30', bands: [{ minQuantity: 10, discountPercent: '50' }] };
    const [tier] = tiers({ quantities: [10] }, book);
    // 12.0578 / 0.7 = 17.2255
    expect(tier).toMatchObject({ unitMinor: 17_23, floored: true });
  });

  it('nothing is ever sold for 0.00, however small it is and however many', () => {
    const part = { ...PART, volume: 0.004 };
    const process = { ...SLS, finishingMinor: 0, setupMinor: 0 };
    const [tier] = tiers({ quantities: [1_000_000], process }, { ...BOOK, minUnitMinor: 0 }, part);
    expect(tier).toMatchObject({ unitMinor: 1, lineMinor: 1_000_000 });
  });
});

describe('lead times', () => {
  const book: BookTerms = {
    ...BOOK,
    leadTimes: [
      { name: 'standard', days: 10, multiplier: '1', minQuantity: 1 },
      { name: 'express', days: 3, multiplier: '1.5', minQuantity: 1 },
      { name: 'express', days: 5, multiplier: '2', minQuantity: 50 },
    ],
  };

  it('multiply the price, by quantity', () => {
    const [few, many] = tiers({ quantities: [1, 50], leadTime: 'express' }, book);
    expect(few).toMatchObject({ leadDays: 3, unitMinor: 79_75 });
    expect(many!.leadDays).toBe(5);
    expect(tiers({}, book)[0]).toMatchObject({ leadDays: 10, unitMinor: 53_17 });
  });

  it('that the price book does not have need a person', () => {
    expect(codes({ leadTime: 'overnight' }, {}, book)).toEqual(['lead_time_unknown']);
  });
});

describe('what a price needs and does not have', () => {
  it('Q3: density is grams in a cm³: a kilogram of 1.21 is 826.446 ml, and 10 ml at 1 000 cost 12.10', () => {
    expect(volumeOf(1000, '1.21').toFixed(3)).toBe('826.446');
    const material = { ...PA12, density: '1.21', pricePerKgMinor: 1_000_00, wasteFactor: '1' };
    const cost = costOf({ material, part: { ...PART, volume: 10_000 } });
    expect(toNearest(cost.material)).toBe(12_10);
  });

  it('Q4: 76 m of 1.75 mm filament', () => {
    const volume = 76_000 * Math.PI * 0.875 ** 2;
    const material = { ...PA12, density: '1.25', pricePerKgMinor: 22_00, wasteFactor: '1' };
    const cost = costOf({ material, part: { ...PART, volume } });
    expect((volume / 1000).toFixed(2)).toBe('182.80');
    expect(cost.grams.toFixed(2)).toBe('228.50');
    expect(toNearest(cost.material)).toBe(5_03);
  });

  it.each([
    ['density', { material: { ...PA12, density: null } }],
    ['price per kg', { material: { ...PA12, pricePerKgMinor: null } }],
    ['rate per hour', { process: { ...SLS, hourlyMinor: null } }],
    ['throughput', { process: { ...SLS, throughput: null } }],
    ['throughput', { process: { ...SLS, throughput: '0' } }],
  ] as [string, Partial<LineTerms>][])('no %s: price_not_configured, never 0', (what, over) => {
    const { reasons } = priceLine(PART, line(over), BOOK, 2);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: 'price_not_configured', message: expect.stringContaining(what) });
  });

  it.each([0, -1, Number.NaN, Infinity])('a volume of %p is no volume', (volume) => {
    expect(codes({}, { volume })).toEqual(['part_not_measured']);
  });

  it.each([
    ['an open mesh', { verdict: 'open' }, 'part_not_solid'],
    ['an ambiguous one', { verdict: 'ambiguous' }, 'part_not_solid'],
    ['what the analysis wants looked at', { reviewReasons: ['internal_faces'] }, 'internal_faces'],
    ['what cannot be made', { manufacturable: false }, 'not_manufacturable'],
  ] as [string, Partial<PartFigures>, string][])('%s gets no price without a person', (_, part, code) => {
    expect(codes({}, part)).toEqual([code]);
    expect(priceLine({ ...PART, ...part }, line(), BOOK, 2).tiers).toEqual([]);
  });

  const edges = { boundary: 3, nonManifold: 1, inconsistent: 0, degenerateTriangles: 5 };
  const machines = [
    { id: 7, name: 'Small', bed: { x: '10', y: '10', z: '10' }, hourlyMinor: null },
    { id: 8, name: 'Wide', bed: { x: '100', y: '100', z: '15' }, hourlyMinor: null },
  ];
  const leadTimes = [{ name: 'express', days: 2, multiplier: '1.5', minQuantity: 10 }];
  it.each<[string, Partial<PartFigures>, Partial<LineTerms>, object]>([
    ['part_not_solid', { verdict: 'open', edges }, {}, { measured: 4, limit: 0, unit: 'count' }],
    ['not_manufacturable', { manufacturable: false, edges }, {}, { measured: 4, limit: 0, unit: 'count' }],
    ['not_watertight', { reviewReasons: ['not_watertight'], edges }, {}, { measured: 3, limit: 0, unit: 'count' }],
    ['non_manifold', { reviewReasons: ['non_manifold'], edges }, {}, { measured: 1, limit: 0, unit: 'count' }],
    ['wall_too_thin', { thicknessP1: 0.5 }, {}, { measured: 0.5, limit: 0.8, unit: 'mm' }],
    ['trapped_volume', { trappedVolume: 1_000 }, {}, { measured: 1_000, limit: 0, unit: 'mm3' }],
    ['too_big', {}, { machines }, { measured: 20, limit: 15, unit: 'mm' }],
    ['lead_time_unknown', {}, { leadTime: 'express' }, { measured: 1, limit: 10, unit: 'count' }],
    ['part_not_measured', { volume: -1 }, {}, { measured: -1, limit: 0, unit: 'mm3' }],
  ])('%s says what was measured and what is allowed', (code, part, over, measure) => {
    const [reason] = priceLine({ ...PART, ...part }, line(over), { ...BOOK, leadTimes }, 2).reasons;
    expect(reason).toMatchObject({ code, ...measure });
    // In words too, for who reads no figures.
    const { measured, limit } = measure as { measured: number; limit: number };
    if (code !== 'part_not_measured')
      for (const figure of [measured, limit]) expect(reason!.message).toContain(String(figure));
  });

  it('amount_too_large says how large, in minor units', () => {
    const quantities = [10 ** 13];
    expect(priceLine(PART, line({ quantities }), BOOK, 2).reasons).toMatchObject([
      { code: 'amount_too_large', measured: 12_50 * 10 ** 13, limit: 1e14, unit: 'minor' },
    ]);
  });

  it('a sheet that is larger than the table of the machine is too big for it', () => {
    const sheet = { cutLength: 40_000, area: 500_000, contours: 1, openContours: 0 };
    const box = { x: 2_000, y: 500, z: 0 };
    const flat: PartFigures = { ...PART, kind: 'sheet', sheet, box, orientedBox: { x: 0, y: 500, z: 2_000 } };
    const process = { ...SLS, kind: 'sheet_cut' as const };
    const material = { ...PA12, thickness: '2' };
    const table = (x: string) => [{ id: 1, name: 'Laser', bed: { x, y: '600', z: '1' }, hourlyMinor: null }];
    const reasons = (x: string) => priceLine(flat, line({ process, material, machines: table(x) }), BOOK, 2).reasons;
    expect(reasons('2000')).toEqual([]);
    expect(reasons('1500')).toMatchObject([{ code: 'too_big', measured: 2_000, limit: 1_500, unit: 'mm' }]);
  });
});

describe('other ways to make a part', () => {
  it('milled out of the smallest box in any direction: A9', () => {
    const process = { ...SLS, kind: 'cnc_mill' as const, throughput: '60', stockAllowance: '0' };
    const part = { ...PART, volume: 3_000, orientedBox: { x: 10, y: 20, z: 30 } };
    const material = { ...PA12, density: '2.7', pricePerKgMinor: 10_00, wasteFactor: '1' };
    const exact = costOf({ process, part, material });
    expect(exact.grams.toNumber()).toBe(16.2);
    expect(exact.hours.toNumber()).toBe(0.05);
    const allowed = costOf({ process: { ...process, stockAllowance: '2' }, part, material });
    expect(allowed.grams.toFixed(4)).toBe(((14 * 24 * 34 * 2.7) / 1000).toFixed(4));
  });

  it('cut out of a sheet by the length of the cuts and the area', () => {
    const process = {
      ...SLS,
      kind: 'sheet_cut' as const,
      throughput: '2000',
      pierceSeconds: '1.8',
      hourlyMinor: 60_00,
    };
    const material = { ...PA12, density: '7.85', pricePerKgMinor: 2_00, wasteFactor: '1', thickness: '2' };
    const sheet = { cutLength: 40_000, area: 500_000, contours: 100, openContours: 0 };
    const part: PartFigures = { ...PART, kind: 'sheet', sheet, volume: 0, area: 0 };
    const cost = costOf({ process, material, part });
    expect(cost.grams.toNumber()).toBe(7_850);
    expect(cost.material.toNumber()).toBe(15_70);
    // 20 minutes of cutting and 3 of piercing.
    expect(cost.machine.toFixed(6)).toBe('2300.000000');
    expect(codes({ process, material }, { ...part, sheet: { ...sheet, openContours: 1 } })).toEqual(['open_contours']);
    expect(codes({ process, material: { ...material, thickness: null } }, part)).toEqual(['price_not_configured']);
  });

  it('finished by the part and by the area, and not for less than the least', () => {
    const finish = { code: 'dye', name: 'Dyed', perPartMinor: 80, perCm2: '0.015', minimumMinor: 1_00 };
    expect(costOf({ finish }).finish.toNumber()).toBe(170);
    expect(costOf({ finish, part: { ...PART, area: 100 } }).finish.toNumber()).toBe(100);
  });

  it('are ranked by price; those that cannot make it come last, with their reasons', () => {
    const machines = [{ id: 7, name: 'Small', bed: { x: '10', y: '10', z: '10' }, hourlyMinor: null }];
    const ways = [
      line({ process: { ...SLS, code: 'sla', minWall: '2.5' } }),
      line(),
      line({ process: { ...SLS, code: 'mjf', setupMinor: 10_00 } }),
      line({ process: { ...SLS, code: 'dmls' }, machines }),
      line({ process: { ...SLS, code: 'laser', kind: 'sheet_cut' } }),
    ];
    const found = compare(PART, ways, BOOK, 2);
    expect(found.map(({ process, rank, cheapest, reasons }) => [process, rank, cheapest, reasons[0]?.code])).toEqual([
      ['mjf', 1, true, undefined],
      ['sls', 2, false, undefined],
      ['dmls', null, false, 'too_big'],
      ['laser', null, false, 'wrong_kind'],
      ['sla', null, false, 'wall_too_thin'],
    ]);
  });

  it('are ranked by the quantity that is named: a dear setup is worth it for many', () => {
    const quantities = [1, 1_000];
    const ways = [
      line({ quantities, process: { ...SLS, code: 'moulded', setupMinor: 500_00, finishingMinor: 0 } }),
      line({ quantities }),
    ];
    const order = (rankBy?: number) => compare(PART, ways, BOOK, 2, rankBy).map(({ process }) => process);
    expect(order()).toEqual(['sls', 'moulded']);
    expect(order(0)).toEqual(['sls', 'moulded']);
    expect(order(1)).toEqual(['moulded', 'sls']);
    for (const { tiers: all } of compare(PART, ways, BOOK, 2, 1))
      expect(all.map(({ quantity }) => quantity)).toEqual(quantities);
  });

  it('are made on the cheapest machine the part fits, turned if need be', () => {
    const bed = (x: string, y: string, z: string) => ({ x, y, z });
    const machines = [
      { id: 1, name: 'Large', bed: bed('300', '300', '300'), hourlyMinor: 30_00 },
      { id: 2, name: 'Flat', bed: bed('40', '25', '35'), hourlyMinor: 9_00 },
      { id: 3, name: 'Small', bed: bed('10', '10', '10'), hourlyMinor: 1_00 },
    ];
    expect(tiers({ machines })[0]!.cost!.machine).toBe('3.1101');
    // In quotes of before, what the analysis had found of a machine goes first.
    const { box: _, ...part } = PART;
    const before = { ...part, fits: [{ machineId: '2', how: null }] };
    expect(priceLine(before, line({ machines }), BOOK, 2, 1).tiers[0]!.cost!.machine).toBe('10.3670');
  });
});

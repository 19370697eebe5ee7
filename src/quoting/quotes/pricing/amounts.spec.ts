import { describe, expect, it } from '@jest/globals';
import { priceLine } from './price-line.js';
import { priceQuote, type Snapshot } from './price-quote.js';
import { BOOK, line, PA12, PART, SLS } from './testing/a12.js';
import { totalsOf } from './totals.js';

describe('what went wrong elsewhere', () => {
  // odoo/odoo#36675, odoo/odoo#155833: rounded for each line, not for each part of it.
  it.each([
    ['55.55 and 11.11 with 23 %', [55_55, 11_11], '23', 15_34, 15_33],
    ['ten at 3.60 with 5.5 %', [36_00], '5.5', 1_98, 1_98],
    ['ten lines of 3.60 with 5.5 %', Array<number>(10).fill(3_60), '5.5', 2_00, 1_98],
  ])('tax of %s', (_, lines, taxRate, perLine, perOrder) => {
    const terms = { taxRate, minOrderMinor: 0 };
    expect(totalsOf(lines, { ...terms, policy: 'per_line' }).taxMinor).toBe(perLine);
    expect(totalsOf(lines, { ...terms, policy: 'per_order' }).taxMinor).toBe(perOrder);
  });

  // SolidInvoice/SolidInvoice#2598: the same amounts in whole yen and in thousandths of a dinar.
  it.each([
    ['JPY', 0, 1],
    ['EUR', 2, 100],
    ['KWD', 3, 1_000],
  ])('%s: amounts are counted in units of %i decimals', (_, digits, unit) => {
    const finish = { code: 'dye', name: 'Dyed', perPartMinor: 0, perCm2: '2', minimumMinor: 0 };
    const over = {
      process: { ...SLS, setupMinor: 25 * unit, finishingMinor: 1 * unit, hourlyMinor: 45 * unit },
      material: { ...PA12, density: '1', pricePerKgMinor: 1_000 * unit, wasteFactor: '1' },
      finish,
    };
    const part = { ...PART, volume: 10_000, area: 1_000 };
    const book = { ...BOOK, minUnitMinor: 0, mode: 'markup' as const, percent: '0', bands: [] };
    // 10 of material, 10 of machine, 1 of finishing, 20 of finish, 25 of setup.
    const { tiers } = priceLine(part, line(over), book, digits);
    expect(tiers[0]).toMatchObject({ unitMinor: 66 * unit, cost: { unit: '66.0000', finish: '20.0000' } });
  });

  // VirtoCommerce/vc-module-pricing#19: a band begins with its quantity, and not one before or after.
  it.each([
    [9, '0'],
    [10, '5'],
    [11, '5'],
    [99, '5'],
    [100, '15'],
    [1_000_000, '15'],
  ])('%i parts have a discount of %s %%', (quantity, discountPercent) => {
    expect(priceLine(PART, line({ quantities: [quantity] }), BOOK, 2).tiers[0]!.discountPercent).toBe(discountPercent);
  });

  describe('moiz-lakkadkutta/Fabric-Inventory#207: an amount that no number holds asks a person, and is no error', () => {
    const manual = (...unitMinor: number[]) => ({ unitMinor, reason: 'r', by: 'b', leadDays: null });
    const quote = (...lines: Partial<Snapshot['lines'][number]>[]) =>
      priceQuote({
        pricing: 1,
        currency: 'EUR',
        taxPolicy: 'per_order',
        pricedOn: '2026-03-01',
        level: 'standard',
        book: BOOK,
        lines: lines.map((over, index) => ({
          ...line(),
          position: index + 1,
          file: { id: 'f', name: 'f.stl', sha256: null },
          part: PART,
          trouble: null,
          manual: null,
          ...over,
        })),
      });

    it.each([
      ['set by hand', quote({ manual: manual(99_999_999_999_999), quantities: [1_000_000] }), 1],
      ['calculated', quote({ part: { ...PART, volume: 1e300 } }), 1],
      ['of a quantity that is not the first', quote({ manual: manual(1, 1e13), quantities: [1, 100] }), 1],
      ['of all lines together', quote({ manual: manual(6e13) }, { manual: manual(6e13) }), null],
      [
        'of what the customer may choose',
        quote({ manual: manual(1, 6e13), quantities: [1, 1] }, { manual: manual(1, 6e13), quantities: [1, 1] }),
        null,
      ],
      ['with its tax', quote({ manual: manual(9e13) }), null],
    ])('%s', (_, { totals, reasons }, position) => {
      expect(totals).toBeNull();
      expect(reasons).toMatchObject([{ position, code: 'amount_too_large' }]);
    });

    it('what is below it is quoted', () => {
      expect(quote({ manual: manual(8e13) }).totals).toMatchObject({ taxMinor: 128e11, totalMinor: 928e11 });
    });
  });
});

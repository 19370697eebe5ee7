import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TaxedAmount, totalsOf } from './tax.js';

const line = (amountMinor: number, rate: string, priceMode: 'gross' | 'net' = 'net', code = rate): TaxedAmount => ({
  amountMinor,
  priceMode,
  tax: { code, rate, treatment: rate === '0' ? 'outside' : 'taxable' },
});

describe('tax totals', () => {
  it('B19: tax of a category is rounded once, not line by line', () => {
    const { netMinor, taxMinor, grossMinor } = totalsOf([line(33_33, '10'), line(33_33, '10'), line(33_33, '10')]);
    expect({ netMinor, taxMinor, grossMinor }).toEqual({ netMinor: 99_99, taxMinor: 10_00, grossMinor: 109_99 });
  });

  it('B20: room, food and city tax', () => {
    const totals = totalsOf([line(300_00, '10'), line(47_25, '20'), line(6 * 2_88, '0')]);
    expect(totals.taxes.map((tax) => [tax.code, tax.baseMinor, tax.taxMinor])).toEqual([
      ['0', 17_28, 0],
      ['10', 300_00, 30_00],
      ['20', 47_25, 9_45],
    ]);
    expect(totals.grossMinor).toBe(403_98);
  });

  it.each([
    [10_05, '19', 8_45, 1_60],
    [99_99, '10', 90_90, 9_09],
    [100_00, '7', 93_46, 6_54],
  ])('B21: %i gross at %s%% is %i + %i', (gross, rate, net, tax) => {
    expect(totalsOf([line(gross, rate, 'gross')])).toMatchObject({ netMinor: net, taxMinor: tax, grossMinor: gross });
  });

  it('B21: JPY 12345 net at 10% is 1235 of tax', () => {
    expect(totalsOf([line(12_345, '10')])).toMatchObject({ taxMinor: 1_235, grossMinor: 13_580 });
  });

  it('always adds up, moves no gross price, and cancels with its mirror image', () => {
    const amounts = fc.record({
      amountMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      priceMode: fc.constantFrom('gross' as const, 'net' as const),
      rate: fc.constantFrom('0', '5.5', '7', '10', '19', '20', '8.875'),
    });
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 20 }), (parts) => {
        const lines = parts.map(({ amountMinor, priceMode, rate }) => line(amountMinor, rate, priceMode));
        const totals = totalsOf(lines);
        expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
        expect(totals.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)).toBe(totals.taxMinor);
        const gross = lines.filter((one) => one.priceMode === 'gross');
        expect(totalsOf(gross).grossMinor).toBe(gross.reduce((sum, one) => sum + one.amountMinor, 0));
        const mirrored = totalsOf(lines.map((one) => ({ ...one, amountMinor: -one.amountMinor })));
        expect(mirrored.grossMinor + totals.grossMinor).toBe(0);
        expect(mirrored.taxMinor + totals.taxMinor).toBe(0);
      }),
    );
  });
});

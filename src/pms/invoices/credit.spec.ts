import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TaxedAmount, totalsOf } from '../taxes/tax.js';
import { type Credit, type Creditable, creditableMinor, CreditError, creditOf, type CreditWish } from './credit.js';

const amount = (amountMinor: number, rate: string, priceMode: 'gross' | 'net' = 'net'): TaxedAmount => ({
  amountMinor,
  priceMode,
  tax: { code: `T${rate}`, rate, treatment: rate === '0' ? 'outside' : 'taxable' },
});

function invoiceOf(amounts: readonly TaxedAmount[], notes: readonly Credit[] = []): Creditable {
  const credits = notes.flatMap(({ lines }) => lines);
  const lines = amounts.map((line, index) => ({
    ...line,
    id: index + 1,
    creditedMinor: credits
      .filter(({ correctsLineId }) => correctsLineId === index + 1)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }));
  const creditedTaxes = notes.flatMap(({ totals }) => totals.taxes);
  return { lines, taxes: totalsOf(amounts).taxes, credits, creditedTaxes };
}

/** B20 with its room as three nights of 100.00. */
const B20 = [amount(100_00, '10'), amount(100_00, '10'), amount(100_00, '10'), amount(47_25, '20'), amount(17_28, '0')];

describe('credit notes', () => {
  it('B22: credits all of B20', () => {
    const { lines, totals } = creditOf(invoiceOf(B20), { kind: 'rest' });
    expect(totals).toMatchObject({ netMinor: -364_53, taxMinor: -39_45, grossMinor: -403_98 });
    expect(lines.map(({ amountMinor, whole }) => [amountMinor, whole])).toEqual(
      B20.map((line) => [-line.amountMinor, true]),
    );
  });

  it('B22: one night of 110.00, then not 300.00 more', () => {
    const night = creditOf(invoiceOf(B20), { kind: 'lines', lines: [{ id: 2 }] });
    expect(night.totals).toMatchObject({ netMinor: -100_00, taxMinor: -10_00, grossMinor: -110_00 });
    const rest = invoiceOf(B20, [night]);
    expect(creditableMinor(rest)).toBe(293_98);
    expect(() => creditOf(rest, { kind: 'amount', grossMinor: 300_00 })).toThrow(CreditError);
    expect(creditOf(rest, { kind: 'amount', grossMinor: 293_98 }).totals.grossMinor).toBe(-293_98);
  });

  it('B19: three lines credited one by one come to 109.99, not 109.98', () => {
    const lines = [amount(33_33, '10'), amount(33_33, '10'), amount(33_33, '10')];
    const notes: Credit[] = [];
    for (const id of [1, 2, 3]) notes.push(creditOf(invoiceOf(lines, notes), { kind: 'lines', lines: [{ id }] }));
    expect(notes.map(({ totals }) => totals.grossMinor)).toEqual([-36_66, -36_67, -36_66]);
    expect(creditableMinor(invoiceOf(lines, notes))).toBe(0);
  });

  it('spreads an amount over the taxes by what is left under each', () => {
    const { lines, totals } = creditOf(invoiceOf(B20), { kind: 'amount', grossMinor: 100_00 });
    expect(lines.map(({ tax, amountMinor }) => [tax.rate, amountMinor])).toEqual([
      ['0', -4_28],
      ['10', -81_69],
      ['20', -14_03],
    ]);
    expect(totals.grossMinor).toBe(-100_00);
  });

  it.each<[string, CreditWish, string]>([
    ['nothing', { kind: 'amount', grossMinor: 0 }, 'above zero'],
    ['an unknown line', { kind: 'lines', lines: [{ id: 9 }] }, 'no line 9'],
    ['a line twice', { kind: 'lines', lines: [{ id: 1 }, { id: 1 }] }, 'twice'],
    ['more than a line', { kind: 'lines', lines: [{ id: 1, amountMinor: 100_01 }] }, 'left of line 1'],
    ['more than all', { kind: 'amount', grossMinor: 403_99 }, 'left of the invoice'],
    ['a discount alone', { kind: 'lines', lines: [{ id: 6 }] }, 'left of the invoice'],
  ])('refuses %s', (_, wish, words) => {
    expect(() => creditOf(invoiceOf([...B20, amount(-5_00, '10')]), wish)).toThrow(words);
  });

  it('refuses anything once all is credited', () => {
    const all = creditOf(invoiceOf(B20), { kind: 'rest' });
    expect(() => creditOf(invoiceOf(B20, [all]), { kind: 'rest' })).toThrow('Nothing is left');
  });

  it('never credits more than there is, and whatever is cut off first, the rest adds up to the invoice', () => {
    const line = fc
      .record({
        minor: fc.integer({ min: 1, max: 20_000 }),
        rate: fc.constantFrom('0', '5.5', '10', '19', '8.875'),
        mode: fc.constantFrom('gross' as const, 'net' as const),
      })
      .map(({ minor, rate, mode }) => amount(minor, rate, mode));
    const cut = fc.oneof(
      fc.record({ kind: fc.constant('amount' as const), share: fc.integer({ min: 1, max: 99 }) }),
      fc.record({ kind: fc.constant('line' as const), at: fc.nat(5), share: fc.integer({ min: 1, max: 100 }) }),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.array(cut, { maxLength: 6 }), (lines, cuts) => {
        const totals = totalsOf(lines);
        const notes: Credit[] = [];
        for (const one of cuts) {
          const invoice = invoiceOf(lines, notes);
          const wish = wishOf(invoice, one);
          try {
            if (wish) notes.push(creditOf(invoice, wish));
          } catch (error) {
            expect(error).toBeInstanceOf(CreditError);
          }
        }
        const invoice = invoiceOf(lines, notes);
        if (creditableMinor(invoice) > 0) notes.push(creditOf(invoice, { kind: 'rest' }));
        const sum = (of: (credit: Credit) => number) => notes.reduce((so, note) => so + of(note), 0);
        expect(sum((note) => note.totals.netMinor) + totals.netMinor).toBe(0);
        expect(sum((note) => note.totals.taxMinor) + totals.taxMinor).toBe(0);
        expect(notes.every((note) => note.totals.grossMinor < 0)).toBe(true);
      }),
    );
  });
});

function wishOf(invoice: Creditable, cut: { kind: 'amount' | 'line'; at?: number; share: number }): CreditWish | null {
  if (cut.kind === 'amount') {
    const grossMinor = Math.floor((creditableMinor(invoice) * cut.share) / 100);
    return grossMinor > 0 ? { kind: 'amount', grossMinor } : null;
  }
  const line = invoice.lines[cut.at! % invoice.lines.length]!;
  const amountMinor = Math.floor(((line.amountMinor + line.creditedMinor) * cut.share) / 100);
  return amountMinor > 0 ? { kind: 'lines', lines: [{ id: line.id, amountMinor }] } : null;
}

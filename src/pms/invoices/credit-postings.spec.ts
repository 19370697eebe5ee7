import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FolioLineRow } from '../folios/folio-row.js';
import { leftOf } from '../folios/line-family.js';
import { totalsOf } from '../taxes/tax.js';
import { type Creditable, CreditError, creditOf, type CreditWish } from './credit.js';
import { postingsOf } from './credit-postings.js';

interface Charged {
  amountMinor: number;
  rate: string;
  priceMode: 'gross' | 'net';
}

/** A folio of one window and its invoice, to which credit notes are posted as the service does. */
class Bill {
  readonly folio: FolioLineRow[];
  private readonly lines;
  private readonly credits: Creditable['lines'][number][] = [];
  private readonly creditedTaxes: Creditable['creditedTaxes'][number][] = [];
  readonly taxes;

  constructor(charged: readonly Charged[]) {
    this.folio = charged.map((one, index) => lineOf(index + 1, one));
    this.lines = this.folio.map((line) => ({
      id: 100 + line.id,
      folioLineId: line.id,
      amountMinor: line.amountMinor,
      priceMode: line.priceMode,
      tax: { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment },
    }));
    this.taxes = totalsOf(this.lines).taxes;
  }

  get lineIds(): number[] {
    return this.lines.map(({ id }) => id);
  }

  /** Answers what was given back, above zero. */
  credit(wish: CreditWish): number {
    const lines = this.lines.map((line) => {
      const charged = this.folio.find(({ id }) => id === line.folioLineId)!;
      return { ...line, creditedMinor: leftOf(charged, this.folio) - charged.familyMinor };
    });
    const { taxes, credits, creditedTaxes } = this;
    const credit = creditOf({ lines, taxes, credits, creditedTaxes }, wish);
    for (const posting of postingsOf(credit, this.lines, 1, this.folio))
      this.folio.push({
        ...lineOf(this.folio.length + 1, { ...posting, rate: posting.tax.rate, priceMode: 'gross' }),
        kind: 'credit_note',
        correctsId: posting.correctsId,
        rootId: posting.correctsId,
        familyMinor: posting.familyMinor,
      });
    this.credits.push(...credit.lines.map((line) => ({ ...line, id: 0, creditedMinor: 0 })));
    this.creditedTaxes.push(...credit.totals.taxes);
    return -credit.totals.grossMinor;
  }

  get grossMinor(): number {
    return totalsOf(this.folio.map((line) => ({ ...line, tax: taxOf(line) }))).grossMinor;
  }

  /** Sum of each family. */
  get families(): [original: number, sum: number][] {
    return this.folio
      .filter(({ rootId, kind }) => rootId === null && kind !== 'credit_note')
      .map((root) => [
        root.familyMinor,
        this.folio
          .filter(({ rootId }) => rootId === root.id)
          .reduce((sum, one) => sum + one.familyMinor, root.familyMinor),
      ]);
  }
}

const taxOf = ({ taxCode: code, taxRate: rate, taxTreatment: treatment }: FolioLineRow) => ({ code, rate, treatment });

function lineOf(id: number, { amountMinor, rate, priceMode }: Charged): FolioLineRow {
  return {
    ...{ id, amountMinor, priceMode, window: 1, kind: 'charge', businessDate: '2026-03-01', serviceDate: '2026-03-01' },
    ...{ description: 'x', quantity: 1, taxCode: `T${rate}`, taxRate: rate, taxTreatment: 'taxable' },
    ...{ correctsId: null, rootId: null, familyMinor: amountMinor },
  } as FolioLineRow;
}

describe('what a credit note posts to the folio', () => {
  it('129.00 with a credit of 25.00 leaves 104.00, taken from the lines in proportion', () => {
    const bill = new Bill([
      { amountMinor: 100_00, rate: '10', priceMode: 'gross' },
      { amountMinor: 29_00, rate: '10', priceMode: 'gross' },
    ]);
    expect(bill.credit({ kind: 'amount', grossMinor: 25_00 })).toBe(25_00);
    expect(bill.grossMinor).toBe(104_00);
    expect(bill.families).toEqual([
      [100_00, 80_62],
      [29_00, 23_38],
    ]);
  });

  it('what a line has lost to an amount is not credited again by its name', () => {
    const bill = new Bill([
      { amountMinor: 100_00, rate: '10', priceMode: 'gross' },
      { amountMinor: 29_00, rate: '10', priceMode: 'gross' },
    ]);
    bill.credit({ kind: 'amount', grossMinor: 25_00 });
    expect(() => bill.credit({ kind: 'lines', lines: [{ id: 101, amountMinor: 100_00 }] })).toThrow(CreditError);
    expect(bill.credit({ kind: 'lines', lines: [{ id: 101 }] })).toBe(80_62);
    expect(bill.credit({ kind: 'rest' })).toBe(23_38);
    expect(bill.grossMinor).toBe(0);
  });

  it('what is left of a line without tax is credited by its name after a part was credited as an amount', () => {
    const bill = new Bill([{ amountMinor: 150_00, rate: '10', priceMode: 'net' }]);
    bill.credit({ kind: 'amount', grossMinor: 50_00 });
    expect(bill.credit({ kind: 'lines', lines: [{ id: 101 }] })).toBe(115_00);
    expect([bill.grossMinor, bill.families]).toEqual([0, [[150_00, 0]]]);
  });

  it('amounts, then the rest of each line by its name, come to the invoice exactly', () => {
    const charged = fc.record({
      amountMinor: fc.integer({ min: 1_000, max: 50_000 }),
      rate: fc.constantFrom('0', '7', '10', '19', '8.875'),
      priceMode: fc.constantFrom('gross' as const, 'net' as const),
    });
    fc.assert(
      fc.property(
        fc.array(charged, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (lines, shares, atOnce) => {
          const bill = new Bill(lines);
          for (const share of shares)
            bill.credit({ kind: 'amount', grossMinor: Math.max(1, Math.floor((bill.grossMinor * share) / 100)) });
          const rest = bill.lineIds.map((id) => ({ id }));
          for (const named of atOnce ? [rest] : rest.map((one) => [one])) bill.credit({ kind: 'lines', lines: named });
          expect(bill.grossMinor).toBe(0);
          expect(bill.families.every(([, sum]) => sum === 0)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('folio = invoice less credit notes, and no family leaves [0, original], whatever is credited', () => {
    const charged = fc.record({
      amountMinor: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 1, max: 50_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -2_000, max: -1 }) },
      ),
      rate: fc.constantFrom('0', '7', '10', '19', '8.875'),
      priceMode: fc.constantFrom('gross' as const, 'net' as const),
    });
    const wish = fc.record({
      kind: fc.constantFrom('rest' as const, 'amount' as const, 'lines' as const, 'lines' as const),
      share: fc.integer({ min: 1, max: 100 }),
      line: fc.nat({ max: 5 }),
    });
    fc.assert(
      fc.property(
        fc.array(charged, { minLength: 1, maxLength: 6 }),
        fc.array(wish, { maxLength: 8 }),
        (lines, wishes) => {
          const bill = new Bill(lines);
          const gross = bill.grossMinor;
          let credited = 0;
          for (const { kind, share, line } of wishes) {
            const id = bill.lineIds[line % bill.lineIds.length]!;
            const part = Math.max(1, Math.floor((Math.abs(lines[id - 101]!.amountMinor) * share) / 100));
            const one: CreditWish =
              kind === 'amount'
                ? { kind, grossMinor: Math.max(1, Math.floor((Math.abs(gross) * share) / 100)) }
                : kind === 'lines'
                  ? { kind, lines: [{ id, amountMinor: part }] }
                  : { kind };
            try {
              credited += bill.credit(one);
            } catch (error) {
              expect(error).toBeInstanceOf(CreditError);
            }
            expect(bill.grossMinor).toBe(gross - credited);
            for (const [original, sum] of bill.families) {
              expect(sum).toBeGreaterThanOrEqual(Math.min(0, original));
              expect(sum).toBeLessThanOrEqual(Math.max(0, original));
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

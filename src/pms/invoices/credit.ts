import { allocate } from '../../platform/money/index.js';
import { type TaxedAmount, taxKey, type TaxTotal, type Totals, totalsOf } from '../taxes/tax.js';

/** A line of an invoice, and how much of it has been credited. */
export interface CreditableLine extends TaxedAmount {
  id: number;
  /** Zero, or of the opposite sign. */
  creditedMinor: number;
}

/** An invoice and all that was credited on it. */
export interface Creditable {
  lines: readonly CreditableLine[];
  taxes: readonly TaxTotal[];
  /** Lines of its credit notes, as issued. */
  credits: readonly TaxedAmount[];
  /** Taxes of its credit notes, as issued: below zero. */
  creditedTaxes: readonly TaxTotal[];
}

/** What is to be credited: all that is left, a gross amount, or (parts of) lines; amounts above zero, minor units. */
export type CreditWish =
  | { kind: 'rest' }
  | { kind: 'amount'; grossMinor: number }
  | { kind: 'lines'; lines: readonly { id: number; amountMinor?: number }[] };

export interface CreditLine extends TaxedAmount {
  /** Null for a part of the invoice's total. */
  correctsLineId: number | null;
  /** The line is credited whole, by this note alone. */
  whole: boolean;
}

/** Below zero, all of it. */
export interface Credit {
  lines: CreditLine[];
  totals: Totals;
}

/** What was asked for cannot be credited. The message is safe to show. */
export class CreditError extends Error {
  override readonly name = 'CreditError';

  constructor(
    message: string,
    /** True: the request is valid, but not enough is left to credit. */
    readonly conflict = true,
  ) {
    super(message);
  }
}

/**
 * A credit note's lines and totals. Tax is not rounded note by note: the tax of a note is that of all credits up to
 * it, less that of the credits before it, and each tax stays within what is left of the invoice's. What was credited as an amount
 * was taken from lines without tax by rounding, up to a unit a line: the note that takes what is left of all lines of a tax takes
 * what is left of that tax. So the notes that credit all of an invoice add up to it exactly, however it was divided (rules pms
 * B.2, B22).
 * @throws CreditError
 */
export function creditOf(invoice: Creditable, wish: CreditWish): Credit {
  const before = creditedBefore(invoice);
  const left = invoice.taxes.map((tax, index) => minus(tax, before[index]!));
  const leftMinor = grossOf(left);
  if (leftMinor <= 0) throw new CreditError('Nothing is left to be credited');
  const lines = linesOf(invoice, left, leftMinor, wish);
  const all = totalsByTax([...invoice.credits, ...lines]);
  const taxes = invoice.taxes
    .map((tax, index) => {
      const under = lines.filter((line) => taxKey(line.tax) === taxKey(tax));
      if (under.length === 0) return { ...tax, baseMinor: 0, taxMinor: 0 };
      return taken(tax, left[index]!, minus(negated(all.get(taxKey(tax))!), before[index]!), {
        unitsOff: unitsOff(invoice, tax),
        // Only lines that were named say what is left of each.
        whole: wish.kind === 'lines' && nothingLeft(invoice, tax, under),
      });
    })
    .map(negated)
    .filter(({ baseMinor, taxMinor }) => baseMinor !== 0 || taxMinor !== 0);
  const netMinor = taxes.reduce((sum, { baseMinor }) => sum + baseMinor, 0);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  const grossMinor = netMinor + taxMinor;
  if (grossMinor >= 0) throw new CreditError('A credit note must give something back', false);
  if (-grossMinor > leftMinor) throw new CreditError('More than what is left of the invoice');
  return { lines, totals: { netMinor, taxMinor, grossMinor, taxes } };
}

/** What is left of an invoice, gross, minor units. */
export function creditableMinor(invoice: Pick<Creditable, 'taxes' | 'creditedTaxes'>): number {
  return grossOf(invoice.taxes) - grossOf(creditedBefore(invoice));
}

/** What was credited of each of the invoice's taxes, above zero where the tax is. */
function creditedBefore({ taxes, creditedTaxes }: Pick<Creditable, 'taxes' | 'creditedTaxes'>): TaxTotal[] {
  return taxes.map((tax) =>
    creditedTaxes.filter((one) => taxKey(one) === taxKey(tax)).reduce(minus, { ...tax, baseMinor: 0, taxMinor: 0 }),
  );
}

function totalsByTax(amounts: readonly TaxedAmount[]): Map<string, TaxTotal> {
  return new Map(totalsOf(amounts).taxes.map((tax) => [taxKey(tax), tax]));
}

/** By how much the lines of a tax and the tax itself may differ: a unit for each line, and for its part of each amount. */
function unitsOff({ lines, credits }: Creditable, tax: TaxTotal): number {
  const under = (one: TaxedAmount) => taxKey(one.tax) === taxKey(tax);
  return lines.filter(under).length * (1 + credits.filter(under).length);
}

/** Whether no line of a tax has anything left after these credits; what takes off others does not count. */
function nothingLeft({ lines }: Creditable, tax: TaxTotal, credits: readonly CreditLine[]): boolean {
  const sign = tax.baseMinor + tax.taxMinor < 0 ? -1 : 1;
  return lines
    .filter((line) => taxKey(line.tax) === taxKey(tax) && Math.sign(line.amountMinor) === sign)
    .every(({ id, amountMinor, creditedMinor }) => {
      const credit = credits.find(({ correctsLineId }) => correctsLineId === id);
      return amountMinor + creditedMinor + (credit?.amountMinor ?? 0) === 0;
    });
}

/** What a note takes of a tax: limits base and tax to what is left of them and keeps their sum. @throws CreditError */
function taken(
  whole: TaxTotal,
  left: TaxTotal,
  asked: TaxTotal,
  { unitsOff: off, whole: all }: { unitsOff: number; whole: boolean },
): TaxTotal {
  const sign = whole.baseMinor + whole.taxMinor < 0 ? -1 : 1;
  const askedMinor = sign * (asked.baseMinor + asked.taxMinor);
  const most = { base: sign * left.baseMinor, tax: sign * left.taxMinor };
  const leftMinor = most.base + most.tax;
  const credited = sign * (whole.baseMinor + whole.taxMinor) - leftMinor;
  if (askedMinor > leftMinor + off || credited + askedMinor < 0)
    throw new CreditError(`More than what is left of the invoice under ${whole.code}`);
  const grossMinor = all && leftMinor - askedMinor <= off ? leftMinor : Math.min(askedMinor, leftMinor);
  const tax = Math.min(Math.max(sign * asked.taxMinor, grossMinor - most.base), most.tax);
  return { ...whole, baseMinor: sign * (grossMinor - tax), taxMinor: sign * tax };
}

function linesOf(invoice: Creditable, left: readonly TaxTotal[], leftMinor: number, wish: CreditWish): CreditLine[] {
  if (wish.kind === 'lines') return partsOf(invoice, wish.lines);
  if (wish.kind === 'amount' && wish.grossMinor < 1) throw new CreditError('amount must be above zero', false);
  if (wish.kind === 'amount' && wish.grossMinor > leftMinor)
    throw new CreditError('More than what is left of the invoice');
  if (wish.kind === 'amount' && wish.grossMinor < leftMinor) return shareOf(left, wish.grossMinor);
  if (invoice.credits.length === 0) return invoice.lines.map((line) => opposite(line, line.amountMinor));
  return left.filter((tax) => tax.baseMinor + tax.taxMinor !== 0).map((tax) => lump(tax, tax.baseMinor + tax.taxMinor));
}

/** The lines named, or the parts of them. */
function partsOf({ lines }: Creditable, parts: readonly { id: number; amountMinor?: number }[]): CreditLine[] {
  if (new Set(parts.map(({ id }) => id)).size < parts.length) throw new CreditError('A line is named twice', false);
  return parts.map(({ id, amountMinor }) => {
    const line = lines.find((one) => one.id === id);
    if (!line) throw new CreditError(`The invoice has no line ${id}`, false);
    const leftMinor = Math.abs(line.amountMinor + line.creditedMinor);
    const minor = amountMinor ?? leftMinor;
    if (minor === 0) throw new CreditError(`Nothing is left of line ${id}`);
    if (minor > leftMinor) throw new CreditError(`More than what is left of line ${id}`);
    return opposite(line, Math.sign(line.amountMinor) * minor);
  });
}

/** A gross amount, spread over the taxes by what is left under each. */
function shareOf(left: readonly TaxTotal[], grossMinor: number): CreditLine[] {
  const shares = allocate(
    grossMinor,
    left.map((tax) => Math.max(0, tax.baseMinor + tax.taxMinor)),
  );
  return left.map((tax, index) => lump(tax, shares[index]!)).filter(({ amountMinor }) => amountMinor !== 0);
}

function opposite({ id, priceMode, tax, ...line }: CreditableLine, minor: number): CreditLine {
  const whole = minor === line.amountMinor;
  return { correctsLineId: id, amountMinor: 0 - minor, priceMode, tax, whole };
}

function lump({ code, rate, treatment }: TaxTotal, grossMinor: number): CreditLine {
  const tax = { code, rate, treatment };
  return { correctsLineId: null, amountMinor: 0 - grossMinor, priceMode: 'gross', tax, whole: false };
}

function negated(tax: TaxTotal): TaxTotal {
  return { ...tax, baseMinor: 0 - tax.baseMinor, taxMinor: 0 - tax.taxMinor };
}

function minus(a: TaxTotal, b: TaxTotal): TaxTotal {
  return { ...a, baseMinor: a.baseMinor - b.baseMinor, taxMinor: a.taxMinor - b.taxMinor };
}

function grossOf(taxes: readonly TaxTotal[]): number {
  return taxes.reduce((sum, { baseMinor, taxMinor }) => sum + baseMinor + taxMinor, 0);
}

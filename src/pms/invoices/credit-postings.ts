import { allocate, netOf, percentOf } from '../../platform/money/index.js';
import type { FolioLineRow } from '../folios/folio-row.js';
import { leftOf } from '../folios/line-family.js';
import { type Tax, taxKey, type Totals } from '../taxes/tax.js';
import type { CreditLine } from './credit.js';

/** A line of an invoice, and the folio line it was made of. */
export interface CreditedLine {
  id: number;
  folioLineId: number | null;
}

/** What a credit note takes back of a folio line. */
export interface CreditPosting {
  /** The folio line; null when no line of the folio is left to take it from. */
  correctsId: number | null;
  /** With the tax, below zero where the line is above: the postings of a note add up to its gross under each tax. */
  amountMinor: number;
  /** The same in the price mode of the line. */
  familyMinor: number;
  tax: Tax;
}

/**
 * The lines that bring a credit note to its folio, with the tax in them: so the window comes to invoice less credit notes
 * exactly, though tax was rounded once for each document. What was credited as an amount is taken from what is left of the
 * lines, in proportion.
 * @param lines of the invoice @param folio all lines of the folio
 */
export function postingsOf(
  credit: { lines: readonly CreditLine[]; totals: Totals },
  lines: readonly CreditedLine[],
  window: number,
  folio: readonly FolioLineRow[],
): CreditPosting[] {
  const postings = credit.totals.taxes.flatMap((tax) => {
    const under = credit.lines.filter((line) => taxKey(line.tax) === taxKey(tax));
    const named = under.flatMap((line) => takenFrom(line, lines, folio));
    const lump = under.filter(({ correctsLineId }) => correctsLineId === null);
    const lumpMinor = lump.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const open = folio.filter((line) => line.window === window && taxKey(taxOf(line)) === taxKey(tax));
    return settled([...named, ...spread(lumpMinor, tax, open, folio)], tax.baseMinor + tax.taxMinor, tax);
  });
  return postings.filter(({ amountMinor, familyMinor }) => amountMinor !== 0 || familyMinor !== 0);
}

/** A line that was named. A correction among them undoes what it took back, so both count for the line that was charged. */
function takenFrom(
  { correctsLineId, amountMinor, priceMode, tax }: CreditLine,
  lines: readonly CreditedLine[],
  folio: readonly FolioLineRow[],
): CreditPosting[] {
  if (correctsLineId === null) return [];
  const folioLineId = lines.find(({ id }) => id === correctsLineId)?.folioLineId ?? null;
  const found = folio.find(({ id }) => id === folioLineId);
  const gross = priceMode === 'gross' ? amountMinor : amountMinor + percentOf(amountMinor, tax.rate);
  const correctsId = found ? (found.correctsId ?? found.id) : null;
  return [{ correctsId, amountMinor: gross, familyMinor: found ? amountMinor : gross, tax }];
}

/** An amount with tax, taken from what is left of these lines. */
function spread(
  grossMinor: number,
  { code, rate, treatment }: Tax,
  open: readonly FolioLineRow[],
  folio: readonly FolioLineRow[],
): CreditPosting[] {
  const tax = { code, rate, treatment };
  if (grossMinor === 0) return [];
  const sign = -Math.sign(grossMinor);
  const from = open.map((line) => ({ line, left: leftOf(line, folio) })).filter(({ left }) => Math.sign(left) === sign);
  if (from.length === 0) return [{ correctsId: null, amountMinor: grossMinor, familyMinor: grossMinor, tax }];
  const worth = from.map(({ line, left }) =>
    Math.abs(line.priceMode === 'gross' ? left : left + percentOf(left, rate)),
  );
  const shares = allocate(grossMinor, worth);
  // Up to a unit a line that rounding leaves, all of them are credited.
  const all = Math.abs(grossMinor) >= worth.reduce((sum, one) => sum + one, 0) - from.length;
  return from.map(({ line, left }, index) => {
    const amountMinor = shares[index]!;
    const inMode = line.priceMode === 'gross' ? amountMinor : netOf(amountMinor, rate);
    const taken = all ? Math.abs(left) : Math.min(Math.abs(inMode), Math.abs(left));
    return { correctsId: line.id, amountMinor, familyMinor: 0 - sign * taken, tax };
  });
}

/** One posting for each folio line, the rounding of the document's tax on the largest. */
function settled(parts: readonly CreditPosting[], totalMinor: number, { code, rate, treatment }: Tax): CreditPosting[] {
  const byLine = new Map<number | null, CreditPosting>();
  for (const { correctsId, amountMinor, familyMinor } of parts) {
    const one = byLine.get(correctsId);
    byLine.set(correctsId, {
      correctsId,
      amountMinor: (one?.amountMinor ?? 0) + amountMinor,
      familyMinor: (one?.familyMinor ?? 0) + familyMinor,
      tax: { code, rate, treatment },
    });
  }
  const postings = [...byLine.values()];
  const off = totalMinor - postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (off === 0 || postings.length === 0) return postings;
  const largest = postings.reduce((a, b) => (Math.abs(b.amountMinor) > Math.abs(a.amountMinor) ? b : a));
  return postings.map((one) => (one === largest ? { ...one, amountMinor: one.amountMinor + off } : one));
}

function taxOf({ taxCode: code, taxRate: rate, taxTreatment: treatment }: FolioLineRow): Tax {
  return { code, rate, treatment };
}

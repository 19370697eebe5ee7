import { currencyDigits } from '../../../platform/money/index.js';
import { AmountTooLarge, bounded } from './decimal.js';
import { bounding, type LinePrice, type LineTerms, priceLine, type Tier, tooLarge } from './price-line.js';
import type { BookTerms, PartFigures, Reason } from './terms.js';
import { type TaxPolicy, type Totals, totalsOf } from './totals.js';

/** All that a price rests on, as it stood: kept with the quote, and enough to make the same price again. */
export interface Snapshot {
  pricing: number;
  currency: string;
  taxPolicy: TaxPolicy;
  /** Local date of the shop the price was made on. */
  pricedOn: string;
  level: string;
  /** Null: no price book was valid. */
  book: BookTerms | null;
  lines: SnapshotLine[];
}

export interface SnapshotLine extends Omit<LineTerms, 'process' | 'material'> {
  position: number;
  file: { id: string; name: string; sha256: string | null };
  /** Null: not analysed, `trouble` says why. */
  part: PartFigures | null;
  trouble: Reason | null;
  process: LineTerms['process'];
  material: LineTerms['material'];
  manual: ManualPrice | null;
}

/** What a person decided where the rules ask for one. */
export interface ManualPrice {
  /** For each quantity of the line. */
  unitMinor: number[];
  reason: string;
  /** Who, as the audit trail knows them. */
  by: string;
  /** Of all quantities, or for each of them; null: not known. */
  leadDays: number | null | (number | null)[];
}

export interface PricedLine {
  position: number;
  tiers: Tier[];
  reasons: Reason[];
}

export interface PricedQuote {
  lines: PricedLine[];
  /** Null while a line has no price. */
  totals: Totals | null;
  /** Why a person has to look; of a line with its position. */
  reasons: (Reason & { position: number | null })[];
}

/** The price of a quote: a function of its snapshot and nothing else. */
export function priceQuote(snapshot: Snapshot): PricedQuote {
  const lines = snapshot.lines.map((line) => ({ position: line.position, ...priceOf(line, snapshot) }));
  const ofLines = lines.flatMap(({ position, reasons }) => reasons.map((reason) => ({ position, ...reason })));
  const reasons = [...(snapshot.book ? [] : [{ position: null, ...NO_BOOK }]), ...ofLines];
  if (reasons.length > 0) return { lines, totals: null, reasons };
  const large = canGrowTooLarge(snapshot, lines);
  if (large) return { lines, totals: null, reasons: [{ position: null, ...tooLarge(large) }] };
  return { lines, totals: selectedTotals(snapshot, lines), reasons };
}

/** Whatever quantities the customer chooses, the quote must have totals. */
function canGrowTooLarge(snapshot: Snapshot, lines: readonly PricedLine[]): AmountTooLarge | null {
  const dearest = lines.map(({ position, tiers }): [number, number] => {
    const amounts = tiers.map(({ lineMinor }) => lineMinor);
    return [position, amounts.indexOf(Math.max(...amounts))];
  });
  try {
    selectedTotals(snapshot, lines, new Map(dearest));
    return null;
  } catch (error) {
    if (error instanceof AmountTooLarge) return error;
    throw error;
  }
}

/** Totals for the quantity chosen of each line, by its index among the line's quantities; default the first. */
export function selectedTotals(
  { book, taxPolicy }: Pick<Snapshot, 'book' | 'taxPolicy'>,
  lines: readonly PricedLine[],
  chosen: ReadonlyMap<number, number> = new Map(),
): Totals {
  const amounts = lines.map(({ position, tiers }) => tiers[chosen.get(position) ?? 0]!.lineMinor);
  return totalsOf(amounts, { policy: taxPolicy, taxRate: book!.taxRate, minOrderMinor: book!.minOrderMinor });
}

const NO_BOOK: Reason = { code: 'price_not_configured', message: 'No price book is valid for this customer today' };

function priceOf(line: SnapshotLine, { book, currency, pricing }: Snapshot): { tiers: Tier[]; reasons: Reason[] } {
  if (line.manual) return byHand(line, line.manual);
  if (!line.part)
    return { tiers: [], reasons: [line.trouble ?? { code: 'part_not_measured', message: 'Not analysed' }] };
  if (!book) return { tiers: [], reasons: [] };
  return priceLine(line.part, line, book, currencyDigits(currency), pricing);
}

function byHand({ quantities }: SnapshotLine, { unitMinor, leadDays }: ManualPrice): LinePrice {
  const tier = (quantity: number, index: number): Tier => ({
    quantity,
    unitMinor: unitMinor[index]!,
    lineMinor: bounded(unitMinor[index]! * quantity),
    discountPercent: '0',
    leadDays: Array.isArray(leadDays) ? (leadDays[index] ?? null) : leadDays,
    floored: false,
    hint: null,
    cost: null,
  });
  return bounding(() => ({ tiers: quantities.map(tier), reasons: [] }));
}

import { type LineTerms, priceLine, type Tier } from './price-line.js';
import type { BookTerms, PartFigures, Reason } from './terms.js';

/** One way to make a part. */
export interface Alternative {
  process: string;
  material: string;
  /** 1 for the cheapest of the quantity that is asked for; null where it cannot be made so, or not priced. */
  rank: number | null;
  cheapest: boolean;
  tiers: Tier[];
  reasons: Reason[];
}

/**
 * Prices a part by several processes, each for all its quantities: those that can make it by the price of one of the quantities,
 * then those that cannot, with their reasons. A setup that is dear and parts that are cheap make another order of ten than of one.
 * @param rankBy index of that quantity
 */
export function compare(
  part: PartFigures,
  ways: readonly LineTerms[],
  book: BookTerms,
  digits: number,
  rankBy = 0,
): Alternative[] {
  const priced = ways.map((way) => {
    const { tiers, reasons } = priceLine(part, way, book, digits);
    return { process: way.process.code, material: way.material.code, tiers: [...tiers], reasons: [...reasons] };
  });
  const name = (one: { process: string; material: string }) => `${one.process} ${one.material}`;
  const feasible = priced
    .filter(({ tiers }) => tiers.length > 0)
    .sort((a, b) => a.tiers[rankBy]!.lineMinor - b.tiers[rankBy]!.lineMinor || (name(a) < name(b) ? -1 : 1));
  const others = priced.filter(({ tiers }) => tiers.length === 0).sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return [
    ...feasible.map((one, index) => ({ ...one, rank: index + 1, cheapest: index === 0 })),
    ...others.map((one) => ({ ...one, rank: null, cheapest: false })),
  ];
}

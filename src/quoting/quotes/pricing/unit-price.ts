import { Exact, toAtLeast, toNearest } from './decimal.js';
import type { BookTerms, LeadTime } from './terms.js';
import type { PartCost } from './unit-cost.js';

export const STANDARD = 'standard';

export interface UnitPrice {
  /** Of one part, for this quantity. */
  unitMinor: number;
  /** Cost of one part with its share of the setup, exact. */
  cost: Exact;
  discountPercent: string;
  leadTime: LeadTime | null;
  /** The discounts went below the margin floor, and the price was raised to it. */
  floored: boolean;
}

/**
 * Price of one part of a line. The only rounding is the last step: cost of a part + setup / quantity; margin or markup;
 * at least the least unit price; discount by quantity; multiplier of the lead time; rounded to the nearest minor unit;
 * raised to the margin floor, rounded up, if that is above it. (docs/rules/quoting-price.md)
 */
export function unitPrice(cost: PartCost, quantity: number, book: BookTerms, leadTimeName = STANDARD): UnitPrice {
  const each = costOfOne(cost, quantity);
  const discountPercent = bandOf(book, quantity);
  const leadTime = leadTimeOf(book, leadTimeName, quantity);
  const price = Exact.max(withMargin(each, book), book.minUnitMinor)
    .mul(new Exact(100).sub(discountPercent).div(100))
    .mul(leadTime?.multiplier ?? 1);
  const floor = toAtLeast(each.div(share(book.marginFloor)));
  const rounded = toNearest(price);
  return { unitMinor: Math.max(rounded, floor), cost: each, discountPercent, leadTime, floored: rounded < floor };
}

/** Cost of one of so many: the setup is paid once and shared. */
export function costOfOne(cost: PartCost, quantity: number): Exact {
  return costOfParts(cost).add(cost.setup.div(quantity));
}

/** What one more part costs. */
export function costOfParts({ material, machine, finishing, finish }: PartCost): Exact {
  return material.add(machine).add(finishing).add(finish);
}

/** A margin is a share of the price, a markup one of the cost: 12.00 with 40 % is 20.00 or 16.80. (A13) */
export function withMargin(cost: Exact, { mode, percent }: Pick<BookTerms, 'mode' | 'percent'>): Exact {
  return mode === 'margin' ? cost.div(share(percent)) : cost.mul(new Exact(100).add(percent).div(100));
}

/** Discount of the largest band the quantity reaches, percent; '0' below the first. */
export function bandOf({ bands }: Pick<BookTerms, 'bands'>, quantity: number): string {
  const reached = bands.filter(({ minQuantity }) => minQuantity <= quantity);
  return reached.sort((a, b) => b.minQuantity - a.minQuantity)[0]?.discountPercent ?? '0';
}

/** The lead time of this name for the quantity; null when the book does not have it. */
export function leadTimeOf(
  { leadTimes }: Pick<BookTerms, 'leadTimes'>,
  name: string,
  quantity: number,
): LeadTime | null {
  const reached = leadTimes.filter((one) => one.name === name && one.minQuantity <= quantity);
  return reached.sort((a, b) => b.minQuantity - a.minQuantity)[0] ?? null;
}

/** What is left of a price without a margin of so many percent; below 100 by the catalogue's check. */
function share(percent: string): Exact {
  return new Exact(100).sub(percent).div(100);
}

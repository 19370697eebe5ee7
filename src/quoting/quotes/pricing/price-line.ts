import { AmountTooLarge, bounded, MOST_MINOR, shown } from './decimal.js';
import { cheapestFitting, infeasible, reviewReasons } from './feasibility.js';
import {
  type BookTerms,
  type FinishTerms,
  type MachineTerms,
  type MaterialTerms,
  type PartFigures,
  PRICING_VERSION,
  type ProcessTerms,
  type Reason,
} from './terms.js';
import { type PartCost, partCost } from './unit-cost.js';
import { leadTimeOf, STANDARD, unitPrice } from './unit-price.js';

export interface LineTerms {
  process: ProcessTerms;
  material: MaterialTerms;
  finish: FinishTerms | null;
  /** Of the process; none: the process has no machines of its own in the catalogue. */
  machines: MachineTerms[];
  /** Quantities to be priced, the first is the one that counts for the quote's totals. */
  quantities: number[];
  /** Of the price book; null: standard. */
  leadTime: string | null;
}

/** Price of a line for one quantity. */
export interface Tier {
  quantity: number;
  unitMinor: number;
  /** unitMinor × quantity: what is shown adds up. */
  lineMinor: number;
  discountPercent: string;
  leadDays: number | null;
  floored: boolean;
  /** More parts for no more money, where the next band of the price book makes it so. */
  hint: { quantity: number; lineMinor: number } | null;
  /** What it costs the shop, major units with four decimals; null for a price set by hand. */
  cost: CostBreakdown | null;
}

export interface CostBreakdown {
  material: string;
  machine: string;
  finishing: string;
  finish: string;
  setupShare: string;
  unit: string;
  grams: string;
  hours: string;
}

export type LinePrice = { tiers: Tier[]; reasons: [] } | { tiers: []; reasons: Reason[] };

/**
 * Prices a line for all its quantities, or says why a person has to.
 * @param pricing version of the rules
 */
export function priceLine(
  part: PartFigures,
  line: LineTerms,
  book: BookTerms,
  digits: number,
  pricing = PRICING_VERSION,
): LinePrice {
  const { process, material, finish, machines, quantities } = line;
  const name = line.leadTime ?? STANDARD;
  const reasons = [
    ...reviewReasons(part),
    ...infeasible(part, process, material, machines, pricing),
    ...noLeadTime(book, name, quantities),
  ];
  const machine = cheapestFitting(part, machines, process, pricing) ?? null;
  const cost = partCost({ part, process, material, finish, machine, digits });
  if (Array.isArray(cost)) reasons.push(...cost);
  if (Array.isArray(cost) || reasons.length > 0) return { tiers: [], reasons };
  return bounding(() => ({
    tiers: quantities.map((quantity) => tier(cost, quantity, book, name, digits)),
    reasons: [],
  }));
}

/** What the pricing answers, or why a person has to look at its amounts. */
export function bounding(price: () => LinePrice): LinePrice {
  try {
    return price();
  } catch (error) {
    if (error instanceof AmountTooLarge) return { tiers: [], reasons: [tooLarge(error)] };
    throw error;
  }
}

export function tooLarge({ minor }: AmountTooLarge): Reason {
  const reason = { code: 'amount_too_large', message: 'The amount is beyond what can be quoted' };
  return { ...reason, ...(Number.isFinite(minor) && { measured: minor }), limit: MOST_MINOR, unit: 'minor' };
}

function tier(cost: PartCost, quantity: number, book: BookTerms, name: string, digits: number): Tier {
  const price = unitPrice(cost, quantity, book, name);
  const lineMinor = bounded(price.unitMinor * quantity);
  return {
    quantity,
    unitMinor: price.unitMinor,
    lineMinor,
    discountPercent: price.discountPercent,
    leadDays: price.leadTime?.days ?? null,
    floored: price.floored,
    hint: cheaperBand(cost, quantity, lineMinor, book, name),
    cost: {
      material: shown(cost.material, digits),
      machine: shown(cost.machine, digits),
      finishing: shown(cost.finishing, digits),
      finish: shown(cost.finish, digits),
      setupShare: shown(cost.setup.div(quantity), digits),
      unit: shown(price.cost, digits),
      grams: cost.grams.toFixed(4),
      hours: cost.hours.toFixed(4),
    },
  };
}

/** The smallest larger quantity at which a band begins and the whole line costs no more. (A12: 100 for less than 99) */
function cheaperBand(cost: PartCost, quantity: number, lineMinor: number, book: BookTerms, name: string): Tier['hint'] {
  return (
    book.bands
      .map(({ minQuantity }) => minQuantity)
      .filter((minQuantity) => minQuantity > quantity && !unknownLeadTime(book, name, minQuantity))
      .sort((a, b) => a - b)
      .map((larger) => ({ quantity: larger, lineMinor: unitPrice(cost, larger, book, name).unitMinor * larger }))
      .find((larger) => larger.lineMinor <= lineMinor) ?? null
  );
}

function noLeadTime(book: BookTerms, name: string, quantities: readonly number[]): Reason[] {
  const quantity = quantities.find((one) => unknownLeadTime(book, name, one));
  if (quantity === undefined) return [];
  const from = book.leadTimes.filter((one) => one.name === name).map(({ minQuantity }) => minQuantity);
  const code = 'lead_time_unknown';
  if (from.length === 0) return [{ code, message: `The price book ${book.name} has no lead time ${name}` }];
  const least = Math.min(...from);
  const message = `The price book ${book.name} has the lead time ${name} from ${least} pieces on, not for ${quantity}`;
  return [{ code, message, measured: quantity, limit: least, unit: 'count' }];
}

/** The standard lead time may be left out of a price book: it multiplies by nothing. */
function unknownLeadTime(book: BookTerms, name: string, quantity: number): boolean {
  return (
    leadTimeOf(book, name, quantity) === null &&
    (name !== STANDARD || book.leadTimes.some((one) => one.name === STANDARD))
  );
}

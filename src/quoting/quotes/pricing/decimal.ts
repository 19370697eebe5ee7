import { Decimal } from 'decimal.js';

/**
 * Exact decimals for what lies between a rate and an amount. Forty digits: no intermediate result is rounded where it could
 * matter. The constructor is a copy of the library's, so that nobody else's settings change a price.
 */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** Nearest minor unit, halves up: 1.005 is 1.01. The figure is what it is written as, not the float nearest to it. */
export function toNearest(minor: Exact): number {
  return safe(minor.toDecimalPlaces(0, Decimal.ROUND_HALF_UP));
}

/** The next whole minor unit: for what must not be gone below. */
export function toAtLeast(minor: Exact): number {
  return safe(minor.toDecimalPlaces(0, Decimal.ROUND_CEIL));
}

/** True for a finite figure above zero: what is measured, weighed or charged must be that, or there is no price. */
export function isPositive(value: number | string | null | undefined): boolean {
  if (value === null || value === undefined) return false;
  const number = Number(value);
  return Number.isFinite(number) && number > 0;
}

/** An amount in minor units as major units with four decimals, for the breakdown of a cost. */
export function shown(minor: Exact, digits: number): string {
  return minor.div(new Exact(10).pow(digits)).toFixed(4, Decimal.ROUND_HALF_UP);
}

/**
 * Most that a line or a quote comes to, minor units: a thousand thousand millions of euros. A hundred of them can still be added up
 * in numbers that hold every unit, as reports do.
 */
export const MOST_MINOR = 1e14;

/** Somebody mistyped a price or a quantity. */
export class AmountTooLarge extends RangeError {
  override readonly name = 'AmountTooLarge';
  constructor(readonly minor: number) {
    super('the amount is too large');
  }
}

/** @throws AmountTooLarge */
export function bounded(minor: number): number {
  if (!(minor <= MOST_MINOR)) throw new AmountTooLarge(minor);
  return minor;
}

function safe(value: Exact): number {
  return bounded(value.toNumber());
}

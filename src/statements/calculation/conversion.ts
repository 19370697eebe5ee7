import { Decimal } from 'decimal.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { currencyDigits } from '../../platform/money/index.js';

/** What one unit of a currency is worth in the statement's, on which day, and who says so. */
export interface Rate {
  base: string;
  rate: string;
  day: LocalDate;
  source: string;
}

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** Minor units of one currency in those of another, half away from zero. Currencies may have different decimals. */
export function convert(minor: number, from: string, to: string, rate: string): number {
  const shift = currencyDigits(to) - currencyDigits(from);
  const exact = new Exact(minor).times(rate).times(new Exact(10).pow(shift));
  const result = exact.toDecimalPlaces(0).toNumber();
  return result === 0 ? 0 : result;
}

import { currencyDigits, InvalidMoneyError } from './currency.js';
import { divideHalfAwayFromZero, scaledInteger, toMinor, toSafeNumber } from './decimal.js';

/** Decimals a percentage may have: 8.8750 is the finest tax rate. */
const PERCENT_DECIMALS = 4;

/**
 * Major units, as a client writes them, to minor units: `parseMoney('99.95', 'EUR')` is 9995, `parseMoney(100, 'JPY')`
 * is 100, `parseMoney('1.5', 'KWD')` is 1500. A sign is allowed; a negative zero becomes 0. The contract's conventions:
 * a number or a decimal string, and more decimals than the currency has are refused, zeros too.
 * @returns a safe integer of minor units.
 * @throws InvalidMoneyError for an unknown currency, exponents, NaN, too many decimals, or beyond 2^53 - 1 minor units.
 */
export function parseMoney(input: number | string, currency: string): number {
  return toSafeNumber(scaledInteger(input, currencyDigits(currency), `an amount in ${currency}`));
}

/**
 * Minor units to a plain decimal string in major units, with all of the currency's decimals: 9995 EUR is `99.95`,
 * -5 EUR is `-0.05`. Takes what PostgreSQL's bigint comes as. The exact inverse of `parseMoney`.
 * @throws InvalidMoneyError for an unknown currency, or if `minor` is not an integer.
 */
export function formatMoney(minor: number | bigint | string, currency: string): string {
  const decimals = currencyDigits(currency);
  const amount = toMinor(minor);
  const text = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  const magnitude = decimals === 0 ? whole : `${whole}.${text.slice(text.length - decimals)}`;
  return amount < 0n ? `-${magnitude}` : magnitude;
}

/**
 * `percent` per cent of an amount in minor units, exact, then rounded to a whole minor unit, halves away from zero
 * (0.5 becomes 1, -0.5 becomes -1), so that a credit note cancels its invoice.
 * @param percent 21 or '8.875', at most four decimals; may be negative or above 100.
 * @throws InvalidMoneyError
 */
export function percentOf(minor: number, percent: number | string): number {
  const rate = scaledInteger(percent, PERCENT_DECIMALS, 'a percentage');
  return toSafeNumber(divideHalfAwayFromZero(toMinor(minor) * rate, 100n * 10n ** BigInt(PERCENT_DECIMALS)));
}

/**
 * What is left of an amount with tax in it without the tax, rounded like `percentOf`: netOf(1005, 19) is 845. The tax is
 * the rest, so that the whole never moves.
 * @param percent the tax rate, 0 or more, at most four decimals.
 * @throws InvalidMoneyError
 */
export function netOf(grossMinor: number, percent: number | string): number {
  const whole = 100n * 10n ** BigInt(PERCENT_DECIMALS);
  const rate = scaledInteger(percent, PERCENT_DECIMALS, 'a percentage');
  if (rate < 0n) throw new InvalidMoneyError('a tax rate must not be negative');
  return toSafeNumber(divideHalfAwayFromZero(toMinor(grossMinor) * whole, whole + rate));
}

/**
 * Splits an amount in proportion to weights so that the parts add up to it exactly (largest remainder; of equal
 * remainders the earlier part gets the minor unit first). No part is off its exact share by a whole minor unit. A
 * negative amount splits as its mirror image.
 * @param total minor units. @param weights non-negative safe integers: nights, amounts, shares.
 * @returns one amount per weight, in their order.
 * @throws InvalidMoneyError if there is money to split and no weight above zero, or a weight is not such an integer.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new InvalidMoneyError('weights must be non-negative integers');
  }
  const amount = toMinor(total);
  const magnitude = amount < 0n ? -amount : amount;
  const sum = weights.reduce((so, weight) => so + BigInt(weight), 0n);
  if (sum === 0n) {
    if (amount !== 0n) throw new InvalidMoneyError('there is nothing to split the amount by');
    return weights.map(() => 0);
  }
  const parts = weights.map((weight, index) => {
    const product = magnitude * BigInt(weight);
    return { index, share: product / sum, remainder: product % sum };
  });
  let left = magnitude - parts.reduce((so, part) => so + part.share, 0n);
  const byRemainder = [...parts].sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.share += 1n;
    left -= 1n;
  }
  return parts.map(({ share }) => toSafeNumber(amount < 0n ? -share : share));
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

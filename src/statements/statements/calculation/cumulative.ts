import { divideHalfAwayFromZero, toMinor, toSafeNumber } from '../../../platform/money/decimal.js';

/**
 * What the first k of n nights have of a total: total × k / n, half away from zero. What some nights have is always the difference of
 * two of these, so that however a stay is cut into periods its parts sum to the whole.
 */
export function upTo(total: number, k: number, n: number): number {
  if (k <= 0) return 0;
  if (k >= n) return total;
  return toSafeNumber(divideHalfAwayFromZero(toMinor(total) * BigInt(k), BigInt(n)));
}

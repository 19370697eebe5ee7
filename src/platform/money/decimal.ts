import { InvalidMoneyError } from './currency.js';

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/**
 * A decimal number as an exact integer: `value × 10^decimals`. A number is read by its shortest decimal text, so
 * 99.95 is 99.95 and 0.1 + 0.2 has seventeen decimals; no float arithmetic takes place.
 * @throws InvalidMoneyError unless it is plain decimal notation with at most `decimals` decimals.
 */
export function scaledInteger(value: number | string, decimals: number, what: string): bigint {
  const match = typeof value === 'number' || typeof value === 'string' ? DECIMAL.exec(String(value)) : null;
  if (!match) throw new InvalidMoneyError(`${what} must be a decimal number such as 99.95`);
  const [, sign, whole, fraction = ''] = match;
  if (fraction.length > decimals) {
    throw new InvalidMoneyError(
      decimals === 0 ? `${what} must have no decimals` : `${what} must have at most ${decimals} decimals`,
    );
  }
  const magnitude = BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
  return sign === '-' ? -magnitude : magnitude;
}

/** The quotient rounded to the nearest integer, halves away from zero. `divisor` must be positive. */
export function divideHalfAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

/** @throws InvalidMoneyError if the amount is beyond what a number holds exactly. */
export function toSafeNumber(amount: bigint): number {
  const result = Number(amount);
  if (!Number.isSafeInteger(result)) throw new InvalidMoneyError('the amount is too large');
  return result;
}

/** Minor units as PostgreSQL (text), arithmetic (bigint) or code (number) has them. @throws InvalidMoneyError */
export function toMinor(minor: number | bigint | string): bigint {
  if (typeof minor === 'bigint') return minor;
  if (typeof minor === 'number' && Number.isSafeInteger(minor)) return BigInt(minor);
  if (typeof minor === 'string' && /^-?\d{1,30}$/.test(minor)) return BigInt(minor);
  throw new InvalidMoneyError('minor units must be an integer');
}

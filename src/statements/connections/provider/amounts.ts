import { Decimal } from 'decimal.js';
import { currencyDigits, InvalidMoneyError } from '../../../platform/money/index.js';

/** What floating-point arithmetic at the provider may have added to an amount, in minor units. */
const NOISE = 0.000_1;

export interface ReadAmount {
  minor: number;
  /** False when it was told with a part of a minor unit: it was rounded, half away from zero. */
  exact: boolean;
}

/**
 * An amount that a provider tells in major units, as a number or a text: 1234.1, "1234.10", 0.30000000000000004. A number is
 * read by its shortest decimal text, and no float arithmetic takes place. null, undefined and '' are nothing: 0.
 * @throws InvalidMoneyError for what is no amount, or an unknown currency.
 */
export function fromMajor(value: unknown, currency: string): ReadAmount {
  return read(value, currencyDigits(currency));
}

/**
 * An amount that a provider tells as an integer with an exponent of its own: 12345 with 2 is 123.45, whatever the currency.
 * @param exponent default: the currency's own
 * @throws InvalidMoneyError
 */
export function fromScaled(value: unknown, currency: string, exponent: number = currencyDigits(currency)): ReadAmount {
  const amount = decimalOf(value);
  if (!amount.isInteger()) throw new InvalidMoneyError('an amount in minor units must be an integer');
  return read(amount.div(Decimal.pow(10, exponent)), currencyDigits(currency));
}

function read(value: unknown, digits: number): ReadAmount {
  const scaled = decimalOf(value).times(Decimal.pow(10, digits));
  const minor = scaled.toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  if (minor.abs().gt(Number.MAX_SAFE_INTEGER)) throw new InvalidMoneyError('the amount is too large');
  return { minor: minor.toNumber() + 0, exact: scaled.minus(minor).abs().lte(NOISE) };
}

function decimalOf(value: unknown): Decimal {
  if (value === null || value === undefined || value === '') return new Decimal(0);
  if (value instanceof Decimal) return value;
  const isText = typeof value === 'string' && /^-?\d{1,20}(\.\d{1,30})?$/.test(value.trim());
  if (!isText && !(typeof value === 'number' && Number.isFinite(value)))
    throw new InvalidMoneyError('an amount must be a decimal number');
  return new Decimal(typeof value === 'string' ? value.trim() : value);
}

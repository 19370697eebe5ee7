import { invalid } from '../errors/app-error.js';
import { InvalidMoneyError } from './currency.js';
import { parseMoney } from './money.js';

/**
 * Minor units of an amount in major units that must not be negative.
 * @throws AppError VALIDATION_FAILED naming the path.
 */
export function parseAmount(path: string, input: number | string, currency: string): number {
  try {
    const minor = parseMoney(input, currency);
    if (minor < 0) throw new InvalidMoneyError('an amount must not be negative');
    return minor;
  } catch (error) {
    if (error instanceof InvalidMoneyError) throw invalid(path, `${path}: ${error.message}`);
    throw error;
  }
}

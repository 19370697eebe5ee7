import { AppError, invalid } from '../../platform/errors/app-error.js';
import { InvalidMoneyError, parseMoney } from '../../platform/money/index.js';
import type { FolioWindowRow } from './folio-row.js';

/** Largest amount of one line, minor units. */
const MAX_AMOUNT = 1_000_000_000_000;

export function checkSize(amountMinor: number): number {
  if (Math.abs(amountMinor) > MAX_AMOUNT) throw invalid('amount', 'The amount is too large');
  return amountMinor;
}

/** Minor units of what a request names. @throws AppError VALIDATION_FAILED */
export function amountOf(path: string, input: number | string, currency: string): number {
  try {
    return checkSize(parseMoney(input, currency));
  } catch (error) {
    if (error instanceof InvalidMoneyError) throw invalid(path, `${path}: ${error.message}`);
    throw error;
  }
}

/** @throws AppError CONFLICT once the window's invoice is issued */
export function openWindow(window: FolioWindowRow): FolioWindowRow {
  if (window.invoicedAt)
    throw new AppError('CONFLICT', `Window ${window.number} has been invoiced; correct it by a credit note`, {
      extra: { reason: 'WINDOW_INVOICED' },
    });
  return window;
}

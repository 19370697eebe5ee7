import { percentOf } from '../../../platform/money/index.js';
import { bounded } from './decimal.js';

export type TaxPolicy = 'per_line' | 'per_order';

export interface Totals {
  /** Σ of the lines as shown. */
  linesMinor: number;
  /** What is missing to the least order; a line of its own. */
  minimumOrderMinor: number;
  /** linesMinor + minimumOrderMinor, always. */
  subtotalMinor: number;
  taxMinor: number;
  /** subtotalMinor + taxMinor, always. */
  totalMinor: number;
}

/**
 * Totals of lines that are whole minor units. Tax is rounded once for the order, or for each line and then added up: seven
 * lines of 0.35 with 16 % have 0.39 or 0.42 of tax. (A14) The order of the lines changes nothing. @throws AmountTooLarge
 */
export function totalsOf(
  lines: readonly number[],
  { policy, taxRate, minOrderMinor }: { policy: TaxPolicy; taxRate: string; minOrderMinor: number },
): Totals {
  const linesMinor = lines.reduce((sum, line) => sum + line, 0);
  const minimumOrderMinor = Math.max(0, minOrderMinor - linesMinor);
  const subtotalMinor = bounded(linesMinor + minimumOrderMinor);
  const taxMinor =
    policy === 'per_order'
      ? percentOf(subtotalMinor, taxRate)
      : [...lines, minimumOrderMinor].reduce((sum, line) => sum + percentOf(line, taxRate), 0);
  const totalMinor = bounded(subtotalMinor + taxMinor);
  return { linesMinor, minimumOrderMinor, subtotalMinor, taxMinor, totalMinor };
}

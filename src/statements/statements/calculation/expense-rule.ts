import { percentOf } from '../../../platform/money/index.js';
import type { AgreementTerms } from '../../agreements/terms.js';

/** Category code of the cleaning after a stay, which guests' cleaning fees pay for. Other cleaning (`deep_cleaning` …) is another. */
export const TURNOVER_CLEANING = 'cleaning';

/** What of an expense is charged to the owners of a listing. */
export interface Charged {
  amountMinor: number;
  rule: 'expense' | 'cleaning_covered' | 'cleaning_split';
}

/**
 * Who keeps the guests' cleaning fee pays for the cleaning after a stay: the manager, then it is not charged to the owner again, or the
 * owner. A split fee splits the cost alike.
 */
export function chargedOf(
  amountMinor: number,
  category: string,
  { cleaningTo, cleaningOwnerPercent }: Pick<AgreementTerms, 'cleaningTo' | 'cleaningOwnerPercent'>,
): Charged {
  if (category !== TURNOVER_CLEANING || cleaningTo === 'owner') return { amountMinor, rule: 'expense' };
  if (cleaningTo === 'manager') return { amountMinor: 0, rule: 'cleaning_covered' };
  return { amountMinor: percentOf(amountMinor, cleaningOwnerPercent), rule: 'cleaning_split' };
}

/** Says when there were not as many cleanings as guests paid for; null: there were. */
export function cleaningWarning(cleanings: number, stays: number, listing: string): string | null {
  if (cleanings === 0 || cleanings === stays) return null;
  return `${listing}: ${cleanings} cleanings were recorded for ${stays} departures with a cleaning fee`;
}

import { percentOf } from '../../platform/money/index.js';
import type { Tax } from '../taxes/tax.js';
import type { CancellationStep } from './cancellation.js';

/** The terms of a penalty rule, kept with each booking as they were when it was made. */
export interface PenaltyTerms {
  ruleId: number | null;
  name: string;
  /** Per cent of the nights, up to four decimals, as a decimal string. */
  percent: string;
  /** Of the first so many nights; null: of all. */
  nights: number | null;
  /** Added to the share, minor units. */
  flatMinor: number;
  /** Never more than the whole stay costs. */
  capToStay: boolean;
  /** How the penalty is taxed; null: a sum kept, outside the scope of tax. */
  tax: Tax | null;
  /** What a cancellation costs from when on; missing in bookings that were made before rules said so: nothing. */
  cancellation?: CancellationStep[];
}

/** No rule: nothing is charged. */
export const NO_PENALTY: PenaltyTerms = {
  ruleId: null,
  name: 'No penalty',
  percent: '0',
  nights: null,
  flatMinor: 0,
  capToStay: true,
  tax: null,
};

/**
 * Penalty of a no-show, minor units: the share of the first nights, rounded once, plus the flat amount. (rules pms B11)
 * @param nightsMinor what each night costs, by date
 */
export function penaltyOf(terms: PenaltyTerms, nightsMinor: readonly number[]): number {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const base = sum(nightsMinor.slice(0, terms.nights ?? nightsMinor.length));
  const penalty = percentOf(base, terms.percent) + terms.flatMinor;
  return terms.capToStay ? Math.min(penalty, sum(nightsMinor)) : penalty;
}

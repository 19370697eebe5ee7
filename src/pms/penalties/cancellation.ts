import { addDays, instantAt, type LocalDate } from '../../platform/dates/index.js';
import { penaltyOf, type PenaltyTerms } from './penalty.js';

/** From when on a cancellation costs how much. */
export interface CancellationStep {
  /** So many days before the arrival… */
  daysBefore: number;
  /** …at this hour of the hotel's clock, HH:MM. */
  time: string;
  /** Per cent of the nights, up to four decimals, as a decimal string. */
  percent: string;
  /** Of the first so many nights; null: of all. */
  nights: number | null;
  /** Added to the share, minor units. */
  flatMinor: number;
  /** It costs what a no-show does, of so many nights if it says so; the terms above are the rule's then. */
  noShow?: { nights: number | null };
}

/** A fee, and from which instant on it is due. */
export interface DatedFee {
  from: Date;
  feeMinor: number;
}

/** What a cancellation costs from when on, earliest first; free before the first. (rules pms B30) */
export function cancellationFees(
  terms: PenaltyTerms,
  arrival: LocalDate,
  zone: string,
  nightsMinor: readonly number[],
): DatedFee[] {
  return (terms.cancellation ?? [])
    .map(({ daysBefore, time, percent, nights, flatMinor }) => ({
      from: instantAt(addDays(arrival, -daysBefore), time, zone),
      feeMinor: penaltyOf({ ...terms, percent, nights, flatMinor }, nightsMinor),
    }))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** The fee at an instant: that of the last step which has begun; none before the first. */
export function feeAt(fees: readonly DatedFee[], now: Date): number {
  return fees.findLast(({ from }) => from <= now)?.feeMinor ?? 0;
}

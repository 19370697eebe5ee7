import { percentOf } from '../../../platform/money/index.js';
import type { AgreementVersion, FeeBase, FeeComponent } from '../../agreements/terms.js';
import type { Choice } from './agreement-choice.js';
import { type Component, earnedBefore } from './component.js';
import type { Days } from './nights.js';

/** Amounts of a stay before they are split among owners, in the statement's currency; fees positive. */
export type Basis = Record<FeeComponent, Component>;

/** The fee of some nights and how it came about. */
export interface FeePart extends Days {
  feeMinor: number;
  baseMinor: number;
  percent: string;
  base: FeeBase;
  /** What the least fee of a stay has added. */
  raisedMinor: number;
  version: AgreementVersion;
}

const BASES: Record<Exclude<FeeBase, 'formula'>, { component: FeeComponent; sign: 1 | -1 }[]> = {
  rent: [{ component: 'rent', sign: 1 }],
  rent_cleaning: [
    { component: 'rent', sign: 1 },
    { component: 'cleaning', sign: 1 },
  ],
  gross: [
    { component: 'rent', sign: 1 },
    { component: 'cleaning', sign: 1 },
    { component: 'extras', sign: 1 },
  ],
  gross_less_channel_fee: [
    { component: 'rent', sign: 1 },
    { component: 'cleaning', sign: 1 },
    { component: 'extras', sign: 1 },
    { component: 'channel_fee', sign: -1 },
  ],
};

/**
 * The manager's fee of a whole stay, rounded once for each version of the agreement that it follows. What is missing for the least
 * fee of a stay is added to the last part. A stay without any money has no fee.
 */
export function managementFee(basis: Basis, choice: Choice, channel: string, nights: number): FeePart[] {
  const parts = choice.fees.map(({ from, to, version }) => {
    const { feePercent: percent, feeBase: base } = version.terms.channelFees[channel] ?? version.terms;
    const formula = base === 'formula' ? version.terms.feeFormula : BASES[base];
    // The day of departure belongs to the last night.
    const end = to === nights ? nights + 1 : to;
    const baseMinor = formula.reduce((sum, { component, sign }) => {
      const of = basis[component];
      return sum + sign * (earnedBefore(of, end, nights) - earnedBefore(of, from, nights));
    }, 0);
    return { from, to, version, percent, base, baseMinor, feeMinor: percentOf(baseMinor, percent), raisedMinor: 0 };
  });
  const least = Math.max(...parts.map(({ version }) => version.terms.minFeeMinor));
  const missing = least - parts.reduce((sum, { feeMinor }) => sum + feeMinor, 0);
  const paid = Object.values(basis).some(({ totalMinor }) => totalMinor !== 0);
  const last = parts.at(-1)!;
  if (paid && missing > 0) {
    last.feeMinor += missing;
    last.raisedMinor = missing;
  }
  return parts;
}

import type { Schema } from '../../api/client';
import { readAmount } from '../../lib/typed-amount';

/** Of a percentage. */
export const PERCENT = { decimals: 4 };
/** As the API takes it; what cannot be read is refused by the form, and by the server. */
const plain = (typed: string): string => readAmount(typed, PERCENT).amount ?? typed;

export type TermsRequest = Schema<'TermsRequest'>;
export type TermsResponse = Schema<'TermsResponse'>;
export type Base = TermsResponse['feeBase'];
export type Part = Schema<'FeeTerm'>['component'];

/** Terms as they are typed. */
export interface TermsValues extends Omit<TermsResponse, 'feeFormula' | 'channelFees' | 'nightlyOver'> {
  nightlyOver: string;
  /** Amounts of the base where it is a formula: added, taken away, or left out. */
  formula: Partial<Record<Part, '1' | '-1'>>;
  /** Fees of stays of a channel; one whose percentage is empty is as any other stay's. */
  channels: Record<string, { feePercent: string; feeBase: Base }>;
}

/** Terms to begin with: those of the version before, else what is usual. */
export function valuesOf(terms: TermsResponse | undefined): TermsValues {
  if (terms === undefined) return USUAL;
  const { feeFormula, channelFees, nightlyOver, ...rest } = terms;
  return {
    ...rest,
    nightlyOver: String(nightlyOver),
    formula: Object.fromEntries(feeFormula.map(({ component, sign }) => [component, String(sign)])),
    channels: { ...channelFees } as TermsValues['channels'],
  };
}

/** The body for the API. All terms are named, so that none is changed by being left out. */
export function termsOf({ formula, channels, nightlyOver, cleaningOwnerPercent, ...rest }: TermsValues): TermsRequest {
  const fees = Object.entries(channels)
    .filter(([, { feePercent }]) => feePercent.trim() !== '')
    .map(([channel, fee]) => [channel, { ...fee, feePercent: plain(fee.feePercent) }] as const);
  return {
    ...rest,
    feePercent: plain(rest.feePercent),
    minFee: plain(rest.minFee),
    reserve: plain(rest.reserve),
    nightlyOver: Number(nightlyOver),
    ...(cleaningOwnerPercent.trim() && { cleaningOwnerPercent: plain(cleaningOwnerPercent) }),
    feeFormula:
      rest.feeBase === 'formula' || fees.some(([, { feeBase }]) => feeBase === 'formula')
        ? Object.entries(formula).map(([component, sign]) => ({
            component: component as Part,
            sign: Number(sign) as 1 | -1,
          }))
        : [],
    channelFees: Object.fromEntries(fees),
  };
}

const USUAL: TermsValues = {
  feePercent: '20',
  feeBase: 'rent',
  minFee: '0',
  feeDate: 'recognition_date',
  recognition: 'checkout',
  nightlyOver: '30',
  cleaningTo: 'manager',
  cleaningOwnerPercent: '0',
  prorateStayFees: false,
  taxToOwner: false,
  cohost: 'none',
  cancelRevenue: 'include',
  reserve: '0',
  formula: {},
  channels: {},
};

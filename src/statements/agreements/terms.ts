/**
 * When a stay's money counts: whole on the day of departure or arrival, or night by night; `nightly_over_n`: night by night when
 * it has more nights than the agreement's `nightlyOver`, else on the day of departure.
 */
export const RECOGNITIONS = ['checkout', 'checkin', 'nightly', 'nightly_over_n'] as const;
export type Recognition = (typeof RECOGNITIONS)[number];

/** What the manager's percentage is taken of. `formula`: the sum of `feeFormula`. */
export const FEE_BASES = ['rent', 'rent_cleaning', 'gross', 'gross_less_channel_fee', 'formula'] as const;
export type FeeBase = (typeof FEE_BASES)[number];

/** Amounts of a stay that a formula may add or take away. */
export const FEE_COMPONENTS = ['rent', 'cleaning', 'extras', 'tax', 'channel_fee', 'payment_fee'] as const;
export type FeeComponent = (typeof FEE_COMPONENTS)[number];

/** Which version of the agreement a stay's fee follows: that of the day it was booked, recognised, or of each night. */
export const FEE_DATES = ['booking_date', 'recognition_date', 'night'] as const;
export type FeeDate = (typeof FEE_DATES)[number];

/**
 * What owner and manager have agreed (rules statements C.1, C.2). Percentages are decimal strings (`"18.5"`), amounts minor units of
 * the owner's currency.
 */
export interface AgreementTerms {
  feePercent: string;
  feeBase: FeeBase;
  feeFormula: { component: FeeComponent; sign: 1 | -1 }[];
  /** Instead of the above, by channel (parties/channels.ts). */
  channelFees: Partial<Record<string, { feePercent: string; feeBase: FeeBase }>>;
  /** Least fee of a stay. */
  minFeeMinor: number;
  feeDate: FeeDate;
  recognition: Recognition;
  nightlyOver: number;
  /** Where the cleaning fee that the guest paid goes; `split`: `cleaningOwnerPercent` of it to the owner. */
  cleaningTo: 'owner' | 'manager' | 'split';
  cleaningOwnerPercent: string;
  /** Per-stay fees night by night like the rent, instead of on the day of departure. */
  prorateStayFees: boolean;
  /** Lodging tax that the channel did not remit: true: paid on to the owner, who remits it; false: the manager keeps and remits it. */
  taxToOwner: boolean;
  /** Stays whose money went to the owner: their fee is billed back, or was collected already. `none`: there are none. */
  cohost: 'none' | 'bill_back' | 'collected';
  /** Money kept of a cancelled stay: stated, or listed with 0. */
  cancelRevenue: 'include' | 'exclude';
  /** Held back of what is paid out. */
  reserveMinor: number;
}

/** A version of an agreement. @see AgreementTerms */
export interface AgreementVersion {
  id: number;
  ownerId: number;
  listingId: number;
  /** First and last day, both inclusive; null: open. */
  from: string;
  to: string | null;
  terms: AgreementTerms;
}

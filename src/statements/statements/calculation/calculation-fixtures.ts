import type { LocalDate } from '../../../platform/dates/index.js';
import type { AgreementTerms, AgreementVersion } from '../../agreements/terms.js';
import type { Share } from './shares.js';
import type { PlanContext, Stay } from './stay-plan.js';

/** Samples for specs: an owner of everything, 20 % of the rent, money on departure, cleaning kept by the manager. */
export const TERMS: AgreementTerms = {
  feePercent: '20',
  feeBase: 'rent',
  feeFormula: [],
  channelFees: {},
  minFeeMinor: 0,
  feeDate: 'booking_date',
  recognition: 'checkout',
  nightlyOver: 30,
  cleaningTo: 'manager',
  cleaningOwnerPercent: '50',
  prorateStayFees: false,
  taxToOwner: false,
  cohost: 'none',
  cancelRevenue: 'include',
  reserveMinor: 0,
};

export const OWNER = 1;
export const date = (text: string) => text as LocalDate;

export function version(terms: Partial<AgreementTerms> = {}, from = '2020-01-01', to: string | null = null, id = 1) {
  return { id, ownerId: OWNER, listingId: 1, from, to, terms: { ...TERMS, ...terms } } satisfies AgreementVersion;
}

export function share(shareBp = 10_000, ownerId = OWNER, from = '2020-01-01', until: string | null = null): Share {
  return { ownerId, shareBp, from: date(from), until: until === null ? null : date(until) };
}

export function stay(checkIn: string, checkOut: string, more: Partial<Stay> = {}): Stay {
  return {
    ...{ id: 's', version: 1, listingId: 1, channel: 'direct', code: 'A', guest: null, status: 'confirmed' },
    ...{ bookedOn: null, checkIn: date(checkIn), checkOut: date(checkOut), currency: 'USD', rentMinor: 0 },
    ...{ cleaningMinor: 0, extrasMinor: 0, taxMinor: 0, taxRemittedBy: 'channel', channelFeeMinor: 0 },
    ...{ paymentFeeMinor: 0, payoutMinor: null, paidToOwner: false, review: [] },
    ...more,
  };
}

export function context(terms: Partial<AgreementTerms> = {}, more: Partial<PlanContext> = {}): PlanContext {
  return { currency: 'USD', versions: [version(terms)], shares: [share()], asked: null, rate: null, ...more };
}

import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { needsReview } from './reservation-checks.js';
import { expectedPayout, type ReservationFacts } from './reservation-facts.js';
import type { ReservationVersion } from './reservation-reader.js';
import type { Reservation } from './reservation-row.js';
import type {
  ReservationDetailsResponse,
  ReservationMoney,
  ReservationResponse,
  StayFacts,
} from './reservations.dto.js';

/** Amounts of a stay: what requests and answers call them, and the facts. */
const AMOUNTS = {
  rent: 'rentMinor',
  cleaning: 'cleaningMinor',
  extras: 'extrasMinor',
  tax: 'taxMinor',
  channelFee: 'channelFeeMinor',
  paymentFee: 'paymentFeeMinor',
} as const;
type Amounts = Record<(typeof AMOUNTS)[keyof typeof AMOUNTS], number>;

/**
 * Minor units of what was sent. Of what was not sent: as before, else 0, and the.
 * @throws AppError VALIDATION_FAILED
 */
export function moneyOf(
  request: ReservationMoney,
  currency: string,
  before?: ReservationFacts,
): Amounts & Pick<ReservationFacts, 'payoutMinor'> {
  const amounts = Object.fromEntries(
    Object.entries(AMOUNTS).map(([name, member]) => {
      const sent = request[name as keyof typeof AMOUNTS];
      return [member, sent === undefined ? (before?.[member] ?? 0) : parseAmount(name, sent, currency)];
    }),
  ) as Amounts;
  const { payout } = request;
  if (payout === null) return { ...amounts, payoutMinor: null };
  if (payout !== undefined) return { ...amounts, payoutMinor: parseAmount('payout', payout, currency) };
  return { ...amounts, payoutMinor: before ? before.payoutMinor : null };
}

/** Of a stay, what its sources tell. */
export function factsOf(stay: Reservation): ReservationFacts {
  const { id: _1, version: _2, contentHash: _3, source: _4, changedAt: _5, ...facts } = stay;
  return facts;
}

export function toResponse(stay: Reservation): ReservationResponse {
  const { id, version, source, changedAt } = stay;
  return { id, ...toFacts(factsOf(stay)), needsReview: needsReview(stay), version, source, changedAt };
}

export function toDetails(stay: Reservation, versions: readonly ReservationVersion[]): ReservationDetailsResponse {
  return {
    ...toResponse(stay),
    expectedPayout: formatMoney(expectedPayout(stay), stay.currency),
    versions: versions.map(({ facts, raw, ...version }) => ({ ...version, facts: toFacts(facts), raw: raw ?? null })),
  };
}

function toFacts(facts: ReservationFacts): StayFacts {
  const { listingId, channel, code, status, sourceStatus, guest, bookedOn, checkIn, checkOut, currency } = facts;
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    ...{ listingId, channel, code, status, sourceStatus, guest, bookedOn, checkIn, checkOut, currency },
    rent: money(facts.rentMinor),
    cleaning: money(facts.cleaningMinor),
    extras: money(facts.extrasMinor),
    tax: money(facts.taxMinor),
    taxRemittedBy: facts.taxRemittedBy,
    channelFee: money(facts.channelFeeMinor),
    paymentFee: money(facts.paymentFeeMinor),
    payout: facts.payoutMinor === null ? null : money(facts.payoutMinor),
    paidToOwner: facts.paidToOwner,
    review: facts.review,
  };
}

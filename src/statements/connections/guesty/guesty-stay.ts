import type { ReservationStatus } from '../../reservations/reservation-facts.js';
import type { ProviderStay } from '../provider/provider.js';
import { channelOf, ProviderRecord } from '../provider/record.js';
import { settle } from '../provider/settle.js';

const BOOKED: Record<string, ReservationStatus> = {
  confirmed: 'confirmed',
  checked_in: 'confirmed',
  checked_out: 'confirmed',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  no_show: 'no_show',
};
const NO_BOOKING = new Set(['inquiry', 'declined', 'expired', 'closed', 'temporary']);
const UNDECIDED = new Set(['reserved', 'awaiting_payment', 'request']);
const OWNERS = new Set(['owner', 'owner-guest']);

/** Members that are asked for: without this list Guesty leaves the money out. */
export const GUESTY_FIELDS = [
  ...['_id', 'listingId', 'status', 'source', 'integration.platform', 'confirmationCode', 'confirmedAt', 'createdAt'],
  ...['checkInDateLocalized', 'checkOutDateLocalized', 'guest.fullName', 'money.currency', 'money.fareAccommodation'],
  ...['money.fareAccommodationAdjusted', 'money.fareCleaning', 'money.hostServiceFee', 'money.hostServiceFeeIncTax'],
  ...['money.subTotalPrice', 'money.totalTaxes', 'money.hostPayout'],
].join(' ');

/**
 * A reservation of Guesty. Its money is an object of its own, in major units; what the subtotal has besides accommodation and
 * cleaning are extras. @param source the connection's name @param currency of the listing, for records without one
 */
export function guestyStay(raw: Record<string, unknown>, source: string, currency: string): ProviderStay {
  const record = new ProviderRecord(raw, 'reservation', '_id');
  const money = new ProviderRecord({ ...objectOf(raw['money']), _id: record.id }, 'money of reservation', '_id');
  const review = new Set<string>();
  const sourceStatus = record.text('status', 100);
  const sourceName = record.text('source')?.toLowerCase() ?? '';
  const { status, booking } = statusOf(sourceStatus, sourceName, review);
  const told = money.currency('currency', currency);
  const amount = (...members: string[]) => {
    for (const member of members) {
      const minor = money.majorOrNull(member, told, review);
      if (minor !== null) return minor;
    }
    return 0;
  };
  const platform = objectOf(raw['integration'])['platform'];
  const channel = channelOf(platform ?? sourceName);
  const rentMinor = amount('fareAccommodationAdjusted', 'fareAccommodation');
  const cleaningMinor = amount('fareCleaning');
  const subtotal = money.majorOrNull('subTotalPrice', told, review);
  const settled = settle({
    status,
    channel,
    rentMinor,
    cleaningMinor,
    extrasMinor: subtotal === null ? 0 : subtotal - rentMinor - cleaningMinor,
    taxMinor: amount('totalTaxes'),
    channelFeeMinor: amount('hostServiceFeeIncTax', 'hostServiceFee'),
    paymentFeeMinor: 0,
    payoutMinor: money.majorOrNull('hostPayout', told, review),
  });
  return {
    externalId: record.id,
    booking,
    raw,
    facts: {
      channel,
      code: record.text('confirmationCode', 100) ?? `${source}:${record.id}`.slice(0, 100),
      status,
      sourceStatus,
      guest: new ProviderRecord({ ...objectOf(raw['guest']), id: record.id }, 'guest', 'id').text('fullName'),
      bookedOn: record.dateOrNull('confirmedAt') ?? record.dateOrNull('createdAt'),
      ...record.stay('checkInDateLocalized', 'checkOutDateLocalized'),
      currency: told,
      ...settled,
      paidToOwner: false,
      review: [...new Set([...review, ...settled.review])].sort(),
    },
  };
}

function statusOf(told: string | null, source: string, review: Set<string>) {
  const word = (told ?? '').toLowerCase();
  const booked = Object.hasOwn(BOOKED, word) ? BOOKED[word]! : undefined;
  if (booked === 'confirmed' && OWNERS.has(source)) return { status: 'owner_stay' as const, booking: true };
  if (booked) return { status: booked, booking: true };
  if (NO_BOOKING.has(word)) return { status: 'cancelled' as const, booking: false };
  review.add(UNDECIDED.has(word) ? 'undecided' : 'unknown_status');
  return { status: 'needs_review' as const, booking: true };
}

function objectOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

import type { LocalDate } from '../../../platform/dates/index.js';
import type { ReservationStatus } from '../../reservations/reservation-facts.js';
import type { ProviderStay } from '../provider/provider.js';
import { channelOf, ProviderRecord } from '../provider/record.js';
import { settle } from '../provider/settle.js';

/** What Hostify calls a booking, and the end of one. */
const BOOKED: Record<string, ReservationStatus> = {
  accepted: 'confirmed',
  confirmed: 'confirmed',
  completed: 'confirmed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  cancelled_by_host: 'cancelled',
  cancelled_by_guest: 'cancelled',
  no_show: 'no_show',
  noshow: 'no_show',
};
/** What never became one. */
const NO_BOOKING = new Set(['inquiry', 'expired', 'voided', 'timedout', 'denied', 'declined', 'withdrawn']);
/** What may still become one. */
const UNDECIDED = new Set(['new', 'pending']);

/**
 * A reservation of Hostify. Amounts come as floats in major units; fees are positive.
 * @param source the connection's name, part of the code of stays without one of a channel
 * @param currency of the listing, for records without one
 */
export function hostifyStay(raw: Record<string, unknown>, source: string, currency: string): ProviderStay {
  const record = new ProviderRecord(raw, 'reservation', 'id');
  const review = new Set<string>();
  const sourceStatus = record.text('status', 100);
  const { status, booking } = statusOf(sourceStatus, record.text('source'), review);
  const channel = channelOf(raw['source']);
  const told = record.currency('currency', currency);
  const major = (member: string) => record.major(member, told, review);
  const settled = settle({
    status,
    channel,
    rentMinor: major('base_price'),
    cleaningMinor: major('cleaning_fee'),
    extrasMinor: major('extras_price'),
    taxMinor: major('tax_amount'),
    channelFeeMinor: major('channel_commission'),
    paymentFeeMinor: major('transaction_fee'),
    payoutMinor: record.majorOrNull('payout_price', told, review),
  });
  return {
    externalId: record.id,
    booking,
    raw,
    facts: {
      channel,
      code: record.text('confirmation_code', 100) ?? `${source}:${record.id}`.slice(0, 100),
      status,
      sourceStatus,
      guest: record.text('guest_name'),
      bookedOn: record.dateOrNull('confirmed_at') ?? record.dateOrNull('created_at'),
      ...record.stay('checkIn', 'checkOut'),
      currency: told,
      ...settled,
      paidToOwner: false,
      review: [...new Set([...review, ...settled.review])].sort(),
    },
  };
}

function statusOf(told: string | null, source: string | null, review: Set<string>) {
  const word = (told ?? '').toLowerCase();
  const booked = Object.hasOwn(BOOKED, word) ? BOOKED[word]! : undefined;
  if (booked === 'confirmed' && source?.toLowerCase() === 'owner')
    return { status: 'owner_stay' as const, booking: true };
  if (booked) return { status: booked, booking: true };
  if (NO_BOOKING.has(word)) return { status: 'cancelled' as const, booking: false };
  review.add(UNDECIDED.has(word) ? 'undecided' : 'unknown_status');
  return { status: 'needs_review' as const, booking: true };
}

/** Ids of stays on the days of a calendar, and whether it tells every day that was asked for. */
export function calendarOf(days: readonly unknown[], asked: readonly LocalDate[]): { ids: string[]; missing: number } {
  const dates = new Set<string>();
  const ids = new Set<string>();
  for (const day of days as Record<string, unknown>[]) {
    const date = day?.['date'];
    if (typeof date === 'string') dates.add(date.slice(0, 10));
    const id = day?.['reservation_id'];
    if ((typeof id === 'number' && id > 0) || (typeof id === 'string' && id !== '' && id !== '0')) ids.add(String(id));
  }
  return { ids: [...ids], missing: asked.filter((date) => !dates.has(date)).length };
}

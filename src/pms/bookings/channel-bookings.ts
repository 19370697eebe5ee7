import type { LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import type { BookingRow, Guarantee } from './booking-row.js';
import type { CreateBookingRequest } from './bookings.dto.js';

/** What a channel sends about a reservation, read. Undefined: not sent. */
export interface Sent {
  roomCategoryId: number;
  arrival: LocalDate;
  departure: LocalDate;
  guestName: string;
  adults: number;
  children: number;
  guestEmail?: string;
  guarantee?: Guarantee;
  childAges?: readonly number[];
  nightPricesMinor?: readonly number[];
}

/**
 * A channel sends a reservation again when it did not hear the answer. Sent again as it was, it is the booking that is there.
 * @throws AppError CONFLICT naming the booking, when it stands otherwise now, or was cancelled
 */
export function checkSame(there: BookingRow, sent: Sent): void {
  const ended = ['cancelled', 'no_show'].includes(there.status);
  const keys = Object.keys(sent) as (keyof Sent)[];
  const same = keys.every((key) => sent[key] === undefined || String(sent[key]) === String(there[key]));
  if (!ended && same) return;
  throw taken(there, ended ? `which is ${there.status}: reinstate it` : 'with other content: change that one');
}

/** 409 that names the booking which has the channel's number. */
export function taken(there: BookingRow, how: string): AppError {
  const { channel, channelReference, code, id } = there;
  return new AppError('CONFLICT', `${channel} ${channelReference} is booking ${code}, ${how}`, {
    extra: { reason: 'CHANNEL_REFERENCE_TAKEN', bookingId: id },
  });
}

/** Each room that a channel books has a number of its own. @throws AppError VALIDATION_FAILED */
export function checkDistinct(requests: readonly CreateBookingRequest[]): void {
  const seen = new Set<string>();
  requests.forEach(({ channel = 'direct', channelReference }, index) => {
    if (channelReference === undefined) return;
    const key = JSON.stringify([channel.toLowerCase(), channelReference]);
    if (seen.has(key))
      throw invalid(
        `bookings.${index}.channelReference`,
        `Each room has a channelReference of its own, such as ${channelReference}/${index + 1}`,
      );
    seen.add(key);
  });
}

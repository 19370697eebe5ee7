import { addDays, instantAt, type LocalDate } from '../../platform/dates/index.js';
import type { Guarantee } from '../bookings/booking-row.js';
import type { HotelPolicy } from '../hotel-policy/hotel-policy.repository.js';

type Hours = Pick<HotelPolicy, 'holdUntil' | 'noShowCutoff' | 'releaseAt'>;

/**
 * The instant from which a guest who has not come is late: without guarantee the evening of arrival, with one the morning
 * after, by the hotel's clock. A cutoff in an hour that the clocks skip is later by the length of the gap. (rules pms B.0, B9, B10)
 */
export function cutoffOf(guarantee: Guarantee, arrival: LocalDate, hours: Hours, zone: string): Date {
  return guarantee === 'none'
    ? instantAt(arrival, hours.holdUntil, zone)
    : instantAt(addDays(arrival, 1), hours.noShowCutoff, zone);
}

/** When the nights after the first are given back: at once (null), or on the day after arrival. (rules pms B14) */
export function releaseOf(arrival: LocalDate, { releaseAt }: Hours, zone: string): Date | null {
  return releaseAt === null ? null : instantAt(addDays(arrival, 1), releaseAt, zone);
}

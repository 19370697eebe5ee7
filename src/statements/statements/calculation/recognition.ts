import { addDays } from '../../../platform/dates/index.js';
import type { Period } from '../../reservations/reservation-row.js';
import type { Recognised } from './agreement-choice.js';
import { type Days, daysWithin, type StayDates, wholeStay } from './nights.js';

/**
 * The days of a stay that a period states. By arrival or departure: all of them, if that day lies in the period. Night by night: the
 * nights in the period, and the day of departure if it lies in it. Null: none.
 */
export function recognisedDays(recognised: Recognised, stay: StayDates, { from, to }: Period): Days | null {
  if (recognised === 'nightly') return daysWithin(stay, from, addDays(to, 1));
  const day = recognised === 'checkin' ? stay.checkIn : stay.checkOut;
  return from <= day && day <= to ? wholeStay(stay) : null;
}

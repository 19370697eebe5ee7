import { daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { nightsOf } from '../stay-dates.js';

/** The restrictions of one day of a category. They do not depend on each other, or on how many rooms are left. */
export interface DayRestrictions {
  stopSell: boolean;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  /** Fewest and most nights of a stay that arrives on the day. */
  minStay: number | null;
  maxStay: number | null;
  /** Fewest nights of every stay that includes this night. */
  minStayThrough: number | null;
}

export type RefusalReason =
  | 'NOT_ON_SALE'
  | 'SOLD_OUT'
  | 'STOP_SELL'
  | 'CLOSED_TO_ARRIVAL'
  | 'CLOSED_TO_DEPARTURE'
  | 'MIN_STAY'
  | 'MAX_STAY'
  | 'MIN_STAY_THROUGH';

export interface Refusal {
  date: LocalDate;
  reason: RefusalReason;
}

/**
 * Every reason why a stay [arrival, departure) may not be sold, by date (rules rooms A.2.11): stop-sell and minimum stay
 * through count on every night, the arrival's flags on the arrival date, closed-to-departure on the departure date.
 * @param days the stay's nights and its departure date; a night without an entry is not on sale
 */
export function refusals(
  days: ReadonlyMap<LocalDate, DayRestrictions>,
  arrival: LocalDate,
  departure: LocalDate,
): Refusal[] {
  const nights = nightsOf(arrival, departure);
  const length = daysBetween(arrival, departure);
  const found: Refusal[] = [];
  const refuse = (date: LocalDate, reason: RefusalReason, when: boolean) => void (when && found.push({ date, reason }));

  const first = days.get(arrival);
  if (first) {
    refuse(arrival, 'CLOSED_TO_ARRIVAL', first.closedToArrival);
    refuse(arrival, 'MIN_STAY', first.minStay !== null && length < first.minStay);
    refuse(arrival, 'MAX_STAY', first.maxStay !== null && length > first.maxStay);
  }
  for (const night of nights) {
    const day = days.get(night);
    refuse(night, 'NOT_ON_SALE', !day);
    if (!day) continue;
    refuse(night, 'STOP_SELL', day.stopSell);
    refuse(night, 'MIN_STAY_THROUGH', day.minStayThrough !== null && length < day.minStayThrough);
  }
  refuse(departure, 'CLOSED_TO_DEPARTURE', days.get(departure)?.closedToDeparture ?? false);
  return found;
}

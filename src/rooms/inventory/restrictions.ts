import { daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { nightsOf } from '../stay-dates.js';

/** The flags of one day of a category; independent of each other and of how many rooms are left. */
export interface DayRestrictions {
  stopSell: boolean;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  /** Nights a stay that arrives on the day must / may have. */
  minStay: number | null;
  maxStay: number | null;
  /** Nights every stay that touches the night must have. */
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
 * Every reason why a stay [arrival, departure) may not be sold, by date (rules A.2.11): stop-sell and minimum stay
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

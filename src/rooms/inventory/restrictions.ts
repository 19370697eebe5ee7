import { daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { nightsOf } from '../stay-dates.js';

/** The restrictions of one day of a category. They do not depend on each other, or on how many rooms are left. */
export interface DayRestrictions {
  /** False: settings that wait for the day to be opened. */
  opened: boolean;
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

/** Reasons that say there is no room. No person can let them pass; all others are rules that somebody has set. */
const NO_ROOM: readonly RefusalReason[] = ['NOT_ON_SALE', 'SOLD_OUT'];

/** Whether somebody who may do so can let it pass. */
export function isRule({ reason }: Refusal): boolean {
  return !NO_ROOM.includes(reason);
}

/** A stay, half-open. */
export interface Dates {
  arrival: LocalDate;
  departure: LocalDate;
}

/**
 * Why a stay that is sold may not be changed to other dates: only by the rules that the change touches. A new arrival is judged as
 * an arrival, a new departure as a departure, a night that is added as a night; the least length when the stay gets shorter,
 * the greatest when it gets longer. So a rule that was set after the sale, and a change that leaves it alone, do not meet.
 * @param days of both stays and their departure dates
 */
export function refusalsOfChange(
  days: ReadonlyMap<LocalDate, DayRestrictions>,
  before: Dates,
  after: Dates,
): Refusal[] {
  const arrives = after.arrival !== before.arrival;
  const shorter = daysBetween(after.arrival, after.departure) < daysBetween(before.arrival, before.departure);
  const longer = daysBetween(after.arrival, after.departure) > daysBetween(before.arrival, before.departure);
  const added = (date: LocalDate) => date < before.arrival || date >= before.departure;
  const touched: Record<RefusalReason, (date: LocalDate) => boolean> = {
    NOT_ON_SALE: added,
    SOLD_OUT: added,
    STOP_SELL: added,
    CLOSED_TO_ARRIVAL: () => arrives,
    CLOSED_TO_DEPARTURE: () => after.departure !== before.departure,
    MIN_STAY: () => arrives || shorter,
    MAX_STAY: () => arrives || longer,
    MIN_STAY_THROUGH: (date) => shorter || added(date),
  };
  return refusals(days, after.arrival, after.departure).filter(({ date, reason }) => touched[reason](date));
}

/**
 * Every reason why a stay [arrival, departure) may not be sold, by date (rules rooms A.2.11): stop-sell and minimum stay
 * through count on every night, the arrival's flags on the arrival date, closed-to-departure on the departure date.
 * @param days the stay's nights and its departure date; a night without an entry, or not opened, is not on sale
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
    refuse(night, 'NOT_ON_SALE', !day?.opened);
    if (!day?.opened) continue;
    refuse(night, 'STOP_SELL', day.stopSell);
    refuse(night, 'MIN_STAY_THROUGH', day.minStayThrough !== null && length < day.minStayThrough);
  }
  refuse(departure, 'CLOSED_TO_DEPARTURE', days.get(departure)?.closedToDeparture ?? false);
  return found;
}

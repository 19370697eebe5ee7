import { addDays, datesBetween } from '../../lib/time';
import type { Booking } from './desk-query';

/** What becomes of a stay by other dates. */
export interface StayChange {
  /** Nights that are added, by date. */
  added: string[];
  /** Nights that are given up, with what they were sold for. */
  givenUp: Booking['nights'];
  /** Nights that stay as they are, with their price. */
  kept: Booking['nights'];
  arrives: boolean;
  departs: boolean;
}

/** Nights of a stay; none while the dates make no sense. */
export const nightsOf = (arrival: string, departure: string): string[] =>
  departure > arrival ? datesBetween(arrival, addDays(departure, -1)) : [];

export function stayChange(
  { nights, ...before }: Pick<Booking, 'arrival' | 'departure' | 'nights'>,
  arrival: string,
  departure: string,
): StayChange {
  const isKept = ({ date }: { date: string }) => date >= arrival && date < departure;
  return {
    added: nightsOf(arrival, departure).filter((date) => date < before.arrival || date >= before.departure),
    givenUp: nights.filter((night) => !isKept(night)),
    kept: nights.filter(isKept),
    arrives: arrival !== before.arrival,
    departs: departure !== before.departure,
  };
}

const REFUSALS: Record<string, string> = {
  NOT_ON_SALE: 'not open for sale',
  SOLD_OUT: 'sold out',
  STOP_SELL: 'the sale is stopped',
  CLOSED_TO_ARRIVAL: 'closed to arrivals',
  CLOSED_TO_DEPARTURE: 'closed to departures',
  MIN_STAY: 'stays that begin then are longer',
  MAX_STAY: 'stays that begin then are shorter',
  MIN_STAY_THROUGH: 'only for longer stays',
};

export interface Refusal {
  date: string;
  why: string;
}

/** Why the API refused nights of a stay, date by date, as its problem carries it. */
export function refusalsOf(body: Record<string, unknown>): Refusal[] {
  const { refusals } = body;
  if (!Array.isArray(refusals)) return [];
  return (refusals as { date: string; reason: string }[]).map(({ date, reason }) => ({
    date,
    why: REFUSALS[reason] ?? reason,
  }));
}

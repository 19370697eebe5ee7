import { addDays, daysBetween, type LocalDate } from '../../../platform/dates/index.js';

export interface StayDates {
  checkIn: LocalDate;
  checkOut: LocalDate;
}

/** Nights of a stay [checkIn, checkOut). */
export function nightsOf({ checkIn, checkOut }: StayDates): number {
  return daysBetween(checkIn, checkOut);
}

/**
 * A run of the days of a stay of n nights, counted from its arrival: day k < n is night k, day n is that of departure. First
 * inclusive, last exclusive. What is stated of a stay is always some of its n + 1 days, so that each is stated once.
 */
export interface Days {
  from: number;
  to: number;
}

/** All days of a stay, that of departure included. */
export function wholeStay(dates: StayDates): Days {
  return { from: 0, to: nightsOf(dates) + 1 };
}

/** Calendar days of a run, first inclusive and last exclusive. */
export function datesOf({ checkIn }: StayDates, { from, to }: Days): { from: LocalDate; to: LocalDate } {
  return { from: addDays(checkIn, from), to: addDays(checkIn, to) };
}

/** The days of a stay that lie in [from, to) of the calendar; null: none. */
export function daysWithin(stay: StayDates, from: LocalDate, to: LocalDate): Days | null {
  const first = Math.max(0, daysBetween(stay.checkIn, from));
  const last = Math.min(nightsOf(stay) + 1, daysBetween(stay.checkIn, to));
  return first < last ? { from: first, to: last } : null;
}

/** How many nights there are in runs of a stay of so many nights. */
export function countNights(runs: readonly Days[], nights: number): number {
  return runs.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, nights) - from), 0);
}

/** What is left of a run when others are taken out of it. */
export function without(run: Days, taken: readonly Days[]): Days[] {
  return taken.reduce<Days[]>(
    (left, gone) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, gone.from) },
          { from: Math.max(from, gone.to), to },
        ].filter((part) => part.from < part.to),
      ),
    [run],
  );
}

import { daysBetween, type LocalDate } from '../../platform/dates/index.js';

/** Nights of a stay [checkIn, checkOut). */
export function nightsOf({ checkIn, checkOut }: { checkIn: LocalDate; checkOut: LocalDate }): number {
  return daysBetween(checkIn, checkOut);
}

import { addDays, instantAt, type LocalDate, today } from '../../platform/dates/index.js';
import type { HotelPolicy } from '../hotel-policy/hotel-policy.repository.js';

export type DayHours = Pick<HotelPolicy, 'checkOutTime' | 'closeFrom' | 'noShowCutoff'>;

/** What a hotel's desk goes by at an instant: its clock, its open business date and its hours. */
export interface HouseMoment {
  now: Date;
  timeZone: string;
  businessDate: LocalDate;
  hours: DayHours;
}

/** From when a business date may be closed: the hotel's hour on the next day, by its clock. */
export function closableFrom(date: LocalDate, { closeFrom, noShowCutoff }: DayHours, timeZone: string): Date {
  return instantAt(addDays(date, 1), closeFrom ?? noShowCutoff, timeZone);
}

/**
 * The date whose guests may come: the calendar's, or the business date where a day was closed before its midnight, so that
 * guests of the new date can be checked in at once.
 */
export function arrivalsOf({ now, timeZone, businessDate }: HouseMoment): LocalDate {
  const date = today(timeZone, now);
  return businessDate > date ? businessDate : date;
}

/**
 * Whether a stay [arrival, departure) is over: at the check-out time of the day of departure. While the books of its last
 * night are still open it is over when that day ends, so that a guest who was forgotten can be checked in before the close.
 */
export function isOver(departure: LocalDate, { now, timeZone, businessDate, hours }: HouseMoment): boolean {
  if (now < instantAt(departure, hours.checkOutTime, timeZone)) return false;
  return businessDate >= departure || today(timeZone, now) > departure;
}

/**
 * The first night that a guest who comes now gets a room for. Before the check-out time, while yesterday's books are open,
 * that is last night, whose rooms are still slept in; a stay of which only last night is left gets a room for that one.
 */
export function firstNight({ arrival, departure }: Stay, moment: HouseMoment): LocalDate {
  const { now, timeZone, businessDate, hours } = moment;
  const date = today(timeZone, now);
  const early = businessDate < date && now < instantAt(date, hours.checkOutTime, timeZone);
  const night = early ? addDays(date, -1) : date;
  const last = addDays(departure, -1);
  const begun = night > arrival ? night : arrival;
  return begun < last ? begun : last;
}

interface Stay {
  arrival: LocalDate;
  departure: LocalDate;
}

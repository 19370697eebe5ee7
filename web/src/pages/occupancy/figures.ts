import { houseLeft } from '../../lib/house-left';
import type { CategoryDay } from './occupancy-query';

/** A night of a category, or of all of them together. */
export interface Figure {
  date: string;
  /** Rooms in order. */
  rooms: number;
  sold: number;
  /** Rooms that may still be sold; null where the night is not open. */
  sellable: number | null;
  /** Percent of the rooms in order, a whole number; null without any. May exceed 100. */
  percent: number | null;
}

export function figureOf(date: string, days: readonly CategoryDay[]): Figure {
  const sum = (of: (day: CategoryDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const rooms = sum(({ physical, outOfOrder }) => physical - outOfOrder);
  const sold = sum((day) => day.sold);
  return {
    date,
    rooms,
    sold,
    sellable: houseLeft(days),
    percent: rooms > 0 ? Math.round((sold / rooms) * 100) : null,
  };
}

/** Each night's own days, by category. */
export function byDate(days: readonly CategoryDay[]): Map<string, CategoryDay[]> {
  const nights = new Map<string, CategoryDay[]>();
  for (const day of days) {
    const night = nights.get(day.date);
    if (night) night.push(day);
    else nights.set(day.date, [day]);
  }
  return nights;
}

/** 0 empty .. 4 (nearly) full. */
export const levelOf = ({ percent }: Figure): number => Math.max(0, Math.min(4, Math.ceil((percent ?? 0) / 25)));

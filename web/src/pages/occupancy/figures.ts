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
  const open = days.filter(({ sellable }) => sellable !== null);
  return {
    date,
    rooms,
    sold,
    sellable: open.length === 0 ? null : leftOf(open),
    percent: rooms > 0 ? Math.round((sold / rooms) * 100) : null,
  };
}

/** Each category sells no more than the hotel has left, and neither do all of them together. */
function leftOf(open: readonly CategoryDay[]): number {
  const each = open.reduce((total, { sellable }) => total + sellable!, 0);
  return Math.max(0, Math.min(each, ...open.map(({ hotelLeft }) => hotelLeft ?? each)));
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

import { countOf, moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import type { Category, Day, Inventory } from './rooms-query';

/** One category on one date. */
export interface Cell {
  date: string;
  /** Nothing: neither opened nor set. One that is set only waits to be opened. */
  day: Day | undefined;
  /** Should be open, and is not, or not for every room. */
  gap: boolean;
}

export interface Row {
  category: Category;
  cells: Cell[];
}

export function rowsOf({ categories, horizon }: Inventory, dates: readonly string[]): Row[] {
  return categories.map((category) => {
    const days = new Map(category.days.map((day) => [day.date, day]));
    const gaps = new Set(category.gaps);
    const cells = dates.map((date) => {
      const day = days.get(date);
      const lacks = day !== undefined && day.missing > 0 && date >= horizon.from && date <= horizon.to;
      return { date, day, gap: gaps.has(date) || lacks };
    });
    return { category, cells };
  });
}

export const isSoldOut = (day: Day | undefined): boolean => day?.left === 0 && day.capacity > 0;

/** 0 nothing sold .. 4 (nearly) all of it. */
export function levelOf(day: Day | undefined): number {
  const rooms = day ? day.capacity - day.closed : 0;
  if (!day || rooms <= 0) return 0;
  return Math.max(0, Math.min(4, Math.ceil((day.sold / rooms) * 4)));
}

/** Short words for what restricts a night. */
export function restrictionsOf(day: Day): string[] {
  return [
    ...(day.stopSell ? ['stop'] : []),
    ...(day.minStay === null ? [] : [`≥${day.minStay}`]),
    ...(day.maxStay === null ? [] : [`≤${day.maxStay}`]),
    ...(day.minStayThrough === null ? [] : [`all ≥${day.minStayThrough}`]),
    ...(day.closedToArrival ? ['no in'] : []),
    ...(day.closedToDeparture ? ['no out'] : []),
  ];
}

/** A stay would have to be longer than it may be. */
export const noStay = ({ minStay, maxStay, minStayThrough }: Day): boolean =>
  maxStay !== null && Math.max(minStay ?? 1, minStayThrough ?? 1) > maxStay;

/** What a cell says to whoever does not see it. */
export function wordsOf({ category }: Row, { date, day, gap }: Cell, currency: string, locale?: string): string {
  const words = [category.name, dateText(date, locale)];
  if (!day) return [...words, gap ? 'gap: not opened' : 'not open'].join(', ');
  if (day.opened) {
    words.push(day.price === null ? 'no price' : moneyText(day.price, currency, locale));
    words.push(`${day.sold} of ${day.capacity - day.closed} sold`);
  } else words.push(gap ? 'gap: not opened' : 'not open');
  if (isSoldOut(day)) words.push('sold out');
  if (day.closed > 0) words.push(`${countOf(day.closed, 'room')} closed`);
  if (day.stopSell) words.push('sale stopped');
  if (day.minStay !== null) words.push(`at least ${countOf(day.minStay, 'night')}`);
  if (day.maxStay !== null) words.push(`at most ${countOf(day.maxStay, 'night')}`);
  if (day.minStayThrough !== null) words.push(`any stay at least ${countOf(day.minStayThrough, 'night')}`);
  if (noStay(day)) words.push('nobody can arrive: more nights are asked for than are allowed');
  if (day.closedToArrival) words.push('closed to arrival');
  if (day.closedToDeparture) words.push('closed to departure');
  if (gap && day.opened) words.push(`gap: ${countOf(day.missing, 'room')} without the night`);
  return words.join(', ');
}

/**
 * Rooms that several categories of a hotel may still sell on a night, together: each sells no more than the hotel has left, and
 * neither do all of them. Null: none is open.
 */
export function houseLeft(days: readonly { sellable: number | null; hotelLeft: number | null }[]): number | null {
  const open = days.filter(({ sellable }) => sellable !== null);
  if (open.length === 0) return null;
  const each = open.reduce((total, { sellable }) => total + sellable!, 0);
  return Math.max(0, Math.min(each, ...open.map(({ hotelLeft }) => hotelLeft ?? each)));
}

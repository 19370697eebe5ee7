import { addDays, type DateRange, type LocalDate } from '../../../platform/dates/index.js';
import type { StatementShare, StatementStay } from '../statement-types.js';
import type { Share } from './shares.js';

const WHOLE_BP = 10_000;

/** What a statement says shares of: its period, and the nights before and after it of stays that count in it. Both days included. */
export function daysOfShares(
  listingId: number,
  { from, to }: { from: string; to: string },
  stays: readonly Pick<StatementStay, 'listingId' | 'checkIn' | 'checkOut'>[],
): DateRange {
  const own = stays.filter((stay) => stay.listingId === listingId);
  const firsts = [from, ...own.map(({ checkIn }) => checkIn)].sort();
  const lasts = [to, ...own.map(({ checkOut }) => addDays(checkOut as LocalDate, -1))].sort();
  return { from: firsts[0] as LocalDate, to: lasts.at(-1)! as LocalDate };
}

/** An owner's shares of a listing on these days, each with its first and last day; the same share on and on is one. */
export function sharesDuring(
  ownerId: number,
  listingId: number,
  shares: readonly Share[],
  { from, to }: DateRange,
): StatementShare[] {
  const own = shares
    .filter((one) => one.ownerId === ownerId && one.from <= to && (one.until === null || one.until > from))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const shown: StatementShare[] = [];
  for (const { shareBp, from: start, until } of own) {
    const first = start < from ? from : start;
    const last = until === null || until > to ? to : addDays(until, -1);
    const before = shown.at(-1);
    if (before?.shareBp === shareBp && addDays(before.to as LocalDate, 1) === first) before.to = last;
    else shown.push({ listingId, shareBp, from: first, to: last });
  }
  return shown;
}

/** Whether the owner has all of a listing on all of these days: then nothing has to be said of shares. */
export function isWhole(shares: readonly StatementShare[], { from, to }: DateRange): boolean {
  return shares.length === 1 && shares[0]!.shareBp === WHOLE_BP && shares[0]!.from <= from && shares[0]!.to >= to;
}

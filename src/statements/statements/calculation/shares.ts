import type { LocalDate } from '../../../platform/dates/index.js';
import { allocate } from '../../../platform/money/index.js';
import { type Days, daysWithin, nightsOf, type StayDates } from './nights.js';

/** That an owner owns so many basis points of a listing from a day on, until before another (null: open). */
export interface Share {
  ownerId: number;
  shareBp: number;
  from: LocalDate;
  until: LocalDate | null;
}

/** Nights of a stay on which the same owners have the same shares, and the basis points of each in the order of owners. */
export interface ShareRun extends Days {
  owners: number[];
  weights: number[];
}

const END = '9999-12-31' as LocalDate;

/** Who owns a day, in the order of owners. */
export function sharesOn(shares: readonly Share[], day: LocalDate): { owners: number[]; weights: number[] } {
  const of = shares
    .filter(({ from, until }) => from <= day && day < (until ?? END))
    .sort((a, b) => a.ownerId - b.ownerId);
  return { owners: of.map(({ ownerId }) => ownerId), weights: of.map(({ shareBp }) => shareBp) };
}

/** The nights of a stay, cut where an ownership begins or ends. Nights that nobody owns have no owners. */
export function shareRuns(stay: StayDates, shares: readonly Share[]): ShareRun[] {
  const nights = nightsOf(stay);
  const runs = shares.flatMap(({ ownerId, shareBp, from, until }) => {
    const days = from < stay.checkOut && daysOf(stay, from, until);
    return days ? [{ ...days, ownerId, shareBp }] : [];
  });
  const edges = [...new Set([0, nights, ...runs.flatMap(({ from, to }) => [from, Math.min(to, nights)])])].sort(
    (a, b) => a - b,
  );
  const cut = edges.slice(0, -1).map((from, at) => {
    const of = runs.filter((run) => run.from <= from && from < run.to).sort((a, b) => a.ownerId - b.ownerId);
    const to = edges[at + 1]!;
    return { from, to, owners: of.map(({ ownerId }) => ownerId), weights: of.map(({ shareBp }) => shareBp) };
  });
  // Set again as they were, shares make no cut: rounding would lay a cent elsewhere.
  return cut.reduce<ShareRun[]>((joined, run) => {
    const last = joined.at(-1);
    if (last && String(last.owners) === String(run.owners) && String(last.weights) === String(run.weights))
      last.to = run.to;
    else joined.push(run);
    return joined;
  }, []);
}

function daysOf(stay: StayDates, from: LocalDate, until: LocalDate | null): Days | null {
  const end = until === null || until > stay.checkOut ? stay.checkOut : until;
  const start = from < stay.checkIn ? stay.checkIn : from;
  return start < end ? daysWithin(stay, start, end) : null;
}

/** An owner's part of an amount: by basis points, what is left of the rounding to those with the largest remainders. */
export function partOf(amount: number, ownerId: number, { owners, weights }: Pick<ShareRun, 'owners' | 'weights'>) {
  const at = owners.indexOf(ownerId);
  if (at < 0 || amount === 0) return 0;
  return owners.length === 1 ? amount : allocate(amount, weights)[at]!;
}

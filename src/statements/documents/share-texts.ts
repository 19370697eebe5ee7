import { addDays, daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { daysOfShares, isWhole } from '../statements/calculation/stated-shares.js';
import type { StatementLine, StatementShare, StatementStay, StatementView } from '../statements/statement-types.js';
import type { Words } from './words/words.js';

/** Shares that have to be said: of listings that the owner has not all of on all days of the statement. */
export function partialShares(view: StatementView): StatementShare[] {
  return view.listings.flatMap(({ id }) => {
    const own = view.shares.filter(({ listingId }) => listingId === id);
    return isWhole(own, daysOfShares(id, view, view.stays)) ? [] : own;
  });
}

/** `Loft: 60 %, 1 – 14 Oct 2025`. The name is left out where there is one listing. */
export function shareText({ listingId, shareBp, from, to }: StatementShare, view: StatementView, words: Words): string {
  const name = view.listings.length > 1 ? `${view.listings.find(({ id }) => id === listingId)!.name}: ` : '';
  return `${name}${percent(shareBp, words)}, ${words.period(from, to)}`;
}

/** The owner's share of a stay: `60 %`; where it changed in its middle, by nights: `3 × 60 %, 2 × 40 %`. */
export function stayShareText(stay: StatementStay, view: StatementView, words: Words): string {
  const runs = view.shares
    .filter(({ listingId }) => listingId === stay.listingId)
    .map(({ from, to, shareBp }) => ({ from, to: addDays(to as LocalDate, 1), shareBp }));
  return byNights(runs, stay.checkIn, stay.checkOut, words);
}

/** The same of a line; nothing where it is not shared, as an amount set by hand. */
export function lineShareText({ shares }: StatementLine, words: Words): string | null {
  if (shares === null || shares.length === 0) return null;
  return byNights(shares, shares[0]!.from, shares.at(-1)!.to, words);
}

function byNights(
  runs: readonly { from: string; to: string; shareBp: number }[],
  from: string,
  to: string,
  words: Words,
) {
  const within = runs
    .map((run) => ({ ...run, from: run.from < from ? from : run.from, to: run.to > to ? to : run.to }))
    .filter((run) => run.from < run.to);
  const [first, ...others] = within;
  if (first && others.length === 0 && first.from === from && first.to === to) return percent(first.shareBp, words);
  return within
    .map((run) => `${daysBetween(run.from as LocalDate, run.to as LocalDate)} × ${percent(run.shareBp, words)}`)
    .join(', ');
}

/** Of basis points. */
function percent(shareBp: number, words: Words): string {
  return words.percent(`${Math.trunc(shareBp / 100)}.${String(shareBp % 100).padStart(2, '0')}`);
}

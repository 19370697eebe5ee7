import type { LocalDate } from '../../../platform/dates/index.js';

/** What an owner has of a listing, in basis points: 10000 is all of it. */
export interface Share {
  ownerId: number;
  shareBp: number;
}

/** A share on the nights from `from` to the one before `until`; null: for good. */
export interface KeptShare extends Share {
  id: number;
  from: LocalDate;
  until: LocalDate | null;
}

export const WHOLE_BP = 10_000;

/** What is wrong with shares that are to hold together; undefined: nothing. None at all means that nobody owns the listing any more. */
export function faultOf(shares: readonly Share[]): string | undefined {
  if (shares.length === 0) return undefined;
  if (new Set(shares.map(({ ownerId }) => ownerId)).size < shares.length) return 'An owner stands there twice';
  const total = shares.reduce((sum, { shareBp }) => sum + shareBp, 0);
  return total === WHOLE_BP ? undefined : `The shares must total ${WHOLE_BP} basis points, not ${total}`;
}

export interface Change {
  /** Rows that began on the day or later. */
  drop: number[];
  /** Rows of which the nights before the day remain. */
  cut: number[];
  add: Share[];
}

/** What becomes of a listing's shares when others hold from a day on. A share that goes on as it was keeps its row. */
export function changeFrom(kept: readonly KeptShare[], from: LocalDate, shares: readonly Share[]): Change {
  const over = kept.filter(({ from: start, until }) => start < from && (until === null || until > from));
  const goesOn = over.filter(
    ({ ownerId, shareBp, until }) =>
      until === null && shares.some((share) => share.ownerId === ownerId && share.shareBp === shareBp),
  );
  return {
    drop: kept.filter((share) => share.from >= from).map(({ id }) => id),
    cut: over.filter((share) => !goesOn.includes(share)).map(({ id }) => id),
    add: shares.filter(({ ownerId }) => !goesOn.some((share) => share.ownerId === ownerId)),
  };
}

import type { KnownStatement } from './generation/facts.js';

type Placed = Pick<KnownStatement, 'from' | 'to' | 'chain' | 'listingId' | 'state'>;

/**
 * The statement whose closing another one opens with: of the open ones of its owner and scope the last with an earlier period; where
 * there is none the last final one. So also a period that is stated late, after later ones are final, goes on from where they ended.
 */
export function predecessorOf<T extends Placed>(
  statements: readonly T[],
  one: Pick<Placed, 'from' | 'to' | 'listingId'>,
) {
  const same = statements.filter(({ listingId, state }) => listingId === one.listingId && state !== 'void');
  const open = same
    .filter((other) => other.chain === null && isBefore(other, one))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return open.at(-1) ?? lastFinal(same);
}

export function lastFinal<T extends Placed>(statements: readonly T[]): T | undefined {
  return statements
    .filter(({ chain }) => chain !== null)
    .sort((a, b) => a.chain! - b.chain!)
    .at(-1);
}

/** By their ends, then by their beginnings. */
export function isBefore(a: Pick<Placed, 'from' | 'to'>, b: Pick<Placed, 'from' | 'to'>): boolean {
  return a.to < b.to || (a.to === b.to && a.from < b.from);
}

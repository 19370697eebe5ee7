/** What is asked of a statement. */
interface Placed {
  state: string;
  listingId: number | null;
  from: string;
  to: string;
  goesOnTo: object | null;
}

/** Nobody has made it final yet. */
export const isOpen = ({ state }: Pick<Placed, 'state'>): boolean => state === 'draft' || state === 'review';

/**
 * The statement of each listing that says what is owed now: the open one of the last period, because it goes on from all that are
 * final, else the final one from which no other goes on. A period may be stated late, so the last period alone does not tell.
 */
export function latestOf<T extends Placed>(statements: readonly T[]): T[] {
  const counted = statements.filter(({ state }) => state !== 'void');
  return [...new Set(counted.map(({ listingId }) => listingId))].flatMap((listing) => {
    const own = counted.filter(({ listingId }) => listingId === listing);
    const [open] = own.filter(isOpen).toSorted((a, b) => b.to.localeCompare(a.to) || b.from.localeCompare(a.from));
    return open ?? own.find((one) => !isOpen(one) && one.goesOnTo === null) ?? [];
  });
}

import type { Schema } from '../../api/client';
import { sumOfAmounts } from '../../lib/money';
import type { RunItem } from './runs-query';

export type Sum = Schema<'RunTotalResponse'>;
type Entry = Schema<'RunEntryResponse'>;

/** What statements come to, by currency; those that were voided since do not count. */
export function sumsOf(entries: readonly Entry[]): Sum[] {
  const counted = entries.filter(({ currency, statementState }) => currency !== null && statementState !== 'void');
  return [...new Set(counted.map(({ currency }) => currency!))].toSorted().map((currency) => {
    const own = counted.filter((one) => one.currency === currency);
    const sum = (of: 'net' | 'payable') => sumOfAmounts(own.map((one) => one[of] ?? '0'));
    return { currency, statements: own.length, net: sum('net'), payable: sum('payable') };
  });
}

/** The statements of one owner in one currency. */
export interface OwnerSum extends Sum {
  ownerId: number;
  owner: string;
  entries: RunItem[];
}

/** By owner, in the order of the run. Of what was made or found: what was skipped is on no owner's sum. */
export function byOwner(items: readonly RunItem[]): OwnerSum[] {
  const owners = new Map<number, RunItem[]>();
  for (const item of items)
    if (item.outcome === 'generated' || item.outcome === 'unchanged')
      owners.set(item.ownerId, [...(owners.get(item.ownerId) ?? []), item]);
  return [...owners].flatMap(([ownerId, entries]) =>
    sumsOf(entries).map((sum) => ({
      ...{ ...sum, ownerId, owner: entries[0]!.owner },
      entries: entries.filter(({ currency }) => currency === sum.currency),
    })),
  );
}

import { formatMoney } from '../../platform/money/index.js';
import type { OwnerBalance } from './generation/facts.js';

/** Whether the one is of a single listing and the other of all of the owner's together. */
export function isOtherKind(one: { listingId: number | null }, listingId: number | null): boolean {
  return (one.listingId === null) !== (listingId === null);
}

/**
 * Why there is no statement of one listing yet, or none of all together: the owner's statements were of the other kind until now, and
 * what those left is nothing that the first of this kind opens with. Undefined: they left nothing, or this kind is in use already.
 * @param balances of all scopes of the owner, the one that was made final last at the end
 */
export function leftOfOtherKind(balances: readonly OwnerBalance[], listingId: number | null): string | undefined {
  const last = balances.at(-1);
  if (!last || !isOtherKind(last, listingId)) return undefined;
  const left = balances.find((one) => isOtherKind(one, listingId) && one.balanceMinor !== 0);
  if (!left) return undefined;
  const [is, next] =
    left.listingId === null
      ? ['of all listings together', 'one of a single listing']
      : ['of one listing', 'one of all listings together'];
  const how =
    left.balanceMinor > 0
      ? `pay it out, or set it to 0 by an adjustment on a last one ${is}`
      : `generate a last one ${is} by itself, for days after that one, and set it to 0 by an adjustment`;
  return `Statement ${left.number}, ${is}, leaves ${formatMoney(left.balanceMinor, left.currency)}, with which ${next} would not open: ${how}`;
}

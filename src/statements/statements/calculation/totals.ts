/** What a statement comes to. Amounts are minor units of its currency. */
export interface Totals {
  openingMinor: number;
  netMinor: number;
  payoutsMinor: number;
  closingMinor: number;
  payableMinor: number;
  shortfallMinor: number;
}

/** closing = opening + net - payouts; what exceeds the reserve is paid out, what is missing for it is the shortfall. */
export function totalsOf(openingMinor: number, netMinor: number, payoutsMinor: number, reserveMinor: number): Totals {
  const closingMinor = openingMinor + netMinor - payoutsMinor;
  return { openingMinor, netMinor, payoutsMinor, closingMinor, ...payable(closingMinor, reserveMinor) };
}

export function payable(closingMinor: number, reserveMinor: number) {
  const over = closingMinor - reserveMinor;
  return { payableMinor: Math.max(0, over), shortfallMinor: Math.max(0, -over) };
}

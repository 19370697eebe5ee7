/** Amounts of an owner's year, minor units, signed from the owner's point of view. */
export interface YearAmounts {
  nights: number;
  rentMinor: number;
  cleaningMinor: number;
  extrasMinor: number;
  taxMinor: number;
  channelFeeMinor: number;
  paymentFeeMinor: number;
  managementFeeMinor: number;
  /** What the owner got from guests itself. */
  collectedMinor: number;
  expensesMinor: number;
  adjustmentsMinor: number;
  /** Sum of all lines. */
  netMinor: number;
  /** Paid out, as a positive amount. */
  payoutsMinor: number;
}

export interface YearRow extends YearAmounts {
  /** YYYY-MM. */
  month: string;
  /** Null: of the owner, not of one listing. */
  listingId: number | null;
  listing: string | null;
  currency: string;
}

export const AMOUNTS = [
  'rentMinor',
  'cleaningMinor',
  'extrasMinor',
  'taxMinor',
  'channelFeeMinor',
  'paymentFeeMinor',
  'managementFeeMinor',
  'collectedMinor',
  'expensesMinor',
  'adjustmentsMinor',
  'netMinor',
  'payoutsMinor',
] as const satisfies readonly (keyof YearAmounts)[];

const NOTHING: YearAmounts = {
  nights: 0,
  ...(Object.fromEntries(AMOUNTS.map((name) => [name, 0])) as Record<(typeof AMOUNTS)[number], number>),
};

export type PaidRow = Pick<YearRow, 'month' | 'listingId' | 'listing' | 'currency' | 'payoutsMinor'>;

/** Puts payouts into the rows of their month and listing, or into rows of their own. By month and listing. */
export function withPayouts(rows: readonly YearRow[], paid: readonly PaidRow[]): YearRow[] {
  const all = rows.map((row) => ({ ...row }));
  for (const payout of paid) {
    const row = all.find(({ month, listingId }) => month === payout.month && listingId === payout.listingId);
    if (row) row.payoutsMinor += payout.payoutsMinor;
    else all.push({ ...NOTHING, ...payout });
  }
  return all.sort((a, b) => compare(a.month, b.month) || compare(a.listing ?? '\uffff', b.listing ?? '\uffff'));
}

export function totalOf(rows: readonly YearAmounts[]): YearAmounts {
  const total = { ...NOTHING };
  for (const row of rows) {
    total.nights += row.nights;
    for (const name of AMOUNTS) total[name] += row[name];
  }
  return total;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

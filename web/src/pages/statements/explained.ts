import { sameAmount, sumOfAmounts } from '../../lib/money';
import type { Statement, Total } from './statements-query';
import { TOTALS } from './statements-query';

type Line = Statement['lines'][number];
type Stay = Statement['stays'][number];

/** Amounts of a stay, in the order in which they are shown, and the kind of their lines. */
export const STAY_AMOUNTS = [
  { name: 'rent', kind: 'rent', header: 'Rent' },
  { name: 'cleaning', kind: 'cleaning', header: 'Cleaning' },
  { name: 'extras', kind: 'extras', header: 'Extras' },
  { name: 'tax', kind: 'tax', header: 'Tax' },
  { name: 'channelFee', kind: 'channel_fee', header: 'Channel fee' },
  { name: 'paymentFee', kind: 'payment_fee', header: 'Payment fee' },
  { name: 'managementFee', kind: 'management_fee', header: 'Our fee' },
  { name: 'net', kind: '', header: 'Net' },
] as const;
export type StayAmount = (typeof STAY_AMOUNTS)[number]['name'];

/** What is explained: a total of the statement, or the lines that an amount is the sum of. */
export interface Explained {
  title: string;
  amount: string;
  total?: Total;
  lines: Line[];
  /** What the statement says of the stay. */
  note?: string;
}

export const ofStay = (stay: Stay, name: StayAmount): string => `stay.${stay.reservationId}.${name}`;
export const ofLine = ({ id }: Line): string => `line.${id}`;

/** From the word in the address; undefined where it names nothing of this statement. */
export function explained(statement: Statement, of: string): Explained | undefined {
  const total = TOTALS.find((one) => one === of);
  if (total) return { title: TOTAL_NAMES[total], amount: statement[total], total, lines: [] };
  const [what, id, name] = of.split('.');
  if (what === 'line') {
    const line = statement.lines.find((one) => one.id === id);
    return line && { title: `${lineName(line)}, ${line.description}`, amount: line.amount, lines: [line] };
  }
  const stay = statement.stays.find((one) => one.reservationId === id);
  const cell = STAY_AMOUNTS.find((one) => one.name === name);
  if (what !== 'stay' || !stay || !cell) return undefined;
  const amount = stay[cell.name];
  const own = statement.lines.filter((line) => line.reservationId === stay.reservationId);
  // A net also has what was set by hand for the stay; lines that correct another statement are not part of it.
  const choices =
    cell.name === 'net'
      ? [own, own.filter(({ kind }) => kind !== 'adjustment'), own.filter((one) => !one.correctsStatementId)]
      : [own.filter(({ kind }) => kind === cell.kind)];
  const lines =
    choices.find((some) => sameAmount(sumOfAmounts(some.map((line) => line.amount)), amount)) ?? choices[0]!;
  return { title: `${cell.header}, stay ${stay.code}`, amount, lines, ...(stay.note && { note: stay.note }) };
}

export const TOTAL_NAMES: Record<Total, string> = {
  opening: 'Opening',
  revenue: 'Revenue',
  fees: 'Fees',
  expenses: 'Expenses',
  adjustments: 'Adjustments',
  net: 'Net',
  payouts: 'Paid out',
  closing: 'Closing',
  payable: 'Payable',
  shortfall: 'Missing for the reserve',
};

const LINE_NAMES: Record<Line['kind'], string> = {
  rent: 'Rent',
  cleaning: 'Cleaning',
  extras: 'Extras',
  tax: 'Tax',
  channel_fee: 'Channel fee',
  payment_fee: 'Payment fee',
  management_fee: 'Our fee',
  cohost_collected: 'Collected by the owner',
  expense: 'Expense',
  adjustment: 'Adjustment',
  opening: 'Opening',
};

export const lineName = ({ kind }: Pick<Line, 'kind'>): string => LINE_NAMES[kind];

import type { LocalDate } from '../../../platform/dates/index.js';
import { expectedPayout, type ReservationFacts } from '../../reservations/reservation-facts.js';
import type { NormalRow, RowMoney } from './normal-row.js';

/** A row with the listing that its title stands for, if that is known. */
export interface ListedRow extends NormalRow {
  listingId: number | null;
  /** The file it came in; rows of one file that tell the same stay otherwise contradict each other. */
  importId?: string;
  /** The kind of file. Two kinds of one channel tell the same money, each in its own rows. */
  report?: string;
}

export type StayOfRows = { facts: ReservationFacts; accrued: number; invoiced: boolean } | { waits: string };

/** Kinds of rows that tell of a stay. */
const OF_STAY = ['stay', 'change', 'tax', 'fee', 'invoice'];
/** Codes that are settled once there are rows of money. */
const ONLY_OF_STATES = ['net_only', 'commission_later'];

/** Rows of a stay that count for it. */
export function tellsOfStay({ kind, code }: Pick<NormalRow, 'kind' | 'code'>): boolean {
  return code !== null && OF_STAY.includes(kind);
}

/**
 * A stay as all rows of it tell it, whatever files they came in. Amounts that were moved add up; where there are none, the last that
 * told what is known counts. A bill of the channel settles the commission that was accrued, or that nobody has told before. What
 * no row says is as it was known.
 * @param rows in the order in which they came
 * @param known the stay as it is known
 */
export function stayOfRows(rows: readonly ListedRow[], known: ReservationFacts | null): StayOfRows {
  const told = byDayOfMoney(rows.filter(tellsOfStay));
  const moved = told.filter(({ mode }) => mode === 'movement');
  const [first] = rows.filter(({ mode }) => mode === 'movement');
  const movements = moved.filter(({ report }) => report === first?.report);
  // What was taken or given later says nothing of what the stay was paid with.
  if (movements.length > 0 && !movements.some(({ kind }) => kind === 'stay')) return { waits: 'unknown_stay' };
  const states = told.filter(({ mode, kind }) => mode === 'state' && kind !== 'invoice');
  const invoice = told.filter(({ kind }) => kind === 'invoice').at(-1);
  const money = movements.length > 0 ? movements : states.slice(-1);
  const last = told.at(-1);
  if (!last) return { waits: 'unknown_stay' };
  const { checkIn, checkOut } = datesOf(told, states, known);
  if (!checkIn || !checkOut) return { waits: 'unknown_stay' };
  if (checkOut <= checkIn) return { waits: 'no_nights' };
  const listingId = lastOf(told, ({ listingId }) => listingId) ?? known?.listingId;
  if (listingId === undefined) return { waits: 'unknown_listing' };
  const currencies = new Set([...money, ...(invoice ? [invoice] : [])].map(({ currency }) => currency));
  if (currencies.size > 1) return { waits: 'mixed_currencies' };
  const [currency = last.currency] = currencies;

  const sum = (part: keyof RowMoney) => sumOf(money, part);
  const before = known?.currency === currency ? known : null;
  const accrued = money.reduce((so, row) => so + row.accrued, 0);
  const hosts = money.filter(({ taxRemittedBy, money: { tax } }) => taxRemittedBy === 'host' && tax !== null);
  const tax = hosts.length > 0 ? sumOf(hosts, 'tax') : sum('tax');
  const remittedBy = hosts.length > 0 ? 'host' : tax === null && before ? before.taxRemittedBy : 'channel';
  const fees = feesOf(sum('channelFee'), sum('paymentFee'), accrued, invoice);
  const facts: ReservationFacts = {
    listingId,
    channel: last.channel,
    code: last.code!,
    status: lastOf(told, ({ status }) => status) ?? known?.status ?? 'confirmed',
    sourceStatus: lastOf(told, ({ sourceStatus }) => sourceStatus) ?? known?.sourceStatus ?? null,
    guest: lastOf(told, ({ guest }) => guest) ?? known?.guest ?? null,
    bookedOn: lastOf(told, ({ bookedOn }) => bookedOn) ?? known?.bookedOn ?? null,
    checkIn,
    checkOut,
    currency,
    rentMinor: sum('rent') ?? invoice?.money.rent ?? before?.rentMinor ?? 0,
    cleaningMinor: sum('cleaning') ?? before?.cleaningMinor ?? 0,
    extrasMinor: sum('extras') ?? before?.extrasMinor ?? 0,
    taxMinor: tax ?? before?.taxMinor ?? 0,
    taxRemittedBy: remittedBy,
    channelFeeMinor: fees.channel ?? before?.channelFeeMinor ?? 0,
    paymentFeeMinor: fees.payment ?? before?.paymentFeeMinor ?? 0,
    payoutMinor: sum('payout'),
    paidToOwner: known?.paidToOwner ?? false,
    review: [
      ...reviewOf(money.length > 0 ? [...money, ...states.slice(-1)] : told, {
        settled: movements.length > 0,
        invoiced: !!invoice,
      }),
      ...contradictions(movements, states),
      ...(moved.length > movements.length ? ['two_kinds_of_files'] : []),
    ].sort(),
  };
  // What is paid after the bill, and what no file says, follows from the rest.
  if (fees.settled || facts.payoutMinor === null) facts.payoutMinor = expectedPayout(facts);
  if (Object.values(facts).some((value) => typeof value === 'number' && !Number.isSafeInteger(value)))
    return { waits: 'amount_too_large' };
  return { facts, accrued, invoiced: invoice !== undefined };
}

/** Files list the newest first or the oldest first, and an older file may come later: the last word is that of the latest day. */
function byDayOfMoney(rows: readonly ListedRow[]): ListedRow[] {
  const dated = rows
    .filter(({ date }) => date !== null)
    .sort((a, b) => (a.date! < b.date! ? -1 : a.date! > b.date! ? 1 : 0));
  let next = 0;
  return rows.map((row) => (row.date === null ? row : dated[next++]!));
}

/**
 * One code of two listings is a booking of two units, whose money is of different owners; two rows of one list that differ are two
 * parts of a stay, of which only one would count. Neither can be decided here.
 */
function contradictions(movements: readonly ListedRow[], states: readonly ListedRow[]): string[] {
  const last = states.at(-1);
  const rivals = movements.length > 0 ? [] : states.filter(({ importId }) => importId === last?.importId);
  const listings = new Set([...movements, ...rivals].map(({ listingId }) => listingId).filter((id) => id !== null));
  if (listings.size > 1) return ['several_listings'];
  return rivals.some(({ identity }) => identity !== last!.identity) ? ['several_rows'] : [];
}

function datesOf(told: readonly ListedRow[], states: readonly ListedRow[], known: ReservationFacts | null) {
  const state = states.filter(({ checkIn, checkOut }) => checkIn && checkOut).at(-1);
  if (state) return { checkIn: state.checkIn, checkOut: state.checkOut };
  const moved = told.filter(({ moves, checkIn, checkOut }) => moves && checkIn && checkOut).at(-1);
  if (moved) return { checkIn: moved.checkIn, checkOut: moved.checkOut };
  // A long stay is paid month by month: each row may have the whole stay, or its own part of it.
  const dated = told.filter(({ checkIn, checkOut }) => checkIn && checkOut);
  if (dated.length === 0) return { checkIn: known?.checkIn ?? null, checkOut: known?.checkOut ?? null };
  const least = (dates: LocalDate[]) => dates.reduce((a, b) => (a < b ? a : b));
  const most = (dates: LocalDate[]) => dates.reduce((a, b) => (a > b ? a : b));
  return { checkIn: least(dated.map((row) => row.checkIn!)), checkOut: most(dated.map((row) => row.checkOut!)) };
}

function feesOf(channel: number | null, payment: number | null, accrued: number, invoice: ListedRow | undefined) {
  if (!invoice) return { channel, payment, settled: false };
  const billed = invoice.money.channelFee ?? 0;
  // The bill is of what was accrued; or of a stay whose fees nobody has told. Fees that a payout has taken are not billed again.
  if (accrued !== 0) return { channel: (channel ?? 0) - accrued + billed, payment, settled: true };
  if (channel === null) return { channel: billed, payment: payment ?? invoice.money.paymentFee, settled: true };
  return { channel, payment, settled: false };
}

function sumOf(rows: readonly ListedRow[], part: keyof RowMoney): number | null {
  const amounts = rows.map(({ money }) => money[part]).filter((amount) => amount !== null);
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0);
}

function lastOf<T>(rows: readonly ListedRow[], read: (row: ListedRow) => T | null): T | undefined {
  for (let at = rows.length - 1; at >= 0; at--) {
    const value = read(rows[at]!);
    if (value !== null) return value;
  }
  return undefined;
}

function reviewOf(
  rows: readonly ListedRow[],
  { settled, invoiced }: { settled: boolean; invoiced: boolean },
): string[] {
  const codes = new Set(rows.flatMap(({ review }) => review));
  if (settled) for (const code of ['net_only']) codes.delete(code);
  if (invoiced) for (const code of ONLY_OF_STATES) codes.delete(code);
  // A status that a later row has in known words is known.
  const status = lastOf(rows, ({ status }) => status);
  if (status && status !== 'needs_review') codes.delete('unknown_status');
  return [...codes].sort();
}

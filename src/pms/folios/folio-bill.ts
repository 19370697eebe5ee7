import { type TaxedAmount, type Totals, totalsOf } from '../taxes/tax.js';
import type { FolioLineRow, FolioWindowRow } from './folio-row.js';
import type { Folio } from './folios.service.js';

/** What one payer owes and has paid, minor units. */
export interface WindowBill {
  window: FolioWindowRow;
  totals: Totals;
  paidMinor: number;
  /** Below zero: owed to the payer. */
  balanceMinor: number;
  /** Taken as a deposit, and neither given back nor applied. */
  depositMinor: number;
}

export interface FolioBill {
  windows: WindowBill[];
  grossMinor: number;
  paidMinor: number;
  balanceMinor: number;
  depositMinor: number;
}

/** The bill of a folio. Its totals are sums of those of its windows, since each window is a bill of its own. */
export function billOf({ windows, lines, payments, deposits }: Omit<Folio, 'id' | 'hotelId' | 'currency'>): FolioBill {
  const linesOf = byWindow(lines);
  const paidIn = byWindow(payments);
  const heldFor = byWindow(deposits);
  const bills = windows.map((window): WindowBill => {
    const totals = totalsOf((linesOf.get(window.number) ?? []).map(taxedAmount));
    const paidMinor = sum(paidIn.get(window.number) ?? [], ({ amountMinor }) => amountMinor);
    const depositMinor = sum(heldFor.get(window.number) ?? [], ({ amountMinor }) => amountMinor);
    return { window, totals, paidMinor, balanceMinor: totals.grossMinor - paidMinor, depositMinor };
  });
  const grossMinor = sum(bills, ({ totals }) => totals.grossMinor);
  const paidMinor = sum(bills, (bill) => bill.paidMinor);
  const depositMinor = sum(bills, (bill) => bill.depositMinor);
  return { windows: bills, grossMinor, paidMinor, balanceMinor: grossMinor - paidMinor, depositMinor };
}

/** Money that can pay a window: a deposit, or what was paid too much. */
export interface Held {
  /** Where it lies. */
  window: number;
  of: 'deposit' | 'payment';
  minor: number;
}

/**
 * What pays a window, in this order and no more than it owes: its own deposit; then what an invoiced window of the same payer holds
 * as a deposit, or was paid more than is left of it after a credit note. Nothing is charged to an invoiced window any more, so that
 * its money would otherwise stay where it pays nothing, and the guest would pay again.
 */
export function payable(owing: WindowBill, all: readonly WindowBill[]): Held[] {
  const { number } = owing.window;
  const closed = all.filter(
    ({ window }) => window.number !== number && window.invoicedAt !== null && samePayer(window, owing.window),
  );
  const held: Held[] = [
    { window: number, of: 'deposit', minor: owing.depositMinor },
    ...closed.map(({ window, depositMinor }) => ({
      window: window.number,
      of: 'deposit' as const,
      minor: depositMinor,
    })),
    // What is given back of a window was received in it.
    ...closed.map(({ window, balanceMinor, paidMinor }) => ({
      window: window.number,
      of: 'payment' as const,
      minor: Math.min(-balanceMinor, paidMinor),
    })),
  ];
  let owed = owing.balanceMinor;
  return held.flatMap((one) => {
    const minor = Math.min(owed, one.minor);
    if (minor <= 0) return [];
    owed -= minor;
    return [{ ...one, minor }];
  });
}

export function sumOf(held: readonly Held[]): number {
  return sum(held, ({ minor }) => minor);
}

function samePayer(a: FolioWindowRow, b: FolioWindowRow): boolean {
  const key = ({ payer }: FolioWindowRow) =>
    JSON.stringify([String(payer.name).trim().toLowerCase(), payer.vatNumber ?? '']);
  return key(a) === key(b);
}

/** What a line adds to the tax of its window. */
export function taxedAmount(line: FolioLineRow): TaxedAmount {
  const { amountMinor, priceMode, taxCode, taxRate, taxTreatment } = line;
  return { amountMinor, priceMode, tax: { code: taxCode, rate: taxRate, treatment: taxTreatment } };
}

function byWindow<Row extends { window: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.window);
    if (group) group.push(row);
    else groups.set(row.window, [row]);
  }
  return groups;
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

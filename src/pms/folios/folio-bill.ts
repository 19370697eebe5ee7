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

/** How much of a deposit pays a bill: what is held, and no more than is owed. */
export function applicable({ balanceMinor, depositMinor }: Pick<WindowBill, 'balanceMinor' | 'depositMinor'>): number {
  return Math.max(0, Math.min(balanceMinor, depositMinor));
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

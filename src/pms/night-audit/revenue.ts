import { formatMoney } from '../../platform/money/index.js';
import { type Totals, totalsOf } from '../taxes/tax.js';
import type { ChargedRow } from './figures.repository.js';
import type { RevenueLine } from './night-audit.dto.js';
import { type DepartmentLine, DEPARTMENTS, type Taxed } from './pack-rows.dto.js';

export interface Revenue {
  lines: RevenueLine[];
  departments: DepartmentLine[];
  total: Taxed;
}

interface Sum {
  lines: number;
  netMinor: number;
  taxMinor: number;
}

/**
 * What was charged on a date, by kind and tax, and by department: two views of the same sums, which come to what the bills
 * were charged. The bills round each tax for themselves; by what that differs from the tax of the sums stands in a line of its own.
 * @param billedMinor what the bills were charged, with tax
 */
export function revenueOf(rows: readonly ChargedRow[], billedMinor: number, currency: string): Revenue {
  const kinds = new Map<string, Sum & Pick<RevenueLine, 'kind' | 'taxCode' | 'taxRate'>>();
  const departments = new Map<string, Sum>();
  const total: Sum = { lines: 0, netMinor: 0, taxMinor: 0 };
  const post = (kind: string, taxCode: string, taxRate: string, department: string, sum: Sum) => {
    const key = `${kind} ${taxCode} ${Number(taxRate)}`;
    kinds.set(key, { kind, taxCode, taxRate, ...plus(kinds.get(key), sum) });
    departments.set(department, plus(departments.get(department), sum));
    Object.assign(total, plus(total, sum));
  };
  for (const row of rows) {
    const { netMinor, taxMinor } = totals([row]);
    post(row.kind, row.taxCode, row.taxRate, row.department, { lines: row.lines, netMinor, taxMinor });
  }
  const rounding = billedMinor - total.netMinor - total.taxMinor;
  if (rounding !== 0) post('rounding', '', '0', 'rounding', { lines: 0, netMinor: 0, taxMinor: rounding });
  const taxed = ({ netMinor, taxMinor }: Sum): Taxed => ({
    net: formatMoney(netMinor, currency),
    tax: formatMoney(taxMinor, currency),
    gross: formatMoney(netMinor + taxMinor, currency),
  });
  return {
    lines: [...kinds.values()].map(({ kind, taxCode, taxRate, ...sum }) => ({
      kind,
      taxCode,
      taxRate,
      lines: sum.lines,
      ...taxed(sum),
    })),
    departments: DEPARTMENTS.flatMap((department) => {
      const sum = departments.get(department);
      return sum ? [{ department, lines: sum.lines, ...taxed(sum) }] : [];
    }),
    total: taxed(total),
  };
}

/** Tax is computed once for each tax over the sum of what it applies to. */
export function totals(rows: readonly ChargedRow[]): Totals {
  return totalsOf(
    rows.map(({ amountMinor, priceMode, taxCode: code, taxRate: rate, taxTreatment: treatment }) => ({
      amountMinor,
      priceMode,
      tax: { code, rate, treatment },
    })),
  );
}

function plus(before: Sum | undefined, { lines, netMinor, taxMinor }: Sum): Sum {
  return {
    lines: (before?.lines ?? 0) + lines,
    netMinor: (before?.netMinor ?? 0) + netMinor,
    taxMinor: (before?.taxMinor ?? 0) + taxMinor,
  };
}

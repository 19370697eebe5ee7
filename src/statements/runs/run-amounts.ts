import { formatMoney } from '../../platform/money/index.js';
import { payable } from '../statements/calculation/totals.js';
import type { StatementState } from '../statements/statement-types.js';
import type { RunEntryResponse, RunTotalResponse } from './runs.dto.js';

/** What a statement comes to as it is now; all null where none was made. */
export interface EntryAmounts {
  currency: string | null;
  statementState: StatementState | null;
  netMinor: number | null;
  closingMinor: number | null;
  reserveMinor: number | null;
}

/** Columns of statement `s` under the names of EntryAmounts. */
export const AMOUNTS = `s.currency, s.state AS "statementState", s.net_minor AS "netMinor", s.closing_minor AS "closingMinor",
  s.reserve_minor AS "reserveMinor"`;

/** Sums of a currency. */
export interface RunTotal {
  currency: string;
  statements: number;
  netMinor: number;
  payableMinor: number;
}

type Amounts = Pick<RunEntryResponse, 'currency' | 'statementState' | 'net' | 'payable'>;

export function amountsOf(row: EntryAmounts | undefined): Amounts {
  if (!row || row.currency === null) return { currency: null, statementState: null, net: null, payable: null };
  const { currency, statementState, netMinor, closingMinor, reserveMinor } = row;
  const { payableMinor } = payable(closingMinor!, reserveMinor!);
  return {
    currency,
    statementState,
    net: formatMoney(netMinor!, currency),
    payable: formatMoney(payableMinor, currency),
  };
}

export function totalOf({ currency, statements, netMinor, payableMinor }: RunTotal): RunTotalResponse {
  return { currency, statements, net: formatMoney(netMinor, currency), payable: formatMoney(payableMinor, currency) };
}

import { formatMoney } from '../../platform/money/index.js';
import { LATER } from '../statements/balance.sql.js';
import type { StatementState } from '../statements/statement-types.js';
import type { RunEntryResponse, RunTotalResponse } from './runs.dto.js';

/** What a statement comes to as it is now; all null where none was made. */
export interface EntryAmounts {
  currency: string | null;
  statementState: StatementState | null;
  netMinor: number | null;
  payableMinor: number | null;
}

/** What a statement says is payable; nothing where its closing has gone on to a later final one, which says it too. */
export const PAYABLE = `CASE WHEN EXISTS (${LATER}) THEN 0 ELSE greatest(s.closing_minor - s.reserve_minor, 0) END`;

/** Columns of statement `s` under the names of EntryAmounts. */
export const AMOUNTS = `s.currency, s.state AS "statementState", s.net_minor AS "netMinor", ${PAYABLE} AS "payableMinor"`;

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
  const { currency, statementState, netMinor, payableMinor } = row;
  return {
    currency,
    statementState,
    net: formatMoney(netMinor!, currency),
    payable: formatMoney(payableMinor!, currency),
  };
}

export function totalOf({ currency, statements, netMinor, payableMinor }: RunTotal): RunTotalResponse {
  return { currency, statements, net: formatMoney(netMinor, currency), payable: formatMoney(payableMinor, currency) };
}

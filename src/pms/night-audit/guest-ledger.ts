import { formatMoney, parseMoney } from '../../platform/money/index.js';
import type { FrozenBalances } from './figures.repository.js';
import type { LedgerRow } from './guest-ledger.repository.js';
import type { GuestLedgerLine } from './pack-rows.dto.js';

export interface GuestLedger {
  lines: GuestLedgerLine[];
  /** Sums of the lines, minor units. */
  openingMinor: number;
  chargedMinor: number;
  paidMinor: number;
}

/** What folios owed at the close of the day before, minor units; null where its pack does not say. */
export function owingBefore(before: FrozenBalances | undefined, currency: string): Map<string, number> | null {
  if (!before?.guestLedger) return null;
  const all = before.guestLedger.map(({ folioId, closing }) => [folioId, parseMoney(closing, currency)] as const);
  return new Map(all.filter(([, minor]) => minor !== 0));
}

/**
 * The guest ledger of a date. A guest opens with what the pack of the day before closed with, so that the ledgers of two days
 * join; what was charged is what lies between that, the payments and the bill as it is now.
 */
export function guestLedger(
  rows: readonly LedgerRow[],
  owing: ReadonlyMap<string, number> | null,
  currency: string,
): GuestLedger {
  const money = (minor: number) => formatMoney(minor, currency);
  const sums = { openingMinor: 0, chargedMinor: 0, paidMinor: 0 };
  const lines: GuestLedgerLine[] = [];
  for (const { folioId, room, guest, booking, inHouse, paidMinor, closingMinor, ...row } of rows) {
    const openingMinor = owing ? (owing.get(folioId) ?? 0) : row.openingMinor;
    const chargedMinor = closingMinor - openingMinor + paidMinor;
    if (!inHouse && openingMinor === 0 && chargedMinor === 0 && paidMinor === 0) continue;
    sums.openingMinor += openingMinor;
    sums.chargedMinor += chargedMinor;
    sums.paidMinor += paidMinor;
    const [opening, charged, paid, closing] = [openingMinor, chargedMinor, paidMinor, closingMinor].map(money);
    lines.push({ room, guest, booking, folioId, opening: opening!, charged: charged!, paid: paid!, closing: closing! });
  }
  return { lines, ...sums };
}

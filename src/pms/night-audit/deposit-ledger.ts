import type { DepositFigures } from './figures.repository.js';
import type { DepositLedger } from './night-audit.dto.js';

export const NO_DEPOSITS: DepositFigures = { openingMinor: 0, receivedMinor: 0, refundedMinor: 0, appliedMinor: 0 };

/** What is held for guests who have not stayed yet. */
export function depositLedger(figures: DepositFigures, money: (minor: number) => string): DepositLedger {
  const { openingMinor, receivedMinor, refundedMinor, appliedMinor } = figures;
  return {
    opening: money(openingMinor),
    received: money(receivedMinor),
    refunded: money(refundedMinor),
    applied: money(appliedMinor),
    closing: money(openingMinor + receivedMinor - refundedMinor - appliedMinor),
  };
}

export const PAYMENT_STATES = ['open', 'partly_paid', 'paid', 'overpaid', 'credited'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export interface Settlement {
  /** Gross, less what was credited, less what was paid; below zero: owed to the guest. Minor units. */
  balanceMinor: number;
  state: PaymentState;
}

/**
 * Balance and state of an invoice, computed from its payments and credit notes and never stored. (rules pms B.1, B24)
 * @param creditedMinor sum of its credit notes, zero or below
 */
export function settlementOf(grossMinor: number, creditedMinor: number, paidMinor: number): Settlement {
  const dueMinor = grossMinor + creditedMinor;
  return { balanceMinor: dueMinor - paidMinor, state: stateOf(dueMinor, paidMinor) };
}

function stateOf(dueMinor: number, paidMinor: number): PaymentState {
  if (paidMinor > dueMinor) return 'overpaid';
  if (dueMinor === 0) return 'credited';
  if (paidMinor === dueMinor) return 'paid';
  return paidMinor === 0 ? 'open' : 'partly_paid';
}

/** Bodies of owner statements. */
export const STATEMENT_EXAMPLES: Record<string, unknown> = {
  VoidRequest: { reason: 'A stay was missing' },
  OpeningBalanceRequest: { amount: '1250.00', date: '2026-03-31', note: 'Balance of the former program' },
  AdjustmentRequest: {
    kind: 'amount',
    amount: '40.00',
    description: 'Broken lamp, paid by the guest',
    reason: 'Resolution of the channel on 3 November',
  },
  PreviewRequest: {
    currency: 'EUR',
    terms: { feePercent: '20', recognition: 'nightly' },
    stay: {
      ...{ checkIn: '2025-10-29', checkOut: '2025-11-03' },
      ...{ rent: '1000.00', cleaning: '120.00', channelFee: '168.00' },
    },
  },
};

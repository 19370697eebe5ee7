/** Bodies of owner statements. */
export const STATEMENT_EXAMPLES: Record<string, unknown> = {
  VoidRequest: { reason: 'A stay was missing' },
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

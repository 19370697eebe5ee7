const TERMS = {
  feePercent: '20',
  feeBase: 'gross_less_channel_fee',
  channelFees: { airbnb: { feePercent: '18', feeBase: 'rent' } },
  recognition: 'checkout',
  cleaningTo: 'manager',
  reserve: '500.00',
};

/** Owners, listings, agreements, stays, and the money around them. */
export const PARTY_EXAMPLES: Record<string, unknown> = {
  StatementSettingsRequest: {
    managerName: 'Seaside Rentals',
    timezone: 'Europe/Lisbon',
    managerAddress: 'Rua Augusta 1\n1100-048 Lisboa',
    managerEmail: 'owners@seaside.test',
    paper: 'a4',
  },
  CreateOwnerRequest: { name: 'Ana Sousa', currency: 'EUR', email: 'ana@example.com', locale: 'pt-PT' },
  UpdateOwnerRequest: { payoutMethod: 'Bank transfer to PT50 …1234' },
  CreateListingRequest: { name: 'Loft A', code: 'LOFT-A', currency: 'EUR', timezone: 'Europe/Lisbon' },
  UpdateListingRequest: { status: 'offboarded' },
  AliasesRequest: {
    aliases: [
      { source: 'airbnb-file', externalId: 'Sunny loft in the old town' },
      { source: 'hostify', externalId: '31415' },
    ],
  },
  OwnershipRequest: {
    from: '2026-07-01',
    shares: [
      { ownerId: 1, shareBp: 6_000 },
      { ownerId: 2, shareBp: 4_000 },
    ],
  },
  CreateAgreementRequest: { ownerId: 1, listingId: 1, from: '2026-01-01', terms: TERMS },
  UpdateAgreementRequest: { terms: { ...TERMS, feePercent: '21' } },
  ExchangeRatesRequest: {
    rates: [
      { base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1.0842', source: 'ECB' },
      { base: 'EUR', quote: 'JPY', day: '2026-03-02', rate: '161.24', source: 'ECB' },
    ],
  },
  CreateReservationRequest: {
    listingId: 1,
    guest: 'Rui Sousa',
    checkIn: '2026-03-02',
    checkOut: '2026-03-07',
    rent: '680.00',
    cleaning: '80.00',
    payout: '760.00',
  },
  UpdateReservationRequest: { checkOut: '2026-03-08', rent: '816.00', payout: '896.00', reason: 'A night longer' },
  ResolveReservationRequest: { status: 'confirmed', reason: 'Confirmed by the channel by phone' },
  CreateExpenseRequest: {
    listingId: 1,
    category: 'repairs',
    description: 'New boiler valve',
    vendor: 'Canalizações Lda.',
    day: '2026-03-12',
    amount: '84.50',
  },
  UpdateExpenseRequest: { amount: '86.50' },
  VoidExpenseRequest: { reason: 'Entered twice' },
  CreateRecurringExpenseRequest: {
    listingId: 1,
    category: 'internet',
    description: 'Internet',
    amount: '39.90',
    rhythm: 'monthly',
    onDay: 5,
    from: '2026-01-01',
  },
  UpdateRecurringExpenseRequest: { amount: '41.90' },
  CreatePayoutRequest: {
    ownerId: 1,
    day: '2026-04-05',
    amount: '1164.50',
    method: 'bank_transfer',
    reference: 'SEPA 2026-04-0017',
  },
  VoidPayoutRequest: { reason: 'The bank sent it back' },
  TrustMovementsRequest: {
    movements: [
      {
        key: 'BANK-0017',
        day: '2026-04-02',
        kind: 'channel_receipt',
        amount: '1067.00',
        currency: 'EUR',
        channel: 'airbnb',
      },
      { key: 'BANK-0018', day: '2026-04-03', kind: 'manager_withdrawal', amount: '213.40', currency: 'EUR' },
    ],
  },
  VoidMovementRequest: { reason: 'Belongs to another account' },
};

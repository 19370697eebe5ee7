/** People a user keeps in touch with, and what she decides about suggestions. */
export const PEOPLE_EXAMPLES: Record<string, unknown> = {
  CreateContactRequest: {
    name: 'Ana Sousa',
    emails: ['ana.sousa@example.com'],
    phone: '+351 912 345 678',
    frequency: 'monthly',
    importance: 'close_friend',
    medium: 'in_person',
    minutes: 90,
    birthday: '--03-01',
    groups: ['Book club'],
  },
  UpdateContactRequest: { frequency: 'quarterly', medium: 'call', minutes: 30 },
  MetContactRequest: {},
  AcceptSuggestionRequest: {},
  DismissSuggestionRequest: { reason: 'met_recently', metOn: '2026-01-31', frequency: 'quarterly' },
  SnoozeSuggestionRequest: { until: '2028-03-01' },
};

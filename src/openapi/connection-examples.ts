/** Bodies of the connections to providers of stays. */
export const CONNECTION_EXAMPLES: Record<string, unknown> = {
  CreateConnectionRequest: { provider: 'hostify', name: 'hostify', apiKey: 'the-key-of-the-account', active: false },
  UpdateConnectionRequest: { cron: '0 4 * * *' },
  MatchesRequest: { listings: [{ externalId: '104233', listingId: 1 }] },
  SyncRequest: { from: '2028-03-01', to: '2028-03-31' },
};

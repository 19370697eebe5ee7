/** Bodies of the routes by which a user connects her calendars at Google. */
export const GOOGLE_EXAMPLES: Record<string, unknown> = {
  // Nothing need be said; an accountId connects one of hers again.
  ConnectGoogleRequest: {},
};

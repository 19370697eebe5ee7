/** Bodies that send and pay statements, and give links to owners. */
export const DELIVERY_EXAMPLES = {
  SendStatementRequest: { message: 'The boiler is mended.' },
  StatementSendPayload: { statementIds: ['01980000-0000-7000-8000-000000000001'] },
  PayStatementRequest: { date: '2026-03-05', method: 'bank_transfer', reference: 'SEPA 2026-03-0017' },
  CreateOwnerLinkRequest: { days: 90 },
};

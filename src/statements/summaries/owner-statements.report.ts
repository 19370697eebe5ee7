import { defineReport } from '../../reports/index.js';

/** Final statements whose period ends in the range, each a row. */
export const OwnerStatementsReport = defineReport({
  type: 'owner-statements',
  source: 'statements',
  title: 'Owner statements',
  columns: [
    { name: 'number', title: 'Number', type: 'text', characters: 12 },
    { name: 'version', title: 'Version', type: 'number', characters: 8 },
    { name: 'owner', title: 'Owner', type: 'text', characters: 22 },
    { name: 'listing', title: 'Listing', type: 'text', characters: 18 },
    { name: 'from', title: 'From', type: 'date' },
    { name: 'to', title: 'To', type: 'date' },
    { name: 'state', title: 'State', type: 'text', characters: 8 },
    { name: 'opening', title: 'Opening', type: 'money', currency: 'currency' },
    { name: 'net', title: 'Net', type: 'money', currency: 'currency', sum: true },
    { name: 'payouts', title: 'Paid out', type: 'money', currency: 'currency', sum: true },
    { name: 'closing', title: 'Closing', type: 'money', currency: 'currency' },
    { name: 'currency', title: 'Currency', type: 'text', characters: 9 },
  ],
  orderBy: ['to', 'owner', 'number', 'version'],
  zone: 'SELECT timezone FROM statement_settings',
  query: ({ from, to }) => ({
    sql: `SELECT s.number, s.version, o.name AS owner, l.name AS listing, s.period_from AS "from", s.period_to AS "to", s.state,
        s.opening_minor AS opening, s.net_minor AS net, s.payouts_minor AS payouts, s.closing_minor AS closing, s.currency
      FROM statement s JOIN owner o ON o.tenant_id = s.tenant_id AND o.id = s.owner_id
      LEFT JOIN listing l ON l.tenant_id = s.tenant_id AND l.id = s.listing_id
      WHERE s.state IN ('final', 'sent', 'paid') AND s.period_to BETWEEN $1 AND $2`,
    parameters: [from, to],
  }),
});

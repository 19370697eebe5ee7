import { defineReport } from '../../reports/index.js';

/** Quotes that were made on these days, each revision a row. Without sums: a revision counts beside what it took the place of. */
export const QuotesReport = defineReport({
  type: 'quotes',
  source: 'workshop',
  title: 'Quotes',
  columns: [
    { name: 'number', title: 'Number', type: 'text', characters: 14 },
    { name: 'revision', title: 'Revision', type: 'number', characters: 9 },
    { name: 'state', title: 'State', type: 'text', characters: 13 },
    { name: 'customer', title: 'Customer', type: 'text', characters: 22 },
    { name: 'company', title: 'Company', type: 'text', characters: 22 },
    { name: 'parts', title: 'Parts', type: 'number', sum: true, characters: 7 },
    { name: 'createdAt', title: 'Made', type: 'instant', characters: 17 },
    { name: 'sentAt', title: 'Sent', type: 'instant', characters: 17 },
    { name: 'validUntil', title: 'Valid until', type: 'date' },
    { name: 'decidedAt', title: 'Decided', type: 'instant', characters: 17 },
    { name: 'subtotal', title: 'Net', type: 'money', currency: 'currency' },
    { name: 'tax', title: 'Tax', type: 'money', currency: 'currency' },
    { name: 'total', title: 'Total', type: 'money', currency: 'currency' },
    { name: 'currency', title: 'Currency', type: 'text', characters: 9 },
  ],
  orderBy: ['createdAt', 'number', 'revision'],
  zone: 'SELECT timezone FROM quoting_settings',
  query: ({ start, end }) => ({
    sql: `SELECT q.number, q.revision, replace(q.state, '_', ' ') AS state, q.recipient->>'name' AS customer,
        q.recipient->>'company' AS company,
        (SELECT count(*) FROM quote_item i WHERE i.tenant_id = q.tenant_id AND i.quote_id = q.id) AS parts,
        q.created_at AS "createdAt", q.sent_at AS "sentAt", q.valid_until AS "validUntil", q.decided_at AS "decidedAt",
        q.subtotal_minor AS subtotal, q.tax_minor AS tax, q.total_minor AS total, q.currency
      FROM quote q WHERE q.created_at >= $1 AND q.created_at < $2`,
    parameters: [start, end],
  }),
});

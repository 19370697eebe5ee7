import { defineReport, INVOICE_COLUMNS } from '../../reports/index.js';

/** Invoices and credit notes that hotels issued on these days; a hotel's days are local to it. */
export const HotelInvoices = defineReport({
  type: 'invoices',
  source: 'hotels',
  title: 'Invoices',
  columns: INVOICE_COLUMNS,
  orderBy: ['issueDate', 'number', 'seller'],
  zone: 'SELECT time_zone AS timezone FROM hotel ORDER BY id LIMIT 1',
  query: ({ from, to }) => ({
    sql: `SELECT i.text_number AS number, replace(i.kind, '_', ' ') AS kind, i.issue_date AS "issueDate",
        i.seller->>'name' AS seller, i.buyer->>'name' AS customer, i.stay->>'bookingCode' AS reference,
        i.net_minor AS net, i.tax_minor AS tax, i.gross_minor AS gross,
        (SELECT COALESCE(sum(p.amount_minor), 0)::bigint FROM invoice_payment p WHERE p.invoice_id = i.id) AS paid,
        i.currency::text AS currency
      FROM invoice i WHERE i.issue_date BETWEEN $1 AND $2`,
    parameters: [from, to],
  }),
});

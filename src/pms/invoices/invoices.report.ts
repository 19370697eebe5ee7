import { defineReport } from '../../reports/index.js';

/** Columns of the report `invoices`: the same of every feature that issues invoices. */
const COLUMNS = [
  { name: 'number', title: 'Number', type: 'text', characters: 18 },
  { name: 'kind', title: 'Kind', type: 'text', characters: 12 },
  { name: 'issueDate', title: 'Issued', type: 'date' },
  { name: 'seller', title: 'Seller', type: 'text', characters: 24 },
  { name: 'customer', title: 'Customer', type: 'text', characters: 28 },
  { name: 'reference', title: 'Reference', type: 'text', characters: 18 },
  { name: 'net', title: 'Net', type: 'money', currency: 'currency', sum: true },
  { name: 'tax', title: 'Tax', type: 'money', currency: 'currency', sum: true },
  { name: 'gross', title: 'Total', type: 'money', currency: 'currency', sum: true },
  { name: 'paid', title: 'Paid', type: 'money', currency: 'currency', sum: true },
  { name: 'currency', title: 'Currency', type: 'text', characters: 9 },
] as const;

/** Invoices and credit notes that hotels issued on these days; a hotel's days are local to it. */
export const HotelInvoices = defineReport({
  type: 'invoices',
  source: 'hotels',
  title: 'Invoices',
  columns: COLUMNS,
  orderBy: ['issueDate', 'number', 'seller'],
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

import { defineReport, INVOICE_COLUMNS } from '../../reports/index.js';

const ZONE = 'SELECT timezone FROM quoting_settings';

/** Orders that were made on these days. */
export const OrdersReport = defineReport({
  type: 'orders',
  source: 'workshop',
  title: 'Orders',
  columns: [
    { name: 'number', title: 'Number', type: 'text', characters: 14 },
    { name: 'quote', title: 'Quote', type: 'text', characters: 14 },
    { name: 'state', title: 'State', type: 'text', characters: 13 },
    { name: 'customer', title: 'Customer', type: 'text', characters: 22 },
    { name: 'company', title: 'Company', type: 'text', characters: 22 },
    { name: 'orderedAt', title: 'Ordered', type: 'instant', characters: 17 },
    { name: 'promisedOn', title: 'Promised', type: 'date' },
    { name: 'startedAt', title: 'In production', type: 'instant', characters: 17 },
    { name: 'shippedAt', title: 'Shipped', type: 'instant', characters: 17 },
    { name: 'carrier', title: 'Carrier', type: 'text', characters: 12 },
    { name: 'tracking', title: 'Tracking', type: 'text', characters: 16 },
    { name: 'subtotal', title: 'Net', type: 'money', currency: 'currency', sum: true },
    { name: 'tax', title: 'Tax', type: 'money', currency: 'currency', sum: true },
    { name: 'total', title: 'Total', type: 'money', currency: 'currency', sum: true },
    { name: 'currency', title: 'Currency', type: 'text', characters: 9 },
  ],
  orderBy: ['orderedAt', 'number'],
  zone: ZONE,
  query: ({ start, end }) => ({
    sql: `SELECT o.number, q.number AS quote, replace(o.state, '_', ' ') AS state, o.recipient->>'name' AS customer,
        o.recipient->>'company' AS company, o.created_at AS "orderedAt", o.promised_on AS "promisedOn", o.started_at AS "startedAt",
        o.shipped_at AS "shippedAt", o.carrier, o.tracking, o.subtotal_minor AS subtotal, o.tax_minor AS tax,
        o.total_minor AS total, o.currency
      FROM sales_order o JOIN quote q ON q.tenant_id = o.tenant_id AND q.id = o.quote_id
      WHERE o.created_at >= $1 AND o.created_at < $2`,
    parameters: [start, end],
  }),
});

/** Invoices of orders, issued on these days; the days are local to the shop. What was paid is not known here. */
export const OrderInvoices = defineReport({
  type: 'invoices',
  source: 'workshop',
  title: 'Invoices',
  columns: INVOICE_COLUMNS,
  orderBy: ['issueDate', 'number', 'seller'],
  zone: ZONE,
  query: ({ from, to }) => ({
    sql: `SELECT i.number, 'invoice' AS kind, i.issue_date AS "issueDate",
        COALESCE(i.letterhead->>'shopName', (SELECT shop_name FROM quoting_settings s WHERE s.tenant_id = i.tenant_id)) AS seller,
        COALESCE(i.recipient->>'company', i.recipient->>'name') AS customer, o.number AS reference,
        i.subtotal_minor AS net, i.tax_minor AS tax, i.total_minor AS gross, NULL::bigint AS paid, i.currency
      FROM order_invoice i JOIN sales_order o ON o.tenant_id = i.tenant_id AND o.id = i.order_id
      WHERE i.issue_date BETWEEN $1 AND $2`,
    parameters: [from, to],
  }),
});

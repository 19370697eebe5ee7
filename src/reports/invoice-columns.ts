import type { ReportColumn } from './report-definition.js';

/** Columns of the report `invoices`, to which every feature that issues invoices gives its own. */
export const INVOICE_COLUMNS: readonly ReportColumn[] = [
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
];

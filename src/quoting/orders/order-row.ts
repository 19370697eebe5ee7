import type { LocalDate } from '../../platform/dates/index.js';
import type { Letterhead, Recipient } from '../quotes/quote-row.js';
import type { OrderState } from './order-state.js';

/** A line of an order, as it was accepted. */
export interface OrderLine {
  position: number;
  description: string;
  quantity: number;
  unitMinor: number;
  lineMinor: number;
}

/** What an order comes to. */
export interface Amounts {
  currency: string;
  lines: OrderLine[];
  /** Percent. */
  taxRate: string;
  subtotalMinor: number;
  taxMinor: number;
  totalMinor: number;
}

export interface OrderRow extends Amounts {
  id: string;
  number: string;
  quoteId: string;
  quoteNumber: string;
  state: OrderState;
  recipient: Recipient;
  carrier: string | null;
  tracking: string | null;
  cancelReason: string | null;
  /** Local to the shop; null: not known yet. */
  promisedOn: LocalDate | null;
  firstPromisedOn: LocalDate | null;
  promiseReason: string | null;
  promiseChanges: number;
  createdAt: Date;
  startedAt: Date | null;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  cancelledAt: Date | null;
  invoiceNumber: string | null;
}

export interface OrderInvoiceRow extends Amounts {
  id: string;
  number: string;
  orderId: string;
  issueDate: LocalDate;
  dueDate: LocalDate | null;
  recipient: Recipient;
  /** Null on invoices of before it was kept. */
  letterhead: Letterhead | null;
}

/** What an invoice says of its order. */
export type InvoicedOrder = Pick<OrderRow, 'number' | 'quoteNumber' | 'createdAt'>;

export const AMOUNTS = `currency, lines, tax_rate::float8::text AS "taxRate", subtotal_minor AS "subtotalMinor",
  tax_minor AS "taxMinor", total_minor AS "totalMinor"`;

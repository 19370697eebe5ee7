import type { Recipient } from '../quotes/quote-row.js';
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
  issueDate: string;
  recipient: Recipient;
}

export const AMOUNTS = `currency, lines, tax_rate::float8::text AS "taxRate", subtotal_minor AS "subtotalMinor",
  tax_minor AS "taxMinor", total_minor AS "totalMinor"`;

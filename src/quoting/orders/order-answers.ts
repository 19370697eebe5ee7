import { formatMoney } from '../../platform/money/index.js';
import { toRecipient } from '../quotes/quote-answers.js';
import type { Amounts, OrderInvoiceRow, OrderRow } from './order-row.js';
import type { OrderInvoiceResponse, OrderResponse } from './orders.dto.js';

export function toOrderResponse(row: OrderRow): OrderResponse {
  const { id, number, quoteId, quoteNumber, state, carrier, tracking, cancelReason, invoiceNumber } = row;
  const recipient = toRecipient(row.recipient);
  const { promisedOn, firstPromisedOn, promiseReason } = row;
  const promise = { promisedOn, firstPromisedOn, promiseReason };
  const { createdAt, startedAt, shippedAt, deliveredAt, cancelledAt } = row;
  const who = { id, number, quoteId, quoteNumber, state, recipient, carrier, tracking, cancelReason, invoiceNumber };
  return { ...who, ...promise, ...amounts(row), createdAt, startedAt, shippedAt, deliveredAt, cancelledAt };
}

export function toInvoiceResponse(row: OrderInvoiceRow): OrderInvoiceResponse {
  const { id, number, orderId, issueDate, dueDate } = row;
  return { id, number, orderId, issueDate, dueDate, recipient: toRecipient(row.recipient), ...amounts(row) };
}

function amounts({ currency, lines, taxRate, subtotalMinor, taxMinor, totalMinor }: Amounts) {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    currency,
    lines: lines.map(({ unitMinor, lineMinor, ...line }) => ({
      ...line,
      unitPrice: money(unitMinor),
      lineTotal: money(lineMinor),
    })),
    subtotal: money(subtotalMinor),
    taxRate,
    tax: money(taxMinor),
    total: money(totalMinor),
  };
}

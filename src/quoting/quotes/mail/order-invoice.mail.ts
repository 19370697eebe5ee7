import { defineMailTemplate } from '../../../messages/index.js';
import { facts, GREETING, heading, paragraph, QUOTE } from './parts.js';

export const OrderInvoiceReady = defineMailTemplate({
  name: 'order-invoice',
  summary: 'To the customer: the invoice of an order, when it could not be sent with the mail about its shipping',
  variables: {
    invoiceNumber: { kind: 'text', required: true, about: 'Number of the invoice' },
    orderNumber: { kind: 'text', required: true, about: 'Number of the order' },
    customerName: QUOTE.customerName,
    total: { kind: 'text', required: true, about: 'Amount, a decimal' },
    currency: { kind: 'text', required: true, about: 'ISO 4217' },
    dueOn: { kind: 'text', about: 'Last day to pay it: 2028-04-10' },
  },
  sample: {
    invoiceNumber: 'I-2028-0009',
    orderNumber: 'O-2028-0017',
    customerName: 'Ana Sousa',
    total: '1284.60',
    currency: 'EUR',
    dueOn: '2028-04-10',
  },
  subject: 'Your invoice {{invoiceNumber}}',
  preview: '{{amount total}} {{currency}} for the order {{orderNumber}}.',
  html: [
    heading('Your invoice'),
    GREETING.html,
    paragraph(
      'Attached is the invoice {{invoiceNumber}} for your order {{orderNumber}}, which we have shipped already.',
    ),
    facts([
      { label: 'Order', shownIf: 'orderNumber', value: '{{orderNumber}}' },
      { label: 'Total', shownIf: 'total', value: '{{amount total}} {{currency}}', strong: true },
      { label: 'Due on', shownIf: 'dueOn', value: '{{day dueOn}}' },
    ]),
  ].join('\n'),
  text: `${GREETING.text}Attached is the invoice {{invoiceNumber}} for your order {{orderNumber}}, which we have shipped already.

Total: {{amount total}} {{currency}}
{{#if dueOn}}Due on: {{day dueOn}}
{{/if}}`,
});

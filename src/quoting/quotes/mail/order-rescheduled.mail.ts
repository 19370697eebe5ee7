import { defineMailTemplate } from '../../../messages/index.js';
import { facts, GREETING, heading, paragraph, QUOTE } from './parts.js';

export const OrderRescheduled = defineMailTemplate({
  name: 'order-rescheduled',
  summary: 'To the customer: the order is promised for another day',
  variables: {
    orderNumber: { kind: 'text', required: true, about: 'Number of the order' },
    customerName: QUOTE.customerName,
    readyBy: { kind: 'text', required: true, about: 'Day on which it is promised to be shipped: 2028-03-28' },
    before: { kind: 'text', about: 'Day it was promised for before: 2028-03-26' },
    reason: { kind: 'text', about: 'Why' },
  },
  sample: {
    orderNumber: 'O-2028-0017',
    customerName: 'Ana Sousa',
    readyBy: '2028-03-28',
    before: '2028-03-26',
    reason: 'The powder came late',
  },
  subject: 'Your order {{orderNumber}}: shipped by {{day readyBy}}',
  preview: '{{#if before}}It was promised for {{day before}}.{{/if}}',
  html: [
    heading('A new day for your order'),
    GREETING.html,
    paragraph('We plan to ship your order {{orderNumber}} by {{day readyBy}}.'),
    facts([
      { label: 'Order', shownIf: 'orderNumber', value: '{{orderNumber}}' },
      { label: 'Shipped by', shownIf: 'readyBy', value: '{{day readyBy}}', strong: true },
      { label: 'Before', shownIf: 'before', value: '{{day before}}' },
      { label: 'Why', shownIf: 'reason', value: '<span style="white-space:pre-line">{{reason}}</span>' },
    ]),
    paragraph('We write again when it is shipped.'),
  ].join('\n'),
  text: `${GREETING.text}We plan to ship your order {{orderNumber}} by {{day readyBy}}.

{{#if before}}Before: {{day before}}
{{/if}}{{#if reason}}Why: {{reason}}
{{/if}}
We write again when it is shipped.`,
});

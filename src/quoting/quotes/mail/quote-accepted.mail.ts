import { defineMailTemplate } from '../../../messages/index.js';
import { facts, GREETING, heading, paragraph, QUOTE } from './parts.js';

export const QuoteAccepted = defineMailTemplate({
  name: 'quote-accepted',
  summary: 'To the customer: the acceptance has come, and the order is made of it',
  variables: {
    ...QUOTE,
    orderNumber: { kind: 'text', about: 'Number of the order that was made of it' },
    total: { kind: 'text', about: 'Amount to pay, a decimal' },
    currency: { kind: 'text', about: 'ISO 4217' },
    acceptedAt: { kind: 'text', about: 'Day of the acceptance: 2028-03-12' },
    readyBy: { kind: 'text', about: 'Day on which it is promised to be shipped: 2028-03-26' },
    link: { kind: 'link', about: 'Where the customer follows the order' },
  },
  sample: {
    quoteNumber: 'Q-2028-0042',
    customerName: 'Ana Sousa',
    orderNumber: 'O-2028-0017',
    total: '1284.60',
    currency: 'EUR',
    acceptedAt: '2028-03-12',
    readyBy: '2028-03-26',
    link: 'https://quotes.example.com/o/77ab',
  },
  subject: 'Thank you: quote {{quoteNumber}} is accepted{{#if orderNumber}} (order {{orderNumber}}){{/if}}',
  preview: 'We have your order{{#if readyBy}} and plan to ship it by {{day readyBy}}{{/if}}.',
  html: [
    heading('Thank you for your order'),
    GREETING.html,
    paragraph('You have accepted our quote {{quoteNumber}}. We have begun to plan your order.'),
    facts([
      { label: 'Quote', shownIf: 'quoteNumber', value: '{{quoteNumber}}' },
      { label: 'Order', shownIf: 'orderNumber', value: '{{orderNumber}}' },
      { label: 'Total', shownIf: 'total', value: '{{amount total}}{{#if currency}} {{currency}}{{/if}}', strong: true },
      { label: 'Accepted on', shownIf: 'acceptedAt', value: '{{day acceptedAt}}' },
      { label: 'Shipped by', shownIf: 'readyBy', value: '{{day readyBy}}' },
    ]),
    '{{#if link}}{{> button href=link label="See your order"}}{{/if}}',
    paragraph('We write again when it is shipped.'),
  ].join('\n'),
  text: `${GREETING.text}You have accepted our quote {{quoteNumber}}. We have begun to plan your order.

{{#if orderNumber}}Order: {{orderNumber}}
{{/if}}{{#if total}}Total: {{amount total}}{{#if currency}} {{currency}}{{/if}}
{{/if}}{{#if acceptedAt}}Accepted on: {{day acceptedAt}}
{{/if}}{{#if readyBy}}Shipped by: {{day readyBy}}
{{/if}}{{#if link}}
See your order:
{{link}}

{{/if}}
We write again when it is shipped.`,
});

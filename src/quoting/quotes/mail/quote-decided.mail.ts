import { defineMailTemplate } from '../../../messages/index.js';
import { facts, heading, paragraph, QUOTE } from './parts.js';

export const QuoteDecided = defineMailTemplate({
  name: 'quote-decided',
  summary: 'To the shop: a customer has accepted or declined a quote',
  variables: {
    quoteNumber: QUOTE.quoteNumber,
    customerName: { kind: 'text', required: true, about: 'Whom the quote was for' },
    outcome: { kind: 'text', required: true, about: 'accepted or declined' },
    total: { kind: 'text', about: 'Amount, a decimal' },
    currency: { kind: 'text', about: 'ISO 4217' },
    orderNumber: { kind: 'text', about: 'Of the order that was made of it' },
    readyBy: { kind: 'text', about: 'Day the order is promised for: 2028-03-26' },
    signedBy: { kind: 'text', about: 'Name given with the acceptance' },
    words: { kind: 'text', about: 'What the customer wrote' },
  },
  sample: {
    quoteNumber: 'Q-2028-0042',
    customerName: 'Ana Sousa',
    outcome: 'accepted',
    total: '1284.60',
    currency: 'EUR',
    orderNumber: 'O-2028-0017',
    readyBy: '2028-03-26',
    signedBy: 'Ana Sousa',
    words: 'Purchase order 4711',
  },
  subject: '{{quoteNumber}} {{outcome}} by {{customerName}}',
  preview: '{{#if total}}{{amount total}} {{currency}}{{/if}}',
  html: [
    heading('Quote {{outcome}}'),
    paragraph('{{customerName}} has {{outcome}} the quote {{quoteNumber}}.'),
    facts([
      { label: 'Order', shownIf: 'orderNumber', value: '{{orderNumber}}', strong: true },
      { label: 'Total', shownIf: 'total', value: '{{amount total}}{{#if currency}} {{currency}}{{/if}}' },
      { label: 'Promised for', shownIf: 'readyBy', value: '{{day readyBy}}' },
      { label: 'Signed by', shownIf: 'signedBy', value: '{{signedBy}}' },
      { label: 'Wrote', shownIf: 'words', value: '<span style="white-space:pre-line">{{words}}</span>' },
    ]),
  ].join('\n'),
  text: `{{customerName}} has {{outcome}} the quote {{quoteNumber}}.

{{#if orderNumber}}Order: {{orderNumber}}
{{/if}}{{#if total}}Total: {{amount total}}{{#if currency}} {{currency}}{{/if}}
{{/if}}{{#if readyBy}}Promised for: {{day readyBy}}
{{/if}}{{#if signedBy}}Signed by: {{signedBy}}
{{/if}}{{#if words}}Wrote:
{{words}}
{{/if}}`,
});

import { defineMailTemplate } from '../../../messages/index.js';
import { facts, GREETING, heading, listTable, paragraph, QUOTE } from './parts.js';

export const QuoteReady = defineMailTemplate({
  name: 'quote-ready',
  summary: 'To the customer: the quote is there, with the link to look at it and accept it',
  variables: {
    ...QUOTE,
    total: { kind: 'text', required: true, about: 'Amount to pay, a decimal: 1234.50' },
    currency: { kind: 'text', required: true, about: 'ISO 4217' },
    validUntil: { kind: 'text', required: true, about: 'Last day on which it can be accepted: 2028-03-31' },
    link: { kind: 'link', required: true, about: 'Where the customer looks at it, accepts or declines' },
    leadTime: { kind: 'text', about: 'When it would be made: "10 working days"' },
    message: { kind: 'text', about: 'A personal line from the workshop' },
    lines: {
      kind: 'list',
      about: 'What is quoted',
      fields: {
        name: { required: true, about: 'Part' },
        detail: { about: 'Process, material, finish' },
        quantity: { about: 'Pieces' },
        unitPrice: { about: 'A decimal' },
        total: { about: 'A decimal' },
      },
    },
    breaks: {
      kind: 'list',
      about: 'What other quantities would cost',
      fields: {
        quantity: { required: true, about: 'Pieces' },
        unitPrice: { required: true, about: 'A decimal' },
        total: { about: 'A decimal' },
      },
    },
  },
  sample: {
    quoteNumber: 'Q-2028-0042',
    customerName: 'Ana Sousa',
    total: '1284.60',
    currency: 'EUR',
    validUntil: '2028-03-31',
    link: 'https://quotes.example.com/q/9f2c',
    leadTime: '10 working days',
    message: 'We moved the two holes apart by 0.4 mm as agreed on the phone.',
    lines: [
      { name: 'bracket.stl', detail: 'SLS, PA12, dyed black', quantity: 40, unitPrice: '18.90', total: '756.00' },
      {
        name: 'housing-v3.step',
        detail: 'CNC, 6082-T6, bead blasted',
        quantity: 4,
        unitPrice: '132.15',
        total: '528.60',
      },
    ],
    breaks: [
      { quantity: 80, unitPrice: '15.40', total: '1232.00' },
      { quantity: 200, unitPrice: '12.10', total: '2420.00' },
    ],
  },
  subject: 'Your quote {{quoteNumber}}: {{amount total}} {{currency}}',
  preview: 'Valid until {{day validUntil}}. Look at it and accept it online.',
  html: [
    heading('Your quote is ready'),
    GREETING.html,
    paragraph('Thank you for your enquiry. Here is our quote.'),
    '{{#if message}}<p style="margin:0 0 14px;white-space:pre-line">{{message}}</p>{{/if}}',
    facts([
      { label: 'Quote', shownIf: 'quoteNumber', value: '{{quoteNumber}}' },
      { label: 'Total', shownIf: 'total', value: '{{amount total}} {{currency}}', strong: true },
      { label: 'Lead time', shownIf: 'leadTime', value: '{{leadTime}}' },
      { label: 'Valid until', shownIf: 'validUntil', value: '{{day validUntil}}' },
    ]),
    listTable('lines', 'What we quote', [
      {
        head: 'Part',
        value:
          '{{name}}{{#if detail}}<br><span class="soft" style="color:#5d6675;font-size:13px">{{detail}}</span>{{/if}}',
      },
      { head: 'Pieces', value: '{{quantity}}', right: true },
      { head: 'Each', value: '{{amount unitPrice}}', right: true },
      { head: 'Total', value: '{{amount total}}', right: true },
    ]),
    listTable('breaks', 'Other quantities', [
      { head: 'Pieces', value: '{{quantity}}' },
      { head: 'Each', value: '{{amount unitPrice}}', right: true },
      { head: 'Total', value: '{{amount total}}', right: true },
    ]),
    '{{> button href=link label="Look at the quote"}}',
    '<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#5d6675">You can accept or decline it there, without an account, until {{day validUntil}}.</p>',
  ].join('\n'),
  text: `${GREETING.text}Your quote {{quoteNumber}} is ready.

{{#if message}}{{message}}

{{/if}}Total: {{amount total}} {{currency}}
{{#if leadTime}}Lead time: {{leadTime}}
{{/if}}Valid until: {{day validUntil}}

{{#each lines}}- {{name}}{{#if detail}} ({{detail}}){{/if}}{{#if quantity}}, quantity {{quantity}}{{/if}}{{#if unitPrice}} at {{amount unitPrice}}{{/if}}{{#if total}}: {{amount total}}{{/if}}
{{/each}}{{#if breaks.length}}
Other quantities:
{{#each breaks}}- {{quantity}} pieces at {{amount unitPrice}}{{#if total}}: {{amount total}}{{/if}}
{{/each}}{{/if}}{{#if link}}
Look at it, accept or decline it, without an account:
{{link}}{{/if}}`,
});

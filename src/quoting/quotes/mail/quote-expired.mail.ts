import { defineMailTemplate } from '../../../messages/index.js';
import { GREETING, heading, paragraph, QUOTE } from './parts.js';

const ASK = '{{#if brand.replies}}Reply to this mail{{else}}Tell us{{/if}}';

export const QuoteExpired = defineMailTemplate({
  name: 'quote-expired',
  summary: 'To the customer: the quote can no longer be accepted',
  variables: {
    ...QUOTE,
    validUntil: { kind: 'text', about: 'Last day on which it could be accepted: 2028-03-31' },
    link: { kind: 'link', about: 'Where the customer asks for a new one' },
  },
  sample: {
    quoteNumber: 'Q-2028-0042',
    customerName: 'Ana Sousa',
    validUntil: '2028-03-31',
    link: 'https://quotes.example.com/q/9f2c',
  },
  subject: 'Your quote {{quoteNumber}} has expired',
  preview: 'If you still need the parts, we make a new quote.',
  html: [
    heading('Your quote has expired'),
    GREETING.html,
    paragraph(
      'Our quote {{quoteNumber}} {{#if validUntil}}was valid until {{day validUntil}} and{{/if}} can no longer be accepted, because prices of material and machine time change.',
    ),
    paragraph(`Do you still need the parts? ${ASK}, and we make you a new quote.`),
    '{{#if link}}{{> button href=link label="Look at the old quote"}}{{/if}}',
  ].join('\n'),
  text: `${GREETING.text}Our quote {{quoteNumber}} {{#if validUntil}}was valid until {{day validUntil}} and {{/if}}can no longer be accepted, because prices of material and machine time change.

Do you still need the parts? ${ASK}, and we make you a new quote.{{#if link}}

The old quote:
{{link}}{{/if}}`,
});

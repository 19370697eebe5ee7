import { defineMailTemplate } from '../../../messages/index.js';

const SAMPLE = {
  subject: 'Owner statement ST-2026-0012, 1 – 28 Feb 2026',
  greeting: 'Dear Ana Sousa,',
  text: 'your statement ST-2026-0012 for 1 – 28 Feb 2026 is attached. To be paid out: EUR 1,164.50.',
  message: 'The boiler is mended.',
};

/** Its words come in the language of the owner (documents/words). */
export const OwnerStatement = defineMailTemplate({
  name: 'owner-statement',
  summary: 'To the owner: the statement, as PDF',
  variables: {
    subject: { kind: 'text', required: true, about: 'Number and period of the statement' },
    greeting: { kind: 'text', required: true, about: 'Whom the mail greets' },
    text: { kind: 'text', required: true, about: 'What is attached, and what is paid out' },
    message: { kind: 'text', about: 'What the manager adds' },
  },
  sample: SAMPLE,
  subject: '{{subject}}',
  preview: '{{text}}',
  html: `<p style="margin:0 0 14px">{{greeting}}</p>
<p style="margin:0 0 14px">{{text}}</p>
{{#if message}}<p style="margin:0 0 14px;white-space:pre-line">{{message}}</p>{{/if}}`,
  text: `{{greeting}}

{{text}}
{{#if message}}
{{message}}
{{/if}}`,
});

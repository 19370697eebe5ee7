import { defineMailTemplate } from '../../messages/index.js';

/** To whoever started a run of statements, or made its schedule. */
export const StatementsReady = defineMailTemplate({
  name: 'statements-ready',
  summary: 'To the person who asked for the statements of all owners, when they are done',
  variables: {
    from: { kind: 'text', required: true, about: 'First day' },
    to: { kind: 'text', required: true, about: 'Last day' },
    complete: { kind: 'flag', required: true, about: 'Whether no statement failed' },
    generated: { kind: 'text', required: true, about: 'Statements made' },
    unchanged: { kind: 'text', required: true, about: 'Statements that were there, with the same figures' },
    skipped: { kind: 'text', required: true, about: 'Rightly not made, such as of a listing without a stay' },
    failed: { kind: 'text', required: true, about: 'That could not be made' },
    url: { kind: 'link', required: true, about: 'The run with every statement and every reason' },
  },
  sample: {
    from: '2025-10-01',
    to: '2025-10-31',
    complete: false,
    generated: 44,
    unchanged: 0,
    skipped: 5,
    failed: 1,
    url: 'https://app.example.com/api/v1/statements/jobs/sample',
  },
  subject: 'Statements {{day from}} to {{day to}}{{#if complete}}{{else}}: {{failed}} failed{{/if}}',
  preview: '{{generated}} made, {{unchanged}} unchanged, {{skipped}} skipped, {{failed}} failed.',
  html: `<h1 style="margin:0 0 12px;font-size:22px;line-height:30px">{{#if complete}}The statements are ready{{else}}Some statements could not be made{{/if}}</h1>
<p style="margin:0 0 14px">{{day from}} to {{day to}}: {{generated}} made, {{unchanged}} unchanged, {{skipped}} skipped, {{failed}} failed.</p>
{{> button href=url label="See every statement"}}
{{#if complete}}{{else}}<p style="margin:0">Each one that failed has its reason there. When it is mended, run only those again.</p>{{/if}}`,
  text: `{{#if complete}}The statements are ready{{else}}Some statements could not be made{{/if}}

{{day from}} to {{day to}}: {{generated}} made, {{unchanged}} unchanged, {{skipped}} skipped, {{failed}} failed.

{{url}}
{{#if complete}}{{else}}
Each one that failed has its reason there. When it is mended, run only those again.
{{/if}}`,
});

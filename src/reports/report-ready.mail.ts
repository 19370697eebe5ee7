import { defineMailTemplate } from '../messages/index.js';

/** Whom a report is delivered to: people who may have no account. */
export const ReportReady = defineMailTemplate({
  name: 'report-ready',
  summary: 'To the addresses a report is delivered to, when it is done',
  variables: {
    title: { kind: 'text', required: true, about: 'Of the report' },
    from: { kind: 'text', required: true, about: 'First day' },
    to: { kind: 'text', required: true, about: 'Last day' },
    rows: { kind: 'text', required: true, about: 'How many rows it has' },
    url: { kind: 'link', required: true, about: 'Where the file is, for a time' },
    expires: { kind: 'text', required: true, about: 'Last day of the link' },
  },
  sample: {
    title: 'Invoices',
    from: '2026-03-01',
    to: '2026-03-31',
    rows: '1,234 rows',
    url: 'https://app.example.com/api/v1/downloads/sample',
    expires: '2026-04-08',
  },
  subject: '{{title}}, {{day from}} to {{day to}}',
  preview: '{{rows}}. The link works until {{day expires}}.',
  html: `<h1 style="margin:0 0 12px;font-size:22px;line-height:30px">{{title}}</h1>
<p style="margin:0 0 14px">{{day from}} to {{day to}}, {{rows}}.</p>
{{> button href=url label="Download the report"}}
<p style="margin:0">The link works until {{day expires}}, and for everybody who has it.</p>`,
  text: `{{title}}

{{day from}} to {{day to}}, {{rows}}.

{{url}}

The link works until {{day expires}}, and for everybody who has it.`,
});

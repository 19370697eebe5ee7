import { defineMailTemplate } from '../../messages/index.js';

const paragraph = (text: string) => `<p style="margin:0 0 14px">${text}</p>`;
const small = (text: string) =>
  `<p class="soft" style="margin:0;font-size:13px;line-height:19px;color:#5d6675">${text}</p>`;
const LINE = 'border-bottom:1px solid #eceff3;font-size:15px;line-height:21px;color:#1b2330;vertical-align:top';

export const CatchupDigest = defineMailTemplate({
  name: 'catchup-digest',
  summary: 'To a user: whom she could meet, and when',
  // The next one comes next week: rather none than two.
  policy: 'digest',
  variables: {
    count: { kind: 'text', required: true, about: 'How many there are' },
    several: { kind: 'flag', about: 'Whether there are more than one' },
    ideas: {
      kind: 'list',
      required: true,
      about: 'Whom to meet when',
      fields: {
        name: { required: true, about: 'The person' },
        when: { required: true, about: 'The local time: Tue 3 Mar 18:00–19:00' },
        how: { required: true, about: 'a call, or in person' },
      },
    },
    unsubscribe: { kind: 'link', about: 'Where she ends these mails' },
  },
  sample: {
    count: '2',
    several: true,
    ideas: [
      { name: 'Ana Sousa', when: 'Tue 3 Mar 18:00–19:00', how: 'a call' },
      { name: 'Rui Costa', when: 'Wed 4 Mar 19:30–20:30', how: 'in person' },
    ],
    unsubscribe: 'https://nightshift.example.com/u/9f2c',
  },
  subject: '{{#if several}}{{count}} people you could meet{{else}}Somebody you could meet{{/if}}',
  preview: 'Free hours that suit you.',
  html: `<h1 style="margin:0 0 14px;font-size:22px;line-height:30px;font-weight:700;color:#1b2330">Whom to meet</h1>
${paragraph('You have not seen these people for a while, and these hours are free in your calendars.')}
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 18px">{{#each ideas}}<tr><td class="rule" style="padding:8px 0;${LINE}">{{name}}<br><span class="soft" style="color:#5d6675;font-size:13px">{{how}}</span></td><td class="rule" align="right" style="padding:8px 0 8px 12px;text-align:right;${LINE}">{{when}}</td></tr>
{{/each}}</table>
{{#if unsubscribe}}${small('You get this once a week. <a href="{{unsubscribe}}">End the weekly digest</a>')}{{/if}}`,
  text: `You have not seen these people for a while, and these hours are free in your calendars.

{{#each ideas}}- {{name}}, {{how}}: {{when}}
{{/each}}{{#if unsubscribe}}
You get this once a week. To end the weekly digest:
{{unsubscribe}}{{/if}}`,
});

export const CatchupNotice = defineMailTemplate({
  name: 'catchup-notice',
  summary: 'To a user: somebody she wants to see could come to something in her calendar',
  policy: 'digest',
  variables: {
    name: { kind: 'text', required: true, about: 'The person' },
    when: { kind: 'text', required: true, about: 'The local time' },
    unsubscribe: { kind: 'link', about: 'Where she ends these mails' },
  },
  sample: {
    name: 'Ana Sousa',
    when: 'Tue 3 Mar 18:00–19:00',
    unsubscribe: 'https://nightshift.example.com/u/9f2c',
  },
  subject: '{{name}} and you could both be there',
  html: `${paragraph('{{name}} and you could both be there: {{when}}.')}
{{#if unsubscribe}}${small('You get this when somebody could come to an event of yours. <a href="{{unsubscribe}}">End these notices</a>')}{{/if}}`,
  text: `{{name}} and you could both be there: {{when}}.
{{#if unsubscribe}}
You get this when somebody could come to an event of yours. To end these notices:
{{unsubscribe}}{{/if}}`,
});

import { defineMailTemplate } from '../../../messages/index.js';

/** Names neither the account nor anything of it: the log of mails is read by administrators. */
export const CalendarAccountPaused = defineMailTemplate({
  name: 'calendar-account-paused',
  summary: 'To a user: one of her calendar accounts must be connected again',
  variables: { reason: { kind: 'text', required: true, about: 'Why it cannot be read any more' } },
  sample: { reason: 'Google does not accept the permission any more.' },
  subject: 'One of your calendars is not read any more',
  html: `<p style="margin:0 0 14px">One of your calendar accounts is not read any more: {{reason}}</p>
<p style="margin:0 0 14px">Until you connect it again, suggestions do not know what happens in its calendars.</p>`,
  text: `One of your calendar accounts is not read any more: {{reason}}

Until you connect it again, suggestions do not know what happens in its calendars.`,
});

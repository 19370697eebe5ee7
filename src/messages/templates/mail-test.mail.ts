import { defineMailTemplate } from './define-template.js';

/** What an administrator sends to himself. */
export const MailTest = defineMailTemplate({
  name: 'mail-test',
  summary: 'To the administrator who asked for it: mail works',
  variables: {},
  sample: {},
  subject: 'Mail from {{brand.name}} works',
  preview: 'This is what your customers will see as the sender.',
  html: `<h1 style="margin:0 0 12px;font-size:22px;line-height:30px">It works</h1>
<p style="margin:0 0 14px">This mail was sent by {{brand.name}} because an administrator asked for a test.</p>
<p style="margin:0">Look at the sender above, and press Reply: your customers' answers go to that address.</p>`,
  text: `It works

This mail was sent by {{brand.name}} because an administrator asked for a test.

Look at the sender, and press Reply: your customers' answers go to that address.`,
});

import { expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { displayName } from './mail-address.js';

it('cuts a long name between characters, and keeps it on one line', () => {
  expect(displayName(`${'x'.repeat(99)}😀`)).toBe('x'.repeat(99));
  expect(displayName(`${'x'.repeat(98)}😀y`)).toBe(`${'x'.repeat(98)}😀`);
  expect(displayName('Ana\r\nBcc: eve@example.com')).toBe('Ana Bcc: eve@example.com');
  expect(displayName(' \u0000 ')).toBeUndefined();
});

// choyiny/saasmail#198, tactilenews/100eyes#1341: a comma would make two addresses of it, parentheses a comment.
it.each(['Sousa, Ana', 'Support (Billing)', 'Ana <x@evil.test>', 'A: B; C', '"Ana" \\ Sousa', 'a@b.test, c@d.test'])(
  'the name %s is one name of one address',
  async (name) => {
    const transport = createTransport({ streamTransport: true, buffer: true });
    const mailbox = { name: displayName(name)!, address: 'ana@example.com' };
    const { envelope, message } = await transport.sendMail({ from: mailbox, to: mailbox, text: 'x' });
    expect(envelope).toEqual({ from: 'ana@example.com', to: ['ana@example.com'] });
    const header = /^To: ((?:.|\r\n\s)*?)\r\n\S/m.exec((message as Buffer).toString())![1]!;
    const quoted = `"${name.replace(/["\\]/g, '\\$&')}" <ana@example.com>`;
    expect(header.replace(/\r\n\s+/g, ' ')).toBe(quoted);
  },
);

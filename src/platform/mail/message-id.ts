import { createHash } from 'node:crypto';
import { mailboxOf } from './mail-address.js';

/** Message-ID of the mail with this key, in the domain of the sender: the same on every try, so that mailboxes know a repeated one. */
export function messageIdOf(key: string, sender: string): string {
  const domain = mailboxOf(sender).address.split('@').at(-1)!;
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

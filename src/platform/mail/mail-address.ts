import { registerDecorator, isEmail } from 'class-validator';

/** An address with the name it is shown under. */
export interface Mailbox {
  address: string;
  name?: string;
}

const MAX_ADDRESS = 320;

/**
 * Whether the text is exactly one mail address and nothing else: no name, no list, no quotes. `a@x, evil@x` would go to two
 * people. (rules mail 5)
 */
export function isMailAddress(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= MAX_ADDRESS &&
    !/[\s"<>(),;:\\\u0000-\u001f\u007f]/.test(text) &&
    isEmail(text, { require_tld: false, allow_ip_domain: false })
  );
}

/** A member that must be exactly one mail address; `each`: a list of which each is one. */
export function IsMailAddress({ each = false } = {}): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isMailAddress',
      target: target.constructor,
      propertyName: String(property),
      options: { each, message: `${each ? 'each of ' : ''}$property must be exactly one mail address` },
      validator: { validate: isMailAddress },
    });
}

/** The address of `Name <a@b>` or `a@b`, and the name if there is one. */
export function mailboxOf(text: string): Mailbox {
  const [, name = '', address] = /^([^<]*)<([^>]+)>$/.exec(text) ?? [];
  if (address === undefined) return { address: text.trim() };
  return name.trim() ? { address, name: name.trim() } : { address };
}

const MAX_NAME = 100;

/** A name as it is shown before an address: on one line, without control characters; undefined when nothing is left. */
export function displayName(name: string | null | undefined): string | undefined {
  const line = (name ?? '').toWellFormed().replace(/[\s\u0000-\u001f\u007f]+/g, ' ');
  return cutText(line.trim(), MAX_NAME) || undefined;
}

/** The first so many characters of a text, without half of one that is written as a pair. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** `Name <a@b>`, for people. */
export function mailboxText({ name, address }: Mailbox): string {
  return name ? `${name} <${address}>` : address;
}

/** As which an address is recognised, whoever writes it. */
export function sameAddress(address: string): string {
  return address.trim().toLowerCase();
}

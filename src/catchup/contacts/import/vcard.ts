import { decoded } from './text-of.js';
import type { ReadContacts } from './csv-contacts.js';
import { checkedContact, losesNumber, nameKey, type RawContact } from './imported-contact.js';
import { UnusedFields } from './unused-fields.js';

/** A property of a card: TEL;TYPE=CELL:+351… */
interface Property {
  name: string;
  parameters: Map<string, string>;
  /** As it stands, byte by byte. */
  value: string;
}

interface Card {
  line: number;
  properties: Property[];
  /** Names of properties that say nothing to us. */
  others: Set<string>;
  /** Lines that are no property. */
  lost: number[];
}

interface Line {
  line: number;
  text: string;
}

/**
 * Reads vCards of versions 2.1, 3.0 and 4.0. Lines are put together before they are decoded: programs fold within a character.
 * (ical.js refuses a whole file for one bad line, and knows nothing of version 2.1, which telephones still write.) A property that
 * is not understood, a photo for one, is left out and counted.
 */
export function readVcards(bytes: Buffer): ReadContacts {
  const contacts: ReadContacts['contacts'] = [];
  const unused = new UnusedFields();
  let begun: Card | undefined;
  for (const { line, text } of logicalLines(bytes)) {
    const property = propertyOf(text);
    if (property?.name === 'BEGIN' && isCard(property)) {
      if (begun) contacts.push({ line: begun.line, problem: 'It has no END:VCARD' });
      begun = { line, properties: [], others: new Set(), lost: [] };
    } else if (property?.name === 'END' && isCard(property)) {
      if (begun) contacts.push(contactOf(begun, unused));
      begun = undefined;
    } else if (begun && !property) begun.lost.push(line);
    else if (begun && property && KNOWN.has(property.name)) begun.properties.push(property);
    else if (begun && property && !OF_THE_FILE.has(property.name)) begun.others.add(property.name);
  }
  if (begun) contacts.push({ line: begun.line, problem: 'It has no END:VCARD' });
  return { contacts, ...unused.answer() };
}

function contactOf({ line, properties, others, lost }: Card, unused: UnusedFields) {
  const raw = rawOf(line, properties);
  if (lost.length > 0)
    raw.warnings = [
      lost.length === 1
        ? `Line ${lost[0]} is no property and is left out`
        : `${lost.length} lines are no properties and are left out, the first is line ${lost[0]}`,
    ];
  const contact = checkedContact(raw);
  for (const name of others) unused.count(name);
  if ('problem' in contact) return contact;
  // Names only for who has no other.
  for (const name of ['ORG', 'NICKNAME']) {
    const property = properties.find((one) => one.name === name);
    const words = property && parts(valueOf(property)).filter(Boolean).join(' ');
    if (words && nameKey(words) !== nameKey(contact.name)) unused.count(name);
  }
  if (losesNumber(raw.phones, contact)) unused.count('TEL');
  return contact;
}

export function looksLikeVcard(bytes: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF)?\s*BEGIN:VCARD/i.test(bytes.subarray(0, 64).toString('latin1'));
}

const KNOWN = new Set(['FN', 'N', 'ORG', 'NICKNAME', 'EMAIL', 'TEL', 'BDAY', 'NOTE', 'CATEGORIES']);

/** They say something about the file and nothing about a person. */
const OF_THE_FILE = new Set(['VERSION', 'PRODID', 'REV', 'UID']);

const isCard = ({ value }: Property) => value.trim().toUpperCase() === 'VCARD';

/** Ends of lines, of which there may be two a line. A photo of a megabyte has 18,000 lines. */
const MOST_ENDS = 1_000_000;

/** Thrown for a file that cannot be cards of people. The message is safe to show. */
export class UnreadableVcardError extends Error {
  override readonly name = 'UnreadableVcardError';
}

/** Folded lines and those of quoted-printable put together; a character is a byte here. */
function logicalLines(bytes: Buffer): Line[] {
  let ends = 0;
  for (const byte of bytes)
    if ((byte === 10 || byte === 13) && ++ends > MOST_ENDS)
      throw new UnreadableVcardError('The file has too many lines');
  const text = bytes.toString('latin1').replace(/^\xEF\xBB\xBF/, '');
  const lines: Line[] = [];
  let soft = false;
  for (const [index, one] of text.split(/\r\n|\n|\r/).entries()) {
    const last = lines.at(-1);
    if (last && soft) last.text += `\n${one}`;
    else if (last && /^[ \t]/.test(one)) last.text += one.slice(1);
    else if (one !== '') lines.push({ line: index + 1, text: one });
    else continue;
    soft = isSoft(lines.at(-1)!.text);
  }
  return lines;
}

/** Whether the line goes on: version 2.1 breaks quoted-printable texts with an equals sign at the end. */
function isSoft(text: string): boolean {
  return text.endsWith('=') && /^[^:]*ENCODING=QUOTED-PRINTABLE|^[^:]*;QUOTED-PRINTABLE/i.test(text);
}

function propertyOf(text: string): Property | undefined {
  const colon = valueAt(text);
  if (colon === -1) return undefined;
  const [name = '', ...given] = text.slice(0, colon).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const parameters = new Map(
    given.map((one): [string, string] => {
      const [key = '', value] = one.split('=', 2);
      // 2.1 writes the value alone: TEL;CELL, NOTE;QUOTED-PRINTABLE.
      return value === undefined ? [key.toUpperCase(), ''] : [key.toUpperCase(), value.replaceAll('"', '')];
    }),
  );
  // Apple puts properties into groups: item1.EMAIL
  return {
    name: name
      .replace(/^[\w-]+\./, '')
      .toUpperCase()
      .trim(),
    parameters,
    value: text.slice(colon + 1),
  };
}

/** The first colon that is not within quotes. */
function valueAt(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) return at;
  }
  // A quote that is never closed: the first colon will do.
  return text.indexOf(':');
}

function valueOf({ value, parameters }: Property): string {
  const encoding = parameters.get('ENCODING')?.toUpperCase();
  const quoted = encoding === 'QUOTED-PRINTABLE' || parameters.has('QUOTED-PRINTABLE');
  const bytes = quoted ? unquoted(value) : Buffer.from(value.replaceAll('\n', ''), 'latin1');
  return decoded(bytes, parameters.get('CHARSET') || 'utf-8');
}

function unquoted(text: string): Buffer {
  const joined = text.replace(/=[ \t]*\n[ \t]*/g, '').replaceAll('\n', '');
  const plain = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function rawOf(line: number, properties: readonly Property[]): RawContact {
  const all = (name: string) => properties.filter((property) => property.name === name);
  const first = (name: string) => {
    const [property] = all(name);
    return property ? unescaped(valueOf(property)).trim() : '';
  };
  const [n] = all('N');
  const [org] = all('ORG');
  return {
    line,
    name: first('FN') || (n ? nameOf(valueOf(n)) : '') || (org ? parts(valueOf(org))[0]! : '') || first('NICKNAME'),
    emails: preferred(all('EMAIL')).map((one) => unescaped(valueOf(one)).replace(/^mailto:/i, '')),
    phones: preferred(all('TEL')).map((one) => unescaped(valueOf(one)).replace(/^tel:/i, '').replace(/;.*$/, '')),
    birthday: birthdayOf(all('BDAY')[0]),
    note: all('NOTE')
      .map((one) => unescaped(valueOf(one)))
      .join('\n'),
    groups: all('CATEGORIES').flatMap((one) => parts(valueOf(one), ',')),
  };
}

/** Those that are preferred, then mobile numbers, then the others, in the order of the card. */
function preferred(properties: readonly Property[]): Property[] {
  const rank = ({ parameters }: Property) => {
    const type = [...parameters].flat().join(' ').toUpperCase();
    return /\bPREF\b/.test(type) ? 0 : /\bCELL\b|IPHONE|MOBILE/.test(type) ? 1 : /\bFAX\b|\bPAGER\b/.test(type) ? 3 : 2;
  };
  return properties
    .map((one, index) => ({ one, index }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index)
    .map(({ one }) => one);
}

/** Telephones write a birthday without its year with a year that they name, or with 1604. */
function birthdayOf(property: Property | undefined): string | undefined {
  if (!property) return undefined;
  const text = unescaped(valueOf(property)).trim();
  const omitted = property.parameters.get('X-APPLE-OMIT-YEAR');
  return omitted !== undefined && text.startsWith(omitted) ? text.replace(omitted, '-') : text;
}

/** Family, given and additional names, prefix, suffix, as people say them. */
function nameOf(value: string): string {
  const [family = '', given = '', additional = ''] = parts(value);
  return [given, additional, family].filter(Boolean).join(' ');
}

/** Parts between marks that are not escaped. */
function parts(value: string, mark = ';'): string[] {
  return value.split(new RegExp(`(?<!\\\\)${mark}`)).map((part) => unescaped(part).trim());
}

function unescaped(text: string): string {
  return text.replace(/\\([nN,;:\\])/g, (_, mark: string) => (mark === 'n' || mark === 'N' ? '\n' : mark));
}

import { CsvReader, type SourceRecord, UnreadableCsvError } from '../../../platform/csv/csv-reader.js';
import { MOST_CONTACTS } from '../contact-types.js';
import {
  checkedContact,
  clean,
  cut,
  type ImportedContact,
  losesNumber,
  nameKey,
  type RawContact,
  type Unreadable,
} from './imported-contact.js';
import { textOf } from './text-of.js';
import { type UnusedField, UnusedFields } from './unused-fields.js';

export interface ReadContacts {
  contacts: (ImportedContact | Unreadable)[];
  unused: UnusedField[];
  unusedLeftOut: number;
}

/** Names of columns, in lower case, as the exports of Google Contacts (old and new), Outlook and others have them. */
const NAMES = {
  full: ['name', 'full name', 'display name', 'file as', 'contact'],
  first: ['first name', 'given name', 'firstname', 'first'],
  middle: ['middle name', 'additional name'],
  last: ['last name', 'family name', 'lastname', 'surname', 'last'],
  company: ['organization name', 'organization 1 - name', 'company', 'organization'],
  birthday: ['birthday', 'birth date', 'date of birth', 'bday'],
  note: ['notes', 'note', 'comments'],
  groups: ['labels', 'group membership', 'categories', 'groups', 'tags'],
  frequency: ['frequency', 'cadence'],
  // Thunderbird.
  birthYear: ['birth year'],
  birthMonth: ['birth month'],
  birthDay: ['birth day'],
} as const;
const EMAIL =
  /^(?:e-?mail(?: \d+)? - value|e-?mail(?: \d+)?(?: address)?|email addresses?|(?:primary|secondary) email)$/;
/** A mobile number before others, because messages reach it. */
const PHONE = [
  /^mobile(?: phone| number)?$|^cell(?: phone)?$/,
  /^phone(?: \d+)? - value$|^phone(?: number)?(?: \d+)?$|^telephone$|^tel$/,
  /^(?:primary|home|work|business|other|company main) phone(?: \d+)?$/,
];
/** Most records of a file: twice as many as a user may have. */
export const MOST_RECORDS = 2 * MOST_CONTACTS;
const PIECE = 65_536;
/** Google puts several values of one kind into one field. */
const SEVERAL = ' ::: ';
/** Google's own groups, of which everybody is. */
const NO_GROUPS = new Set(['* mycontacts', 'mycontacts', '* my contacts', '* starred', '* friends', '* family']);

/** Reads a file of contacts with any of the usual headers. @throws UnreadableCsvError without one of them */
export async function readCsvContacts(bytes: Buffer): Promise<ReadContacts> {
  const text = textOf(bytes);
  const reader = new CsvReader({ delimiter: delimiterOf(text) });
  const { records } = await read(reader, text);
  const [header, ...rows] = records;
  const columns = header ? columnsOf(header.fields) : undefined;
  if (!columns)
    throw new UnreadableCsvError(
      'The first line must name the columns, as exports of Google Contacts and Outlook do; at least name, first name or e-mail',
    );
  const unused = new UnusedFields();
  for (const name of columns.unread) unused.note(name);
  const contacts = rows.map(({ line, fields }) => {
    const contact = checkedContact(columns.raw(line, fields));
    for (const name of columns.lost(fields, contact)) unused.count(name);
    return contact;
  });
  return { contacts, ...unused.answer() };
}

/** Piece by piece, so that a file of a million short lines is refused at its ten-thousandth. */
async function read(reader: CsvReader, text: string) {
  const records: SourceRecord[] = [];
  for (let from = 0; from < text.length; from += PIECE) {
    records.push(...(await reader.read(text.slice(from, from + PIECE))));
    if (records.length > MOST_RECORDS + 1)
      throw new UnreadableCsvError(`The file has more than ${MOST_RECORDS} lines; split it`);
  }
  const last = await reader.end();
  if (last.cutOff !== null) throw new UnreadableCsvError(`The record on line ${last.cutOff} has no end`);
  return { records: [...records, ...last.records] };
}

interface Columns {
  raw: (line: number, fields: readonly string[]) => RawContact;
  /** Names of the columns that say nothing to us. */
  unread: string[];
  /** Names of the columns of which something is not in the contact that was made of a row. */
  lost: (fields: readonly string[], contact: ImportedContact | Unreadable) => string[];
}

function columnsOf(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll('_', ' '));
  const at = (kind: keyof typeof NAMES) => names.findIndex((name) => (NAMES[kind] as readonly string[]).includes(name));
  const places = Object.fromEntries((Object.keys(NAMES) as (keyof typeof NAMES)[]).map((kind) => [kind, at(kind)]));
  const emails = placesOf(names, [EMAIL]);
  const phones = placesOf(names, PHONE);
  if ([places['full'], places['first'], places['last']].every((place) => place === -1) && emails.length === 0)
    return undefined;
  const read = new Set([...Object.values(places), ...emails, ...phones]);
  const nameOf = (place: number) => header[place]!.trim() || `column ${place + 1}, which has no name`;
  const isLost = (value: string, place: number, contact: ImportedContact | Unreadable): boolean => {
    if (value.trim() === '' || place >= header.length) return false;
    if (!read.has(place)) return true;
    if ('problem' in contact) return false;
    // It is a name only for who has no other.
    if (place === places['company']) return nameKey(value) !== nameKey(contact.name);
    return phones.includes(place) && losesNumber(several([value], [0]), contact);
  };
  const raw = (line: number, fields: readonly string[]): RawContact => {
    const field = (kind: keyof typeof NAMES) => fields[places[kind]!]?.trim() ?? '';
    const parts = [field('first'), field('middle'), field('last')].filter(Boolean).join(' ');
    return {
      line,
      name: field('full') || parts || field('company'),
      emails: several(fields, emails),
      phones: several(fields, phones),
      birthday: field('birthday') || birthdayOf(field('birthYear'), field('birthMonth'), field('birthDay')),
      note: field('note'),
      groups: groupsOf(field('groups')),
      frequency: field('frequency'),
      warnings: surplus(fields, header.length),
    };
  };
  return {
    raw,
    unread: names.flatMap((name, place) => (name === '' || read.has(place) ? [] : [nameOf(place)])),
    lost: (fields, contact) => fields.flatMap((value, place) => (isLost(value, place, contact) ? [nameOf(place)] : [])),
  };
}

/** A row may have more fields than there are columns, for one when a comma in it is not in quotes. */
function surplus(fields: readonly string[], columns: number): string[] {
  const more = fields.slice(columns).filter((value) => value.trim() !== '');
  return more.length === 0
    ? []
    : [`It has more fields than the first line: "${cut(clean(more.join(', ')), 60)}" is left out`];
}

function birthdayOf(year: string, month: string, day: string): string {
  if (!month || !day) return '';
  return `${/^\d{4}$/.test(year) ? year : '-'}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function placesOf(names: readonly string[], patterns: readonly RegExp[]): number[] {
  return patterns.flatMap((pattern) => names.flatMap((name, place) => (pattern.test(name) ? [place] : [])));
}

function several(fields: readonly string[], places: readonly number[]): string[] {
  return places.flatMap((place) => (fields[place] ?? '').split(SEVERAL)).filter((value) => value.trim() !== '');
}

function groupsOf(text: string): string[] {
  return text
    .split(/ ::: |;|,/)
    .map((group) => group.trim())
    .filter((group) => group !== '' && !NO_GROUPS.has(group.toLowerCase()))
    .map((group) => group.replace(/^\* /, ''));
}

/** What stands most often in the first line: a comma, a semicolon or a tab. */
function delimiterOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/, 1)[0]!;
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

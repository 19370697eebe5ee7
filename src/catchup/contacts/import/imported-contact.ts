import { type Birthday, parseBirthday } from '../birthday.js';
import { type Frequency, FREQUENCIES, MOST_EMAILS, MOST_GROUPS } from '../contact-types.js';

/** A contact as a file tells it. */
export interface ImportedContact {
  /** Line of the file on which it begins. */
  line: number;
  name: string;
  emails: string[];
  phone: string | null;
  birthday: Birthday | null;
  note: string | null;
  groups: string[];
  /** Null: the file does not say. */
  frequency: Frequency | null;
  /** What could not be read, and was left out. */
  warnings: string[];
}

/** A record that is no contact, and why. */
export interface Unreadable {
  line: number;
  problem: string;
}

/** What was found in a record, before it is checked. */
export interface RawContact {
  line: number;
  name: string;
  emails: readonly string[];
  phones: readonly string[];
  birthday?: string;
  note?: string;
  groups?: readonly string[];
  frequency?: string;
  /** What was lost before. */
  warnings?: readonly string[];
}

const EMAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/;
const NAME = 200;
const NOTE = 2_000;
const GROUP = 50;

/** Checks what was found: what cannot be read is left out with a warning, and only a record without any name is no contact. */
export function checkedContact(raw: RawContact): ImportedContact | Unreadable {
  const { line } = raw;
  const warnings = [...(raw.warnings ?? [])];
  const found = unique(raw.emails.map((email) => clean(email).toLowerCase()));
  const emails = found.filter((email) => EMAIL.test(email) && email.length <= 254);
  for (const email of found) if (!emails.includes(email)) warnings.push(`"${cut(email, 60)}" is no e-mail address`);
  if (emails.length > MOST_EMAILS) warnings.push(`Only the first ${MOST_EMAILS} e-mail addresses are kept`);
  const numbers = raw.phones.map((text) => clean(text));
  const phone = numbers.find((text) => phoneKey(text) !== null && text.length <= 32) ?? null;
  if (!phone && numbers.length > 0) warnings.push(`"${cut(numbers[0]!, 60)}" is no telephone number`);
  const name = cut(clean(raw.name) || emails[0] || phone || '', NAME);
  if (!name) return { line, problem: 'It has neither a name nor an address nor a number' };
  const birthday = birthdayOf(raw.birthday, warnings);
  return {
    ...{ line, name, emails: emails.slice(0, MOST_EMAILS), phone, birthday },
    note: raw.note?.trim() ? cut(storable(raw.note).trim(), NOTE) : null,
    groups: unique((raw.groups ?? []).map((group) => cut(clean(group), GROUP)).filter(Boolean)).slice(0, MOST_GROUPS),
    frequency: frequencyOf(raw.frequency, warnings),
    warnings,
  };
}

/** Digits by which two spellings of a number are the same: +351 912 345 678 and 912345678. Null: no telephone number. */
export function phoneKey(text: string): string | null {
  if (!/^[+\d][\d\s().,/x#*-]*$/i.test(text)) return null;
  const digits = text.replace(/(?:x|#|\*|,).*$/i, '').replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 20 ? digits.slice(-9) : null;
}

/** Whether one of the numbers is in no contact: only one is kept. */
export function losesNumber(phones: readonly string[], contact: ImportedContact): boolean {
  const kept = contact.phone && phoneKey(contact.phone);
  // Where none is a number the contact has a warning about the first.
  return kept ? phones.some((text) => phoneKey(clean(text)) !== kept) : phones.length > 1;
}

/** A name as names are compared: case, accents and blanks make no other person. */
export function nameKey(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

function birthdayOf(text: string | undefined, warnings: string[]): Birthday | null {
  const given = text?.trim();
  // Outlook writes 0/0/00 for none.
  if (!given || /^[0\s/.-]+$/.test(given)) return null;
  const birthday = parseBirthday(isoBirthday(given));
  if (!birthday) warnings.push(`"${cut(clean(given), 40)}" is no birthday`);
  return birthday ?? null;
}

/** A birthday in one of the forms of files. With slashes the month comes first, as Outlook writes it, unless it cannot. */
function isoBirthday(text: string): string {
  const whole = /^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(text);
  if (whole) return `${whole[1]}-${whole[2]}-${whole[3]}`;
  const yearless = /^--?(\d{2})-?(\d{2})(?:T.*)?$/.exec(text);
  if (yearless) return `--${yearless[1]}-${yearless[2]}`;
  const points = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text);
  if (points) return dated(points[3], points[2]!, points[1]!);
  const slashes = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text);
  if (!slashes) return text;
  const [, first, second, year] = slashes as unknown as [string, string, string, string | undefined];
  return Number(first) > 12 ? dated(year, second, first) : dated(year, first, second);
}

function dated(year: string | undefined, month: string, day: string): string {
  return `${year ?? '-'}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function frequencyOf(text: string | undefined, warnings: string[]): Frequency | null {
  const given = text?.trim().toLowerCase();
  if (!given) return null;
  const known = FREQUENCIES.find((frequency) => frequency === given);
  if (!known) warnings.push(`"${cut(given, 40)}" is no frequency; there are ${FREQUENCIES.join(', ')}`);
  return known ?? null;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.filter(Boolean))];
}

/** One line without characters that nobody sees. */
export function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .toWellFormed();
}

/** Postgres has no text with NUL in it, nor half a character. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** At most so many characters, and no half of one. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('').slice(0, most).toWellFormed();
}

import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { UnreadableCsvError } from '../../../platform/csv/csv-reader.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { AppError, invalid } from '../../../platform/errors/app-error.js';
import { ARRIVAL } from '../../../platform/http/arrival-watch.js';
import { type FormFile, readForm } from '../../../platform/http/multipart-form.js';
import { formatBirthday, storedBirthday } from '../birthday.js';
import { CoAttendance } from '../co-attendance.js';
import type { ContactValues } from '../contact-row.js';
import { type Frequency, MOST_CONTACTS } from '../contact-types.js';
import { ContactsRepository } from '../contacts.repository.js';
import { ContactsService } from '../contacts.service.js';
import type { ContactImportResponse, ImportEntryResponse } from './contact-imports.dto.js';
import { MOST_RECORDS, type ReadContacts, readCsvContacts } from './csv-contacts.js';
import type { ImportedContact, Unreadable } from './imported-contact.js';
import { ContactMatcher, type Match } from './match.js';
import { looksLikeVcard, readVcards, UnreadableVcardError } from './vcard.js';

/** Five thousand contacts without photos are one megabyte; photos are not read, but come. */
const LIMIT_BYTES = 8 * 1024 * 1024;
const MOST_ENTRIES = 500;

interface ContactFile extends ReadContacts {
  format: 'csv' | 'vcard';
}

/** Contacts from files of other programs. */
@Injectable()
export class ContactImports {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly contacts: ContactsRepository,
    private readonly people: ContactsService,
    private readonly calendar: CoAttendance,
  ) {}

  /** What an import of the file would do. @throws AppError VALIDATION_FAILED, PAYLOAD_TOO_LARGE */
  async preview(body: IncomingMessage): Promise<ContactImportResponse> {
    const file = await this.read(body);
    return this.db.transaction(async () => (await this.sorted(file)).answer(false));
  }

  /**
   * Adds those who are not there yet. The same file again adds nobody.
   * @param frequency of those for whom the file names none
   * @throws AppError as preview; CONFLICT when there would be too many contacts
   */
  async import(body: IncomingMessage, frequency: Frequency): Promise<ContactImportResponse> {
    const file = await this.read(body);
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const { added, known, answer } = await this.sorted(file);
      if (known + added.length > MOST_CONTACTS)
        throw new AppError('CONFLICT', `There would be more than ${MOST_CONTACTS} contacts, which is the most`);
      if (added.length === 0) return answer(true);
      const ids = await this.people.add(added.map((contact) => valuesOf(contact, frequency)));
      await this.calendar.learn(new Date());
      return answer(true, new Map(added.map((contact, n) => [contact, ids[n]!])));
    });
  }

  private async sorted({ format, contacts, unused, unusedLeftOut }: ContactFile) {
    const known = await this.contacts.known();
    const matcher = new ContactMatcher(known);
    const added: ImportedContact[] = [];
    const seen = contacts.map((contact) => {
      if ('problem' in contact) return { contact, outcome: 'unreadable' as const };
      const match = matcher.take(contact);
      if (!match) added.push(contact);
      return { contact, outcome: match ? ('known' as const) : ('new' as const), match };
    });
    const notTaken = seen.filter(({ outcome }) => outcome !== 'new');
    const count = (outcome: string) => seen.filter((one) => one.outcome === outcome).length;
    const answer = (written: boolean, ids?: Map<ImportedContact, string>): ContactImportResponse => ({
      ...{ format, written, added: added.length, known: count('known'), unreadable: count('unreadable') },
      entries: seen.slice(0, MOST_ENTRIES).map(({ contact, outcome, match }): ImportEntryResponse => {
        if ('problem' in contact) return { ...NOTHING, ...contact, outcome };
        const { line, name, emails, phone, birthday, warnings } = contact;
        return {
          ...{ ...NOTHING, line, outcome, name, emails, phone, warnings },
          birthday: birthday && formatBirthday(birthday),
          matchedBy: match?.by ?? null,
          contactId: match?.id ?? ids?.get(contact) ?? null,
        };
      }),
      leftOut: Math.max(0, seen.length - MOST_ENTRIES),
      notTaken: notTaken.slice(0, MOST_ENTRIES).map(({ contact, match }) => ({
        line: contact.line,
        name: 'problem' in contact ? null : contact.name,
        reason: reasonOf(contact, match),
      })),
      notTakenLeftOut: Math.max(0, notTaken.length - MOST_ENTRIES),
      ...{ unused, unusedLeftOut },
    });
    return { added, known: known.length, answer };
  }

  private async read(body: IncomingMessage): Promise<ContactFile> {
    const none = () => Promise.resolve();
    const { file } = await readForm(body, { ...ARRIVAL, fields: [] }, bytesOf, none);
    if (file.length === 0) throw invalid('file', 'The file is empty');
    try {
      const found: ContactFile = looksLikeVcard(file)
        ? { format: 'vcard', ...readVcards(file) }
        : { format: 'csv', ...(await readCsvContacts(file)) };
      if (found.contacts.length > MOST_RECORDS)
        throw invalid('file', `The file has more than ${MOST_RECORDS} contacts`);
      return found;
    } catch (error) {
      if (error instanceof UnreadableCsvError || error instanceof UnreadableVcardError)
        throw invalid('file', error.message);
      throw error;
    }
  }
}

const BY = { email: 'the e-mail address', phone: 'the telephone number', name: 'the name' };

/** Why no contact is made of it. */
function reasonOf(contact: ImportedContact | Unreadable, match: Match | undefined): string {
  if ('problem' in contact) return contact.problem;
  const { by, line, name } = match!;
  return line === null ? `There already as ${name}, by ${BY[by]}` : `The same as on line ${line}, by ${BY[by]}`;
}

const NOTHING = {
  ...{ name: null, emails: [], phone: null, birthday: null, matchedBy: null, contactId: null, problem: null },
  warnings: [],
};

/** @throws AppError PAYLOAD_TOO_LARGE as soon as more has come */
async function bytesOf({ body }: FormFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LIMIT_BYTES) throw new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${LIMIT_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

function valuesOf(contact: ImportedContact, frequency: Frequency): ContactValues {
  const { name, emails, phone, birthday, note, groups } = contact;
  return {
    ...{ name, emails, phone, note, groups, windows: null },
    ...{ importance: 'normal', medium: 'in_person', minutes: 60 },
    frequency: contact.frequency ?? frequency,
    birthday: birthday && storedBirthday(birthday),
  };
}

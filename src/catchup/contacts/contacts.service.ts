import { Injectable } from '@nestjs/common';
import { isLocalDate, type LocalDate, instantAt, today } from '../../platform/dates/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { windowsMistake, windowsOf } from '../preferences/windows.js';
import { parseBirthday, storedBirthday } from './birthday.js';
import { CoAttendance } from './co-attendance.js';
import { type ContactAnswer, contactAnswer } from './contact-answer.js';
import { formatCursor, parseCursor } from './contact-cursor.js';
import type { ContactValues } from './contact-row.js';
import { MOST_CONTACTS } from './contact-types.js';
import type { ContactsQuery, CreateContactRequest, UpdateContactRequest } from './contacts.dto.js';
import { ContactsRepository } from './contacts.repository.js';

/** What has changed about a contact. met: they have met; changed: how often, how or when they meet. */
export type ContactChange = 'met' | 'changed';
/** Runs in the transaction of the change, as the user who made it. */
export type ContactHook = (id: string, change: ContactChange) => Promise<void>;
/** Runs in the transaction in which contacts are added, as their user. */
export type AddedHook = () => Promise<void>;

/** Members whose change may make what was suggested wrong. */
const DECISIVE = ['frequency', 'medium', 'minutes', 'windows'] as const;

/** People whom the user who acts wants to keep in touch with. */
@Injectable()
export class ContactsService {
  private readonly hooks: ContactHook[] = [];
  private readonly addedHooks: AddedHook[] = [];

  constructor(
    private readonly db: PersonalDatabase,
    private readonly contacts: ContactsRepository,
    private readonly preferences: CatchupPreferences,
    private readonly calendar: CoAttendance,
  ) {}

  /** What follows a change, as the end of a suggestion does. Registered while the application is put together. */
  onChange(hook: ContactHook): void {
    this.hooks.push(hook);
  }

  /** What follows new contacts, as the schedule of suggestions does. */
  onAdded(hook: AddedHook): void {
    this.addedHooks.push(hook);
  }

  /** Adds contacts that have been checked. Answers their ids, in order. */
  async add(values: Parameters<ContactsRepository['add']>[0]): Promise<string[]> {
    const ids = await this.contacts.add(values);
    for (const hook of this.addedHooks) await hook();
    return ids;
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<ContactAnswer> {
    return this.db.transaction(async () => {
      const row = await this.contacts.find(id);
      if (!row) throw notFound('Contact');
      return contactAnswer(row, (await this.preferences.mine()).timeZone, new Date());
    });
  }

  async list({ cursor, ...filter }: ContactsQuery): Promise<{ contacts: ContactAnswer[]; nextCursor: string | null }> {
    const after = parseCursor(cursor, filter.sort);
    return this.db.transaction(async () => {
      const { timeZone } = await this.preferences.mine();
      const now = new Date();
      const limit = filter.limit + 1;
      const rows = await this.contacts.list(timeZone, today(timeZone, now), { ...filter, after, limit });
      const page = rows.slice(0, filter.limit);
      const last = page.at(-1);
      const value = last && (filter.sort === 'name' ? last.name : last.ratio);
      return {
        contacts: page.map((row) => contactAnswer(row, timeZone, now)),
        nextCursor:
          rows.length > filter.limit && last ? formatCursor({ sort: filter.sort, value: value!, id: last.id }) : null,
      };
    });
  }

  /** @throws AppError VALIDATION_FAILED; CONFLICT with `contactId` when another contact has one of the addresses */
  create({ lastContactOn, ...request }: CreateContactRequest): Promise<ContactAnswer> {
    const values = { ...DEFAULTS, ...checked(request) } as ContactValues;
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      if ((await this.contacts.count()) >= MOST_CONTACTS)
        throw new AppError('CONFLICT', `There are ${MOST_CONTACTS} contacts, which is the most`);
      await this.unknown(values.emails, null);
      const lastContact =
        lastContactOn === undefined
          ? undefined
          : { at: await this.meetingOn('lastContactOn', lastContactOn), source: 'hand' as const };
      const [id] = await this.add([{ ...values, lastContact }]);
      await this.calendar.learn(new Date(), id);
      return this.get(id!);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT as for create */
  change(id: string, request: UpdateContactRequest): Promise<ContactAnswer> {
    const values = checked(given(request));
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      if (values.emails) await this.unknown(values.emails, id);
      if (!(await this.contacts.change(id, values))) throw notFound('Contact');
      if (values.emails) await this.calendar.learn(new Date(), id);
      if (DECISIVE.some((member) => values[member] !== undefined)) await this.tell(id, 'changed');
      return this.get(id);
    });
  }

  /** @throws AppError NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.contacts.takeTurns();
      if (!(await this.contacts.remove(id))) throw notFound('Contact');
    });
  }

  /** They met, outside of the calendar. A day before the last known one changes nothing. @throws AppError NOT_FOUND, VALIDATION_FAILED */
  met(id: string, on: string | undefined): Promise<ContactAnswer> {
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const at = on === undefined ? new Date() : await this.meetingOn('on', on);
      if (!(await this.contacts.met(id, at, 'hand'))) throw notFound('Contact');
      await this.tell(id, 'met');
      return this.get(id);
    });
  }

  async tell(id: string, change: ContactChange): Promise<void> {
    for (const hook of this.hooks) await hook(id, change);
  }

  /** An instant of a local day on which they met: its noon, or now where that is still to come. @throws AppError VALIDATION_FAILED */
  private async meetingOn(path: string, on: string): Promise<Date> {
    if (!isLocalDate(on)) throw invalid(path, `${path} must be a date such as 2027-03-01`);
    const { timeZone } = await this.preferences.mine();
    const now = new Date();
    if (on > today(timeZone, now)) throw invalid(path, `${path} must not lie ahead`);
    const noon = instantAt(on, '12:00', timeZone);
    return noon < now ? noon : now;
  }

  /** @throws AppError CONFLICT */
  private async unknown(emails: readonly string[], id: string | null): Promise<void> {
    const other = emails.length > 0 ? await this.contacts.withAddress(emails, id) : undefined;
    if (other)
      throw new AppError('CONFLICT', `Another contact has the address ${other.email}`, {
        extra: { contactId: other.id },
      });
  }
}

const DEFAULTS: Omit<ContactValues, 'name'> = {
  ...{ emails: [], phone: null, frequency: 'na', importance: 'normal', medium: 'in_person', minutes: 60 },
  ...{ windows: null, birthday: null, note: null, groups: [] },
};

type Given = Partial<Omit<CreateContactRequest, 'lastContactOn'>>;

/** What the form of a request alone does not tell. @throws AppError VALIDATION_FAILED */
function checked({ birthday, windows, ...rest }: Given): Partial<ContactValues> {
  const values: Partial<ContactValues> = { ...rest };
  if (rest.groups) values.groups = [...new Set(rest.groups)];
  if (birthday !== undefined) values.birthday = birthday === null ? null : dateOf(birthday);
  const mistake = windows ? windowsMistake(windows) : undefined;
  if (mistake) throw new AppError('VALIDATION_FAILED', mistake.message, { errors: [mistake] });
  if (windows !== undefined) values.windows = windows && windowsOf(windows);
  return given(values);
}

function dateOf(text: string): LocalDate {
  const birthday = parseBirthday(text);
  if (!birthday) throw invalid('birthday', 'birthday must be a date such as 1985-03-01, or --03-01 without its year');
  return storedBirthday(birthday) as LocalDate;
}

import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { addDays, today } from '../../platform/dates/index.js';
import { Availability } from '../availability/availability.service.js';
import { CoAttendance } from '../contacts/co-attendance.js';
import type { ContactRow } from '../contacts/contact-row.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { standing } from '../contacts/due.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import type { Preferences } from '../preferences/preferences.js';
import { birthdayDays, Candidates, type Prospect } from './candidates.js';
import { type CommonEvent, GenerationRepository, type Standing } from './generation.repository.js';
import { type Choice, plan } from './plan.js';
import { BIRTHDAY_DAYS, DAYS_AHEAD, MOST_OPEN, type SuggestionKind } from './suggestion-types.js';
import { whyNot } from './why-not.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Contacts that are looked at for the free places at first; where places stay free, so many more at a time, up to that many. */
const FIRST_DUE = 3 * MOST_OPEN;
const MORE_DUE = 100;
const MOST_DUE = 1_000;
/** Most birthdays that are looked at. */
const MOST_BIRTHDAYS = 100;

export interface Made {
  id: string;
  kind: SuggestionKind;
}

export interface Generated {
  made: Made[];
  /** Taken back, because they did not hold any more. */
  withdrawn: number;
  /** Open ones that still hold. */
  kept: number;
}

/** Runs in the transaction in which suggestions are made, as their user. */
export type MadeHook = (made: readonly Made[]) => Promise<void>;

/** Makes the suggestions of the user who acts: again and again, and each run leaves alone what still holds. */
@Injectable()
export class UserSuggestions {
  private readonly hooks: MadeHook[] = [];

  constructor(
    private readonly db: PersonalDatabase,
    private readonly kept: GenerationRepository,
    private readonly contacts: ContactsRepository,
    private readonly preferences: CatchupPreferences,
    private readonly availability: Availability,
    private readonly calendar: CoAttendance,
  ) {}

  /** What follows new suggestions, as a notice of one that is tied to an event. */
  onMade(hook: MadeHook): void {
    this.hooks.push(hook);
  }

  run(now: Date): Promise<Generated> {
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      await this.calendar.learn(now);
      await this.kept.learnAccepted(now);
      const preferences = await this.preferences.mine();
      const range = { start: now.getTime(), end: now.getTime() + DAYS_AHEAD * DAY };
      const all = await this.kept.standing(now);
      const { timeZone: zone } = preferences;
      const day = today(zone, now);
      const standing = all.map(({ contactId }) => contactId);
      const common = await this.kept.common(range, zone, day, standing);
      // Nothing below touches what is due or held, so that a user with neither costs no look at her calendars.
      const busyWith = [...new Set([...standing, ...meetingsOf(common)])];
      const due = await this.kept.due(zone, day, busyWith, FIRST_DUE);
      const days = birthdayDays(addDays(day, -BIRTHDAY_DAYS), DAYS_AHEAD + BIRTHDAY_DAYS);
      const born = await this.kept.birthdays(days, zone, day, busyWith, MOST_BIRTHDAYS);
      if (all.length + due.length + born.length + common.length === 0) return { made: [], withdrawn: 0, kept: 0 };

      const { book } = await this.availability.look(range, preferences, now.getTime());
      const candidates = new Candidates(book, preferences, now);
      // What nobody can know is no reason to take one back: a calendar that was just chosen is read soon.
      const holds = (contact: ContactRow, one: Standing) => !book.isRead(one) || candidates.holds(contact, one);
      const withdrawn = await this.withdraw(all, common, holds, preferences, now);
      const gone = new Set(withdrawn);
      const stand = all.filter(({ id }) => !gone.has(id));
      const open = stand.filter(({ state }) => state === 'open').length;
      const prospects = [
        ...due.map((contact) => candidates.overdue(contact)),
        ...born.flatMap((contact) => candidates.birthday(contact) ?? []),
        ...(await this.beside(common, candidates, busyWith, day)),
        // Whose suggestion has just been taken back may get another time in the same run.
        ...(await this.again(all, withdrawn, candidates, preferences, now, meetingsOf(common))),
      ];
      const choose = (some: readonly Prospect[], before: readonly Choice[]) =>
        plan(best(some), [...stand, ...before.map(({ slot }) => slot)], {
          ...{ most: MOST_OPEN - open - before.length, range, zone },
          apart: (preferences.bufferMinutes + preferences.travelMinutes) * MINUTE,
        });
      const choices = choose(prospects, []);
      // Those who are due first may have no time at all: whoever comes after them gets the places that are left.
      const looked = due.map(({ id }) => id);
      let isMore = due.length === FIRST_DUE;
      while (isMore && choices.length < MOST_OPEN - open && looked.length < MOST_DUE) {
        const chosen = choices.map(({ candidate }) => candidate.contactId);
        const page = await this.kept.due(zone, day, [...busyWith, ...looked, ...chosen], MORE_DUE);
        looked.push(...page.map(({ id }) => id));
        isMore = page.length === MORE_DUE;
        choices.push(
          ...choose(
            page.map((contact) => candidates.overdue(contact)),
            choices,
          ),
        );
      }
      const made = await this.add(choices, now);
      if (made.length > 0) for (const hook of this.hooks) await hook(made);
      return { made, withdrawn: withdrawn.length, kept: open };
    });
  }

  private add(choices: readonly Choice[], now: Date): Promise<Made[]> {
    const rows = choices.map(({ candidate, slot, score }) => ({
      ...{ id: uuidv7(), contactId: candidate.contactId, kind: candidate.kind, score },
      ...{ startsAt: new Date(slot.start), endsAt: new Date(slot.end) },
      reason: (candidate as Prospect).reasonOf(slot),
    }));
    return this.kept.add(rows, now);
  }

  /** Takes back open suggestions that do not hold any more. Answers their ids. */
  private async withdraw(
    all: readonly Standing[],
    common: readonly CommonEvent[],
    holds: (contact: ContactRow, one: Standing) => boolean,
    { timeZone }: Preferences,
    now: Date,
  ): Promise<string[]> {
    const open = all.filter(({ state }) => state === 'open');
    const contacts = await this.contactsOf(open);
    const withdrawn = open.flatMap((one) => {
      const contact = contacts.get(one.contactId)!;
      const why = whyNot(one, contact, common, timeZone, now) ?? (holds(contact, one) ? undefined : 'busy');
      return why ? [{ id: one.id, why }] : [];
    });
    await this.kept.withdraw(withdrawn, now);
    return withdrawn.map(({ id }) => id);
  }

  private async again(
    all: readonly Standing[],
    withdrawn: readonly string[],
    candidates: Candidates,
    { timeZone }: Preferences,
    now: Date,
    meetings: readonly string[],
  ): Promise<Prospect[]> {
    const gone = all.filter(({ id, contactId }) => withdrawn.includes(id) && !meetings.includes(contactId));
    const day = today(timeZone, now);
    const free = [...(await this.contactsOf(gone)).values()].filter(
      ({ pausedUntil, frequency }) => frequency !== 'na' && (pausedUntil === null || pausedUntil <= day),
    );
    return free.flatMap((contact) => {
      if (standing(contact, timeZone, now).due) return candidates.overdue(contact);
      const birthday = gone.some(({ contactId, kind }) => contactId === contact.id && kind === 'birthday');
      return birthday ? (candidates.birthday(contact) ?? []) : [];
    });
  }

  /** Those at the same large events, who are due by then. */
  private async beside(
    common: readonly CommonEvent[],
    candidates: Candidates,
    busyWith: readonly string[],
    day: string,
  ): Promise<Prospect[]> {
    const events = common.filter(({ meeting, contactId }) => !meeting && !busyWith.includes(contactId));
    const contacts = await this.contactsOf(events);
    return events.flatMap((event) => {
      const contact = contacts.get(event.contactId);
      if (!contact || (contact.pausedUntil !== null && contact.pausedUntil > day)) return [];
      return candidates.beside(contact, event) ?? [];
    });
  }

  private async contactsOf(of: readonly { contactId: string }[]): Promise<Map<string, ContactRow>> {
    const rows = await this.kept.contacts([...new Set(of.map(({ contactId }) => contactId))]);
    return new Map(rows.map((contact) => [contact.id, contact]));
  }
}

/** Whom she will meet anyway. */
function meetingsOf(common: readonly CommonEvent[]): string[] {
  return common.filter(({ meeting }) => meeting).map(({ contactId }) => contactId);
}

/** One prospect of each contact: what is bound to a time before what is not. */
function best(prospects: readonly Prospect[]): Prospect[] {
  const order: SuggestionKind[] = ['birthday', 'shared_event', 'overdue'];
  const found = new Map<string, Prospect>();
  for (const one of prospects.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)))
    if (!found.has(one.contactId)) found.set(one.contactId, one);
  return [...found.values()];
}

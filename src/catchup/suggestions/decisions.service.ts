import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import type { Frequency } from '../contacts/contact-types.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { lessOften, longerThan } from '../contacts/due.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { pausedUntil } from './cool-down.js';
import type { SuggestionRow } from './suggestion-row.js';
import { SuggestionsRepository } from './suggestions.repository.js';
import type { DismissReason } from './suggestion-types.js';

const MOST_SNOOZE_DAYS = 366;

export interface Dismissal {
  reason: DismissReason;
  /** When they had met, where that is why. */
  metOn?: string;
  /** From now on. */
  frequency?: Frequency;
  lessOften?: boolean;
}

export interface Dismissed {
  suggestion: SuggestionRow;
  frequency: Frequency;
  pausedUntil: LocalDate;
  /** Asked where they had met too recently and nothing was said of how often they are to meet. */
  question: { current: Frequency; offered: Frequency[] } | null;
}

/** What the user who acts decides about suggestions, besides accepting them. */
@Injectable()
export class SuggestionDecisions {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly suggestions: SuggestionsRepository,
    private readonly contacts: ContactsRepository,
    private readonly people: ContactsService,
    private readonly preferences: CatchupPreferences,
  ) {
    people.onChange(async (id, change) => {
      // What was changed may still fit; the next run makes a new one where it does.
      await suggestions.withdrawOf(id, change === 'met' ? 'met' : 'not_due');
    });
  }

  /**
   * Not this one. The contact rests for half an interval; what she says of how often they meet holds from now on.
   * @throws AppError NOT_FOUND; CONFLICT unless it is open; VALIDATION_FAILED
   */
  dismiss(id: string, { reason, metOn, frequency, lessOften: less }: Dismissal, now = new Date()): Promise<Dismissed> {
    if (frequency !== undefined && less) throw invalid('lessOften', 'Give either frequency or lessOften');
    if (metOn !== undefined && reason !== 'met_recently')
      throw invalid('metOn', 'metOn belongs to the reason met_recently');
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const { contactId } = await this.deciding(id, now);
      const before = (await this.contacts.find(contactId))!;
      const wanted = frequency ?? (less ? lessOften(before.frequency) : before.frequency);
      const day = await this.today(now);
      const until = pausedUntil(day, wanted, reason);
      await this.suggestions.decide(id, { state: 'dismissed', decision: reason }, now);
      await this.contacts.pause(contactId, until);
      if (metOn !== undefined) await this.people.met(contactId, metOn);
      if (wanted !== before.frequency) await this.contacts.change(contactId, { frequency: wanted });
      const asks = reason === 'met_recently' && frequency === undefined && !less && longerThan(wanted).length > 0;
      return {
        suggestion: (await this.suggestions.find(id, now))!,
        frequency: wanted,
        pausedUntil: until,
        question: asks ? { current: wanted, offered: longerThan(wanted) } : null,
      };
    });
  }

  /** Not before a day. @throws AppError NOT_FOUND; CONFLICT unless it is open; VALIDATION_FAILED */
  snooze(id: string, until: string, now = new Date()): Promise<SuggestionRow> {
    assertDate('until', until);
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const { contactId } = await this.deciding(id, now);
      const day = await this.today(now);
      if (until <= day) throw invalid('until', 'until must be a day after today');
      if (until > addDays(day, MOST_SNOOZE_DAYS)) throw invalid('until', 'until must lie within a year');
      await this.suggestions.decide(id, { state: 'snoozed', snoozedUntil: until }, now);
      await this.contacts.pause(contactId, until);
      return (await this.suggestions.find(id, now))!;
    });
  }

  /**
   * Takes a dismissal or a snooze back: the suggestion is open again, and its contact does not rest any more. What was said with it of
   * how often they meet, or when they met, holds on.
   * @throws AppError NOT_FOUND; CONFLICT where it was not put off by her, its time has begun, or another one has its place
   */
  reopen(id: string, now = new Date()): Promise<SuggestionRow> {
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const suggestion = await this.suggestions.find(id, now);
      if (!suggestion) throw notFound('Suggestion');
      const { state, startsAt, contactId } = suggestion;
      if (state === 'open') return suggestion;
      if (state !== 'dismissed' && state !== 'snoozed')
        throw conflict(state, `The suggestion is ${state}; only one that you put off can be taken back`);
      if (startsAt <= now) throw conflict('passed', 'The time has begun');
      // One whose time has begun stands in nobody's way, though no run has noted yet that it is over.
      await this.suggestions.endPassed(id, now);
      if (await this.suggestions.isReplaced(id)) throw conflict('replaced', 'Another suggestion has its place by now');
      await this.suggestions.reopen(id, now);
      await this.contacts.resume(contactId);
      return (await this.suggestions.find(id, now))!;
    });
  }

  private async deciding(id: string, now: Date): Promise<SuggestionRow> {
    const suggestion = await this.suggestions.find(id, now);
    if (!suggestion) throw notFound('Suggestion');
    if (suggestion.state !== 'open') throw notOpen(suggestion);
    return suggestion;
  }

  private async today(now: Date): Promise<LocalDate> {
    return today((await this.preferences.mine()).timeZone, now);
  }
}

/** 409 for a decision about what is decided already, or over. */
export function notOpen({ state }: Pick<SuggestionRow, 'state'>): AppError {
  return conflict(state, `The suggestion is ${state}; only an open one can be decided`);
}

function conflict(reason: string, words: string): AppError {
  return new AppError('CONFLICT', words, { extra: { reason } });
}

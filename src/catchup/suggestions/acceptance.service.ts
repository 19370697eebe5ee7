import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { Slot } from '../availability/free-book.js';
import type { EventTime } from '../availability/busy.js';
import { Availability } from '../availability/availability.service.js';
import { WhyService } from '../availability/why.service.js';
import { CalendarSyncs } from '../calendars/calendar-syncs.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { notOpen } from './decisions.service.js';
import { Candidates } from './candidates.js';
import { GenerationRepository } from './generation.repository.js';
import { SuggestionEvent } from './suggestion-event.job.js';
import type { SuggestionRow } from './suggestion-row.js';
import { SuggestionsRepository } from './suggestions.repository.js';
import { DAYS_AHEAD, type Reason } from './suggestion-types.js';
import { TakenMeanwhile } from './taken-meanwhile.js';
import { WritableCalendars } from './writable-calendars.js';

const DAY = 86_400_000;
const ALTERNATIVES = 3;

/** Accepts suggestions of the user who acts. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly suggestions: SuggestionsRepository,
    private readonly contacts: ContactsRepository,
    private readonly generation: GenerationRepository,
    private readonly availability: Availability,
    private readonly why: WhyService,
    private readonly calendars: WritableCalendars,
    private readonly taken: TakenMeanwhile,
    private readonly syncs: CalendarSyncs,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Accepts it at its time, or at another free one, after a look at what her providers tell now. A job writes the event into her
   * calendar; where none may be written, the feed alone has it. Accepted again, it is answered as before.
   * @throws AppError NOT_FOUND; CONFLICT with `reason` and `alternatives` when the time is not free any more, or is over
   */
  async accept(
    id: string,
    { calendarId, startsAt }: { calendarId?: string; startsAt?: string },
  ): Promise<SuggestionRow> {
    const meanwhile = await this.takenMeanwhile(id);
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      const suggestion = await this.suggestions.find(id);
      if (!suggestion) throw notFound('Suggestion');
      const start = startsAt === undefined ? suggestion.startsAt : new Date(startsAt);
      const same = start.getTime() === suggestion.startsAt.getTime();
      if (suggestion.state === 'accepted' && same) return suggestion;
      // An open one whose time has begun may still be accepted at another time.
      const passed = suggestion.state === 'expired' && suggestion.decision === null;
      if (suggestion.state !== 'open' && !passed) throw notOpen(suggestion);
      const end = new Date(start.getTime() + suggestion.endsAt.getTime() - suggestion.startsAt.getTime());
      const slot = await this.mustBeFree(suggestion, start, end, meanwhile);
      const calendar = await this.calendars.choose(calendarId);
      await this.suggestions.decide(id, {
        ...{ state: 'accepted', startsAt: start, endsAt: end, ...(!same && { slot }) },
        ...(calendar ? { eventState: 'waiting', eventCalendarId: calendar.id } : { eventState: 'none' }),
      });
      const trouble = calendar ? null : await this.calendars.missing();
      if (trouble) await this.suggestions.noteEvent(id, 'none', { trouble });
      if (calendar) await this.jobs.enqueue(SuggestionEvent, { userId: this.context.userId, suggestionId: id });
      return (await this.suggestions.find(id))!;
    });
  }

  /** Of an open one. What is found there is read, so that what follows knows of it as well. */
  private async takenMeanwhile(id: string): Promise<EventTime[]> {
    const suggestion = await this.suggestions.find(id);
    if (!suggestion || !['open', 'expired'].includes(suggestion.state)) return [];
    const now = Date.now();
    const found = await this.taken.within({ start: now, end: now + DAYS_AHEAD * DAY });
    if (found.length > 0) await this.syncs.ask();
    return found;
  }

  /** Answers what is to be said of the hour. @throws AppError CONFLICT */
  private async mustBeFree(
    suggestion: SuggestionRow,
    start: Date,
    end: Date,
    meanwhile: readonly EventTime[],
  ): Promise<Reason['slot']> {
    const now = new Date();
    const contact = (await this.contacts.find(suggestion.contactId))!;
    const range = { start: now.getTime(), end: now.getTime() + DAYS_AHEAD * DAY };
    if (start.getTime() > range.end) throw invalid('startsAt', `startsAt must lie within ${DAYS_AHEAD} days`);
    const { book, preferences } = await this.availability.look(range, undefined, now.getTime(), meanwhile);
    const candidates = new Candidates(book, preferences, now);
    const others = (await this.generation.standing(now)).filter(({ id }) => id !== suggestion.id);
    const overlaps = (time: { start: number; end: number }) =>
      others.some((other) => other.start < time.end && time.start < other.end);
    const time = { start: start.getTime(), end: end.getTime() };
    const begun = start <= now;
    if (!begun && candidates.holds(contact, time) && !overlaps(time)) return candidates.hour(time);
    const minutes = (time.end - time.start) / 60_000;
    const alternatives = firstOfDays(
      candidates.slots({ ...contact, minutes }).filter((slot) => !overlaps(slot)),
      suggestion,
    );
    const { reasons } = await this.why.at(time.start, { minutes, medium: contact.medium }, now.getTime(), meanwhile);
    throw new AppError('CONFLICT', begun ? 'The time has begun' : 'The time is not free any more', {
      extra: {
        reason: begun ? 'passed' : 'busy',
        why: [...new Set(reasons.map(({ reason }) => reason))],
        alternatives,
      },
    });
  }
}

/** The times that are most likely free, one a day, in their order. */
function firstOfDays(slots: readonly Slot[], { startsAt }: SuggestionRow): { startsAt: Date; endsAt: Date }[] {
  const days = new Map<number, Slot>();
  for (const slot of slots) {
    const day = Math.floor((slot.start - startsAt.getTime()) / DAY);
    const best = days.get(day);
    if (!best || slot.p > best.p) days.set(day, slot);
  }
  return [...days.values()]
    .sort((a, b) => b.p - a.p || a.start - b.start)
    .slice(0, ALTERNATIVES)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ startsAt: new Date(start), endsAt: new Date(end) }));
}

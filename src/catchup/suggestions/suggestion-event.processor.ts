import { EffectUnknownError, type JobContext, type JobHandler, NotSentError, Processor } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import type { NewEvent, SourceError, SourceTrouble } from '../sources/calendar-source.js';
import { CalendarSources } from '../sources/calendar-sources.js';
import { refusalOf } from '../sources/refusal.js';
import { eventIdOf } from './event-id.js';
import { reasonWords } from './reason.js';
import { SuggestionEvent, type SuggestionEventPayload, type SuggestionEventResult } from './suggestion-event.job.js';
import type { SuggestionRow } from './suggestion-row.js';
import type { EventState } from './suggestion-types.js';
import { SuggestionsRepository } from './suggestions.repository.js';
import { WritableCalendars } from './writable-calendars.js';

/** How long a provider is left alone that does not say it itself, ms. */
const PATIENCE_MS = 60_000;
/** Until a log-in is tried again that was refused and may be right. */
const DOUBT_MS = 3_600_000;
/** What no other attempt changes: the suggestion says why it has no event. */
const FOR_GOOD: readonly SourceTrouble[] = ['needs_reauth', 'calendar_lost', 'refused', 'misconfigured'];

/**
 * Writes the event of an accepted suggestion, at most once: as an effect, under an id that is made of the suggestion's, and by which
 * the provider is asked when it is not known whether it took the event.
 */
@Processor(SuggestionEvent)
export class SuggestionEventProcessor implements JobHandler<SuggestionEventPayload, SuggestionEventResult> {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly contacts: ContactsRepository,
    private readonly suggestions: SuggestionsRepository,
    private readonly calendars: WritableCalendars,
    private readonly sources: CalendarSources,
    private readonly preferences: CatchupPreferences,
  ) {}

  handle({ userId, suggestionId }: SuggestionEventPayload, ctx: JobContext): Promise<SuggestionEventResult> {
    return this.context.asPerson(ctx.tenantId, userId, () => this.write(suggestionId, userId, ctx));
  }

  private async write(id: string, userId: string, ctx: JobContext): Promise<SuggestionEventResult> {
    const suggestion = await this.suggestions.find(id);
    // She has erased her data, or removed the contact.
    if (!suggestion || suggestion.state !== 'accepted') return { state: 'none', reason: 'gone' };
    if (suggestion.eventState === 'written') return { state: 'written', reason: null };
    const calendar = suggestion.eventCalendarId && (await this.calendars.find(suggestion.eventCalendarId));
    if (!calendar) return this.failed(id, 'calendar_lost');
    const source = this.sources.of(calendar.source);
    const { source: kind, accountId, connection } = calendar;
    const account = { id: accountId, kind, tenantId: ctx.tenantId, userId, connection };
    const { timeZone } = await this.preferences.mine();
    const event = eventOf(suggestion, timeZone);
    let refused: SourceError | undefined;
    let hindered: string | undefined;
    try {
      const { receipt } = await ctx.effect<{ externalId: string; deleted?: true }>(
        {
          key: `catchup:suggestion:${id}:event`,
          kind: 'calendar',
          ...(source.find && {
            lookup: async (_: string, signal: AbortSignal) =>
              (await source.find!(account, calendar.externalId, event.id, signal)) ? { externalId: event.id } : null,
          }),
        },
        async (_, signal) => {
          hindered = await this.hindrance(event, userId);
          if (hindered) throw new NotSentError(hindered);
          try {
            return await source.insert!(account, calendar.externalId, event, signal);
          } catch (error) {
            // "away" may have been taken; all else the provider has told us that it did not take.
            const refusal = refusalOf(error);
            if (!refusal || refusal.trouble === 'away') throw error;
            refused = refusal;
            throw new NotSentError(refusal.message, { cause: error });
          }
        },
      );
      if (receipt?.deleted) return await this.failed(id, 'deleted');
      await this.note(id, 'written', { externalId: receipt?.externalId ?? event.id });
      return { state: 'written', reason: null };
    } catch (error) {
      if (hindered && error instanceof NotSentError) return this.failed(id, hindered);
      if (!refused || !(error instanceof NotSentError)) {
        // A job that is about to be given up: its suggestion waits for nothing any more, unless somebody runs the job again.
        if (!ctx.signal.aborted && (error instanceof EffectUnknownError || ctx.attempt >= SuggestionEvent.attempts))
          await this.failed(id, error instanceof EffectUnknownError ? 'unknown' : 'away');
        throw error;
      }
      // The first refusals of a log-in may be the server's fault: its account is not paused for them either.
      const isDoubtful =
        refused.trouble === 'needs_reauth' && (await this.calendars.find(calendar.id))?.state === 'active';
      if (FOR_GOOD.includes(refused.trouble) && !isDoubtful) return this.failed(id, refused.trouble);
      return ctx.snooze(Math.max(1_000, refused.retryAfterMs ?? (isDoubtful ? DOUBT_MS : PATIENCE_MS)));
    }
  }

  /** Why it is not to be written any more, whoever runs the job again. One that was written before is found all the same. */
  private async hindrance({ start }: NewEvent, userId: string): Promise<string | undefined> {
    if (start.getTime() <= Date.now()) return 'passed';
    const user = await this.db.first('SELECT FROM app_user WHERE id = $1 AND disabled_at IS NULL', [userId]);
    return user ? undefined : 'account_closed';
  }

  private async failed(id: string, trouble: string): Promise<SuggestionEventResult> {
    await this.note(id, 'failed', { trouble });
    return { state: 'failed', reason: trouble };
  }

  private note(id: string, state: EventState, more: { externalId?: string; trouble?: string }): Promise<void> {
    return this.db.transaction(async () => {
      await this.contacts.takeTurns();
      await this.suggestions.noteEvent(id, state, more);
    });
  }
}

function eventOf({ id, contactName, startsAt, endsAt, medium, reason }: SuggestionRow, timeZone: string): NewEvent {
  return {
    id: eventIdOf(id),
    ...{ start: startsAt, end: endsAt, timeZone },
    summary: medium === 'call' ? `Call ${contactName}` : `Meet ${contactName}`,
    description: reasonWords(reason, timeZone),
  };
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import { SuggestionEvent } from './suggestion-event.job.js';
import { WritableCalendars } from './writable-calendars.js';

/**
 * Accepted suggestions still to come whose event waited for an account to be connected again: those that were refused for it, those
 * that found no calendar to be written, and those whose job may be about to be refused.
 */
const UNWRITTEN = `
  UPDATE suggestion s SET event_state = 'waiting', event_trouble = NULL, event_calendar_id = coalesce(s.event_calendar_id, $1),
    updated_at = clock_timestamp()
  WHERE s.state = 'accepted' AND s.starts_at > now() AND coalesce(s.event_calendar_id, $1) IS NOT NULL
    AND (s.event_state = 'waiting' OR (s.event_state IN ('none', 'failed') AND s.event_trouble = 'needs_reauth'))
    AND (s.event_calendar_id IS NULL OR EXISTS (
      SELECT FROM calendar c WHERE c.id = s.event_calendar_id AND c.account_id = $2))
  RETURNING s.id`;

/** Writes the events that were missed while an account had to be connected again, once it is. */
@Injectable()
export class UnwrittenEvents implements OnModuleInit {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly accounts: CalendarAccounts,
    private readonly contacts: ContactsRepository,
    private readonly calendars: WritableCalendars,
    private readonly jobs: JobsService,
  ) {}

  onModuleInit(): void {
    // Suggestions change with accounts: those that wait for one, and those whose event was in a calendar of it.
    this.accounts.onChanging(() => this.contacts.takeTurns());
    this.accounts.onConnected(({ id }) => this.write(id));
  }

  /** In the transaction in which the account is connected. */
  private async write(accountId: string): Promise<void> {
    const calendar = await this.calendars.choose(undefined);
    const rows = await this.db.rows<{ id: string }>(UNWRITTEN, [calendar?.id ?? null, accountId]);
    const { userId } = this.context;
    for (const { id: suggestionId } of rows)
      await this.jobs.enqueue(SuggestionEvent, { userId, suggestionId, reconnectedAt: new Date().toISOString() });
  }
}

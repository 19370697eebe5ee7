import { Injectable, Logger } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { EventTime } from '../availability/busy.js';
import { type Interval, merged, without } from '../availability/interval.js';
import { CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import type { SourceAccount } from '../sources/calendar-source.js';
import { CalendarSources } from '../sources/calendar-sources.js';
import { refusalOf } from '../sources/refusal.js';

/** Longest time that a user who accepts waits for her providers, ms. */
const ASK_MS = 5_000;

/** Calendars that are read, as their provider knows them. */
const READ = `SELECT external_id AS id FROM calendar WHERE account_id = $1 AND selected AND trouble IS DISTINCT FROM 'gone' ORDER BY id`;

/** What a provider may tell as busy, of all that has been read. */
const KEPT = `
  SELECT extract(epoch FROM starts_at)::float8 * 1000 AS start, extract(epoch FROM ends_at)::float8 * 1000 AS "end"
  FROM calendar_event
  WHERE ends_at > $1 AND starts_at < $2 AND NOT transparent AND status <> 'cancelled' AND response IS DISTINCT FROM 'declined'`;

/** What was entered into the calendars of the user who acts since they were read, as far as her providers tell at once. */
@Injectable()
export class TakenMeanwhile {
  private readonly logger = new Logger('Calendars');

  constructor(
    private readonly db: PersonalDatabase,
    private readonly accounts: CalendarAccounts,
    private readonly sources: CalendarSources,
  ) {}

  /** Times that are busy at a provider and in no event that is kept. Asks providers: not in a transaction. */
  async within(range: Interval): Promise<EventTime[]> {
    const accounts = await this.accounts.active();
    const told = (await Promise.all(accounts.map((account) => this.busyOf(account, range)))).flat();
    if (told.length === 0) return [];
    const kept = await this.db.rows<Interval>(KEPT, [new Date(range.start), new Date(range.end)]);
    return without(merged(told), merged(kept)).map((one) => ({
      ...{ ...one, allDay: false, status: 'confirmed', transparent: false },
      ...{ eventType: 'default', response: null },
    }));
  }

  /** Nothing, where the provider does not answer: what was read of its calendars holds then. */
  private async busyOf(account: SourceAccount, { start, end }: Interval): Promise<Interval[]> {
    const source = this.sources.for(account);
    if (!source.busy) return [];
    const calendars = await this.db.rows<{ id: string }>(READ, [account.id]);
    if (calendars.length === 0) return [];
    const signal = AbortSignal.timeout(ASK_MS);
    const window = { start: new Date(start), end: new Date(end) };
    try {
      const ids = calendars.map(({ id }) => id);
      const busy = await source.busy(account, ids, window, signal);
      return [...busy.values()].flat().map((one) => ({ start: one.start.getTime(), end: one.end.getTime() }));
    } catch (error) {
      if (!refusalOf(error) && !signal.aborted) throw error;
      this.logger.debug(`a provider did not tell of busy times: ${(error as Error).message}`);
      return [];
    }
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsService, type JobView } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { WatchChannels } from '../sources/watch/watch-channels.js';
import { CalendarSync } from './calendar-sync.job.js';

/** Readings that somebody asks for, beside those of the schedule. */
@Injectable()
export class CalendarSyncs implements OnModuleInit {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly channels: WatchChannels,
    private readonly preferences: CatchupPreferences,
  ) {}

  onModuleInit(): void {
    this.channels.onChanged(async ({ calendarId }) => {
      await this.ask([calendarId]);
    });
    this.preferences.onChange(
      async (after, before) => {
        if (after.timeZone !== before.timeZone) await this.zoneChanged();
      },
      { last: true },
    );
  }

  /**
   * Days and times that name no zone are in the user's, in calendars that have none of their own: all of these are read again. A job
   * that reads one in the zone before loses it, so that it keeps no token after this.
   */
  private zoneChanged(): Promise<void> {
    return this.db.transaction(async (tx) => {
      const calendars = await tx.rows<{ id: string }>(OF_HER_ZONE);
      if (calendars.length === 0) return;
      const ids = calendars.map(({ id }) => id);
      await tx.run('UPDATE calendar SET sync_token = NULL, read_until = NULL WHERE id = ANY ($1::uuid[])', [ids]);
      await this.ask(ids);
    });
  }

  /**
   * What the user asks for herself: all that are selected.
   * @throws AppError CONFLICT where there is no account that could be asked
   */
  async request(): Promise<JobView> {
    const accounts = await this.db.rows<{ state: string }>('SELECT state FROM calendar_account');
    if (accounts.length === 0) throw nothingToRead('no_account', 'No calendar account is connected; connect one first');
    if (!accounts.some(({ state }) => state === 'active'))
      throw nothingToRead('needs_reauth', 'None of your calendar accounts can be read until you connect it again');
    return this.ask();
  }

  /**
   * Some of the acting user's calendars are to be read, or all that are selected. While a job of hers has not ended this answers that
   * job, which then reads again what it has read already.
   */
  ask(calendarIds: readonly string[] | null = null): Promise<JobView> {
    return this.db.transaction(async (tx) => {
      const which = '($1::uuid[] IS NULL OR id = ANY ($1)) AND selected';
      // Locked in the order of their ids, as everywhere.
      await tx.rows(`SELECT FROM calendar WHERE ${which} ORDER BY id FOR NO KEY UPDATE`, [calendarIds]);
      await tx.run(`UPDATE calendar SET wanted_at = clock_timestamp() WHERE ${which}`, [calendarIds]);
      await this.hold(tx);
      return this.jobs.enqueue(CalendarSync, { userId: this.context.userId });
    });
  }

  /**
   * Whoever asks and the job that ends take turns: either the job sees what was asked for, or it is seen to have ended. The last
   * lock of a transaction.
   */
  async hold(tx: Tx): Promise<void> {
    await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('calendar-sync ' || $1, 0))`, [this.context.userId]);
  }
}

/** Of a feed it is not known whether its file names a zone. */
const OF_HER_ZONE = `
  SELECT c.id FROM calendar c JOIN calendar_account a ON a.tenant_id = c.tenant_id AND a.user_id = c.user_id AND a.id = c.account_id
  WHERE c.selected AND (a.source = 'ics' OR (a.source = 'caldav' AND c.time_zone IS NULL))
  ORDER BY c.id FOR NO KEY UPDATE OF c`;

function nothingToRead(reason: 'no_account' | 'needs_reauth', words: string): AppError {
  return new AppError('CONFLICT', words, { extra: { reason } });
}

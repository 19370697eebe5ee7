import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { storableJson } from '../../platform/database/storable-text.js';
import type { CalendarListing, CalendarSource, SourceAccount } from '../sources/calendar-source.js';

/** Most calendars of an account that are kept. */
const MOST_CALENDARS = 1_000;
const NAME_CHARS = 500;
const ZONE_CHARS = 64;
const ID_CHARS = 1_024;

/** The calendars of accounts, as their providers list them. */
@Injectable()
export class CalendarLists {
  constructor(private readonly db: PersonalDatabase) {}

  /**
   * Asks the provider: for what has changed since the last list where `changes` is enough and it can tell, else for all. All of them
   * once a day, because no change tells of a calendar's new zone or of what its owner allows us.
   */
  async ask(
    account: SourceAccount,
    source: CalendarSource,
    changes: boolean,
    signal: AbortSignal,
  ): Promise<CalendarListing> {
    if (!source.listing) return { calendars: await source.calendars(account, signal) };
    const row = changes ? await this.db.first<{ token: string }>(TOKEN, [account.id]) : undefined;
    return source.listing(account, row?.token ?? null, signal);
  }

  /**
   * Keeps what the provider lists. Of an account that is new, the primary calendar is selected, or the only one. A calendar that is
   * listed no more is forgotten; a selected one stays as gone, without its events, until its user de-selects it or it comes back.
   */
  keep(account: SourceAccount, { calendars: listed, gone, token }: CalendarListing): Promise<void> {
    const calendars = listed
      .filter(({ externalId }) => externalId.length > 0 && externalId.length <= ID_CHARS)
      .slice(0, MOST_CALENDARS);
    const rows = calendars.map(({ externalId, name, timeZone, accessRole, primary }) => ({
      id: newId(),
      externalId,
      name: name.slice(0, NAME_CHARS),
      timeZone: timeZone?.slice(0, ZONE_CHARS) ?? null,
      accessRole,
      primary,
      first: primary || calendars.length === 1,
    }));
    return this.db.transaction(async (tx) => {
      // As a removal of the account does: it first, then its calendars in the order of their ids.
      await tx.rows('SELECT FROM calendar_account WHERE id = $1 FOR KEY SHARE', [account.id]);
      await tx.rows('SELECT FROM calendar WHERE account_id = $1 ORDER BY id FOR NO KEY UPDATE', [account.id]);
      await tx.run(PUT, [account.id, storableJson(rows)]);
      const present = rows.map(({ externalId }) => externalId);
      await tx.run(FORGET, [account.id, present, gone ?? null]);
      await tx.run(MARK_GONE, [account.id, present, gone ?? null]);
      // Of more than are kept, the next list has to tell which.
      const kept = listed.length > calendars.length ? null : (token ?? null);
      await tx.run(KEEP_TOKEN, [account.id, kept, gone === undefined, MOST_CALENDARS]);
    });
  }
}

/** An account that was removed meanwhile has no calendars. Nothing is written where nothing is new. */
const PUT = `
  INSERT INTO calendar (id, account_id, external_id, name, time_zone, access_role, is_primary, selected)
  SELECT c.id, a.id, c."externalId", c.name, c."timeZone", c."accessRole", c.primary,
    c.first AND NOT EXISTS (SELECT FROM calendar k WHERE k.account_id = a.id)
  FROM jsonb_to_recordset($2::jsonb) AS c (id uuid, "externalId" text, name text, "timeZone" text, "accessRole" text,
    "primary" boolean, first boolean)
  JOIN calendar_account a ON a.id = $1
  ON CONFLICT (tenant_id, account_id, external_id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
    access_role = excluded.access_role, is_primary = excluded.is_primary,
    -- Its days of all-day events begin at other instants now: all is read again.
    sync_token = CASE WHEN calendar.time_zone IS DISTINCT FROM excluded.time_zone THEN NULL ELSE calendar.sync_token END,
    trouble = nullif(calendar.trouble, 'gone'),
    trouble_at = CASE WHEN calendar.trouble = 'gone' THEN NULL ELSE calendar.trouble_at END
  WHERE (calendar.name, calendar.time_zone, calendar.access_role, calendar.is_primary, coalesce(calendar.trouble, '') = 'gone')
    IS DISTINCT FROM (excluded.name, excluded.time_zone, excluded.access_role, excluded.is_primary, false)`;

const TOKEN = `
  SELECT list_token AS token FROM calendar_account
  WHERE id = $1 AND list_token IS NOT NULL AND list_read_at > now() - interval '1 day'`;

/** $3: whether all were told, and how many there may be ($4). */
const KEEP_TOKEN = `
  UPDATE calendar_account a
  SET list_token = CASE WHEN (SELECT count(*) FROM calendar c WHERE c.account_id = a.id) <= $4::int THEN $2::text END,
    list_read_at = CASE WHEN $3 THEN clock_timestamp() ELSE list_read_at END
  WHERE id = $1`;

/** What the list ($2) lacks, where all were told; of changes, what they say is gone ($3). */
const LACKING = `CASE WHEN $3::text[] IS NULL THEN external_id <> ALL ($2::text[]) ELSE external_id = ANY ($3) END`;

const FORGET = `DELETE FROM calendar WHERE account_id = $1 AND NOT selected AND ${LACKING}`;

const MARK_GONE = `
  WITH gone AS (
    UPDATE calendar SET trouble = 'gone', trouble_at = clock_timestamp(), sync_token = NULL, window_start = NULL,
      window_end = NULL, read_until = NULL, left_out = 0
    WHERE account_id = $1 AND selected AND trouble IS DISTINCT FROM 'gone' AND ${LACKING}
    RETURNING id)
  DELETE FROM calendar_event e USING gone WHERE e.calendar_id = gone.id`;

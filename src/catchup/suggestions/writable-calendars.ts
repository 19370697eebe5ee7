import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import type { SourceKind } from '../sources/calendar-source.js';
import { CalendarSources } from '../sources/calendar-sources.js';
import { mayWrite } from '../sources/google/google-scopes.js';

export interface WritableCalendar {
  id: string;
  externalId: string;
  accountId: string;
  source: SourceKind;
  /** Of its account. */
  connection: number;
  state: 'active' | 'needs_reauth';
}

interface Row extends WritableCalendar {
  accessRole: string;
  scopes: string[];
  isGone: boolean;
}

const CALENDARS = `
  SELECT c.id, c.external_id AS "externalId", c.account_id AS "accountId", c.access_role AS "accessRole", a.source, a.connection, a.state,
    a.scopes, c.trouble IS NOT DISTINCT FROM 'gone' AS "isGone"
  FROM calendar c JOIN calendar_account a ON a.tenant_id = c.tenant_id AND a.user_id = c.user_id AND a.id = c.account_id
  ORDER BY c.is_primary DESC, c.selected DESC, c.id`;

/** Calendars of the user who acts that may be written. */
@Injectable()
export class WritableCalendars {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly sources: CalendarSources,
  ) {}

  /**
   * The calendar that was chosen, or without a choice the main one that may be written; undefined where none may be.
   * @throws AppError NOT_FOUND; CONFLICT for a chosen one that may only be read
   */
  async choose(id: string | undefined): Promise<WritableCalendar | undefined> {
    const rows = await this.db.rows<Row>(CALENDARS);
    if (id === undefined) return rows.find((row) => this.why(row) === undefined);
    const row = rows.find((one) => one.id === id);
    if (!row) throw notFound('Calendar');
    const why = this.why(row);
    if (why)
      throw new AppError('CONFLICT', `The calendar cannot be written: ${why}`, { extra: { reason: 'read_only' } });
    return row;
  }

  /** Why there is none without a choice: needs_reauth where one could be written if its account was connected again. */
  async missing(): Promise<'needs_reauth' | null> {
    const rows = await this.db.rows<Row>(CALENDARS);
    const isPaused = (row: Row) => row.state === 'needs_reauth' && this.why({ ...row, state: 'active' }) === undefined;
    return rows.some(isPaused) ? 'needs_reauth' : null;
  }

  find(id: string): Promise<WritableCalendar | undefined> {
    return this.db.rows<Row>(CALENDARS).then((rows) => rows.find((row) => row.id === id));
  }

  private why({ source, accessRole, state, scopes, isGone }: Row): string | undefined {
    if (!this.sources.of(source).insert) return 'a subscribed calendar is only read';
    if (state !== 'active') return 'its account must be connected again';
    if (isGone) return 'its provider does not list it any more';
    if (accessRole !== 'owner' && accessRole !== 'writer') return 'it belongs to somebody else';
    if (source === 'google' && !mayWrite(scopes)) return 'its account was connected for reading only';
    return undefined;
  }
}

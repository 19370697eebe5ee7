import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { SourceKind } from '../sources/calendar-source.js';
import { CalendarSyncs } from './calendar-syncs.js';

/** A calendar as its user sees it. */
export interface CalendarView {
  id: string;
  accountId: string;
  source: SourceKind;
  accountName: string;
  accountState: 'active' | 'needs_reauth';
  name: string;
  timezone: string | null;
  accessRole: string;
  primary: boolean;
  selected: boolean;
  trouble: string | null;
  troubleAt: Date | null;
  leftOut: number;
  lastReadAt: Date | null;
}

/** The calendars of the user who acts, and which of them are read. */
@Injectable()
export class Calendars {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly syncs: CalendarSyncs,
  ) {}

  list(): Promise<CalendarView[]> {
    return this.db.rows<CalendarView>(LIST);
  }

  /**
   * Reads these and no others. What is not read any more loses its events at once; what is new is read by the job that is answered.
   * @throws AppError NOT_FOUND when she has no such calendar
   */
  select(ids: readonly string[]): Promise<{ calendars: CalendarView[]; jobId: string | null }> {
    return this.db.transaction(async (tx) => {
      const known = await tx.rows<{ id: string; selected: boolean }>(
        'SELECT id, selected FROM calendar ORDER BY id FOR NO KEY UPDATE',
      );
      const wanted = new Set(ids.map((id) => id.toLowerCase()));
      for (const { id } of known) wanted.delete(id);
      if (wanted.size > 0) throw notFound('Calendar');
      const chosen = new Set(ids.map((id) => id.toLowerCase()));
      const off = known.filter(({ id, selected }) => selected && !chosen.has(id)).map(({ id }) => id);
      const on = known.filter(({ id, selected }) => !selected && chosen.has(id)).map(({ id }) => id);
      if (off.length > 0) {
        await tx.run(DESELECT, [off]);
        await tx.run('DELETE FROM calendar_event WHERE calendar_id = ANY ($1::uuid[])', [off]);
        // Gone at its provider, and now nobody waits for it to come back.
        await tx.run(`DELETE FROM calendar WHERE id = ANY ($1::uuid[]) AND trouble = 'gone'`, [off]);
      }
      if (on.length > 0) await tx.run('UPDATE calendar SET selected = true WHERE id = ANY ($1::uuid[])', [on]);
      const job = off.length + on.length > 0 ? await this.syncs.ask() : null;
      return { calendars: await tx.rows<CalendarView>(LIST), jobId: job?.id ?? null };
    });
  }
}

const DESELECT = `
  UPDATE calendar SET selected = false, sync_token = NULL, window_start = NULL, window_end = NULL, read_until = NULL,
    last_read_at = NULL, last_full_at = NULL, wanted_at = NULL, left_out = 0
  WHERE id = ANY ($1::uuid[])`;

const LIST = `
  SELECT c.id, c.account_id AS "accountId", a.source, a.name AS "accountName", a.state AS "accountState", c.name,
    c.time_zone AS timezone, c.access_role AS "accessRole", c.is_primary AS "primary", c.selected,
    coalesce(c.trouble, CASE WHEN c.left_out > 0 THEN 'incomplete' END) AS trouble,
    coalesce(c.trouble_at, CASE WHEN c.left_out > 0 THEN c.last_read_at END) AS "troubleAt", c.left_out AS "leftOut",
    c.last_read_at AS "lastReadAt"
  FROM calendar c JOIN calendar_account a ON a.id = c.account_id
  ORDER BY a.id, c.is_primary DESC, c.name, c.id`;

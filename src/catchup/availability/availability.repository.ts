import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { EventTime } from './busy.js';
import { type Interval, UNREAD } from './interval.js';
import type { ManualBlock } from './manual-blocks.js';

/** An event with what it is called. */
export interface NamedEvent extends EventTime {
  title: string | null;
  calendar: string;
}

/** What of a user's rows tells when she is busy. */
export interface UserTimes<Event extends EventTime = EventTime> {
  events: Event[];
  blocks: ManualBlock[];
  /** Since when it is known when she was busy, epoch ms; null: no calendar is read. */
  knownSince: number | null;
  /** When the calendar was read that was not read for longest; null: one has not been read yet. */
  readAt: Date | null;
  /** All calendars are read up to then, epoch ms; UNREAD: one has never been; null: there is none to be read. */
  readUntil: number | null;
  /** How many calendars are read. */
  calendars: number;
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** A timed event of no more than a moment is told, since somebody may ask why it does not block. */
const TIMES = `${ms('e.starts_at')} AS start, ${ms('e.ends_at')} AS "end", e.all_day AS "allDay", e.status, e.transparent,
  e.event_type AS "eventType", e.response`;

const EVENTS = `SELECT ${TIMES} FROM calendar_event e WHERE e.ends_at >= $1 AND e.starts_at < $2`;
const NAMED_EVENTS = `
  SELECT ${TIMES}, e.summary AS title, c.name AS calendar FROM calendar_event e
  JOIN calendar c ON c.tenant_id = e.tenant_id AND c.user_id = e.user_id AND c.id = e.calendar_id
  WHERE e.ends_at >= $1 AND e.starts_at < $2`;

const BLOCKS = `
  SELECT id, kind, title,
    CASE WHEN starts_at IS NOT NULL THEN jsonb_build_object('start', ${ms('starts_at')}, 'end', ${ms('ends_at')}) END AS once,
    CASE WHEN weekdays IS NOT NULL THEN jsonb_build_object('weekdays', weekdays, 'from', to_char(from_time, 'HH24:MI'),
      'to', to_char(to_time, 'HH24:MI'), 'since', since, 'until', until) END AS weekly
  FROM manual_block WHERE ends_at IS NULL OR (ends_at > $1 AND starts_at < $2)`;

/** A calendar that its provider lists no more is waited for by nobody; an account whose list nobody has read may have any. */
const UNREAD_ONES = `bool_or(c.window_end IS NULL AND c.trouble IS DISTINCT FROM 'gone') OR EXISTS (
    SELECT FROM calendar_account n WHERE n.list_read_at IS NULL AND NOT EXISTS (
      SELECT FROM calendar k WHERE k.tenant_id = n.tenant_id AND k.user_id = n.user_id AND k.account_id = n.id))`;

const READ = `
  SELECT count(*)::integer AS calendars, min(${ms('least(c.known_since, a.created_at)')}) AS "knownSince",
    CASE WHEN ${UNREAD_ONES} THEN ${UNREAD}::float8 ELSE min(${ms('c.window_end')}) END AS "readUntil",
    CASE WHEN bool_and(c.last_read_at IS NOT NULL) THEN min(c.last_read_at) END AS "readAt"
  FROM calendar c JOIN calendar_account a ON a.tenant_id = c.tenant_id AND a.user_id = c.user_id AND a.id = c.account_id
  WHERE c.selected`;

type Read = Omit<UserTimes, 'events' | 'blocks'>;

/** Reads for availability: one statement for all events of a range, whatever its length. */
@Injectable()
export class AvailabilityRepository {
  constructor(private readonly db: PersonalDatabase) {}

  times(range: Interval): Promise<UserTimes> {
    return this.read<EventTime>(EVENTS, range);
  }

  namedTimes(range: Interval): Promise<UserTimes<NamedEvent>> {
    return this.read<NamedEvent>(NAMED_EVENTS, range);
  }

  /** Prepared statements: suggestions run them for every user of a tenant. */
  private read<Event extends EventTime>(events: string, { start, end }: Interval): Promise<UserTimes<Event>> {
    const range = [new Date(start), new Date(end)];
    return this.db.transaction(async (tx) => {
      const [read] = await tx.prepared<Read>(READ);
      return {
        ...read!,
        events: await tx.prepared<Event>(events, range),
        blocks: await tx.prepared<ManualBlock>(BLOCKS, range),
      };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Interval } from '../availability/interval.js';
import { IN_HER_CALENDARS, MEETING } from '../contacts/co-attendance.js';
import { CONTACT, type ContactRow } from '../contacts/contact-row.js';
import { dueOnSql, ratioSql, WEIGHT } from '../contacts/due.sql.js';
import { BIRTHDAY_DAYS, type Reason, type SuggestionKind, type WithdrawReason } from './suggestion-types.js';

/** A suggestion that stands: an open one, or an accepted one that is still to come. */
export interface Standing {
  id: string;
  contactId: string;
  kind: SuggestionKind;
  state: 'open' | 'accepted';
  start: number;
  end: number;
  reason: Reason;
}

/** An event of hers that a contact goes to as well. */
export interface CommonEvent {
  contactId: string;
  calendarId: string;
  externalId: string;
  title: string | null;
  start: number;
  end: number;
  /** They meet there: few others, and not declined. Otherwise both are at it. */
  meeting: boolean;
}

export interface NewSuggestion {
  id: string;
  contactId: string;
  kind: SuggestionKind;
  startsAt: Date;
  endsAt: Date;
  score: number;
  reason: Reason;
}

/** Most contacts at one event, and at all of them, that are looked at for a time beside it. */
const MOST_OF_EVENT = 20;
const MOST_BESIDE = 200;

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** The event of an accepted suggestion, as it is in a calendar that is read: she may have moved it. */
const ITS_EVENT = `LEFT JOIN calendar_event e ON e.tenant_id = s.tenant_id AND e.user_id = s.user_id
      AND e.calendar_id = s.event_calendar_id AND e.external_id = s.event_external_id AND s.event_state = 'written'`;

/**
 * An accepted suggestion whose time is over was a meeting, unless its event was taken out of a calendar that has been read since, or
 * she declined it. One whose event was moved was, or will be, at the event's time. An event that has not been written a day after it was accepted is not waited for any more: its job was given up before it could say
 * so. (One statement, because each is paid for by every user.)
 */
const LEARN_ACCEPTED = `
  WITH given_up AS (
    UPDATE suggestion SET event_state = 'failed', event_trouble = 'given_up', updated_at = clock_timestamp()
    WHERE state = 'accepted' AND event_state = 'waiting' AND decided_at < $1::timestamptz - interval '1 day')
  UPDATE contact c SET last_contact_at = m.at, last_contact_source = 'accepted'
  FROM (
    SELECT s.contact_id, max(coalesce(e.starts_at, s.starts_at)) AS at FROM suggestion s
    LEFT JOIN calendar k ON k.tenant_id = s.tenant_id AND k.user_id = s.user_id AND k.id = s.event_calendar_id AND k.selected
    ${ITS_EVENT}
    WHERE s.state = 'accepted' AND coalesce(e.ends_at, s.ends_at) <= $1 AND s.event_trouble IS DISTINCT FROM 'deleted'
      AND CASE WHEN e.external_id IS NOT NULL THEN e.status <> 'cancelled' AND coalesce(e.response, 'accepted') <> 'declined'
        ELSE s.event_state <> 'written' OR k.id IS NULL OR k.last_read_at IS NULL OR k.last_read_at < s.ends_at END
    GROUP BY s.contact_id) m
  WHERE c.id = m.contact_id AND m.at > coalesce(c.last_contact_at, '-infinity')`;

/** One whose event was moved away from its time, which is over, stands until the event is over: nobody is met twice for it. */
const STANDING = `
  SELECT s.id, s.contact_id AS "contactId", s.kind, s.state, ${ms('s.starts_at')} AS start, ${ms('s.ends_at')} AS "end", s.reason
  FROM suggestion s ${ITS_EVENT} AND s.ends_at <= $1
  WHERE s.state = 'open' OR (s.state = 'accepted' AND s.ends_at > $1::timestamptz - interval '60 days' AND (s.ends_at > $1 OR e.ends_at > $1))`;

const CONTACTS = `SELECT ${CONTACT} FROM contact c WHERE c.id = ANY($1::uuid[])`;

/** Whom it may be time to meet: not paused, without a suggestion that stands. The most urgent first. */
const DUE = `
  SELECT ${CONTACT} FROM contact c
  WHERE c.frequency <> 'na' AND ${dueOnSql('$1')} <= $2::date AND (c.paused_until IS NULL OR c.paused_until <= $2::date)
    AND NOT c.id = ANY($3::uuid[])
  ORDER BY ${ratioSql('$1', '$2::date')} * ${WEIGHT} DESC, c.id LIMIT $4`;

/** Whose birthday is on one of these days, MM-DD with its date, and who was not met for it; in the order in which they choose. */
const BIRTHDAYS = `
  SELECT ${CONTACT} FROM contact c
  JOIN unnest($5::text[], $6::date[]) AS b(month_day, birthday) ON to_char(c.birthday, 'MM-DD') = b.month_day
  WHERE c.frequency <> 'na' AND (c.paused_until IS NULL OR c.paused_until <= $2::date) AND NOT c.id = ANY($3::uuid[])
    AND (c.last_contact_at IS NULL OR (c.last_contact_at AT TIME ZONE $1)::date < b.birthday - ${BIRTHDAY_DAYS})
  ORDER BY greatest(1, ${ratioSql('$1', '$2::date')}) * ${WEIGHT} DESC, c.id LIMIT $4`;

/**
 * Whom she meets at an event, and who is at a larger one: of each event the most urgent of those who are due by then, whom she does not
 * meet anyway, and of those about whom a suggestion stands ($5) all.
 */
const COMMON = `
  WITH common AS MATERIALIZED (
    SELECT DISTINCT k.id, e.calendar_id, e.external_id, e.summary, e.starts_at, e.ends_at, ${MEETING} AS meeting
    FROM calendar_event e ${IN_HER_CALENDARS} CROSS JOIN LATERAL unnest(e.attendees) AS a(email)
    JOIN (SELECT id, unnest(emails) AS email FROM contact WHERE frequency <> 'na') k USING (email)
    WHERE e.ends_at > $1 AND e.starts_at < $2 AND NOT e.all_day AND coalesce(e.response, 'accepted') <> 'declined'),
  met AS (SELECT DISTINCT ON (id) *, true AS stands, 1 AS place FROM common WHERE meeting ORDER BY id, starts_at),
  beside AS (
    SELECT e.*, c.id = ANY($5::uuid[]) AS stands, row_number() OVER (PARTITION BY e.calendar_id, e.external_id
        ORDER BY c.id = ANY($5::uuid[]) DESC, ${ratioSql('$3', '$4::date')} * ${WEIGHT} DESC, c.id) AS place
    FROM common e JOIN contact c ON c.id = e.id
    WHERE NOT e.meeting AND (c.id = ANY($5::uuid[]) OR (${dueOnSql('$3')} <= (e.starts_at AT TIME ZONE $3)::date
      AND (c.paused_until IS NULL OR c.paused_until <= $4::date) AND c.id NOT IN (SELECT id FROM met))))
  SELECT id AS "contactId", calendar_id AS "calendarId", external_id AS "externalId", summary AS title,
    ${ms('starts_at')} AS start, ${ms('ends_at')} AS "end", meeting
  FROM (SELECT * FROM met UNION ALL (SELECT * FROM beside WHERE stands OR place <= ${MOST_OF_EVENT}
    ORDER BY stands DESC, starts_at, external_id, id LIMIT ${MOST_BESIDE})) t
  ORDER BY start, "externalId", "contactId"`;

/** What the generation of suggestions reads and writes for the user who acts. Prepared, because it runs for every user of a tenant. */
@Injectable()
export class GenerationRepository {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Users of the tenant who have contacts, by id: the next ones after this. */
  members(after: string | null, limit: number, userId?: string): Promise<{ userId: string }[]> {
    return this.tenants.transaction((tx) =>
      tx.prepared(
        `SELECT m.user_id AS "userId" FROM catchup_member m JOIN app_user u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
         WHERE ($1::uuid IS NULL OR m.user_id > $1) AND ($3::uuid IS NULL OR m.user_id = $3) AND u.disabled_at IS NULL ORDER BY m.user_id LIMIT $2`,
        [after, limit, userId ?? null],
      ),
    );
  }

  async learnAccepted(now: Date): Promise<void> {
    await this.rows(LEARN_ACCEPTED, [now]);
  }

  standing(now: Date): Promise<Standing[]> {
    return this.rows<Standing>(STANDING, [now]);
  }

  contacts(ids: readonly string[]): Promise<ContactRow[]> {
    return ids.length === 0 ? Promise.resolve([]) : this.rows<ContactRow>(CONTACTS, [ids]);
  }

  due(zone: string, day: LocalDate, not: readonly string[], limit: number): Promise<ContactRow[]> {
    return this.rows<ContactRow>(DUE, [zone, day, not, limit]);
  }

  birthdays(
    days: ReadonlyMap<string, LocalDate>,
    zone: string,
    day: LocalDate,
    not: readonly string[],
    limit: number,
  ): Promise<ContactRow[]> {
    return this.rows<ContactRow>(BIRTHDAYS, [zone, day, not, limit, [...days.keys()], [...days.values()]]);
  }

  /** @param standing contacts about whom a suggestion stands */
  common({ start, end }: Interval, zone: string, day: LocalDate, standing: readonly string[]): Promise<CommonEvent[]> {
    return this.rows<CommonEvent>(COMMON, [new Date(start), new Date(end), zone, day, standing]);
  }

  async withdraw(withdrawn: readonly { id: string; why: WithdrawReason }[], now: Date): Promise<void> {
    if (withdrawn.length === 0) return;
    await this.rows(
      `UPDATE suggestion s SET state = 'expired', decision = w.why, decided_at = $3, updated_at = $3, sequence = s.sequence + 1
       FROM unnest($1::uuid[], $2::text[]) AS w(id, why) WHERE s.id = w.id AND s.state = 'open'`,
      [withdrawn.map(({ id }) => id), withdrawn.map(({ why }) => why), now],
    );
  }

  /** Answers those that were made: the database takes no second open one of a contact, and no time twice. */
  add(made: readonly NewSuggestion[], now: Date): Promise<{ id: string; kind: SuggestionKind }[]> {
    if (made.length === 0) return Promise.resolve([]);
    return this.rows(
      `INSERT INTO suggestion (id, contact_id, kind, starts_at, ends_at, score, reason, created_at, updated_at)
       SELECT id, "contactId", kind, "startsAt", "endsAt", score, reason, $2, $2
       FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, "contactId" uuid, kind text, "startsAt" timestamptz, "endsAt" timestamptz,
         score float8, reason jsonb)
       ON CONFLICT DO NOTHING RETURNING id, kind`,
      [JSON.stringify(made), now],
    );
  }

  private rows<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.transaction((tx) => tx.prepared<Row>(sql, parameters));
  }
}

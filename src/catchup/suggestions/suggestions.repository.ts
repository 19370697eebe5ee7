import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { FROM_SUGGESTIONS, stateSql, type SuggestionRow, suggestionSql } from './suggestion-row.js';
import type {
  DismissReason,
  EventState,
  Reason,
  SuggestionKind,
  SuggestionState,
  WithdrawReason,
} from './suggestion-types.js';

export interface SuggestionsFilter {
  state?: SuggestionState;
  kind?: SuggestionKind;
  contactId?: string;
  /** Those that end after it, and begin before `to`. */
  from?: string;
  to?: string;
  limit: number;
  cursor?: string;
}

export interface Decision {
  state: 'accepted' | 'dismissed' | 'snoozed' | 'expired';
  decision?: DismissReason | WithdrawReason;
  snoozedUntil?: LocalDate;
  startsAt?: Date;
  endsAt?: Date;
  /** Of another hour than was suggested. */
  slot?: Reason['slot'];
  eventState?: EventState;
  eventCalendarId?: string | null;
}

/** Suggestions of the user who acts. */
@Injectable()
export class SuggestionsRepository {
  constructor(private readonly db: PersonalDatabase) {}

  find(id: string, now = new Date()): Promise<SuggestionRow | undefined> {
    return this.db.first<SuggestionRow>(`SELECT ${suggestionSql('$2')} FROM ${FROM_SUGGESTIONS} WHERE s.id = $1`, [
      id,
      now,
    ]);
  }

  /** By their times, the next first. */
  async list(
    filter: SuggestionsFilter,
    now = new Date(),
  ): Promise<{ rows: SuggestionRow[]; nextCursor: string | null }> {
    const { state, kind, contactId, from, to, limit, cursor } = filter;
    const [at, id] = cursor === undefined ? [null, null] : readCursor(cursor);
    const rows = await this.db.rows<SuggestionRow>(
      `SELECT ${suggestionSql('$1')} FROM ${FROM_SUGGESTIONS}
       WHERE ($2::text IS NULL OR ${stateSql('$1')} = $2) AND ($3::text IS NULL OR s.kind = $3)
         AND ($4::uuid IS NULL OR s.contact_id = $4) AND ($5::timestamptz IS NULL OR (s.starts_at, s.id) > ($5, $6::uuid))
         AND ($8::timestamptz IS NULL OR s.ends_at > $8) AND ($9::timestamptz IS NULL OR s.starts_at < $9)
       ORDER BY s.starts_at, s.id LIMIT $7`,
      [now, state ?? null, kind ?? null, contactId ?? null, at, id, limit + 1, from ?? null, to ?? null],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page, nextCursor: rows.length > limit && last ? `${last.startsAt.toISOString()}_${last.id}` : null };
  }

  /** Open ones that are still to come, the most urgent first: for the digest. */
  open(limit: number, now = new Date()): Promise<SuggestionRow[]> {
    return this.db.rows<SuggestionRow>(
      `SELECT ${suggestionSql('$1')} FROM ${FROM_SUGGESTIONS} WHERE s.state = 'open' AND s.starts_at > $1
       ORDER BY s.score DESC, s.id LIMIT $2`,
      [now, limit],
    );
  }

  /** Notes what was decided; each change is a new version in the feed. */
  async decide(id: string, { state, ...values }: Decision, now = new Date()): Promise<void> {
    await this.db.rows(
      `UPDATE suggestion SET state = $2, decision = $3, snoozed_until = $4, starts_at = coalesce($5, starts_at),
         ends_at = coalesce($6, ends_at), event_state = coalesce($7, event_state), event_calendar_id = coalesce($8, event_calendar_id),
         reason = CASE WHEN $10::jsonb IS NULL THEN reason ELSE jsonb_set(reason, '{slot}', $10) END,
         decided_at = $9, updated_at = $9, sequence = sequence + 1
       WHERE id = $1`,
      [
        ...[
          id,
          state,
          values.decision ?? null,
          values.snoozedUntil ?? null,
          values.startsAt ?? null,
          values.endsAt ?? null,
        ],
        ...[values.eventState ?? null, values.eventCalendarId ?? null, now],
        values.slot ? JSON.stringify(values.slot) : null,
      ],
    );
  }

  /** Whether one is open about the contact, or another one that stands has its time. */
  async isReplaced(id: string): Promise<boolean> {
    const found = await this.db.rows(
      `SELECT FROM suggestion s JOIN suggestion o ON o.id <> s.id AND (o.contact_id = s.contact_id AND o.state = 'open'
         OR o.state IN ('open', 'accepted') AND o.starts_at < s.ends_at AND s.starts_at < o.ends_at)
       WHERE s.id = $1 LIMIT 1`,
      [id],
    );
    return found.length > 0;
  }

  /** Open again, as it was before it was decided. */
  async reopen(id: string, now: Date): Promise<void> {
    await this.db.rows(
      `UPDATE suggestion SET state = 'open', decision = NULL, snoozed_until = NULL, decided_at = NULL, updated_at = $2,
         sequence = sequence + 1
       WHERE id = $1`,
      [id, now],
    );
  }

  /** Takes back the open suggestions of a contact. */
  async withdrawOf(contactId: string, decision: WithdrawReason): Promise<void> {
    await this.db.rows(
      `UPDATE suggestion SET state = 'expired', decision = $2, decided_at = now(), updated_at = now(), sequence = sequence + 1
       WHERE contact_id = $1 AND state = 'open'`,
      [contactId, decision],
    );
  }

  /** Ends those open ones whose time has begun that are about the contact of this one, or take its time. */
  async endPassed(id: string, now: Date): Promise<void> {
    await this.db.rows(
      `UPDATE suggestion o SET state = 'expired', decision = 'passed', decided_at = $2, updated_at = $2, sequence = o.sequence + 1
       FROM suggestion s
       WHERE s.id = $1 AND o.id <> s.id AND o.state = 'open' AND o.starts_at <= $2
         AND (o.contact_id = s.contact_id OR o.starts_at < s.ends_at AND s.starts_at < o.ends_at)`,
      [id, now],
    );
  }

  /** What became of the event in her calendar. One that is written stays so, whatever a job from before says. */
  async noteEvent(
    id: string,
    state: EventState,
    { externalId = null, trouble = null }: { externalId?: string | null; trouble?: string | null },
  ): Promise<void> {
    await this.db.rows(
      `UPDATE suggestion SET event_state = $2, event_external_id = coalesce($3, event_external_id), event_trouble = $4,
         updated_at = clock_timestamp()
       WHERE id = $1 AND (event_state <> 'written' OR $2 = 'written')`,
      [id, state, externalId, trouble],
    );
  }
}

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws AppError VALIDATION_FAILED for a text that no page has given */
function readCursor(cursor: string): [Date, string] {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  const time = at === undefined ? Number.NaN : Date.parse(at);
  if (!id || Number.isNaN(time)) throw invalid('cursor', 'cursor must be the nextCursor of a page');
  return [new Date(time), id];
}

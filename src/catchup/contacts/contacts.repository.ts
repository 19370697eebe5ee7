import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { containing } from '../../platform/database/like-pattern.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { CONTACT, type ContactRow, type ContactValues } from './contact-row.js';
import type { ContactSource, Frequency } from './contact-types.js';
import type { Cursor, Sort } from './contact-cursor.js';
import { ratioSql } from './due.sql.js';
import type { KnownContact } from './import/match.js';

export interface ContactsFilter {
  search?: string;
  group?: string;
  frequency?: Frequency;
  sort: Sort;
  after?: Cursor;
  limit: number;
}

const COLUMNS: Record<keyof ContactValues, string> = {
  ...{ name: 'name', emails: 'emails', phone: 'phone', frequency: 'frequency', importance: 'importance' },
  ...{ medium: 'medium', minutes: 'minutes', windows: 'windows', birthday: 'birthday', note: 'note', groups: 'groups' },
};

/** Late first: what is never due comes last, and has the ratio -1 here. */
const RATIO = `coalesce(${ratioSql('$1', '$2::date')}, -1)`;

/** Contacts of the user who acts. */
@Injectable()
export class ContactsRepository {
  constructor(private readonly db: PersonalDatabase) {}

  /**
   * One change of a user's contacts and suggestions at a time, until the transaction ends. Whoever changes them asks for this before
   * any row, so that no two wait for each other.
   */
  async takeTurns(): Promise<void> {
    await this.db.rows(
      `SELECT pg_advisory_xact_lock(hashtextextended('contacts ' || current_setting('app.person_id'), 0))`,
    );
  }

  find(id: string): Promise<ContactRow | undefined> {
    return this.db.first<ContactRow>(`SELECT ${CONTACT} FROM contact c WHERE c.id = $1`, [id]);
  }

  async count(): Promise<number> {
    return (await this.db.first<{ n: number }>('SELECT count(*) AS n FROM contact'))!.n;
  }

  /** The contact, other than this one, that has one of the addresses. */
  withAddress(emails: readonly string[], not: string | null): Promise<{ id: string; email: string } | undefined> {
    return this.db.first(
      `SELECT c.id, e.email FROM contact c CROSS JOIN LATERAL unnest(c.emails) AS e(email)
       WHERE c.emails && $1::text[] AND e.email = ANY($1::text[]) AND c.id IS DISTINCT FROM $2::uuid LIMIT 1`,
      [emails, not],
    );
  }

  /** A page, by name or by lateness; both orders have no two of the same place. */
  list(zone: string, today: LocalDate, filter: ContactsFilter): Promise<(ContactRow & { ratio: number })[]> {
    const { search, group, frequency, sort, after, limit } = filter;
    const [beyond, order] =
      sort === 'name'
        ? ['($6::text IS NULL OR (c.name, c.id) > ($6, $7::uuid))', 'c.name, c.id']
        : [`($6::float8 IS NULL OR ${RATIO} < $6 OR (${RATIO} = $6 AND c.id > $7::uuid))`, `${RATIO} DESC, c.id`];
    return this.db.rows(
      `SELECT ${CONTACT}, ${RATIO} AS ratio FROM contact c
       WHERE ($3::text IS NULL OR c.name ILIKE $3 OR c.phone ILIKE $3 OR array_to_string(c.emails, ' ') ILIKE $3)
         AND ($4::text IS NULL OR $4 = ANY(c.groups)) AND ($5::text IS NULL OR c.frequency = $5) AND ${beyond}
       ORDER BY ${order} LIMIT $8`,
      [
        zone,
        today,
        search === undefined ? null : containing(search),
        group ?? null,
        frequency ?? null,
        after?.value ?? null,
        after?.id ?? null,
        limit,
      ],
    );
  }

  async add(
    values: readonly (ContactValues & { lastContact?: { at: Date; source: ContactSource } })[],
  ): Promise<string[]> {
    const rows = values.map(({ lastContact, ...value }) => ({
      ...value,
      id: uuidv7(),
      lastContactAt: lastContact?.at ?? null,
      lastContactSource: lastContact?.source ?? null,
    }));
    const names = Object.values(COLUMNS).join(', ');
    await this.db.rows(
      `INSERT INTO contact (id, ${names}, last_contact_at, last_contact_source)
       SELECT id, ${names}, "lastContactAt", "lastContactSource" FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, name text,
         emails text[], phone text, frequency text, importance text, medium text, minutes int, windows jsonb, birthday date,
         note text, groups text[], "lastContactAt" timestamptz, "lastContactSource" text)`,
      [JSON.stringify(rows)],
    );
    return rows.map(({ id }) => id);
  }

  /** Changes these members. False: there is no such contact. */
  async change(id: string, values: Partial<ContactValues>): Promise<boolean> {
    const members = Object.keys(values) as (keyof ContactValues)[];
    const set = members.map((member, n) => `${COLUMNS[member]} = $${n + 2}`).join(', ');
    if (members.length === 0) return (await this.find(id)) !== undefined;
    const given = members.map((member) =>
      member === 'windows' && values.windows ? JSON.stringify(values.windows) : values[member],
    );
    return this.db.transaction(
      async (tx) => (await tx.run(`UPDATE contact SET ${set} WHERE id = $1`, [id, ...given])) > 0,
    );
  }

  remove(id: string): Promise<boolean> {
    return this.db.transaction(async (tx) => (await tx.run('DELETE FROM contact WHERE id = $1', [id])) > 0);
  }

  /** Notes a meeting; one that is older than the last known changes nothing. False: there is no such contact. */
  async met(id: string, at: Date, source: ContactSource): Promise<boolean> {
    const found = await this.db.rows(
      `UPDATE contact SET last_contact_at = greatest(last_contact_at, $2),
         last_contact_source = CASE WHEN last_contact_at >= $2 THEN last_contact_source ELSE $3 END
       WHERE id = $1 RETURNING id`,
      [id, at, source],
    );
    return found.length > 0;
  }

  /** No suggestion before this day; an earlier day than the present one changes nothing. */
  async pause(id: string, until: LocalDate): Promise<void> {
    await this.db.rows('UPDATE contact SET paused_until = greatest(paused_until, $2::date) WHERE id = $1', [id, until]);
  }

  /** May be suggested again. */
  async resume(id: string): Promise<void> {
    await this.db.rows('UPDATE contact SET paused_until = NULL WHERE id = $1', [id]);
  }

  /** What every contact is known by, for an import. */
  known(): Promise<KnownContact[]> {
    return this.db.rows('SELECT id, name, emails, phone FROM contact ORDER BY id');
  }
}

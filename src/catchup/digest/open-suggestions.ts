import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { TellableSuggestion } from './digest-text.js';

const SELECT = `
  SELECT s.id, c.name AS contact, c.medium, s.starts_at AS "startsAt", s.ends_at AS "endsAt"
  FROM suggestion s JOIN contact c ON c.user_id = s.user_id AND c.id = s.contact_id
  WHERE s.state = 'open' AND s.event_external_id IS NULL AND s.starts_at > now()`;

/** Suggestions of the user who acts that wait for her decision and whose time is still to come. */
@Injectable()
export class OpenSuggestions {
  constructor(private readonly db: PersonalDatabase) {}

  /** The best ones. */
  best(most: number): Promise<TellableSuggestion[]> {
    return this.db.rows<TellableSuggestion>(`${SELECT} ORDER BY s.score DESC, s.id LIMIT $1`, [most]);
  }

  /** Those of these that are still open. */
  of(ids: readonly string[]): Promise<TellableSuggestion[]> {
    return this.db.rows<TellableSuggestion>(`${SELECT} AND s.id = ANY($1::uuid[]) ORDER BY s.score DESC, s.id`, [ids]);
  }
}

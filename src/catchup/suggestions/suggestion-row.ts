import type { LocalDate } from '../../platform/dates/index.js';
import type { Medium } from '../contacts/contact-types.js';
import type {
  DismissReason,
  EventState,
  Reason,
  SuggestionKind,
  SuggestionState,
  WithdrawReason,
} from './suggestion-types.js';

export interface SuggestionRow {
  id: string;
  contactId: string;
  contactName: string;
  medium: Medium;
  kind: SuggestionKind;
  /** An open one whose time has begun is told as expired. */
  state: SuggestionState;
  startsAt: Date;
  endsAt: Date;
  score: number;
  reason: Reason;
  decision: DismissReason | WithdrawReason | null;
  snoozedUntil: LocalDate | null;
  decidedAt: Date | null;
  eventState: EventState;
  eventTrouble: string | null;
  eventCalendarId: string | null;
  eventExternalId: string | null;
  sequence: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What an open suggestion is at an instant. @param now SQL of the instant */
export const stateSql = (now: string) =>
  `CASE WHEN s.state = 'open' AND s.starts_at <= ${now} THEN 'expired' ELSE s.state END`;

/** Columns of suggestion `s` and its contact `c` under the names of SuggestionRow. */
export const suggestionSql = (
  now: string,
) => `s.id, s.contact_id AS "contactId", c.name AS "contactName", c.medium, s.kind,
  ${stateSql(now)} AS state, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.score, s.reason, s.decision,
  s.snoozed_until AS "snoozedUntil", s.decided_at AS "decidedAt", s.event_state AS "eventState",
  s.event_trouble AS "eventTrouble", s.event_calendar_id AS "eventCalendarId", s.event_external_id AS "eventExternalId",
  s.sequence, s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;

export const FROM_SUGGESTIONS = `suggestion s JOIN contact c ON c.tenant_id = s.tenant_id AND c.user_id = s.user_id AND c.id = s.contact_id`;

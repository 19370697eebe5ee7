import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';

/** With more others than this it is an audience, not a meeting. */
export const MEETING_ATTENDEES = 8;

/** Events at which people meet: confirmed, not declined nor left without an answer, and with few others. */
export const MEETING = `e.status = 'confirmed' AND coalesce(e.response, 'accepted') IN ('accepted', 'tentative')
  AND e.event_type IN ('default', 'fromGmail') AND cardinality(e.attendees) BETWEEN 1 AND ${MEETING_ATTENDEES}`;

/** Joined by single addresses, so that it is one hash join however many contacts and events there are. Never goes back. */
const LEARN = `
  UPDATE contact c SET last_contact_at = m.at, last_contact_source = 'calendar'
  FROM (
    SELECT k.id, max(e.starts_at) AS at
    FROM calendar_event e CROSS JOIN LATERAL unnest(e.attendees) AS a(email)
    JOIN (SELECT id, unnest(emails) AS email FROM contact WHERE $2::uuid IS NULL OR id = $2) k USING (email)
    WHERE e.ends_at <= $1 AND ${MEETING}
    GROUP BY k.id) m
  WHERE c.id = m.id AND m.at > coalesce(c.last_contact_at, '-infinity')`;

/** Learns from the calendars of the user who acts when she last met whom. */
@Injectable()
export class CoAttendance {
  constructor(private readonly db: PersonalDatabase) {}

  /** Answers of how many contacts something new was learned. @param contactId of this contact alone */
  learn(now: Date, contactId?: string): Promise<number> {
    return this.db.transaction((tx) => tx.run(LEARN, [now, contactId ?? null]));
  }
}

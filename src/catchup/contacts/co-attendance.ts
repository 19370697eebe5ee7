import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';

/** With more others than this it is an audience, not a meeting. */
export const MEETING_ATTENDEES = 8;

/** Events at which people meet: confirmed, not declined nor left without an answer, and with few others. */
export const MEETING = `e.status = 'confirmed' AND coalesce(e.response, 'accepted') IN ('accepted', 'tentative')
  AND e.event_type IN ('default', 'fromGmail') AND cardinality(e.attendees) BETWEEN 1 AND ${MEETING_ATTENDEES}`;

/** Of the user whose rows the transaction shows. */
const HER_ADDRESSES = `ARRAY(SELECT lower(u.email) FROM app_user u WHERE u.id = (SELECT current_person())
  UNION SELECT g.name FROM calendar_account g WHERE g.source = 'google')`;

/**
 * Joins the calendars of events `e`, and leaves out what is in other people's: she also reads calendars of her family and colleagues, and
 * has not met whom they meet. At Google the answer that an event has is that of the calendar's owner, so it must be hers: her main one,
 * one that she made, or one that has an address of hers as its id. In one that others share with her, and in which she may write, events that
 * have no answer are as likely those of a colleague. A file tells her own answer where she is invited. A CalDAV server says of a calendar
 * only that she may write in it, not whose it is: such a one counts as hers.
 */
export const IN_HER_CALENDARS = `
  JOIN calendar cal ON cal.tenant_id = e.tenant_id AND cal.user_id = e.user_id AND cal.id = e.calendar_id
  JOIN calendar_account acc ON acc.tenant_id = cal.tenant_id AND acc.user_id = cal.user_id AND acc.id = cal.account_id AND CASE acc.source
    WHEN 'google' THEN cal.is_primary OR cal.external_id = ANY (${HER_ADDRESSES})
      OR (cal.external_id LIKE '%@group.calendar.google.com'
        AND (cal.access_role = 'owner' OR cal.access_role = 'writer' AND e.response IS NOT NULL))
    WHEN 'caldav' THEN cal.access_role IN ('owner', 'writer') OR e.response IS NOT NULL
    ELSE e.response IS NOT NULL END`;

/** Joined by single addresses, so that it is one hash join however many contacts and events there are. Never goes back. */
const LEARN = `
  UPDATE contact c SET last_contact_at = m.at, last_contact_source = 'calendar'
  FROM (
    SELECT k.id, max(e.starts_at) AS at
    FROM calendar_event e ${IN_HER_CALENDARS} CROSS JOIN LATERAL unnest(e.attendees) AS a(email)
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

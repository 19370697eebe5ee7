import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { RemoteEvent, TimeWindow } from '../sources/calendar-source.js';

/** An event as it is kept. */
export interface CalendarEvent {
  calendarId: string;
  externalId: string;
  start: Date;
  end: Date;
  allDay: boolean;
  status: RemoteEvent['status'];
  transparent: boolean;
  eventType: string;
  response: RemoteEvent['response'];
  summary: string | null;
  attendees: string[];
}

export interface EventsPage {
  events: CalendarEvent[];
  total: number;
}

/** How long events are kept after their end: the eight weeks that predictions look back at, and two more. */
export const KEEP_DAYS = 70;

/** The events of the acting user's selected calendars. */
@Injectable()
export class CalendarEvents {
  constructor(private readonly db: PersonalDatabase) {}

  /** Those that overlap a time, by their begin. */
  page({ start, end }: TimeWindow, limit: number, offset: number): Promise<EventsPage> {
    return this.db.transaction(async (tx) => {
      const events = await tx.rows<CalendarEvent>(
        `${EVENTS} ORDER BY starts_at, calendar_id, external_id LIMIT $3 OFFSET $4`,
        [start, end, limit, offset],
      );
      const count = await tx.first<{ total: number }>(`SELECT count(*)::int AS total ${OVERLAPPING}`, [start, end]);
      return { events, total: count!.total };
    });
  }
}

/** Half-open: what only touches the time is not in it. */
const OVERLAPPING = `FROM calendar_event WHERE ends_at > $1 AND starts_at < $2`;
const EVENTS = `
  SELECT calendar_id AS "calendarId", external_id AS "externalId", starts_at AS start, ends_at AS "end", all_day AS "allDay",
    status, transparent, event_type AS "eventType", response, summary, attendees ${OVERLAPPING}`;

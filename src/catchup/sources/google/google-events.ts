import { Temporal } from 'temporal-polyfill';
import type { RemoteEvent, RemoteTombstone, TimeWindow } from '../calendar-source.js';

/** An event as Google tells it; every member may be missing. */
export interface GoogleEvent {
  id?: unknown;
  status?: unknown;
  summary?: unknown;
  start?: unknown;
  end?: unknown;
  transparency?: unknown;
  eventType?: unknown;
  attendees?: unknown;
  recurrence?: unknown;
  updated?: unknown;
}

type Fields = Record<string, unknown>;

const RESPONSES = ['needsAction', 'declined', 'tentative', 'accepted'] as const;

/**
 * What an item of events.list means here; undefined for one without an id or without a time of its own, which says nothing of
 * when somebody is busy. A deleted event often has nothing but its id, so that is looked at before any time.
 * @param zone of the calendar: the days of all-day events are its days
 */
export function eventOf(item: GoogleEvent, zone: string): RemoteEvent | RemoteTombstone | undefined {
  const externalId = text(item.id);
  if (externalId === null) return undefined;
  if (item.status === 'cancelled')
    return { externalId, deleted: true, ...(Array.isArray(item.recurrence) && { series: true }) };
  const start = instantOf(item.start, zone);
  const end = instantOf(item.end, zone) ?? start;
  if (!start || !end) return undefined;
  const attendees = Array.isArray(item.attendees) ? (item.attendees as Fields[]) : [];
  const own = attendees.find(({ self }) => self === true);
  return {
    externalId,
    deleted: false,
    start,
    end: end < start ? start : end,
    allDay: text((item.start as Fields)['dateTime']) === null,
    status: item.status === 'tentative' ? 'tentative' : 'confirmed',
    transparent: item.transparency === 'transparent',
    eventType: text(item.eventType) ?? 'default',
    response: RESPONSES.find((one) => one === own?.['responseStatus']) ?? null,
    summary: text(item.summary),
    attendees: attendees.flatMap(({ self, resource, email }) =>
      self === true || resource === true || typeof email !== 'string' ? [] : [email.toLowerCase()],
    ),
    updatedAt: typeof item.updated === 'string' ? validDate(new Date(item.updated)) : null,
  };
}

/** Of changes: an event that has left the window is not there any more, as far as we look. */
export function within(
  event: RemoteEvent | RemoteTombstone,
  { start, end }: TimeWindow,
): RemoteEvent | RemoteTombstone {
  if (event.deleted || (event.start < end && (event.end > start || event.start >= start))) return event;
  return { externalId: event.externalId, deleted: true };
}

/** `{dateTime, timeZone?}`, or `{date}`: where that day begins. */
function instantOf(time: unknown, zone: string): Date | null {
  const { dateTime, date, timeZone } = (time ?? {}) as Fields;
  try {
    if (typeof dateTime === 'string') {
      const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(dateTime);
      if (hasOffset) return validDate(new Date(dateTime));
      return toDate(Temporal.PlainDateTime.from(dateTime).toZonedDateTime(text(timeZone) ?? zone));
    }
    if (typeof date === 'string') return toDate(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

const toDate = ({ epochMilliseconds }: Temporal.ZonedDateTime) => new Date(epochMilliseconds);
const validDate = (date: Date) => (Number.isNaN(date.getTime()) ? null : date);
/** Postgres keeps no NUL in a text. */
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.replaceAll('\0', '') : null);

/** The calendar's zone if Temporal knows it, else UTC. */
export function zoneOf(value: unknown): string {
  try {
    return typeof value === 'string' ? Temporal.Now.zonedDateTimeISO(value).timeZoneId : 'UTC';
  } catch {
    return 'UTC';
  }
}

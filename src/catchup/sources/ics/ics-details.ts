import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import type { RemoteEvent } from '../calendar-source.js';

type Details = Omit<RemoteEvent, 'externalId' | 'deleted' | 'start' | 'end' | 'allDay'>;

/** Most attendees that are kept of an event, and longest title. */
const MOST_ATTENDEES = 200;
const LONGEST_TITLE = 500;

const PARTSTAT: Record<string, Details['response']> = {
  ...{ 'NEEDS-ACTION': 'needsAction', DECLINED: 'declined', TENTATIVE: 'tentative', ACCEPTED: 'accepted' },
  DELEGATED: 'declined',
};

/** What is told of an event beside its time; undefined: it has been cancelled. */
export function details(event: ICAL.Component, own: ReadonlySet<string>): Details | undefined {
  const status = upper(event, 'status');
  if (status === 'CANCELLED') return undefined;
  const outlook = upper(event, 'x-microsoft-cdo-busystatus');
  const organizer = addressOf(told(event, 'organizer'));
  const rows = event.getAllProperties('attendee').slice(0, MOST_ATTENDEES);
  const me = rows.find((row) => own.has(attendeeOf(row) ?? ''));
  const others = [...rows.map(attendeeOf), organizer].filter((address) => address && !own.has(address));
  const invites = organizer !== undefined && own.has(organizer);
  // Who invites others goes herself, whether or not her program lists her among them.
  const unasked = invites && others.length > 0 ? 'accepted' : null;
  const summary = told(event, 'summary');
  return {
    status: status === 'TENTATIVE' || outlook === 'TENTATIVE' ? 'tentative' : 'confirmed',
    // What Outlook says goes before TRANSP, which it writes as well, and not always alike.
    transparent: outlook ? outlook === 'FREE' : upper(event, 'transp') === 'TRANSPARENT',
    eventType: outlook === 'OOF' ? 'outOfOffice' : outlook === 'WORKINGELSEWHERE' ? 'workingLocation' : 'default',
    response: (me && responseOf(me, invites)) ?? unasked,
    summary: typeof summary === 'string' && summary.trim() ? summary.trim().slice(0, LONGEST_TITLE) : null,
    attendees: [...new Set(others as string[])],
    updatedAt: updatedAt(event),
  };
}

/** An event without a UID, as some feeds have them, is known by its content. */
export function uidOf(event: ICAL.Component): string {
  const uid = told(event, 'uid');
  if (typeof uid === 'string' && uid.trim()) return uid.trim();
  return createHash('sha256').update(String(event)).digest('hex');
}

export function sequenceOf(event: ICAL.Component): number {
  const value = Number(told(event, 'sequence'));
  return Number.isSafeInteger(value) ? value : 0;
}

/** Her own event has no answer of hers, even if a program lists her as one of its attendees. */
function responseOf(me: ICAL.Property, isOrganizer: boolean): Details['response'] {
  const state = me.getFirstParameter('partstat');
  const response = PARTSTAT[typeof state === 'string' ? state.toUpperCase() : 'NEEDS-ACTION'] ?? 'needsAction';
  return isOrganizer && response === 'needsAction' ? null : response;
}

/** Apple writes addresses of its own kind, with the mail address beside them. */
function attendeeOf(row: ICAL.Property): string | undefined {
  const email = row.getFirstParameter('email');
  return addressOf(row.getFirstValue()) ?? addressOf(typeof email === 'string' ? `mailto:${email}` : undefined);
}

/** Of "mailto:Anna@Example.com" the address, in lower case. */
export function addressOf(value: unknown): string | undefined {
  const match = typeof value === 'string' ? /^\s*mailto:\s*([^\s?]+@[^\s?]+)/i.exec(value) : null;
  return match ? match[1]!.toLowerCase().slice(0, 320) : undefined;
}

/** A value; undefined where there is none or it is broken: nothing here is worth an event's time. */
function told(event: ICAL.Component, name: string): unknown {
  try {
    return event.getFirstPropertyValue(name);
  } catch {
    return undefined;
  }
}

function upper(event: ICAL.Component, name: string): string | undefined {
  const value = told(event, name);
  return typeof value === 'string' ? value.trim().toUpperCase() : undefined;
}

function updatedAt(event: ICAL.Component): Date | null {
  for (const name of ['last-modified', 'dtstamp']) {
    const value = told(event, name);
    if (!(value instanceof ICAL.Time) || value.isDate) continue;
    const { year, month, day, hour, minute, second } = value;
    const ms = Date.UTC(year, month - 1, day, hour, minute, second);
    if (year >= 1970 && year <= 2200) return new Date(ms);
  }
  return null;
}

/** events.list with the rules of Google's tokens and parameters. */
import { createHash } from 'node:crypto';
import { badParameter, ofFault } from './refusal.mjs';
import { instancesOf, instantOf, overlaps } from './store.mjs';

const NOT_WITH_SYNC = [
  ...['timeMin', 'timeMax', 'q', 'orderBy', 'updatedMin', 'iCalUID'],
  ...['privateExtendedProperty', 'sharedExtendedProperty'],
];
/** With one of these Google gives no sync token at all. */
const NO_SYNC = NOT_WITH_SYNC.filter((name) => name !== 'timeMin' && name !== 'timeMax');
const OFFSET = /T.*(?:Z|[+-]\d{2}:\d{2})$/;
/** How far a series without an end is told in changes. */
const FAR_MS = 400 * 86_400_000;
const NEVER = [-8.64e15, 8.64e15];

export const pack = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
export function unpack(text, name) {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (value !== null && typeof value === 'object' && typeof value.rev === 'number') return value;
  } catch {
    // Said below.
  }
  throw badParameter(name, `Invalid ${name} value.`);
}

const hashOf = (query, without) =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.entries(query)
          .filter(([name]) => !without.includes(name))
          .sort(),
      ),
    )
    .digest('hex')
    .slice(0, 12);
const LOOSE = ['syncToken', 'pageToken', 'timeMin', 'timeMax', 'maxResults', 'fields'];

function check(query) {
  const { syncToken, orderBy, singleEvents, timeMin, timeMax, showDeleted, maxResults } = query;
  const mixed = syncToken !== undefined && NOT_WITH_SYNC.find((name) => query[name] !== undefined);
  if (mixed) throw badParameter(mixed, `Sync token cannot be used with ${mixed}.`, 'badRequest');
  if (syncToken !== undefined && showDeleted === 'false') throw badParameter('showDeleted');
  if (orderBy === 'startTime' && singleEvents !== 'true')
    throw badParameter('orderBy', 'The requested ordering is not available for the particular query.', 'badRequest');
  for (const [name, value] of Object.entries({ timeMin, timeMax }))
    if (value !== undefined && (!OFFSET.test(value) || Number.isNaN(Date.parse(value))))
      throw badParameter(name, 'Bad Request', 'badRequest');
  if (timeMin !== undefined && timeMax !== undefined && Date.parse(timeMax) <= Date.parse(timeMin))
    throw badParameter('timeMax', 'The specified time range is empty.', 'timeRangeEmpty');
  if (maxResults !== undefined && !/^[1-9]\d*$/.test(maxResults)) throw badParameter('maxResults');
}

/** Without what a reader of free and busy times may see. */
function shown(event, calendar) {
  // A tombstone is told as it is.
  if (event.kind !== undefined) return event;
  const full = calendar.full(event);
  if (calendar.entry.accessRole !== 'freeBusyReader') return full;
  const { summary: _, description: __, attendees: ___, ...rest } = full;
  return rest;
}

/** Guaranteed of a deleted event is its id; of a deleted instance of a living series also which one it was. */
function tombstone({ id, rev, recurringEventId, originalStartTime }) {
  const instance = recurringEventId === undefined ? {} : { recurringEventId, originalStartTime };
  return { kind: 'calendar#event', etag: `"${rev}"`, id, status: 'cancelled', ...instance };
}

/** What one kept event is in the answer: itself, a tombstone, or the instances of its series. */
function expanded(calendar, event, [from, to], { singles, settings, changes }) {
  const zone = calendar.entry.timeZone;
  const deleted = event.status === 'cancelled';
  if (event.recurrence === undefined || !singles) return [deleted ? tombstone(event) : event];
  // Some deleted series come whole, with their times and their rule, and without a title.
  if (deleted && settings.wholeTombstones) return [event];
  const [start, end] = [Math.max(from, Date.now() - FAR_MS), Math.min(to, Date.now() + FAR_MS)];
  const instances = instancesOf({ ...event, status: 'confirmed' }, zone, start, end);
  const told = instances.filter(({ id }) => !calendar.events.has(id)).map((one) => (deleted ? tombstone(one) : one));
  if (!changes || event.was === undefined) return told;
  // Of a series that has become shorter, what is not in it any more is told as well.
  const still = new Set(instances.map(({ id }) => id));
  const before = instancesOf({ ...event, status: 'confirmed', recurrence: event.was }, zone, start, end);
  return [...told, ...before.filter(({ id }) => !still.has(id)).map(tombstone)];
}

function listed(calendar, query, since, settings) {
  const zone = calendar.entry.timeZone;
  const window = [query.timeMin, query.timeMax].map((time, n) => (time === undefined ? NEVER[n] : Date.parse(time)));
  const ids = since === undefined ? [...calendar.events.keys()] : calendar.since(since);
  const singles = query.singleEvents === 'true';
  const changes = since !== undefined;
  const items = ids.flatMap((id) =>
    expanded(calendar, calendar.events.get(id), window, { singles, settings, changes }),
  );
  const wanted = items.filter((event) => {
    if (event.status === 'cancelled' && since === undefined && query.showDeleted !== 'true') return false;
    if (since !== undefined) return true;
    // Of what was deleted the times are not told, but known.
    return overlaps(event.start ? event : (calendar.events.get(event.id) ?? event), zone, ...window);
  });
  return wanted.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @param settings {pageSize, emptyPage, wholeTombstones, repeat} */
export function listEvents(calendar, email, query, settings) {
  check(query);
  const own = { email, calendar: calendar.entry.id };
  const same = (token) => token.email === own.email && token.calendar === own.calendar;
  const page = query.pageToken === undefined ? undefined : unpack(query.pageToken, 'pageToken');
  const all = hashOf(query, ['pageToken', 'fields']);
  if (page && (!same(page) || page.all !== all)) throw badParameter('pageToken', 'Invalid page token value.');
  let since;
  if (query.syncToken !== undefined) {
    const token = unpack(query.syncToken, 'syncToken');
    if (!same(token)) throw badParameter('syncToken', 'Invalid sync token value.');
    // One of a process before this one, whose log was longer, is over as well.
    if (token.rev < calendar.oldest || token.rev > calendar.rev) throw ofFault({ status: 410 });
    if (token.fixed !== hashOf(query, LOOSE))
      throw badParameter('syncToken', 'Sync token was made for other parameters.', 'badRequest');
    since = token.rev;
  }
  const number = (page?.number ?? 0) + 1;
  const rev = page?.rev ?? calendar.rev;
  const items = listed(calendar, query, since, settings).filter(({ id }) => page === undefined || id > page.after);
  const most = Math.min(Number(query.maxResults ?? 250), 2_500, settings.pageSize ?? 2_500);
  const isEmpty = settings.emptyPage === number;
  const some = isEmpty ? [] : items.slice(0, most).map((event) => shown(event, calendar));
  const last = !isEmpty && items.length <= most;
  const after = some.at(-1)?.id ?? page?.after ?? '';
  const token = last
    ? NO_SYNC.some((name) => query[name] !== undefined)
      ? {}
      : { nextSyncToken: pack({ ...own, rev, fixed: hashOf(query, LOOSE) }) }
    : { nextPageToken: pack({ ...own, rev, all, number, after }) };
  return {
    kind: 'calendar#events',
    etag: `"${calendar.rev}"`,
    summary: calendar.entry.summary,
    updated: new Date().toISOString(),
    timeZone: calendar.entry.timeZone,
    accessRole: calendar.entry.accessRole,
    defaultReminders: [],
    ...token,
    // Google may tell an event twice in one page.
    items: settings.repeat && some.length > 0 ? [...some, some[0]] : some,
  };
}

/** Times when a calendar is busy: merged, what is transparent or declined left out. */
export function busyOf(calendar, from, to) {
  const zone = calendar.entry.timeZone;
  const window = { timeMin: new Date(from).toISOString(), timeMax: new Date(to).toISOString(), singleEvents: 'true' };
  const spans = listed(calendar, window, undefined, {})
    .filter(({ transparency, attendees = [] }) => {
      const declined = attendees.some(({ self, responseStatus }) => self && responseStatus === 'declined');
      return transparency !== 'transparent' && !declined;
    })
    .map(({ start, end }) => [Math.max(from, instantOf(start, zone)), Math.min(to, instantOf(end, zone))])
    .sort(([a], [b]) => a - b);
  const merged = [];
  for (const [start, end] of spans) {
    const before = merged.at(-1);
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else merged.push([start, end]);
  }
  return merged.map((span) => ({ start: new Date(span[0]).toISOString(), end: new Date(span[1]).toISOString() }));
}

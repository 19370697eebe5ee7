/** Calendar v3: calendarList, events, freeBusy, channels. */
import { busyOf, listEvents, pack, unpack } from './events.mjs';
import { demand, READ, WRITE } from './oauth.mjs';
import { badParameter, notFound, ofFault, refuse } from './refusal.mjs';

const WRITERS = new Set(['owner', 'writer']);

/** What has changed since a token: what was hidden or taken out as well, and it may not be left out. */
function changedEntries(user, { syncToken, ...query }) {
  for (const name of ['minAccessRole', 'showHidden', 'showDeleted'])
    if (query[name] !== undefined && query[name] !== 'true')
      throw badParameter(name, `Sync token cannot be used with ${name}.`, 'badRequest');
  const token = unpack(syncToken, 'syncToken');
  if (token.list !== user.email) throw badParameter('syncToken', 'Invalid sync token value.');
  const { list, calendars } = user;
  if (token.rev < list.oldest || token.rev > list.rev) throw ofFault({ status: 410 });
  return list.since(token.rev).map((id) => calendars.get(id)?.entry ?? { id, deleted: true });
}

function calendarList(user, query, { listPageSize = 250 }) {
  const { maxResults = '100', pageToken, showHidden, syncToken } = query;
  const entries = () => [...user.calendars.values()].map(({ entry }) => entry);
  const all =
    syncToken === undefined ? entries().filter(({ hidden }) => showHidden || !hidden) : changedEntries(user, query);
  const start = pageToken === undefined ? 0 : Number(pageToken.replace(/^p/, ''));
  if (!Number.isInteger(start) || start < 0) throw badParameter('pageToken');
  const size = Math.min(Number(maxResults), 250, listPageSize);
  const some = all.slice(start, start + size);
  const more = start + size < all.length;
  const items = some.map((entry) => ({
    kind: 'calendar#calendarListEntry',
    etag: '"1"',
    colorId: '14',
    backgroundColor: '#9fe1e7',
    selected: true,
    defaultReminders: [],
    ...entry,
  }));
  const last = { nextSyncToken: pack({ list: user.email, rev: user.list.rev }) };
  const token = more ? { nextPageToken: `p${start + size}` } : last;
  return { kind: 'calendar#calendarList', etag: '"1"', ...token, items };
}

function insert(calendar, body = {}) {
  const { id, start, end } = body;
  if (!WRITERS.has(calendar.entry.accessRole))
    throw refuse(403, 'calendar', 'requiredAccessLevel', 'You need to have writer access to this calendar.');
  if (id !== undefined && !/^[a-v0-9]{5,1024}$/.test(id))
    throw badParameter('resource.id', 'Invalid resource id value.');
  if (!start || !end) throw refuse(400, 'global', 'required', 'Missing end time.');
  if (calendar.events.has(id)) throw refuse(409, 'global', 'duplicate', 'The requested identifier already exists.');
  return calendar.full(calendar.put({ ...body, id: id ?? `e${Date.now().toString(32)}` }));
}

function freeBusy(store, email, { timeMin, timeMax, items = [] } = {}) {
  const [from, to] = [Date.parse(timeMin), Date.parse(timeMax)];
  if (Number.isNaN(from) || Number.isNaN(to)) throw badParameter('timeMin');
  if (to <= from) throw badParameter('timeMax', 'The specified time range is empty.', 'timeRangeEmpty');
  const told = items.map(({ id }) => {
    const calendar = store.calendar(email, id);
    const missing = { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] };
    return [id, calendar ? { busy: busyOf(calendar, from, to) } : missing];
  });
  return { kind: 'calendar#freeBusy', timeMin, timeMax, calendars: Object.fromEntries(told) };
}

export function calendarRoutes({ store, channels, oauth, settings }) {
  return function handle({ method, parts, query, headers, body }) {
    const [, calendarApi, version, kind, name, child, last] = parts;
    if (calendarApi !== 'calendar' || version !== 'v3') throw notFound();
    const caller = oauth.caller(headers);
    const user = store.user(caller.email);
    const route = `${method} ${kind}${child === undefined ? '' : ` ${child}`}`;
    if (route === 'GET users calendarList') {
      demand(caller, READ);
      return calendarList(user, query, settings);
    }
    if (route === 'POST freeBusy') {
      demand(caller, READ);
      return freeBusy(store, caller.email, body);
    }
    if (kind === 'channels' && name === 'stop') {
      channels.stop(caller.email, body ?? {});
      return null;
    }
    if (kind !== 'calendars' || child !== 'events') throw notFound();
    const calendar = store.calendar(caller.email, name);
    if (!calendar) throw notFound();
    if (method === 'POST' && last === 'watch') {
      demand(caller, READ, WRITE);
      return channels.create(caller.email, calendar.entry.id, body ?? {});
    }
    if (method === 'POST' && last === undefined) {
      demand(caller, WRITE);
      return insert(calendar, body);
    }
    demand(caller, READ, WRITE);
    if (method !== 'GET') throw notFound();
    if (last === undefined) return listEvents(calendar, caller.email, query, settings);
    const event = calendar.events.get(last);
    if (!event) throw notFound();
    return calendar.full(event);
  };
}

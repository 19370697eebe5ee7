import ICAL from 'ical.js';
import { type DAVResponse, propfind } from 'tsdav';
import { isValidTimeZone } from '../../../platform/dates/index.js';
import type { RemoteCalendar } from '../calendar-source.js';
import { zoneOfWindows } from '../ics/windows-zones.js';
import { addressOf, list, member, multistatus, names, textOf } from './dav-answers.js';
import type { DavHttp } from './dav-http.js';

/** What a calendar tells of itself. */
export interface CalendarState {
  /** Zone of all-day events and of times without one. */
  timeZone: string | null;
  /** Where changes begin; undefined: the server cannot tell changes. */
  syncToken: string | undefined;
}

const PROPS = {
  'd:resourcetype': {},
  'd:displayname': {},
  'c:calendar-timezone': {},
  'c:supported-calendar-component-set': {},
  'd:current-user-privilege-set': {},
  'd:supported-report-set': {},
  'd:sync-token': {},
};

/** The calendars of a home that hold events. @throws SourceError */
export async function listCalendars(http: DavHttp, home: string): Promise<RemoteCalendar[]> {
  const answers = multistatus(await propfind({ url: home, depth: '1', props: PROPS, fetch: http.fetch }));
  const calendars = answers
    .filter(({ props }) => isCalendar(props))
    .flatMap(({ href, props }): RemoteCalendar[] => {
      const externalId = addressOf(href, home);
      if (externalId === undefined || externalId.length > 1024) return [];
      const segment = new URL(externalId).pathname.split('/').findLast((part) => part !== '');
      const name = (textOf(member(props, 'displayname')) ?? segment ?? 'Calendar').slice(0, 200);
      const accessRole = mayWrite(props) ? 'writer' : 'reader';
      return [{ externalId, name, timeZone: zoneOf(props), accessRole, primary: false }];
    });
  // CalDAV names no main calendar: the first that can be written.
  const main = calendars.findIndex(({ accessRole }) => accessRole === 'writer');
  return calendars.map((calendar, n) => ({ ...calendar, primary: n === Math.max(0, main) }));
}

/** @throws SourceError calendar_lost where it is not there any more */
export async function calendarState(http: DavHttp, url: string): Promise<CalendarState> {
  const props = {
    ...{ 'c:calendar-timezone': {}, 'd:sync-token': {}, 'd:supported-report-set': {}, 'd:resourcetype': {} },
  };
  const [answer] = multistatus(await propfind({ url, depth: '0', props, fetch: http.fetch }));
  return {
    timeZone: zoneOf(answer?.props),
    syncToken: tellsChanges(answer?.props) ? textOf(member(answer?.props, 'syncToken')) : undefined,
  };
}

function isCalendar(props: DAVResponse['props']): boolean {
  if (!names(member(props, 'resourcetype')).includes('calendar')) return false;
  const components = list(member(member(props, 'supportedCalendarComponentSet'), 'comp')).map((one) =>
    textOf(member(member(one, '_attributes'), 'name')),
  );
  return components.length === 0 || components.includes('VEVENT');
}

/** A server that tells no privileges lets its users write. */
function mayWrite(props: DAVResponse['props']): boolean {
  const privileges = list(member(member(props, 'currentUserPrivilegeSet'), 'privilege')).flatMap(names);
  return privileges.length === 0 || privileges.some((one) => ['all', 'write', 'writeContent', 'bind'].includes(one));
}

function tellsChanges(props: DAVResponse['props']): boolean {
  return list(member(member(props, 'supportedReportSet'), 'supportedReport')).some(
    (one) => member(member(one, 'report'), 'syncCollection') !== undefined,
  );
}

/** The zone that a calendar's VTIMEZONE names. */
function zoneOf(props: DAVResponse['props']): string | null {
  const text = textOf(member(props, 'calendarTimezone'));
  if (text === undefined) return null;
  try {
    const root = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const zone = root.name === 'vtimezone' ? root : root.getFirstSubcomponent('vtimezone');
    for (const name of ['tzid', 'x-lic-location']) {
      const value = zone?.getFirstPropertyValue(name);
      if (typeof value !== 'string') continue;
      for (const one of [value, zoneOfWindows(value)]) if (one && isValidTimeZone(one)) return one;
    }
  } catch {
    // Whatever stands there is no zone.
  }
  return null;
}

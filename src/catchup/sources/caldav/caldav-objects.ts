import { createHash } from 'node:crypto';
import { davRequest, type DAVResponse, DAVNamespace, getDAVAttribute, syncCollection } from 'tsdav';
import { SourceError } from '../calendar-source.js';
import { member, multistatus, pathOf, syncTokenOf, textOf } from './dav-answers.js';
import type { DavHttp } from './dav-http.js';

/** An object of a calendar: its path, decoded, by which it is known, and as the server writes it, by which it is asked for. */
export interface ObjectRef {
  path: string;
  href: string;
}

/** With the tag of its content. */
export interface ObjectTag extends ObjectRef {
  etag: string;
}

export interface Changes {
  changed: ObjectRef[];
  gone: string[];
  syncToken: string;
  /** More changes are to be asked for with the token. */
  more: boolean;
}

const ATTRIBUTES = getDAVAttribute([DAVNamespace.CALDAV, DAVNamespace.DAV]);

/** All objects of a calendar with events in them; with a window, those the server finds there. @throws SourceError */
export async function listObjects(
  http: DavHttp,
  url: string,
  window?: { start: Date; end: Date },
): Promise<ObjectTag[]> {
  const range = window && { 'c:time-range': { _attributes: { start: stamp(window.start), end: stamp(window.end) } } };
  const filter = {
    'c:comp-filter': {
      _attributes: { name: 'VCALENDAR' },
      'c:comp-filter': { _attributes: { name: 'VEVENT' }, ...range },
    },
  };
  const answers = await report(http, url, {
    'c:calendar-query': { _attributes: ATTRIBUTES, 'd:prop': { 'd:getetag': {} }, 'c:filter': filter },
  });
  return multistatus(answers).flatMap((answer) => {
    const path = pathOf(answer.href, url);
    if (path === undefined || !(answer.status < 400) || path === pathOf(url, url)) return [];
    return [{ path, href: hrefOf(answer, url), etag: textOf(member(answer.props, 'getetag')) ?? '' }];
  });
}

/** The content of objects; one that is gone by now has none. @throws SourceError */
export async function readObjects(
  http: DavHttp,
  url: string,
  objects: readonly ObjectRef[],
): Promise<Map<string, string | undefined>> {
  const answers = await report(http, url, {
    'c:calendar-multiget': {
      _attributes: ATTRIBUTES,
      ...{ 'd:prop': { 'd:getetag': {}, 'c:calendar-data': {} }, 'd:href': objects.map(({ href }) => href) },
    },
  });
  const found = new Map<string, string | undefined>();
  for (const answer of multistatus(answers)) {
    const path = pathOf(answer.href, url);
    if (path !== undefined) found.set(path, textOf(member(answer.props, 'calendarData')));
  }
  return found;
}

/** What has changed since a token. @throws SourceError token_void where the server does not know it any more */
export async function changesSince(http: DavHttp, url: string, token: string): Promise<Changes> {
  const answers = await syncCollection({
    ...{ url, syncToken: token, syncLevel: 1, props: { 'd:getetag': {} }, fetch: http.fetch },
  });
  const [first] = answers;
  const syncToken = syncTokenOf(answers);
  if (!syncToken) {
    if (first && [400, 403, 409, 412, 507].includes(first.status))
      throw new SourceError('token_void', `The server answered ${first.status} to the sync token`);
    multistatus(answers);
    throw new SourceError('token_void', 'The server told no sync token');
  }
  const changes: Changes = { changed: [], gone: [], syncToken, more: false };
  for (const answer of multistatus(answers)) {
    const path = pathOf(answer.href, url);
    if (path === undefined) continue;
    // The calendar itself stands for what did not fit into the answer.
    if (path === pathOf(url, url)) changes.more ||= answer.status === 507;
    // 404, and what others make of it: Nextcloud has answered 418.
    else if (answer.status >= 400) changes.gone.push(path);
    else if (!path.endsWith('/')) changes.changed.push({ path, href: hrefOf(answer, url) });
  }
  return changes;
}

/** A tag of any length as one of eight characters. */
export function shortTag(etag: string): string {
  return createHash('sha256').update(etag).digest('base64url').slice(0, 8);
}

function hrefOf({ href }: DAVResponse, base: string): string {
  return new URL(href!, base).pathname;
}

function report(http: DavHttp, url: string, body: Record<string, unknown>): Promise<DAVResponse[]> {
  return davRequest({ url, init: { method: 'REPORT', headers: { depth: '1' }, body }, fetch: http.fetch });
}

function stamp(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

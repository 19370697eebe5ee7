import { Injectable } from '@nestjs/common';
import { createObject } from 'tsdav';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { OutboundClient } from '../../../platform/outbound/outbound.client.js';
import { CatchupPreferences } from '../../preferences/catchup-preferences.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { OwnAddresses } from '../accounts/own-addresses.js';
import {
  type CalendarSource,
  type EventPage,
  type NewEvent,
  type Reading,
  type RemoteCalendar,
  type RemoteEvent,
  type SourceAccount,
  SourceError,
  type TimeWindow,
} from '../calendar-source.js';
import { CalendarSources } from '../calendar-sources.js';
import { icsEvents, idOf } from '../ics/ics-events.js';
import { IcsError, readIcs } from '../ics/ics-file.js';
import { icsOf } from '../ics/ics-write.js';
import { calendarState, listCalendars } from './caldav-calendars.js';
import { type CalDavLogin, openedParts } from './caldav-login.js';
import { changesSince, listObjects, type ObjectRef, readObjects } from './caldav-objects.js';
import { comparedWith, isTagToken, tagToken } from './caldav-token.js';
import { pathOf } from './dav-answers.js';
import { DavHttp } from './dav-http.js';

/** Objects that are asked for at a time. */
const AT_ONCE = 50;
/**
 * Up to so many objects all of a calendar is read and expanded here: servers find instances of series that were moved, and endless
 * series, not always. Of a larger one those are read that the server finds in the window.
 */
const MOST_READ_WHOLE = 2_000;
/** Pages of changes that a server may make of one answer. */
const MOST_PAGES = 200;

/** A calendar as it is being read. */
interface Open {
  http: DavHttp;
  url: string;
  home: string;
  own: ReadonlySet<string>;
  syncToken: string | undefined;
}

/** Calendars of CalDAV servers: Nextcloud, Radicale, Baikal, iCloud, Fastmail and others. */
@Injectable()
export class CalDavSource implements CalendarSource {
  readonly kind = 'caldav';
  readonly fingerprint = 'caldav-2';
  /** A server whose data were put back from a copy may go on with tokens that it gave before. */
  readonly wholeAfterHours = 7 * 24;

  constructor(
    sources: CalendarSources,
    private readonly db: PersonalDatabase,
    private readonly accounts: CalendarAccounts,
    private readonly addresses: OwnAddresses,
    private readonly outbound: OutboundClient,
    private readonly preferences: CatchupPreferences,
  ) {
    sources.register(this);
  }

  async calendars(account: SourceAccount, signal: AbortSignal): Promise<RemoteCalendar[]> {
    const { http, login } = await this.connect(account, signal);
    return listCalendars(http, login.home);
  }

  async *events(account: SourceAccount, url: string, reading: Reading, signal: AbortSignal): AsyncGenerator<EventPage> {
    const { secrets, own } = await this.db.transaction(async () => ({
      secrets: await this.accounts.secretsOf(account),
      own: await this.addresses.mine(),
    }));
    const { http } = this.loggedIn(secrets, signal);
    const state = await calendarState(http, url);
    const home = state.timeZone ?? (await this.preferences.mine()).timeZone;
    const open: Open = { http, url, home, own, syncToken: state.syncToken };
    if (reading.mode !== 'changes') yield* this.everything(open, reading, signal);
    else if (isTagToken(reading.syncToken)) yield* this.byTags(open, reading, signal);
    else yield* this.changes(open, reading, signal);
  }

  /** An event that is there already under this id is the same one. */
  async insert(
    account: SourceAccount,
    url: string,
    event: NewEvent,
    signal: AbortSignal,
  ): Promise<{ externalId: string }> {
    const { http } = await this.connect(account, signal);
    const target = objectUrl(url, event.id);
    const { status } = await createObject({
      ...{ url: target, data: icsOf(event, new Date()), fetch: http.fetch },
      headers: { 'content-type': 'text/calendar; charset=utf-8', 'if-none-match': '*' },
    });
    if (status === 403 || status === 404 || status === 410)
      throw new SourceError('calendar_lost', `The server answered ${status} to a new event`);
    if (status >= 300 && status !== 412)
      throw new SourceError('refused', `The server answered ${status} to a new event`);
    return { externalId: idOf(pathOf(target, url)!) };
  }

  async find(account: SourceAccount, url: string, id: string, signal: AbortSignal): Promise<boolean> {
    const { http } = await this.connect(account, signal);
    const { status } = await http.fetch(objectUrl(url, id), { method: 'GET' });
    if (status === 200) return true;
    if (status === 404 || status === 410) return false;
    throw new SourceError(status === 403 ? 'calendar_lost' : 'refused', `The server answered ${status}`);
  }

  /** The token is of before the objects are listed, so that what changes meanwhile is told again by the next changes. */
  private async *everything(open: Open, { mode, window }: Reading, signal: AbortSignal): AsyncGenerator<EventPage> {
    const objects = await listObjects(open.http, open.url);
    const read = objects.length > MOST_READ_WHOLE ? await listObjects(open.http, open.url, window) : objects;
    for (const some of inBatches(read)) yield await this.read(open, some, window, signal);
    if (mode === 'full') yield { items: [], syncToken: open.syncToken ?? tagToken(objects) };
  }

  private async *changes(
    open: Open,
    reading: Reading & { mode: 'changes' },
    signal: AbortSignal,
  ): AsyncGenerator<EventPage> {
    let token = reading.syncToken;
    for (let pages = 0; ; pages++) {
      if (pages === MOST_PAGES) throw new SourceError('token_void', 'The server tells changes without an end');
      const { changed, gone, syncToken, more } = await changesSince(open.http, open.url, token);
      yield* this.replaced(open, changed, gone, reading.window, signal);
      if (more && syncToken === token) throw new SourceError('token_void', 'The server tells changes without an end');
      token = syncToken;
      if (!more) break;
    }
    yield { items: [], syncToken: token };
  }

  /** For servers that cannot tell changes: the tags of all objects, compared with those of the last time. */
  private async *byTags(
    open: Open,
    reading: Reading & { mode: 'changes' },
    signal: AbortSignal,
  ): AsyncGenerator<EventPage> {
    // It can by now.
    if (open.syncToken !== undefined) throw new SourceError('token_void', 'The server has learnt to tell changes');
    const objects = await listObjects(open.http, open.url);
    const token = tagToken(objects);
    if (token === undefined) throw new SourceError('token_void', 'The calendar has too many events to compare them');
    const { changed, gone } = comparedWith(reading.syncToken, objects);
    yield* this.replaced(open, changed, [], reading.window, signal);
    yield { items: gone.map((id) => ({ externalId: id, deleted: true, series: true })), syncToken: token };
  }

  /** An object that has changed is told anew, after all of its instances that were known. */
  private async *replaced(
    open: Open,
    changed: readonly ObjectRef[],
    gone: readonly string[],
    window: TimeWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EventPage> {
    const tombstone = (path: string) => ({ externalId: idOf(path), deleted: true, series: true }) as const;
    if (gone.length > 0) yield { items: gone.map(tombstone) };
    for (const some of inBatches(changed)) {
      const { items, leftOut } = await this.read(open, some, window, signal);
      yield { items: [...some.map(({ path }) => tombstone(path)), ...items], leftOut };
    }
  }

  private async read(
    { http, url, home, own }: Open,
    objects: readonly ObjectRef[],
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<{ items: RemoteEvent[]; leftOut: number }> {
    const contents = await readObjects(http, url, objects);
    const items: RemoteEvent[] = [];
    let leftOut = 0;
    for (const { path } of objects) {
      const text = contents.get(path);
      if (text === undefined) continue;
      try {
        const { events, skipped } = await icsEvents(readIcs(text), { window, home, own, object: path, signal });
        items.push(...events);
        leftOut += skipped;
      } catch (error) {
        // One that cannot be read does not hide the others.
        if (!(error instanceof IcsError)) throw error;
        leftOut++;
      }
    }
    return { items, leftOut };
  }

  private async connect(account: SourceAccount, signal: AbortSignal): Promise<{ http: DavHttp; login: CalDavLogin }> {
    return this.loggedIn(await this.accounts.secretsOf(account), signal);
  }

  private loggedIn(secrets: Parameters<typeof openedParts>[0], signal: AbortSignal) {
    const login = openedParts(secrets);
    return { login, http: new DavHttp(this.outbound, new URL(login.serverUrl), login, signal) };
  }
}

function* inBatches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}

function objectUrl(calendar: string, id: string): string {
  return new URL(`${encodeURIComponent(id)}.ics`, calendar.endsWith('/') ? calendar : `${calendar}/`).href;
}

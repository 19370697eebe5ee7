import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { SecretError } from '../../../platform/secrets/key-ring.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import type {
  CalendarListing,
  CalendarSource,
  EventPage,
  NewEvent,
  Reading,
  RemoteCalendar,
  SourceAccount,
  TimeWindow,
} from '../calendar-source.js';
import { SourceError } from '../calendar-source.js';
import { CalendarSources } from '../calendar-sources.js';
import { EndedPermissions } from './ended-permissions.js';
import { eventOf, type GoogleEvent, within, zoneOf } from './google-events.js';
import { GoogleHttp } from './google-http.js';
import { GoogleOAuth } from './google-oauth.js';
import { mayWrite } from './google-scopes.js';

/**
 * Of every request of a calendar's events, the first and those with a sync token alike. No orderBy: with it Google gives no sync
 * token. `fields` leaves out descriptions, places and whatever else nobody needs.
 */
const FIXED = {
  singleEvents: 'true',
  showDeleted: 'true',
  maxResults: '2500',
  fields:
    'timeZone,nextPageToken,nextSyncToken,items(id,status,summary,start,end,transparency,eventType,recurrence,updated,attendees(email,self,resource,responseStatus))',
};
/** Pages of one reading; more are a provider that goes round in circles. */
const MOST_PAGES = 10_000;
/** Calendars of one question about free and busy times; more are refused by Google. */
const BUSY_AT_ONCE = 50;

const ROLES = ['owner', 'writer', 'reader', 'freeBusyReader'] as const;
type Fields = Record<string, unknown>;

/** Calendars at Google. */
@Injectable()
export class GoogleSource implements CalendarSource {
  readonly kind = 'google';
  readonly fingerprint = createHash('sha256').update(JSON.stringify(FIXED)).digest('hex').slice(0, 16);
  private readonly logger = new Logger('Google');

  constructor(
    private readonly http: GoogleHttp,
    private readonly oauth: GoogleOAuth,
    private readonly accounts: CalendarAccounts,
    private readonly ended: EndedPermissions,
    sources: CalendarSources,
  ) {
    sources.register(this);
  }

  async calendars(account: SourceAccount, signal: AbortSignal): Promise<RemoteCalendar[]> {
    return [...(await this.listing(account, null, signal)).calendars];
  }

  async listing(account: SourceAccount, since: string | null, signal: AbortSignal): Promise<CalendarListing> {
    try {
      return await this.list(account, since, signal);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (since !== null && error.trouble === 'token_void') return this.list(account, null, signal);
      // An account without calendars at all (403 notACalendarUser): there is no calendar that could be lost.
      if (error.trouble === 'calendar_lost') throw new SourceError('refused', error.message);
      throw error;
    }
  }

  async *events(
    account: SourceAccount,
    calendarId: string,
    reading: Reading,
    signal: AbortSignal,
  ): AsyncIterable<EventPage> {
    const { window, mode } = reading;
    const asked: Record<string, string> =
      mode === 'changes'
        ? { syncToken: reading.syncToken }
        : { timeMin: window.start.toISOString(), timeMax: window.end.toISOString() };
    const path = `/calendars/${encodeURIComponent(calendarId)}/events`;
    for await (const page of this.pages(account, path, { ...FIXED, ...asked }, signal)) {
      const zone = zoneOf(page['timeZone']);
      const events = itemsOf(page).flatMap((item) => eventOf(item as GoogleEvent, zone) ?? []);
      const items = mode === 'changes' ? events.map((event) => within(event, window)) : events;
      const token = page['nextSyncToken'];
      yield { items, ...(mode !== 'slice' && typeof token === 'string' && { syncToken: token }) };
    }
  }

  async insert(
    account: SourceAccount,
    calendarId: string,
    { id, start, end, timeZone, summary, description }: NewEvent,
    signal: AbortSignal,
  ): Promise<{ externalId: string; deleted?: true }> {
    const { scopes } = await this.accounts.get(account.id);
    // What the user has not allowed is not asked for: the refusal would look as if she had taken all of it back.
    if (!mayWrite(scopes)) throw new SourceError('refused', 'You have not allowed that events are written');
    const time = (at: Date) => ({ dateTime: at.toISOString(), timeZone });
    const body = { id, summary, description, start: time(start), end: time(end) };
    const path = `/calendars/${encodeURIComponent(calendarId)}/events`;
    const made = await this.http.json(account, { method: 'POST', path, body, accepts: 'duplicate' }, signal);
    if (made) return { externalId: typeof made['id'] === 'string' ? made['id'] : id };
    // One that is there already was written by us, and its answer was lost. The id of one that was deleted since is taken as well.
    const isThere = await this.find(account, calendarId, id, signal);
    return { externalId: id, ...(!isThere && { deleted: true as const }) };
  }

  async find(account: SourceAccount, calendarId: string, id: string, signal: AbortSignal): Promise<boolean> {
    const path = `/calendars/${encodeURIComponent(calendarId)}/events/${encodeURIComponent(id)}`;
    const call = { path, query: { fields: 'id,status' }, accepts: 'calendar_lost' } as const;
    const event = await this.http.json(account, call, signal);
    return event !== undefined && event['status'] !== 'cancelled';
  }

  async busy(
    account: SourceAccount,
    calendarIds: readonly string[],
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<Map<string, TimeWindow[]>> {
    const found = new Map<string, TimeWindow[]>();
    const [timeMin, timeMax] = [window.start.toISOString(), window.end.toISOString()];
    for (let at = 0; at < calendarIds.length; at += BUSY_AT_ONCE) {
      const items = calendarIds.slice(at, at + BUSY_AT_ONCE).map((id) => ({ id }));
      const call = { method: 'POST', path: '/freeBusy', body: { timeMin, timeMax, items } } as const;
      const { calendars = {} } = (await this.http.json(account, call, signal)) as { calendars?: Fields };
      for (const [id, told] of Object.entries(calendars)) {
        const { busy, errors } = (told ?? {}) as { busy?: { start: string; end: string }[]; errors?: unknown[] };
        // What Google cannot tell of a calendar is not taken for a free one.
        if (errors !== undefined && errors.length > 0) continue;
        const spans = (busy ?? []).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }));
        found.set(id, spans);
      }
    }
    return found;
  }

  async revoke(account: SourceAccount, signal: AbortSignal): Promise<boolean> {
    try {
      const { name } = await this.accounts.get(account.id);
      // Another user's account would end with it.
      if (await this.ended.isShared(name, account.id)) return true;
      const token = await this.permission(account);
      return token === undefined || (await this.oauth.revoke(token, signal));
    } catch (error) {
      // The account is deleted all the same: what the user wants gone does not wait for Google.
      this.logger.warn(`a permission could not be taken back: ${(error as Error).message}`);
      return false;
    }
  }

  async revokeLater(account: SourceAccount): Promise<void> {
    const token = await this.permission(account).catch((error: unknown) => {
      // It cannot be read any more: its key is gone.
      if (!(error instanceof SecretError)) throw error;
      return undefined;
    });
    const { name: address } = await this.accounts.get(account.id);
    if (token !== undefined) await this.ended.keep({ token, address });
  }

  private async permission(account: SourceAccount): Promise<string | undefined> {
    const { refresh_token: refresh, access_token: access } = await this.accounts.secretsOf(account);
    return refresh ?? access;
  }

  /** Of changes Google tells also what was deleted or hidden; the last item about a calendar counts. */
  private async list(account: SourceAccount, since: string | null, signal: AbortSignal): Promise<CalendarListing> {
    const found = new Map<string, RemoteCalendar | undefined>();
    const query = { maxResults: '250', ...(since !== null && { syncToken: since }) };
    let token: unknown;
    for await (const page of this.pages(account, '/users/me/calendarList', query, signal)) {
      for (const item of itemsOf(page)) {
        const id = textOf(item['id']);
        if (id !== null) found.set(id, calendarOf(item));
      }
      token = page['nextSyncToken'];
    }
    const calendars = [...found.values()].filter((calendar) => calendar !== undefined);
    const gone = [...found].flatMap(([id, calendar]) => (calendar ? [] : [id]));
    return { calendars, ...(since !== null && { gone }), ...(typeof token === 'string' && { token }) };
  }

  /** The same request again and again, until no page follows. A page may be empty, and more may follow all the same. */
  private async *pages(
    account: SourceAccount,
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): AsyncGenerator<Fields> {
    let pageToken: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const asked = pageToken === undefined ? query : { ...query, pageToken };
      const page = (await this.http.json(account, { path, query: asked }, signal))!;
      yield page;
      const next = page['nextPageToken'];
      if (typeof next !== 'string') return;
      pageToken = next;
    }
    throw new SourceError('away', 'Google has no end of pages');
  }
}

const itemsOf = (page: Fields) => (Array.isArray(page['items']) ? (page['items'] as Fields[]) : []);
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value.replaceAll('\0', '') : null);

/** Undefined for one that was deleted or that the user hides. */
function calendarOf(item: Fields): RemoteCalendar | undefined {
  const externalId = textOf(item['id']);
  if (externalId === null || item['deleted'] === true || item['hidden'] === true) return undefined;
  return {
    externalId,
    name: textOf(item['summaryOverride']) ?? textOf(item['summary']) ?? externalId,
    timeZone: textOf(item['timeZone']),
    // A role that we do not know allows at least what the least of them allows.
    accessRole: ROLES.find((role) => role === item['accessRole']) ?? 'freeBusyReader',
    primary: item['primary'] === true,
  };
}

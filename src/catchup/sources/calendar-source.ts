/** Where calendars come from. */
export type SourceKind = 'google' | 'caldav' | 'ics';

/** An account as a source needs it; secrets are opened by the source itself. */
export interface SourceAccount {
  id: string;
  kind: SourceKind;
  tenantId: string;
  userId: string;
  /** How often it was connected: an answer to an earlier log-in does not pause a later one. */
  connection: number;
}

/** A calendar of an account, as its provider tells it. */
export interface RemoteCalendar {
  externalId: string;
  name: string;
  /** IANA zone, or null where the provider names none. */
  timeZone: string | null;
  accessRole: 'owner' | 'writer' | 'reader' | 'freeBusyReader';
  primary: boolean;
}

/** What a provider tells of an account's calendars: all of them, or what has changed since a token. */
export interface CalendarListing {
  calendars: readonly RemoteCalendar[];
  /** Of changes: the ids of calendars that the list has no more. Absent: all were told, and there are no others. */
  gone?: readonly string[];
  /** Where the next changes begin. Absent: there will be none, all is to be told. */
  token?: string;
}

/** An event, or one instance of a series. */
export interface RemoteEvent {
  externalId: string;
  deleted: false;
  /** Half-open. Of an all-day event: the begin and the end of its local days in the calendar's zone. */
  start: Date;
  end: Date;
  allDay: boolean;
  status: 'confirmed' | 'tentative';
  transparent: boolean;
  /** default, focusTime, outOfOffice, workingLocation, birthday, fromGmail */
  eventType: string;
  /** The user's own answer to an invitation; null: her own event. */
  response: 'needsAction' | 'declined' | 'tentative' | 'accepted' | null;
  summary: string | null;
  /** Addresses of the others, in lower case. */
  attendees: readonly string[];
  updatedAt: Date | null;
}

/** An event that is gone; providers often tell nothing but its id. */
export interface RemoteTombstone {
  externalId: string;
  deleted: true;
  /** A whole series is gone, and with it its instances: see INSTANCE. */
  series?: boolean;
}

/**
 * What follows the id of a series and "_" in the ids of its instances: their original begin. An id that goes on otherwise is another
 * series, as "<id>_R20260310T100000", which Google makes of "this and following events" and which lives on when the first half is deleted.
 */
export const INSTANCE = '^([0-9]+_)?[0-9]{8}(T[0-9]{6}Z?)?$';

export interface EventPage {
  items: readonly (RemoteEvent | RemoteTombstone)[];
  /** On the last page of a full or an incremental reading: where the next incremental one begins. */
  syncToken?: string;
  /** Events and series that had to be left out. */
  leftOut?: number;
}

export interface TimeWindow {
  start: Date;
  end: Date;
}

/** What to read: everything in a window (full, or one more slice of it), or what has changed since a token. */
export type Reading =
  | { mode: 'full'; window: TimeWindow }
  | { mode: 'slice'; window: TimeWindow }
  | { mode: 'changes'; window: TimeWindow; syncToken: string };

/** An event to be written when a suggestion is accepted. */
export interface NewEvent {
  /** Made by us and stable, so that writing it twice makes one event: letters a–v and digits only (Google's rule). */
  id: string;
  start: Date;
  end: Date;
  timeZone: string;
  summary: string;
  description: string;
}

/** A provider of calendars. Every method throws SourceError for what the provider refuses. */
export interface CalendarSource {
  readonly kind: SourceKind;
  /** Of the fixed parameters of its requests: when a release changes it, kept sync tokens are void. */
  readonly fingerprint: string;
  /** All is read again after so many hours, whatever the provider says of changes. Absent: its changes can be trusted. */
  readonly wholeAfterHours?: number;
  calendars(account: SourceAccount, signal: AbortSignal): Promise<RemoteCalendar[]>;
  /**
   * All calendars, or what has changed since a token; where the token is void, all. Absent where the provider has no changes of a list:
   * `calendars` is asked for then.
   */
  listing?(account: SourceAccount, since: string | null, signal: AbortSignal): Promise<CalendarListing>;
  /**
   * Pages as they come; a page may be empty. An id may come more than once, the last one counts. Of changes, an event that now lies
   * outside the window comes as a tombstone. A slice has no syncToken.
   */
  events(account: SourceAccount, calendarId: string, reading: Reading, signal: AbortSignal): AsyncIterable<EventPage>;
  /**
   * Writes an event; one with this id that is there already is the same event. `deleted`: it was, and its user has deleted it. Absent
   * where the source is read-only.
   */
  insert?(
    account: SourceAccount,
    calendarId: string,
    event: NewEvent,
    signal: AbortSignal,
  ): Promise<{ externalId: string; deleted?: true }>;
  /** Whether an event with this id of ours is there. */
  find?(account: SourceAccount, calendarId: string, id: string, signal: AbortSignal): Promise<boolean>;
  /** When these calendars are busy, from the provider itself; a calendar that it does not tell about has no member. */
  busy?(
    account: SourceAccount,
    calendarIds: readonly string[],
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly TimeWindow[]>>;
  /** Takes back what the user has allowed, before the account is deleted. False: the provider could not be told. */
  revoke?(account: SourceAccount, signal: AbortSignal): Promise<boolean>;
  /** The provider could not be told: a job tells it. In the transaction that deletes the account. */
  revokeLater?(account: SourceAccount): Promise<void>;
}

/**
 * needs_reauth: the user must connect again, no retry helps. calendar_lost: this calendar is gone or not allowed any more, the
 * others go on. token_void: the sync token is not valid (410): read in full. busy: over a quota or a limit, try again after
 * retryAfterMs. away: network, 5xx, time-out: try again. misconfigured: our client or the operator's set-up is wrong, no user's fault.
 */
export type SourceTrouble =
  | 'needs_reauth'
  | 'calendar_lost'
  | 'token_void'
  | 'busy'
  | 'away'
  | 'misconfigured'
  | 'refused';

/** A provider's refusal, by what it means here. The message has no token, address or title in it. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(
    readonly trouble: SourceTrouble,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

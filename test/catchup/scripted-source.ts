import {
  type CalendarSource,
  type EventPage,
  type Reading,
  type RemoteCalendar,
  type RemoteEvent,
  type RemoteTombstone,
  type SourceAccount,
  SourceError,
  type TimeWindow,
} from '../../src/catchup/sources/calendar-source.js';

interface Kept {
  start: Date;
  end: Date;
  /** Of the change that it was last touched by. */
  revision: number;
  deleted: boolean;
  summary: string;
}

export interface Asked {
  calendar: string;
  mode: Reading['mode'];
  token?: string;
  window: TimeWindow;
  /** Pages that were handed out. */
  pages: number;
  items: number;
}

/** Calendars whose changes are numbered, told as Google tells them: a token is the number of the last change that was told. */
export class ScriptedSource implements CalendarSource {
  readonly kind = 'caldav';
  fingerprint = 'v1';
  pageSize = 2;
  /** Sizes of the first pages, where they are to differ. */
  pageSizes: number[] = [];
  listed: RemoteCalendar[] = [];
  readonly log: Asked[] = [];
  /** Answers nothing, or waits, or throws, before a page is handed out; pages are counted from 1. */
  beforePage: (asked: Asked, page: number) => Promise<void> | void = () => undefined;
  /** Tokens of changes before this one are void. */
  voidBefore = 0;
  private revision = 0;
  private readonly events_ = new Map<string, Map<string, Kept>>();

  add(externalId: string, primary = false): void {
    this.listed.push({ externalId, name: externalId, timeZone: 'UTC', accessRole: 'owner', primary });
    this.events_.set(externalId, this.events_.get(externalId) ?? new Map<string, Kept>());
  }

  put(calendar: string, id: string, start: Date, minutes = 60, summary = id): void {
    const end = new Date(start.getTime() + minutes * 60_000);
    this.of(calendar).set(id, { start, end, revision: ++this.revision, deleted: false, summary });
  }

  remove(calendar: string, id: string): void {
    const kept = this.of(calendar).get(id);
    if (kept) Object.assign(kept, { deleted: true, revision: ++this.revision });
  }

  /** The provider lists it no more. */
  hide(externalId: string): void {
    this.listed = this.listed.filter((calendar) => calendar.externalId !== externalId);
  }

  /** It is listed, and its events are refused. */
  lose(externalId: string): void {
    this.events_.delete(externalId);
  }

  voidTokens(): void {
    this.voidBefore = ++this.revision;
  }

  /** What a calendar holds in a window, by id. */
  live(calendar: string, window: TimeWindow): Map<string, Kept> {
    return new Map([...this.of(calendar)].filter(([, kept]) => !kept.deleted && overlaps(kept, window)));
  }

  calendars(): Promise<RemoteCalendar[]> {
    return Promise.resolve(this.listed);
  }

  async *events(_: SourceAccount, calendar: string, reading: Reading, signal: AbortSignal): AsyncIterable<EventPage> {
    const token = reading.mode === 'changes' ? reading.syncToken : undefined;
    const asked: Asked = { calendar, mode: reading.mode, token, window: reading.window, pages: 0, items: 0 };
    this.log.push(asked);
    if (token !== undefined && Number(token) < this.voidBefore) throw new SourceError('token_void', '410');
    const syncToken = String(this.revision);
    const items = this.itemsOf(calendar, reading);
    const pages = [];
    for (let at = 0; at < items.length || pages.length === 0;) {
      const size: number = this.pageSizes[pages.length] ?? this.pageSize;
      pages.push(items.slice(at, at + size));
      at += size;
    }
    for (const [n, page] of pages.entries()) {
      signal.throwIfAborted();
      await this.beforePage(asked, n + 1);
      asked.pages++;
      asked.items += page.length;
      yield { items: page, ...(n === pages.length - 1 && reading.mode !== 'slice' && { syncToken }) };
    }
  }

  private itemsOf(calendar: string, reading: Reading): (RemoteEvent | RemoteTombstone)[] {
    const all = [...this.of(calendar)];
    if (reading.mode !== 'changes')
      return all
        .filter(([, kept]) => !kept.deleted && overlaps(kept, reading.window))
        .map(([id, kept]) => eventOf(id, kept));
    return all
      .filter(([, { revision }]) => revision > Number(reading.syncToken))
      .sort(([, a], [, b]) => a.revision - b.revision)
      .map(([id, kept]) => (kept.deleted ? { externalId: id, deleted: true } : eventOf(id, kept)));
  }

  private of(calendar: string): Map<string, Kept> {
    const events = this.events_.get(calendar);
    if (!events) throw new SourceError('calendar_lost', '404');
    return events;
  }
}

const overlaps = ({ start, end }: TimeWindow, window: TimeWindow) => start < window.end && end > window.start;

function eventOf(externalId: string, { start, end, summary }: Kept): RemoteEvent {
  return {
    ...{ externalId, deleted: false, start, end, summary },
    ...{ allDay: false, status: 'confirmed', transparent: false, eventType: 'default', response: null },
    ...{ attendees: ['ben@example.test'], updatedAt: null },
  };
}

import { storableText } from '../../../platform/database/storable-text.js';
import { type EventPage, INSTANCE, type RemoteEvent, type TimeWindow } from '../../sources/calendar-source.js';

/** Longest id that the table takes; longer ones no provider has. */
const ID_CHARS = 1_200;
const SUMMARY_CHARS = 1_000;
const TYPE_CHARS = 40;
const ADDRESS_CHARS = 320;
/** Most others of an event that are kept. */
const MOST_ATTENDEES = 300;
const INSTANCE_OF = new RegExp(INSTANCE);

/** An event as it goes into the table. */
export interface EventRow {
  externalId: string;
  startsAt: Date;
  endsAt: Date;
  allDay: boolean;
  status: string;
  transparent: boolean;
  eventType: string;
  response: string | null;
  summary: string | null;
  attendees: string[];
  updatedAt: Date | null;
}

/** What a page does to the table: first what is gone, then what is there. */
export interface PageChange {
  gone: string[];
  /** Ids of series: their instances are gone as well. */
  series: string[];
  events: EventRow[];
  /** Items by what came of them; together as many as the page has. */
  counts: { upserted: number; deleted: number; ignored: number };
}

/**
 * Of several items about the same event the last one counts; deletions are handled before anything looks at dates. An event outside
 * the window is not in it any more, if it ever was: it is ignored and gone.
 */
export function foldPage({ items }: EventPage, window: TimeWindow): PageChange {
  const events = new Map<string, EventRow>();
  const gone = new Set<string>();
  const deleted = new Set<string>();
  const series = new Set<string>();
  for (const item of items) {
    const id = item.externalId;
    if (id.length === 0 || id.length > ID_CHARS) continue;
    events.delete(id);
    deleted.delete(id);
    gone.add(id);
    if (item.deleted) {
      deleted.add(id);
      if (!item.series) continue;
      series.add(id);
      const begin = `${id}_`;
      for (const other of events.keys())
        if (other.startsWith(begin) && INSTANCE_OF.test(other.slice(begin.length))) events.delete(other);
      continue;
    }
    const row = rowOf(item);
    if (!isIn(row, window)) continue;
    events.set(id, row);
    gone.delete(id);
  }
  const [upserted, deletions] = [events.size, deleted.size];
  const counts = { upserted, deleted: deletions, ignored: items.length - upserted - deletions };
  return { gone: [...gone], series: [...series], events: [...events.values()], counts };
}

/** An event that only touches the window is not in it; one without length is, at its begin. */
function isIn({ startsAt, endsAt }: EventRow, { start, end }: TimeWindow): boolean {
  return startsAt < end && (endsAt > start || (startsAt >= start && endsAt >= startsAt));
}

/** What the table cannot keep is cut: one odd event must not keep a whole calendar from being read. */
function rowOf(event: RemoteEvent): EventRow {
  const { externalId, start, end, allDay, status, transparent, response, updatedAt } = event;
  return {
    externalId,
    startsAt: start,
    endsAt: end < start ? start : end,
    allDay,
    status,
    transparent,
    eventType: storableText(event.eventType, TYPE_CHARS),
    response,
    summary: event.summary === null ? null : storableText(event.summary, SUMMARY_CHARS),
    attendees: event.attendees.slice(0, MOST_ATTENDEES).map((address) => storableText(address, ADDRESS_CHARS)),
    updatedAt,
  };
}

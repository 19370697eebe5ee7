import { reasonWords } from '../suggestions/reason.js';
import type { SuggestionRow } from '../suggestions/suggestion-row.js';
import { contentLine, escapedText, utcStamp } from './calendar-text.js';

const NAME = 'CatchUp';
/** How often programs should look again: suggestions are made every six hours, decisions are shown sooner. */
const REFRESH = 'PT1H';

type Entry = Pick<
  SuggestionRow,
  | 'id'
  | 'contactName'
  | 'medium'
  | 'state'
  | 'startsAt'
  | 'endsAt'
  | 'reason'
  | 'sequence'
  | 'decidedAt'
  | 'createdAt'
  | 'updatedAt'
>;

/**
 * The user's suggestions as a published calendar. Every line comes from data, so that the same suggestions are the same bytes and
 * programs that ask again are told that nothing has changed.
 */
export function feedCalendar(entries: readonly Entry[], zone: string): string {
  return [
    contentLine('BEGIN', 'VCALENDAR'),
    contentLine('VERSION', '2.0'),
    contentLine('PRODID', '-//Nightshift//CatchUp//EN'),
    contentLine('CALSCALE', 'GREGORIAN'),
    contentLine('METHOD', 'PUBLISH'),
    contentLine('NAME', NAME),
    contentLine('X-WR-CALNAME', NAME),
    contentLine('X-WR-TIMEZONE', escapedText(zone)),
    contentLine('REFRESH-INTERVAL;VALUE=DURATION', REFRESH),
    contentLine('X-PUBLISHED-TTL', REFRESH),
    ...entries.map((entry) => eventOf(entry, zone)),
    contentLine('END', 'VCALENDAR'),
  ].join('');
}

function eventOf(entry: Entry, zone: string): string {
  const { id, contactName, medium, state, startsAt, endsAt, reason, createdAt } = entry;
  const status = state === 'open' ? 'TENTATIVE' : state === 'accepted' ? 'CONFIRMED' : 'CANCELLED';
  const { at, sequence } = versionOf(entry);
  return [
    contentLine('BEGIN', 'VEVENT'),
    contentLine('UID', `${id}@catchup.nightshift`),
    contentLine('DTSTAMP', utcStamp(at)),
    contentLine('CREATED', utcStamp(createdAt)),
    contentLine('LAST-MODIFIED', utcStamp(at)),
    contentLine('SEQUENCE', String(sequence)),
    contentLine('DTSTART', utcStamp(startsAt)),
    contentLine('DTEND', utcStamp(endsAt)),
    contentLine('SUMMARY', escapedText(medium === 'call' ? `Call ${contactName}` : `Meet ${contactName}`)),
    contentLine('DESCRIPTION', escapedText(reasonWords(reason, zone))),
    contentLine('STATUS', status),
    // What is only suggested keeps no time busy, here or for somebody who reads this calendar.
    contentLine('TRANSP', state === 'accepted' ? 'OPAQUE' : 'TRANSPARENT'),
    contentLine('END', 'VEVENT'),
  ].join('');
}

/**
 * Which version of the event this is. An open suggestion whose time has begun is over without any change of its row: then its
 * cancellation is the next version, of the moment at which it began; the row's own change later is told as the same one.
 */
function versionOf({ state, decidedAt, startsAt, updatedAt, sequence }: Entry): { at: Date; sequence: number } {
  const silently = state === 'expired' && decidedAt === null;
  return silently ? { at: startsAt, sequence: sequence + 1 } : { at: updatedAt, sequence };
}

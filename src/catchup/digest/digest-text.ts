import { Temporal } from 'temporal-polyfill';
import { cutToSegments, smsSize } from '../../platform/sms/segments.js';

/** A suggestion as a message tells it. */
export interface TellableSuggestion {
  id: string;
  contact: string;
  medium: 'in_person' | 'call';
  startsAt: Date;
  endsAt: Date;
}

/** Most segments of one SMS. */
export const MOST_SEGMENTS = 3;
/** A name in an SMS is cut to so many characters. */
const NAME = 24;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Tue 3 Mar 18:00" in a zone. */
export function localTime(at: Date, timeZone: string): string {
  const { dayOfWeek, day, month, hour, minute } = Temporal.Instant.fromEpochMilliseconds(
    at.getTime(),
  ).toZonedDateTimeISO(timeZone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${DAYS[dayOfWeek - 1]} ${day} ${MONTHS[month - 1]} ${two(hour)}:${two(minute)}`;
}

/**
 * One SMS with as many of the suggestions, by their time, as fit into the segments; the rest is counted. Names come from people:
 * line breaks and controls in them are spaces, and what the telephone network would send in twice the space is not replaced.
 */
export function digestSms(suggestions: readonly TellableSuggestion[], timeZone: string, most = MOST_SEGMENTS): string {
  const lines = byTime(suggestions).map(
    ({ contact, medium, startsAt }) =>
      `${short(contact)}${medium === 'call' ? ' (call)' : ''}, ${localTime(startsAt, timeZone)}`,
  );
  const head = lines.length === 1 ? 'CatchUp, one idea:' : `CatchUp, ${lines.length} ideas:`;
  for (let shown = lines.length; shown > 0; shown--) {
    const rest = lines.length - shown;
    const text = [head, ...lines.slice(0, shown), ...(rest > 0 ? [`and ${rest} more`] : []), 'STOP to end'].join('\n');
    if (smsSize(text).segments <= most) return text;
  }
  return cutToSegments(`${head}\n${lines[0] ?? ''}`, most);
}

/** One SMS about a suggestion that belongs to an event. */
export function noticeSms({ contact, startsAt }: TellableSuggestion, timeZone: string): string {
  const text = `CatchUp: ${short(contact)} and you could both be there, ${localTime(startsAt, timeZone)}.\nSTOP to end`;
  return cutToSegments(text, MOST_SEGMENTS);
}

/** The rows of the mail. */
export function mailRows(suggestions: readonly TellableSuggestion[], timeZone: string) {
  return byTime(suggestions).map(({ contact, medium, startsAt, endsAt }) => ({
    name: oneLine(contact),
    when: `${localTime(startsAt, timeZone)}–${localTime(endsAt, timeZone).slice(-5)}`,
    how: medium === 'call' ? 'a call' : 'in person',
  }));
}

function byTime<One extends { startsAt: Date }>(suggestions: readonly One[]): One[] {
  return suggestions.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

function oneLine(name: string): string {
  return name.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
}

function short(name: string): string {
  const characters = [...oneLine(name)];
  return characters.length > NAME
    ? `${characters
        .slice(0, NAME - 2)
        .join('')
        .trimEnd()}..`
    : characters.join('');
}

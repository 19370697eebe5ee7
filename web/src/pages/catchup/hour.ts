import { overlaps, type Span } from './week-layout';
import { type Suggestion, timeOf, type Week, type WeekBlock, type WeekEvent } from './week-query';

export type HourState = 'free' | 'partly' | 'busy' | 'quiet' | 'outside' | 'past' | 'unread' | 'close';

/** What lies in an hour, from what the page has already; every reason is told by the server when it is asked. */
export interface HourContent {
  state: HourState;
  /** What keeps it busy. */
  events: WeekEvent[];
  /** Events that leave it free. */
  ignored: WeekEvent[];
  blocks: WeekBlock[];
  suggestions: Suggestion[];
}

const inside = (time: Span, list: readonly Span[]): boolean =>
  list.some(({ start, end }) => start <= time.start && time.end <= end);
const touched = (time: Span, list: readonly Span[]): boolean => list.some((one) => overlaps(one, time));

export function contentOf(week: Week, suggestions: readonly Suggestion[], time: Span, now: number): HourContent {
  const here = week.events.filter((event) => overlaps(event, time));
  const events = here.filter(({ blocks }) => blocks);
  const blocks = week.blocks.filter((block) => overlaps(block, time));
  const state = (): HourState => {
    if (inside(time, week.free)) return 'free';
    if (touched(time, week.free)) return 'partly';
    if (events.length + blocks.length > 0) return 'busy';
    if (time.start < now) return 'past';
    const days = week.days.filter((day) => overlaps(day, time));
    if (days.some(({ quiet }) => touched(time, quiet))) return 'quiet';
    if (!days.some(({ windows }) => touched(time, windows))) return 'outside';
    const { readUntil } = week.calendars;
    return readUntil !== null && time.end > Date.parse(readUntil) ? 'unread' : 'close';
  };
  return {
    ...{ state: state(), events, blocks, ignored: here.filter((event) => !event.blocks) },
    suggestions: suggestions.filter((one) => overlaps(timeOf(one), time)),
  };
}

export const STATE_WORDS: Record<HourState, string> = {
  free: 'free',
  partly: 'partly free',
  busy: 'busy',
  quiet: 'quiet hours',
  outside: 'outside your hours',
  past: 'over',
  unread: 'not read yet',
  close: 'too near to something, or too short',
};

export const titleOf = ({ title, calendar }: Pick<WeekEvent, 'title' | 'calendar'>): string =>
  title?.trim() || `Busy (${calendar})`;

export const blockTitle = ({ kind, title }: Pick<WeekBlock, 'kind' | 'title'>): string =>
  title?.trim() || (kind === 'commute' ? 'On the way' : 'Kept for yourself');

/** `busy: Dentist; suggestion: Ana Sousa`, for the name of an hour. */
export function contentWords({ state, events, blocks, suggestions }: HourContent): string {
  const what = [...events.map(titleOf), ...blocks.map(blockTitle)];
  const parts = [
    what.length > 0 && state !== 'free' ? `${STATE_WORDS[state]}: ${what.join(', ')}` : STATE_WORDS[state],
  ];
  for (const { contact, state: of } of suggestions)
    parts.push(`${of === 'accepted' ? 'you meet' : 'suggestion:'} ${contact.name}`);
  return parts.join('; ');
}

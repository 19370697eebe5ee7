import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { Span } from './week-layout';

export type Suggestion = Schema<'SuggestionResponse'>;
export type Why = Schema<'WhyNotFreeResponse'>;
type Told = Schema<'WeekResponse'>;

type Times<T> = Omit<T, 'start' | 'end'> & Span;

export type WeekEvent = Times<Told['events'][number]>;
export type WeekBlock = Times<Told['blocks'][number]>;

/** A week with its instants as numbers. */
export interface Week {
  zone: string;
  today: string;
  days: (Span & { date: string; windows: Span[]; quiet: Span[] })[];
  events: WeekEvent[];
  blocks: WeekBlock[];
  free: Span[];
  calendars: Told['calendars'];
}

/** Calendars are read every half an hour; suggestions are made every six hours. */
const EVERY_MS = 60_000;

const numbered = <T extends { start: string; end: string }>({ start, end, ...rest }: T): Times<T> => ({
  ...rest,
  start: Date.parse(start),
  end: Date.parse(end),
});

export function weekQuery(date: string) {
  return queryOptions({
    queryKey: ['catchup', 'week', date],
    queryFn: async ({ signal }): Promise<Week> => {
      const params = { query: date ? { date } : {} };
      const { timezone, days, events, blocks, free, ...rest } = await bodyOf(
        api.GET('/api/v1/catchup/week', { params, signal }),
      );
      return {
        ...{ ...rest, zone: timezone, events: events.map(numbered), blocks: blocks.map(numbered) },
        free: free.map(numbered),
        days: days.map(({ windows, quiet, ...day }) => ({
          ...numbered(day),
          windows: windows.map(numbered),
          quiet: quiet.map(numbered),
        })),
      };
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** Suggestions of a week that stand: open ones, and accepted ones. */
export function weekSuggestionsQuery(week: Week | undefined) {
  const [from, to] = [week?.days[0]?.start ?? 0, week?.days.at(-1)?.end ?? 0];
  return queryOptions({
    queryKey: ['catchup', 'suggestions', 'week', from],
    queryFn: async ({ signal }): Promise<Suggestion[]> => {
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), limit: 200 };
      const { suggestions } = await bodyOf(api.GET('/api/v1/catchup/suggestions', { params: { query }, signal }));
      return suggestions.filter(({ state }) => state === 'open' || state === 'accepted');
    },
    enabled: week !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.some(isBeingWritten) ? 1_500 : EVERY_MS),
  });
}

export const isBeingWritten = ({ event }: Suggestion): boolean => event?.state === 'waiting';

export function whyQuery(at: string, minutes: number) {
  return queryOptions({
    queryKey: ['catchup', 'week', 'why', at, minutes],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/catchup/availability/why', { params: { query: { at, minutes } }, signal })),
  });
}

export const timeOf = ({ startsAt, endsAt }: Suggestion): Span => ({
  start: Date.parse(startsAt),
  end: Date.parse(endsAt),
});

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { countOf } from '../../lib/money';
import { durationText } from '../../lib/time';

export type Alert = Schema<'AlertResponse'>;
export type AlertKind = Alert['kind'];
/** How often the rules are looked at again, ms. */
const EVERY_MS = 10_000;

export const KIND_WORDS: Record<AlertKind, string> = {
  failure_rate: 'Share of jobs that failed',
  oldest_age: 'Age of the oldest waiting job',
  missed_slot: 'Firings of schedules that were missed',
  dead_letters: 'Dead letters that are not dealt with',
};

/** `20 %`, `1 h 00 m`, `3 slots`; null: nothing was measured. */
export function measure(unit: Alert['unit'], value: number | null): string {
  if (value === null) return '—';
  if (unit === 'percent') return `${value} %`;
  if (unit === 'seconds') return durationText(value * 1000);
  return unit === 'slots' ? countOf(value, 'slot') : countOf(value, 'dead letter');
}

export const alertsQuery = queryOptions({
  queryKey: ['admin', 'alerts', 'list'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/alerts', { params: { query: { limit: 200, offset: 0 } }, signal })),
  refetchInterval: EVERY_MS,
});

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'alerts', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/alerts/{id}', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

export function alertEventsQuery(id: string, offset: number) {
  const query = { limit: 50, offset };
  return queryOptions({
    queryKey: ['admin', 'alerts', 'one', id, 'events', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/alerts/{id}/events', { params: { path: { id }, query }, signal })),
    refetchInterval: EVERY_MS,
  });
}

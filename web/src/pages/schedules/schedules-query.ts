import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { KindTitle } from '../../api/job-kinds';
import { integer, oneOf, text } from '../../lib/url-state';

export type Schedule = Schema<'ScheduleResponse'>;
export type Preview = Schema<'PreviewResponse'>;
export type PreviewDay = Schema<'PreviewDayResponse'>;

export const PAGE = 100;
const EVERY_MS = 15_000;
/** How far ahead odd nights are looked for: each change of the clocks is in it, and one of the day before. */
const AHEAD_DAYS = 400;

export const ADDRESS = {
  type: text('', 100),
  on: oneOf(['', 'on', 'off', 'paused'], ''),
  of: oneOf(['', 'business', 'people'], ''),
  offset: integer(0),
};

export function schedulesQuery(filter: {
  type: string;
  on: '' | 'on' | 'off' | 'paused';
  of: '' | 'business' | 'people';
  offset: number;
  hotelId?: number;
}) {
  const { type, on, of, offset, hotelId } = filter;
  const query = {
    limit: PAGE,
    offset,
    ...(type && { type }),
    ...(on === 'paused' ? { paused: true } : on && { enabled: on === 'on' }),
    ...(of && { personal: of === 'people' }),
    ...(hotelId !== undefined && { hotelId }),
  };
  return queryOptions({
    queryKey: ['schedules', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/schedules', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function scheduleQuery(id: string) {
  return queryOptions({
    queryKey: ['schedules', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/schedules/{id}', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

export function previewQuery(id: string) {
  return queryOptions({
    queryKey: ['schedules', 'one', id, 'preview'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/schedules/{id}/preview', {
          params: { path: { id }, query: { days: AHEAD_DAYS } },
          signal,
        }),
      ),
    staleTime: 10 * 60_000,
  });
}

/** Its name; of one that a feature keeps, what people call its jobs. The hotel stands beside it. */
export function nameOf({ name, type }: Pick<Schedule, 'name' | 'type'>, titleOf: KindTitle): string {
  return name || titleOf(type);
}

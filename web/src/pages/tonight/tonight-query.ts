import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { dateIn } from '../../lib/time';
import type { JobEvent } from '../../live/events';

export type Night = Schema<'NightResponse'>;
export type HotelNight = Schema<'NightHotelResponse'>;
export type Cell = Schema<'NightCellResponse'>;
export type Need = Schema<'NightNeedResponse'>;
export type Next = Schema<'NightNextResponse'>;

/** The API gives no more hotels at once. */
const PAGE = 200;
/** How often it is loaded again without an event, ms: a slot is missed when its grace ends, and a forecast changes with the time. */
export const EVERY_MS = 30_000;
const HALF_A_DAY_MS = 12 * 3_600_000;

export interface WhichNight {
  /** Of the evening; empty: the night that each hotel has now. */
  day: string;
  hotelId?: number;
}

export function nightQuery({ day, hotelId }: WhichNight) {
  const path = { date: day || 'current' };
  const page = (offset: number, signal: AbortSignal) => {
    const query = { limit: PAGE, offset, ...(hotelId !== undefined && { hotelId }) };
    return bodyOf(api.GET('/api/v1/nights/{date}', { params: { path, query }, signal }));
  };
  return queryOptions({
    queryKey: ['tonight', day, hotelId ?? null],
    queryFn: async ({ signal }): Promise<Night> => {
      const night = await page(0, signal);
      while (night.hotels.length < night.total) {
        const more = await page(night.hotels.length, signal);
        if (more.hotels.length === 0) break;
        night.hotels.push(...more.hotels);
        night.kinds.push(...more.kinds.filter((kind) => !night.kinds.includes(kind)));
      }
      return night;
    },
    placeholderData: keepPreviousData,
    // Whoever comes back to it has often just mended something.
    staleTime: 0,
  });
}

/** How much needs somebody in all of the company, beside what is shown of one hotel. */
export function everywhereQuery(day: string) {
  const path = { date: day || 'current' };
  return queryOptions({
    queryKey: ['tonight', day, 'everywhere'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/nights/{date}', { params: { path, query: { limit: 1 } }, signal })),
    select: ({ needsTotal }) => needsTotal,
    staleTime: 0,
  });
}

/** Dead letters of the same error, which have the same cure. */
export interface NeedGroup {
  need: Need;
  count: number;
  /** Hotels they are of; null is the company. */
  hotelIds: (number | null)[];
}

/** Each need by itself, but dead letters by their error, where the first of them stood. */
export function grouped(needs: readonly Need[]): NeedGroup[] {
  const groups = new Map<string, NeedGroup>();
  for (const [n, need] of needs.entries()) {
    const key = need.what === 'dead' && need.fingerprint ? `${need.kind} ${need.fingerprint}` : String(n);
    const group = groups.get(key);
    if (!group) groups.set(key, { need, count: 1, hotelIds: [need.hotelId] });
    else {
      group.count += 1;
      if (!group.hotelIds.includes(need.hotelId)) group.hotelIds.push(need.hotelId);
    }
  }
  return [...groups.values()];
}

/** The same for what is the same need, however many it counts by now. */
export function groupId({ need }: NeedGroup): string {
  const { what, kind, fingerprint, letterId, jobId, scheduleId, hotelId, at } = need;
  return what === 'dead' && fingerprint
    ? `${what} ${kind} ${fingerprint}`
    : `${what} ${letterId ?? jobId ?? scheduleId ?? hotelId} ${at}`;
}

/** The date of the night that it is now, in the zone that is furthest behind: until noon still yesterday's. */
export function presentNight(zones: readonly string[], now = Date.now()): string {
  return zones.map((zone) => dateIn(zone, now - HALF_A_DAY_MS)).sort()[0]!;
}

/** The night with what an event says of a running job; undefined when the event changes more than a cell shows. */
export function withProgress(night: Night, job: JobEvent): Night | undefined {
  if (job.status !== 'active') return undefined;
  const isOf = (cell: Cell) => cell.jobId === job.id && cell.state === 'running';
  const hotel = night.hotels.find(({ cells }) => cells.some(isOf));
  if (!hotel) return undefined;
  const cells = hotel.cells.map((cell) =>
    isOf(cell) ? { ...cell, progress: job.progress, startedAt: job.startedAt } : cell,
  );
  return { ...night, hotels: night.hotels.map((one) => (one === hotel ? { ...hotel, cells } : one)) };
}

/** How many jobs the night has so far, and how many of these are done. */
export function counts(night: Night): { slots: number; done: number } {
  const cells = night.hotels.flatMap((hotel) => hotel.cells);
  const sum = (of: (cell: Cell) => number) => cells.reduce((all, cell) => all + of(cell), 0);
  return { slots: sum(({ slots }) => slots), done: sum(({ done }) => done) };
}

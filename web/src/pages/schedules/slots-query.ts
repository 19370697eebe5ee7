import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Slot = Schema<'SlotResponse'>;
export type SlotState = Slot['state'];

export const SLOT_STATES = ['owed', 'running', 'done', 'late', 'missed', 'waived'] as const satisfies SlotState[];
/** Nights of the strip. */
export const NIGHTS = 60;
const PAGE = 200;
/** Of a schedule that fires often, so many of its latest slots. */
export const MOST = 1_000;
const EVERY_MS = 15_000;
const WATCHED_MS = 2_000;
const DAY_MS = 86_400_000;

/** The first of the sixty nights, by the day, so that the key of a query does not change with every drawing. */
export function sinceNights(): string {
  return new Date(Math.floor(Date.now() / DAY_MS - NIGHTS) * DAY_MS).toISOString();
}

type Query = { scheduleId?: string; from: string; to?: string; state?: string; hotelId?: number };

/** All slots that fit, up to MOST. */
async function allSlots(wanted: Query, signal: AbortSignal): Promise<{ slots: Slot[]; total: number }> {
  const slots: Slot[] = [];
  for (;;) {
    const query = { ...wanted, limit: PAGE, offset: slots.length };
    const page = await bodyOf(api.GET('/api/v1/schedules/slots', { params: { query }, signal }));
    slots.push(...page.slots);
    if (page.slots.length < PAGE || slots.length >= Math.min(page.total, MOST)) return { slots, total: page.total };
  }
}

/** What was owed in the last sixty nights and what became of it, latest first. */
export function nightsQuery(scheduleId: string) {
  const from = sinceNights();
  return queryOptions({
    queryKey: ['schedules', 'one', scheduleId, 'slots', from],
    queryFn: ({ signal }) => allSlots({ scheduleId, from }, signal),
    refetchInterval: EVERY_MS,
  });
}

/** Slots that run after all, again and again until each has ended: those of each schedule between its first and its last one. */
export function watchQuery(ids: ReadonlySet<string>) {
  const queryKey = ['schedules', 'watch', [...ids]];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const found = new Map((client.getQueryData<Slot[]>(queryKey) ?? []).map((slot) => [slotId(slot), slot]));
      const open = new Map<string, number[]>();
      for (const id of ids) {
        const [schedule, at] = partsOf(id);
        // What was done is not asked for again.
        if (found.get(id)?.state !== 'done') open.set(schedule, [...(open.get(schedule) ?? []), at]);
      }
      for (const [scheduleId, times] of open) {
        const from = new Date(Math.min(...times)).toISOString();
        const to = new Date(Math.max(...times) + 1_000).toISOString();
        for (const slot of (await allSlots({ scheduleId, from, to }, signal)).slots)
          if (ids.has(slotId(slot))) found.set(slotId(slot), slot);
      }
      return [...found.values()];
    },
    enabled: ids.size > 0,
    refetchInterval: ({ state: { data } }) => (data?.length === ids.size && data.every(hasEnded) ? false : WATCHED_MS),
  });
}

export const hasEnded = ({ state }: Slot): boolean => state !== 'running' && state !== 'owed';

export interface SlotFilter {
  state: SlotState[];
  offset: number;
  hotelId?: number;
}

/** Of all schedules. */
export function slotsQuery({ state, offset, hotelId }: SlotFilter) {
  const query = {
    from: sinceNights(),
    limit: PAGE,
    offset,
    ...(state.length > 0 && { state: state.join(',') }),
    ...(hotelId !== undefined && { hotelId }),
  };
  return queryOptions({
    queryKey: ['schedules', 'slots', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/schedules/slots', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export { PAGE as SLOTS_PAGE };
/** Schedule and instant, ms, of the id of a slot. */
const partsOf = (id: string): [string, number] => {
  const end = id.indexOf(' ');
  return [id.slice(0, end), Date.parse(id.slice(end + 1))];
};
export const slotId = ({ scheduleId, fireAt }: Slot): string => `${scheduleId} ${fireAt}`;

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

/** Slots that run after all, again and again until each has ended. */
export function watchQuery(ids: ReadonlySet<string>) {
  const times = [...ids].map((id) => Date.parse(id.slice(id.indexOf(' ') + 1))).sort((one, other) => one - other);
  return queryOptions({
    queryKey: ['schedules', 'watch', [...ids]],
    queryFn: async ({ signal }) => {
      const [from, to] = [times[0]!, times.at(-1)! + 1_000].map((ms) => new Date(ms).toISOString());
      const { slots } = await allSlots({ from: from!, to }, signal);
      return slots.filter((slot) => ids.has(slotId(slot)));
    },
    enabled: ids.size > 0,
    refetchInterval: ({ state }) => (state.data?.every(hasEnded) ? false : WATCHED_MS),
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
export const slotId = ({ scheduleId, fireAt }: Slot): string => `${scheduleId} ${fireAt}`;

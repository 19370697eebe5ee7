import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { addDays, datesBetween } from '../../lib/time';
import type { Picked } from './picking';

/** What of a night is set here; what is left out stays as it is. */
export type Settings = Pick<
  Schema<'UpdateInventoryRequest'>,
  'stopSell' | 'closedToArrival' | 'closedToDeparture' | 'minStay' | 'maxStay' | 'minStayThrough' | 'overbookingLimit'
>;
type Days = readonly Schema<'InventoryDayResponse'>[];
type Override = Schema<'PriceOverrideResponse'>;

interface Run {
  categoryId: number;
  from: string;
  to: string;
  settings: Settings;
}

/**
 * How the nights are now: as few ranges as say it. Asked of exactly these nights, because the map may not have all of them, and
 * somebody may have set one since it was loaded.
 */
async function runsBefore({ categories, from, to }: Picked, settings: Settings): Promise<Run[]> {
  const keys = Object.keys(settings) as (keyof Settings)[];
  const runs: Run[] = [];
  for (const { roomCategoryId: categoryId } of categories) {
    const query = { startDate: from, endDate: to };
    const { days } = await bodyOf(
      api.GET('/api/v1/room-categories/{id}/inventory', { params: { path: { id: categoryId }, query } }),
    );
    for (const date of datesBetween(from, to)) {
      const was = settingsOf(days, date, keys);
      const last = runs.at(-1);
      if (last?.categoryId === categoryId && JSON.stringify(last.settings) === JSON.stringify(was)) last.to = date;
      else runs.push({ categoryId, from: date, to: date, settings: was });
    }
  }
  return runs;
}

function settingsOf(days: Days, date: string, keys: readonly (keyof Settings)[]): Settings {
  const day = days.find((one) => one.date === date);
  const all: Settings = {
    stopSell: day?.stopSell ?? false,
    closedToArrival: day?.closedToArrival ?? false,
    closedToDeparture: day?.closedToDeparture ?? false,
    minStay: day?.minStay ?? null,
    maxStay: day?.maxStay ?? null,
    minStayThrough: day?.minStayThrough ?? null,
    // Of a night that nothing is known of, it is the category's.
    overbookingLimit: day?.overbookingLimit ?? null,
  };
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as Settings;
}

function set({ categoryId, from, to, settings }: Run) {
  const params = { path: { id: categoryId } };
  return bodyOf(api.PATCH('/api/v1/room-categories/{id}/inventory', { params, body: { from, to, ...settings } }));
}

/** A price for the nights, in place of prices that stood there. */
function setPrice(categoryId: number, body: Schema<'CreatePriceOverrideRequest'>) {
  const params = { path: { id: categoryId } };
  return bodyOf(api.POST('/api/v1/room-categories/{id}/price-overrides', { params, body: { ...body, replace: true } }));
}

/** Takes a price away and puts back those whose place it took, in one request: between two, nights would be sold for what the rules say. */
function takePriceBack(categoryId: number, { id }: Schema<'CreatedPriceOverrideResponse'>) {
  const params = { path: { id: categoryId, overrideId: id }, query: { restore: 'true' as const } };
  return api.DELETE('/api/v1/room-categories/{id}/price-overrides/{overrideId}', { params });
}

const asWas = ({ from, to, weekdays, price, reason }: Override): Schema<'CreatePriceOverrideRequest'> => ({
  ...{ from, to, weekdays, price, replace: true },
  ...(reason !== null && { reason }),
});

export const nightsOf = ({ categories, from, to }: Picked): number => categories.length * datesBetween(from, to).length;

/** Changes of chosen nights. They are done at once, and can be taken back for a while. */
export function useSetNights() {
  const client = useQueryClient();
  const tell = useTell();
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: ['rooms'] }), [client]);
  const takeBack = useCallback(
    async (steps: readonly (() => Promise<unknown>)[]) => {
      try {
        for (const step of steps) await step();
        tell.done('Taken back');
      } catch (error) {
        tell.failed(error, 'Not all of it was taken back');
      }
      await refresh();
    },
    [refresh, tell],
  );
  /** Settings and, with one, a price; throws what the server refuses. */
  const change = useCallback(
    async (picked: Picked, settings: Settings, title: string, price?: string) => {
      const undo: (() => Promise<unknown>)[] = [];
      const { from, to } = picked;
      let [took, kept, shut] = [0, 0, 0];
      try {
        if (price !== undefined)
          for (const { roomCategoryId } of picked.categories) {
            const made = await setPrice(roomCategoryId, { from, to, price, replace: true });
            undo.push(() => takePriceBack(roomCategoryId, made));
            took += made.totalRoomsRepriced;
            kept += made.totalRoomsKept;
          }
        if (Object.keys(settings).length > 0) {
          for (const run of await runsBefore(picked, settings)) undo.push(() => set(run));
          for (const { roomCategoryId } of picked.categories)
            shut += (await set({ categoryId: roomCategoryId, from, to, settings })).contradictions.length;
        }
      } catch (error) {
        // What was done for the first categories does not stand alone.
        for (const step of undo)
          await step().catch((left: unknown) => tell.failed(left, 'Some of these nights stay changed'));
        throw error;
      } finally {
        await refresh();
      }
      tell.undo(title, () => takeBack(undo), toldOf(price === undefined ? '' : pricedText(took, kept), shut));
    },
    [refresh, takeBack, tell],
  );
  /** Takes one price away; unsold nights cost what the rules say. */
  const removePrice = useCallback(
    async (categoryId: number, price: Override) => {
      const path = { id: categoryId, overrideId: price.id };
      await api.DELETE('/api/v1/room-categories/{id}/price-overrides/{overrideId}', { params: { path } });
      await refresh();
      tell.undo('Price removed', () => takeBack([() => setPrice(categoryId, asWas(price))]));
    },
    [refresh, takeBack, tell],
  );
  return { change, removePrice, refresh };
}

function toldOf(priced: string, shut: number): string | undefined {
  if (shut === 0) return priced || undefined;
  const text = `On ${countOf(shut, 'night')} nobody can arrive: a stay must have more nights than it may have.`;
  return priced === '' ? text : `${priced} ${text}`;
}

/** How many room nights have the new price, and why not all. */
function pricedText(took: number, kept: number): string {
  const taken = `${countOf(took, 'room night')} took the price`;
  return kept === 0
    ? `${taken}.`
    : `${taken}; ${countOf(kept, 'room night')} kept another: a guest has the room, or the price came with an order (Open nights).`;
}

/** `Double, 3 nights`, `4 categories, 12 nights each`. */
export function pickedText({ categories, from, to }: Picked): string {
  const nights = countOf(datesBetween(from, to).length, 'night');
  return categories.length === 1
    ? `${categories[0]!.name}, ${nights}`
    : `${countOf(categories.length, 'category', 'categories')}, ${nights} each`;
}

/** Whether the sale of all of the nights is stopped already. */
export function isStopped({ categories, from, to }: Picked): boolean {
  return categories.every((category) => {
    const stopped = new Set(category.days.filter(({ stopSell }) => stopSell).map(({ date }) => date));
    for (let date = from; date <= to; date = addDays(date, 1)) if (!stopped.has(date)) return false;
    return true;
  });
}

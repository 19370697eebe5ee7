import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { addDays, datesBetween } from '../../lib/time';
import type { Picked } from './picking';
import type { Category } from './rooms-query';

/** What of a night is set here; what is left out stays as it is. */
export type Settings = Pick<
  Schema<'UpdateInventoryRequest'>,
  'stopSell' | 'closedToArrival' | 'closedToDeparture' | 'minStay'
>;

interface Run {
  categoryId: number;
  from: string;
  to: string;
  settings: Settings;
}

/** How the nights were: as few ranges as say it. */
export function runsBefore({ categories, from, to }: Picked, settings: Settings): Run[] {
  const keys = Object.keys(settings) as (keyof Settings)[];
  return categories.flatMap((category) => {
    const runs: Run[] = [];
    for (const date of datesBetween(from, to)) {
      const was = settingsOf(category, date, keys);
      const last = runs.at(-1);
      if (last && JSON.stringify(last.settings) === JSON.stringify(was)) last.to = date;
      else runs.push({ categoryId: category.roomCategoryId, from: date, to: date, settings: was });
    }
    return runs;
  });
}

function settingsOf(category: Category, date: string, keys: readonly (keyof Settings)[]): Settings {
  const day = category.days.find((one) => one.date === date);
  const all: Settings = {
    stopSell: day?.stopSell ?? false,
    closedToArrival: day?.closedToArrival ?? false,
    closedToDeparture: day?.closedToDeparture ?? false,
    minStay: day?.minStay ?? null,
  };
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as Settings;
}

async function set({ categoryId, from, to, settings }: Run): Promise<void> {
  const params = { path: { id: categoryId } };
  await api.PATCH('/api/v1/room-categories/{id}/inventory', { params, body: { from, to, ...settings } });
}

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
      try {
        if (price !== undefined)
          for (const { roomCategoryId } of picked.categories) {
            const made = await bodyOf(
              api.POST('/api/v1/room-categories/{id}/price-overrides', {
                params: { path: { id: roomCategoryId } },
                body: { from: picked.from, to: picked.to, price },
              }),
            );
            const path = { id: roomCategoryId, overrideId: made.id };
            undo.push(() =>
              api.DELETE('/api/v1/room-categories/{id}/price-overrides/{overrideId}', { params: { path } }),
            );
          }
        if (Object.keys(settings).length > 0) {
          for (const run of runsBefore(picked, settings)) undo.push(() => set(run));
          const { from, to } = picked;
          for (const { roomCategoryId } of picked.categories)
            await set({ categoryId: roomCategoryId, from, to, settings });
        }
      } catch (error) {
        // What was done for the first categories does not stand alone.
        for (const step of undo) await step().catch(() => undefined);
        throw error;
      } finally {
        await refresh();
      }
      tell.undo(
        title,
        () => takeBack(undo),
        price === undefined
          ? undefined
          : 'Nights that are sold keep their price. Taken back, unsold ones cost what the rules say.',
      );
    },
    [refresh, takeBack, tell],
  );
  return { change, refresh };
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

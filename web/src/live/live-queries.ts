import { useEffect, useRef } from 'react';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { type LiveEvent, useLive } from './live';

/** So often at most is loaded again while events come, ms. */
const EVERY_MS = 1_500;

/**
 * Loads queries again when something has happened that they show: soon after the first event, and once more after the last one.
 * @param concerns whether an event is of interest; it may put what it says into what is shown, and then answer false. `reload` always is
 */
export function useLiveQueries(keys: readonly QueryKey[], concerns: (event: LiveEvent) => boolean, off = false): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const loaded = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((event) => {
    if (event.kind !== 'reload' && !concerns(event)) return;
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        loaded.current = Date.now();
        for (const queryKey of keys) void client.invalidateQueries({ queryKey });
      },
      Math.max(100, loaded.current + EVERY_MS - Date.now()),
    );
  }, off);
}

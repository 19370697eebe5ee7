import { useEffect, useRef } from 'react';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { lastToldAt, type LiveEvent, useLive } from './live';

/** So often at most is loaded again while events come, ms. */
const EVERY_MS = 1_500;
/** An answer that came so soon after an event may be from before it, ms. */
const CLOSE_MS = 1_000;

/**
 * Loads queries again that were loaded before the last event and did not follow it, because their page was left or they stood still. For
 * whoever hears events by `useLive` alone; `useLiveQueries` does it too. What is being loaded is of now.
 */
export function useCaughtUp(keys: readonly QueryKey[], off = false): void {
  const client = useQueryClient();
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (off) return;
    for (const queryKey of latest.current)
      void client.invalidateQueries({
        queryKey,
        fetchStatus: 'idle',
        predicate: ({ state }) => state.data !== undefined && state.dataUpdatedAt < lastToldAt() + CLOSE_MS,
      });
  }, [client, off]);
}

/**
 * Loads queries again when something has happened that they show: soon after the first event, and once more after the last one.
 * @param concerns whether an event is of interest; it may put what it says into what is shown, and then answer false. `reload` always is
 */
export function useLiveQueries(keys: readonly QueryKey[], concerns: (event: LiveEvent) => boolean, off = false): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const loaded = useRef(0);
  const again = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
  const load = async () => {
    // What is being loaded already may be from before the event: it is let end, or steady events would never let it, and loaded once more.
    again.current = keys.some((queryKey) => client.isFetching({ queryKey }) > 0);
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }, { cancelRefetch: false })));
    loaded.current = Date.now();
    timer.current = undefined;
    if (again.current && !gone.current) plan();
  };
  const plan = () => {
    timer.current = setTimeout(() => void load(), Math.max(100, loaded.current + EVERY_MS - Date.now()));
  };
  useCaughtUp(keys, off);
  useLive((event) => {
    if (event.kind !== 'reload' && !concerns(event)) return;
    if (timer.current !== undefined) again.current = true;
    else plan();
  }, off);
}

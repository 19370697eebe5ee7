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
  useLive((event) => {
    if (event.kind !== 'reload' && !concerns(event)) return;
    if (timer.current !== undefined) again.current = true;
    else plan();
  }, off);
}

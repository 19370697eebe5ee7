import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 767px)');

/** True where rows have two lines. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (tell) => {
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    () => query.matches,
  );
}

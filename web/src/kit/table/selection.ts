import { useCallback, useMemo, useRef, useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  /** Adds or removes one row; with `range`, the ids of all rows in order, those from the last one to this one are added. */
  toggle: (id: string, range?: readonly string[]) => void;
  setAll: (ids: readonly string[], on: boolean) => void;
  clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Rows that are chosen, by id: a new load of the list does not lose them.
 * @param key which list it is: of another filter, page or order none is chosen, so that nothing is chosen that nobody sees
 */
export function useSelection(key = ''): Selection {
  const [chosen, setChosen] = useState({ key, ids: NONE });
  const ids = chosen.key === key ? chosen.ids : NONE;
  const setIds = useCallback(
    (change: (before: ReadonlySet<string>) => ReadonlySet<string>) =>
      setChosen((before) => ({ key, ids: change(before.key === key ? before.ids : NONE) })),
    [key],
  );
  const last = useRef<string>(undefined);
  const toggle = useCallback(
    (id: string, range?: readonly string[]) => {
      setIds((before) => {
        const next = new Set(before);
        const [from = -1, to = -1] = [range?.indexOf(last.current ?? id), range?.indexOf(id)];
        if (range && from >= 0 && to >= 0)
          for (const one of range.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
        else if (!next.delete(id)) next.add(id);
        return next;
      });
      // After the update above has read the one before.
      queueMicrotask(() => (last.current = id));
    },
    [setIds],
  );
  return useMemo(
    () => ({
      ids,
      has: (id) => ids.has(id),
      toggle,
      setAll: (some, on) =>
        setIds((before) => {
          const next = new Set(before);
          for (const id of some)
            if (on) next.add(id);
            else next.delete(id);
          return next;
        }),
      clear: () => setIds(() => NONE),
    }),
    [ids, setIds, toggle],
  );
}

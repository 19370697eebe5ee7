import { useCallback, useMemo, useState } from 'react';

export interface Steady<Row> {
  rows: Row[];
  /** Ids that are in the list now but wait to be shown. */
  fresh: number;
  /** Rows that have left the list and stay, dimmed, until it is shown anew. */
  gone: ReadonlySet<string>;
  /** Shows the list as it is now. */
  show: () => void;
}

/**
 * Keeps a list that is fetched again and again from jumping under the pointer: rows that are shown change in place, new ones wait
 * behind a button that counts them, and those that no longer belong stay until then. Another filter, page or order (`key`) shows
 * its list at once.
 */
export function useSteadyRows<Row>(
  key: string,
  latest: readonly Row[] | undefined,
  rowId: (row: Row) => string,
): Steady<Row> {
  const [held, setHeld] = useState<{ key: string; rows: readonly Row[]; latest: readonly Row[] }>();
  // The first list of a key is the one that is held; what is known of its rows goes on, so that one which leaves the list stays as it
  // was last. Set while drawing, as React advises for what follows from other values.
  if (latest && held?.key !== key) setHeld({ key, rows: latest, latest });
  else if (latest && held && held.latest !== latest) setHeld({ key, rows: renewed(held.rows, latest, rowId), latest });
  const base = held?.key === key ? held.rows : (latest ?? []);
  const show = useCallback(() => latest && setHeld({ key, rows: latest, latest }), [key, latest]);
  return useMemo(() => {
    const now = new Set((latest ?? []).map(rowId));
    const shown = new Set(base.map(rowId));
    return {
      rows: renewed(base, latest ?? [], rowId),
      fresh: [...now].filter((id) => !shown.has(id)).length,
      gone: new Set(latest ? [...shown].filter((id) => !now.has(id)) : []),
      show,
    };
  }, [base, latest, rowId, show]);
}

/** The rows in their order, as the list has them now. */
function renewed<Row>(rows: readonly Row[], latest: readonly Row[], rowId: (row: Row) => string): Row[] {
  const now = new Map(latest.map((row) => [rowId(row), row]));
  return rows.map((row) => now.get(rowId(row)) ?? row);
}

import { useCallback, useMemo, useState } from 'react';
import type { Category } from './rooms-query';
import type { Row } from './cells';

/** Place of a cell. */
export interface At {
  row: number;
  col: number;
}

/** Categories and nights that are chosen; all nights of the range in each of the categories. */
export interface Picked {
  categories: Category[];
  from: string;
  to: string;
}

export interface Picking {
  /** Where the keys are. */
  head: At;
  has: (row: number, col: number) => boolean;
  picked: Picked | undefined;
  /** Goes to a cell, and chooses it; `extend`: all from the first one to it. */
  go: (to: At, extend: boolean) => void;
  clear: () => void;
}

/** A rectangle of cells between the one that was chosen first and the one where the keys are. */
export function usePicking(rows: readonly Row[], dates: readonly string[]): Picking {
  const [head, setHead] = useState<At>({ row: 0, col: 0 });
  const [anchor, setAnchor] = useState<At>();
  const box = useMemo(
    () =>
      anchor && {
        top: Math.min(anchor.row, head.row),
        bottom: Math.max(anchor.row, head.row),
        left: Math.min(anchor.col, head.col),
        right: Math.max(anchor.col, head.col),
      },
    [anchor, head],
  );
  const go = useCallback(
    (to: At, extend: boolean) => {
      const row = Math.max(0, Math.min(rows.length - 1, to.row));
      const col = Math.max(0, Math.min(dates.length - 1, to.col));
      setHead({ row, col });
      setAnchor((before) => (extend ? (before ?? { row, col }) : { row, col }));
    },
    [rows.length, dates.length],
  );
  const picked = useMemo(() => {
    const categories = box ? rows.slice(box.top, box.bottom + 1).map(({ category }) => category) : [];
    const [from, to] = [dates[box?.left ?? -1], dates[box?.right ?? -1]];
    return from && to && categories.length > 0 ? { categories, from, to } : undefined;
  }, [box, rows, dates]);
  return {
    head,
    has: (row, col) => box !== undefined && row >= box.top && row <= box.bottom && col >= box.left && col <= box.right,
    picked,
    go,
    clear: useCallback(() => setAnchor(undefined), []),
  };
}

const STEPS: Record<string, [rows: number, cols: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [0, -28],
  PageDown: [0, 28],
  Home: [0, -1_000],
  End: [0, 1_000],
};

/** Where a key leads from a cell; undefined: nowhere. */
export function stepOf(key: string, from: At): At | undefined {
  const step = STEPS[key];
  return step && { row: from.row + step[0], col: from.col + step[1] };
}

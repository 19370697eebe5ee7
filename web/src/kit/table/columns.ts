import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: string;
  /** In a long list its elements are used again for other rows: a part with a state of its own, as a menu, needs the row's id as its key. */
  cell: (row: Row) => ReactNode;
  /** Track of the grid, e.g. `minmax(160px, 2fr)` or `120px`. Default: `minmax(96px, 1fr)`. */
  width?: string;
  /** Numbers stand at the right. */
  end?: true;
  /** The name under which the server sorts by it; without it the column cannot be sorted by. */
  sort?: string;
  /** Not shown until somebody chooses it. */
  hidden?: true;
  /** Always shown. */
  fixed?: true;
  /** On a phone: first line, second line (default), or not at all. The state belongs into the first. */
  phone?: 1 | 2 | 'none';
}

/** `-createdAt` is by createdAt, the largest first. */
export function sortOf(text: string): { by: string; down: boolean } {
  return { by: text.replace(/^-/, ''), down: text.startsWith('-') };
}

/** The next order when a head is pressed: up, down, and the table's own. */
export function nextSort(now: string, by: string, own: string): string {
  if (now === by) return `-${by}`;
  return now === `-${by}` ? own : by;
}
